"""Casus foederis: what treaties ask of every state if A attacks B."""

"""Exports: claims, ties and citations in the formats that others read."""

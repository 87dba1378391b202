"""Foedera: sourced, dated claims about defence and security cooperation, and answers from them."""

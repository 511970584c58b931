"""Judging what a student wrote: is it equal, does it follow, and if not, which mistake was made."""

"""How formulas are spelled for readers and machines: one printer a file, all from the same tree."""

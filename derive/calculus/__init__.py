"""Differentiating a written formula by rules, with the lines of working a teacher would write."""

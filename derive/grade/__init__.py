"""Judging a whole class: each answer in a worker process, nothing lost, one page a student."""

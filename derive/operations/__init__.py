"""The kinds of equation a graph can hold, one file each."""

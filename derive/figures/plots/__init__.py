"""Plots: curves, contours and arrows over axes, each made of plain numbers and names."""

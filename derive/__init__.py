"""Backpropagation and gradient descent, worked out step by step for any network one writes down."""

__version__ = "0.1.0"

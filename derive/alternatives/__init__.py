"""Other ways to a gradient than backpropagation, on the same network, with what each costs."""

from derive.alternatives.compare import Tried, compare
from derive.alternatives.evolution import Estimates, estimates
from derive.alternatives.step_sizes import StepErrors, step_errors

__all__ = ["Estimates", "StepErrors", "Tried", "compare", "estimates", "step_errors"]

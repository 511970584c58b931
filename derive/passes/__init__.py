"""From a network to its worked solution: forward, backward, update, and what each costs."""

from derive.passes.cost import Cost, cost
from derive.passes.derive import derive

__all__ = ["Cost", "cost", "derive"]

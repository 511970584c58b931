"""A gradient in the ways a lecturer writes it: with boxes, braces, sums over paths."""

from derive.blackboard.chain import Board, Row
from derive.blackboard.forms import (
    boxed_functions,
    forward_and_backward,
    inputs_table,
    side_by_side,
)
from derive.blackboard.paths import over_paths

__all__ = [
    "Board",
    "Row",
    "boxed_functions",
    "forward_and_backward",
    "inputs_table",
    "over_paths",
    "side_by_side",
]

"""Text becomes formulas here: LaTeX, Unicode and plain ASCII, in the names that a lesson knows."""

from derive.reading.answers import Prose, read_lines
from derive.reading.limits import ANSWER, LESSON, Limits
from derive.reading.statements import (
    Side,
    Statement,
    index_values,
    read_equation,
    read_expression,
    read_formula,
    read_name,
    read_statement,
)
from derive.reading.table import NameTable
from derive.reading.targets import read_target

__all__ = [
    "ANSWER",
    "LESSON",
    "Limits",
    "NameTable",
    "Prose",
    "Side",
    "Statement",
    "index_values",
    "read_equation",
    "read_expression",
    "read_formula",
    "read_lines",
    "read_name",
    "read_statement",
    "read_target",
]

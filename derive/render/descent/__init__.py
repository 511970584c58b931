"""A descent as people read it: what is said and shown, decided once, then laid out in each form."""

from derive.render.descent.comparison import comparison_report
from derive.render.descent.report import report

__all__ = ["comparison_report", "report"]

"""Pictures of networks, graphs and descents, drawn once and written as SVG and as TikZ.

Each picture is one file with one function that returns a ``Drawing``; ``picture`` writes it in a
language.  The grad_table is no picture: a page sets it as a table, which can be read aloud, copied
and broken across pages.
"""

from derive.figures.drawing import Drawing, Picture
from derive.figures.picture import picture

__all__ = ["Drawing", "Picture", "picture"]

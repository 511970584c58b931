"""Mathematics that is only shown: ``$\\theta^{*} = \\operatorname{argmin} L$`` inside a sentence.

What is worked out comes from ``core`` and ``spelling``.  A lecturer's own sentences also hold
formulas that nothing is computed from (a definition, a limit, a vector of parameters); they are
read here into a tree of boxes and written for a page, for LaTeX and as Unicode.  Only the commands
in ``signs`` and ``read`` are known, so that no text of a lecturer's reaches LaTeX as a command.
"""

from derive.typesetting.latex import latex
from derive.typesetting.mathml import mathml
from derive.typesetting.read import read, split
from derive.typesetting.text import text
from derive.typesetting.tree import Row

__all__ = ["Row", "latex", "mathml", "read", "split", "text"]

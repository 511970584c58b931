"""A solution as a notebook shows it: the whole page in a frame, or the gradients as formulas."""

from __future__ import annotations

from html import escape

from derive.core.expression import Number
from derive.render.block import Block, Kind
from derive.render.page import page
from derive.render.solution import Solution
from derive.spelling.latex import latex, latex_name
from derive.spelling.numbers import is_exact

_FRAME = '<iframe sandbox="allow-scripts" style="{style}" srcdoc="{page}"></iframe>'
_STYLE = "width: 100%; height: 40rem; border: 0"


def as_html(solution: Solution) -> str:
    """Return the whole page in a frame of its own, so that its style stays inside."""
    written = page(solution, "html", languages=("en",))
    return _FRAME.format(style=_STYLE, page=escape(written))


def as_latex(solution: Solution) -> str:
    """Return the gradients, each with its formula and its value, under one another."""
    answers = [block for block in solution.blocks if block.answers is not None]
    lines = " \\\\\n".join(map(_gradient, answers))
    return f"$$\\begin{{aligned}}\n{lines}\n\\end{{aligned}}$$"


def _gradient(block: Block) -> str:
    formulas = [line.expression for line in block.lines if line.kind is Kind.FORMULA]
    written = f"{latex_name(block.target)} &= {latex(formulas[-1])}"
    if block.value is None or block.target.shape is not None or block.target.sampled:
        return written
    value = float(block.value)
    sign = "=" if is_exact(value) else r"\approx"
    return f"{written} {sign} {latex(Number(value))}"

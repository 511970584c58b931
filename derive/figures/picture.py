"""A drawing, written out for a page and for LaTeX."""

from __future__ import annotations

from derive.figures.drawing import Drawing, Picture
from derive.figures.svg import svg
from derive.figures.tikz import tikz


def picture(drawing: Drawing, language: str = "en", prefix: str = "figure") -> Picture:
    """Return a drawing as SVG and as TikZ in one language.

    ``prefix`` begins the ids in the SVG; it must differ from picture to picture on a page.
    """
    return Picture(
        svg(drawing, language, prefix),
        tikz(drawing, language),
        drawing.title,
        drawing.description,
    )

"""Pictures for a Typst page, whose reader of SVG knows neither variables nor ``:not`` in styles."""

from __future__ import annotations

import re
from functools import cache

from derive.figures import Drawing, picture
from derive.figures.svg import style
from derive.render.wording import said
from derive.spelling.typst import quoted

_SIZE = 0.7  # points that a pixel of the drawing becomes
WIDEST = 470.0  # points
_COLOUR = re.compile(r"--([\w-]+): var\(--figure-[\w-]+, (#[0-9a-f]+)\)")
_DARK = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_DECLARED = re.compile(r"\s*--[\w-]+:[^;]*;")
_FONTS = re.compile(r"font-family:[^;]*;")


def image(drawing: Drawing, language: str, families: tuple[str, ...]) -> str:
    """Return the call of ``image`` for a drawing, with its description for the screen reader."""
    opening, rest = picture(drawing, language).svg.split("\n", 1)
    drawn = f"{opening}\n<style>{_plain_style(families)}</style>\n{rest}"
    width = min(WIDEST, drawing.width * _SIZE)
    alt = " ".join(said(drawing.description, language).split())
    options = f'format: "svg", width: {width:.0f}pt, alt: {quoted(alt)}'
    return f"image(bytes({quoted(drawn)}), {options})"


@cache
def _plain_style(others: tuple[str, ...]) -> str:
    """Return the pictures' style sheet with every colour written out, for light paper."""
    css = _DARK.sub("", style())
    colours = dict(_COLOUR.findall(css))
    css = _DECLARED.sub("", css).replace(":not(.solid)", "")
    css = re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found.group(1)], css)
    families = ["New Computer Modern", *others]
    fonts = ", ".join(f"'{family}'" for family in families)
    css = _FONTS.sub(f"font-family: {fonts};", css)
    # what is solid stays so although the rules for circles name more classes
    return css + ".figure .solid.solid.solid { fill: currentColor; }"

"""A picture as data: circles, boxes, lines and labels at their places, drawn by ``svg`` and ``tikz``.

Lengths are CSS pixels, x to the right and y downwards.  A mark says what it *is* (on the path asked
about, dead, a guide line), and the two writers decide how that looks; every look differs from the
plain one by width, dash or weight as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from derive.core.expression import Expression
from derive.core.text import Text

Point = tuple[float, float]
Words = tuple[Expression | Text | str, ...]  # formulas, sentences, and signs in between


class Look(StrEnum):
    """What a mark says beyond its place."""

    PLAIN = "plain"
    ASKED = "asked"  # on the way from what is asked about to the loss
    FAINT = "faint"  # not on that way
    DEAD = "dead"  # a unit whose gradient is 0
    GUIDE = "guide"  # not part of the thing itself: a divider, a frame
    VALUE = "value"  # a number of the forward pass
    GRADIENT = "gradient"  # a number of the backward pass
    NOTE = "note"  # captions
    DOT = "dot"  # a small filled circle: here something is left out


class Anchor(StrEnum):
    """Which end of a label stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around its centre."""

    x: float
    y: float
    radius: float
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Box:
    """A box around its centre, with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    look: Look = Look.PLAIN
    corner: float = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points.  ``curved`` leaves each point horizontally, as in a wiring diagram."""

    points: tuple[Point, ...]
    look: Look = Look.PLAIN
    arrow: bool = False
    curved: bool = False
    about: str = ""  # the variable it stands for, so that a page can light it up


@dataclass(frozen=True, slots=True)
class Label:
    """Words and formulas on one line, centred on y; ``halo`` keeps lines from running through."""

    x: float
    y: float
    words: Words
    anchor: Anchor = Anchor.MIDDLE
    size: float = 15
    look: Look = Look.PLAIN
    halo: bool = False
    about: str = ""


Mark = Circle | Box | Line | Label


@dataclass(frozen=True)
class Drawing:
    """A picture.  Later marks cover earlier ones, so lines come first and labels last.

    ``title`` names it in a list of pictures; ``description`` is for somebody who cannot see it.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    title: Text
    description: Text


@dataclass(frozen=True)
class Picture:
    """A picture written out in one language: for a page, and for LaTeX."""

    svg: str
    tikz: str
    title: Text
    description: Text

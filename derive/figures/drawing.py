"""A picture as data: circles, boxes, lines and labels, written out by ``svg`` and ``tikz``.

Lengths are CSS pixels, x to the right and y downwards.  A mark says what it *is* (on the path asked
about, dead, a guide line), and the two writers decide how that looks; every look differs from the
plain one by width, dash or weight as well as by colour.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    AID = "aid"  # a broken line that only helps the eye
    VALUE = "value"  # a number of the forward pass
    GRADIENT = "gradient"  # a number of the backward pass
    NOTE = "note"  # captions
    GRID = "grid"  # the lines behind a plot
    CONTOUR = "contour"  # along them a function has one value
    SERIES_1 = "series-1"  # the first of several lines in a plot, and so on
    SERIES_2 = "series-2"
    SERIES_3 = "series-3"
    SERIES_4 = "series-4"
    SERIES_5 = "series-5"
    SERIES_6 = "series-6"


SERIES = tuple(look for look in Look if look.startswith("series"))


class Anchor(StrEnum):
    """Which end of a label stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around its centre; a ``solid`` one is filled with its own colour."""

    x: float
    y: float
    radius: float
    look: Look = Look.PLAIN
    solid: bool = False


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


@dataclass(frozen=True, slots=True)
class Patch:
    """A polygon filled with its own colour."""

    points: tuple[Point, ...]
    look: Look = Look.PLAIN


Mark = Circle | Box | Line | Label | Patch


@dataclass(frozen=True)
class Caption:
    """A title with names in it, which a page may set as formulas."""

    words: Text
    names: Mapping[str, Expression]


@dataclass(frozen=True)
class Drawing:
    """A picture.  Later marks cover earlier ones, so lines come first and labels last.

    ``title`` names it in a list of pictures; ``description`` is for somebody who cannot see it.
    ``caption`` is the title where there are names in it.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    title: Text
    description: Text
    caption: Caption | None = None


@dataclass(frozen=True)
class Picture:
    """A picture written out in one language: for a page, and for LaTeX."""

    svg: str
    tikz: str
    title: Text
    description: Text

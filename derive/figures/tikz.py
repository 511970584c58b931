"""A drawing as a plain ``tikzpicture``, its labels as maths that a lecturer can change."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.figures.drawing import (
    Anchor,
    Box,
    Circle,
    Drawing,
    Label,
    Line,
    Look,
    Mark,
    Patch,
    Point,
)
from derive.figures.label import said
from derive.figures.pen import PENS
from derive.spelling.latex import LatexPrinter, escaped

WIDEST = 340.0  # points: a little less than the text width of LaTeX's own classes
_POINT = 0.75  # points in a pixel
_BASELINE = 0.34
LEAST = 5.0  # points, of the smallest letters
_IN_A_ROW = 6
_LEAST_UNIT = 0.4  # points in a pixel: ordinary words then come out in 6 points

_COLOURS = {
    Look.PLAIN: "black",
    Look.ASKED: "red!65!black",
    Look.FAINT: "black!60",
    Look.DEAD: "black!60",
    Look.GUIDE: "black!60",
    Look.AID: "black!60",
    Look.VALUE: "green!40!black",
    Look.GRADIENT: "red!65!black",
    Look.NOTE: "black!70",
    Look.GRID: "black!20",
    Look.CONTOUR: "black!40",
    Look.SERIES_1: "blue!65!black",
    Look.SERIES_2: "orange!75!black",
    Look.SERIES_3: "green!45!black",
    Look.SERIES_4: "violet!80!black",
    Look.SERIES_5: "black!60",
    Look.SERIES_6: "cyan!55!black",
}
_FILLS = {Look.ASKED: "red!8", Look.DEAD: "white"}
_ANCHORS = {Anchor.START: "base west", Anchor.MIDDLE: "base", Anchor.END: "base east"}


def tikz(drawing: Drawing, language: str = "en") -> str:
    """Return a picture that needs the package ``tikz`` alone; no wider than a line of text."""
    unit = min(_POINT, WIDEST / drawing.width)
    usual = _usual_font(drawing, unit)
    marks = "\n".join(f"  {mark(part, unit, language, usual)}" for part in drawing.marks)
    return framed(marks, unit, drawing.title, language, usual)


def _usual_font(drawing: Drawing, unit: float) -> str:
    """Return the font of most labels, so that it is said once and can be changed in one place."""
    fonts = Counter(font(part, unit) for part in drawing.marks if isinstance(part, Label))
    return fonts.most_common(1)[0][0] if fonts else ""


def fits(drawing: Drawing) -> bool:
    """Whether its words can still be read when it is made no wider than a line of text."""
    return drawing.width * _LEAST_UNIT <= WIDEST


def framed(inside: str, unit: float, title: Text, language: str, usual: str = "") -> str:
    """Return the ``tikzpicture`` around a picture's parts, y downwards as in SVG."""
    comment = " ".join(title.in_language(language).split())  # a line break would end the comment
    nodes = ", ".join(filter(None, ["anchor=base", "inner sep=1pt", usual]))
    return (
        f"% {comment}\n"
        f"\\begin{{tikzpicture}}[x={_n(unit)}pt, y=-{_n(unit)}pt, line cap=butt, line join=round,\n"
        f"    every node/.style={{{nodes}}}]\n"
        f"{inside}\n\\end{{tikzpicture}}"
    )


def mark(part: Mark, unit: float, language: str, usual: str = "") -> str:
    """Return one mark as a TikZ command; ``unit`` is how many points a pixel becomes."""
    match part:
        case Circle():
            place = f"{_p((part.x, part.y))} circle[radius={_n(part.radius * unit)}pt]"
            if part.solid:
                return f"\\fill[{_COLOURS[part.look]}] {place};"
            return f"\\draw[{_pen(part.look, unit, True)}] {place};"
        case Patch():
            corners = " -- ".join(map(_p, part.points))
            return f"\\fill[{_COLOURS[part.look]}] {corners} -- cycle;"
        case Box():
            return _box(part, unit)
        case Line():
            return _line(part, unit)
        case Label():
            return node(part, unit, language, usual)


def _box(box: Box, unit: float) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    corners = f"{_p((left, top))} rectangle {_p((left + box.width, top + box.height))}"
    rounded = f"rounded corners={_n(box.corner * unit)}pt"
    return f"\\draw[{_pen(box.look, unit, True)}, {rounded}] {corners};"


def _line(line: Line, unit: float) -> str:
    options = _pen(line.look, unit, False) + (", -latex" if line.arrow else "")
    return f"\\draw[{options}] {_path(line)};"


def _path(line: Line) -> str:
    steps = [_p(line.points[0])]
    for (x0, y0), (x1, y1) in pairwise(line.points):
        if line.curved and y0 != y1:
            middle = (x0 + x1) / 2
            steps.append(f".. controls {_p((middle, y0))} and {_p((middle, y1))} .. {_p((x1, y1))}")
        else:
            steps.append(f"-- {_p((x1, y1))}")
    # a line of a plot has hundreds of points
    rows = [" ".join(steps[at : at + _IN_A_ROW]) for at in range(0, len(steps), _IN_A_ROW)]
    return "\n    ".join(rows)


def _pen(look: Look, unit: float, filled: bool) -> str:
    pen = PENS[look]
    options = [f"draw={_COLOURS[look]}", f"line width={_n(pen.width * unit)}pt"]
    if pen.dash:
        options.append(dashes(pen.dash, unit))
    if filled:
        options.append(f"fill={_FILLS.get(look, 'black!3')}")
    elif _COLOURS[look] != "black":
        options[0] = _COLOURS[look]  # the arrow's head takes it too
    else:
        options.pop(0)
    return ", ".join(options)


def dashes(pattern: tuple[float, ...], unit: float) -> str:
    """Return a dash pattern as a TikZ option."""
    parts = [f"{_n(length * unit)}pt" for length in pattern]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "dash pattern=" + " ".join(f"on {on} off {off}" for on, off in pairs)


def node(label: Label, unit: float, language: str, usual: str = "") -> str:
    """Return one label, with the options in which it differs from the usual one."""
    options = []
    if label.anchor is not Anchor.MIDDLE:
        options.append(f"anchor={_ANCHORS[label.anchor]}")
    if font(label, unit) != usual:
        options.append(font(label, unit))
    if _COLOURS[label.look] != "black":
        options.append(f"text={_COLOURS[label.look]}")
    if label.halo:
        options.append("fill=white")
    place = _p((label.x, label.y + _BASELINE * label.size))
    said_so = f"[{', '.join(options)}]" if options else ""
    return f"\\node{said_so} at {place} {{{words(label, language)}}};"


def font(label: Label, unit: float) -> str:
    """Return a label's size as a TikZ option."""
    points = max(LEAST, round(label.size * unit, 1))
    return rf"font=\fontsize{{{_n(points)}}}{{{_n(1.2 * points)}}}\selectfont"


def words(label: Label, language: str) -> str:
    """Return the label's words in text mode and its formulas in maths mode."""
    return "".join(
        f"${_PRINTER.write(part)}$"
        if isinstance(part, Expression)
        else escaped(said(part, language))
        for part in label.words
    )


class _OneLine(LatexPrinter):
    """LaTeX without fraction bars: a label must stay on its line."""

    flat = True

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        order = f"^{len(wrt)}" if len(wrt) > 1 else ""
        below = r" ".join(rf"\partial {self.variable(name)}" for name in wrt)
        return rf"\partial{order} {self.variable(of)} / {below}"

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        return rf"\partial [{body}] / \partial {self.variable(wrt)}"

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return f"{top}/{bottom}"


_PRINTER = _OneLine()


def _p(point: Point) -> str:
    return f"({_n(point[0])},{_n(point[1])})"


def _n(value: float) -> str:
    return f"{round(value, 2) + 0.0:.10g}"

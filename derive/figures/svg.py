"""A drawing as SVG: text stays text, colours come from the page, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise

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
from derive.figures.label import Run, Style, runs, width
from derive.figures.pen import PENS, Pen

_BASELINE = 0.34  # letters are centred on y when their line lies this far below it, in ems
_SIZE = 15.0  # of letters, unless a label says otherwise
_HEAD = 9.0  # length of an arrow's head at an ordinary line


def svg(drawing: Drawing, language: str = "en", prefix: str = "figure") -> str:
    """Return an ``<svg>`` to stand in a page that has ``style()`` in its style sheet.

    ``prefix`` begins the ids of title and description; it must differ from picture to picture.
    """
    marks = "\n".join(filter(None, (_mark(mark, language) for mark in drawing.marks)))
    return framed(
        marks, (drawing.width, drawing.height), drawing.title, drawing.description, language, prefix
    )


def framed(
    inside: str,
    size: tuple[float, float],
    title: Text,
    description: Text,
    language: str,
    prefix: str,
) -> str:
    """Return the ``<svg>`` around a picture's parts, with its title and description."""
    width, height = map(_n, size)
    lang = {"zh-Hant": "zh-Hant-TW"}.get(language, language)
    ids = escape(prefix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" lang="{lang}"'
        f' aria-labelledby="{ids}-title" aria-describedby="{ids}-desc"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-size="{_n(_SIZE)}" text-anchor="middle">\n'
        f'<title id="{ids}-title">{escape(title.in_language(language))}</title>\n'
        f'<desc id="{ids}-desc">{escape(description.in_language(language))}</desc>\n'
        f"{inside}\n</svg>"
    )


def standalone(picture: str) -> str:
    """Return a picture as a file of its own, which carries its style sheet."""
    opening, rest = picture.split("\n", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n<style>{style()}</style>\n{rest}\n'


@cache
def style() -> str:
    """Return the style sheet that all pictures of a page share."""
    sheet = files(__package__).joinpath("figures.css").read_text(encoding="utf-8")
    return sheet + "".join(_drawn_with(look, pen) for look, pen in PENS.items())


def _drawn_with(look: Look, pen: Pen) -> str:
    """Return the rules for how lines of one look are drawn; the plain ones need no class."""
    if look is Look.PLAIN:
        return f".figure {{ stroke-width: {_n(pen.width)}; }}\n"
    dash = f" stroke-dasharray: {' '.join(map(_n, pen.dash))};" if pen.dash else ""
    return f".figure .{look} {{ stroke-width: {_n(pen.width)};{dash} }}\n"


def _mark(mark: Mark, language: str) -> str:
    match mark:
        case Circle():
            place = f'cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}"'
            if mark.solid:
                return f"<circle{_class(mark.look, 'solid')} {place}/>"
            return f"<circle{_class(mark.look)} {place}/>"
        case Patch():
            corners = "L".join(map(_p, mark.points))
            return f'<path{_class(mark.look, "solid")} d="M{corners}Z"/>'
        case Box():
            return f"<rect{_class(mark.look)} {_corner(mark)}/>"
        case Line():
            return _line(mark)
        case Label():
            return text(mark, language)


def _corner(box: Box) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    size = f'width="{_n(box.width)}" height="{_n(box.height)}" rx="{_n(box.corner)}"'
    return f'x="{_n(left)}" y="{_n(top)}" {size}'


def _class(look: Look, *more: str) -> str:
    """Return the attribute that the style sheet goes by; what is plain has none."""
    names = " ".join([*([look] if look is not Look.PLAIN else []), *more])
    return f' class="{names}"' if names else ""


# ---- lines ----------------------------------------------------------------------------------


def _line(line: Line) -> str:
    about = f' data-t="{escape(line.about)}"' if line.about else ""
    drawn = _class(line.look)
    if not line.arrow:
        return f'<path{drawn} d="{_path(line.points, line.curved)}"{about}/>'
    head = _HEAD + PENS[line.look].width
    *start, before, tip = line.points
    back = (tip[0] - head, tip[1]) if line.curved else _towards(tip, before, head)
    # the line ends inside its arrow's head, which would else be blunt
    shaft = (*start, before, _towards(tip, back, head * 0.8))
    return (
        f'<g{drawn}{about}><path d="{_path(shaft, line.curved)}"/>'
        f'<path class="solid" d="{_arrow(tip, back)}"/></g>'
    )


def _path(points: tuple[Point, ...], curved: bool) -> str:
    steps = [f"M{_p(points[0])}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        if curved and y0 != y1:
            middle = (x0 + x1) / 2
            steps.append(f"C{_p((middle, y0))} {_p((middle, y1))} {_p((x1, y1))}")
        else:
            steps.append(f"L{_p((x1, y1))}")
    return "".join(steps)


def _towards(start: Point, end: Point, length: float) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    part = length / ((dx * dx + dy * dy) ** 0.5 or 1)
    return start[0] + dx * part, start[1] + dy * part


def _arrow(tip: Point, back: Point) -> str:
    dx, dy = (tip[0] - back[0]) * 0.36, (tip[1] - back[1]) * 0.36
    left, right = (back[0] - dy, back[1] + dx), (back[0] + dy, back[1] - dx)
    return f"M{_p(tip)}L{_p(left)}L{_p(right)}Z"


# ---- text -----------------------------------------------------------------------------------


def text(label: Label, language: str) -> str:
    """Return one label; a page's reader can search it and copy it."""
    found = runs(label.words, language)
    if not found:
        return ""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor is not Anchor.MIDDLE else ""
    size = f' font-size="{_n(label.size)}"' if label.size != _SIZE else ""
    about = f' data-t="{escape(label.about)}"' if label.about else ""
    place = f'x="{_n(label.x)}" y="{_n(label.y + _BASELINE * label.size)}"'
    return (
        f"{_halo(label, language)}<text{_class(label.look)} {place}{size}{anchor}{about}>"
        f"{''.join(_spans(found, label.size))}</text>"
    )


def _halo(label: Label, language: str) -> str:
    """Return a piece of paper under a label: an outline of letters would cut into their scripts."""
    if not label.halo:
        return ""
    wide = width(label.words, label.size, language)
    left = label.x - {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[label.anchor]
    x, y, high = left - 3, label.y - 0.65 * label.size, 1.35 * label.size
    return (
        f'<rect class="paper" x="{_n(x)}" y="{_n(y)}" width="{_n(wide + 6)}" height="{_n(high)}"/>'
    )


def _spans(found: tuple[Run, ...], size: float) -> Iterator[str]:
    rise = 0.0
    for run in found:
        moved = [("dx", run.shift), ("dy", rise - run.rise)]
        attributes = "".join(f' {key}="{_n(by * size)}"' for key, by in moved if by)
        if run.scale != 1:
            attributes += f' font-size="{_n(run.scale * size)}"'
        if run.style is not Style.UPRIGHT:
            attributes += f' class="{run.style[0]}"'
        rise = run.rise
        yield f"<tspan{attributes}>{escape(run.text)}</tspan>" if attributes else escape(run.text)


def _p(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"


def _n(value: float) -> str:
    """Return a length with one decimal at most: finer is invisible and only makes pages long."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"

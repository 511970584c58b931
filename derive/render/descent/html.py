"""A report as one HTML file that needs nothing else, in the style of the other pages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from derive.core.expression import Add, Expression, Number
from derive.core.text import Text
from derive.figures import picture
from derive.figures import svg as figures
from derive.render.descent.pieces import (
    Cell,
    Line,
    Paragraph,
    Picture,
    Piece,
    Report,
    Section,
    Working,
)
from derive.render.markup import CODES, Words
from derive.render.solution import Kind
from derive.render.templates import content, content_bytes, environment
from derive.render.wrapping import at_signs
from derive.spelling.mathml import fragment, wrapped
from derive.spelling.numbers import is_exact
from derive.spelling.speech import speech

MOST_SAMPLES = 8
LONG = 30  # letters; a longer formula is cut where a narrow page may break it


def render(report: Report, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the page in one language or in two; the same report gives the same bytes."""
    page = Page(report, languages, digits)
    template = environment("html", autoescape=True).get_template("descent.html")
    return template.render(page=page, report=report)


class Page(Words):
    """What the template asks for: everything ready to be set down."""

    def __init__(self, report: Report, languages: Sequence[str], digits: int) -> None:
        super().__init__(languages, digits)
        self.report = report

    @property
    def code(self) -> str:
        """The language of the document."""
        return CODES[self.first]

    @property
    def policy(self) -> str:
        """What the page may load: its own font and style, and nothing else."""
        return "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"

    @property
    def style(self) -> Markup:
        """The style of all pages, of pictures, and of what only this page has."""
        return Markup(_style())

    def kind(self, piece: Piece) -> str:
        """Return which part of the template lays a piece out."""
        return type(piece).__name__.lower()

    def heading(self, section: Section) -> Markup:
        """Return a section's title."""
        title = section.title
        return self.words(Text(title.en[:1].upper() + title.en[1:], title.zh))

    def paragraph(self, piece: Paragraph) -> Markup:
        """Return a sentence; a strong one is a small heading."""
        if piece.strong:
            return Markup("<h3><span>{}</span></h3>").format(self.sentence(piece.sentence))
        return self.prose(piece.sentence, "says")

    def rows(self, piece: Working) -> Iterator[dict[str, Markup]]:
        """Yield one row a line: left side (on the first only), right side, reason."""
        left = self._math([self._inside(piece.left)], speech(piece.left, self.first))
        for line in piece.lines:
            yield self._row(left, line)
            left = Markup("")
        if piece.samples:
            yield {"left": left, "right": self._samples(piece.samples), "why": Markup("")}

    def cell(self, cell: Cell) -> Markup:
        """Return a cell of a table."""
        if isinstance(cell, Text):
            return self.words(cell)
        if isinstance(cell, Expression):
            return self._math([self._inside(cell)], speech(cell, self.first))
        return escape(cell)

    def drawing(self, piece: Picture, place: int) -> Markup:
        """Return a picture as SVG."""
        drawing = piece.draw()
        written = Markup(picture(drawing, self.first, f"picture-{place}").svg)
        caption = self.words(drawing.title)
        return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(written, caption)

    def _row(self, left: Markup, line: Line) -> dict[str, Markup]:
        why: Any = self.sentence(line.reason) if line.reason is not None else ""
        if line.sample is not None:
            why = Markup("<i>i</i> = {}").format(line.sample)
        return {"left": left, "right": self._right(line), "why": Markup(why)}

    def _right(self, line: Line) -> Markup:
        inside = self._inside(line.right)
        if line.kind is Kind.VALUE:
            inside = f'<mrow class="result">{inside}</mrow>'
        if line.limit is not None:
            inside = self._limited(line, inside)
        sign = "=" if line.kind is not Kind.VALUE or _exact(line.right, self.digits) else "≈"
        aloud = speech(line.right, self.first)
        parts = at_signs(inside) if _letters(inside) > LONG else [inside]
        return self._math([f"<mo>{sign}</mo>{parts[0]}", *map(_led, parts[1:])], aloud)

    def _limited(self, line: Line, inside: str) -> str:
        assert line.limit is not None
        if isinstance(line.right, Add):
            inside = f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"
        under = f"<mrow>{fragment(line.limit)}<mo>→</mo><mn>0</mn></mrow>"
        return f'<munder><mo movablelimits="false">lim</mo>{under}</munder>{inside}'

    def _samples(self, values: Sequence[float]) -> Markup:
        shown = [self._inside(Number(value)) for value in values[:MOST_SAMPLES]]
        shown += ["<mi>…</mi>"] if len(values) > MOST_SAMPLES else []
        inside = "<mo>,</mo>".join(shown)
        return self._math([f"<mo>=</mo><mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"], "")

    def _inside(self, expression: Expression) -> str:
        return fragment(expression, digits=self.digits)

    def _math(self, parts: list[str], aloud: str) -> Markup:
        if len(parts) == 1:
            return Markup(wrapped(parts[0], display=False, spoken=aloud))
        cut = "<wbr>".join(wrapped(part, display=False) for part in parts)
        return Markup('<span role="math" aria-label="{}">{}</span>').format(aloud, Markup(cut))


@cache
def _style() -> str:
    font = b64encode(content_bytes("fonts", "derive-math.woff2")).decode()
    shared = content("html", "style.css").replace("FONT", font, 1)
    return shared + figures.style() + content("html", "descent.css")


def _exact(right: Expression, digits: int) -> bool:
    return not isinstance(right, Number) or is_exact(float(right.value), digits)


def _letters(inside: str) -> int:
    return len(Markup(inside).striptags())


def _led(part: str) -> str:
    """Keep the gap of a sign that now comes first in its element."""
    return '<mo form="infix">' + part[4:] if part.startswith("<mo>") else part

"""A report as one HTML file that needs nothing else, in the style of the other pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from derive.core.derivation import Derivation
from derive.core.expression import Add, Expression, Variable
from derive.core.text import Text
from derive.figures import picture
from derive.render.aloud import CODES, inline
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
from derive.render.markup import Formulas
from derive.render.stylesheet import style, with_font
from derive.render.templates import environment
from derive.spelling.mathml import fragment
from derive.spelling.text import text

LONGEST = 66  # characters of a line that leaves room for its reason


def render(report: Report, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the page in one language or in two; the same report gives the same bytes."""
    page = Page(report, languages, digits)
    template = environment("html", autoescape=True).get_template("descent.html")
    return with_font(template.render(page=page, report=report))


class Page(Formulas):
    """What the template asks for: everything ready to be set down."""

    def __init__(self, report: Report, languages: Sequence[str], digits: int) -> None:
        super().__init__(Derivation((), (), _NOTHING), languages, digits)
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
        return Markup(style("descent.css"))

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

    def is_wide(self, piece: Working) -> bool:
        """Whether it has fractions that cannot be broken, so that it is scrolled instead."""
        return any(line.limit is not None for line in piece.lines)

    def is_long(self, piece: Working) -> bool:
        """Whether its reasons stand under the lines, because there is no room beside them."""
        return self.is_wide(piece) and any(
            len(text(line.right, digits=self.digits)) > LONGEST for line in piece.lines
        )

    def rows(self, piece: Working) -> Iterator[dict[str, Markup]]:
        """Yield one row a line: left side (on the first only), right side, reason."""
        left = self.formula(piece.left)
        for line in piece.lines:
            yield {"left": left, "right": self._right(line), "why": self._why(line)}
            left = Markup("")
        if piece.samples and isinstance(piece.left, Variable):
            values = self.sign("=") + self.value(piece.samples, piece.left)
            yield {"left": left, "right": values, "why": Markup("")}

    def cell(self, cell: Cell) -> Markup:
        """Return a cell of a table."""
        if isinstance(cell, Text):
            return self.words(cell)
        return self.formula(cell) if isinstance(cell, Expression) else escape(cell)

    def drawing(self, piece: Picture, place: int) -> Markup:
        """Return a picture as SVG."""
        drawing = piece.draw()
        return self.framed(drawing, picture(drawing, self.first, f"picture-{place}").svg)

    def _why(self, line: Line) -> Markup:
        if line.sample is not None:
            return Markup("<i>i</i> = {}").format(line.sample)
        return self.sentence(line.reason) if line.reason is not None else Markup("")

    def _right(self, line: Line) -> Markup:
        if line.limit is None:
            return self.right(line.right, line.kind)
        inside = fragment(line.right, digits=self.digits)
        if isinstance(line.right, Add):
            inside = f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"
        under = f"<mrow>{fragment(line.limit)}<mo>→</mo><mn>0</mn></mrow>"
        limit = f'<munder><mo movablelimits="false">lim</mo>{under}</munder>'
        return inline(f"<mo>=</mo>{limit}{inside}", self.spoken(line.right))


_NOTHING = Variable("L", "L")  # the lines of a report carry no marks of a derivation

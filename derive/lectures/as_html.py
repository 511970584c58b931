"""A lecture as one HTML file: table of contents, slides that can be shown step by step."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from derive.core.expression import Expression, Partial, Variable
from derive.core.text import Text
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.pieces import Asked, Derived, GradTable, Piece, Steps, Vector
from derive.lectures.sentences import pieces_of
from derive.quiz.question import Content, Form, Question, letter
from derive.render import sheet as words
from derive.render.aloud import CODES, in_pieces, inline
from derive.render.descent.html import Page as Report
from derive.render.html import Page as Sheets
from derive.render.sheet import Sheet
from derive.render.stylesheet import style, with_font
from derive.render.templates import content, environment
from derive.spelling.mathml import fragment, wrapped
from derive.spelling.speech import speech
from derive.spelling.tags import drawing
from derive.typesetting import Row as Shown
from derive.typesetting import mathml as shown_mathml
from derive.typesetting import read
from derive.typesetting import text as shown_text

MOST_LIT = 400  # terms that light up wherever they are used
APART = 10_000  # between the numbers of one solution's steps and the next one's
Watch = Callable[[Iterable[Slide]], Iterable[Slide]]


def render(
    lecture: Lecture, languages: tuple[str, ...], digits: int = 6, watch: Watch = iter
) -> str:
    """Return the page in one language or in two; ``watch`` sees the slides go by."""
    page = LecturePage(lecture, languages, digits)
    bodies = {slide.key: page.slide(slide) for slide in watch(lecture.slides)}
    template = environment("html", autoescape=True).get_template("lecture.html")
    written = template.render(page=page, lecture=lecture, bodies=bodies, t=LABELS)
    return with_font(_mended(written))


class LecturePage(Report):
    """What the templates ask for: everything ready to be set down."""

    def __init__(self, lecture: Lecture, languages: Sequence[str], digits: int) -> None:
        super().__init__(None, languages, digits)  # type: ignore[arg-type]
        self.lecture = lecture
        self._sheets: list[tuple[Sheet, Sheets]] = []
        self._shown: set[str] = set()
        self._pictures = 0

    # the head

    @property
    def code(self) -> str:
        return CODES[self.first]

    @property
    def policy(self) -> str:
        digest = b64encode(hashlib.sha256(_script().encode()).digest()).decode()
        return (
            "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
            f"script-src 'sha256-{digest}'"
        )

    @property
    def style(self) -> Markup:
        lit = [
            _LIT.replace("%", str(APART * place + step))
            for place, (_, page) in enumerate(self._sheets, 1)
            for step in page.used
        ]
        return Markup(style("descent.css", "lecture.css") + "".join(lit[:MOST_LIT]))

    @property
    def script(self) -> Markup:
        """The script that shows slide after slide."""
        return Markup(_script())

    # slides

    def slide(self, slide: Slide) -> Markup:
        """Return what stands under a slide's title."""
        return Markup("\n").join(self._laid_out(piece) for piece in slide.pieces)

    def number(self, slide: Slide) -> int:
        """Return the number of a slide, counted from 1."""
        return 1 + self.lecture.slides.index(slide)

    def rich(self, text: Text) -> Markup:
        """Return words with their formulas inside a line."""
        return Markup(" ").join(self._rich(text, "span"))

    def paragraphs(self, text: Text) -> Markup:
        """Return words as a paragraph; in two languages a pair of them."""
        both = Markup("").join(self._rich(text, "p"))
        return (
            Markup('<div class="pair">{}</div>').format(both) if len(self.languages) > 1 else both
        )

    def _rich(self, text: Text, tag: str) -> Iterator[Markup]:
        written = {
            language: Markup("").join(map(self._word, pieces_of(text, language)))
            for language in self.languages
        }
        if len(set(written.values())) == 1:
            only = next(iter(written.values()))
            yield only if tag == "span" else Markup("<{0}>{1}</{0}>").format(tag, only)
            return
        for language, inside in written.items():
            yield Markup('<{0} lang="{1}">{2}</{0}>').format(tag, CODES[language], inside)

    def _word(self, piece: str | Shown) -> Markup:
        return self.shown(piece) if isinstance(piece, Shown) else escape(piece)

    def shown(self, row: Shown) -> Markup:
        """Return a formula that is only shown."""
        return Markup(wrapped(shown_mathml(row), display=False, spoken=shown_text(row)))

    def written(self, source: str) -> Markup:
        """Return a formula that a lecturer typed."""
        return self.shown(read(source))

    def _laid_out(self, piece: Piece) -> Markup:
        template = environment("html", autoescape=True).get_template("lecture-piece.html")
        kind = type(piece).__name__.lower()
        return Markup(template.render(page=self, piece=piece, kind=kind, t=LABELS).strip())

    def part(self, piece: Piece) -> Markup:
        """Return a piece that belongs to another: what a question shows."""
        return self._laid_out(piece)

    def cell(self, cell: Any) -> Markup:
        return self.rich(cell) if isinstance(cell, Text) else super().cell(cell)

    def picture(self, piece: Any) -> Markup:
        """Return a picture; each has a number of its own for the ids inside it."""
        self._pictures += 1
        return self.drawing(piece, self._pictures)

    # lines with tags

    def lines(self, piece: Derived) -> Iterator[dict[str, Markup]]:
        """Yield the lines of a board: left side, sign with right side, reason."""
        for row in piece.rows:
            left = Markup("")
            if row.left is not None:
                left = self._math_of(self._tagged(row.left, piece), row.left)
            inside = self._tagged(row.right, piece)
            yield {
                "left": left,
                "right": self._cut(f"<mo>{row.sign}</mo>{inside}", row.right),
                "why": self.rich(row.why),
            }

    def _tagged(self, expression: Expression, piece: Derived) -> str:
        def mark(variable: Variable, written: str) -> str:
            plain = isinstance(variable, Partial) and piece.ordinary(variable)
            return written.replace("<mi>∂</mi>", "<mi>d</mi>") if plain else written

        tagged = drawing("mathml", self.first, mark)
        written = fragment(expression, digits=self.digits, mark=tagged)
        return written.replace("<mi>∂</mi>", "<mi>d</mi>") if piece.plain else written

    def _cut(self, inside: str, expression: Expression) -> Markup:
        """Return a right side that may break; without dots, between its factors."""
        aloud = self.spoken(expression)
        parts = _factors(inside)
        if "<mo>⋅</mo>" in inside or len(parts) == 1:
            return self._breakable(inside, aloud)
        return in_pieces([[part] for part in parts], aloud)

    def _math_of(self, inside: str, expression: Expression) -> Markup:
        return inline(inside, self.spoken(expression))

    def columns(self, piece: Vector) -> Markup:
        """Return ``name = [ … ] = [ … ]`` as one formula."""
        inside = shown_mathml(read(piece.name))
        for column in piece.columns:
            cells = "".join(
                f"<mtr><mtd>{_STRUT}{fragment(entry, digits=self.digits)}</mtd></mtr>"
                for entry in column
            )
            inside += f"<mo>=</mo><mrow><mo>[</mo><mtable>{cells}</mtable><mo>]</mo></mrow>"
        entries = piece.columns[-1]
        aloud = self.aloud(lambda key: "; ".join(speech(entry, key) for entry in entries))
        return inline(inside, aloud)

    # parts of a solution, whose steps keep their numbers but get links of their own

    def steps(self, piece: Steps) -> Markup:
        """Return steps as on the page of their lesson."""
        page, place = self._page_of(piece.sheet)
        template = environment("html", autoescape=True).get_template("lecture-steps.html")
        return self._own_links(template.render(page=page, items=piece.items, t=words), place)

    def grad_table(self, piece: GradTable) -> Markup:
        """Return the rows of a grad_table."""
        page, place = self._page_of(piece.sheet)
        template = environment("html", autoescape=True).get_template("lecture-table.html")
        written = template.render(page=page, items=piece.items, new=piece.new)
        return self._own_links(written, place)

    def _page_of(self, sheet: Sheet) -> tuple[Sheets, int]:
        for place, (known, page) in enumerate(self._sheets, 1):
            if known is sheet:
                return page, place
        page = Sheets(sheet, self.languages, self.digits)
        self._sheets.append((sheet, page))
        return page, len(self._sheets)

    def _own_links(self, written: str, place: int) -> Markup:
        def moved(found: re.Match[str]) -> str:
            return f"{found.group(1)}{APART * place + int(found.group(2))}{found.group(3)}"

        return Markup(_ANCHOR.sub(self._first_only, _LINK.sub(moved, written)))

    def _first_only(self, found: re.Match[str]) -> str:
        """Keep the anchor of a step where it stands for the first time in the lecture."""
        if found.group() in self._shown:
            return ""
        self._shown.add(found.group())
        return found.group()

    # questions

    def choices(self, question: Question) -> list[tuple[str, Markup, bool, Markup]]:
        """Return letter, content, whether it is right, and the mistake behind it."""
        if question.form is Form.LINE:
            return []
        return [
            (letter(place), self.content(choice.content), choice.right,
             self.rich(choice.mistake) if choice.mistake else Markup(""))
            for place, choice in enumerate(question.choices)
        ]  # fmt: skip

    def content(self, content: Content) -> Markup:
        """Return what stands behind a letter."""
        return self.cell(content)

    def points(self, piece: Asked) -> Markup:
        """Return the marks of a question."""
        worth = piece.question.points
        return self.words(words.ONE_POINT if worth == 1 else words.POINTS.fill(points=f"{worth:g}"))


def _mended(page: str) -> str:
    """Take links to steps that no slide shows out again."""
    there = set(re.findall(r'id="(s\d+)"', page))

    def link(found: re.Match[str]) -> str:
        return found.group() if found.group(1) in there else found.group(2)

    return re.sub(r'<a href="#(s\d+)">([^<]*)</a>', link, page)


def _factors(inside: str) -> list[str]:
    """Cut the inside of a formula where factors stand side by side outside of everything else."""
    cuts, depth = [0], 0
    for tag in re.finditer(r"<(/?)mo[^>]*>&#8290;</mo>|<(/?)\w+[^>]*>", inside):
        if "&#8290;" in tag.group():
            if depth == 0:
                cuts.append(tag.end())
        else:
            depth += -1 if tag.group(2) else 1
    return [inside[start:end] for start, end in pairwise([*cuts, len(inside)])]


@cache
def _script() -> str:
    return content("html", "lecture.js")


# rows beside one another are equally high
_STRUT = '<mspace height="1.2em" depth=".9em"></mspace>'
_LINK = re.compile(r'((?:id="s|href="#s|data-t="|data-step="|data-row="))(\d+)(")')
_ANCHOR = re.compile(r' id="s\d+"')
_LIT = (
    ':root:has([data-t="%"]:is(:hover,:focus)) :is([data-t="%"],[data-row="%"])'
    "{background:var(--lit);color:var(--on-lit);stroke:var(--lit);--value:var(--on-lit);--link:var(--on-lit)}\n"
)
LABELS = {
    "contents": Text("Contents", "目錄"),
    "slide": Text("Slide", "投影片"),
    "start": Text("Show as slides", "播放投影片"),
    "stop": Text("Show all", "全部顯示"),
    "next": Text("next", "下一步"),
    "back": Text("back", "上一步"),
    "hint": Text("Hint", "提示"),
    "answer": Text("Answer", "解答"),
    "picture": Text("Table", "表格"),
    "program": Text("NumPy program", "NumPy 程式"),
}

"""A sheet as LaTeX: a body to ``\\input``, and a handout, an answer key and slides around it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.figures import Drawing, picture
from derive.render import sheet as words
from derive.render import tex_slides
from derive.render.compose import make_sheet
from derive.render.markup import BACKWARD, FORWARD
from derive.render.proof import Proof
from derive.render.sheet import Group, Item, Sheet, SheetKind
from derive.render.sheet_page import SheetPage
from derive.render.templates import environment
from derive.render.tex_slides import Slide, height, slides
from derive.render.tex_steps import Row, Steps, aligned
from derive.render.tex_width import em
from derive.render.tex_words import Tex, comment, needs_cjk, tex_words
from derive.render.wording import Equation, Sentence
from derive.spelling.latex import latex_name
from derive.spelling.numbers import show

WIDTH = 36.0  # em that a line of the handout has for a formula
TEXT_WIDTH = 43.0  # em
LINE_OF_ROOM = 0.9  # cm
LINE_IN_CM = 0.48  # a line of text
MOST_KEPT = 40  # lines kept together on a page, which has room for a few more
MOST_ROWS = 24  # of one line each, in one piece of the grad_table
MOST_ON_SLIDE = 12  # rows of the grad_table
LINE_OF_TABLE = 0.62  # what a line of several adds to a row


def render(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the body: it needs amsmath, booktabs and, for pictures, tikz.

    The lecture stands in any class; the other sheets need the class exam.
    """
    return Page(sheet, languages, digits).body()


def files(sheet: Sheet, name: str, languages: tuple[str, ...], digits: int = 6) -> dict[str, str]:
    """Return the folder: body, handout, key and slides, and what they share.

    A lecture comes with the questions that its key answers; any other sheet is its own key.
    """
    page = Page(sheet, languages, digits)
    written: dict[str, str] = {"body.tex": page.body()}
    answered = "body"
    if page.is_lecture:
        answered = "questions"
        key = make_sheet(sheet.solution, SheetKind.KEY, mistakes=sheet.mistakes)
        written["questions.tex"] = Page(key, languages, digits).body()
    cjk = any(map(needs_cjk, written.values()))
    for around in ("preamble.tex", "handout.tex", "key.tex", "latexmkrc"):
        written[around] = page.laid_out(around, cjk=cjk, answered=answered)
    written["beamer.tex"] = page.for_slides().laid_out("beamer.tex", cjk=cjk)
    return written


@dataclass(frozen=True)
class Table:
    """Some rows of the grad_table that stand together, their formulas no wider than ``width``."""

    items: Sequence[Item]
    width: float


class Page(SheetPage):
    """What the templates ask for: everything ready to be set down."""

    def __init__(self, sheet: Sheet, languages: Sequence[str], digits: int) -> None:
        super().__init__(sheet, languages, digits)
        self.is_slides = False
        passes = (tex_words(self.in_first(FORWARD)), tex_words(self.in_first(BACKWARD)))
        self.steps = Steps(sheet.solution, WIDTH, digits, passes=passes)

    def for_slides(self) -> Page:
        """Return the same page with lines as wide as a slide's."""
        found = copy(self)
        found.is_slides = True
        found.steps = replace(self.steps, width=tex_slides.WIDTH)
        return found

    def body(self) -> Tex:
        """Return the piece to be put into a document."""
        return self.laid_out("lecture.tex" if self.is_lecture else "questions.tex")

    def laid_out(self, template: str, **more: Any) -> Tex:
        """Return a template filled in; whatever is not LaTeX yet is escaped on the way."""
        found = environment("latex", autoescape=False, finalize=tex_words, **_SYNTAX)
        written = found.get_template(template).render(page=self, sheet=self.sheet, t=words, **more)
        return Tex(written)

    # words

    def words(self, text: Text | Sentence) -> Tex:
        """Return a sentence inside a line, in every language asked for."""
        return Tex(" ".join(self.each(text).values()))

    def stacked(self, text: Text | Sentence) -> Tex:
        """Return a sentence of a list, each language on a line of its own."""
        return Tex("\\newline\n".join(self.each(text).values()))

    def prose(self, text: Text | Sentence) -> Tex:
        """Return a paragraph for each language."""
        return Tex("\n\n".join(self.each(text).values()))

    def set_words(self, words: str) -> str:
        return tex_words(words)

    def set_piece(self, piece: Expression | Equation | int, language: str) -> str:
        if isinstance(piece, int):
            return rf"\stepref{{{piece}}}"
        if isinstance(piece, Equation):
            return f"${latex_name(piece.left)} = {self.steps.inline(piece.right)}$"
        return f"${self.steps.inline(piece)}$"

    def comment(self, text: Text) -> Tex:
        """Return a text for behind a percent sign."""
        return comment(" / ".join(dict.fromkeys(map(text.in_language, self.languages))))

    def bookmark(self, text: Text) -> Tex:
        """Return a text for the document's properties, where no command may stand."""
        plain = text.in_language(self.first)
        return Tex("".join(letter for letter in plain if letter.isalnum() or letter in " -.,:"))

    def points(self, points: float) -> Tex:
        """Return marks as a number."""
        return tex_words(show(points))

    # formulas

    def name(self, variable: Variable) -> Tex:
        """Return a name inside a line."""
        return Tex(f"${latex_name(variable)}$")

    def value(self, value: Any, variable: Variable) -> Tex:
        """Return a value inside a line."""
        return Tex(f"${self.steps.value(value, variable)}$")

    def given(self, variable: Variable, value: Any) -> Tex:
        """Return ``name = value`` inside a line."""
        room = self.steps.width - em(latex_name(variable)) - 8  # beside the name and the title
        return Tex(f"${latex_name(variable)} = {self.steps.value(value, variable, room)}$")

    def lines(self, item: Item) -> Tex:
        """Return the lines of a step for ``align*``, with the reason at the right edge."""
        rows = [_with_blanks(row) for row in self.steps.rows(item)]
        why = {place: self._why(row) for place, row in enumerate(rows)}
        return aligned(rows, why)

    def mistakes(self, item: Item) -> tuple[Text | Sentence, ...]:
        """Return what to look for when marking; the handout made from the same body hides it."""
        return self.sheet.mistakes.get(item.block.target.name, ())

    def slides(self, item: Item) -> list[Slide]:
        """Return the frames of a step; none for one that is only given."""
        if not item.lines:
            return []
        rows = self.steps.rows(item)
        whys = [self._reason(row) for row in rows]
        return slides(item, rows, whys, [self.words(note.sentence) for note in item.notes])

    def overlay(self, place: int) -> Tex:
        """Return from which click on something is shown."""
        return Tex(f"<{place}->")

    def newest(self, group: Group) -> Table:
        """Return the rows of the grad_table after a group of steps, as many as a slide holds."""
        rows = self.sheet.table[: self.sheet.table.index(group.items[-1]) + 1]
        width = self._formula_width(rows[-MOST_ON_SLIDE:])
        heights = [self._height(item, width) for item in rows[-MOST_ON_SLIDE:]]
        return Table(rows[-tex_slides.rows_that_fit(heights) :], width)

    def _height(self, item: Item, width: float) -> int:
        """Return how many lines of text a row of the grad_table takes."""
        rows = item.block.target.shape[0] if item.block.target.shape and self.has_values else 1
        return max(len(self.steps.formula(self.formula(item), width)), rows)

    def proof(self, proof: Proof) -> Tex:
        """Return the lines of a proof for ``align*``."""
        rows = self.steps.proof(proof)
        return aligned(rows, {place: self._why(row) for place, row in enumerate(rows)})

    def written(self, item: Item, width: float) -> Tex:
        """Return a step's formula as it stands in the grad_table, no wider than that."""
        lines = self.steps.formula(self.formula(item), width)
        if len(lines) == 1:
            return Tex(f"${lines[0]}$")
        inside = r" \\ \quad {}".join(lines)
        return Tex(rf"$\begin{{array}}[t]{{@{{}}l@{{}}}} {inside} \end{{array}}$")

    @property
    def is_written_on(self) -> bool:
        """Whether a student fills in the grad_table."""
        return self.sheet.is_worksheet and not self.is_slides

    @property
    def columns(self) -> Tex:
        """The columns of the grad_table, wide ones where a student fills it in."""
        if not self.is_written_on:
            return Tex("rll" + "l" * self.has_values)
        formula, value = self._shares
        return Tex(rf"rlp{{{formula}\linewidth}}" + rf"p{{{value}\linewidth}}" * self.has_values)

    @property
    def _shares(self) -> tuple[float, float]:
        """What formulas and values take of the width of a table that is filled in."""
        targets = [item.block.target for item in self.sheet.table]
        if any(target.shape for target in targets):
            return 0.26, 0.42
        return (0.34, 0.34) if any(target.sampled for target in targets) else (0.46, 0.22)

    def tables(self, items: Sequence[Item]) -> list[Table]:
        """Cut the rows of a grad_table into tables that a page holds."""
        width = self._formula_width(items)
        found: list[list[Item]] = [[]]
        used = 0.0
        for item in items:
            height = max(1.0, LINE_OF_TABLE * self._height(item, width))
            if found[-1] and used + height > MOST_ROWS:
                found.append([])
                used = 0.0
            found[-1].append(item)
            used += height
        return [Table(tuple(rows), width) for rows in found]

    def formula_cell(self, item: Item, width: float) -> Tex:
        """Return a step's formula for the grad_table, for the key alone where it is asked for."""
        return self._asked(self.written(item, width), item.shows_formula)

    def value_cell(self, item: Item) -> Tex:
        """Return a step's value for the grad_table, for the key alone where it is asked for."""
        return self._asked(self._in_table(item), item.shows_value)

    def _asked(self, answer: Tex, shown: bool) -> Tex:
        if r"\begin{" in answer:  # the lines of one row stand closer than rows
            answer = Tex(rf"\renewcommand{{\arraystretch}}{{1}}{answer}")
        tells = shown and self.sheet.kind is not SheetKind.KEY
        return answer if tells else Tex(rf"\hidden{{{answer}}}")

    def _formula_width(self, items: Sequence[Item]) -> float:
        """Return how wide the formulas of one table may be, beside its names and values."""
        if self.is_written_on:
            return self._shares[0] * TEXT_WIDTH - 1
        targets = max(em(latex_name(item.block.target)) for item in items)
        values = max(em(self._in_table(item)) for item in items) if self.has_values else 0.0
        return max(10.0, self.steps.width - targets - values - 6)

    def _in_table(self, item: Item) -> Tex:
        """Return a step's value as it stands in the grad_table."""
        width = self._shares[1] * TEXT_WIDTH - 1 if self.is_written_on else self.steps.width / 2
        return Tex(f"${self.steps.value(item.block.value, item.block.target, width)}$")

    def _why(self, row: Row) -> str:
        reason = self._reason(row)
        return rf" \why{{{reason}}}" if reason else ""

    def _reason(self, row: Row) -> str:
        return self.words(row.why) if row.why is not None else ""

    # the whole document

    def room(self, item: Item) -> Tex:
        """Return how much space is left to answer in."""
        return Tex(f"{item.room * LINE_OF_ROOM:.1f}cm")

    def lines_of(self, item: Item, above: int) -> Tex:
        """Return how many lines a question takes up with its answer, or the room for it."""
        rows = sum(height(row) for row in self.steps.rows(item)) if item.lines else 0.0
        with_it = above + ceil(rows) + len(item.notes) + len(self.mistakes(item)) + 1
        answered = min(MOST_KEPT, with_it)
        if not item.room:
            return Tex(str(answered))
        left = min(MOST_KEPT, above + ceil(item.room * LINE_OF_ROOM / LINE_IN_CM))
        return Tex(rf"\ifprintanswers {answered}\else {left}\fi")

    def figure(self, drawing: Drawing) -> Tex:
        """Return a picture."""
        return Tex(picture(drawing, self.first).tikz)


def _with_blanks(row: Row) -> Row:
    if not row.blank:
        return row
    return replace(row, right=tuple(rf"\blank{{{line}}}" for line in row.right), blank=False)


_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}

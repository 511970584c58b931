"""A sheet as LaTeX: a body to ``\\input``, and a handout, an answer key and slides around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.render import sheet as words
from derive.render import tex_slides
from derive.render.compose import make_sheet
from derive.render.markup import BACKWARD, FORWARD
from derive.render.sheet import Group, Item, Sheet, SheetKind
from derive.render.solution import COST, COST_NOTE, COST_ROWS, TABLE, TABLE_HEAD, Kind
from derive.render.templates import environment
from derive.render.tex_slides import Slide, slides
from derive.render.tex_steps import Row, Steps, aligned
from derive.render.tex_width import em
from derive.render.tex_words import Tex, comment, needs_cjk, paragraphs, tex_words
from derive.render.wording import Equation, Piece, Sentence, said
from derive.spelling.latex import latex, latex_name
from derive.spelling.numbers import show

WIDTH = 36.0  # em that a line of the handout has for a formula
LINE_OF_ROOM = 0.9  # cm


def render(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the body: it needs amsmath, booktabs, longtable and, for pictures, tikz.

    The lecture stands in any class; the other sheets need the class exam.
    """
    template = "lecture.tex" if sheet.kind is SheetKind.LECTURE else "questions.tex"
    return Page(sheet, languages, digits).laid_out(template)


def files(sheet: Sheet, name: str, languages: tuple[str, ...], digits: int = 6) -> dict[str, str]:
    """Return the folder: body, handout, key and slides, and what they share.

    A lecture comes with the questions that its key answers; any other sheet is its own key.
    """
    written = {"body.tex": render(sheet, languages, digits)}
    answered = "body"
    if sheet.kind is SheetKind.LECTURE:
        key = make_sheet(sheet.solution, SheetKind.KEY)
        answered = "questions"
        written["questions.tex"] = render(key, languages, digits)
    cjk = any(map(needs_cjk, written.values()))
    page = Page(sheet, languages, digits)
    for around in ("preamble.tex", "handout.tex", "key.tex", "latexmkrc"):
        written[around] = page.laid_out(around, cjk=cjk, answered=answered)
    frames = Page(sheet, languages, digits, tex_slides.WIDTH)
    return {**written, "beamer.tex": frames.laid_out("beamer.tex", cjk=cjk)}


class Page:
    """What the templates ask for: everything ready to be set down."""

    def __init__(
        self, sheet: Sheet, languages: Sequence[str], digits: int, width: float = WIDTH
    ) -> None:
        self.sheet, self.languages = sheet, tuple(languages)
        passes = (self.words(FORWARD), self.words(BACKWARD))
        self.steps = Steps(sheet.solution, width, digits, passes=passes)

    def laid_out(self, template: str, **more: Any) -> Tex:
        """Return a template filled in; whatever is not LaTeX yet is escaped on the way."""
        found = environment("latex", autoescape=False, finalize=tex_words, **_SYNTAX)
        written = found.get_template(template).render(page=self, sheet=self.sheet, t=words, **more)
        return Tex(written)

    # words

    def words(self, text: Text) -> Tex:
        """Return a text inside a line, in every language asked for."""
        return tex_words(" ".join(dict.fromkeys(said(text, name) for name in self.languages)))

    def comment(self, text: Text) -> Tex:
        """Return a text for behind a percent sign."""
        return comment(" / ".join(dict.fromkeys(map(text.in_language, self.languages))))

    def bookmark(self, text: Text) -> Tex:
        """Return a text for the document's properties, where no command may stand."""
        plain = text.in_language(self.languages[0])
        return Tex("".join(letter for letter in plain if letter.isalnum() or letter in " -.,:"))

    def prose(self, text: Text | Sentence) -> Tex:
        """Return a paragraph for each language."""
        if isinstance(text, Text):
            return paragraphs(tex_words(said(text, name)) for name in self.languages)
        return paragraphs(self._sentence(text, name) for name in self.languages)

    def sentence(self, sentence: Sentence) -> Tex:
        """Return a sentence with its formulas inside a line."""
        return Tex(" ".join(dict.fromkeys(self._sentence(sentence, x) for x in self.languages)))

    def heading(self, item: Item) -> Tex:
        """Return what stands over a step: its number and its rule."""
        return self.colon(words.STEP.fill(step=item.block.number), item.block.step.rule.title)

    def colon(self, before: Text, after: Text) -> Tex:
        """Return two texts with a colon between them."""
        both = Text(f"{before.en}: {after.en}", f"{before.zh}:{after.zh}")
        return self.words(both)

    @property
    def total(self) -> Tex:
        """The marks of the whole sheet."""
        points = self.sheet.points
        marks = words.ONE_POINT if points == 1 else words.POINTS.fill(points=show(points))
        return self.colon(words.TOTAL, marks)

    def points(self, points: float) -> Tex:
        """Return marks as a number."""
        return tex_words(show(points))

    def _sentence(self, sentence: Sentence, language: str) -> Tex:
        return Tex("".join(map(self._piece, sentence.pieces(language))))

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, str):
            # the gap beside a formula is a gap of the sentence
            lead, tail = piece[: piece[:1].isspace()], piece[len(piece.rstrip()) :]
            return lead + tex_words(piece) + tail
        if isinstance(piece, int):
            return rf"\stepref{{{piece}}}"
        if isinstance(piece, Equation):
            return f"${latex_name(piece.left)} = {self.steps.inline(piece.right)}$"
        return f"${self.steps.inline(piece)}$"

    # formulas

    def name(self, variable: Variable) -> Tex:
        """Return a name inside a line."""
        return Tex(f"${latex_name(variable)}$")

    def value(self, value: Any, variable: Variable) -> Tex:
        """Return a value inside a line."""
        return Tex(f"${self.steps.value(value, variable)}$")

    def given(self, variable: Variable, value: Any) -> Tex:
        """Return ``name = value`` inside a line."""
        return Tex(f"${latex_name(variable)} = {self.steps.value(value, variable)}$")

    def lines(self, item: Item) -> Tex:
        """Return the lines of a step for ``align*``, with the reason at the right edge."""
        rows = [_with_blanks(row) for row in self.steps.rows(item)]
        why = {place: self._why(row) for place, row in enumerate(rows)}
        return aligned(rows, why)

    def slides(self, item: Item) -> list[Slide]:
        """Return the frames of a step."""
        rows = self.steps.rows(item)
        whys = [self._reason(row) for row in rows]
        return slides(item, rows, whys, [self.sentence(note.sentence) for note in item.notes])

    def overlay(self, place: int) -> Tex:
        """Return from which click on something is shown."""
        return Tex(f"<{place}->")

    def newest(self, group: Group) -> Sequence[Item]:
        """Return the rows of the grad_table after a group of steps, as many as a slide holds."""
        rows = self.sheet.table[: self.sheet.table.index(group.items[-1]) + 1]
        return rows[-tex_slides.rows_that_fit([self.written(item) for item in rows]) :]

    def proof(self, lines: Sequence[Any], target: Expression) -> Tex:
        """Return the lines of a proof for ``align*``."""
        left = latex(target)
        rows = [
            Row(left if place == 0 else "", "=", (latex(line.expression),), line.kind, _title(line))
            for place, line in enumerate(lines)
        ]
        return aligned(rows, {place: self._why(row) for place, row in enumerate(rows)})

    def written(self, item: Item) -> Tex:
        """Return a step's formula as it stands in the grad_table."""
        shown = [line.shown for line in item.lines if line.shown.kind is Kind.FORMULA][-1]
        lines = self.steps.formula(shown.expression, self._formula_width)
        if len(lines) == 1:
            return Tex(f"${lines[0]}$")
        inside = r" \\ \quad {}".join(lines)
        return Tex(rf"$\begin{{array}}[t]{{@{{}}l@{{}}}} {inside} \end{{array}}$")

    @cached_property
    def _formula_width(self) -> float:
        """What the grad_table leaves for its formulas."""
        targets = max(em(latex_name(item.block.target)) for item in self.sheet.table)
        values = 0.0
        if self.has_values:
            shown = ((item.block.value, item.block.target) for item in self.sheet.table)
            values = max(em(self.steps.value(*pair)) for pair in shown)
        return max(10.0, self.steps.width - targets - values - 6)

    def _why(self, row: Row) -> str:
        reason = self._reason(row)
        return rf" \why{{{reason}}}" if reason else ""

    def _reason(self, row: Row) -> str:
        if row.sample is not None:
            return f"$i = {row.sample}$"
        return self.words(row.why) if row.why is not None else ""

    # the whole document

    @property
    def has_values(self) -> bool:
        """Whether there is a number beside each formula."""
        return bool(self.sheet.solution.values)

    @property
    def table_head(self) -> Sequence[Text]:
        """The names of the grad_table's columns."""
        return TABLE_HEAD[: 4 if self.has_values else 3]

    @cached_property
    def cost(self) -> Sequence[tuple[str, Text]]:
        """What the passes take; nothing for matrices, whose operations are not counted."""
        if any(leaf.shape for leaf in self.sheet.solution.lesson.graph.leaves):
            return ()
        counts = self.sheet.solution.cost
        numbers = (counts.forward, counts.backward, counts.without_cache)
        return [(f"{number:,}", label) for number, label in zip(numbers, COST_ROWS, strict=True)]

    def room(self, item: Item) -> Tex:
        """Return how much space is left to answer in."""
        return Tex(f"{item.room * LINE_OF_ROOM:.1f}cm")

    @property
    def texts(self) -> dict[str, Text]:
        """The words that belong to the page and not to a step."""
        return {"table": TABLE, "cost": COST, "cost_note": COST_NOTE, "solution": SOLUTION}


def _with_blanks(row: Row) -> Row:
    if not row.blank:
        return row
    right = tuple(rf"\blank{{{line}}}" for line in row.right)
    return Row(row.left, row.sign, right, row.kind, row.why, row.sample)


def _title(line: Any) -> Text | None:
    return line.rule.title if line.rule is not None else None


SOLUTION = Text("Solution", "解答")
_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}

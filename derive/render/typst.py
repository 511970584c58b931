"""A sheet as Typst, from which ``pdf`` makes a tagged PDF without TeX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from derive.core.expression import Expression, Partial, Role, Variable
from derive.core.text import Text
from derive.figures import Drawing
from derive.render import sheet as words
from derive.render.block import Block, Kind
from derive.render.markup import BACKWARD, FORWARD
from derive.render.proof import Proof
from derive.render.sheet import Item, Sheet, SheetLine
from derive.render.sheet_page import SheetPage
from derive.render.templates import environment
from derive.render.typst_formulas import marked, value
from derive.render.typst_pictures import image
from derive.render.wording import Equation, Sentence, said
from derive.spelling.numbers import show
from derive.spelling.speech import speech, speech_name
from derive.spelling.typst import quoted, typst, typst_name

_LANGUAGES = {"en": 'lang: "en"', "zh-Hant": 'lang: "zh", region: "tw"'}
LINE_OF_ROOM = 9  # mm


class Typ(str):
    """Typst markup; any other string is words, and becomes a string before it reaches a file."""

    __slots__ = ()


def render(
    sheet: Sheet, languages: tuple[str, ...], digits: int = 6, *, cjk: str | None = None
) -> str:
    """Return a whole Typst document; ``cjk`` is the family of the font for Chinese."""
    return Page(sheet, languages, digits, cjk).laid_out("page.typ")


def typst_words(written: object) -> Typ:
    """Return words as a Typst string; what is markup already stays as it is."""
    if isinstance(written, Typ):
        return written
    line = "".join(c for c in " ".join(str(written).split()) if c.isprintable())
    return Typ(f"#{quoted(line)};")


@dataclass(frozen=True)
class Row:
    """One line of a step: what stands left, the formula with its sign, and why it is so."""

    left: Typ
    right: Typ
    why: Typ


class Page(SheetPage):
    """What the templates ask for: everything ready to be set down."""

    def __init__(
        self, sheet: Sheet, languages: Sequence[str], digits: int, cjk: str | None = None
    ) -> None:
        super().__init__(sheet, languages, digits)
        self.cjk = cjk

    def laid_out(self, template: str, **more: Any) -> Typ:
        """Return a template filled in; whatever is not Typst yet becomes a string on the way."""
        found = environment("typst", autoescape=False, finalize=typst_words, **_SYNTAX)
        written = found.get_template(template).render(page=self, sheet=self.sheet, t=words, **more)
        return Typ(written)

    @property
    def faces(self) -> Typ:
        """The families that follow the font of a page: that of Chinese, if there is one."""
        return Typ(f", {quoted(self.cjk)}" if self.cjk else "")

    # words

    @property
    def language(self) -> Typ:
        """The language of the document as Typst writes it."""
        return Typ(_LANGUAGES[self.first])

    def literal(self, text: Text) -> Typ:
        """Return a text as a string, for the document's properties."""
        return Typ(quoted(" ".join(text.in_language(self.first).split())))

    def words(self, text: Text | Sentence) -> Typ:
        """Return a sentence inside a line, in every language asked for."""
        return Typ(" ".join(self._marked(text)))

    def prose(self, text: Text | Sentence) -> Typ:
        """Return a paragraph for each language."""
        return Typ("\n\n".join(self._marked(text)))

    def _marked(self, text: Text | Sentence) -> list[str]:
        """Return a sentence in each language, what is not in the document's marked as such."""
        return [
            written if language == self.first else f"#text({_LANGUAGES[language]})[{written}]"
            for language, written in self.each(text).items()
        ]

    def set_words(self, words: str) -> str:
        return typst_words(words)

    def set_piece(self, piece: Expression | Equation | int, language: str) -> str:
        if isinstance(piece, int):
            return f"#link(<step-{piece}>)[{piece}]"
        if isinstance(piece, Equation):
            aloud = [speech(side, language) for side in (piece.left, piece.right)]
            equals = said(_EQUALS, language)
            written = f"{typst_name(piece.left)} = {self._typst(piece.right)}"
            return _equation(written, f"{aloud[0]} {equals} {aloud[1]}")
        return _equation(self._typst(piece), speech(piece, language))

    # formulas

    def name(self, variable: Variable) -> Typ:
        """Return a name inside a line."""
        return _equation(typst_name(variable), speech_name(variable, self.first))

    def value(self, given: Any, variable: Variable) -> Typ:
        """Return a value inside a line."""
        return _equation(value(given, variable, self.digits), self._value_aloud(given, variable))

    def given(self, variable: Variable, given: Any) -> Typ:
        """Return ``name = value`` inside a line."""
        written = f"{typst_name(variable)} = {value(given, variable, self.digits)}"
        aloud = f"{speech_name(variable, self.first)} {self.in_first(_EQUALS)}"
        return _equation(written, f"{aloud} {self._value_aloud(given, variable)}")

    def written(self, item: Item) -> Typ:
        """Return a step's formula as it stands in the grad_table."""
        expression = self.formula(item)
        return _equation(self._typst(expression), self._aloud(expression))

    def rows(self, item: Item) -> list[Row]:
        """Return the lines of a step."""
        rows = [self._row(item.block, line) for line in item.lines]
        if (values := self.collected(item)) is not None:
            rows.append(self._collected(item, values))
        left = _display(typst_name(item.block.target), speech_name(item.block.target, self.first))
        return [Row(left, rows[0].right, rows[0].why), *rows[1:]]

    def proof(self, proof: Proof) -> list[Row]:
        """Return the lines from a function's definition to its derivative."""
        lefts = [_display(self._typst(proof.target), self._aloud(proof.target))]
        lefts += [Typ("")] * len(proof.lines)
        return [
            Row(left, self._right("=", self._typst(line.expression), line.expression), why)
            for left, line in zip(lefts, proof.lines, strict=False)
            if (why := self.words(line.rule.title) if line.rule else Typ("")) is not None
        ]

    def _row(self, block: Block, line: SheetLine) -> Row:
        shown = line.shown
        if line.blank:
            return Row(Typ(""), _BLANK, self._why(block, line))
        chain = shown.kind is Kind.CHAIN
        written = marked(
            shown.expression,
            self.digits,
            lambda variable: _is_again(variable, block, self),
            self._pass if chain else lambda variable: "",
        )
        right = self._right(self.sign(line), written, shown.expression)
        return Row(Typ(""), right, self._why(block, line))

    def _right(self, sign: str, written: str, expression: Expression) -> Typ:
        words_of_sign = _ABOUT if sign == "≈" else _EQUALS
        aloud = f"{self.in_first(words_of_sign)} {self._aloud(expression)}"
        return _display(f"{sign} {written}", aloud)

    def _collected(self, item: Item, values: Any) -> Row:
        if not item.shows_value:
            return Row(Typ(""), _BLANK, Typ(""))
        target, sign = item.block.target, self.sign_of(values)
        aloud = f"{self.in_first(_EQUALS)} {self._value_aloud(values, target)}"
        right = _display(f"{sign} {value(values, target, self.digits)}", aloud)
        return Row(Typ(""), right, Typ(""))

    def _why(self, block: Block, line: SheetLine) -> Typ:
        repeats = line.shown.rule is block.step.rule and line.shown.sample is None
        return self.words(line.label) if line.label is not None and not repeats else Typ("")

    def _pass(self, variable: Variable) -> str:
        if not isinstance(variable, Partial):
            return ""
        return self.in_first(BACKWARD if variable.role is Role.ADJOINT else FORWARD)

    def _typst(self, expression: Expression) -> str:
        return typst(expression, digits=self.digits)

    def _aloud(self, expression: Expression) -> str:
        return speech(expression, self.first, digits=self.digits)

    def _value_aloud(self, given: Any, variable: Variable) -> str:
        if variable.shape is not None:
            rows, columns = variable.shape
            return self.in_first(_MATRIX.fill(rows=rows, columns=columns))
        if variable.sampled:
            return ", ".join(show(float(one), self.digits) for one in given)
        return show(float(given), self.digits)

    # the page

    def points(self, points: float) -> Typ:
        """Return marks with their unit."""
        return self.words(self.marks(points))

    def number(self, number: int) -> Typ:
        """Return a whole number in code."""
        return Typ(str(int(number)))

    def flag(self, flag: bool) -> Typ:
        """Return a truth value in code."""
        return Typ("true" if flag else "false")

    def step(self, item: Item) -> Typ:
        """Return the number of a step as a link to it."""
        return Typ(f"#link(<step-{item.block.number}>)[{item.block.number}]")

    def figure(self, drawing: Drawing) -> Typ:
        """Return a picture with its title under it and its description for the screen reader."""
        drawn = image(drawing, self.first, self.cjk)
        return Typ(f"#figure({drawn}, caption: [{self.words(drawing.title)}])")


def _equation(written: str, aloud: str) -> Typ:
    return Typ(f"#math.equation(alt: {quoted(aloud)}, ${written}$);")


def _display(written: str, aloud: str) -> Typ:
    return _equation(f"display({written})", aloud)


def _is_again(variable: Variable, block: Block, page: Page) -> bool:
    readers = page.solution.derivation.read_by.get(variable, ())
    return bool(readers) and readers[0] < block.number


_BLANK = Typ("#blank")
_EQUALS = Text("equals", "等於")
_ABOUT = Text("is about", "約等於")
_MATRIX = Text("a matrix of {rows} rows and {columns} columns", "{rows} 列 {columns} 行的矩陣")
_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<##",
    "comment_end_string": "##>",
}

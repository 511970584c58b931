"""A sheet as Typst, from which ``pdf`` makes a tagged PDF without TeX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from derive.core.expression import Expression, Number, Partial, Role, Variable
from derive.core.text import Text
from derive.figures import Drawing
from derive.render import sheet as words
from derive.render.block import Block, Kind
from derive.render.markup import BACKWARD, FORWARD
from derive.render.proof import Proof
from derive.render.sheet import Item, Sheet, SheetLine
from derive.render.sheet_page import SheetPage
from derive.render.templates import environment
from derive.render.tex_width import em
from derive.render.typst_formulas import marked, value
from derive.render.typst_pictures import image
from derive.render.wording import Equation, Sentence, said
from derive.spelling.latex import latex_name
from derive.spelling.numbers import is_exact, show
from derive.spelling.speech import speech, speech_name
from derive.spelling.typst import quoted, typst, typst_name

_LANGUAGES = {"en": 'lang: "en"', "zh-Hant": 'lang: "zh", region: "tw"'}
LINE_OF_ROOM = 9  # mm
WIDTH = 44.0  # em that a line has for a formula with its left side


class Typ(str):
    """Typst markup; any other string is words, and becomes a string before it reaches a file."""

    __slots__ = ()


def render(
    sheet: Sheet, languages: tuple[str, ...], digits: int = 6, *, families: Sequence[str] = ()
) -> str:
    """Return a whole Typst document; ``families`` are fonts for what Typst's own do not have."""
    return Page(sheet, languages, digits, families).laid_out("page.typ")


def typst_words(written: object) -> Typ:
    """Return words as a Typst string; what is markup already stays as it is."""
    if isinstance(written, Typ):
        return written
    line = "".join(c for c in " ".join(str(written).split()) if c.isprintable())
    return Typ(f"#{quoted(line)};")


@dataclass(frozen=True)
class Row:
    """One line of a step: what stands left, the formula with its sign, and why it is so.

    ``goes_on`` says that it is the rest of the formula in the line above.
    """

    left: Typ
    right: Typ
    why: Typ
    goes_on: bool = False


class Page(SheetPage):
    """What the templates ask for: everything ready to be set down."""

    def __init__(
        self, sheet: Sheet, languages: Sequence[str], digits: int, families: Sequence[str] = ()
    ) -> None:
        super().__init__(sheet, languages, digits)
        self.families = tuple(families)

    def laid_out(self, template: str, **more: Any) -> Typ:
        """Return a template filled in; whatever is not Typst yet becomes a string on the way."""
        found = environment("typst", autoescape=False, finalize=typst_words, **_SYNTAX)
        written = found.get_template(template).render(page=self, sheet=self.sheet, t=words, **more)
        return Typ(written)

    @property
    def faces(self) -> Typ:
        """The families that follow the font of a page."""
        return Typ("".join(f", {quoted(family)}" for family in self.families))

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

    def stacked(self, text: Text | Sentence) -> Typ:
        """Return a sentence of a list, each language on a line of its own."""
        return Typ("\n\n  ".join(self._marked(text)))

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
        target = item.block.target
        width = WIDTH - em(latex_name(target))
        rows = [row for line in item.lines for row in self._rows(item.block, line, width)]
        left = _display(typst_name(target), speech_name(target, self.first))
        if (values := self.collected(item)) is not None:
            # behind lines of single samples the list is not equal to the line above it
            beside = left if item.lines[-1].shown.sample is not None else Typ("")
            rows.append(self._collected(item, values, beside))
        return [replace(rows[0], left=left), *rows[1:]]

    def proof(self, proof: Proof) -> list[Row]:
        """Return the lines from a function's definition to its derivative."""
        left = _display(self._typst(proof.target), self._aloud(proof.target))
        rows = []
        for line in proof.lines:
            aloud = self._right_aloud("=", line.expression)
            why = self.words(line.rule.title) if line.rule else Typ("")
            parts = marked(line.expression, self.digits, lambda _: False, lambda _: "", WIDTH - 4)
            rows += _over(["= " + parts[0], *parts[1:]], aloud, why)
        return [replace(rows[0], left=left), *rows[1:]]

    def _rows(self, block: Block, line: SheetLine, width: float) -> list[Row]:
        shown = line.shown
        if shown.sample is not None:
            return self._of_sample(block, line, shown.sample, width)
        if line.blank:
            return [Row(Typ(""), _BLANK, self._why(block, line))]
        chain = shown.kind is Kind.CHAIN
        parts = marked(
            shown.expression,
            self.digits,
            lambda variable: _is_again(variable, block, self),
            self._pass if chain else lambda variable: "",
            width,
        )
        sign = self.sign(line)
        aloud = self._right_aloud(sign, shown.expression)
        return _over([f"{sign} {parts[0]}", *parts[1:]], aloud, self._why(block, line))

    def _of_sample(self, block: Block, line: SheetLine, sample: int, width: float) -> list[Row]:
        """Return the line of one sample: which it is, what is put in, what it comes to."""
        if line.blank:
            aloud = self.in_first(_SAMPLE.fill(sample=sample))
            return [Row(Typ(""), Typ(_display(f"i = {sample}:", aloud) + "#blank"), Typ(""))]
        numbers, value = line.shown.expression, Number(float(block.value[sample - 1]))
        parts = marked(
            numbers,
            self.digits,
            lambda variable: _is_again(variable, block, self),
            lambda _: "",
            width - 9,
        )
        exact = is_exact(float(value.value), self.digits)
        said_of_it = {"numbers": self._aloud(numbers), "value": self._aloud(value)}
        words_of_it = _SAMPLE_IS if exact else _SAMPLE_IS_ABOUT
        aloud = self.in_first(words_of_it.fill(sample=sample, **said_of_it))
        parts[0] = f"i = {sample}: quad {parts[0]}"
        parts[-1] += f" {'=' if exact else '≈'} {self._typst(value)}"
        return _over(parts, aloud, Typ(""))

    def _right_aloud(self, sign: str, expression: Expression) -> str:
        words_of_sign = _ABOUT if sign == "≈" else _EQUALS
        return f"{self.in_first(words_of_sign)} {self._aloud(expression)}"

    def _collected(self, item: Item, values: Any, left: Typ) -> Row:
        if not item.shows_value:
            return Row(left, _BLANK, Typ(""))
        target, sign = item.block.target, self.sign_of(values)
        words_of_sign = _ABOUT if sign == "≈" else _EQUALS
        aloud = f"{self.in_first(words_of_sign)} {self._value_aloud(values, target)}"
        right = _display(f"{sign} {value(values, target, self.digits)}", aloud)
        return Row(left, right, Typ(""))

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
        drawn = image(drawing, self.first, self.families)
        return Typ(f"#figure({drawn}, caption: [{self.words(drawing.title)}])")


def _equation(written: str, aloud: str) -> Typ:
    return Typ(f"#math.equation(alt: {quoted(aloud)}, ${written}$);")


def _display(written: str, aloud: str) -> Typ:
    return _equation(f"display({written})", aloud)


def _over(parts: Sequence[str], aloud: str, why: Typ) -> list[Row]:
    """Return the lines of one formula; what the first says aloud is the whole of it."""
    first, *more = parts
    rows = [Row(Typ(""), _display(first, aloud), Typ(""))]
    rows += [Row(Typ(""), Typ(f"#further($display({part})$)"), Typ(""), True) for part in more]
    return [*rows[:-1], replace(rows[-1], why=why)]


def _is_again(variable: Variable, block: Block, page: Page) -> bool:
    readers = page.solution.derivation.read_by.get(variable, ())
    return bool(readers) and readers[0] < block.number


_BLANK = Typ('#"= ";#blank')  # a bare sign would begin a heading
_EQUALS = Text("equals", "等於")
_ABOUT = Text("is about", "約等於")
_SAMPLE = Text("sample {sample}:", "第 {sample} 筆樣本：")
_SAMPLE_IS = Text(
    "sample {sample}: {numbers} equals {value}", "第 {sample} 筆樣本：{numbers} 等於 {value}"
)
_SAMPLE_IS_ABOUT = Text(
    "sample {sample}: {numbers} is about {value}", "第 {sample} 筆樣本：{numbers} 約等於 {value}"
)
_MATRIX = Text("a matrix of {rows} rows and {columns} columns", "{rows} 列 {columns} 行的矩陣")
_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<##",
    "comment_end_string": "##>",
}

"""Words and formulas as HTML: each word in its language, each formula with what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from derive.core.derivation import Derivation
from derive.core.expression import Expression, Number, Partial, Role, Variable
from derive.core.text import Text
from derive.figures import Drawing
from derive.render.aloud import CODES, Aloud, beside, in_pieces, inline
from derive.render.block import Block, Kind
from derive.render.wording import Equation, Piece, Sentence, said
from derive.render.wrapping import parts
from derive.spelling.mathml import fragment, label_below
from derive.spelling.numbers import is_exact
from derive.spelling.speech import speech, speech_name
from derive.spelling.target import Mark

# samples in a list, rows and columns of a matrix: beyond this only the size is told
MOST_SHOWN = 8
WIDE = 900  # pixels: a wider picture is printed across the page
LEAST = 0.64  # a telephone may make a picture this small, not smaller: it is scrolled then


class Words:
    """Sentences in one language, or in two of which each is marked as what it is."""

    def __init__(self, languages: Sequence[str], digits: int) -> None:
        self.languages, self.digits = tuple(languages), digits
        self._words: dict[Text, Markup] = {}

    @property
    def first(self) -> str:
        """The language that the page as a whole is in."""
        return self.languages[0]

    def words(self, text: Text) -> Markup:
        """Return a text inside a line."""
        if text not in self._words:  # the names of rules stand beside line after line
            self._words[text] = self.sentence(Sentence(text))
        return self._words[text]

    def sentence(self, sentence: Sentence) -> Markup:
        """Return a sentence with its formulas inside a line."""
        return Markup(" ").join(self._each(sentence, "span"))

    def prose(self, text: Text | Sentence, kind: str = "") -> Markup:
        """Return a paragraph; in two languages a pair of them, side by side."""
        sentence = text if isinstance(text, Sentence) else Sentence(text)
        paragraphs = Markup("").join(self._each(sentence, "p"))
        if len(self.languages) > 1:
            return Markup('<div class="{}">{}</div>').format(f"pair {kind}".strip(), paragraphs)
        return Markup('<div class="{}">{}</div>').format(kind, paragraphs) if kind else paragraphs

    def plain(self, text: Text) -> str:
        """Return a text without markup, for an attribute."""
        return " ".join(dict.fromkeys(said(text, language) for language in self.languages))

    def aloud(self, sentence: Callable[[str], str]) -> Aloud:
        """Return what is said in each language of the page."""
        return {language: sentence(language) for language in self.languages}

    def spoken(self, expression: Expression) -> Aloud:
        """Return a formula as it is read aloud."""
        return self.aloud(lambda language: speech(expression, language, digits=self.digits))

    def framed(self, drawing: Drawing, svg: str) -> Markup:
        """Return a picture with its title under it, the names in the title set as formulas."""
        title = drawing.caption
        return _FIGURE.format(
            Markup(' class="wide"') if drawing.width > WIDE else "",
            round(LEAST * drawing.width),
            Markup(svg),
            beside(self.aloud(lambda language: said(drawing.description, language))),
            self.sentence(Sentence(title.words, title.names) if title else Sentence(drawing.title)),
        )

    def _each(self, sentence: Sentence, tag: str) -> Iterable[Markup]:
        written = {
            language: Markup("").join(
                self._piece(piece, language) for piece in sentence.pieces(language)
            )
            for language in self.languages
        }
        if len(set(written.values())) == 1:
            only = next(iter(written.values()))
            return [only if tag == "span" else Markup("<{0}>{1}</{0}>").format(tag, only)]
        return [
            Markup('<{0} lang="{1}">{2}</{0}>').format(tag, CODES[language], words)
            for language, words in written.items()
        ]

    def _piece(self, piece: Piece, language: str) -> Markup:
        if isinstance(piece, str):
            return escape(piece)
        if isinstance(piece, int):
            return Markup('<a href="#s{0}">{0}</a>').format(piece)
        if isinstance(piece, Equation):
            sides = [fragment(side, digits=self.digits) for side in (piece.left, piece.right)]
            aloud = [speech(side, language) for side in (piece.left, piece.right)]
            equals = f" {said(_EQUALS, language)} "
            return inline("<mo>=</mo>".join(sides), {language: equals.join(aloud)})
        return inline(fragment(piece, digits=self.digits), {language: speech(piece, language)})


class Formulas(Words):
    """The formulas of one derivation, in which what was found before is marked and can be found."""

    def __init__(self, derivation: Derivation, languages: Sequence[str], digits: int) -> None:
        super().__init__(languages, digits)
        self.derivation = derivation
        self._names: dict[Variable, Markup] = {}
        self.used: dict[int, None] = {}  # the steps that some chip points back to, in order

    def name(self, variable: Variable) -> Markup:
        """Return a name without any mark."""
        if variable not in self._names:
            aloud = self.aloud(lambda language: speech_name(variable, language))
            self._names[variable] = inline(fragment(variable), aloud)
        return self._names[variable]

    def formula(self, expression: Expression) -> Markup:
        """Return a formula without any mark, to stand in a table."""
        written = fragment(expression, digits=self.digits)
        return self._breakable(written, self.spoken(expression))

    def right(self, expression: Expression, kind: Kind, block: Block | None = None) -> Markup:
        """Return ``= formula``; in a step, what earlier steps have found is marked."""
        mark = None
        if block is not None:
            mark = self._factors(block) if kind is Kind.CHAIN else self._chips(block)
        written = fragment(expression, digits=self.digits, mark=mark)
        if kind is Kind.VALUE and block is not None and block.answers is not None:
            written = f'<mrow class="result">{written}</mrow>'
        sign, words = self._sign(expression, kind)
        aloud = self.spoken(expression)
        return self._breakable(
            f"<mo>{sign}</mo>{written}",
            self.aloud(lambda language: f"{said(words, language)} {aloud[language]}"),
        )

    def _sign(self, expression: Expression, kind: Kind) -> tuple[str, Text]:
        rounded = (
            kind is Kind.VALUE
            and isinstance(expression, Number)
            and not is_exact(float(expression.value), self.digits)
        )
        return ("≈", _ABOUT) if rounded else ("=", _EQUALS)

    def _breakable(self, written: str, aloud: Aloud) -> Markup:
        groups = parts(written)
        if len(groups) == 1 and len(groups[0]) == 1:
            return inline(written, aloud)
        first, *more = groups
        led = [[first[0], *map(_led, first[1:])], *(list(map(_led, group)) for group in more)]
        return in_pieces(led, aloud)

    def _chips(self, block: Block) -> Mark:
        """Mark what an earlier step has read already as a chip, anything else as a reference."""

        def mark(variable: Variable, written: str) -> str:
            step = self.derivation.number_of.get(variable)
            if step is None or step >= block.number:
                return written
            readers = self.derivation.read_by[variable]
            if readers and readers[0] < block.number:
                self.used[step] = None
                return f'<mrow class="cached" data-t="{step}" tabindex="0">{written}</mrow>'
            return f'<mrow class="ref" data-t="{step}">{written}</mrow>'

        return mark

    def _factors(self, block: Block) -> Mark:
        """Also write under each factor of the chain rule which pass it comes from."""
        chip = self._chips(block)

        def mark(variable: Variable, written: str) -> str:
            if not isinstance(variable, Partial):
                return chip(variable, written)
            local = variable.role is Role.LOCAL_PARTIAL
            kind, label = ("local", FORWARD) if local else ("upstream", BACKWARD)
            under = f"<mrow>{chip(variable, written)}</mrow>"
            for language in self.languages:
                tag = f' lang="{CODES[language]}"' if len(self.languages) > 1 else ""
                words = f"<mtext{tag}>{said(label, language)}</mtext>"
                under = f"<munder>{under}{label_below(words)}</munder>"
            return f'<mrow class="{kind}">{under}</mrow>'

        return mark

    # values

    def value(self, value: Any, variable: Variable) -> Markup:
        """Return a value: a number, the samples in one pair of brackets, or a matrix."""
        if variable.shape is not None:
            return self._matrix(value)
        if variable.sampled:
            return self._samples(value)
        return self.formula(Number(float(value)))

    def equation(self, variable: Variable, value: Any) -> Markup:
        """Return ``name = value``: one formula for a number, the value by itself for a list."""
        if variable.shape is not None or variable.sampled:
            return self.name(variable) + self.sign("=") + self.value(value, variable)
        worth = Number(float(value))
        name, number = (
            self.aloud(lambda language: speech_name(variable, language)),
            self.spoken(worth),
        )
        aloud = self.aloud(lambda key: f"{name[key]} {said(_EQUALS, key)} {number[key]}")
        return inline(f"{fragment(variable)}<mo>=</mo>{fragment(worth, digits=self.digits)}", aloud)

    def sign(self, sign: str) -> Markup:
        """Return = or ≈, to stand before something that is set by itself."""
        words = _EQUALS if sign == "=" else _ABOUT
        # alone in its element a sign has no gaps in Firefox, and its own in Chromium
        alone = f'{_GAP}<mo lspace="0" rspace="0">{sign}</mo>{_GAP}'
        return inline(alone, self.aloud(lambda language: said(words, language)))

    def _samples(self, values: Sequence[float]) -> Markup:
        shown = [self._digits(value) for value in values[:MOST_SHOWN]]
        more = len(values) > MOST_SHOWN
        listed = [part + "<mo>,</mo>" for part in shown[: len(shown) - (not more)]]
        written = [*listed, *(["<mi>…</mi>"] if more else shown[-1:])]
        written[0] = f'<mo stretchy="false">(</mo>{written[0]}'
        written[-1] += '<mo stretchy="false">)</mo>'
        first = [Number(float(value)) for value in values[:MOST_SHOWN]]

        def sentence(language: str) -> str:
            numbers = "、" if language == "zh-Hant" else ", "
            listed = numbers.join(speech(number, language, digits=self.digits) for number in first)
            words = _SAMPLES if more else _FEW
            return said(words.fill(count=len(values), numbers=listed), language)

        return in_pieces([[piece] for piece in written], self.aloud(sentence))

    def _matrix(self, rows: Sequence[Sequence[float]]) -> Markup:
        height, width = len(rows), len(rows[0])
        size = self.aloud(lambda language: said(_SIZE.fill(rows=height, columns=width), language))
        if max(height, width) > MOST_SHOWN:
            return inline(f"<mn>{height}</mn><mo>×</mo><mn>{width}</mn>", size)
        cells = "".join(
            f"<mtr>{''.join(f'<mtd>{self._digits(value)}</mtd>' for value in row)}</mtr>"
            for row in rows
        )

        def sentence(language: str) -> str:
            numbers = [
                " ".join(speech(Number(float(x)), language, digits=self.digits) for x in row)
                for row in rows
            ]
            return f"{size[language]}{_AFTER.in_language(language)}{'; '.join(numbers)}"

        written = f"<mrow><mo>[</mo><mtable>{cells}</mtable><mo>]</mo></mrow>"
        return inline(written, self.aloud(sentence))

    def _digits(self, value: float) -> str:
        return fragment(Number(float(value)), digits=self.digits)


def _led(part: str) -> str:
    """Keep the gap of a sign that now comes first in its element."""
    return '<mo form="infix">' + part[4:] if part.startswith("<mo>") else part


FORWARD = Text("forward", "前向")
_GAP = '<mspace width=".28em"></mspace>'
_FIGURE = Markup(
    '<figure{} tabindex="0" style="--least:{}px">{}{}<figcaption>{}</figcaption></figure>'
)
BACKWARD = Text("backward", "反向")
_EQUALS = Text("equals", "等於")
_ABOUT = Text("is about", "約等於")
_FEW = Text("the list {numbers}", "數列 {numbers}")
_SAMPLES = Text(
    "a list of {count} numbers that begins {numbers}", "共 {count} 個數的數列，開頭為 {numbers}"
)
_SIZE = Text("a matrix with {rows} rows and {columns} columns", "{rows} 列 {columns} 行的矩陣")
_AFTER = Text(": ", "：")

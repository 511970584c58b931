"""The formulas of a lecture as LaTeX, for slides and for the Markdown of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from derive.core.expression import Add, Expression, Number, Partial, Variable
from derive.core.text import Text
from derive.lectures.pieces import Derived, Vector
from derive.lectures.sentences import pieces_of
from derive.render.block import Block, Kind
from derive.render.descent.pieces import Line, Working
from derive.render.wording import Equation, Sentence, said
from derive.spelling.latex import latex
from derive.spelling.numbers import is_exact
from derive.spelling.tags import drawing
from derive.typesetting import Row as Shown
from derive.typesetting import latex as shown_latex
from derive.typesetting import read


@dataclass(frozen=True)
class Equated:
    """One line: left side (on the first only), sign, right side, and words beside it."""

    left: str
    sign: str
    right: str
    why: Text | Sentence | None = None


@dataclass(frozen=True)
class InLatex:
    """How formulas are written; ``words`` makes plain words safe where they stand."""

    languages: Sequence[str]
    digits: int
    words: Callable[[str], str]

    @property
    def first(self) -> str:
        """The language of words inside formulas."""
        return self.languages[0]

    # sentences

    def rich(self, text: Text) -> str:
        """Return words with their formulas between dollar signs, in each language."""
        return " ".join(self.each(text))

    def each(self, text: Text) -> tuple[str, ...]:
        """Return the same, one string a language; what is the same in both only once."""
        return tuple(dict.fromkeys(self._rich(text, language) for language in self.languages))

    def _rich(self, text: Text, language: str) -> str:
        return "".join(
            f"${shown_latex(piece)}$" if isinstance(piece, Shown) else self.words(piece)
            for piece in pieces_of(text, language)
        )

    def sentence(self, sentence: Sentence) -> str:
        """Return a sentence of the project's."""
        return " ".join(dict.fromkeys(self._sentence(sentence, one) for one in self.languages))

    def _sentence(self, sentence: Sentence, language: str) -> str:
        return "".join(self._piece(piece) for piece in sentence.pieces(language))

    def _piece(self, piece: str | Expression | Equation | int) -> str:
        if isinstance(piece, Equation):
            return f"${self.formula(piece.left)} = {self.formula(piece.right)}$"
        if isinstance(piece, Expression):
            return f"${self.formula(piece)}$"
        return self.words(str(piece))

    def said(self, words: Text | Sentence | None) -> str:
        """Return what stands beside a line."""
        if words is None:
            return ""
        return self.sentence(words) if isinstance(words, Sentence) else self.rich(words)

    def plain(self, text: Text) -> str:
        """Return words without formulas, escaped."""
        return self.words(" ".join(dict.fromkeys(said(text, one) for one in self.languages)))

    def cell(self, cell: Expression | Text | str) -> str:
        """Return a cell of a table."""
        if isinstance(cell, Expression):
            return f"${self.formula(cell)}$"
        return self.rich(cell) if isinstance(cell, Text) else self.words(cell)

    # formulas

    def formula(self, expression: Expression) -> str:
        """Return a formula."""
        return latex(expression, digits=self.digits)

    def written(self, source: str) -> str:
        """Return a formula that a lecturer typed: read, and written again."""
        return shown_latex(read(source))

    def board(self, piece: Derived) -> Iterator[Equated]:
        """Yield the lines of a board."""
        for row in piece.rows:
            left = self._tagged(row.left, piece) if row.left is not None else ""
            sign = {"≤": r"\leq", "≈": r"\approx"}.get(row.sign, row.sign)
            yield Equated(left, sign, self._tagged(row.right, piece), row.why)

    def _tagged(self, expression: Expression, piece: Derived) -> str:
        def mark(variable: Variable, written: str) -> str:
            plain = isinstance(variable, Partial) and piece.ordinary(variable)
            return _with_d(written) if plain else written

        tagged = drawing("latex", self.first, mark)
        written = latex(expression, digits=self.digits, mark=tagged)
        return _with_d(written) if piece.plain else written

    def working(self, piece: Working) -> Iterator[Equated]:
        """Yield the lines of one worked quantity."""
        left = self.formula(piece.left)
        for line in piece.lines:
            yield Equated(left, self._sign(line), self._limited(line), line.reason)
            left = ""
        if piece.samples:
            shown = [self.formula(Number(float(value))) for value in piece.samples[:8]]
            more = [r"\dots"] if len(piece.samples) > 8 else []
            yield Equated(left, "=", rf"({', '.join([*shown, *more])})")

    def _sign(self, line: Line) -> str:
        exact = not isinstance(line.right, Number) or is_exact(float(line.right.value), self.digits)
        return "=" if line.kind is not Kind.VALUE or exact else r"\approx"

    def _limited(self, line: Line) -> str:
        written = self.formula(line.right)
        if line.limit is None:
            return written
        inside = rf"\left({written}\right)" if isinstance(line.right, Add) else written
        return rf"\lim_{{{self.formula(line.limit)} \to 0}} {inside}"

    def block(self, block: Block) -> Iterator[Equated]:
        """Yield the lines of one step of a solution."""
        left = self.formula(block.target)
        for shown in block.lines:
            rounded = (
                shown.kind is Kind.VALUE
                and isinstance(shown.expression, Number)
                and not is_exact(float(shown.expression.value), self.digits)
            )
            why = shown.rule.title if shown.rule and shown.kind is not Kind.VALUE else None
            right = latex(shown.expression, digits=self.digits, mark=_boxed(block))
            yield Equated(left, r"\approx" if rounded else "=", right, why)
            left = ""
        if block.target.sampled and block.value is not None:
            shown_values = [self.formula(Number(float(value))) for value in block.value[:6]]
            yield Equated(left, "=", rf"({', '.join(shown_values)})")

    def vector(self, piece: Vector) -> str:
        """Return ``name = [ … ] = [ … ]``."""
        columns = (
            r"\begin{bmatrix} "
            + r" \\ ".join(self.formula(entry) for entry in column)
            + r" \end{bmatrix}"
            for column in piece.columns
        )
        return " = ".join([self.written(piece.name), *columns])


def _boxed(block: Block) -> Callable[[Variable, str], str]:
    """Draw a box around what an earlier step has found already."""
    again = {reference.variable for reference in block.references if reference.cached}

    def mark(variable: Variable, written: str) -> str:
        return rf"\boxed{{{written}}}" if variable in again else written

    return mark


def _with_d(written: str) -> str:
    return written.replace(r"\partial", "d")

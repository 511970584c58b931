"""What a template asks of a sheet, whatever the form; how words are set is left open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from derive.core.expression import Expression
from derive.core.text import Text
from derive.figures import Drawing
from derive.figures.tikz import fits
from derive.render import sheet as words
from derive.render.block import Kind
from derive.render.naming import Names, names_of
from derive.render.pictures import Pictures, pictures
from derive.render.proof import Proof
from derive.render.sheet import Group, Item, Sheet, SheetKind, SheetLine
from derive.render.solution import Solution
from derive.render.tex_steps import is_exact_list
from derive.render.wording import Equation, Sentence, said
from derive.render.words import CERTIFICATE, COST, COST_NOTE, COST_ROWS, PROOF, TABLE, TABLE_HEAD
from derive.spelling.numbers import show


class SheetPage:
    """One sheet in one language or in two.

    A form says how words are set, and how a formula inside a sentence (``set_words``,
    ``set_piece``).
    """

    def __init__(self, sheet: Sheet, languages: Sequence[str], digits: int) -> None:
        self.sheet, self.languages, self.digits = sheet, tuple(languages), digits

    def set_words(self, words: str) -> str:
        """Return words as they stand in a line, none of them a command."""
        raise NotImplementedError

    def set_piece(self, piece: Expression | Equation | int, language: str) -> str:
        """Return a formula inside a line, or the number of a step."""
        raise NotImplementedError

    def set_sentence(self, sentence: Text | Sentence, language: str) -> str:
        """Return a sentence in one language; a ``Text`` may be a user's and has no places."""
        if isinstance(sentence, Text):
            return self._with_names(said(sentence, language), language)
        return "".join(
            self._with_names(piece, language)
            if isinstance(piece, str)
            else self.set_piece(piece, language)
            for piece in sentence.pieces(language)
        )

    def _with_names(self, words: str, language: str) -> str:
        """Set the names of the lesson's variables in a sentence as formulas: ``w_{1,1}``."""
        return "".join(
            self._spaced(part) if isinstance(part, str) else self.set_piece(part, language)
            for part in self._names.cut(words)
        )

    def _spaced(self, words: str) -> str:
        """Set words with the gaps at their ends, which are gaps of the sentence."""
        if not words.strip():
            return words
        lead, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return lead + self.set_words(words.strip()) + tail

    @cached_property
    def _names(self) -> Names:
        return names_of(self.solution.derivation)

    @property
    def solution(self) -> Solution:
        """The worked solution."""
        return self.sheet.solution

    @property
    def is_lecture(self) -> bool:
        """Whether everything is shown and nothing asked."""
        return self.sheet.kind is SheetKind.LECTURE

    @property
    def has_values(self) -> bool:
        """Whether there is a number beside each formula."""
        return bool(self.solution.values)

    # words

    def each(self, sentence: Text | Sentence) -> dict[str, str]:
        """Return a sentence in each language; in two that read the same only once."""
        found = {language: self.set_sentence(sentence, language) for language in self.languages}
        if len(set(found.values())) == 1:
            return {self.languages[0]: next(iter(found.values()))}
        return found

    @property
    def first(self) -> str:
        """The language of the document as a whole."""
        return self.languages[0]

    def in_first(self, text: Text) -> str:
        """Return a text without markup in that language."""
        return said(text, self.first)

    def plain(self, text: Text) -> str:
        """Return a text without markup, in every language asked for."""
        return " ".join(dict.fromkeys(said(text, language) for language in self.languages))

    def with_colon(self, before: Text, after: Text) -> Text:
        """Return two texts with a colon between them."""
        return Text(f"{before.en}: {after.en}", f"{before.zh}:{after.zh}")

    def heading(self, item: Item) -> Text:
        """Return what stands over a step: its number, and in a lecture its rule."""
        number = words.STEP.fill(step=item.block.number)
        return self.with_colon(number, item.block.step.rule.title) if self.is_lecture else number

    def because(self, item: Item) -> Text | None:
        """Return why a step is allowed, the first time that its rule appears in a lecture."""
        rule = item.block.step.rule
        return _sentence(rule.because) if self.is_lecture and rule in item.reasons else None

    def further_reasons(self, item: Item) -> list[Text]:
        """Return the same for the rules of its small lines."""
        if not self.is_lecture:
            return []
        others = (rule for rule in item.reasons if rule is not item.block.step.rule)
        return [self.with_colon(rule.title, rule.because) for rule in others]

    def marks(self, points: float) -> Text:
        """Return marks with their unit."""
        return words.ONE_POINT if points == 1 else words.POINTS.fill(points=show(points))

    @property
    def total(self) -> Text:
        """The marks of the whole sheet."""
        return self.with_colon(words.TOTAL, self.marks(self.sheet.points))

    def question(self, group: Group) -> Text:
        """Return the number of a question."""
        return words.QUESTION.fill(number=1 + self.sheet.groups.index(group))

    @property
    def texts(self) -> dict[str, Text]:
        """The words that belong to the page and not to a step."""
        return TEXTS

    # steps and tables

    def collected(self, item: Item) -> Any:
        """Return the samples or the matrix that a step ends in; None when it is one number."""
        target = item.block.target
        return item.block.value if target.sampled or target.shape is not None else None

    def sign(self, line: SheetLine) -> str:
        """Return ``=``, or ``≈`` before a number with fewer digits than it has."""
        return "≈" if line.is_rounded(self.digits) else "="

    def sign_of(self, values: Any) -> str:
        """Return the same for samples or a matrix, as far as they are looked at."""
        return "=" if is_exact_list(values, self.digits) else "≈"

    def title_of(self, proof: Proof) -> Sentence:
        """Return what stands over a proof, what it proves as a formula."""
        return Sentence(PROOF, {"name": proof.target})

    def formula(self, item: Item) -> Any:
        """Return a step's formula, as an expression, for the grad_table."""
        return [line for line in item.block.lines if line.kind is Kind.FORMULA][-1].expression

    @property
    def table_head(self) -> Sequence[Text]:
        """The names of the grad_table's columns."""
        return TABLE_HEAD[: 4 if self.has_values else 3]

    @cached_property
    def cost(self) -> Sequence[tuple[str, Text]]:
        """What the passes take; nothing for matrices too large to be counted."""
        if (counts := self.solution.cost) is None:
            return ()
        numbers = (counts.forward, counts.backward, counts.without_cache)
        return [(f"{number:,}", label) for number, label in zip(numbers, COST_ROWS, strict=True)]

    # pictures

    @cached_property
    def pictures(self) -> Pictures:
        """The drawings of the sheet."""
        return pictures(self.sheet)

    @property
    def first_picture(self) -> Drawing | None:
        """The network; with the way of the gradient in it where there is only one."""
        ways = list(self.pictures.ways.values())
        return ways[0] if len(ways) == 1 else self.pictures.network

    @property
    def further_pictures(self) -> Sequence[Drawing]:
        """The pictures that stand at the end, as far as they can be read on a page."""
        graph = self.pictures.computation
        return [*([graph] if graph is not None and fits(graph) else []), *self.pictures.plots]


def _sentence(text: Text) -> Text:
    """Return a reason, which elsewhere stands behind a colon, as a sentence of its own."""
    return Text(f"{text.en[0].upper()}{text.en[1:]}.", f"{text.zh}。")


TEXTS = {
    "table": TABLE,
    "cost": COST,
    "cost_note": COST_NOTE,
    "certificate": CERTIFICATE,
    "solution": Text("Solution", "解答"),
    "pictures": Text("Pictures", "圖解"),
    "proofs": Text("Derivatives of the functions used", "所用函數的微分"),
}

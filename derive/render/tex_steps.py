"""The steps of a sheet as rows of LaTeX: for the handout, the slides, Markdown and notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from derive.core.expression import Expression, Number, Partial, Role, Variable
from derive.core.text import Text
from derive.render.block import Block, Kind
from derive.render.proof import Proof
from derive.render.sheet import Item, SheetLine
from derive.render.solution import Solution
from derive.render.tex_lines import Decorate, Wrapper, tex_lines
from derive.render.tex_width import em
from derive.render.tex_words import Tex
from derive.spelling.latex import latex, latex_name
from derive.spelling.numbers import is_exact

MOST_COMPARED = 64  # entries whose rounding decides between = and ≈
MOST_SHOWN = 8  # samples in a list, rows of a matrix; beyond that dots stand for the others
CACHED: Wrapper = (r"\cached{", "}")


@dataclass(frozen=True)
class Row:
    """One line of a step: ``left sign right``, ``right`` being several lines where it is long.

    ``why`` is the rule that makes it equal to the row above.
    """

    left: str
    sign: str
    right: tuple[str, ...]
    kind: Kind
    why: Text | None = None
    blank: bool = False


@dataclass(frozen=True)
class Steps:
    """Writes the steps of one solution.

    Parameters
    ----------
    width : how many em a whole line may be wide
    box : what stands before and behind a part that an earlier step has read already
    passes : what is written under a factor of the chain rule, for the forward and the backward
        pass; nothing when None
    """

    solution: Solution
    width: float
    digits: int = 6
    box: Wrapper = CACHED
    passes: tuple[str, str] | None = None

    def rows(self, item: Item) -> tuple[Row, ...]:
        """Return the lines of a step; a list of samples or a matrix as a row at the end."""
        block = item.block
        left = latex_name(block.target)
        width = self.width - em(left) - 1.4
        rows = [self._row(block, line, width) for line in item.lines]
        if (block.target.sampled or block.target.shape) and block.value is not None:
            value = self.value(block.value, block.target, width)
            sign = "=" if is_exact_list(block.value, self.digits) else r"\approx"
            # behind lines of single samples the list is not equal to the line above it
            beside = left if item.lines[-1].shown.sample is not None else ""
            rows.append(Row(beside, sign, (value,), Kind.VALUE, blank=not item.shows_value))
        return (_led(rows[0], left), *rows[1:])

    def proof(self, proof: Proof) -> list[Row]:
        """Return the lines from a function's definition to its derivative."""
        rows = []
        for line in proof.lines:
            right = tuple(self.formula(line.expression, self.width - 4))
            rows.append(Row("", "=", right, line.kind, line.rule.title if line.rule else None))
        return [_led(rows[0], self.inline(proof.target)), *rows[1:]]

    def formula(self, expression: Expression, width: float | None = None) -> list[str]:
        """Return a formula without marks, broken to ``width`` em."""
        return tex_lines(expression, width or self.width, digits=self.digits)

    def inline(self, expression: Expression) -> str:
        """Return a formula without marks in one piece."""
        return latex(expression, digits=self.digits)

    def value(self, value: Any, variable: Variable, width: float | None = None) -> str:
        """Return a value: a number, the samples in one pair of brackets, or a matrix."""
        if variable.shape is not None:
            return self._matrix(value, width or self.width)
        if variable.sampled:
            return self._list(value, width or self.width)
        return self._number(value)

    def _row(self, block: Block, line: SheetLine, width: float) -> Row:
        shown = line.shown
        if shown.sample is not None:
            return self._of_sample(block, line, shown.sample, width)
        decorate = self._factors(block) if shown.kind is Kind.CHAIN else self._marks(block)
        right = tex_lines(shown.expression, width, digits=self.digits, decorate=decorate)
        sign = r"\approx" if line.is_rounded(self.digits) else "="
        why = None if shown.rule is block.step.rule else line.label  # that is in the heading
        return Row("", sign, tuple(right), shown.kind, why, line.blank)

    def _of_sample(self, block: Block, line: SheetLine, sample: int, width: float) -> Row:
        """Return the line of one sample: which it is, what is put in, what it comes to."""
        value = float(block.value[sample - 1])
        *before, last = tex_lines(
            line.shown.expression, width - 6, digits=self.digits, decorate=self._marks(block)
        )
        sign = "=" if is_exact(value, self.digits) else r"\approx"
        right = (*before, f"{last} {sign} {self._number(value)}")
        return Row(rf"i = {sample}\colon", r"\quad", right, line.shown.kind, blank=line.blank)

    def _marks(self, block: Block) -> Decorate:
        def decorate(variable: Variable) -> Sequence[Wrapper]:
            return [self.box] if _is_again(variable, block, self.solution) else []

        return decorate

    def _factors(self, block: Block) -> Decorate:
        """Also write under each factor of the chain rule which pass it comes from."""
        marks = self._marks(block)

        def decorate(variable: Variable) -> Sequence[Wrapper]:
            boxes = marks(variable)
            if self.passes is None or not isinstance(variable, Partial):
                return boxes
            words = self.passes[variable.role is Role.ADJOINT]
            return [(r"\underbrace{", rf"}}_{{\text{{{words}}}}}"), *boxes]

        return decorate

    def _number(self, value: float) -> str:
        return latex(Number(float(value)), digits=self.digits)

    def _list(self, values: Sequence[float], width: float) -> str:
        """Return samples in one pair of brackets, dots for those that a line has no room for."""
        numbers = [self._number(one) for one in values[:MOST_SHOWN]]
        used, count = 3.0, 0
        while count < len(numbers) and (used := used + em(numbers[count]) + 0.5) <= width:
            count += 1
        shown = numbers[: max(1, count)]
        return "(" + ", ".join(shown + [r"\dots"] * (len(values) > len(shown))) + ")"

    def _matrix(self, rows: Sequence[Sequence[float]], width: float) -> str:
        cells = [[self._number(value) for value in row] for row in rows]
        widest = max(em(cell) for row in cells for cell in row)
        columns = max(2, min(MOST_SHOWN, int((width - 2) / (widest + 1))))
        dotted = [_dotted(row, columns, r"\cdots") for row in cells]
        shown = _dotted(dotted, MOST_SHOWN, [r"\vdots"] * len(dotted[0]))
        inside = r" \\ ".join(" & ".join(row) for row in shown)
        return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def is_exact_list(values: Any, digits: int) -> bool:
    """Whether samples or a matrix are shown with all their digits, as far as they are looked at."""
    return all(is_exact(float(one), digits) for one in values.ravel()[:MOST_COMPARED])


def _led(row: Row, left: str) -> Row:
    return replace(row, left=left)


def _is_again(variable: Variable, block: Block, solution: Solution) -> bool:
    """Whether an earlier step has read a variable already."""
    readers = solution.derivation.read_by.get(variable, ())
    return bool(readers) and readers[0] < block.number


def _dotted(items: Sequence[Any], most: int, dots: Any) -> list[Any]:
    """Return the items with dots for all but the first ones and the last where there are many."""
    if len(items) <= most:
        return list(items)
    return [*items[: most - 2], dots, items[-1]]


def aligned(rows: Sequence[Row], why: dict[int, str] | None = None) -> Tex:
    """Return rows for an ``aligned`` or ``align*``, ``why`` being put behind a row's last line."""
    found = []
    for place, row in enumerate(rows):
        lines = [f"{row.left} &{row.sign} {row.right[0]}".lstrip()]
        lines += [rf"&\quad {{}}{line}" for line in row.right[1:]]
        lines[-1] += (why or {}).get(place, "")
        found += lines
    return Tex(" \\\\\n".join(found))

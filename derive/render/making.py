"""A step of a derivation becomes what there is to show of it: lines, references, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from derive.calculus.differentiate import KNOWN
from derive.core.derivation import Derivation, Step
from derive.core.expression import (
    Call,
    Expression,
    Neg,
    Number,
    Partial,
    Role,
    Variable,
    variables,
    walk,
    without_marks,
)
from derive.core.text import Text
from derive.operations.equation import THROUGH_OUTPUT
from derive.render.block import Block, Kind, Reference, ShownLine
from derive.render.putting_in import MOST_SAMPLES_SHOWN, put_in
from derive.render.words import OFF, SHAPES
from derive.spelling.text import text_name


@dataclass(frozen=True)
class Making:
    """Makes the blocks of one derivation; ``values`` is empty where the lesson has no numbers."""

    derivation: Derivation
    values: Mapping[Variable, Any]

    def block(self, number: int) -> Block:
        """Return one step by its number, counted from 1."""
        step = self.derivation.steps[number - 1]
        return Block(
            number,
            step,
            tuple(self._lines(step)),
            self.values.get(step.target),
            tuple(self._references(number, step)),
            self.derivation.read_by.get(step.target, ()),
            self.derivation.is_cached(step.target),
            self._answers(step),
            tuple(self._notes(number, step)),
        )

    def _lines(self, step: Step) -> list[ShownLine]:
        lines = _written(step)
        if not self.values:
            return lines
        value = self.values[step.target]
        if step.target.shape is not None:
            return lines
        formula = lines[-1].expression
        if step.target.sampled:
            return lines + self._sample_lines(formula, value)
        shown = Number(float(value))
        if any(name.shape for name in variables(formula)):
            return [*lines, ShownLine(shown, Kind.VALUE)]
        if _same_number(formula, shown):  # nobody writes = 1 below = 1
            return lines
        numbers = put_in(formula, self.values)
        if numbers != formula and not _same_number(numbers, shown):
            lines.append(ShownLine(numbers, Kind.NUMBERS))
        return [*lines, ShownLine(shown, Kind.VALUE)]

    def _sample_lines(self, formula: Expression, value: Sequence[float]) -> list[ShownLine]:
        """Return one line a sample; none where putting numbers in leaves nothing to compute."""
        if isinstance(without_marks(formula), (Variable, Number)):
            return []
        return [
            ShownLine(put_in(formula, self.values, sample), Kind.NUMBERS, None, sample + 1)
            for sample in range(min(len(value), MOST_SAMPLES_SHOWN))
        ]

    def _references(self, number: int, step: Step) -> list[Reference]:
        return [
            Reference(
                name,
                place,
                self.derivation.steps[place - 1].phase,
                isinstance(name, Partial) and self._first_reader[name] < number,
            )
            for name in step.reads
            if (place := self.derivation.number_of.get(name)) is not None
        ]

    @cached_property
    def _first_reader(self) -> dict[Variable, int]:
        first: dict[Variable, int] = {}
        for number, step in enumerate(self.derivation.steps, 1):
            for name in step.reads:
                first.setdefault(name, number)
        return first

    def _notes(self, number: int, step: Step) -> list[Text]:
        """Return what is worth a sentence: a convention at a kink, a unit that is off."""
        notes = [step.note] if step.note is not None else []
        if step.target.shape is not None:
            notes.append(SHAPES.fill(shapes=_shapes(step)))
        called = _kinked(step)
        if called is not None:
            first = self._first_with_kink.get(called.function.key)
            if first == number and called.function.convention is not None:
                notes.append(called.function.convention)
            value = self.values.get(step.target)
            whole = step.target.sampled or step.target.shape is not None
            if value is not None and not whole and float(value) == 0:
                notes.append(OFF)
        return notes

    @cached_property
    def _first_with_kink(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for number, step in enumerate(self.derivation.steps, 1):
            if (called := _kinked(step)) is not None:
                first.setdefault(called.function.key, number)
        return first

    def _answers(self, step: Step) -> Variable | None:
        if not isinstance(step.target, Partial) or step.target.role is not Role.ADJOINT:
            return None
        return step.target.wrt if step.target.wrt in self.derivation.gradients else None


def _written(step: Step) -> list[ShownLine]:
    """Return the lines without numbers; the last one is the formula."""
    if not step.working:
        return [ShownLine(step.result, Kind.FORMULA, step.rule)]
    chain = not (isinstance(step.target, Partial) and step.working[0].rule.key == "definition")
    first = Kind.CHAIN if chain else Kind.WORKING
    kinds = [first] + [Kind.WORKING] * (len(step.working) - 2) + [Kind.FORMULA]
    if len(step.working) == 1:
        kinds = [Kind.FORMULA]
    elif step.target.shape is not None and step.working[-1].rule in (THROUGH_OUTPUT, KNOWN):
        kinds[-2:] = [Kind.FORMULA, Kind.WORKING]  # a layer's formula has σ'; how it is run follows
    return [
        ShownLine(line.formula, kind, line.rule)
        for line, kind in zip(step.working, kinds, strict=True)
    ]


def _same_number(numbers: Expression, shown: Number) -> bool:
    if isinstance(numbers, Neg) and isinstance(numbers.operand, Number):
        return -float(numbers.operand.value) == shown.value
    return isinstance(numbers, Number) and float(numbers.value) == shown.value


def _kinked(step: Step) -> Call | None:
    """Return the function with a kink whose local partial the step works out, if it does."""
    if not isinstance(step.target, Partial) or step.rule.key not in (
        "local_partial",
        "from_the_loss",
    ):
        return None
    called = (node for node in walk(step.source) if isinstance(node, Call) and node.function.kinks)
    return next(called, None)


def _shapes(step: Step) -> str:
    """Return what goes in and what comes out: ``W 2×3, x 3×1 → z 2×1``."""
    shaped = [name for name in step.reads if name.shape is not None]
    into = ", ".join(f"{text_name(name)} {extent(name)}" for name in shaped)
    return f"{into} → {text_name(step.target)} {extent(step.target)}"


def extent(variable: Variable) -> str:
    """Return a shape as one writes it: ``2×3``."""
    return "×".join(map(str, variable.shape or ()))

"""What questions are made from: one solution, random numbers for its names, a seeded shuffle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any

from derive.core.derivation import Phase
from derive.core.expression import Expression, Number, without_marks
from derive.core.text import Text
from derive.quiz.question import Choice, Content, letter
from derive.quiz.wrong import Mistakes, trial_values
from derive.render.block import Block, Kind
from derive.render.solution import Solution

MOST_CHOICES = 4
MOST_TRIED = 12  # wrong answers, of which the ones to be preferred are taken


@dataclass(frozen=True)
class Material:
    """A solution and what chooses from it."""

    solution: Solution
    random: Random

    @cached_property
    def trial(self) -> Mapping[Any, Any]:
        """Values at which formulas that differ have different values."""
        return trial_values(self.solution, self.random)

    @property
    def gradients(self) -> list[Block]:
        """The steps that answer what was asked for."""
        return [block for block in self.solution.blocks if block.answers is not None]

    def phase(self, phase: Phase) -> list[Block]:
        """The steps of one phase."""
        return list(self.solution.phase(phase))

    def shuffled(self, blocks: Iterable[Block]) -> list[Block]:
        """Return steps in a random order."""
        found = list(blocks)
        self.random.shuffle(found)
        return found

    @cached_property
    def mistakes(self) -> Mistakes:
        """Every way of making every known mistake."""
        return Mistakes(self.solution)

    def right(self, block: Block) -> Expression:
        """Return a step's formula, written out as the wrong ones are."""
        return self.mistakes.written(block.target)

    def wrong(
        self,
        block: Block,
        more: Iterable[tuple[Expression, Text]] = (),
        first: tuple[str, ...] = (),
    ) -> list[Choice]:
        """Return wrong choices for a step's formula, at most as many as are offered.

        ``more`` are some that no mistake makes; ``first`` are the mistakes to be preferred.
        """
        answers = self.mistakes.answers(block.target, self.trial, self.random)
        made = list(islice(answers, MOST_TRIED))
        made.sort(key=lambda wrong: wrong.mistake.key not in first)
        found = [Choice(wrong.formula, mistake=wrong.mistake.title) for wrong in made]
        taken = {choice.content for choice in found} | {self.right(block)}
        found += [Choice(each, mistake=why) for each, why in more if each not in taken]
        return found[: MOST_CHOICES - 1]

    def offered(self, right: Content, wrong: Sequence[Choice]) -> tuple[tuple[Choice, ...], str]:
        """Return all choices in a random order, and the letter of the right one."""
        choices = [Choice(right, True), *wrong]
        self.random.shuffle(choices)
        place = next(i for i, choice in enumerate(choices) if choice.right)
        return tuple(choices), letter(place)


def formula(block: Block) -> Expression:
    """Return what a step comes to, as it is written out, without boxes."""
    lines = [line.expression for line in block.lines if line.kind is Kind.FORMULA]
    return without_marks(lines[-1])


def number(value: Any) -> Number:
    """Return a computed number as a formula."""
    return Number(float(value))


def is_scalar(block: Block) -> bool:
    """Whether a step's value is a single number."""
    return block.target.shape is None and not block.target.sampled

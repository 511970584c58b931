"""The worked solution of a lesson: what every form shows, in the same order.

Everything that is said or computed is decided here, once; a renderer only chooses characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derive.core.derivation import Derivation, Phase, Step
from derive.core.errors import LessonError, NumericError, ReadError
from derive.core.expression import (
    Call,
    Expression,
    Partial,
    Variable,
    variables,
    walk,
    without_marks,
)
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.passes import Cost, cost, derive
from derive.render.attestation import attestation
from derive.render.block import Block
from derive.render.making import Making
from derive.render.proof import Proof, proof_of
from derive.spelling.text import text

if TYPE_CHECKING:
    from derive.numeric.certificate import Certificate


MOST_COUNTED = 5_000  # entries of matrices whose operations are still counted one by one


@dataclass(frozen=True)
class Solution:
    """A lesson worked out, with its numbers; made once and given to any renderer.

    ``values`` holds the value of every leaf and every step, or nothing for a symbolic lesson.
    """

    lesson: Lesson
    derivation: Derivation
    values: Mapping[Variable, Any]

    def __repr__(self) -> str:
        return f"<Solution of {self.lesson.title.en!r}: {len(self.derivation.steps)} steps>"

    def __str__(self) -> str:
        from derive.render.terminal import Terminal

        return Terminal().solution(self)

    def value(self, name: str) -> Any:
        """Return the value of ``h_1``, ``w11`` or ``dL/dw11``, in any spelling of the name."""
        return self._number(self._named(name))

    def gradient(self, name: str) -> Any:
        """Return ``∂loss/∂name``: a float, an array over samples, or a matrix."""
        return self._number(self._gradient(name).target)

    def formula(self, name: str) -> str:
        """Return ``∂loss/∂name`` written out, as one line of Unicode."""
        return text(self.expression(name))

    def expression(self, name: str) -> Expression:
        """Return ``∂loss/∂name`` written out, as the tree that was run."""
        return without_marks(self._gradient(name).formula)

    def sympy(self, name: str) -> Any:
        """Return ``∂loss/∂name`` as a SymPy expression, its symbols called as in the lesson.

        A sum over samples is written out, with the symbols ``x[1]``, ``x[2]`` …
        """
        import numpy as np
        from sympy import Symbol

        from derive.numeric.symbolic import to_sympy

        def symbol(variable: Variable) -> Any:
            if not variable.sampled:
                return Symbol(variable.name)
            count = self.lesson.samples or 1
            return np.array([Symbol(f"{variable.name}[{i + 1}]") for i in range(count)])

        formula = self.expression(name)
        return to_sympy(formula, {each: symbol(each) for each in variables(formula)})

    def _number(self, variable: Variable) -> Any:
        if not self.values:
            raise LessonError(NO_VALUES, self.lesson.way_to_numbers, self.lesson.source or None)
        return self.values[variable]

    def _gradient(self, name: str) -> Step:
        from derive.lessons.ask import asked_for, refusal

        found = self._named(name)
        if said := refusal(found, self.lesson.graph):
            raise ReadError(*said, source=name, column=0)
        wanted = Partial(self.derivation.loss, asked_for(found))
        number = self.derivation.number_of.get(wanted)
        if number is None:
            raise ReadError(NOT_ASKED.fill(name=wanted.name), ASK_FOR_IT, source=name, column=0)
        return self.derivation.steps[number - 1]

    def _named(self, name: str) -> Variable:
        from derive.lessons.ask import name_table
        from derive.reading import read_name

        return read_name(name, name_table(self.lesson))

    def _repr_html_(self) -> str:
        from derive.render.embedded import as_html

        return as_html(self)

    def _repr_latex_(self) -> str:
        from derive.render.embedded import as_latex

        return as_latex(self)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All steps, in order."""
        return tuple(self.block(number) for number in range(1, len(self.derivation.steps) + 1))

    def block(self, number: int) -> Block:
        """Return one step by its number, counted from 1; made when first asked for."""
        if number not in self._made:
            self._made[number] = self._making.block(number)
        return self._made[number]

    @cached_property
    def _made(self) -> dict[int, Block]:
        return {}

    @cached_property
    def _making(self) -> Making:
        return Making(self.derivation, self.values)

    @cached_property
    def answers(self) -> tuple[Block, ...]:
        """The steps that give the asked gradients."""
        number_of = self.derivation.number_of
        return tuple(
            self.block(number_of[step.target]) for step in self.derivation.gradients.values()
        )

    def phase(self, phase: Phase) -> tuple[Block, ...]:
        """The steps of one phase."""
        return tuple(block for block in self.blocks if block.step.phase is phase)

    @cached_property
    def cost(self) -> Cost | None:
        """What the forward pass, the backward pass and the chain rule without cache take.

        Where the lesson is worked out in matrices the counts are those of all its parameters,
        neuron by neuron; nothing for matrices of more than ``MOST_COUNTED`` entries.
        """
        lesson = self.lesson
        entries = sum(leaf.shape[0] * leaf.shape[1] for leaf in lesson.parameters if leaf.shape)
        if not entries:
            return cost(lesson.graph, self.derivation)
        if entries > MOST_COUNTED:
            return None
        from derive.models.matrix import neuron_by_neuron

        graph = neuron_by_neuron(lesson.network, lesson.notation).graph
        return cost(graph, derive(graph, notation=lesson.notation))

    @cached_property
    def certificate(self) -> Certificate:
        """Every gradient checked by all independent means; ValueError for a symbolic lesson."""
        from derive.numeric.certificate import CHECKS

        return self._certified(CHECKS)

    @cached_property
    def quick_certificate(self) -> Certificate:
        """The same without SymPy, which takes longer to load than a page to make."""
        return self._certified(("central_difference", "complex_step", "forward_mode"))

    def attestation(self) -> Text:
        """Return the sentence that says how the gradients were checked and how well they agree."""
        return attestation(self.quick_certificate)

    def _certified(self, checks: Sequence[str]) -> Certificate:
        from derive.numeric.certificate import certify

        if not self.values:
            raise ValueError("a lesson without values has nothing to check")
        given = {name: self.values[name] for name in self.derivation.givens}
        return certify(self.lesson.graph, self.derivation, given, checks)

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """The derivative of every activation in the lesson, proved from its definition."""
        called = (
            node.function
            for equation in self.lesson.graph.nodes
            for node in walk(equation.formula)
            if isinstance(node, Call) and node.function.definition
        )
        return tuple(proof_of(function) for function in dict.fromkeys(called))


def solve(lesson: Lesson, asked: Sequence[Variable] | None = None) -> Solution:
    """Work a lesson out and put its numbers in.

    Raises NumericError, naming the step, where a value leaves the finite numbers, and LessonError
    where there is nothing to differentiate by.
    """
    if asked is None and lesson.asked is None and not lesson.parameters:
        raise LessonError(NO_PARAMETER, NAME_ONE, lesson.source or None)
    derivation = derive(
        lesson.graph,
        asked if asked is not None else lesson.asked,
        notation=lesson.notation,
        learned=lesson.learned,
    )
    if not lesson.has_values:
        return Solution(lesson, derivation, {})
    from derive.numeric.run import run  # numbers are not loaded for a symbolic lesson
    from derive.passes.update import LEARNING_RATE

    given = {name: as_array(value) for name, value in lesson.values.items()}
    if lesson.learning_rate is not None:
        given[LEARNING_RATE] = lesson.learning_rate
    try:
        return Solution(lesson, derivation, {**given, **run(derivation, given)})
    except NumericError as problem:
        problem.file = lesson.source or None
        problem.line = _line(lesson, derivation, problem.step)
        raise


def _line(lesson: Lesson, derivation: Derivation, step: int | None) -> int | None:
    """Return the line of the equation that a step computes or differentiates."""
    if step is None:
        return None
    target = derivation.steps[step - 1].target
    return lesson.lines.get(target.of.name if isinstance(target, Partial) else target.name)


def as_array(value: Any) -> Any:
    """Return a lesson's value for NumPy: a list of samples or a matrix as an array."""
    if not isinstance(value, tuple):
        return value
    import numpy as np

    return np.asarray(value, dtype=float)


NO_VALUES = Text("This lesson has no values.", "這份教案沒有數值。")
NOT_ASKED = Text("{name} was not worked out.", "這份解答沒有推導 {name}。")
ASK_FOR_IT = Text("Ask for it: solve(lesson, wrt=…).", "請用 solve(lesson, wrt=…) 指定。")
NO_PARAMETER = Text("The lesson has nothing to differentiate by.", "教案沒有要微分的量。")
NAME_ONE = Text(
    "Put what is learnt under “parameters:”, or name it under “ask:” or by --wrt.",
    "請把要學的量寫在「parameters:」底下，或用「ask:」或 --wrt 指定。",
)

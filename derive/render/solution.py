"""The worked solution ready to be laid out: what every form shows, in the same order.

Everything that is said or computed is decided here, once; a renderer only chooses characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derive.calculus.differentiate import DEFINITION, KNOWN, rule_called
from derive.core.derivation import Derivation, Phase, Rule, Step
from derive.core.errors import LessonError, NumericError, ReadError
from derive.core.expression import (
    Add,
    Call,
    Derivative,
    Expression,
    Mul,
    Number,
    Partial,
    Role,
    SumOver,
    Variable,
    rewrite,
    variables,
    walk,
    without_marks,
)
from derive.core.function import Function
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.passes import Cost, cost, derive
from derive.spelling.numbers import superscript
from derive.spelling.text import text, text_name

if TYPE_CHECKING:
    from derive.numeric.certificate import Certificate

# beyond this many samples a sum of numbers is shortened with dots
MOST_SAMPLES_SHOWN = 4
DOTS = Variable("⋯", "\\cdots")


class Kind(StrEnum):
    """What a line of a step shows."""

    CHAIN = "chain"  # the chain rule in Leibniz form
    WORKING = "working"  # a small line between
    FORMULA = "formula"  # the result written out
    NUMBERS = "numbers"  # the same with numbers put in
    VALUE = "value"  # what it comes to


@dataclass(frozen=True)
class ShownLine:
    """One line of a step; ``rule`` is what makes it equal to the line above."""

    expression: Expression
    kind: Kind
    rule: Rule | None = None
    sample: int | None = None


@dataclass(frozen=True)
class Reference:
    """A factor that a step reads: where it was computed, and whether it had been read before."""

    variable: Variable
    step: int
    phase: Phase
    cached: bool


@dataclass(frozen=True)
class Block:
    """One step with everything there is to show of it."""

    number: int
    step: Step
    lines: tuple[ShownLine, ...]
    value: Any
    references: tuple[Reference, ...]
    read_by: tuple[int, ...]
    is_cached: bool
    answers: Variable | None  # the parameter whose gradient this step completes
    notes: tuple[Text, ...] = ()

    @property
    def target(self) -> Variable:
        """What the step assigns."""
        return self.step.target


@dataclass(frozen=True)
class Proof:
    """``σ'(z)`` from the definition of σ, line by line."""

    title: Text
    target: Expression
    lines: tuple[ShownLine, ...]


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
            raise LessonError(NO_VALUES, GIVE_VALUES, self.lesson.source or None)
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
            self._made[number] = self._block(number, self.derivation.steps[number - 1])
        return self._made[number]

    @cached_property
    def _made(self) -> dict[int, Block]:
        return {}

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
    def cost(self) -> Cost:
        """What the forward pass, the backward pass and the chain rule without cache take."""
        return cost(self.lesson.graph, self.derivation)

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
        found = self.quick_certificate
        if not found.ok:
            return DISAGREE
        return _agreement(len(found.gradients), found.worst)

    def _certified(self, checks: Sequence[str]) -> Certificate:
        from derive.numeric.certificate import certify

        if not self.values:
            raise ValueError("a lesson without values has nothing to check")
        given = {name: self.values[name] for name in self.derivation.givens}
        return certify(self.lesson.graph, self.derivation, given, checks)

    @cached_property
    def _first_reader(self) -> dict[Variable, int]:
        first: dict[Variable, int] = {}
        for number, step in enumerate(self.derivation.steps, 1):
            for name in step.reads:
                first.setdefault(name, number)
        return first

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

    def _block(self, number: int, step: Step) -> Block:
        answers = None
        if isinstance(step.target, Partial) and step.target.role is Role.ADJOINT:
            answers = step.target.wrt if step.target.wrt in self.derivation.gradients else None
        return Block(
            number,
            step,
            tuple(self._lines(step)),
            self.values.get(step.target),
            tuple(self._references(number, step)),
            self.derivation.read_by.get(step.target, ()),
            self.derivation.is_cached(step.target),
            answers,
            tuple(self._notes(number, step)),
        )

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
            if value is not None and not step.target.sampled and float(value) == 0:
                notes.append(OFF)
        return notes

    @cached_property
    def _first_with_kink(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for number, step in enumerate(self.derivation.steps, 1):
            if (called := _kinked(step)) is not None:
                first.setdefault(called.function.key, number)
        return first

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
        numbers = put_in(formula, self.values)
        if not _same_number(numbers, shown):
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
        raise


def as_array(value: Any) -> Any:
    """Return a lesson's value for NumPy: a list of samples or a matrix as an array."""
    if not isinstance(value, tuple):
        return value
    import numpy as np

    return np.asarray(value, dtype=float)


def put_in(
    formula: Expression, values: Mapping[Variable, Any], sample: int | None = None
) -> Expression:
    """Replace every variable by its number, in the order in which the formula is written."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, SumOver) and any(name.sampled for name in variables(node.body)):
            return _spread(node, values)
        if isinstance(node, Mul) and not node.dot:
            return _dotted(tuple(put_in(factor, values, sample) for factor in node.factors))
        if not isinstance(node, Variable) or node not in values:
            return None
        value = values[node]
        return Number(float(value[sample] if node.sampled else value))

    return rewrite(formula, change)


def _dotted(factors: tuple[Expression, ...]) -> Mul:
    """Put dots between factors once two of them are numbers: 2e becomes 2 · (-7), not 2(-7)."""
    return Mul(factors, dot=sum(isinstance(factor, Number) for factor in factors) > 1)


def _spread(total: SumOver, values: Mapping[Variable, Any]) -> Expression:
    """Write a sum over samples as the terms it has, with dots where there are many."""
    body = without_marks(total.body)
    count = next(len(values[name]) for name in variables(body) if name.sampled)
    if count <= MOST_SAMPLES_SHOWN:
        shown: list[Expression] = [put_in(body, values, i) for i in range(count)]
    else:
        shown = [put_in(body, values, 0), put_in(body, values, 1), DOTS]
        shown.append(put_in(body, values, count - 1))
    return shown[0] if count == 1 else Add(tuple(shown))


def _written(step: Step) -> list[ShownLine]:
    """Return the lines without numbers; the last one is the formula."""
    if not step.working:
        return [ShownLine(step.result, Kind.FORMULA, step.rule)]
    chain = not (isinstance(step.target, Partial) and step.working[0].rule.key == "definition")
    first = Kind.CHAIN if chain else Kind.WORKING
    kinds = [first] + [Kind.WORKING] * (len(step.working) - 2) + [Kind.FORMULA]
    if len(step.working) == 1:
        kinds = [Kind.FORMULA]
    return [
        ShownLine(line.formula, kind, line.rule)
        for line, kind in zip(step.working, kinds, strict=True)
    ]


def proof_of(function: Function) -> Proof:
    """Return the derivative of a function proved from its definition, line by line."""
    from derive.activations import definition, derivative, parameters, proof

    (argument,) = parameters(function)
    target = Call(function, (argument,), 1)
    start = Derivative(definition(function), argument)
    lines = [ShownLine(start, Kind.CHAIN, DEFINITION)]
    for formula, key in proof(function):
        lines.append(ShownLine(formula, Kind.WORKING, rule_called(key)))
    if lines[-1].expression != derivative(function):
        lines.append(ShownLine(derivative(function), Kind.FORMULA, KNOWN))
    return Proof(PROOF.fill(name=text(target)), target, tuple(lines))


def _agreement(count: int, worst: Mapping[str, float | None]) -> Text:
    made = {name: value for name, value in worst.items() if value is not None}
    shown = {name: _below(value) for name, value in made.items()}
    methods = COUNTED[len(made) + 1]
    english = ", ".join(f"{METHODS[name].en} ({value})" for name, value in shown.items())
    chinese = "、".join(f"{METHODS[name].zh}（{value}）" for name, value in shown.items())
    every = ALL if count > 1 else THE_ONE
    filled = Text(AGREE.en.replace("{all}", every.en), AGREE.zh.replace("{all}", every.zh))
    filled = filled.fill(count=count)
    return Text(
        filled.fill(methods=methods.en, others=english).en,
        filled.fill(methods=methods.zh, others=chinese).zh,
    )


def _below(difference: float) -> str:
    """Return a round bound: the last digits of a rounding error differ from machine to machine."""
    power = next((power for power in (12, 9, 6) if difference < 10.0**-power), 0)
    return f"< 10{superscript(-power)}"


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


def _same_number(numbers: Expression, shown: Number) -> bool:
    return isinstance(numbers, Number) and float(numbers.value) == shown.value


NO_VALUES = Text("This lesson has no values.", "這份教案沒有數值。")
GIVE_VALUES = Text("Give its data and parameters numbers.", "請替 data 與 parameters 填上數值。")
NOT_ASKED = Text("{name} was not worked out.", "這份解答沒有推導 {name}。")
ASK_FOR_IT = Text("Ask for it: solve(lesson, wrt=…).", "請用 solve(lesson, wrt=…) 指定。")
NO_PARAMETER = Text("The lesson has nothing to differentiate by.", "教案沒有要微分的量。")
NAME_ONE = Text(
    "Put what is learnt under “parameters:”, or name it under “ask:” or by --wrt.",
    "請把要學的量寫在「parameters:」底下，或用「ask:」或 --wrt 指定。",
)
PHASES = {
    Phase.FORWARD: Text("Forward pass", "前向傳遞"),
    Phase.BACKWARD: Text("Backward pass", "反向傳遞"),
    Phase.UPDATE: Text("Update", "更新參數"),
}
ABOUT = {
    Phase.FORWARD: Text(
        "From the inputs to the loss; every value is computed once and kept.",
        "由輸入算到損失函數；每個值只算一次，並記錄下來。",
    ),
    Phase.BACKWARD: Text(
        "From the loss back to the parameters by the chain rule; what was already computed is "
        "read again.",
        "用連鎖律由損失函數往回推到各參數；算過的部分直接取用。",
    ),
    Phase.UPDATE: Text(
        "Every parameter takes one step against its gradient.", "每個參數往梯度的反方向走一步。"
    ),
}
OFF = Text(
    "This path is off here: the derivative is 0, so nothing flows back along it.",
    "這條路徑在此不通：微分為 0，梯度不會沿它往回傳。",
)
PROOF = Text("Why: {name} from the definition", "證明：由定義推導 {name}")
COMPUTED_IN = Text("computed in step {step}", "見第 {step} 步")
ALREADY = Text("already computed in step {step}", "第 {step} 步已算過，直接取用")
WHERE_FROM = Text("{place} ({origin})", "{place}（{origin}）")
READ_AGAIN = Text("kept: read again in steps {steps}", "記錄下來：第 {steps} 步會再用到")
SHAPES = Text("shapes: {shapes}", "形狀：{shapes}")
FROM_FORWARD = Text("from the forward pass", "來自前向傳遞")
FROM_BACKWARD = Text("from the backward pass", "來自反向傳遞")
TABLE = Text("grad_table", "grad_table")
TABLE_HEAD = (
    Text("step", "步驟"),
    Text("partial", "微分項"),
    Text("formula", "式子"),
    Text("value", "值"),
)
CERTIFICATE = Text("Certificate", "驗證")
METHODS = {
    "central_difference": Text("central differences", "中央差分"),
    "complex_step": Text("the complex step", "複數步"),
    "forward_mode": Text("dual numbers", "對偶數"),
}
COUNTED = {
    1: Text("One method", "一種方法"),
    2: Text("Two independent methods", "兩種互相獨立的方法"),
    3: Text("Three independent methods", "三種互相獨立的方法"),
    4: Text("Four independent methods", "四種互相獨立的方法"),
}
ALL = Text("all {count} gradients", "全部 {count} 個梯度")
THE_ONE = Text("the gradient", "這個梯度")
AGREE = Text(
    "{methods} agree on {all}: this backward pass, {others}; in brackets how far they are apart at "
    "most, relatively. “derive verify” adds SymPy.",
    "{methods}對{all}的結果一致：反向傳遞、{others}；括號內為最大相對誤差。"
    "「derive verify」會再用 SymPy 核對。",
)
DISAGREE = Text(
    "An independent method disagrees with the backward pass: run “derive verify”.",
    "有獨立的方法與反向傳遞的結果不一致：請執行「derive verify」。",
)
COST = Text("Arithmetic operations", "運算次數")
COST_ROWS = (
    Text("forward pass", "前向傳遞"),
    Text("backward pass, every partial computed once (cached)", "反向傳遞（每個偏微分只算一次）"),
    Text("chain rule path by path, nothing kept", "逐條路徑用連鎖律（不記錄）"),
)
COST_NOTE = Text(
    "The deeper the network, the more paths there are, and the more the cache saves.",
    "網路越深，路徑越多，記錄下來能省的計算就越多。",
)

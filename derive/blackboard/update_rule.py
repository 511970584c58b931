r"""An optimiser's recurrences in a lecture's own way of writing time.

``θ^{(t+1)} = θ^{(t)} - η ∂L/∂θ^{(t)}`` becomes ``θ^{t+1} = θ^t - η ∇L(θ^t)``,
``w_t = w_{t-1} - …``, ``x' = x - η ∇_x f(x)``, ``ŵ = w - …`` or ``W ← W - …``: the same equations
that are run, with other marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.core.errors import LessonError
from derive.core.expression import (
    NABLA,
    Add,
    Call,
    Expression,
    Mul,
    Neg,
    Partial,
    Role,
    SumOver,
    Variable,
    number,
    rewrite,
    substitute,
)
from derive.core.function import lettered
from derive.core.optimizer import Optimizer
from derive.core.text import Text
from derive.optimizers import AHEAD, THETA, TIME, at, equations, look_ahead
from derive.spelling.latex import latex
from derive.spelling.name import split_name

ABOVE, BELOW, PRIME, HAT, ARROW = TIMES = ("above", "below", "prime", "hat", "arrow")
PARTIAL, CALLED, SHORT, BY = GRADIENTS = ("partial", "nabla", "short", "by")
Said = tuple[str, Text | None]  # a line of LaTeX and what is said beside it


@dataclass(frozen=True)
class Style:
    r"""How a lecture writes an update.

    Parameters
    ----------
    parameter, loss : their letters, as LaTeX
    time : where t stands: above, below, as a prime or a hat on what is new, or nowhere (an arrow)
    now : the time at which the parameter is read: ``t`` or ``t-1``
    gradient : ``∂L/∂θ``, ``∇L(θ)``, ``∇L`` or ``∇_θ L(θ)``
    """

    parameter: str = THETA
    loss: str = "L"
    time: str = ABOVE
    now: str = "t"
    gradient: str = CALLED


@dataclass(frozen=True)
class UpdateRule:
    """One optimiser's equations for one parameter, written in a style."""

    optimizer: Optimizer
    style: Style

    def lines(self) -> Iterator[Said]:
        """Yield each equation; one that differs in the first update is written by cases."""
        ahead = look_ahead(self.optimizer)
        if ahead is not None:
            yield self._line(ahead[0], self._styled(ahead[1])), LOOK_AHEAD
        general = dict(equations(self.optimizer))
        for target, first in equations(self.optimizer, first=True):
            body = general[target]
            if self.style.time == ARROW and (total := self._total(target, body)) is not None:
                yield self._line(target, total), self._meaning(target)
            elif first == body:
                yield self._line(target, self._styled(body)), self._meaning(target)
            else:
                yield self._by_cases(target, first, body), self._meaning(target)
        if self.style.time == ARROW and self._totals:
            target, body = equations(self.optimizer)[-1]
            yield self._line(target, substitute(self._styled(body), self._totals)), PUT_IN

    def turned(self) -> Said:
        """Return the last equation with the sign inside: ``θ + η (-∇L)``."""
        target, body = equations(self.optimizer)[-1]
        before, step = _minus(self._styled(body))
        *front, gradient = step.factors if isinstance(step, Mul) else (step,)
        ahead = Mul((*front, Neg(gradient)), dot=True) if front else Neg(gradient)
        return self._line(target, Add((before, ahead))), AGAINST

    def standstill(self) -> Said:
        """Return where the parameter no longer changes: ``∇L(θ) = 0``.

        ``θ - η ∇L(θ) = θ`` leaves ``η ∇L(θ) = 0``, and η is not 0.
        """
        _, body = equations(self.optimizer)[-1]
        before, step = _minus(self._styled(body))
        later = latex(self._variable(equations(self.optimizer)[-1][0]))
        factors = step.factors if isinstance(step, Mul) else (step,)
        gradient = factors[-1]
        why = STILL.fill(later=later, now=latex(before))
        return f"{latex(gradient)} = {latex(number(0))}", why

    # -- names and times --------------------------------------------------------------------

    @property
    def _shift(self) -> int:
        """How far the times of the file are moved to those of the lecture."""
        read = min(
            found[1]
            for _, body in equations(self.optimizer)
            for name in _leaves(body)
            if (found := at(name)) is not None and found[0] == THETA
        )
        return {"t": 0, "t-1": -1}[self.style.now] - read

    def _styled(self, body: Expression) -> Expression:
        def change(node: Expression) -> Expression | None:
            if isinstance(node, Partial):
                return self._gradient(self._variable(node.wrt))
            if isinstance(node, Variable) and node == TIME and self._shift:
                return Add((TIME, number(self._shift)))
            return self._variable(node) if isinstance(node, Variable) else None

        return rewrite(body, change)

    def _variable(self, name: Variable) -> Variable:
        found = at(name)
        if found is None:
            return name
        stem, delta = found
        written = split_name(self.style.parameter if stem in (THETA, AHEAD) else stem)
        if stem == AHEAD:
            written = replace(written, accent=split_name(AHEAD).accent)
        delta += self._shift
        time = f"t{delta:+d}" if delta else "t"
        if self.style.time == ABOVE:
            joined = f"{written.superscript},{time}" if written.superscript else time
            written = replace(written, superscript=joined)
        elif self.style.time == BELOW:
            joined = f"{written.subscript},{time}" if written.subscript else time
            written = replace(written, subscript=joined)
        elif delta > {"t": 0, "t-1": -1}[self.style.now]:
            if self.style.time == PRIME:
                written = replace(written, primes=written.primes + 1)
            elif self.style.time == HAT:
                written = replace(written, accent="hat")
        return Variable(written.latex, written.latex, name.role)

    def _gradient(self, parameter: Variable, sample: str = "") -> Expression:
        loss = Variable(f"{self.style.loss}{sample}", self.style.loss, Role.LOSS)
        if sample:
            loss = replace(loss, latex=replace(split_name(loss.latex), subscript=sample).latex)
        if self.style.gradient == PARTIAL or sample:
            return Partial(loss, parameter)
        if self.style.gradient == SHORT:
            return Mul((NABLA, loss))
        called = Call(lettered(self.style.loss), (parameter,))
        if self.style.gradient == BY:
            return Mul((Variable("nabla by", rf"\nabla_{{{parameter.latex}}}"), called))
        return Mul((NABLA, called))

    # -- lines ------------------------------------------------------------------------------

    def _line(self, target: Variable, body: Expression) -> str:
        name = self._variable(target)
        takes_its_place = self.style.time == ARROW and name in _leaves(body)
        sign = r"\leftarrow" if takes_its_place else "="
        return f"{latex(name)} {sign} {latex(body)}"

    def _by_cases(self, target: Variable, first: Expression, body: Expression) -> str:
        start = -self._shift  # the files count the first update as t = 0
        rows = (
            rf"{latex(self._styled(first))}, & t = {start} \\ "
            rf"{latex(self._styled(body))}, & t \geq {start + 1}"
        )
        return rf"{latex(self._variable(target))} = \begin{{cases}} {rows} \end{{cases}}"

    def _total(self, target: Variable, body: Expression) -> Expression | None:
        """Return a state that only grows, from 0, as the sum of all it has been given."""
        found = at(target)
        if found is None or found[0] == THETA or not isinstance(body, Add):
            return None
        before, *added = body.terms
        starts = {q.latex: q.start for q in self.optimizer.state}
        is_kept = isinstance(before, Variable) and (at(before) or ("", 0))[0] == found[0]
        if not is_kept or len(added) != 1 or starts.get(found[0]) != 0.0:
            return None
        return SumOver("r", TIME, rewrite(added[0], self._of_sample))

    def _of_sample(self, node: Expression) -> Expression | None:
        if not isinstance(node, Partial):
            return None
        name = split_name(self.style.parameter)
        parameter = replace(name, subscript=f"{name.subscript}r").latex
        return self._gradient(Variable(parameter, parameter), "r")

    @property
    def _totals(self) -> dict[Variable, Expression]:
        found = {}
        for target, body in equations(self.optimizer):
            if (total := self._total(target, body)) is not None:
                found[self._variable(target)] = total
        return found

    def _meaning(self, target: Variable) -> Text | None:
        letter = (at(target) or (target.latex, 0))[0]
        if letter != THETA:
            return next((q.title for q in self.optimizer.quantities if q.latex == letter), None)
        return self.optimizer.title


def _leaves(body: Expression) -> Iterator[Variable]:
    if isinstance(body, Partial):
        yield body.wrt
    elif isinstance(body, Variable):
        yield body
    for part in body.children:
        yield from _leaves(part)


def _minus(body: Expression) -> tuple[Expression, Expression]:
    """Return a and b of ``a - b``; raises LessonError for an update of another form."""
    match body:
        case Add(terms=(before, Neg(operand=step))):
            return before, step
    raise LessonError(_NO_STEP)


_NO_STEP = Text(
    "This optimiser does not take a step from where the parameter is.",
    "這個最佳化器的更新式不是「原來的參數減去一步」的形式。",
)
LOOK_AHEAD = Text("where the gradient is taken", "在這個位置取梯度")
PUT_IN = Text("the sum put in", "把平方和代入")
AGAINST = Text("that is, against the gradient", "也就是往梯度的反方向走")
STILL = Text(
    "where an update changes nothing any more: ${later} = {now}$",
    "更新不再改變參數時：${later} = {now}$",
)

"""Where a name finds its value: in the forward pass, under a differentiation, inside a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.check.values import Dual, Path, Scalar, Value, seeded, spread
from derive.check.verdict import TOO_DEEP, UNKNOWN_NAME, UNSUPPORTED, UnanswerableError
from derive.core.expression import Call, Expression, Partial, Variable

if TYPE_CHECKING:
    from derive.check.evaluate import Evaluator

_MOST_CALLS = 1_000
_MOST_KEPT = 64
_MOST_DERIVATIVES = 5


class Scope:
    """One evaluator's values of names.

    ``depth`` is how many differentiations are under way: their dual numbers are tagged 1 to depth.
    """

    def __init__(self, evaluator: Evaluator, depth: int, direct: bool = False) -> None:
        if depth > _MOST_DERIVATIVES:  # each one doubles the work
            raise UnanswerableError(TOO_DEEP)
        self.evaluator = evaluator
        self.depth = depth
        self.direct = direct
        self.partials: dict[Partial, Value] = {}
        self._calls: dict[object, tuple[Call, Value, bool]] = {}
        self._along: dict[tuple[Variable, Path, bool], Tangents] = {}

    def once(self, call: Call, key: object, value: Callable[[], Value]) -> Value:
        """Return the value of a call, worked out only once; with it goes whether its kinks are new.

        A function asks for its argument on several levels; nested ones would ask without end.
        """
        point = self.evaluator.point
        found = self._calls.get(key)
        if found is None or (found[0] is not call and key == id(call)):
            if len(self._calls) >= _MOST_CALLS:
                self._calls.clear()
            before, point.fresh = point.fresh, False
            found = self._calls[key] = call, value(), point.fresh
            point.fresh = before
        point.fresh = point.fresh or found[2]
        return found[1]

    def find(self, name: Variable) -> Value:
        """Return the value of a name."""
        raise NotImplementedError

    def at(self, evaluator: Evaluator) -> Scope:
        """Return where the same names have their plain values in another evaluator."""
        raise NotImplementedError

    def along(self, wrt: Variable, path: Path, carried: bool) -> Tangents:
        """Return the scope in which one number of ``wrt`` moves, cut free of its definition.

        ``carried`` says whether the names computed from it move as well.
        """
        found = self._along.get((wrt, path, carried))
        if found is None:
            if len(self._along) >= _MOST_KEPT:
                self._along.clear()
            found = self._along[wrt, path, carried] = Tangents(self, wrt, path, carried)
        return found


class Names(Scope):
    """The forward pass: leaves are drawn, the others computed when first asked for, and kept.

    ``base`` holds the values of a smaller programme that this one adds names to.
    """

    def __init__(self, evaluator: Evaluator, base: Names | None, direct: bool = False) -> None:
        super().__init__(evaluator, 0, direct)
        self.base = base
        self.values: dict[Variable, Value] = {}
        self.fresh: set[Variable] = set()

    def find(self, name: Variable) -> Value:
        found = self.values.get(name)
        if found is None:
            self._fill(name)
            found = self.values[name]
        if self.fresh and name in self.fresh:
            self.evaluator.point.fresh = True
        return found

    def at(self, evaluator: Evaluator) -> Scope:
        return evaluator.directly if self.direct else evaluator.names

    def shared(self, expression: Expression) -> bool:
        """Whether the smaller programme says what this is."""
        own = self.evaluator.program.own
        if isinstance(expression, Partial):
            return self.shared(expression.of) and self.shared(expression.wrt)
        return self.base is not None and expression not in own

    def _fill(self, name: Variable) -> None:
        program = self.evaluator.program
        if name not in program.formulas:
            self.values[name] = self.evaluator.leaf(name)
            return
        for each in program.ancestors(name):
            if each in self.values:
                continue
            if self.base is not None and self.shared(each):
                self.values[each] = self.base.find(each)
                self.fresh.update({each} & self.base.fresh)
                continue
            self.values[each] = self.evaluator.computed(each, self)
            if each in program.own and self.evaluator.point.fresh:
                self.fresh.add(each)


class Tangents(Scope):
    """Names under ∂/∂wrt: those computed from ``wrt`` are dual numbers, the others as before."""

    def __init__(self, parent: Scope, wrt: Variable, path: Path, carried: bool) -> None:
        super().__init__(parent.evaluator, parent.depth + 1, parent.direct)
        self.parent = parent
        self.wrt = wrt
        self.carried = carried
        self.values = {wrt: seeded(parent.find(wrt), path, self.evaluator.one, self.depth)}

    def find(self, name: Variable) -> Value:
        found = self.values.get(name)
        if found is not None:
            return found
        if self.carried:
            program = self.evaluator.program
            for each in program.between(self.wrt, name):
                if each not in self.values:
                    self.values[each] = self.evaluator.computed(each, self)
        return self.values[name] if name in self.values else self.parent.find(name)

    def at(self, evaluator: Evaluator) -> Scope:
        return evaluator.directly if self.direct else evaluator.names


class Frame(Scope):
    """The inside of a function: its parameters stand for the arguments of one call.

    ``order`` is how often the function is to be differentiated: the arguments are then dual.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        outer: Scope,
        arguments: dict[Variable, Expression],
        order: int = 0,
    ) -> None:
        super().__init__(evaluator, outer.depth + order)
        self.outer = outer
        self.arguments = arguments
        self.order = order
        self._values: dict[Variable, Value] = {}
        self._elsewhere: dict[int, Frame] = {}

    def find(self, name: Variable) -> Value:
        found = self._values.get(name)
        if found is None:
            if name not in self.arguments:
                raise UnanswerableError(UNKNOWN_NAME.fill(name=name.name))
            found = self.evaluator.value(self.arguments[name], self.outer)
            for tag in range(self.outer.depth + 1, self.depth + 1):
                found = _moving(found, self.evaluator.one, tag)
            self._values[name] = found
        return found

    def at(self, evaluator: Evaluator) -> Scope:
        found = self._elsewhere.get(id(evaluator))
        if found is None:
            found = Frame(evaluator, self.outer.at(evaluator), self.arguments)
            self._elsewhere[id(evaluator)] = found
        return found

    def along(self, wrt: Variable, path: Path, carried: bool) -> Tangents:
        raise UnanswerableError(UNSUPPORTED)


def _moving(value: Value, one: Scalar, tag: int) -> Value:
    return spread(lambda number: Dual(number, one, tag), value)

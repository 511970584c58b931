"""The names that may stand in an answer: those of the lesson, and what else students call them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.activations import spellings_with
from derive.calculus.differentiate import derivative
from derive.core.expression import (
    Call,
    Derivative,
    Expression,
    Partial,
    Role,
    Variable,
    rewrite,
    size,
    substitute,
    walk,
)
from derive.core.function import Function
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.lessons.ask import other_names
from derive.models.other_names import deltas, matrix_names
from derive.passes.update import LEARNING_RATE, updated
from derive.reading import NameTable
from derive.reading.of_one import OfOne
from derive.spelling.name import Name, split_name

_RATES = ("\\eta", "\\alpha", "\\lambda", "lr")
_LOSSES = ("L", "\\mathcal{L}", "\\ell", "E", "J", "C", "E_{total}", "E_{tot}", "Loss", "loss")
_ONE_SAMPLE = Variable("", "")  # what a bare dz may be the derivative of
_MOST_PARAMETERS = 400
_MOST_COMPARED = 60
_MOST_COMPOSED = 400
NOTHING: Mapping[Variable, Variable] = {}
_MOST_TIMED = 60
_LATEST = 4  # updates


class _Table(NameTable):
    """A table that suggests only the lesson's own names, and quickly however many there are."""

    suggested: tuple[str, ...] = ()

    def similar(self, typed: str) -> tuple[str, ...]:
        near = [name for name in self.suggested if name[0].lower() == typed[:1].lower()]
        return tuple(difflib.get_close_matches(typed[:40], near[:_MOST_COMPARED], 3, 0.5))


@dataclass(frozen=True)
class Names:
    """The table that answers are read with, and what its other names stand for.

    Parameters
    ----------
    meanings : a name that is not the lesson's, and the one that is meant
    moved : a parameter after the update, and the parameter
    matrices : the names that a network written out neuron by neuron has in matrix form
    timed : ``w_t``, which is the parameter before the update or, on the left of =, after it
    later : ``E^{(1)}``, ``w^{t+2}``: a name's value after so many updates
    """

    table: NameTable
    meanings: Mapping[Variable, Variable]
    moved: Mapping[Variable, Variable] = field(default_factory=dict)
    timed: Mapping[Variable, Variable] = field(default_factory=dict)
    matrices: NameTable | None = None
    later: Mapping[Variable, tuple[Variable, int]] = field(default_factory=dict)

    def is_matrix(self, text: str, column: int) -> bool:
        """Whether a name that is not known here is one of the same network in matrices."""
        return self.matrices is not None and bool(self.matrices.match(text, column, len(text)))

    def canonical(
        self, expression: Expression, own: Mapping[Variable, Variable] = NOTHING
    ) -> Expression:
        """Return a formula in the lesson's names; for what is the student's ``own``, that."""

        def renamed(node: Expression) -> Expression | None:
            if isinstance(node, Variable) and node in own:
                return own[node]
            if isinstance(node, Partial):
                of, wrt = name(node.of), name(node.wrt)
                same = of is node.of and wrt is node.wrt
                return None if same else Partial(of, wrt, node.role)
            if isinstance(node, Derivative):
                return Derivative(rewrite(node.body, renamed), name(node.wrt))
            return name(node) if isinstance(node, Variable) else None

        def name(variable: Variable) -> Variable:
            if isinstance(variable, Partial):
                found = renamed(variable)
                return found if isinstance(found, Variable) else variable
            return own.get(variable) or self.meanings.get(variable, variable)

        return rewrite(expression, renamed)


def stand_in(written: Variable) -> Variable:
    """Return the name of a student's own for what was written: ``dz`` is no derivative then."""
    if not isinstance(written, Partial):
        return written
    wrt = written.wrt
    return Variable(f"d{wrt.name}", f"d{wrt.latex}", Role.INTERMEDIATE, wrt.shape, wrt.sampled)


def is_bare(written: Expression) -> bool:
    """Whether it is a ``dz`` that does not say what is differentiated."""
    return isinstance(written, Partial) and written.of == _ONE_SAMPLE


def names_of(lesson: Lesson) -> Names:
    """Return the names of a lesson's answers."""
    return _Gathering(lesson).names()


class _Gathering:
    def __init__(self, lesson: Lesson) -> None:
        self.lesson, self.graph = lesson, lesson.graph
        outputs = [node.output for node in self.graph.nodes]
        self.known = [*self.graph.leaves, *outputs]
        self.count = next((leaf for leaf in self.graph.leaves if leaf.name == "n"), None)
        self.own = self._table(self.known)
        self.meanings: dict[Variable, Variable] = {}
        self.moved: dict[Variable, Variable] = {}
        self.timed: dict[Variable, Variable] = {}
        self.later: dict[Variable, tuple[Variable, int]] = {}
        # where layers are numbered above, (1) is a layer and not a time
        self.numbered = not any(split_name(name.latex).superscript for name in self.known)

    def names(self) -> Names:
        self.meanings[_ONE_SAMPLE] = self.graph.loss
        for latex in _RATES:
            self._mean(latex, LEARNING_RATE)
        for latex in _LOSSES:
            self._mean(latex, self.graph.loss)
        for name, letter in self.graph.adjoint_names.items():
            self._mean(letter, Partial(self.graph.loss, name, Role.ADJOINT, letter))
        if self.lesson.network is not None:
            for letter, name in deltas(self.lesson.network, self.lesson.notation).items():
                self._mean(letter, Partial(self.graph.loss, name, Role.ADJOINT))
        for parameter in self.lesson.parameters[:_MOST_PARAMETERS]:
            self._mean_moved(parameter)
        if self.lesson.parameters:
            for node in self.graph.nodes[:_MOST_TIMED]:
                self._mean_timed(node.output, 0)
        if one := self._of_one():
            self._mean("f", self.graph.loss)
        others = [name for name in self.meanings if name is not _ONE_SAMPLE]
        table = self._table([*self.known, *others], symbols=True)
        if one:
            losses = [name for name in others if self.meanings[name] == self.graph.loss]
            table.of_one = dict.fromkeys((self.graph.loss, *losses), one)
        table.suggested = tuple(dict.fromkeys(_plain(name.latex) for name in self.known))
        return Names(table, self.meanings, self.moved, self.timed, self._matrices(), self.later)

    def _of_one(self) -> OfOne | None:
        """Return the loss as a function of its one parameter; None where there are more."""
        parameters = [leaf for leaf in self.graph.leaves if leaf.role is Role.PARAMETER]
        if len(parameters) != 1 or any(name.sampled or name.shape for name in self.known):
            return None
        (wrt,) = parameters
        composed: Expression = self.graph.loss
        for node in reversed(self.graph.nodes):
            composed = substitute(composed, {node.output: node.formula})
            if size(composed) > _MOST_COMPOSED:
                return None
        return OfOne(wrt, composed, derivative(composed, wrt), self.lesson.values.get(wrt))

    def _matrices(self) -> NameTable | None:
        network = self.lesson.network
        if network is None or self.own.shaped:
            return None
        names = matrix_names(network, self.lesson.notation)
        return NameTable([Variable(latex, latex) for latex in names])

    def _table(self, variables: list[Variable], symbols: bool = False) -> _Table:
        return _Table(
            variables,
            spellings_with(self.lesson.functions),
            loss=self.graph.loss,
            bare=_ONE_SAMPLE if symbols else None,
            count=self.count,
            aliases=other_names(self.lesson),
            symbols=symbols,
            applied=_applied(self.graph),
        )

    def _mean(self, latex: str, meaning: Variable, role: Role = Role.INTERMEDIATE) -> None:
        """Let a name mean another, unless it is a name of the lesson itself."""
        if not self.own.knows(latex):
            named = Variable(latex, _bracketed(latex), role, meaning.shape, meaning.sampled)
            self.meanings[named] = meaning

    def _mean_moved(self, parameter: Variable) -> None:
        after = updated(parameter, self.lesson.notation)
        self.moved[after] = parameter
        name = split_name(parameter.latex)
        for spelled in _after(name):
            self._mean(spelled.latex, after, Role.STATE)
        for spelled in _before(name):
            self._mean(spelled.latex, parameter)
        for spelled in _at_time(name):
            self._mean(spelled.latex, parameter, Role.STATE)
            self.timed[Variable(spelled.latex, spelled.latex)] = after
        if self.numbered:
            self._mean(replace(name, superscript="(1)").latex, after, Role.STATE)
        self._mean_timed(parameter, 1)

    def _mean_timed(self, known: Variable, reached: int) -> None:
        """Let a name with a time mean its value then; ``reached`` updates have other names."""
        name = split_name(known.latex)
        if name.superscript or known.sampled:
            return
        if self.numbered:
            self._mean(replace(name, superscript="(0)").latex, known)
        for time in range(reached + 1, _LATEST + 1):
            later = Variable(f"{known.name} ({time})", f"{known.latex}^{{({time})}}", Role.STATE)
            self.later[later] = known, time
            marks = [f"t+{time}", *(["new"] if time == 1 else [])]
            for spelled in (*_marked(name, *marks),):
                self._mean(spelled.latex, later, Role.STATE)
            if self.numbered:
                self._mean(replace(name, superscript=f"({time})").latex, later, Role.STATE)


def _applied(graph: Graph) -> dict[Function, set[Variable]]:
    """Return the names that each function of the network is applied to as they are."""
    found: dict[Function, set[Variable]] = {}
    for part in (part for node in graph.nodes for part in walk(node.formula)):
        if isinstance(part, Call) and len(part.arguments) == 1:
            (argument,) = part.arguments
            if isinstance(argument, Variable):
                found.setdefault(part.function, set()).add(argument)
    return found


def _plain(latex: str) -> str:
    """Return a name as it is typed on a keyboard: ``yhat`` for ``\\hat{y}``."""
    name = split_name(latex)
    scripts = "".join(f"_{part}" for part in (name.subscript, name.superscript) if part)
    return name.base.removeprefix("\\") + name.accent + scripts


def _bracketed(latex: str) -> str:
    """Return ``w^{(t)}`` for ``w^t``: a name may be spelled in two ways."""
    name = split_name(latex)
    if not name.superscript.startswith(("t", "new", "old")):
        return latex
    return replace(name, superscript=f"({name.superscript})").latex


def _after(name: Name) -> Iterator[Name]:
    """Yield the ways of writing a parameter after the update."""
    yield replace(name, primes=name.primes + 1)
    if not name.accent:
        yield replace(name, accent="hat")
        yield replace(name, accent="tilde")
    yield from _marked(name, "new", "t+1", "+", "*")


def _before(name: Name) -> Iterator[Name]:
    yield from _marked(name, "old", "t-1")


def _at_time(name: Name) -> Iterator[Name]:
    yield from _marked(name, "t")


def _marked(name: Name, *marks: str) -> Iterator[Name]:
    for mark in marks:
        if not name.superscript:
            yield replace(name, superscript=mark)
        if mark.isalnum() or not name.subscript:
            subscript = f"{name.subscript},{mark}" if name.subscript else mark
            yield replace(name, subscript=subscript)

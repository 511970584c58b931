"""The certificate: every gradient of the backward pass checked by means that do not know it.

Central differences, the complex step and forward mode evaluate the network's own equations, never
a step of the derivation; SymPy differentiates the composed loss where that is small enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from derive.core.derivation import Derivation
from derive.core.expression import Call, Variable, walk
from derive.core.function import Function
from derive.core.graph import Graph
from derive.core.text import Text
from derive.numeric.complex_step import complex_step
from derive.numeric.differences import central_difference, one_sided
from derive.numeric.forward_mode import forward_mode
from derive.numeric.interpret import evaluate
from derive.numeric.lanes import Array, directions
from derive.numeric.run import run

CHECKS = ("central_difference", "complex_step", "symbolic", "forward_mode")
TOLERANCE = dict(zip(CHECKS, (1e-6, 1e-9, 1e-9, 1e-9), strict=True))
_ROUNDING = 16 * np.finfo(float).eps


@dataclass(frozen=True)
class Checked:
    """One gradient: its value, the largest relative difference of each check, and the verdict.

    A check is None where it cannot be made: SymPy for large networks, the complex step where e^z
    is too large for a float, differences and SymPy exactly at a kink (``kink`` then says so).
    """

    value: Any
    checks: Mapping[str, float | None]
    kink: Text | None = None

    @property
    def ok(self) -> bool:
        """Whether every check that could be made agrees."""
        return all(
            difference is None or difference <= TOLERANCE[name]
            for name, difference in self.checks.items()
        )


@dataclass(frozen=True)
class Certificate:
    """The gradients of a derivation with what each check says of them."""

    gradients: Mapping[Variable, Checked]

    @property
    def ok(self) -> bool:
        """Whether no check disagrees anywhere."""
        return all(checked.ok for checked in self.gradients.values())

    @property
    def worst(self) -> dict[str, float | None]:
        """The largest relative difference of each check; None for one that was never made."""
        found = {name: [each.checks[name] for each in self.gradients.values()] for name in CHECKS}
        return {
            name: max((one for one in differences if one is not None), default=None)
            for name, differences in found.items()
        }


def certify(
    graph: Graph,
    derivation: Derivation,
    values: Mapping[Variable, Any],
    checks: Sequence[str] = CHECKS,
) -> Certificate:
    """Check every gradient that the derivation works out, at the given values of its givens.

    ``checks`` are the methods to check by; the others count as not applicable.  Raises
    NumericError when the derivation itself cannot be run there.
    """
    results = run(derivation, values)
    ours = {name: results[step.target] for name, step in derivation.gradients.items()}
    known = {**{leaf: values[leaf] for leaf in graph.leaves}, **results}
    found: dict[Variable, Checked] = {}
    for part, names in _parts(graph, tuple(ours)):
        witnesses = _witnesses(part, known, names, checks)
        kinks = dict(_kinks(part, known))
        for name in names:
            found[name] = _judged(part, known, name, ours[name], witnesses, kinks)
    return Certificate({name: found[name] for name in ours})


def _parts(
    graph: Graph, asked: tuple[Variable, ...]
) -> Iterator[tuple[Graph, tuple[Variable, ...]]]:
    """Yield the graph with what is asked of its leaves, then one with each value in between.

    A value in between is nudged like a number that was given: its own equation is left out.
    """
    leaves = tuple(name for name in asked if name not in graph.node_of)
    if leaves:
        yield graph, leaves
    for name in asked:
        if name in graph.node_of:
            behind = tuple(node for node in graph.nodes if node.output != name)
            yield Graph((*graph.leaves, name), behind, graph.adjoint_names), (name,)


@dataclass(frozen=True)
class _Witness:
    """What one check finds for every gradient, and how far each may be off by rounding alone."""

    gradients: Mapping[Variable, Array] | None
    doubts: Mapping[Variable, Array] | float

    def differences(self, name: Variable, ours: Any, tolerance: float) -> Array | None:
        """Return the relative difference of every entry.

        It is scaled so that a difference which rounding explains stays below the tolerance.
        """
        if self.gradients is None:
            return None
        theirs = self.gradients[name]
        doubt = self.doubts if isinstance(self.doubts, float) else self.doubts[name]
        if not (np.isfinite(theirs).all() and np.isfinite(doubt).all()):
            return None
        size = np.maximum(np.abs(ours), np.abs(theirs))
        scale = np.maximum(np.maximum(size, doubt / tolerance), _TINY)
        return np.asarray(np.abs(ours - theirs) / scale)


def _witnesses(
    graph: Graph, known: Mapping[Variable, Any], wanted: Sequence[Variable], checks: Sequence[str]
) -> dict[str, _Witness]:
    noise = _ROUNDING * max(float(np.abs(value).max()) for value in known.values())
    methods: dict[str, Callable[[], _Witness]] = {
        "central_difference": lambda: _differences(graph, known, wanted, noise),
        "complex_step": lambda: _Witness(complex_step(graph, known, wanted), noise),
        "symbolic": lambda: _Witness(_symbolic(graph, known, wanted), noise),
        "forward_mode": lambda: _Witness(forward_mode(graph, known, wanted), noise),
    }
    return {
        check: method() if check in checks else _Witness(None, noise)
        for check, method in methods.items()
    }


def _differences(
    graph: Graph, known: Mapping[Variable, Any], wanted: Sequence[Variable], noise: float
) -> _Witness:
    """Return central differences; at a minimum the loss alone does not show what was rounded."""
    slopes, doubts = central_difference(graph, known, wanted)
    return _Witness(slopes, {name: np.maximum(doubt, noise) for name, doubt in doubts.items()})


def _symbolic(
    graph: Graph, known: Mapping[Variable, Any], wanted: Sequence[Variable]
) -> Mapping[Variable, Array] | None:
    from derive.numeric.symbolic import symbolic  # SymPy takes longer to load than all the rest

    return symbolic(graph, known, wanted)


def _judged(
    graph: Graph,
    known: Mapping[Variable, Any],
    name: Variable,
    ours: Any,
    witnesses: Mapping[str, _Witness],
    kinks: Mapping[Variable, Function],
) -> Checked:
    checks = {
        check: _worst(witness.differences(name, ours, TOLERANCE[check]))
        for check, witness in witnesses.items()
    }
    checked = Checked(ours, checks)
    met = [where for where in _downstream(graph, name) if where in kinks]
    if checked.ok or not met or (sides := _differing_sides(graph, known, name)) is None:
        return checked
    # a slope from both sides is no witness here; what follows one branch still has to agree
    one_branch = {**checks, **dict.fromkeys(_TWO_SIDED)}
    return Checked(ours, one_branch, _at_kink(name, sides, met[0], kinks[met[0]]))


def _worst(differences: Array | None) -> float | None:
    return None if differences is None else float(differences.max())


def _downstream(graph: Graph, name: Variable) -> list[Variable]:
    """Return everything that is computed from a variable, in order."""
    reached = {name: None}
    for node in graph.nodes:
        if any(each in reached for each in node.inputs):
            reached[node.output] = None
    return list(reached)


def _differing_sides(
    graph: Graph, known: Mapping[Variable, Any], name: Variable
) -> tuple[float, float] | None:
    """Return the slopes to the left and right of the first entry at which they differ."""
    for way in directions((name,), known):
        left, right = one_sided(graph, known, way)
        if abs(left - right) > _SAME_SLOPE * max(abs(left), abs(right)):
            return left, right
    return None


def _kinks(graph: Graph, known: Mapping[Variable, Any]) -> Iterator[tuple[Variable, Function]]:
    """Yield every function that stands exactly at one of its kinks, with the equation it is in."""
    for node in graph.nodes:
        for part in walk(node.formula):
            if isinstance(part, Call) and part.function.kinks:
                place, *other = (evaluate(argument, known) for argument in part.arguments)
                distance = place - other[0] if other else place
                if np.isin(distance, part.function.kinks).any():
                    yield node.output, part.function


def _at_kink(
    name: Variable, sides: tuple[float, float], where: Variable, function: Function
) -> Text:
    left, right = (f"{side:.6g}" for side in sides)
    sentence = _KINK.fill(
        name=name.name, function=function.key, where=where.name, left=left, right=right
    )
    if function.convention is None:
        return sentence
    return Text(f"{sentence.en} {function.convention.en}", f"{sentence.zh}{function.convention.zh}")


_TWO_SIDED = ("central_difference", "symbolic")
_SAME_SLOPE = 1e-4
_TINY = np.finfo(float).tiny
_KINK = Text(
    "{where} stands exactly at a kink of {function}: by {name} the slope is {left} on the left "
    "and {right} on the right, so differences and SymPy cannot tell.",
    "{where} 剛好落在 {function} 的不可微點：對 {name} 的左側斜率為 {left}、右側斜率為 {right}，"
    "所以差分與 SymPy 無法判斷。",
)

"""The numbers of a derivation: one value for every step, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.core.derivation import Derivation
from derive.core.errors import NumericError
from derive.core.expression import Variable
from derive.core.text import Text
from derive.numeric.stepwise import assigned


def run(derivation: Derivation, values: Mapping[Variable, Any]) -> dict[Variable, Any]:
    """Return the value of every step's target, in order; each is computed once.

    ``values`` gives each of the derivation's givens a float, a sampled one an array with one entry
    for each sample, a shaped one a matrix.  Raises NumericError, with the number of the step, when
    a given has no value or a result is not a finite number.
    """
    found: dict[Variable, Any] = {}
    try:
        for target, value in assigned(((s.target, s.result) for s in derivation.steps), values):
            found[target] = value
    except NumericError as problem:
        number = problem.step = len(found) + 1
        problem.message = Text(
            _STEP.fill(number=number).en + problem.message.en,
            _STEP.fill(number=number).zh + problem.message.zh,
        )
        raise
    return found


_STEP = Text("Step {number}: ", "第 {number} 步：")

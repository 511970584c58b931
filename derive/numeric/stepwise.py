"""One assignment after the other, each value looked at: slow, but it knows what went wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from derive.core.errors import NumericError
from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.numeric.interpret import evaluate
from derive.spelling.text import text_name

if TYPE_CHECKING:
    import numpy as np

Assignment = tuple[Variable, Expression]


def assigned(
    assignments: Iterable[Assignment], values: Mapping[Variable, Any]
) -> Iterator[tuple[Variable, Any]]:
    """Yield every assigned variable with its value, in order.

    ``values`` are floats, or arrays for sampled and shaped variables.  Raises NumericError with
    the name of the first variable that has no finite value.
    """
    known = {name: value if is_array(value) else float(value) for name, value in values.items()}
    samples = sample_count(values)
    arrays = any(is_array(value) for value in values.values())
    for target, formula in assignments:
        with strict() if arrays else nullcontext():
            known[target] = spread(target, _value(target, formula, known), samples)
        yield target, known[target]


def sample_count(values: Mapping[Variable, Any]) -> int | None:
    """Return how many samples the sampled variables have; None when there are none."""
    return next(
        (len(value) for name, value in values.items() if name.sampled and is_array(value)), None
    )


def is_array(value: Any) -> bool:
    """Whether a value is an array with at least one axis."""
    return getattr(value, "ndim", 0) > 0


def strict() -> np.errstate:
    """Return a context in which arrays overflow to ∞ in silence and raise at 1/0, ln(-1), ∞ - ∞."""
    import numpy as np  # floats behave like that without it

    return np.errstate(divide="raise", invalid="raise", over="ignore", under="ignore")


def spread(target: Variable, value: Any, samples: int | None) -> Any:
    """Give a value that is the same everywhere one entry for each sample, or each place."""
    shape = target.shape or ((samples,) if target.sampled and samples else None)
    if shape is None or is_array(value):
        return value
    import numpy as np

    return np.full(shape, value)


def _value(target: Variable, formula: Expression, known: Mapping[Variable, Any]) -> Any:
    try:
        value = evaluate(formula, known)
    except NumericError:
        raise
    except ZeroDivisionError:
        raise NumericError(_ZERO.fill(name=text_name(target)), _LOOK) from None
    except (ArithmeticError, ValueError):
        raise NumericError(_DOMAIN.fill(name=text_name(target)), _LOOK) from None
    if not is_finite(value):
        raise NumericError(_INFINITE.fill(name=text_name(target)), _SMALLER)
    return value if is_array(value) else float(value)


def is_finite(value: Any) -> bool:
    """Whether a number, or every entry of an array, is finite."""
    if not is_array(value):
        return math.isfinite(value)
    import numpy as np

    return bool(np.isfinite(value).all())


_ZERO = Text("{name} divides by zero.", "{name} 的式子除以 0。")
_DOMAIN = Text(
    "{name} has no value here: something is divided by zero, or a logarithm, root or power is "
    "taken of a number that has none.",
    "{name} 在此沒有值：式子裡除以 0，或對數、根號、次方作用在沒有定義的數上。",
)
_LOOK = Text("Give other values to what goes into it.", "請改用別的數值代入。")
_INFINITE = Text("{name} is not a finite number.", "{name} 不是有限的數。")
_SMALLER = Text(
    "The numbers have grown too large: try smaller parameters or a smaller learning rate.",
    "數字變得太大：請改用較小的參數或較小的學習率。",
)

"""Numbers as a lecturer writes them: -10 and not -10.0, 0.082167, 1.2×10⁻⁷."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from derive.core.expression import Number

_TYPED = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHOLE_LIMIT = 10**9  # whole numbers below this are written out, above it in powers of ten
_ROUNDING = 1e-12


def show(value: float, digits: int = 6) -> str:
    """Return a number with ``digits`` significant digits and no digit more than it needs."""
    sign = "-" if value < 0 and decimal(value, digits) != ("0", None) else ""
    mantissa, exponent = decimal(value, digits)
    return sign + (mantissa if exponent is None else f"{mantissa}×10{superscript(exponent)}")


def is_exact(value: float, digits: int = 6) -> bool:
    """Whether ``show`` gives the whole value, so that one may write ``=`` and not ``≈``.

    0.1 + 0.2 counts as 0.3: what is left of it is rounding of the machine's, not of the page's.
    """
    if not math.isfinite(value):
        return True
    mantissa, exponent = decimal(value, digits)
    shown = float(mantissa) * 10.0 ** (exponent or 0)
    return math.isclose(shown, abs(value), rel_tol=_ROUNDING, abs_tol=0.0)


def decimal(value: float, digits: int = 6) -> tuple[str, int | None]:
    """Return the size of a number as decimal digits and a power of ten, if it takes one."""
    size = abs(value)
    if not math.isfinite(size):
        return ("∞" if math.isinf(size) else "NaN"), None
    if size < _WHOLE_LIMIT and size == int(size):
        return str(int(size)), None
    mantissa, _, exponent = f"{size:.{digits}g}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa, int(exponent) if exponent else None


def typed(number: Number) -> str:
    """Return the size of a literal as its author typed it (``0.10``), or ``""`` if unknown.

    Only digits and a point are let through: the text comes from outside and goes into pages.
    """
    text = number.text.lstrip("+-−").strip()
    return text if isinstance(number.value, Fraction) and _TYPED.fullmatch(text) else ""


def superscript(exponent: int | str) -> str:
    """Return digits set as a superscript."""
    return str(exponent).translate(_SUPERSCRIPTS)

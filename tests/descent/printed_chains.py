"""A report's printed chains, taken apart and worked out without any of the project's own code."""

import math
import re
from dataclasses import dataclass

NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
POWER = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
KNOWN = {"sqrt": math.sqrt, "max": max, "min": min, "abs": abs, "pi": math.pi, "cos": math.cos,
         "sgn": lambda x: (x > 0) - (x < 0)}  # fmt: skip
DIGITS = 6  # significant ones that are printed


@dataclass(frozen=True)
class Chain:
    """``left = side = side ≈ value`` with the label at its end left away."""

    left: str
    sides: tuple[str, ...]


def chains(report: str) -> list[Chain]:
    """Return the chains of all training passes of a text report."""
    body = report.split("\nTraining pass 1\n", 1)[1].split("\nAll iterations\n", 1)[0]
    found: list[str] = []
    for line in body.splitlines():
        if not line.startswith("  ") or "│" in line or "┼" in line:
            continue
        if re.search(r"\si = \d+$", line):
            continue  # one sample's line is not equal to the next sample's
        formula = re.split(r"\s{2,}(?=\S)", line.strip(), maxsplit=1)[0]
        if line.startswith("   ") and found:
            found[-1] += " " + formula
        elif re.search(r" [=≈] ", formula) or (line.startswith("  ") and "=" not in line):
            found.append(formula)
    parts = [re.split(r" [=≈] ", chain) for chain in found]
    return [Chain(left, tuple(sides)) for left, *sides in parts if sides]


def python(side: str) -> str:
    """Return a side as Python, or "" when it has letters in it."""
    written = NUMBER.sub(lambda m: m[1] + (f"e{m[2].translate(PLAIN)}" if m[2] else ""), side)
    written = POWER.sub(lambda m: f"**({m[0].translate(PLAIN)})", written)
    written = re.sub(r"\|([^|]*)\|", r"abs(\1)", written)
    written = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", written)
    for sign, meant in (("·", "*"), ("√", "sqrt"), ("½", "0.5"), ("π", "pi"), ("−", "-")):
        written = written.replace(sign, meant)
    beside = r"(?<=[\d)]) ?(?=\(|sqrt|max|min|abs|sgn|cos|pi)|(?<=\)) ?(?=\d)"
    written = re.sub(beside, "*", written)
    names = set(re.findall(r"[^\W\d]+", re.sub(r"\de-?\d", "", written)))
    return written if names <= set(KNOWN) and "̃" not in written else ""


def value(side: str) -> float | None:
    """Return what a side comes to; None when it has letters in it."""
    written = python(side)
    found = _worked(written) if written else None
    return None if isinstance(found, tuple) else found  # the values of all samples


def _worked(written: str):
    return eval(written, {"__builtins__": {}}, dict(KNOWN))


def slack(side: str) -> float:
    """Return how far a side may be off because its numbers are printed with so many digits."""
    written = python(side)
    here = _worked(written)
    total = 0.0
    for found in re.finditer(r"\d+(?:\.\d+)?(?:e-?\d+)?", written):
        if "." not in found[0] and len(found[0]) < DIGITS:
            continue  # a short whole number is exact
        unit = _half_unit(found[0])
        moved = (f"({found[0]}+{unit!r})", f"({found[0]}-{unit!r})")
        changes = (
            abs(_worked(written[: found.start()] + each + written[found.end() :]) - here)
            for each in moved
        )
        total += max(changes)
    return 1.05 * total


def _half_unit(number: str) -> float:
    size = abs(float(number))
    return 0.5 * 10.0 ** (math.floor(math.log10(size)) - DIGITS + 1) if size else 0.0


def half_unit_of(side: str) -> float:
    """Return half a unit of the last digit of a printed value."""
    return _half_unit(repr(abs(value(side) or 0.0)))

"""What a function such as the sigmoid is to the project: its formulas and what to say of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from derive.core.text import Text


@dataclass(frozen=True)
class Function:
    """A function that equations may call.

    All formulas are LaTeX, read by the same reader as a user's, in the names of ``arguments``;
    ``derivatives`` has one formula an argument.  ``through_output`` gives the derivative in terms
    of ``a``, the value already computed in the forward pass (``a(1 - a)``), where one exists.

    Parameters
    ----------
    key : name of its file; what a lesson writes after ``activation:``
    latex : how it is written before its brackets, ``\\sigma`` or ``\\operatorname{ReLU}``
    names : every other spelling that the reader accepts before a bracket
    derivatives : one formula an argument; none at all for a function of which nothing is known
    definition : the formula it stands for; empty for a primitive (exp, ln, sin …)
    proof : the lines from the derivative of the definition to ``derivatives[0]``, each equal to
        the next; the first equals the derivative of ``definition`` by the ordinary rules
    scalar, array : the value for a float, and for a NumPy array; stable where the formula is not
    range : the interval of its values, which a loss may refuse
    kinks : arguments (with two arguments: their differences) at which it has no derivative, with
        the convention taken there
    inline : whether compiled code may write out ``definition`` instead of calling ``scalar``:
        as exact wherever it does not overflow, and faster
    reference : where the definition comes from
    """

    key: str
    title: Text
    latex: str
    scalar: Callable[..., float]
    array: Callable[..., Any]
    derivatives: tuple[str, ...]
    arguments: tuple[str, ...] = ("z",)
    names: tuple[str, ...] = ()
    definition: str = ""
    through_output: str = ""
    proof: tuple[tuple[str, str], ...] = ()  # (formula, name of the rule that allows it)
    range: tuple[float, float] = (-math.inf, math.inf)
    kinks: tuple[float, ...] = ()
    convention: Text | None = None
    inline: bool = False
    reference: str = ""

    def __post_init__(self) -> None:
        if self.derivatives and len(self.derivatives) != len(self.arguments):
            raise ValueError(f"{self.key}: one derivative for each of {self.arguments}")
        if self.kinks and self.convention is None:
            raise ValueError(f"{self.key} has a kink and must say which convention it takes there")

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it but its letter: it can be differentiated, never run."""
        return not self.derivatives

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.latex if self.is_unknown else self.key

    @property
    def has_prime(self) -> bool:
        """Whether its derivative is written ``f'(z)`` first, and not at once as 1/z or cos z."""
        return bool(self.definition) or self.is_unknown

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Function) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


def lettered(latex: str, arguments: int = 1) -> Function:
    """Return a function of which nothing but its letter is known; it is written, never run.

    Two of them are the same function when they have the same letter.
    """
    return Function(
        key=f"any {latex} of {arguments}",
        title=_ANY,
        latex=latex,
        scalar=_no_value,
        array=_no_value,
        derivatives=(),
        arguments=tuple(f"u_{place}" for place in range(1, arguments + 1)),
    )


def length_bars() -> Function:
    """Return the function that is written ``‖v‖``; it is written, never run."""
    return replace(lettered("norm"), key="norm")


def _no_value(*given: object) -> float:
    raise TypeError("a function that is only a letter has no value")


_ANY = Text("any function", "任意函數")

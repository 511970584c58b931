"""What a comparison can answer: equal, different, or that it could not be decided, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from derive.core.text import Text


class Verdict(StrEnum):
    """The answer of a comparison.  ``UNDECIDED`` is never to be called wrong."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Method(StrEnum):
    """By what means it was found."""

    EXACT = "exact"  # residues modulo secret primes
    PRECISE = "precise"  # real numbers with sixty digits
    NONE = "none"


def _nothing() -> float:
    return 0.0


@dataclass(frozen=True)
class Judgement:
    """The answer of a comparison, the means, and why it could not be had or where it clashed.

    ``DIFFERENT`` by exact means is a proof.  ``EQUAL`` may be wrong with a probability of at most
    ``error_bound`` over the choice of the seed (None where no theorem gives one: precise means).
    ``direct`` says that it holds when ∂f/∂x is read along the direct edge only, in a network
    where x also reaches f by another path.
    """

    verdict: Verdict
    method: Method = Method.NONE
    reason: Text | None = None
    direct: bool = False
    bound: Callable[[], float] = field(default=_nothing, compare=False, repr=False)

    @property
    def error_bound(self) -> float | None:
        """The probability that ``EQUAL`` is wrong; 0 for every other answer."""
        if self.verdict is not Verdict.EQUAL:
            return 0.0
        return self.bound() if self.method is Method.EXACT else None

    @property
    def equal(self) -> bool:
        """Whether both sides were found equal."""
        return self.verdict is Verdict.EQUAL

    @property
    def different(self) -> bool:
        """Whether the sides were found to differ."""
        return self.verdict is Verdict.DIFFERENT

    @property
    def undecided(self) -> bool:
        """Whether it could not be checked."""
        return self.verdict is Verdict.UNDECIDED


class UnanswerableError(Exception):
    """A formula that cannot be evaluated at any point; it carries the reason for the reader."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class ShapeClashError(Exception):
    """Matrices that do not fit together: the formula is wrong whatever its entries are."""


class UndefinedError(Exception):
    """No value at this point only (a zero denominator, a logarithm of a negative number)."""


SHAPES = Text("The shapes do not fit.", "矩陣的形狀不符。")
DOMAIN = Text("This is not defined where the other side is.", "另一邊有定義的地方,這一式沒有定義。")
NOWHERE = Text("No point was found at which both sides are defined.", "找不到兩邊都有定義的點。")
TOO_CLOSE = Text(
    "Both sides are too close to each other to be told apart.", "兩邊太接近,無法分辨是否相等。"
)
TOO_DEEP = Text("The formula is nested too deeply.", "算式的層數太多。")
TOO_LARGE = Text("The formula is too large.", "算式太大。")
EXPONENT = Text("An exponent is too large.", "指數太大。")
UNKNOWN_NAME = Text("{name} is not known here.", "這裡不知道 {name} 是什麼。")
UNKNOWN_FUNCTION = Text("{name} cannot be evaluated.", "無法求出 {name} 的值。")
PRIMES = Text(
    "A prime on a function of several arguments has no single meaning.",
    "函數有多個引數時,撇號的意義不明。",
)
JACOBIAN = Text(
    "The derivative of one matrix by another has no agreed shape.",
    "矩陣對矩陣的微分沒有公認的形狀。",
)
UNSUPPORTED = Text("This kind of formula cannot be checked.", "無法檢查這種算式。")
SAMPLES = Text("The sum has more terms than there are samples.", "加總的項數比樣本數還多。")
REDEFINED = Text("{name} already has a meaning.", "{name} 已經有定義了。")

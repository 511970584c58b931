"""Where the weights start, one file each: how a weight is drawn before anything is learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from derive.core import folder
from derive.core.text import Text

_KIND = Text("initialisation", "初始化方式")


@dataclass(frozen=True)
class Initialisation:
    """A way to draw the first weights.

    Parameters
    ----------
    formula : LaTeX of the distribution, in ``n_{in}`` and ``n_{out}``
    draw : one weight, from a seeded generator, the units before and the units behind it
    """

    key: str
    title: Text
    formula: str
    draw: Callable[[Random, int, int], float]
    reference: str = ""


def keys() -> tuple[str, ...]:
    """Return the key of every initialisation, sorted."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Initialisation:
    """Return one initialisation; raises LessonError with the nearest key when there is none."""
    found: Initialisation = folder.load(__name__, key, _KIND).INITIALISATION
    return found

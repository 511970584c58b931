"""What helps against gradients that vanish or explode, one file each; most are tried by running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from derive.core import folder
from derive.core.text import Text
from derive.depth.sizes import Setting
from derive.descent.clipping import Clipping

_KIND = Text("remedy", "對策")
VANISHING, EXPLODING = "vanishing", "exploding"


def same_network(setting: Setting) -> Setting:
    """Leave the network as it is: for a remedy that changes the training."""
    return setting


@dataclass(frozen=True)
class Remedy:
    """One thing to do.

    Parameters
    ----------
    against : ``"vanishing"``, ``"exploding"`` or both
    change : the network that is trained instead
    clipping : what is cut back while it is trained
    formula : LaTeX that says what it does, where there is such a line
    runs : whether it is tried here, or only named
    """

    key: str
    title: Text
    about: Text
    against: tuple[str, ...]
    place: int
    change: Callable[[Setting], Setting] = same_network
    clipping: Clipping = field(default_factory=Clipping)
    formula: str = ""
    runs: bool = True
    reference: str = ""


@cache
def load(key: str) -> Remedy:
    """Return one remedy; raises LessonError with the nearest key when there is none."""
    found: Remedy = folder.load(__name__, key, _KIND).REMEDY
    return found


def against(problem: str) -> tuple[Remedy, ...]:
    """Return what helps against one of the two problems, in the order of a lecture."""
    found = (load(key) for key in folder.keys(__name__))
    return tuple(sorted((r for r in found if problem in r.against), key=lambda r: r.place))

"""The losses a network may have, one file each; the file's name is the loss's key."""

from __future__ import annotations

from functools import cache

from derive.core import folder
from derive.core.expression import Expression, Variable
from derive.core.loss import Loss
from derive.core.text import Text

_KIND = Text("loss", "損失函數")
TARGET = Variable("y", "y")
OUTPUT = Variable("\\hat{y}", "\\hat{y}")
SAMPLES = Variable("n", "n")


def keys() -> tuple[str, ...]:
    """Return the key of every loss, sorted; none of them is imported yet."""
    return folder.keys(__name__)


@cache
def load(key: str) -> Loss:
    """Return one loss by its key or another name; raises LessonError with the nearest key."""
    known = key if key in keys() else _aliases().get(key.lower(), key)
    loss: Loss = folder.load(__name__, known, _KIND).LOSS
    return loss


@cache
def _aliases() -> dict[str, str]:
    losses: list[Loss] = [folder.load(__name__, key, _KIND).LOSS for key in keys()]
    return {name: loss.key for loss in losses for name in loss.names}


@cache
def term(loss: Loss) -> tuple[Expression, tuple[Variable, Variable]]:
    """Return the formula of one term, and what it calls the target and the output."""
    return _read(loss.term, (TARGET, OUTPUT)), (TARGET, OUTPUT)


@cache
def scale(loss: Loss) -> Expression | None:
    """Return what stands before the sum over the samples, in ``SAMPLES``; None for a plain sum."""
    return _read(loss.scale, (SAMPLES,)) if loss.scale else None


def _read(latex: str, names: tuple[Variable, ...]) -> Expression:
    from derive.activations import spellings
    from derive.reading import NameTable, read_expression  # not needed to list the losses

    return read_expression(latex, NameTable(names, spellings()))

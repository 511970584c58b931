"""What a loss is to the project: the formula of one term, and how the terms are put together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from derive.core.text import Text


@dataclass(frozen=True)
class Loss:
    """A loss, summed over the outputs of a sample and then over the samples.

    Parameters
    ----------
    key : name of its file; what a lesson writes after ``loss:``
    term : LaTeX in ``y`` and ``\\hat{y}`` for one output of one sample
    scale : LaTeX in ``n`` that stands before the sum over a batch of n samples; empty for a sum
    over_samples : whether ``scale`` stands there for a single sample too, with n given or 1
    softmax : whether the last layer's numbers z are first made into probabilities
        ``e^{z_k} / Σ_j e^{z_j}``, which the term then calls ``\\hat{y}``
    range : the interval in which the outputs must lie
    targets : the interval in which the targets must lie
    targets_sum : what the targets of one sample must add up to, if anything
    names : other keys that mean the same
    convention : one line for the reader where authors differ
    """

    key: str
    title: Text
    term: str
    scale: str = ""
    over_samples: bool = False
    softmax: bool = False
    range: tuple[float, float] = (-math.inf, math.inf)
    targets: tuple[float, float] = (-math.inf, math.inf)
    targets_sum: float | None = None
    names: tuple[str, ...] = ()
    convention: Text | None = None
    reference: str = ""

    def complaint(self, targets: Sequence[float]) -> Text | None:
        """Return what is wrong with the targets of one sample; None when nothing is."""
        low, high = self.targets
        for target in targets:
            if not low <= target <= high:
                return _OUTSIDE.fill(loss=self.key, low=low, high=high, target=target)
        if self.targets_sum is not None and not math.isclose(math.fsum(targets), self.targets_sum):
            return _SUM.fill(loss=self.key, sum=self.targets_sum, found=math.fsum(targets))
        return None


_OUTSIDE = Text(
    "{loss} needs targets between {low} and {high}, and one of them is {target}.",
    "{loss} 的目標值必須介於 {low} 與 {high} 之間，但其中一個是 {target}。",
)
_SUM = Text(
    "{loss} needs targets that add up to {sum}, and these add up to {found}.",
    "{loss} 的目標值總和必須是 {sum}，但這裡的總和是 {found}。",
)

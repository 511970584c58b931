"""Huber's loss (δ = 1): squared for small errors, straight for large ones."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="huber",
    title=Text("Huber loss", "Huber 損失"),
    # with m = min(1, |e|) it is ½m² + (|e| - m): no case distinction, and smooth at |e| = 1
    term=r"\frac{1}{2} \min(1, |y - \hat{y}|)^2 + \max(0, |y - \hat{y}| - 1)",
    names=("smooth_l1",),
    reference="Huber 1964, Annals of Mathematical Statistics 35, 73-101",
)

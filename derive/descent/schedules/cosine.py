"""The learning rate follows half a wave of the cosine down to its lowest value."""

from derive.core.optimizer import Hyperparameter, Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="cosine",
    title=Text("cosine schedule", "餘弦退火學習率"),
    about=Text(
        "Slowly at first, fast in the middle, slowly at the end; s counts the updates made.",
        "一開始慢、中間快、最後又慢；s 是已更新的次數。",
    ),
    hyperparameters=(
        Hyperparameter("lowest", r"\eta_{min}", 0.0, Text("lowest learning rate", "最低學習率")),
        Hyperparameter(
            "period",
            "T",
            None,
            Text("updates until it is reached", "降到最低所需的更新次數"),
            low=1,
            whole=True,
        ),
    ),
    formula=r"\eta_{min} + \frac{1}{2} (\eta - \eta_{min}) (1 + \cos(\frac{\pi s}{T}))",
    reference="Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5 (one period)",
)

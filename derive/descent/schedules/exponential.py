"""The learning rate shrinks by the same factor in every update."""

from derive.core.optimizer import Hyperparameter, Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="exponential",
    title=Text("exponential schedule", "指數衰減學習率"),
    about=Text(
        "Every update multiplies the learning rate by γ; s counts the updates made.",
        "每更新一次，學習率就乘上 γ;s 是已更新的次數。",
    ),
    hyperparameters=(
        Hyperparameter("gamma", r"\gamma", 0.95, Text("factor of an update", "每次更新的倍率")),
    ),
    formula=r"\eta \cdot \gamma^{s}",
)

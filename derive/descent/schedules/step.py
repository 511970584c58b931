"""The learning rate drops by a factor every so many updates."""

from derive.core.optimizer import Hyperparameter, Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="step",
    title=Text("step schedule", "階梯式學習率"),
    about=Text(
        "After every span of updates the learning rate is multiplied by γ; d counts the spans.",
        "每過一段更新次數，學習率就乘上 γ;d 是經過的段數。",
    ),
    hyperparameters=(
        Hyperparameter("gamma", r"\gamma", 0.5, Text("factor of a drop", "每次下降的倍率")),
        Hyperparameter(
            "every", "N", 10, Text("updates between two drops", "每段的更新次數"), low=1, whole=True
        ),
    ),
    formula=r"\eta \cdot \gamma^{d}",
)

"""The learning rate grows to its value over the first updates."""

from derive.core.optimizer import Hyperparameter, Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="warmup",
    title=Text("warm-up", "學習率暖身"),
    about=Text(
        "The first updates are made with care: the learning rate grows in equal steps, then stays; "
        "s counts the updates made.",
        "一開始先小步走：學習率等量增加到設定值後保持不變；s 是已更新的次數。",
    ),
    hyperparameters=(
        Hyperparameter(
            "warmup",
            "N",
            5,
            Text("updates until it is full", "暖身的更新次數"),
            low=1,
            whole=True,
        ),
    ),
    formula=r"\eta \cdot \min(1, \frac{s + 1}{N})",
    reference="Goyal et al. 2017, arXiv:1706.02677, section 2.2 (gradual warm-up)",
)

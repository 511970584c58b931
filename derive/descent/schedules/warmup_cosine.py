"""Warm-up first, then the cosine down to 0."""

from derive.core.optimizer import Hyperparameter, Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="warmup_cosine",
    title=Text("warm-up and cosine", "暖身加餘弦退火"),
    about=Text(
        "The learning rate grows in equal steps and then follows half a wave of the cosine down "
        "to 0; s counts the updates made.",
        "學習率先等量增加，再沿著餘弦曲線降到 0;s 是已更新的次數。",
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
        Hyperparameter(
            "period", "T", None, Text("updates in all", "總更新次數"), low=1, whole=True
        ),
    ),
    formula=r"\eta \cdot \min(1, \frac{s + 1}{N}) "
    r"\cdot \frac{1}{2}(1 + \cos(\pi \frac{\max(s - N, 0)}{\max(T - N, 1)}))",
    reference="Goyal et al. 2017, arXiv:1706.02677; Loshchilov & Hutter 2017, arXiv:1608.03983",
)

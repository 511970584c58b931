"""Half as many layers multiply in half as many factors."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "fewer_layers",
    Text("half as many layers", "層數減半"),
    Text("Half as many factors are multiplied in.", "相乘的因子少了一半。"),
    (VANISHING,),
    4,
    lambda setting: replace(setting, depth=(setting.depth + 1) // 2),
)

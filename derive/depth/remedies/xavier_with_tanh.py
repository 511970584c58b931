"""A start that keeps the signal's size, with a slope that can be 1."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.initialisations.xavier import INITIALISATION
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "xavier_with_tanh",
    Text("tanh, Xavier start", "tanh 搭配 Xavier 初始化"),
    Text(
        "The slope of tanh is up to 1, and the weights start in the size that keeps it there.",
        "tanh 的斜率最大為 1，初始權重的大小也讓它保持在附近。",
    ),
    (VANISHING,),
    5,
    lambda setting: replace(setting, activation="tanh", initialisation="xavier"),
    formula=INITIALISATION.formula,
    reference="Glorot & Bengio 2010, AISTATS, eq. 16",
)

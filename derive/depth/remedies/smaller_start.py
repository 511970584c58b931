"""Weights that start in the size that keeps the signal, whatever the activation."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.initialisations.he import INITIALISATION
from derive.depth.remedies import EXPLODING, Remedy

REMEDY = Remedy(
    "smaller_start",
    Text("He start", "He 初始化"),
    Text(
        "The weights start in the size that keeps the signal as large as it comes in.",
        "初始權重取剛好讓訊號大小維持不變的範圍。",
    ),
    (EXPLODING,),
    6,
    lambda setting: replace(setting, initialisation="he"),
    formula=INITIALISATION.formula,
    reference=INITIALISATION.reference,
)

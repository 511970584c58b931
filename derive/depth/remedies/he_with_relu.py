"""A start made for the rectifier."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.initialisations.he import INITIALISATION
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "he_with_relu",
    Text("ReLU, He start", "ReLU 搭配 He 初始化"),
    Text(
        "The weights start in the size that keeps the signal, of which ReLU stops one half.",
        "ReLU 會擋掉一半的訊號，初始權重的大小剛好補回來。",
    ),
    (VANISHING,),
    6,
    lambda setting: replace(setting, activation="relu", initialisation="he"),
    formula=INITIALISATION.formula,
    reference="He, Zhang, Ren & Sun 2015, ICCV, eq. 10",
)

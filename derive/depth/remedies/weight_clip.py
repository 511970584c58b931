"""Every weight is kept inside an interval after its update."""

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, Remedy
from derive.descent.clipping import Clipping

REMEDY = Remedy(
    "weight_clip",
    Text("weight clip", "權重裁剪 Weight clip"),
    Text(
        "After every update each weight is cut to the interval from -c to c (here c = 1).",
        "每次更新後，把各權重限制在 -c 與 c 之間（這裡 c = 1）。",
    ),
    (EXPLODING,),
    3,
    clipping=Clipping(weights=1.0),
    formula=r"w = \max(-c, \min(c, w'))",
    reference="",
)

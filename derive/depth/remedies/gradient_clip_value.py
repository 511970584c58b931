"""Every entry of the gradient is kept inside an interval."""

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, Remedy
from derive.descent.clipping import Clipping

REMEDY = Remedy(
    "gradient_clip_value",
    Text("gradient clip, value", "依數值的梯度裁剪 Gradient clip"),
    Text(
        "Every entry of the gradient is cut to the interval from -c to c (here c = 1).",
        "梯度的每個分量都限制在 -c 與 c 之間（這裡 c = 1）。",
    ),
    (EXPLODING,),
    1,
    clipping=Clipping(value=1.0),
    formula=r"\bar{g} = \max(-c, \min(c, g))",
    reference="",
)

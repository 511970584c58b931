"""Every entry of the gradient is kept inside an interval."""

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, Remedy
from derive.descent.clipping import Clipping

REMEDY = Remedy(
    "gradient_clip_value",
    Text("gradient clipping by value", "梯度裁剪 Gradient clip（依數值）"),
    Text(
        "Every entry of the gradient is cut to the interval from -c to c.",
        "梯度的每個分量都限制在 -c 與 c 之間。",
    ),
    EXPLODING,
    1,
    clipping=Clipping(value=1.0),
    formula=r"\bar{g} = \max(-c, \min(c, g))",
    reference="",
)

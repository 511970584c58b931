"""The gradient is shortened and keeps its direction."""

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, Remedy
from derive.descent.clipping import Clipping

REMEDY = Remedy(
    "gradient_clip_norm",
    Text("gradient clip, norm", "依長度的梯度裁剪 Gradient clip"),
    Text(
        "A gradient longer than c is shortened to c; its direction stays (here c = 1).",
        "梯度長度超過 c 時縮短為 c，方向不變（這裡 c = 1）。",
    ),
    (EXPLODING,),
    2,
    clipping=Clipping(norm=1.0),
    formula=r"\bar{g} = \frac{c}{\max(\|g\|, c)} g",
    reference="Pascanu, Mikolov & Bengio 2013, ICML, algorithm 1",
)

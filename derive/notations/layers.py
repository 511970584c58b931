"""The habit of a layered network: from the loss inwards, layers as superscripts."""

from derive.core.notation import Notation
from derive.core.text import Text

NOTATION = Notation(
    "layers",
    Text("∂L/∂ŷ · ∂ŷ/∂z · ∂z/∂w, layers as superscripts", "∂L/∂ŷ · ∂ŷ/∂z · ∂z/∂w，層數寫在上標"),
    local_first=False,
    through_output=False,
    updated="hat",
)

"""The habit of most textbooks: from the loss inwards, kept outputs used."""

from derive.core.notation import Notation
from derive.core.text import Text

NOTATION = Notation(
    "leibniz",
    Text("∂L/∂ŷ · ∂ŷ/∂w, from the loss inwards", "∂L/∂ŷ · ∂ŷ/∂w，由損失往內寫"),
    local_first=False,
)

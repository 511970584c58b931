"""The habit for equations typed as they stand: local factor first, kept outputs used."""

from derive.core.notation import Notation
from derive.core.text import Text

NOTATION = Notation(
    "equations",
    Text("∂ŷ/∂w · ∂L/∂ŷ, from the parameter outwards", "∂ŷ/∂w · ∂L/∂ŷ，由參數往輸出寫"),
)

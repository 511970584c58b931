"""Each unit's sums are brought to mean 0 and variance 1 over the batch."""

from derive.core.text import Text
from derive.depth.remedies import VANISHING, Remedy

REMEDY = Remedy(
    "batch_normalisation",
    Text("batch normalisation", "批次正規化 Batch Normalization"),
    Text(
        "Over each batch every unit's sum is brought to mean 0 and variance 1, where the slope of "
        "the sigmoid is largest; γ and β are learnt.",
        "在每個批次中把各神經元的加權和調整成平均 0、變異數 1，落在 sigmoid 斜率最大的區域；"
        "γ 與 β 是要學習的參數。",
    ),
    VANISHING,
    7,
    formula=r"\hat{z} = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, "
    r"\quad z' = \gamma \hat{z} + \beta",
    runs=False,
    reference="Ioffe & Szegedy 2015, ICML, algorithm 1",
)

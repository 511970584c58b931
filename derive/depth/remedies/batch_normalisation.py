"""Each unit's sums are brought to mean 0 and variance 1 over the batch."""

from dataclasses import replace

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, VANISHING, Remedy

REMEDY = Remedy(
    "batch_normalisation",
    Text("batch normalisation", "批次正規化 Batch Normalization"),
    Text(
        "Over each batch every unit's sum is brought to mean 0 and variance 1, where the slope of "
        "the sigmoid is largest, however large the weights are; γ and β are learnt.",
        "在每個批次中把各神經元的加權和調整成平均 0、變異數 1，落在 sigmoid 斜率最大的區域，"
        "與權重大小無關；γ 與 β 是要學習的參數。",
    ),
    (VANISHING, EXPLODING),
    7,
    lambda setting: replace(setting, normalised=True, samples=max(2, setting.samples)),
    formula=r"\hat{z} = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, "
    r"\quad \tilde{z} = \gamma \hat{z} + \beta",
    reference="Ioffe & Szegedy 2015, ICML, algorithm 1",
)

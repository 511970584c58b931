"""Cross-entropy of the probabilities that a softmax makes of the last layer."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="softmax_cross_entropy",
    title=Text("softmax cross-entropy", "softmax 交叉熵"),
    term=r"-y \ln \hat{y}",
    scale=r"\frac{1}{n}",
    softmax=True,
    range=(0.0, 1.0),
    targets=(0.0, 1.0),
    targets_sum=1.0,
    names=("cross_entropy", "categorical_cross_entropy", "cce"),
    convention=Text(
        "A batch is averaged over its n samples, as PyTorch does; some books add instead.",
        "一批樣本取平均（除以 n），與 PyTorch 相同；有些書則是相加。",
    ),
    reference="Bishop 2006, Pattern Recognition and Machine Learning, eq. 4.108",
)

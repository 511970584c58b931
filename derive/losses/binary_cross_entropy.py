"""Cross-entropy of a probability and a yes or no: what a sigmoid output is trained with."""

from derive.core.loss import Loss
from derive.core.text import Text

LOSS = Loss(
    key="binary_cross_entropy",
    title=Text("binary cross-entropy", "二元交叉熵"),
    term=r"-(y \ln \hat{y} + (1 - y) \ln(1 - \hat{y}))",
    scale=r"\frac{1}{n}",
    range=(0.0, 1.0),
    targets=(0.0, 1.0),
    names=("bce", "log_loss", "logistic"),
    convention=Text(
        "A batch is averaged over its n samples, as PyTorch does; some books add instead.",
        "一批樣本取平均（除以 n），與 PyTorch 相同；有些書則是相加。",
    ),
    reference="Bishop 2006, Pattern Recognition and Machine Learning, eq. 4.90",
)

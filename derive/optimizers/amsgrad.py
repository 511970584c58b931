"""AMSGrad: Adam that never forgets its largest mean square."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="amsgrad",
    title=Text("AMSGrad", "AMSGrad"),
    about=Text(
        "Adam whose divisor cannot become smaller: the step is divided by the largest mean square "
        "so far, so that a rare large gradient is not forgotten.",
        "讓 Adam 的分母只增不減：除以目前為止最大的梯度平方平均，所以偶爾出現的大梯度不會被忘掉。",
    ),
    hyperparameters=(
        rate(0.001),
        Hyperparameter(
            "beta_1", r"\beta_1", 0.9, Text("decay of the mean", "平均的衰減率"), high=1
        ),
        Hyperparameter(
            "beta_2",
            r"\beta_2",
            0.999,
            Text("decay of the mean of squares", "平方平均的衰減率"),
            high=1,
        ),
        Hyperparameter(
            "epsilon",
            r"\epsilon",
            1e-8,
            Text("keeps the denominator from being 0", "平滑值，避免分母為 0"),
        ),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("m", Text("running mean of the gradients", "梯度的移動平均"), 0.0),
        Quantity("v", Text("running mean of the squared gradients", "梯度平方的移動平均"), 0.0),
        Quantity("s", Text("largest v so far", "目前為止最大的 v"), 0.0),
        Quantity(r"\hat{m}", Text("m, corrected for its start from 0", "修正偏差後的 m")),
        Quantity(r"\hat{s}", Text("s, corrected for its start from 0", "修正偏差後的 s")),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"m^{(t)} = \beta_1 m^{(t-1)} + (1 - \beta_1) g^{(t)}",
        r"v^{(t)} = \beta_2 v^{(t-1)} + (1 - \beta_2) (g^{(t)})^2",
        r"s^{(t)} = \max(s^{(t-1)}, v^{(t)})",
        r"\hat{m}^{(t)} = \frac{m^{(t)}}{1 - \beta_1^t}",
        r"\hat{s}^{(t)} = \frac{s^{(t)}}{1 - \beta_2^t}",
        r"\theta^{(t)} = \theta^{(t-1)} "
        r"- \eta \frac{\hat{m}^{(t)}}{\sqrt{\hat{s}^{(t)}} + \epsilon}",
    ),
    reference="Reddi, Kale & Kumar 2018, arXiv:1904.09237, algorithm 2; "
    "PyTorch: torch.optim.Adam(amsgrad=True)",
    convention=Text(
        "The paper writes v̂ for s and does without the corrections for the start from 0; PyTorch "
        "corrects both means, as here, and Keras too, with its ε before the correction.",
        "論文的 v̂ 就是這裡的 s，且不修正偏差；PyTorch 兩者都修正，這裡相同；"
        "Keras 也修正，但 ε 在修正前就加。",
    ),
)

"""AdamW: Adam, and weights that decay apart from it."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adamw",
    title=Text("AdamW", "AdamW"),
    about=Text(
        "Adam's step, and beside it every parameter shrinks by a fixed share of itself; the decay "
        "does not pass through Adam's means.",
        "Adam 的步伐之外，每個參數另外按固定比例縮小；權重衰減不經過 Adam 的移動平均。",
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
        Hyperparameter("weight_decay", r"\lambda", 0.01, Text("weight decay", "權重衰減係數")),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("m", Text("running mean of the gradients", "梯度的移動平均"), 0.0),
        Quantity("v", Text("running mean of the squared gradients", "梯度平方的移動平均"), 0.0),
        Quantity(r"\hat{m}", Text("m, corrected for its start from 0", "修正偏差後的 m")),
        Quantity(r"\hat{v}", Text("v, corrected for its start from 0", "修正偏差後的 v")),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"m^{(t)} = \beta_1 m^{(t-1)} + (1 - \beta_1) g^{(t)}",
        r"v^{(t)} = \beta_2 v^{(t-1)} + (1 - \beta_2) (g^{(t)})^2",
        r"\hat{m}^{(t)} = \frac{m^{(t)}}{1 - \beta_1^t}",
        r"\hat{v}^{(t)} = \frac{v^{(t)}}{1 - \beta_2^t}",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \left(\frac{\hat{m}^{(t)}}"
        r"{\sqrt{\hat{v}^{(t)}} + \epsilon} + \lambda \theta^{(t-1)}\right)",
    ),
    reference="Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2",
    convention=Text(
        "The decay is multiplied by η too, as in PyTorch and Keras; in the paper only by the "
        "schedule's factor. PyTorch starts from λ = 0.01, Keras from 0.004.",
        "權重衰減也乘上 η，與 PyTorch、Keras 相同；論文只乘排程的倍率。"
        "PyTorch 預設 λ = 0.01，Keras 預設 0.004。",
    ),
)

"""Adam: momentum and RMSprop together, both corrected for their start from zero."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adam",
    title=Text("Adam", "Adam"),
    about=Text(
        "A running mean of the gradient gives the direction, a running mean of its square the "
        "size; both start from 0 and are corrected for that.",
        "用梯度的移動平均決定方向，用梯度平方的移動平均決定大小；兩者都由 0 開始，所以要修正偏差。",
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
        Quantity(r"\hat{m}", Text("m, corrected for its start from 0", "修正偏差後的 m")),
        Quantity(r"\hat{v}", Text("v, corrected for its start from 0", "修正偏差後的 v")),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"m^{(t)} = \beta_1 m^{(t-1)} + (1 - \beta_1) g^{(t)}",
        r"v^{(t)} = \beta_2 v^{(t-1)} + (1 - \beta_2) (g^{(t)})^2",
        r"\hat{m}^{(t)} = \frac{m^{(t)}}{1 - \beta_1^t}",
        r"\hat{v}^{(t)} = \frac{v^{(t)}}{1 - \beta_2^t}",
        r"\theta^{(t)} = \theta^{(t-1)} "
        r"- \eta \frac{\hat{m}^{(t)}}{\sqrt{\hat{v}^{(t)}} + \epsilon}",
    ),
    reference="Kingma & Ba 2015, arXiv:1412.6980, algorithm 1",
    convention=Text(
        "The paper writes α for η. ε is added to the root of the corrected mean, as in the paper's "
        "algorithm 1 and PyTorch; Keras adds it before the correction (the paper's “ε hat”), from "
        "10⁻⁷.",
        "論文的 α 就是這裡的 η。ε 加在修正後的根號外，與論文演算法 1 和 PyTorch 相同；"
        "Keras 在修正前就加（論文的 ε̂），預設 10⁻⁷。",
    ),
)

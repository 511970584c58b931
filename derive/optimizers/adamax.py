"""Adamax: Adam with the largest gradient in the place of the mean square."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adamax",
    title=Text("Adamax", "Adamax"),
    about=Text(
        "The step is divided by the largest gradient seen lately, so that no parameter moves much "
        "further than the learning rate.",
        "步伐除以最近看過的最大梯度，所以每個參數移動的距離大致不超過學習率。",
    ),
    hyperparameters=(
        rate(0.002),
        Hyperparameter(
            "beta_1", r"\beta_1", 0.9, Text("decay of the mean", "平均的衰減率"), high=1
        ),
        Hyperparameter(
            "beta_2", r"\beta_2", 0.999, Text("decay of the maximum", "最大值的衰減率"), high=1
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
        Quantity("u", Text("largest gradient, slowly forgotten", "最大梯度（會慢慢遺忘）"), 0.0),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"m^{(t)} = \beta_1 m^{(t-1)} + (1 - \beta_1) g^{(t)}",
        r"u^{(t)} = \max(\beta_2 u^{(t-1)}, |g^{(t)}| + \epsilon)",
        r"\theta^{(t)} = \theta^{(t-1)} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m^{(t)}}{u^{(t)}}",
    ),
    reference="Kingma & Ba 2015, arXiv:1412.6980, algorithm 2",
    convention=Text(
        "The paper writes α for η and has no ε (--set epsilon=0). PyTorch adds it inside the "
        "maximum, as here; Keras adds it to u in the denominator, and starts from η = 0.001.",
        "論文的 α 就是這裡的 η，且沒有 ε（可用 --set epsilon=0）。PyTorch 加在 max 裡面，這裡相同；"
        "Keras 加在分母的 u 上，且預設 η = 0.001。",
    ),
)

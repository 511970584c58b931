"""Nadam: Adam with Nesterov's momentum."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="nadam",
    title=Text("Nadam", "Nadam"),
    about=Text(
        "Adam whose momentum looks one update ahead: the gradient of now and the momentum of the "
        "next update are mixed.",
        "把 Adam 的動量改成 Nesterov 的形式：混合當下的梯度與下一步的動量。",
    ),
    hyperparameters=(
        rate(0.002),
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
        Hyperparameter(
            "momentum_decay",
            r"\psi",
            0.004,
            Text("how fast the momentum is warmed up", "動量暖身的快慢"),
        ),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity(r"\mu", Text("momentum of this update", "這一步的動量係數")),
        Quantity(r"\nu", Text("momentum of the next update", "下一步的動量係數")),
        Quantity("p", Text("product of all μ so far", "到目前為止所有 μ 的乘積"), 1.0),
        Quantity("m", Text("running mean of the gradients", "梯度的移動平均"), 0.0),
        Quantity("v", Text("running mean of the squared gradients", "梯度平方的移動平均"), 0.0),
        Quantity(r"\hat{m}", Text("m looking ahead, corrected", "預看並修正偏差後的 m")),
        Quantity(r"\hat{v}", Text("v, corrected for its start from 0", "修正偏差後的 v")),
    ),
    recurrences=(
        r"\mu^{(t)} = \beta_1 (1 - \frac{1}{2} \cdot 0.96^{t \psi})",
        r"\nu^{(t)} = \beta_1 (1 - \frac{1}{2} \cdot 0.96^{(t + 1) \psi})",
        r"p^{(t)} = p^{(t-1)} \mu^{(t)}",
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"m^{(t)} = \beta_1 m^{(t-1)} + (1 - \beta_1) g^{(t)}",
        r"v^{(t)} = \beta_2 v^{(t-1)} + (1 - \beta_2) (g^{(t)})^2",
        r"\hat{m}^{(t)} = \frac{\nu^{(t)} m^{(t)}}{1 - p^{(t)} \nu^{(t)}} "
        r"+ \frac{(1 - \mu^{(t)}) g^{(t)}}{1 - p^{(t)}}",
        r"\hat{v}^{(t)} = \frac{v^{(t)}}{1 - \beta_2^t}",
        r"\theta^{(t)} = \theta^{(t-1)} "
        r"- \eta \frac{\hat{m}^{(t)}}{\sqrt{\hat{v}^{(t)}} + \epsilon}",
    ),
    reference="Dozat 2016, Incorporating Nesterov Momentum into Adam, ICLR workshop, algorithm 2; "
    "PyTorch: torch.optim.NAdam",
    convention=Text(
        "The warm-up of μ with 0.96 and ψ = 0.004 is PyTorch's; Keras 3 raises 0.96 to t itself "
        "(--set momentum_decay=1). ν is μ of the next update.",
        "μ 的暖身公式中 0.96 與 ψ = 0.004 是 PyTorch 的設定；Keras 3 直接取 0.96 的 t 次方"
        "（可用 --set momentum_decay=1）。ν 是下一步的 μ。",
    ),
)

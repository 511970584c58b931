"""Nesterov's momentum as PyTorch writes it: the gradient stays at the parameter itself."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="nesterov",
    title=Text("Nesterov momentum", "Nesterov 動量"),
    about=Text(
        "The step uses the velocity as it will be one update later, which brakes earlier than "
        "plain momentum does.",
        "用「下一步的速度」來更新，比一般動量更早煞車。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter("beta", r"\beta", 0.9, Text("momentum coefficient", "動量項係數"), high=1),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("v", Text("velocity: gradients collected", "速度：累積的梯度"), 0.0),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"v^{(t)} = \beta v^{(t-1)} + g^{(t)}",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta(g^{(t)} + \beta v^{(t)})",
    ),
    reference="Nesterov 1983, Soviet Math. Dokl. 27, 372-376; "
    "PyTorch: torch.optim.SGD(nesterov=True)",
    convention=Text(
        "PyTorch and Keras follow the look-ahead point itself, so the gradient is taken at the "
        "parameter. Sutskever et al. 2013 follow the point behind it: nesterov_look_ahead.",
        "PyTorch 與 Keras 記錄的是「預看點」本身，所以梯度就在參數處計算；"
        "Sutskever et al. 2013 記錄的是預看之前的點，見 nesterov_look_ahead。",
    ),
)

"""Nesterov's momentum as the paper has it: look ahead first, then take the gradient there."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="nesterov_look_ahead",
    title=Text("Nesterov momentum, looking ahead", "Nesterov 動量（先預看）"),
    about=Text(
        "First go where the velocity leads anyway, take the gradient there, and correct the step "
        "by it.",
        "先沿著速度走到預看點，在那裡計算梯度，再用它修正這一步。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter("beta", r"\beta", 0.9, Text("momentum coefficient", "動量項係數"), high=1),
    ),
    quantities=(
        Quantity(r"\tilde{\theta}", Text("point looked at ahead", "預看點")),
        Quantity("v", Text("velocity: the step that is made", "速度：這一步的位移"), 0.0),
    ),
    look_ahead=r"\tilde{\theta}^{(t-1)} = \theta^{(t-1)} - \beta v^{(t-1)}",
    recurrences=(
        r"v^{(t)} = \beta v^{(t-1)} "
        r"+ \eta \cdot \frac{\partial L}{\partial \tilde{\theta}^{(t-1)}}",
        r"\theta^{(t)} = \theta^{(t-1)} - v^{(t)}",
    ),
    reference="Sutskever, Martens, Dahl & Hinton 2013, ICML, eqs. 3-4",
    convention=Text(
        "The paper's v has the other sign. PyTorch and Keras follow the point ahead instead "
        "(nesterov); with a constant learning rate it is the same one.",
        "論文中 v 的正負號相反。PyTorch 與 Keras 記錄的是預看點（nesterov）；"
        "學習率不變時，兩者的預看點相同。",
    ),
)

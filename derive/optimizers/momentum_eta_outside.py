"""Momentum as PyTorch writes it: the learning rate is outside the velocity."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="momentum_eta_outside",
    title=Text("momentum, learning rate outside", "動量（學習率在外）"),
    about=Text(
        "The velocity collects gradients alone; the learning rate acts on the whole of it, so a "
        "change of the rate is felt at once.",
        "速度只累積梯度；學習率乘在整個速度上，所以調整學習率會立刻生效。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter("beta", r"\beta", 0.9, Text("momentum coefficient", "動量項係數"), high=1),
    ),
    quantities=(Quantity("v", Text("velocity: gradients collected", "速度：累積的梯度"), 0.0),),
    recurrences=(
        r"v^{(t)} = \beta v^{(t-1)} + \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \cdot v^{(t)}",
    ),
    reference="PyTorch, torch.optim.SGD(momentum=…, dampening=0)",
    convention=Text(
        "As PyTorch has it. The lecture and Keras put the learning rate inside v (momentum): the "
        "same path as long as the learning rate stays the same. Others write v = βv + (1 - β)∇L, a "
        "running mean, whose steps are smaller by the factor 1 - β; PyTorch's dampening does that "
        "from the second update on.",
        "這是 PyTorch 的寫法。講義與 Keras 把學習率放進 v 裡（momentum）；學習率不變時路徑相同。"
        "也有人寫成移動平均 v = βv + (1 - β)∇L，步伐變成 1 - β 倍；"
        "PyTorch 的 dampening 就是從第二次更新起這樣做。",
    ),
)

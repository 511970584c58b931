"""RMSprop: AdaGrad that forgets."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="rmsprop",
    title=Text("RMSprop", "RMSprop"),
    about=Text(
        "The step is divided by the root of a running mean of squared gradients, which, other "
        "than AdaGrad's sum, can become smaller again.",
        "步伐除以「梯度平方的移動平均」的平方根；不同於 AdaGrad 的總和，它還會再變小。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter("rho", r"\rho", 0.9, Text("decay of the mean", "移動平均的衰減率"), high=1),
        Hyperparameter(
            "epsilon",
            r"\epsilon",
            1e-8,
            Text("keeps the denominator from being 0", "平滑值，避免分母為 0"),
        ),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("v", Text("running mean of the squared gradients", "梯度平方的移動平均"), 0.0),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"v^{(t)} = \rho v^{(t-1)} + (1 - \rho) (g^{(t)})^2",
        r"\theta^{(t)} = \theta^{(t-1)} - \frac{\eta}{\sqrt{v^{(t)}} + \epsilon} g^{(t)}",
    ),
    reference="Tieleman & Hinton 2012, Neural Networks for Machine Learning, lecture 6.5",
    convention=Text(
        "ρ = 0.9 is Hinton's and Keras's; PyTorch calls it alpha and starts from 0.99. Hinton has "
        "no ε; it is outside the root as in PyTorch, while Keras and Optax have it inside. The "
        "centred form, which subtracts the square of the mean gradient from v, and a momentum on "
        "top, which the frameworks offer, are left out here, as they are by default there.",
        "ρ = 0.9 是 Hinton 與 Keras 的預設；PyTorch 稱為 alpha，預設 0.99。"
        "Hinton 沒有 ε；這裡放在根號外，與 PyTorch 相同，Keras 與 Optax 放在根號裡。"
        "各框架另有 centered（v 再減去平均梯度的平方）與外加動量的選項，預設都不使用，這裡也沒有。",
    ),
)

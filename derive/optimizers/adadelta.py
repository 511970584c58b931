"""Adadelta: the size of earlier steps takes the place of the learning rate."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adadelta",
    title=Text("Adadelta", "Adadelta"),
    about=Text(
        "Two running means, of the squared gradients and of the squared steps; their ratio gives "
        "the step the right size and unit without a learning rate.",
        "記錄梯度平方與步伐平方的移動平均；兩者的比值讓步伐有合適的大小與單位，原本不需要學習率。",
    ),
    hyperparameters=(
        rate(1.0),
        Hyperparameter("rho", r"\rho", 0.9, Text("decay of the means", "移動平均的衰減率"), high=1),
        Hyperparameter(
            "epsilon",
            r"\epsilon",
            1e-6,
            Text("keeps the roots from being 0", "平滑值，避免根號為 0"),
            open=True,
        ),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("v", Text("running mean of the squared gradients", "梯度平方的移動平均"), 0.0),
        Quantity(r"\Delta", Text("step before the learning rate", "乘學習率之前的步伐")),
        Quantity("u", Text("running mean of the squared steps", "步伐平方的移動平均"), 0.0),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"v^{(t)} = \rho v^{(t-1)} + (1 - \rho) (g^{(t)})^2",
        r"\Delta^{(t)} = \frac{\sqrt{u^{(t-1)} + \epsilon}}{\sqrt{v^{(t)} + \epsilon}} g^{(t)}",
        r"u^{(t)} = \rho u^{(t-1)} + (1 - \rho) (\Delta^{(t)})^2",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \Delta^{(t)}",
    ),
    reference="Zeiler 2012, arXiv:1212.5701, algorithm 1",
    convention=Text(
        "The paper has no learning rate (η = 1) and writes the minus sign into Δ. PyTorch and "
        "Keras multiply by η, as here; ε is inside both roots everywhere. PyTorch starts from "
        "η = 1, ρ = 0.9, ε = 10⁻⁶, as here; Keras from η = 0.001, ρ = 0.95, ε = 10⁻⁷.",
        "論文沒有學習率（η = 1），且負號寫在 Δ 裡；PyTorch 與 Keras 再乘上 η，這裡相同；"
        "ε 都在兩個根號裡。PyTorch 預設 η = 1、ρ = 0.9、ε = 10⁻⁶（這裡相同）；"
        "Keras 預設 η = 0.001、ρ = 0.95、ε = 10⁻⁷。",
    ),
)

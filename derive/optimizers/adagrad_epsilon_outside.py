"""AdaGrad as the paper and PyTorch have it: ε is outside the root."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adagrad_epsilon_outside",
    title=Text("AdaGrad, ε outside the root", "AdaGrad（ε 在根號外）"),
    about=Text(
        "Each parameter has a learning rate of its own, which shrinks with the squared gradients "
        "it has seen.",
        "每個參數有自己的學習率，並隨著累積的梯度平方和逐漸變小。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter(
            "epsilon",
            r"\epsilon",
            1e-10,
            Text("keeps the denominator from being 0", "平滑值，避免分母為 0"),
        ),
    ),
    quantities=(Quantity("n", Text("sum of all squared gradients", "所有梯度的平方和"), 0.0),),
    recurrences=(
        r"n^{(t)} = n^{(t-1)} + \left(\frac{\partial L}{\partial \theta^{(t-1)}}\right)^2",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \frac{1}{\sqrt{n^{(t)}} + \epsilon} "
        r"\frac{\partial L}{\partial \theta^{(t-1)}}",
    ),
    reference="Duchi, Hazan & Singer 2011, JMLR 12, 2121-2159, fig. 1 (diagonal matrices, "
    "δ outside the root); PyTorch, torch.optim.Adagrad",
    convention=Text(
        "As in the paper and in PyTorch. The lecture and Keras have ε inside the root: adagrad.",
        "與論文和 PyTorch 相同；講義與 Keras 把 ε 放在根號裡，見 adagrad。",
    ),
)

"""AdaGrad as the lecture writes it: ε is inside the root."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="adagrad",
    title=Text("AdaGrad", "AdaGrad"),
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
            1e-8,
            Text("keeps the denominator from being 0", "平滑值，避免分母為 0"),
        ),
    ),
    quantities=(Quantity("n", Text("sum of all squared gradients", "所有梯度的平方和"), 0.0),),
    recurrences=(
        r"n^{(t)} = n^{(t-1)} + \left(\frac{\partial L}{\partial \theta^{(t-1)}}\right)^2",
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \frac{1}{\sqrt{n^{(t)} + \epsilon}} "
        r"\frac{\partial L}{\partial \theta^{(t-1)}}",
    ),
    reference="Duchi, Hazan & Singer 2011, JMLR 12, 2121-2159, fig. 1 (diagonal matrices)",
    convention=Text(
        "ε is inside the root, as in the lecture and in Keras (where n starts from 0.1, ε is 10⁻⁷ "
        "and η 0.001). The paper and PyTorch have it outside: adagrad_epsilon_outside.",
        "ε 放在根號裡，與講義和 Keras 相同（Keras 的 n 由 0.1 開始，ε 為 10⁻⁷、η 為 0.001）；"
        "論文與 PyTorch 放在根號外，見 adagrad_epsilon_outside。",
    ),
)

"""Momentum as the lecture writes it: the learning rate is inside the velocity."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="momentum",
    title=Text("gradient descent with momentum", "帶動量的梯度下降（Momentum）"),
    about=Text(
        "Earlier steps are not forgotten: a part of the last one is made again, so that the "
        "parameter rolls on like a ball, also out of a shallow valley.",
        "先前的步伐不會馬上忘掉：每一步都保留上一步的一部分，像球一樣繼續往前滾，"
        "因此有機會衝出淺的低谷。",
    ),
    hyperparameters=(
        rate(0.01),
        Hyperparameter("beta", r"\beta", 0.9, Text("momentum coefficient", "動量項係數"), high=1),
    ),
    quantities=(Quantity("v", Text("velocity: the step that is made", "速度：這一步的位移"), 0.0),),
    recurrences=(
        r"v^{(t)} = \beta v^{(t-1)} + \eta \cdot \frac{\partial L}{\partial \theta^{(t)}}",
        r"\theta^{(t+1)} = \theta^{(t)} - v^{(t)}",
    ),
    first=(r"v^{(t)} = \eta \cdot \frac{\partial L}{\partial \theta^{(t)}}",),
    reference="Rumelhart, Hinton & Williams 1986, Nature 323, 533-536, eq. 9; "
    "Polyak 1964, USSR Comput. Math. Math. Phys. 4(5), 1-17",
    convention=Text(
        "Here the learning rate is inside v, as in Keras (whose v has the other sign). PyTorch "
        "keeps it outside: momentum_eta_outside. With a constant learning rate both take the "
        "same path.",
        "這裡學習率放在 v 裡面，Keras 也是如此（但 v 的正負號相反）；PyTorch 把學習率放在外面，"
        "見 momentum_eta_outside。學習率不變時，兩者走的路徑相同。",
    ),
)

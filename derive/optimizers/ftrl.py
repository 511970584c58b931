"""FTRL-Proximal: the parameter that would have been best so far, with zeros where possible."""

from derive.core.optimizer import Hyperparameter, Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="ftrl",
    title=Text("FTRL-Proximal", "FTRL-Proximal"),
    about=Text(
        "The new parameter is worked out from all gradients so far and not from its last value; "
        "with λ₁ above 0, parameters that hardly matter become exactly 0.",
        "新的參數由到目前為止的所有梯度算出，而不是由前一個值移動；"
        "λ₁ 大於 0 時，不重要的參數會剛好變成 0。",
    ),
    hyperparameters=(
        rate(0.1),
        Hyperparameter(
            "beta", r"\beta", 1.0, Text("smooths the learning rate", "平滑學習率的常數")
        ),
        Hyperparameter("l1", r"\lambda_1", 0.0, Text("L1 regularisation", "L1 正則化係數")),
        Hyperparameter("l2", r"\lambda_2", 0.0, Text("L2 regularisation", "L2 正則化係數")),
    ),
    quantities=(
        Quantity("g", Text("gradient", "梯度")),
        Quantity("n", Text("sum of all squared gradients", "所有梯度的平方和"), 0.0),
        Quantity(r"\sigma", Text("how much 1/η grows in this update", "這一步 1/η 的增量")),
        Quantity("z", Text("gradients collected, shifted", "累積（並平移）的梯度"), 0.0),
    ),
    recurrences=(
        r"g^{(t)} = \frac{\partial L}{\partial \theta^{(t-1)}}",
        r"n^{(t)} = n^{(t-1)} + (g^{(t)})^2",
        r"\sigma^{(t)} = \frac{\sqrt{n^{(t)}} - \sqrt{n^{(t-1)}}}{\eta}",
        r"z^{(t)} = z^{(t-1)} + g^{(t)} - \sigma^{(t)} \theta^{(t-1)}",
        r"\theta^{(t)} = -\frac{\operatorname{sgn}(z^{(t)}) \max(|z^{(t)}| - \lambda_1, 0)}"
        r"{\frac{\beta + \sqrt{n^{(t)}}}{\eta} + \lambda_2}",
    ),
    reference="McMahan et al. 2013, Ad Click Prediction: a View from the Trenches, KDD, "
    "algorithm 1",
    convention=Text(
        "The paper writes α for η, starts from β = 1 and from a parameter of 0; here it may start "
        "anywhere, as in Keras. Keras starts from η = 0.001, β = 0 and n = 0.1 and counts λ₂ "
        "twice; PyTorch has no FTRL.",
        "論文的 α 就是這裡的 η，建議 β = 1，且參數由 0 開始；這裡與 Keras 一樣可以由任何值開始。"
        "Keras 預設 η = 0.001、β = 0、n 由 0.1 開始，且 λ₂ 算兩倍；PyTorch 沒有 FTRL。",
    ),
)

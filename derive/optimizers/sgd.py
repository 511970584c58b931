"""Gradient descent: one step against the gradient."""

from derive.core.optimizer import Optimizer, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="sgd",
    title=Text("gradient descent", "梯度下降"),
    about=Text(
        "The gradient points to where the loss grows fastest, so each parameter moves the other "
        "way; the learning rate says how far.",
        "梯度指向損失增加最快的方向，所以參數往梯度的反方向移動；移動多少由學習率決定。",
    ),
    hyperparameters=(rate(0.01),),
    recurrences=(
        r"\theta^{(t)} = \theta^{(t-1)} - \eta \cdot \frac{\partial L}{\partial \theta^{(t-1)}}",
    ),
    reference="Cauchy 1847, Comptes rendus 25, 536-538; Robbins & Monro 1951, "
    "Ann. Math. Statist. 22, 400-407",
    convention=Text(
        "On all samples it is called batch gradient descent (BGD), on one at a time stochastic "
        "(SGD), on a few mini-batch; frameworks call the update SGD in each case. Keras starts "
        "from η = 0.01, as here, PyTorch from 0.001.",
        "用全部樣本求梯度稱為 (Batch) Gradient Descent,"
        "一次一筆稱為 Stochastic Gradient Descent（SGD），"
        "一次一小批稱為 Mini-batch Gradient Descent；各框架一律把這個更新公式叫作 SGD。"
        "Keras 預設 η = 0.01（這裡相同），PyTorch 預設 0.001。",
    ),
)

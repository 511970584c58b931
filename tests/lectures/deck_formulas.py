r"""The formulas of both decks, slide by slide, as they stand there (corrected as docs/lectures.md says).

Each entry: the deck's slide, the slide of ours that shows it, formulas in LaTeX, values and words, and
what its pictures have written in them.  LaTeX is compared without spaces, ``\cdot``, ``\left``,
``\right`` and braces around single letters; pictures without spaces.
"""

from __future__ import annotations

from typing import NamedTuple

FIRST = "gradient-descent-and-backpropagation"
SECOND = "backpropagation"


class Slide(NamedTuple):
    """What a slide of a deck shows, and which of our slides shows it."""

    lecture: str
    title: str
    key: str
    formulas: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()


W_1 = r"\frac{\partial L}{\partial w_1^1}"
W_2 = r"\frac{\partial L}{\partial w_1^2}"
SIGMOID_1 = r"\sigma(z_1^1)(1 - \sigma(z_1^1))"
SIGMOID_2 = r"\sigma(z_1^2)(1 - \sigma(z_1^2))"
SCRIPT = r"\frac{\partial \mathcal{L}}{\partial %s}"

SLIDES = (
    # ---- the first deck
    Slide(FIRST, "何為「學習」？ (guesses)", "learning",
          (r"\hat{y} = W x + b", "W = 0.5", "W = 3", "W = 2"),
          ("1.5", "6.5", "4.5", "3.5", "-1.5", "0.5", "太小了", "太大了", "有點小")),
    Slide(FIRST, "何為「學習」？ (loss)", "learning", (r"L = |y - \hat{y}|",),
          ("= 3.5", "= 1.5", "= 0.5")),
    Slide(FIRST, "何為「學習」？ (loss, drawn)", "loss-of-a-guess", (r"L & = |y - \hat{y}|",)),
    Slide(FIRST, "梯度下降 (argmin)", "goal",
          (r"\theta^{*} = \mathrm{argmin}_{\theta} L(\theta)",), ("θ = {w, b}",)),
    Slide(FIRST, "梯度 Gradient (slope)", "gradient", ("f(w)", "w = a")),
    Slide(FIRST, "梯度 Gradient (derivative)", "derivative",
          ("f(w) & = w^2 + 2w + 1", r"f'(w) & = \frac{d f}{d w}", "= 2w + 2", "= 2(w + 1)", "2w + 2 = 0"),
          ("-1", "極小值")),
    Slide(FIRST, "梯度下降 (numbers)", "descent-in-numbers",
          ("L(W) & = W^2 + 2W + 1", r"\nabla L(W) & = L'(W)", "= 2(W + 1)", r"W^{t+1} = W^t - \eta \nabla L(W^t)"),
          ("= 25", "= -10", "-6 - 0.1 · (-10)", "= -5", "= -8", "-5 - 0.1 · (-8)", "= -4.2")),
    Slide(FIRST, "梯度下降 (contours, ∂L/∂w_1)", "partials", (r"\frac{\partial L}{\partial w_1}",)),
    Slide(FIRST, "梯度下降 (contours, ∂L/∂w_2)", "partials", (r"\frac{\partial L}{\partial w_2}",)),
    Slide(FIRST, "梯度下降 (vector sum)", "gradient-vector",
          (r"\overrightarrow{\nabla L} = \frac{\partial L}{\partial w_1} \vec{e}_1"
           r" + \frac{\partial L}{\partial w_2} \vec{e}_2",
           r"\blacktriangle^{t+1} = \blacktriangle^t - \eta \nabla L",
           r"\nabla L = \begin{bmatrix} \frac{\partial L}{\partial w_1} \\"
           r" \frac{\partial L}{\partial w_2} \end{bmatrix}", r"-\nabla L")),
    Slide(FIRST, "梯度下降 (algorithm)", "algorithm",
          (r"\theta^{*} = \mathrm{argmin}_{\theta} L(\theta)",
           r"\theta^{t+1} = \theta^t + \eta (-\nabla L(\theta^t))",
           r"\nabla L(\theta) = \frac{\partial L}{\partial \theta} = \begin{bmatrix}"
           r" \frac{\partial L}{\partial w} \\ \frac{\partial L}{\partial b} \end{bmatrix}")),
    Slide(FIRST, "學習率 Learning rate", "learning-rate", (), ("0.02", "1.05", "太大：越跳越遠", "收斂")),
    Slide(FIRST, "影響參數更新因素", "influences",
          (r"\theta^{t+1} = \theta^t - \eta \nabla L(\theta^t)",
           r"L(\theta) & = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
          ("學習率", "損失函數", "激勵函數", "樣本數量")),
    Slide(FIRST, "梯度下降的缺點", "drawbacks", (), ("Momentum",)),
    Slide(FIRST, "Mini-batch & Epoch", "mini-batches", (),
          ("1000 / 100", "10", "1000 / 10", "100")),
    Slide(FIRST, "不同樣本數量的梯度下降法", "batch-kinds", (), ("全部", "100", "10")),
    Slide(FIRST, "動量 Momentum", "momentum",
          (r"\theta^{t+1} = \theta^t - \eta \nabla L(\theta^t)",
           r"\eta \nabla L(\theta^t), & t = 0",
           r"\beta v^{t-1} + \eta \nabla L(\theta^t), & t \geq 1",
           r"\theta^{t+1} = \theta^t - v^t"),
          ("0.9",)),
    Slide(FIRST, "AdaGrad", "adagrad",
          (r"W \leftarrow W - \eta \frac{1}{\sqrt{n + \epsilon}} \frac{\partial L}{\partial W}",
           r"n = \sum_{r=1}^t ( \frac{\partial L_r}{\partial W_r} )^2",
           r"W \leftarrow W - \eta \frac{1}{\sqrt{\sum_{r=1}^t ( \frac{\partial L_r}"
           r"{\partial W_r} )^2 + \epsilon}} \frac{\partial L}{\partial W}")),
    Slide(FIRST, "模型訓練流程", "training", (), ("第 1 次訓練", "第 2 次訓練")),
    Slide(FIRST, "最佳化器 Optimizer", "optimizers", (),
          ("AdaGrad", "Adadelta", "Adam", "Adamax", "Nadam", "RMSprop", "FTRL")),
    Slide(FIRST, "連鎖律 (one way)", "chain-rule-1",
          ("y & = f(x)", "z & = g(y)", "z & = g(f(x))", r"= (g \circ f)(x)",
           r"\nabla_x z & = \frac{dz}{dx}",
           r"= \frac{dz}{dy} \frac{dy}{dx}")),
    Slide(FIRST, "連鎖律 (two ways)", "chain-rule-2",
          ("s & = g(x)", "t & = h(x)", "z & = f(s, t)",
           r"= \frac{\partial z}{\partial s} \frac{ds}{dx}"
           r" + \frac{\partial z}{\partial t} \frac{dt}{dx}")),
    Slide(FIRST, "反向傳播 (one neuron)", "one-neuron",
          ("z_1^1 = w_1^1 x_1", r"a_1^1 = \sigma(z_1^1)", r"\hat{y} = a_1^1",
           rf"\hat{{w}}_1^1 = w_1^1 - \eta {W_1}")),
    Slide(FIRST, "反向傳播 (one neuron, chain rule)", "one-neuron-chain",
          (rf"{W_1} = \frac{{\partial L}}{{\partial \hat{{y}}}}"
           r" \frac{\partial \hat{y}}{\partial a_1^1} \frac{\partial a_1^1}{\partial z_1^1}"
           r" \frac{\partial z_1^1}{\partial w_1^1}",
           r"\frac{dz}{dx} & = \frac{dz}{dy} \frac{dy}{dx}",
           r"\frac{dz}{dt} & = \frac{\partial z}{\partial x} \frac{dx}{dt}"
           r" + \frac{\partial z}{\partial y} \frac{dy}{dt}")),
    Slide(FIRST, "反向傳播 (one neuron, boxes)", "one-neuron-boxes",
          (r"\frac{\partial}{\partial \hat{y}} \overset{L}{\boxed{\frac{1}{2n} (\hat{y} - y)^2}}"
           r" \frac{\partial}{\partial a_1^1} \overset{\hat{y}}{\boxed{a_1^1}}"
           r" \frac{\partial}{\partial z_1^1} \overset{a_1^1}{\boxed{\sigma(z_1^1)}}"
           r" \frac{\partial}{\partial w_1^1} \overset{z_1^1}{\boxed{w_1^1 x_1}}",
           r"= \frac{1}{n} (\hat{y} - y)", r"\sigma(z) & = \frac{1}{1 + e^{-z}}",
           r"\frac{1}{1 + e^{-z}} \frac{e^{-z}}{1 + e^{-z}}", r"\sigma(z)(1 - \sigma(z))")),
    Slide(FIRST, "反向傳播 (one neuron, braces)", "one-neuron-passes",
          (r"\underbrace{\frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial a_1^1}"
           r" \frac{\partial a_1^1}{\partial z_1^1}}",
           r"\underbrace{\frac{\partial z_1^1}{\partial w_1^1}}",
           rf"\frac{{1}}{{n}} (\hat{{y}} - y) 1 {SIGMOID_1} x_1",
           rf"\hat{{w}}_1^1 & = w_1^1 - \eta {W_1}")),
    Slide(FIRST, "反向傳播 (two neurons, w_1^2)", "two-neurons",
          (rf"{W_2} & = \frac{{\partial L}}{{\partial \hat{{y}}}}"
           r" \frac{\partial \hat{y}}{\partial a_1^2} \frac{\partial a_1^2}{\partial z_1^2}"
           r" \frac{\partial z_1^2}{\partial w_1^2}",
           rf"\frac{{1}}{{n}} (\hat{{y}} - y) {SIGMOID_2} a_1^1",
           rf"\hat{{w}}_1^2 & = w_1^2 - \eta {W_2}")),
    Slide(FIRST, "反向傳播 (two neurons, w_1^1)", "first-weight",
          (rf"{W_1} & = \frac{{\partial L}}{{\partial \hat{{y}}}}"
           r" \frac{\partial \hat{y}}{\partial a_1^2} \frac{\partial a_1^2}{\partial z_1^2}"
           r" \frac{\partial z_1^2}{\partial a_1^1} \frac{\partial a_1^1}{\partial z_1^1}"
           r" \frac{\partial z_1^1}{\partial w_1^1}",
           r"\frac{\partial}{\partial \hat{y}} \overset{L}{\boxed{\frac{1}{2n}(\hat{y} - y)^2}}"
           r" \frac{\partial}{\partial a_1^2} \overset{\hat{y}}{\boxed{a_1^2}}"
           r" \frac{\partial}{\partial z_1^2} \overset{a_1^2}{\boxed{\sigma(z_1^2)}}"
           r" \frac{\partial}{\partial a_1^1} \overset{z_1^2}{\boxed{w_1^2 a_1^1}}"
           r" \frac{\partial}{\partial z_1^1} \overset{a_1^1}{\boxed{\sigma(z_1^1)}}"
           r" \frac{\partial}{\partial w_1^1} \overset{z_1^1}{\boxed{w_1^1 x_1 + w_2^1 x_2}}",
           rf"\frac{{1}}{{n}} (\hat{{y}} - y) {SIGMOID_2} w_1^2 {SIGMOID_1} x_1")),
    Slide(FIRST, "反向傳播 (load grows with depth)", "growing-load", (), ("225,201",)),
    Slide(FIRST, "反向傳播 (already computed)", "computed-already",
          (rf"{W_2} & = \boxed{{\frac{{\partial L}}{{\partial \hat{{y}}}}"
           r" \frac{\partial \hat{y}}{\partial a_1^2} \frac{\partial a_1^2}{\partial z_1^2}}"
           r" \frac{\partial z_1^2}{\partial w_1^2}",
           rf"{W_1} & = \boxed{{\frac{{\partial L}}{{\partial \hat{{y}}}}"
           r" \frac{\partial \hat{y}}{\partial a_1^2} \frac{\partial a_1^2}{\partial z_1^2}}"
           r" \frac{\partial z_1^2}{\partial a_1^1} \frac{\partial a_1^1}{\partial z_1^1}"
           r" \frac{\partial z_1^1}{\partial w_1^1}",
           rf"\boxed{{\frac{{1}}{{n}} (\hat{{y}} - y) {SIGMOID_2}}} w_1^2 {SIGMOID_1} x_1")),
    Slide(FIRST, "反向傳播 (weights of one neuron)", "same-neuron",
          (r"\boxed{\frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial a_1^2}"
           r" \frac{\partial a_1^2}{\partial z_1^2} \frac{\partial z_1^2}{\partial a_1^1}"
           r" \frac{\partial a_1^1}{\partial z_1^1}} \frac{\partial z_1^1}{\partial w_1^1}",
           r"\boxed{\frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial a_1^2}"
           r" \frac{\partial a_1^2}{\partial z_1^2} \frac{\partial z_1^2}{\partial a_1^1}"
           r" \frac{\partial a_1^1}{\partial z_1^1}} \frac{\partial z_1^1}{\partial w_2^1}",
           r"\hat{w}_2^1 & = w_2^1 - \eta \frac{\partial L}{\partial w_2^1}")),
    Slide(FIRST, "反向傳播 (three layers)", "three-layers",
          (r"\frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial z_1^3}"
           r" ( \frac{\partial z_1^3}{\partial a_1^2} \frac{\partial a_1^2}{\partial z_1^2}"
           r" \frac{\partial z_1^2}{\partial a_1^1}",
           r"\frac{\partial a_1^1}{\partial z_1^1} \frac{\partial z_1^1}{\partial w_{11}^1}",
           r"\hat{w}_{11}^1 & = w_{11}^1 - \eta \frac{\partial L}{\partial w_{11}^1}")),
    Slide(FIRST, "梯度消失 (3 layers)", "vanishing-gradient",
          (r"\frac{1}{n}(\hat{y} - y) ( \sum_{i=1}^2 w_{1i}^3 \sigma'(z_i^2) w_{i1}^2 )"
           r" \sigma'(z_1^1) x_1",
           r"\frac{\partial L}{\partial w_{11}^1} \to 0")),
    Slide(FIRST, "梯度消失 (n layers)", "vanishing-gradient",
          (r"\frac{1}{n}(\hat{y} - y) w \sigma'(z) w \sigma'(z) w \sigma'(z) \cdots"
           r" w \sigma'(z) x_1",)),
    Slide(FIRST, "梯度消失 (0.25 × 0.25)", "sigmoid-slope",
          (r"\sigma'(z) & \leq", r"= \frac{1}{4}"), ("0.25 · 0.25 = 0.0625",)),
    Slide(FIRST, "總結：如何避免梯度消失", "against-vanishing", (),
          ("ReLU", "Mish", "Swish", "層數減半", "Batch Normalization", "XGBoost")),
    Slide(FIRST, "總結：如何避免梯度爆炸", "against-exploding", (), ("Gradient clip", "Weight clip")),
    Slide(FIRST, "總結：如何設計合適的網路架構", "architecture", (),
          ("64 → 128 → 256 → 64 → 2", "57,922", "115,392")),
    # ---- the second deck
    Slide(SECOND, "[Recap] Univariate gradients", "univariate",
          ("f(x) & = x^2", "= 2x", r"f'(x) & = \frac{d f}{d x}", r"= \nabla_x f")),
    Slide(SECOND, "[Recap] Multivariate gradients", "multivariate",
          ("f & = x^2 + y^2", r"\nabla_{x,y} f = \begin{bmatrix}",
           r"\begin{bmatrix} 2x \\ 2y \end{bmatrix}")),
    Slide(SECOND, "[Recap] What are gradients?", "what-are-gradients",
          (r"\frac{\Delta y}{\Delta x}", r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}",
           "= 2x")),
    Slide(SECOND, "[Recap] Gradient Descent", "gradient-descent",
          (r"x' = x - \eta \nabla_x f(x)",)),
    Slide(SECOND, "[Recap] 梯度下降簡易範例", "half-square", (r"\frac{1}{2} x^2",)),
    Slide(SECOND, "[Recap] Minimize a Regression Model (loss)", "regression",
          (r"\hat{y} = wx + b",
           r"\mathcal{L} & = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
           r"\mathcal{L} & = \frac{1}{n} \sum_{i=1}^n (y_i - (w x_i + b))^2")),
    Slide(SECOND, "[Recap] Minimize a Regression Model (partials)", "regression-gradients",
          (r"\frac{1}{n} \sum_{i=1}^n 2(y_i - (w x_i + b)) (-x_i)",
           r"\frac{1}{n} \sum_{i=1}^n 2(y_i - (w x_i + b)) (-1)")),
    Slide(SECOND, "[Recap] Minimize a Regression Model (updates)", "regression-updates",
          (r"w_t = w_{t-1} - \eta \frac{\partial \mathcal{L}}{\partial w_{t-1}}",
           r"b_t = b_{t-1} - \eta \frac{\partial \mathcal{L}}{\partial b_{t-1}}")),
    Slide(SECOND, "Convergence and gradients", "convergence",
          (r"\nabla_{\theta_t} \mathcal{L}(\theta_t) = 0",)),
    Slide(SECOND, "Chain Rule - 1", "chain-rule-1",
          (r"\frac{dz}{dx} = \frac{dz}{dy} \frac{dy}{dx}",)),
    Slide(SECOND, "Chain Rule - 2", "chain-rule-2",
          (r"\frac{dz}{dx} = \frac{\partial z}{\partial m} \frac{dm}{dx}"
           r" + \frac{\partial z}{\partial n} \frac{dn}{dx}",)),
    Slide(SECOND, "MLP 多層感知機 (loss)", "mlp-loss",
          (r"\mathrm{MSE} & = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2",
           r"\mathcal{L} & = \frac{1}{2}(y - \hat{y})^2")),
    Slide(SECOND, "Forward Pass", "forward-pass",
          ("h_1 & = w_{1,1} x_1 + w_{2,1} x_2 + b_1", "h_2 & = w_{1,2} x_1 + w_{2,2} x_2 + b_2",
           r"\hat{y} & = w_{3,1} h_1 + w_{3,2} h_2 + b_3")),
    Slide(SECOND, "計算參數的梯度", "gradient-of-the-parameters",
          (r"\nabla_{\mathbf{w},\mathbf{b}} \mathcal{L} = \begin{bmatrix} "
           + SCRIPT % "w_{1,1}", SCRIPT % "b_3" + r" \end{bmatrix}")),
    Slide(SECOND, "Backpropagation (w_{3,1}, 1)", "w31-loss",
          (r"\frac{\partial \mathcal{L}}{\partial \hat{y}} & = \frac{\partial"
           r" [\frac{1}{2}(y - \hat{y})^2]}{\partial \hat{y}}",
           r"= \frac{1}{2} 2(y - \hat{y}) (-1)", r"= -(y - \hat{y})",
           r"| $\frac{\partial \mathcal{L}}{\partial \hat{y}}$ | $-(y - \hat{y})$ |")),
    Slide(SECOND, "Backpropagation (w_{3,1}, 2)", "w31-forward",
          (r"\frac{\partial \hat{y}}{\partial w_{3,1}} & = \frac{\partial"
           r" [w_{3,1} h_1 + w_{3,2} h_2 + b_3]}{\partial w_{3,1}}", "= h_1",
           r"| $\frac{\partial \hat{y}}{\partial w_{3,1}}$ | $h_1$ |")),
    Slide(SECOND, "Backpropagation (w_{3,1}, 3)", "w31",
          (r"\frac{\partial \hat{y}}{\partial w_{3,1}} " + SCRIPT % r"\hat{y}",
           r"= h_1 -(y - \hat{y})"), ("-0.972",)),
    Slide(SECOND, "Backpropagation (w_{3,2})", "w32",
          (r"\frac{\partial \hat{y}}{\partial w_{3,2}}", r"| $h_2$ |",
           r"= h_2 \boxed{-(y - \hat{y})}"), ("-2.106",)),
    Slide(SECOND, "反向傳播法觀察 (1)", "observation-1",
          (r"\underbrace{\frac{\partial \hat{y}}{\partial w_{3,1}}}", r"= h_1 -(y - \hat{y})",
           r"= h_2 -(y - \hat{y})")),
    Slide(SECOND, "Backpropagation (w_{1,1}, 1)", "w11-chain",
          (r"\frac{\partial h_1}{\partial w_{1,1}}",
           r"\frac{\partial \hat{y}}{\partial h_1} & = \frac{\partial"
           r" [w_{3,1} h_1 + w_{3,2} h_2 + b_3]}{\partial h_1}", "= w_{3,1}",
           r"| $\frac{\partial \hat{y}}{\partial h_1}$ | $w_{3,1}$ |")),
    Slide(SECOND, "Backpropagation (w_{1,1}, 2)", "w11-cached",
          (r"\frac{\partial h_1}{\partial w_{1,1}} \frac{\partial \hat{y}}{\partial h_1} \boxed{"
           + SCRIPT % r"\hat{y}" + "}",), ("已經算過了",)),
    Slide(SECOND, "Backpropagation (w_{1,1}, 3)", "w11",
          (r"\frac{\partial h_1}{\partial w_{1,1}} & = \frac{\partial"
           r" [w_{1,1} x_1 + w_{2,1} x_2 + b_1]}{\partial w_{1,1}}", "= x_1",
           r"= x_1 w_{3,1} -(y - \hat{y})",
           r"\frac{\partial h_1}{\partial w_{1,1}} " + SCRIPT % "h_1",
           r"\frac{\partial h_1}{\partial w_{1,1}} \frac{\partial \hat{y}}{\partial h_1} "
           + SCRIPT % r"\hat{y}"), ("-0.81",)),
    Slide(SECOND, "反向傳播法觀察 (2)", "observation-2",
          (r"| $\frac{\partial \hat{y}}{\partial w_{3,1}}$ | $h_1$ |",
           r"| $\frac{\partial h_1}{\partial w_{1,1}}$ | $x_1$ |")),
    Slide(SECOND, "還有哪些參數還沒算到 Gradients", "remaining",
          (r"\nabla_{\mathbf{w},\mathbf{b}} \mathcal{L} = \begin{bmatrix}",
           SCRIPT % "b_1", SCRIPT % "w_{2,2}")),
    Slide(SECOND, "如果有 ReLU...", "relu",
          (SCRIPT % "w_{1,1}", SCRIPT % "w_{1,2}", SCRIPT % "w_{2,1}", SCRIPT % "w_{2,2}",
           r"\frac{\partial h_1}{\partial z_1} \frac{\partial \hat{y}}{\partial h_1} "
           + SCRIPT % r"\hat{y}",
           r"\frac{\partial h_2}{\partial z_2} \frac{\partial \hat{y}}{\partial h_2} "
           + SCRIPT % r"\hat{y}"), ("= 0",)),
    Slide(SECOND, "Gradient Descent vs. Back-propagation", "descent-and-backpropagation", (),
          ("根據梯度更新權重值", "計算神經網路中的梯度", "最小化目標函數")),
    Slide(SECOND, "Summary for Backpropagation (BP)", "summary", (), ("Cache", "誤差訊號")),
    Slide(SECOND, "Can we train deep NN without BP?", "without-backpropagation", (),
          ("有限差分", "複數步", "演化策略", "對偶數")),
    Slide(SECOND, "NumPy", "numpy", (), ("import numpy as np",)),
    Slide(SECOND, "作業", "homework", (), ("grad_table",)),
    Slide(SECOND, "Quiz", "quiz", (), ("A", "B", "C")),
)  # fmt: skip

# what else stands on the same slides: words, numbers in their places, and pictures
MORE = (
    Slide(FIRST, "何為「學習」？ (guesses)", "learning", (),
          ("5 - 1.5 = 3.5", "5 - 6.5 = -1.5", "5 - 4.5 = 0.5", "Wx + b = y", "x = 2", "b = 0.5")),
    Slide(FIRST, "何為「學習」？ (loss, drawn)", "loss-of-a-guess", (), (),
          ("W=0.5", "ˆy=1.5", "3.5", "W=3", "ˆy=6.5", "1.5", "W=2", "ˆy=4.5", "0.5", "y=5")),
    Slide(FIRST, "梯度 Gradient (slope)", "gradient", (), ("切線斜率", "正負號", "增長方向"),
          ("f", "w")),
    Slide(FIRST, "梯度 Gradient (derivative)", "derivative",
          (r"f'(w) & = \lim_{h \to 0} \frac{f(w + h) - f(w)}{h}",), ("公式解",)),
    Slide(FIRST, "梯度下降 (numbers)", "descent-in-numbers", (), ("包含學習率",), ("L", "W")),
    Slide(FIRST, "梯度下降 (contours)", "contours", ("L(w_1, w_2)",), ("等高線", "▲"),
          ("w1", "w2", "∂L/∂w1", "∂L/∂w2", "∇L")),
    Slide(FIRST, "梯度下降 (contours, ∂L/∂w_1)", "partials", (), ("= w_1", "= 2w_2")),
    Slide(FIRST, "梯度下降 (vector sum)", "gradient-vector",
          (r"\overrightarrow{\nabla L} = 4 \vec{e}_1 + 4 \vec{e}_2",), ("梯度的反方向",),
          ("w1", "w2", "∇L")),
    Slide(FIRST, "梯度下降 (algorithm)", "algorithm",
          (r"\theta^{t+1} = \theta^t - \eta \nabla L(\theta^t)",),
          ("θ = {w, b}", "隨機初始化參數 θ⁰", "訂定學習率", "< 0：增加 w", "< 0：增加 b")),
    Slide(FIRST, "影響參數更新因素", "influences",
          ("z_i & = w x_i + b", r"\hat{y}_i & = \sigma(z_i)"),
          ("受學習率 η 影響", "受損失函數 L(θ) 影響", "受參數初始化 θ⁰ = {w, b} 影響",
           "受樣本數量 n 影響", "受激勵函數 σ 影響")),
    Slide(FIRST, "梯度下降的缺點", "drawbacks", (),
          ("1 個 epoch", "Mini-batch", "Momentum", "全域最佳解", "區域最小值")),
    Slide(FIRST, "Mini-batch & Epoch", "mini-batches", (),
          ("8、16、32、64、128、256", "平行運算", "GPU 記憶體", "看完整個訓練資料集 1 次")),
    Slide(FIRST, "不同樣本數量的梯度下降法", "batch-kinds", (),
          ("Gradient Descent", "Stochastic Gradient Descent，SGD", "Mini-batch Gradient Descent",
           "一筆資料"), ("w", "b")),
    Slide(FIRST, "模型訓練流程", "training", (), (), ("前向傳遞", "損失函數", "反向傳遞", "更新參數")),
    Slide(FIRST, "反向傳播 (error signal)", "error-signal", (), ("誤差訊號", "辨識一隻貓")),
    Slide(FIRST, "連鎖律 (one way)", "chain-rule-1", ("z & = g(f(x))",),
          ("如果給 x 變化，會影響到 y，y 會影響到 z",), ("x", "y", "z", "dy/dx", "dz/dy")),
    Slide(FIRST, "連鎖律 (two ways)", "chain-rule-2", (r"\nabla_x z & = \frac{dz}{dx}",), (),
          ("∂z/∂s", "∂z/∂t", "ds/dx", "dt/dx")),
    Slide(FIRST, "反向傳播 (one neuron)", "one-neuron",
          (r"L & = \frac{1}{2n} (\hat{y} - y)^2",
           rf"\hat{{w}}_1^1 = w_1^1 + \eta (-{W_1})"), (),
          ("x1", "w11", "L")),
    Slide(FIRST, "反向傳播 (one neuron, chain rule)", "one-neuron-chain",
          (r"(g \circ f)'(x) & = g'(f(x)) f'(x)", "x & = g(t)", "y & = h(t)", "z & = f(x, y)")),
    Slide(FIRST, "反向傳播 (one neuron, boxes)", "one-neuron-boxes", (r"\sigma'(z) & =",), ("MSE",),
          ("σ(z)", "σ′(z)")),
    Slide(FIRST, "反向傳播 (one neuron, braces)", "one-neuron-passes",
          (r"_{\text{反向 backward}}", r"_{\text{前向 forward}}")),
    Slide(FIRST, "反向傳播 (already computed)", "computed-already",
          (r"\boxed{\frac{\partial}{\partial \hat{y}} [\frac{1}{2n} (\hat{y} - y)^2]"
           r" \frac{\partial a_1^2}{\partial a_1^2} \frac{\partial [\sigma(z_1^2)]}{\partial z_1^2}}"
           r" \frac{\partial [w_1^2 a_1^1]}{\partial a_1^1}",
           r"\boxed{-0.0979516} 0.475021", r"\boxed{-0.0979516} 0.8"),
          ("已被計算過的部分", "-0.046529", "-0.0195414", "不需重複計算")),
    Slide(FIRST, "反向傳播 (weights of one neuron)", "same-neuron",
          (rf"\hat{{w}}_1^1 & = w_1^1 - \eta {W_1}", r"| $w_1^1$ | $z_1^1$ |", r"| $x_1$ |",
           r"| $x_2$ |"), ("只有在 forward 部分不同",)),
    Slide(FIRST, "反向傳播 (three layers)", "three-layers",
          (r"\frac{\partial z_1^3}{\partial a_2^2} \frac{\partial a_2^2}{\partial z_2^2}"
           r" \frac{\partial z_2^2}{\partial a_1^1}",), (), ("w111", "x1", "x2", "L")),
    Slide(FIRST, "為什麼需要反向傳播？", "why-backpropagation", (), ("有效率",)),
    Slide(FIRST, "梯度消失 (n layers)", "vanishing-gradient",
          (r"\underbrace{w_{11}^3 \sigma'(z_1^2)}",)),
    Slide(FIRST, "梯度消失 (0.25 × 0.25)", "sigmoid-slope", (), (), ("σ(z)", "σ′(z)", "最大值1/4=0.25")),
    Slide(FIRST, "總結：如何設計合適的網路架構", "architecture", (), ("記憶體", "任務類型", "10,625,666"),
          ("64", "128", "256", "2")),
    Slide(FIRST, "測驗 (added)", "quiz", (), ("A", "B", "C")),
    Slide(SECOND, "[Recap] Multivariate gradients", "multivariate", (), (), ("x", "y")),
    Slide(SECOND, "[Recap] What are gradients?", "what-are-gradients", ("f(x) & = x^2",),
          ("斜率", "瞬時變化率")),
    Slide(SECOND, "[Recap] Gradient Descent", "gradient-descent", (), ("學習率", "伊塔")),
    Slide(SECOND, "[Recap] 梯度下降簡易範例", "half-square", ("= x",),
          ("4 - 0.5 · 4 = 2", "2 - 0.5 · 2 = 1"), ("x", "f")),
    Slide(SECOND, "Convergence and gradients", "convergence", (r"\theta_{t+1} = \theta_t",),
          ("最佳解",)),
    Slide(SECOND, "Training Process", "training-process", (), (),
          ("前向傳遞", "損失函數", "反向傳遞", "更新參數")),
    Slide(SECOND, "What is Backpropagation? (BP)", "what-is-backpropagation", (),
          ("連鎖律", "Rumelhart", "533–536", "1986")),
    Slide(SECOND, "Chain Rule - 1", "chain-rule-1", (), ("x 對 z 的影響",), ("x", "y", "z")),
    Slide(SECOND, "Chain Rule - 2", "chain-rule-2", (), ("由 m 和 n 共同影響",),
          ("m", "n", "∂z/∂m", "dn/dx")),
    Slide(SECOND, "MLP 多層感知機 (network)", "mlp", (), ("兩層的 MLP",),
          ("w1,1", "w2,1", "w1,2", "w2,2", "w3,1", "w3,2", "h1", "h2", "x1", "x2")),
    Slide(SECOND, "還有哪些參數還沒算到 Gradients", "remaining", (),
          ("-1.944", "-1.62", "大同小異")),
    Slide(SECOND, "反向傳播法觀察 (1)", "observation-1", (),
          ("Forward Pass 結果的偏微分 × Backward Pass 結果的偏微分",)),
    Slide(SECOND, "傳遞過程定義", "passes", (),
          ("產生最終輸出", "記錄所有中間計算結果", "由後往前")),
    Slide(SECOND, "如果有 ReLU...", "relu", (), ("-1.152", "-2.304"), ("w1,1", "h1")),
    Slide(SECOND, "Summary for Backpropagation (BP)", "summary", (),
          ("error signal", "每個節點的值", "數值記錄機制")),
)  # fmt: skip

"""Pairs of formulas of which a person knows whether they are equal: no verdict may be wrong."""

import re

import pytest
from networks import (
    DEEP,
    LEAKY,
    LINEAR,
    LOGISTIC,
    OPAQUE,
    PLAIN,
    RELU,
    SAMPLED,
    SIGMOID,
    SKIP,
    SOFTMAX,
    Network,
)

from derive.check.verdict import Verdict

EQUAL = {
    "linear": (
        LINEAR,
        r"""
        dL/dw_{1,1} | -(y-\hat{y}) w_{3,1} x_1
        dL/dw_{1,1} | x_1 (\hat{y}-y) w_{3,1}
        dL/dw_{1,1}
            | \frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial h_1}
            \frac{\partial h_1}{\partial w_{1,1}}
        dL/dw_{1,1} | 2 \cdot \frac12 (y-\hat{y}) \cdot (-1) \cdot w_{3,1} \cdot x_1
        dL/dw_{2,2} | (\hat{y}-y) w_{3,2} x_2
        dL/db_3 | \hat{y} - y
        dL/dx_1 | (\hat{y}-y)(w_{3,1} w_{1,1} + w_{3,2} w_{1,2})
        dL/dx_1 | dL/dh_1 w_{1,1} + dL/dh_2 w_{1,2}
        dL/dy | y - \hat{y}
        L | \frac{(y-\hat{y})^2}{2}
        L | 0.5 (y^2 - 2 y \hat{y} + \hat{y}^2)
        \hat{y} | w_{3,1}(w_{1,1}x_1 + w_{2,1}x_2 + b_1) + w_{3,2} h_2 + b_3
        \frac{\partial}{\partial w_{1,1}}\left(\frac12 (y-\hat{y})^2\right)
            | (\hat{y}-y) w_{3,1} x_1
        \frac{\partial^2 L}{\partial w_{3,1}^2} | h_1^2
        \frac{\partial^2 L}{\partial w_{3,1} \partial w_{3,2}} | h_1 h_2
        \frac{\partial^2 L}{\partial w_{1,1} \partial w_{3,1}} | h_1 w_{3,1} x_1 + (\hat{y}-y) x_1
        dL/dw_{1,1} | dL/dw_{2,1} \cdot \frac{x_1}{x_2}
        (y-\hat{y})^{-2} | \frac{1}{2L}
        dh_1/dw_{2,2} | 0
        d\hat{y}/dx_1 \cdot x_1 + d\hat{y}/dx_2 \cdot x_2
            | \hat{y} - b_3 - w_{3,1} b_1 - w_{3,2} b_2
        """,
    ),
    "sigmoid": (
        SIGMOID,
        r"""
        dE/dw_5 | (o_1-t_1) o_1 (1-o_1) a_1
        dE/dw_5 | -(t_1-o_1) \sigma'(z_3) a_1
        dE/dw_5 | (o_1 - t_1) \frac{e^{-z_3}}{(1+e^{-z_3})^2} a_1
        dE/dw_5 | (o_1 - t_1)(\sigma(z_3) - \sigma(z_3)^2) a_1
        dE/da_1 | (o_1-t_1) o_1(1-o_1) w_5 + (o_2-t_2) o_2(1-o_2) w_7
        dE/dw_1 | ((o_1-t_1) o_1(1-o_1) w_5 + (o_2-t_2) o_2(1-o_2) w_7) a_1 (1-a_1) x_1
        dE/dw_1
            | \left(\frac{dE}{dz_3} \frac{dz_3}{da_1} + \frac{dE}{dz_4}
            \frac{dz_4}{da_1}\right) \frac{da_1}{dz_1} \frac{dz_1}{dw_1}
        dE/dw_1 | (dE/do_1 do_1/dz_3 w_5 + dE/do_2 do_2/dz_4 w_7) \sigma'(z_1) x_1
        a_1 | \frac{1}{1+e^{-z_1}}
        a_1 | \frac{e^{z_1}}{1+e^{z_1}}
        a_1 | \frac{1}{1+e^{-(w_1 x_1 + w_2 x_2 + b_1)}}
        1 - a_1 | \sigma(-z_1)
        da_1/dz_1 | a_1 - a_1^2
        da_1/dz_1 | \sigma(z_1)\sigma(-z_1)
        da_1/dz_1 | \frac{1 - \tanh^2(z_1/2)}{4}
        \sigma''(z_1) | a_1 (1-a_1)(1-2a_1)
        2\sigma(2 z_1) - 1 | \tanh(z_1)
        \tanh'(z_1) | 1 - \tanh^2(z_1)
        \tanh(z_1+z_2) | \frac{\tanh z_1 + \tanh z_2}{1 + \tanh z_1 \tanh z_2}
        e^{z_1+z_2} | e^{z_1} e^{z_2}
        \exp(z_1)^3 | e^{3 z_1}
        \frac{a_1}{1-a_1} | e^{z_1}
        \frac{1}{1+\frac{1-a_1}{a_1}} | a_1
        \frac{\partial^2 E}{\partial b_3^2} | (o_1(1-o_1))^2 + (o_1-t_1) o_1(1-o_1)(1-2o_1)
        \sigma(z_3) | \frac{1}{1+e^{-w_5/(1+e^{-z_1}) - w_6 a_2 - b_3}}
        \operatorname{SiLU}(z_1) | z_1 a_1
        \operatorname{SiLU}'(z_1) | a_1 + z_1 a_1 (1 - a_1)
        """,
    ),
    "sampled": (
        SAMPLED,
        r"""
        dL/dw | -\frac{2}{n} \sum_{i=1}^{n} x_i (y_i - \hat{y}_i)
        dL/dw | \frac{2}{n} \sum_{i=1}^{n} (w x_i + b - y_i) x_i
        dL/db | \frac{2}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)
        dL/db | \frac{2}{n} \left(w \sum_{i=1}^{n} x_i - \sum_{i=1}^{n} y_i\right) + 2b
        dL/dw
            | \sum_{i=1}^{n} \frac{\partial L}{\partial \hat{y}_i} \frac{\partial
            \hat{y}_i}{\partial w}
        \frac{\partial L}{\partial \hat{y}_i} | -\frac{2}{n} (y_i - \hat{y}_i)
        d\hat{y}_i/dw | x_i
        d\hat{y}_i/db | 1
        \frac{\partial^2 L}{\partial w^2} | \frac{2}{n} \sum_{i=1}^{n} x_i^2
        \frac{\partial^2 L}{\partial b^2} | 2
        \sum_{i=1}^{n} 1 \cdot b | n b
        """,
    ),
    "relu": (
        RELU,
        r"""
        dL/dv | 2(\hat{y}-y) h_3
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{ReLU}'(z_3) u_1 \operatorname{ReLU}'(z_1) x
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{step}(z_3) u_1 \operatorname{step}(z_1) x
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{step}(h_3) u_1 \operatorname{step}(h_1) x
        dL/dx
            | 2(\hat{y}-y) v \operatorname{ReLU}'(z_3) (u_1 \operatorname{ReLU}'(z_1) w_1 +
            u_2 \operatorname{ReLU}'(z_2) w_2)
        h_1 | \max(0, z_1)
        h_1 | \max(z_1, 0)
        h_1 | \frac{z_1 + |z_1|}{2}
        h_1 | z_1 \operatorname{step}(z_1)
        h_1 - \max(0,-z_1) | z_1
        h_1 \max(0,-z_1) | 0
        \max(z_1, z_2) + \min(z_1, z_2) | z_1 + z_2
        \max(z_1, z_2) | z_1 + \operatorname{ReLU}(z_2 - z_1)
        |z_1 z_2| | |z_1| |z_2|
        |z_1| | \sqrt{z_1^2}
        \operatorname{ReLU}(h_1) | h_1
        \operatorname{ReLU}(2 z_1) | 2 h_1
        \operatorname{step}(z_1) + \operatorname{step}(-z_1) | 1
        \operatorname{sgn}(z_1) z_1 | |z_1|
        \max(0, x - 3) - \max(0, 3 - x) | x - 3
        \max(0, \max(0, x - 3) - 5) | \max(0, x - 8)
        """,
    ),
    "leaky": (
        LEAKY,
        r"""
        a | \max(0.01 z, z)
        a | \max(0, z) - 0.01 \max(0, -z)
        dL/da | \operatorname{sgn}(a - y)
        dL/dw | \operatorname{sgn}(a-y) (0.01 + 0.99 \operatorname{step}(z)) x
        """,
    ),
    "softmax": (
        SOFTMAX,
        r"""
        dp_1/dz_1 | p_1 (1 - p_1)
        dp_1/dz_2 | -p_1 p_2
        dL/dz_1 | -y_1 (1 - p_1) + y_2 p_1 + y_3 p_1
        dL/dz_1 | (y_1 + y_2 + y_3) p_1 - y_1
        dL/dz_2 | dL/dp_1 dp_1/dz_2 + dL/dp_2 dp_2/dz_2 + dL/dp_3 dp_3/dz_2
        p_1 | \frac{1}{1 + e^{z_2 - z_1} + e^{z_3 - z_1}}
        p_1 + p_2 + p_3 | 1
        \ln p_1 | z_1 - \ln s
        L | (y_1+y_2+y_3) \ln(e^{z_1} + e^{z_2} + e^{z_3}) - y_1 z_1 - y_2 z_2 - y_3 z_3
        dL/dp_2 | -\frac{y_2}{p_2}
        """,
    ),
    "logistic": (
        LOGISTIC,
        r"""
        dL/da | -\frac{y}{a} + \frac{1-y}{1-a}
        dL/da | \frac{a - y}{a(1-a)}
        dL/dz | a - y
        dL/dw | (a - y) x
        dL/dw | (\sigma(wx+b) - y) x
        L | -y \log a - (1-y) \log(1-a)
        L | \ln(1 + e^{z}) - y z
        L | \operatorname{softplus}(z) - y z
        L | y \ln(1+e^{-z}) + (1-y) \ln(1+e^{z})
        \frac{\partial^2 L}{\partial w^2} | a(1-a) x^2
        \operatorname{softplus}'(z) | a
        \ln a - \ln(1-a) | z
        """,
    ),
    "deep": (
        DEEP,
        r"""
        dL/dw_1 | 2(a_4-y) a_4(1-a_4) w_4 a_3(1-a_3) w_3 (1-a_2^2) w_2 a_1(1-a_1) x
        dL/dw_1 | dL/da_4 da_4/dz_4 w_4 \sigma'(z_3) w_3 \tanh'(z_2) w_2 \sigma'(z_1) x
        a_2 | 2 \sigma(2 w_2 a_1) - 1
        a_3 | \sigma(w_3 \tanh(w_2 \sigma(w_1 x)))
        a_4 | \frac{1}{1+e^{-w_4/(1+e^{-w_3 (1 - 2/(1+e^{2 w_2/(1+e^{-w_1 x})}))})}}
        \sigma(\sigma(a_4)) | \frac{1}{1+e^{-1/(1+e^{-a_4})}}
        \sigma(\sigma(\sigma(\sigma(a_4)))) | 1 - \sigma(-\sigma(\sigma(\sigma(a_4))))
        """,
    ),
    "opaque": (
        OPAQUE,
        r"""
        dL/dw_1 | (a_2-y) f'(z_2) w_2 f'(z_1) x
        dL/dw_1 | -(y - f(z_2)) f'(z_2) w_2 f'(w_1 x + b_1) x
        f(z_1) | f(x w_1 + b_1)
        da_1/dz_1 | f'(z_1)
        \frac{\partial^2 L}{\partial b_2^2} | f'(z_2)^2 + (a_2-y) f''(z_2)
        """,
    ),
    "skip": (
        SKIP,
        r"""
        dL/dg | 2(\hat{y}-y)(2g + 1)
        d\hat{y}/dg | 2g + 1
        d\hat{y}/dg | 1
        dL/dw
            | \frac{\partial L}{\partial \hat{y}} \left(\frac{\partial \hat{y}}{\partial h}
            \frac{\partial h}{\partial g} + \frac{\partial \hat{y}}{\partial g}\right) x
        """,
    ),
    "plain": (
        PLAIN,
        r"""
        \sqrt{x^2 a} | |x| \sqrt{a}
        \sqrt{4 a} | 2 \sqrt{a}
        a^{1/2} a^{1/2} | a
        a^{3/2} | a \sqrt{a}
        a^{-1/2} | \frac{1}{\sqrt{a}}
        \ln(a b) | \ln a + \ln b
        \ln(a^3) | 3 \ln a
        x \ln a | x \log a
        \ln(e^{x}) | x
        e^{\ln a} | a
        \sin^2 x + \cos^2 x | 1
        \sin(2x) | 2 \sin x \cos x
        \cos(x + a) | \cos x \cos a - \sin x \sin a
        a^{b+c} | a^{b} a^{c}
        (a b)^{c} | a^{c} b^{c}
        \operatorname{erf}(-x) | -\operatorname{erf}(x)
        \operatorname{GELU}'(x)
            | \frac{1}{2}(1 + \operatorname{erf}(x/\sqrt{2})) + \frac{x}{\sqrt{2\pi}} e^{-x^2/2}
        \frac{a^2 - b^2}{a - b} | a + b
        \frac{1}{a} - \frac{1}{b} | \frac{b - a}{a b}
        (a+b)^{10} - (a+b)^{9} a | (a+b)^9 b
        \frac{a/b}{c} | \frac{a}{b c}
        (x-a)^{60} | (a-x)^{60}
        x^2 x^{-2} | 1
        """,
    ),
}
DIFFERENT = {
    "linear": (
        LINEAR,
        r"""
        dL/dw_{1,1} | (y-\hat{y}) w_{3,1} x_1
        dL/dw_{1,1} | -(y-\hat{y}) w_{3,1} x_2
        dL/dw_{1,1} | -(y-\hat{y}) w_{3,2} x_1
        dL/dw_{1,1} | -(y-\hat{y}) x_1
        dL/dw_{1,1} | -(y+\hat{y}) w_{3,1} x_1
        dL/dw_{1,1} | -2(y-\hat{y}) w_{3,1} x_1
        dL/dw_{1,1} | -\frac12(y-\hat{y}) w_{3,1} x_1
        dL/dw_{1,1} | -(y-\hat{y})^2 w_{3,1} x_1
        dL/dx_1 | (\hat{y}-y) w_{3,1} w_{1,1}
        dL/dx_1 | (\hat{y}-y) w_{3,1} w_{1,1} w_{3,2} w_{1,2}
        dL/dx_1 | (\hat{y}-y)(w_{3,1} w_{1,1} - w_{3,2} w_{1,2})
        L | (y-\hat{y})^2
        dL/db_1 | \hat{y} - y
        dL/db_3 | \hat{y} - y + (2^{61}-1) x_1
        dL/db_3 | \hat{y} - y + 10^{-20}
        dL/db_3 | \hat{y} - y + 10^{-20} x_1
        dL/db_3 | (\hat{y} - y) \cdot 1.0000001
        dL/db_3 | \hat{y} - y + x_1(x_1-1)(x_1-2)(x_1-3)(x_1+1)(x_1+2)
        dL/db_3 | \hat{y} - y + 0.000001 (x_1^{61} - x_1)
        dL/db_3 | (\hat{y} - y)^{64}
        """,
    ),
    "sigmoid": (
        SIGMOID,
        r"""
        dE/dw_5 | (o_1-t_1) \sigma(z_3) a_1
        dE/dw_5 | (o_1-t_1) (1-o_1) a_1
        dE/dw_5 | (o_1-t_1) o_1 (1+o_1) a_1
        dE/dw_5 | (o_1-t_1) (1-o_1^2) a_1
        dE/dw_5 | (o_1-t_1) \sigma'(o_1) a_1
        dE/dw_5 | (o_1-t_1) o_1 (1-o_1) a_2
        dE/dw_5 | (o_1-t_1) a_1
        dE/dw_5 | (o_2-t_2) o_1 (1-o_1) a_1
        dE/dw_1 | (o_1-t_1) o_1(1-o_1) w_5 a_1(1-a_1) x_1
        dE/dw_1 | ((o_1-t_1) o_1(1-o_1) w_5 + (o_2-t_2) o_2(1-o_2) w_6) a_1(1-a_1) x_1
        dE/dw_1 | ((o_1-t_1) o_1(1-o_1) w_5 + (o_2-t_2) o_2(1-o_2) w_7) a_2(1-a_2) x_1
        dE/dw_1 | ((o_1-t_1) o_1(1-o_1) w_5 - (o_2-t_2) o_2(1-o_2) w_7) a_1(1-a_1) x_1
        dE/dw_1 | ((o_1-t_1) o_1(1-o_1) w_5)((o_2-t_2) o_2(1-o_2) w_7) a_1(1-a_1) x_1
        \sigma'(z_1) | \sigma(z_1)
        \sigma(2 z_1) | 2\sigma(z_1)
        \tanh(z_1) | \sigma(2 z_1)
        \tanh(z_1) | 2\sigma(z_1) - 1
        e^{z_1+z_2} | e^{z_1} + e^{z_2}
        e^{2 z_1} | 2 e^{z_1}
        e^{z_1 z_2} | e^{z_1} e^{z_2}
        a_1 | \frac{1}{1+e^{z_1}}
        a_1 | a_1 + 10^{-30}
        \sigma(z_1 + 40) | 1
        \sigma'(z_1 + 99) | 0
        \sigma''(z_1) | a_1(1-a_1)
        w_1 | w_2
        """,
    ),
    "sampled": (
        SAMPLED,
        r"""
        dL/dw | -2 \sum_{i=1}^{n} x_i (y_i - \hat{y}_i)
        dL/dw | -\frac{1}{n} \sum_{i=1}^{n} x_i (y_i - \hat{y}_i)
        dL/dw | -\frac{2}{n} x_i (y_i - \hat{y}_i)
        dL/dw | -\frac{2}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)
        dL/dw
            | -\frac{2}{n} \left(\sum_{i=1}^{n} x_i\right) \left(\sum_{i=1}^{n} (y_i -
            \hat{y}_i)\right)
        dL/dw | \frac{2}{n} \sum_{i=1}^{n} x_i (y_i - \hat{y}_i)
        dL/dw | -\frac{2}{n^2} \sum_{i=1}^{n} x_i (y_i - \hat{y}_i)
        \frac{\partial L}{\partial \hat{y}_i} | -2 (y_i - \hat{y}_i)
        dL/db | \frac{2}{n} \left(w \sum_{i=1}^{n} x_i - \sum_{i=1}^{n} y_i\right) + 2 n b
        dL/db | -\frac23 \sum_{i=1}^{n} (y_i - \hat{y}_i)
        """,
    ),
    "relu": (
        RELU,
        r"""
        dL/dw_1 | 2(\hat{y}-y) v u_1 x
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{ReLU}'(z_3) u_1 \operatorname{ReLU}'(z_2) x
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{ReLU}'(z_3) u_1 x
        dL/dw_1 | 2(\hat{y}-y) v u_1 \operatorname{ReLU}'(z_1) x
        dL/dw_1 | 2(\hat{y}-y) v \operatorname{ReLU}(z_3) u_1 \operatorname{ReLU}'(z_1) x
        dL/dx | 2(\hat{y}-y) v \operatorname{ReLU}'(z_3) u_1 \operatorname{ReLU}'(z_1) w_1
        h_1 | z_1
        h_1 | |z_1|
        h_1 | -\min(0, z_1)
        \operatorname{ReLU}(x - 3) | 0
        \operatorname{ReLU}(x - 3) | x - 3
        \operatorname{ReLU}(x - 100000000000000) | 0
        \operatorname{ReLU}(x - 1000000) \operatorname{ReLU}(1000001 - x) | 0
        |z_1 + z_2| | |z_1| + |z_2|
        \max(z_1, z_2) | z_1
        \operatorname{step}(z_1) | 1
        \operatorname{ReLU}(z_1 + z_2) | h_1 + h_2
        """,
    ),
    "leaky": (
        LEAKY,
        r"""
        a | \max(0.1 z, z)
        a | \max(0, z)
        dL/dw | \operatorname{sgn}(a-y) \operatorname{step}(z) x
        dL/da | \operatorname{sgn}(y - a)
        """,
    ),
    "softmax": (
        SOFTMAX,
        r"""
        dp_1/dz_2 | p_1 p_2
        dp_1/dz_1 | p_1 (1 - p_2)
        dL/dz_1 | p_1 - y_1
        dL/dz_1 | -\frac{y_1}{p_1}
        dL/dz_1 | (p_1 - y_1) p_1 (1-p_1)
        L | -y_1 \ln p_1
        \ln p_1 | z_1 + \ln s
        """,
    ),
    "logistic": (
        LOGISTIC,
        r"""
        dL/dz | y - a
        dL/dz | (a - y) a (1 - a)
        dL/da | -\frac{y}{a} - \frac{1-y}{1-a}
        dL/da | -\frac{y}{a}
        L | y \ln a + (1-y) \ln(1-a)
        L | \ln(1 + e^{-z}) - y z
        L | -y \ln a - (1-y) \ln(1-a) + 10^{-20}
        \ln a | \ln(1 - a)
        """,
    ),
    "deep": (
        DEEP,
        r"""
        dL/dw_1 | 2(a_4-y) a_4(1-a_4) w_4 a_3(1-a_3) w_3 a_2(1-a_2) w_2 a_1(1-a_1) x
        dL/dw_1 | 2(a_4-y) a_4(1-a_4) w_4 a_3(1-a_3) w_3 (1-a_2^2) w_2 a_1(1-a_1)
        a_3 | \sigma(w_3 \sigma(w_2 \tanh(w_1 x)))
        \sigma(\sigma(\sigma(\sigma(a_4)))) | \sigma(\sigma(\sigma(a_4)))
        """,
    ),
    "opaque": (
        OPAQUE,
        r"""
        dL/dw_1 | (a_2-y) f(z_2) w_2 f'(z_1) x
        dL/dw_1 | (a_2-y) f'(a_2) w_2 f'(z_1) x
        dL/dw_1 | (a_2-y) a_2(1-a_2) w_2 a_1(1-a_1) x
        f'(z_1) | f(z_1)
        f(2 z_1) | 2 f(z_1)
        """,
    ),
    "skip": (
        SKIP,
        r"""
        dL/dg | 2(\hat{y}-y)
        dL/dg | 2(\hat{y}-y) \cdot 2 g
        d\hat{y}/dg | 2g
        dL/dw | 2(\hat{y}-y) x
        """,
    ),
    "plain": (
        PLAIN,
        r"""
        1/3 | 0.333333
        \sqrt{a + b} | \sqrt{a} + \sqrt{b}
        \sqrt{x^2} | x
        \sqrt{x^2 a^2 b^2} | x a b
        \ln(a + b) | \ln a + \ln b
        \ln(x) | \ln(x) + 10^{-25}
        \sin(2x) | 2 \sin x
        \cos^2 x | 1
        a^{b} | b^{a}
        e^{x} | 2.718281828^{x}
        \pi | 3.14159265358979
        x^2 | x^2 + 10^{-20}
        a x | a
        \frac{a}{b + c} | \frac{a}{b} + \frac{a}{c}
        """,
    ),
}


def _pairs(table: dict[str, tuple[Network, str]]) -> list[object]:
    return [
        pytest.param(network, *map(str.strip, line.split(" | ")), id=f"{name}: {line.strip()}")
        for name, (network, lines) in table.items()
        for line in _joined(lines)
    ]


def _joined(lines: str) -> list[str]:
    """Return the pairs, one a line; what is indented further goes on with the line before."""
    return [line for line in re.sub(r"\n {12}\s*", " ", lines).split("\n") if line.strip()]


@pytest.mark.parametrize(("network", "left", "right"), _pairs(EQUAL))
def test_what_is_equal_is_found_equal(network: Network, left: str, right: str) -> None:
    assert network.verdict(left, right) is Verdict.EQUAL


@pytest.mark.parametrize(("network", "left", "right"), _pairs(DIFFERENT))
def test_what_differs_is_found_different(network: Network, left: str, right: str) -> None:
    assert network.verdict(left, right) is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("network", "left", "right"),
    [(SKIP, r"d\hat{y}/dg", "1"), (SOFTMAX, "dp_1/dz_1", "p_1")],
)
def test_the_direct_edge_alone_is_accepted_and_said(
    network: Network, left: str, right: str
) -> None:
    judgement = network.judge(left, right)
    assert judgement.equal
    assert judgement.direct


def test_the_order_of_the_sides_does_not_matter() -> None:
    assert RELU.verdict("h_1", r"\max(0, z_1)") is RELU.verdict(r"\max(0, z_1)", "h_1")

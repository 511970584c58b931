"""A whole answer is taken apart into statements, prose, and lines that cannot be read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from reading_tables import table

from derive.core.errors import ReadError
from derive.core.expression import Neg, Number, Variable, walk
from derive.reading import NameTable, Prose, Statement, read_lines

NAMES = table(r"w_1 w_2 w x_1 x_2 x b a y z \hat{y} L \delta \eta", loss=Variable("L", "L"))


def statements(text, names=NAMES):
    """Give (line, left side, number of sides) of each statement."""
    found = read_lines(text, names)
    assert not [item for item in found if isinstance(item, ReadError)], found
    return [
        (item.line, item.sides[0].text, len(item.sides))
        for item in found
        if isinstance(item, Statement)
    ]


def kinds(text, names=NAMES):
    return [type(item).__name__ for item in read_lines(text, names)]


LATEX = r"""\documentclass{article}
\usepackage{amsmath}
\begin{document}
\section{Solution}
By the chain rule, the gradient of $L$ with respect to $w_1$ is  % a comment with $x$
\[
  \frac{\partial L}{\partial w_1}
    = \frac{\partial L}{\partial \hat y} \frac{\partial \hat y}{\partial w_1}
\]
\begin{align*}
  \frac{\partial L}{\partial w_1} &= -(y-\hat y) x_1 \\
    &= (\hat y - y)
       x_1 \\[2pt]
  b &= w x + z
    \\ &\quad - 1
\end{align*}
so we have $\frac{\partial L}{\partial b}$ = $\hat y - y$, where $\hat y = w x + b$.
\begin{enumerate}
\item $a = \sigma(z)$
\end{enumerate}
\end{document}
$x = y$
"""


def test_a_latex_document_is_read_row_by_row():
    assert statements(LATEX) == [
        (7, r"\frac{\partial L}{\partial w_1}", 2),
        (11, r"\frac{\partial L}{\partial w_1}", 2),
        (12, r"(\hat y - y)        x_1", 1),
        (14, "b", 2),
        (17, r"\frac{\partial L}{\partial b}", 2),
        (17, r"\hat y", 2),
        (19, "a", 2),
    ]


def test_a_row_that_begins_with_a_relation_goes_on_from_the_line_before():
    second = [item for item in read_lines(LATEX, NAMES) if isinstance(item, Statement)][2]
    assert second.continued
    assert second.opening == "="


MARKDOWN = """# Answer
First the forward pass:

z = w x + b
a = sigma(z)

1. dL/dw = (yhat - y) x
(2) dL/db = yhat - y
- dL/dw1 = x1
* dL/dw2 = x2 (yhat - y)
> dL/db = 1
**dL/db = 1**
Step 3: `dL/db = 1`
```python
dL/db = 1   # the bias
```
$$
z = w x + b
a = \\sigma(z)
$$
The *update* uses $w \\leftarrow w - \\eta x$ and $\\eta = 0.1$.
| a | table |
---
"""


def test_markdown_and_plain_lines_are_read():
    assert [(line, left) for line, left, _ in statements(MARKDOWN)] == [
        (4, "z"), (5, "a"), (7, "dL/dw"), (8, "dL/db"), (9, "dL/dw1"), (10, "dL/dw2"),
        (11, "dL/db"), (12, "dL/db"), (13, "dL/db"), (15, "dL/db"),
        (18, "z"), (19, "a"), (21, "w"), (21, r"\eta"),
    ]  # fmt: skip


def test_a_partial_sign_at_the_start_of_a_line_is_no_paragraph_mark():
    line = r"\partial L / \partial w_1 = x_1"
    assert statements(line) == [(1, r"\partial L / \partial w_1", 2)]
    assert statements(rf"\par {line}") == statements(line)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("所以 ∂L/∂w₁ = −(y − ŷ)·x₁", "∂L/∂w₁"),
        ("答：∂L/∂b = ŷ − y。", "∂L/∂b"),
        ("參數 w 的梯度為 ∂L/∂w = x(ŷ-y)", "∂L/∂w"),
        ("（2）dL/dw＝x（ŷ－y）", "dL/dw"),
        ("so dL/dw = x", "dL/dw"),
        ("Answer: dL/dw = x", "dL/dw"),
        ("where z = w x + b", "z"),
        ("We get dL/dw = x by the chain rule", "dL/dw"),
        ("dL/dw = x, by the chain rule", "dL/dw"),
        ("dL/dw = x (by the chain rule)", "dL/dw"),
        ("Therefore, the gradient is dL/dw = x.", "dL/dw"),
    ],
)
def test_words_around_a_plain_formula_are_passed_over(line, left):
    ((_, found, sides),) = statements(line)
    assert found == left
    assert sides == 2


@pytest.mark.parametrize(
    "line",
    [
        "First the forward pass:", "梯度下降", "I think it's good!", "hello (world)", "a)", "(1)",
        "Name: somebody, 3", "# 1. The loss", "We use $w_1$ and $x_1$.", "——", "see page 3 - 5",
        r"\section{The gradient of $L$}", "反向傳播使用到的微積分：連鎖律",
    ],
)  # fmt: skip
def test_words_alone_are_prose(line):
    assert set(kinds(line)) <= {"Prose"}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("dL/dw = dleta*x1", 8),
        ("x(yhat - y", 1),
        ("so dL/dw = x +", 14),
        ("答案是 $\\frac{\\partial L}{\\partial q} = x$", 32),
        ("the answer is $x = 2 3$", 21),
        ("dL/dw = $x", 8),
    ],
)
def test_a_formula_with_a_mistake_in_it_is_never_taken_for_words(line, column):
    (refused,) = [item for item in read_lines(line, NAMES) if isinstance(item, ReadError)]
    assert refused.line == 1
    assert refused.source == line
    assert refused.column == column


def test_lines_are_numbered_and_sources_are_as_typed():
    text = "z = ｗ x + b\r\n\r\nq = 1\r\n$a\n= 2$\n"
    first, wrong, last = read_lines(text, NAMES)
    assert (first.line, first.source.strip()) == (1, "z = ｗ x + b")
    assert first.sides[1].text == "ｗ x + b"
    assert (wrong.line, wrong.column, wrong.source.strip()) == (3, 0, "q = 1")
    assert (last.line, last.relations) == (4, ("=",))


def test_an_unfinished_line_goes_on_in_the_next():
    assert statements("dL/dw = 2 *\n  (yhat - y) x") == [(1, "dL/dw", 2)]
    assert statements("dL/dw = x_1\n  + x_2") == [(1, "dL/dw", 2)]
    assert [line for line, *_ in statements("dL/dw = x\n- y + yhat")] == [1, 2]


def test_several_statements_may_share_a_line():
    assert [left for _, left, _ in statements("z = 1, a = 2; b = 3")] == ["z", "a", "b"]
    assert [left for _, left, _ in statements(r"$z = 1 \Rightarrow a = 2$")] == ["z", "a"]


def test_a_line_that_is_too_long_is_refused_alone():
    first, refused, last = read_lines(f"z = 1\n{'x+' * 3000}x\na = 2", NAMES)
    assert isinstance(first, Statement)
    assert isinstance(refused, ReadError)
    assert refused.line == 2
    assert last.line == 3


def test_names_that_a_student_defines_are_known_in_the_lines_behind():
    names = NameTable(NAMES.variables, NAMES.functions, symbols=True)
    text = "err = yhat - y\ndL/dw = err*x\ng_2 = 3\nd = g_2 + nothing"
    *read, refused = read_lines(text, names)
    assert [type(item) for item in read] == [Statement] * 3
    assert isinstance(refused, ReadError)
    assert names.found == ()
    assert kinds("dL/dw = err*x", names) == ["ReadError"]


def test_the_list_of_student_lines_is_an_answer_itself():
    text = Path(__file__).with_name("student_lines.txt").read_text("utf-8")
    lines = [row.split("\t")[2] for row in text.splitlines()[1:]]
    found = read_lines("\n".join(lines), NAMES)
    assert {type(item) for item in found} == {Statement, ReadError}
    assert len({item.line for item in found}) > 95


def test_nothing_is_an_empty_answer():
    assert read_lines("", NAMES) == ()
    assert read_lines(" \n\t\n$$ $$", NAMES) == ()
    assert isinstance(read_lines("only words here", NAMES)[0], Prose)


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("L = 8.2 %", "0.082", "0.082"),
        ("L = 8.2%", "0.082", "0.082"),
        (r"L = 8.2\,\%.", "0.082", "0.082"),
        ("$L = 8.2%$", "0.082", "0.082"),
        ("L ≈ −8.2％。", "-0.082", "0.082"),
        ("L = 100 %", "1", "1.00"),
        ("w = L = 5 % ≈ 0.05", "0.05", "0.05"),
        ("L = 3 % note", "3", "3"),
        ("L = 3 %% 5", "3", "3"),
        ("L = w_1^2 - 3 %", "-3", "3"),  # nothing that a percent sign stands behind
        ("\\begin{document}\n$L = 8.2 %$\n$\n\\end{document}", "8.2", "8.2"),
        ("\\begin{document}\n$L = 8.2\\% % note$\n$\n\\end{document}", "0.082", "0.082"),
    ],
)
def test_a_percent_sign_at_the_end_is_a_hundredth_and_elsewhere_a_comment(text, value, digits):
    (found,) = [item for item in read_lines(text, NAMES) if isinstance(item, Statement)]
    side = found.sides[2 if len(found.sides) > 2 else 1]
    (number,) = [
        part for part in walk(side.expression) if isinstance(part, Number) and part.value != 2
    ]
    sign = -1 if any(isinstance(part, Neg) for part in walk(side.expression)) else 1
    assert (sign * number.value, number.text) == (Fraction(value), digits)


def test_a_percent_sign_behind_an_exponent_or_a_divisor_begins_a_comment():
    for text in ("L = w_1^2 %", "L = w_1/2 %", "L = w_1**2 %"):
        plain, commented = (read_lines(typed, NAMES)[0] for typed in (text[:-2], text))
        assert plain.sides[1].expression == commented.sides[1].expression

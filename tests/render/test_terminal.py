"""The page for a terminal: nothing is wider than the screen, and long formulas break as by hand."""

import re
from itertools import pairwise

import pytest

from derive.core.derivation import Phase
from derive.core.expression import SumOver, walk
from derive.lessons import built_in, load, loads
from derive.render.columns import break_formula, shortened, width
from derive.render.solution import solve
from derive.render.terminal import Terminal

BATCH_NORM = r"""
equations: |
  z_i = w x_i
  \mu = \frac{1}{n} \sum_{i=1}^n z_i
  v = \frac{1}{n} \sum_{i=1}^n (z_i - \mu)^2
  u_i = \gamma \frac{z_i - \mu}{\sqrt{v + \epsilon}}
  L = \frac{1}{n} \sum_{i=1}^n (u_i - y_i)^2
data: {x: [1, 2, 4], y: [0.5, 1, -1]}
constants: {\epsilon: 0.001}
parameters: {w: 0.7, \gamma: 1.5}
"""
BATCH = f"""
network: {{inputs: 1, layers: [{{units: 12, activation: tanh}}, 1], loss: mean_squared_error}}
data: {{x: {[[k / 7] for k in range(40)]}, y: {[[k % 3] for k in range(40)]}}}
parameters: {{W: [{[[k / 9] for k in range(12)]}, [{[1 / 7] * 12}]], b: [{[0.1] * 12}, [0]]}}
"""


OWN = {"batch norm": (BATCH_NORM, ""), "a batch in matrices": (BATCH, "matrix")}


@pytest.mark.parametrize("name", [*built_in(), *OWN])
@pytest.mark.parametrize("languages", [("en",), ("zh-Hant",), ("en", "zh-Hant")])
def test_nothing_is_wider_than_the_screen(name, languages):
    lesson = loads(OWN[name][0], level=OWN[name][1]) if name in OWN else load(name)
    page = Terminal(languages=languages).solution(solve(lesson))
    assert max(map(width, page.split("\n"))) <= 80


def test_chinese_pages_take_full_width_signs():
    page = Terminal(languages=("zh-Hant",)).solution(solve(load("two-layer-mlp-relu")))
    assert not re.search(r"[一-鿿] ?[,:;()]|[,:;()][一-鿿]", page)


def test_a_summary_has_a_blank_line_before_each_step():
    solution = solve(load("two-layer-mlp"))
    page = Terminal().summary(solution)
    assert page.count("\n\n") >= len(solution.answers)


def test_a_broken_formula_says_the_same_and_stands_in_by_its_brackets():
    formula = "a · (b + c · (d + e + f + g) + h) + i · j + k · (l + m)"
    for columns in range(8, width(formula)):
        pieces = break_formula(formula, columns)
        assert " ".join(piece.strip() for piece in pieces) == formula
        assert max(map(width, pieces)) <= max(columns, len("+ f + g) + h)") + columns // 3)
    assert break_formula("aaaa + bbbb · cccc · dddd + eeee", 14) == [
        "aaaa",
        "  + bbbb",
        "    · cccc",
        "    · dddd",
        "  + eeee",
    ]


def test_a_formula_is_broken_above_a_bar_and_between_factors_rather_than_inside_an_argument():
    broken = ["(aaaaaaaa", "      · bbbb)/(cc + dd)"]
    assert break_formula("(aaaaaaaa · bbbb)/(cc + dd)", 26) == broken
    assert break_formula("-(1 + a) cos(b + c) σ(d)", 20) == ["-(1 + a) cos(b + c)", "  σ(d)"]


def test_a_value_that_is_already_written_is_not_written_again():
    text = "equations: |\n  z = -1 w\n  u = z + w\n  L = u\nparameters: {w: 2}\n"
    lines = [
        line.split("  ")[0]
        for line in map(str.strip, Terminal().solution(solve(loads(text))).splitlines())
    ]
    assert not [first for first, second in pairwise(lines) if first == second and first[:1] == "="]
    assert "= 1" in lines or any(line.endswith("= 1") for line in lines)


def test_what_several_paths_bring_is_one_sum():
    text = "equations: |\n  z = 2 w\n  L = z^2 + 3 w + w b\nparameters: {w: 2, b: 1}\n"
    assert "= 2 · 2z + 3 + b " in Terminal().solution(solve(loads(text)))


def test_of_too_many_numbers_the_first_and_the_last_are_shown():
    assert shortened(["1", "2", "3", "4"], 10, "…") == ["1", "2", "3", "4"]
    assert shortened(["1", "2", "3", "4", "5"], 11, "…") == ["1", "2", "…", "5"]
    page = Terminal().solution(solve(load("thousand-samples")))
    assert re.search(r"= \(0.05, -1.18, [-0-9., ]+, …, -0.06\)", page)


def test_numbers_that_are_cut_are_not_said_to_be_equal():
    page = Terminal(digits=3).solution(solve(loads(BATCH_NORM)))
    assert "≈ (" in page
    assert "= (1, 2, 4)" in page


def test_no_sum_over_samples_stands_inside_the_value_of_one_sample():
    solution = solve(loads(BATCH_NORM))
    for block in solution.phase(Phase.BACKWARD):
        for line in block.lines:
            if block.target.sampled and line.rule is not None and line.rule.key == "put_in":
                assert not any(isinstance(part, SumOver) for part in walk(line.expression))

"""The 101 lines that students write are read as they were meant, by value at random points.

What each line means is written here once more, by hand, as plain Python.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from reading_tables import FUNCTIONS, Values, evaluate, sigmoid, table

from derive.core.expression import Variable
from derive.reading import NameTable, Statement, read_lines, read_statement

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("student_lines.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
LINES = {key: text for key, _, text in ROWS}

Y, YH, YH1, D, ETA, TH, LAM = (
    "y", r"\hat{y}", r"\hat{y}_1", r"\delta", r"\eta", r"\theta", r"\lambda",
)  # fmt: skip
MLP = table(
    r"w_{1,1} w_{1,2} w_{2,1} w_{3,1} w_{3,2} w_1 w_2 w_5 w x_1 x_2 x h_1 h_2 b_1 b_3 b a a_1 z z_1"
    r" y \hat{y} y_1 \hat{y}_1 \bar{y} \tilde{y} L E \delta \delta_1 \eta \theta \lambda w_5^{+}"
)
MAZUR = table(
    r"w_1 w_5 net_{o1} out_{o1} out_{h1} E_{total} E \delta_{o1} \delta_o \delta h_2 \eta"
)
LAYERS = table(
    r"w_{11}^{1} w_{12}^{1} w_{11}^{2} b_1^1 z_1^1 a_1^1 x_1 x_2 \hat{y} y L a^{(1)} z^{(1)}"
    r" \delta^{(2)} a^{[l]} z^{[l]} \delta_j^l z_j^l w_{kj}^{l+1} \delta_k^{l+1} a^{(2)}"
)
LETTERS = table(
    r"w_{ij} a_j \delta_j \delta_k w_{jk} w_{kj} net_j t_j o_j t_k o_k E z_i z_j K z_{h_1} w_1 x_1"
    " W_{h1,x2}",
)
SAMPLED = [Variable(name, name, sampled=True) for name in ("x_i", "y_i", r"\hat{y}_i")]
SAMPLES = NameTable(
    [*SAMPLED, *(Variable(name, name) for name in ("n", "L", "J", "w"))],
    FUNCTIONS,
    count=Variable("n", "n"),
)
NUMBERED = table(r"w_1 w_2 w_3 x_1 x_2 x_3 b n")
SHAPES = {
    "W": (2, 2), "x": (2, 1), "z": (2, 1), "b": (2, 1), D: (2, 1), YH: (2, 1), Y: (2, 1),
    "Z": (2, 3), "A": (2, 3), "W^{(2)}": (2, 2), r"\delta^{(1)}": (2, 1), r"\delta^{(2)}": (2, 1),
    "z^{(1)}": (2, 1),
}  # fmt: skip
MATRICES = NameTable(
    [
        *(Variable(name, name, shape=shape) for name, shape in SHAPES.items()),
        Variable("L", "L"),
        Variable("m", "m"),
    ],
    FUNCTIONS,
    loss=Variable("L", "L"),
)
CURLY = table(r"\mathcal{L} \theta a")
INDEXED = (r"\delta_k", "w_{kj}", "t_k", "o_k", "z_j", "w_{kj}^{l+1}", r"\delta_k^{l+1}")

# what each side of each line means: (table, one function a side)
MEANT = {
    "p01": (
        MLP,
        lambda v: v.d("L", "w_{1,1}"),
        lambda v: -(v[Y] - v[YH]) * v["w_{3,1}"] * v["x_1"],
    ),
    "p02": (MLP, lambda v: v.d("L", "w_1"), lambda v: v.d("L", YH) * v.d(YH, "w_1")),
    "p03": (
        MLP,
        lambda v: v.d("L", "w_1"),
        lambda v: v.d("L", YH) * v.d(YH, "z") * v.d("z", "w_1"),
    ),
    "p05": (MLP, lambda v: v.d("L", "b"), lambda v: v[YH] - v[Y]),
    "p06": (MAZUR, lambda v: v.d("E", "w_5"), lambda v: v[r"\delta_{o1}"] * v["out_{h1}"]),
    "p07": (
        MAZUR,
        lambda v: v.d("E_{total}", "w_5"),
        lambda v: (
            v.d("E_{total}", "out_{o1}") * v.d("out_{o1}", "net_{o1}") * v.d("net_{o1}", "w_5")
        ),
    ),
    "p08": (MLP, lambda v: v.d("L", "w"), lambda v: 2 * (v["w"] * v["x"] + v["b"] - v[Y]) * v["x"]),
    "p09": (MLP, lambda v: v.d("L", "w_1"), lambda v: (v[YH] - v[Y]) * v["x_1"]),
    "p10": (MLP, lambda v: v.d("dL/dw", "w"), lambda v: v["x"] ** 2),
    "p11": (MLP, lambda v: v.d("L", "w"), lambda v: v["x"] * (v[YH] - v[Y])),
    "p12": (
        CURLY,
        lambda v: v.d(r"\mathcal{L}", TH),
        lambda v: v.d(r"\mathcal{L}", "a") * v.d("a", TH),
    ),
    "h01": (MLP, lambda v: v["L"], lambda v: 0.5 * (v[Y] - v[YH]) ** 2),
    "h02": (
        MLP,
        lambda v: v[YH],
        lambda v: v["w_{3,1}"] * v["h_1"] + v["w_{3,2}"] * v["h_2"] + v["b_3"],
    ),
    "h03": (MLP, lambda v: v[YH1] - v["y_1"]),
    "h04": (MLP, lambda v: -v[Y] * math.log(v[YH]) - (1 - v[Y]) * math.log(1 - v[YH])),
    "h05": (MLP, lambda v: -(v[Y] / v[YH]) + (1 - v[Y]) / (1 - v[YH])),
    "h06": (MLP, lambda v: v[r"\bar{y}"] - v[r"\tilde{y}"]),
    "s01": (MLP, lambda v: v["w_{1,1}"] * v["x_1"] + v["w_{1,2}"] * v["x_2"] + v["b_1"]),
    "s02": (MLP, lambda v: v["w_{1,1}"] * v["x_1"] + v["w_{1,2}"] * v["x_2"]),
    "s03": (LETTERS, lambda v: v["w_{ij}"] * v["a_j"]),
    "s05": (LETTERS, lambda v: v["W_{h1,x2}"]),
    "s06": (LETTERS, lambda v: v["z_{h_1}"], lambda v: v["w_1"] * v["x_1"]),
    "s07": (MAZUR, lambda v: v[ETA] * v[r"\delta_o"] * v["h_2"]),
    "l01": (LAYERS, lambda v: v["w_{11}^{1}"] * v["x_1"] + v["w_{12}^{1}"] * v["x_2"]),
    "l02": (LAYERS, lambda v: v["z_1^1"], lambda v: v["w_{11}^{1}"] * v["x_1"] + v["b_1^1"]),
    "l03": (LAYERS, lambda v: sigmoid(v["z_1^1"]) * (1 - sigmoid(v["z_1^1"]))),
    "l04": (LAYERS, lambda v: v.d("L", "w_{11}^{2}"), lambda v: (v[YH] - v[Y]) * v["a_1^1"]),
    "l05": (LAYERS, lambda v: v["a^{(1)}"], lambda v: sigmoid(v["z^{(1)}"])),
    "l06": (LAYERS, lambda v: v["a^{[l]}"], lambda v: math.cos(v["z^{[l]}"])),
    "l07": (LAYERS, lambda v: v[r"\delta^{(2)}"], lambda v: v[YH] - v[Y]),
    "a01": (MLP, lambda v: sigmoid(v["z"]) * (1 - sigmoid(v["z"]))),
    "a02": (MLP, lambda v: math.exp(-v["z"]) / (1 + math.exp(-v["z"])) ** 2),
    "a03": (
        MLP,
        lambda v: math.exp(-v["z"]) / (1 + math.exp(-v["z"])) ** 2,
        lambda v: sigmoid(v["z"]) * (1 - sigmoid(v["z"])),
    ),
    "a04": (MLP, lambda v: 1 / (1 + math.exp(-v["z"]))),
    "a05": (MLP, lambda v: math.exp(-v["z"]) / (1 + math.exp(-v["z"])) ** 2),
    "a06": (MLP, lambda v: 1 - math.tanh(v["z"]) ** 2),
    "a07": (MLP, lambda v: max(0, v["z"])),
    "a08": (MLP, lambda v: max(0, v["z_1"])),
    "a11": (LETTERS, lambda v: math.cos(v["net_j"]) * (v["t_j"] - v["o_j"])),
    "a12": (MLP, lambda v: sigmoid(v["w"] * v["x"] + v["b"]) * v["x"]),
    "m01": (
        SAMPLES,
        lambda v: v["L"],
        lambda v: sum((y - p) ** 2 for y, p in zip(v["y_i"], v[r"\hat{y}_i"], strict=True)) / 3,
    ),
    "m02": (
        SAMPLES,
        lambda v: v.d("L", "w"),
        lambda v: (
            -(2 / 3)
            * sum(x * (y - p) for x, y, p in zip(v["x_i"], v["y_i"], v[r"\hat{y}_i"], strict=True))
        ),
    ),
    "m03": (
        LETTERS,
        lambda v: sum(d * w for d, w in zip(v[r"\delta_k"], v["w_{kj}"], strict=True)),
    ),
    "m04": (NUMBERED, lambda v: sum(v[f"w_{i}"] * v[f"x_{i}"] for i in (1, 2, 3)) + v["b"]),
    "m05": (
        LETTERS,
        lambda v: v["E"],
        lambda v: sum((t - o) ** 2 for t, o in zip(v["t_k"], v["o_k"], strict=True)) / 2,
    ),
    "m06": (
        SAMPLES,
        lambda v: v["J"],
        lambda v: (
            -sum(
                y * math.log(p) + (1 - y) * math.log(1 - p)
                for y, p in zip(v["y_i"], v[r"\hat{y}_i"], strict=True)
            )
            / 3
        ),
    ),
    "v01": (MATRICES, lambda v: v["z"], lambda v: v["W"] @ v["x"] + v["b"]),
    "v02": (MATRICES, lambda v: v["W"].T @ v[D]),
    "v03": (
        MATRICES,
        lambda v: v[r"\delta^{(1)}"],
        lambda v: (
            (v["W^{(2)}"].T @ v[r"\delta^{(2)}"])
            * (sigmoid(v["z^{(1)}"]) * (1 - sigmoid(v["z^{(1)}"])))
        ),
    ),
    "v04": (MATRICES, lambda v: v.d("L", "W"), lambda v: v[D] @ v["x"].T),
    "v05": (MATRICES, lambda v: v.d("L", "W"), lambda v: (v[YH] - v[Y]) @ v["x"].T),
    "v06": (
        MATRICES,
        lambda v: v.d("L", "W"),
        lambda v: 1 / v["m"] * (v.d("L", "Z") @ v["A"].T),
    ),
    "t01": (MLP, lambda v: v.d("L", "w_1"), lambda v: (v[YH] - v[Y]) * v["x_1"]),
    "t02": (MLP, lambda v: v.d("L", "b"), lambda v: v[YH] - v[Y]),
    "t03": (MLP, lambda v: (v[YH] - v[Y]) * v["x_1"]),
    "t04": (MLP, lambda v: v["z"], lambda v: v["w"] * v["x"] + v["b"]),
    "t05": (MLP, lambda v: (v[YH] - v[Y]) * v["x_1"]),
    "t06": (MLP, lambda v: v.d("L", "w_1"), lambda v: -2 * (v[Y] - v[YH]) * v["x_1"]),
    "t07": (MLP, lambda v: v.d("L", "w_1"), lambda v: v["x_1"] * (v[YH] - v[Y])),
    "t08": (MLP, lambda v: v.d("L", "w"), lambda v: v.d("L", "z") * v["x"]),
    "t09": (MLP, lambda v: v["w_1"], lambda v: v["w_1"] - v[ETA] * v.d("L", "w_1")),
    "c01": (
        MLP,
        lambda v: v.d("L", "w_1"),
        lambda v: v.d("L", YH) * v.d(YH, "w_1"),
        lambda v: -(v[Y] - v[YH]) * v["x_1"],
        lambda v: (v[YH] - v[Y]) * v["x_1"],
    ),
    "c02": (MLP, lambda v: (v[Y] - v[YH]) * -v["x_1"]),
    "c03": (
        MLP,
        lambda v: v[D],
        lambda v: 0.74136507 * 0.186815602 * 0.593269992,
        lambda v: 0.082167041,
    ),
    "c04": (
        MLP,
        lambda v: v["w_5^{+}"],
        lambda v: 0.4 - 0.5 * 0.082167041,
        lambda v: 0.35891648,
    ),
    "c05": (MLP, lambda v: v.d("L", "w_1"), lambda v: 0.0821),
    "i01": (MLP, lambda v: 2 * (v["w"] * v["x"] + v["b"] - v[Y]) * v["x"]),
    "i02": (MLP, lambda v: v["x_1"] * (v[YH] - v[Y]) * v["w_2"]),
    "i03": (MLP, lambda v: (1 - v["a"]) * (v[YH] - v[Y]) * v["a"] * v["w"]),
    "i04": (MLP, lambda v: -2 / 3 * v["x"] * (v[Y] - v["w"] * v["x"])),
    "i05": (MLP, lambda v: v["h_1"] * (1 - v["h_1"]) * v["w_5"] * v[D]),
    "i06": (MLP, lambda v: v[Y] * math.log(v["a"])),
    "u01": (MLP, lambda v: v.d("L", "w_1"), lambda v: -(v[Y] - v[YH]) * v["x_1"]),
    "u02": (MLP, lambda v: sigmoid(v["z"]) * (1 - sigmoid(v["z"]))),
    "u04": (MLP, lambda v: v[YH] - v[Y]),
    "u06": (MLP, lambda v: v[r"\delta_1"] * v["w_5"] / 2),
    "u07": (MLP, lambda v: 0.5 * (v[Y] - v[YH]) ** 2),
    "n01": (
        MLP,
        lambda v: v.d("L", "w_{1,1}"),
        lambda v: -(v[Y] - v[YH]) * v["w_{3,1}"] * v["x_1"],
    ),
    "n02": (
        MLP,
        lambda v: v.d("L", "w_1"),
        lambda v: (v[YH] - v[Y]) * v[YH] * (1 - v[YH]) * v["x_1"],
    ),
    "n03": (MLP, lambda v: v.d("L", "w"), lambda v: v.d("L", YH) * v.d(YH, "z") * v.d("z", "w")),
    "n04": (MLP, lambda v: -2 * (v[Y] - v[YH]) * v["x_1"]),
    "n05": (
        MLP,
        lambda v: sigmoid(v["z_1"]) * (1 - sigmoid(v["z_1"])) * v["w_5"] * v[D],
    ),
    "n06": (MLP, lambda v: sigmoid(v["z_1"]) * (1 - sigmoid(v["z_1"])) * v["x_1"]),
    "n08": (MLP, lambda v: (v[Y] - v[YH]) ** 2 / 2),
    "n09": (MLP, lambda v: v.d("L", "w_{1,1}"), lambda v: v[r"\delta_1"] * v["x_1"]),
    "n10": (MLP, lambda v: v["w_{1,1}"] * v["x_1"] + v["b_1"]),
    "n11": (MLP, lambda v: v["x_1"] * (v[YH] - v[Y])),
    "n12": (MLP, lambda v: v["a_1"] * (1 - v["a_1"]) * v["w_5"]),
    "n13": (MLP, lambda v: math.exp(-v["z"]) / (1 + math.exp(-v["z"])) ** 2),
    "n14": (
        MAZUR,
        lambda v: v.d("E", "w_5"),
        lambda v: 0.7413 * 0.1868 * 0.5932,
        lambda v: 0.0821,
    ),
    "n15": (MLP, lambda v: v.d("L", "w_{1,1}"), lambda v: v.d("L", YH) * v.d(YH, "w_{1,1}")),
    "n17": (MLP, lambda v: v[LAM] * v["w"] + v[ETA] * v[D]),
    # ∂/∂w of something: the body is differentiated by differences, in the evaluator and here
    "p04": (MLP, lambda v: 0.0),
    "s04": (
        LETTERS,
        lambda v: v[r"\delta_j"],
        lambda v: v["a_j"] * (1 - v["a_j"]) * v["w_{jk}"] * SCALAR_DELTA,
    ),
    "l08": (
        LAYERS,
        lambda v: v[r"\delta_j^l"],
        lambda v: (
            sigmoid(v["z_j^l"])
            * (1 - sigmoid(v["z_j^l"]))
            * sum(w * d for w, d in zip(v["w_{kj}^{l+1}"], v[r"\delta_k^{l+1}"], strict=True))
        ),
    ),
    "a09": (LETTERS, lambda v: math.exp(v["z_i"]) / sum(map(math.exp, v["z_j"]))),
    "a10": (LETTERS, lambda v: math.exp(v["z_i"]) / sum(map(math.exp, v["z_j"]))),
}
MEANT |= {
    "u03": MEANT["a03"],
    "u05": MEANT["m03"],
    "n07": MEANT["i01"],
    "n16": MEANT["a07"],
}
SCALAR_DELTA = 0.625  # one entry of δ: in this line k is not summed over


def values_for(key: str, seed: int) -> Values:
    rows = ("x_i", "y_i", r"\hat{y}_i", *INDEXED)
    fixed = {"n": 3.0, "K": 3.0}
    if key == "s04":
        fixed[r"\delta_k"] = SCALAR_DELTA
    return Values(seed, rows, SHAPES if MEANT[key][0] is MATRICES else {}, fixed)


def test_every_line_of_the_list_has_a_meaning():
    assert len(ROWS) == 101
    assert set(MEANT) == set(LINES)


@pytest.mark.parametrize("key", LINES)
def test_a_student_line_has_the_value_that_was_meant(key):
    names, *sides = MEANT[key]
    statement = read_statement(LINES[key], names)
    assert len(statement.sides) == len(sides)
    for seed in range(3):
        values = values_for(key, seed)
        for side, meant in zip(statement.sides, sides, strict=True):
            np.testing.assert_allclose(
                np.asarray(evaluate(side.expression, values), float),
                np.asarray(meant(values), float),
                rtol=1e-9,
                atol=1e-12,
            )


@pytest.mark.parametrize("key", [key for key in LINES if key != "t04"])  # t04: words in \\text
@pytest.mark.parametrize("around", ["{}", "  {}", "* {}", "1. {}", "$${}$$", "So\n\n{}\n\nand"])
def test_a_line_means_in_an_answer_what_it_means_alone(key, around):
    if "$" in LINES[key] and "$" in around:
        return
    names = MEANT[key][0]
    alone = read_statement(LINES[key], names)
    found = read_lines(around.format(LINES[key]), names)
    (read,) = [item for item in found if isinstance(item, Statement)]
    assert [side.expression for side in read.sides] == [side.expression for side in alone.sides]


@pytest.mark.parametrize("key", [key for key in LINES if key[0] in "plcn" and "=" in LINES[key]])
def test_a_dash_before_a_claim_is_a_bullet(key):
    alone = read_statement(LINES[key], MEANT[key][0])
    (read,) = read_lines(f"- {LINES[key]}", MEANT[key][0])
    assert [side.expression for side in read.sides] == [side.expression for side in alone.sides]


@pytest.mark.parametrize("key", LINES)
def test_sides_say_where_they_stand(key):
    statement = read_statement(LINES[key], MEANT[key][0])
    for side in statement.sides:
        assert side.text == LINES[key][side.start : side.end]
        assert side.text == side.text.strip() != ""


def test_relations_and_continuations_are_kept():
    def relations(key):
        return read_statement(LINES[key], MEANT[key][0]).relations

    assert relations("c01") == ("=", "=", "=")
    assert relations("c05") == ("≈",)
    assert relations("t09") == ("←",)
    assert read_statement(LINES["c02"], MLP).continued
    assert not read_statement(LINES["c01"], MLP).continued

"""Every way of writing a formula: well formed, inert, and the same formula."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spelling_trees import FUNCTIONS, formulas

from derive.core.expression import (
    ONE,
    TWO,
    Add,
    Call,
    Div,
    Expression,
    Marked,
    Mul,
    Neg,
    Partial,
    Pow,
    SumOver,
    Variable,
    exp,
)
from derive.spelling.latex import latex
from derive.spelling.mathml import chip, mathml
from derive.spelling.speech import speech, speech_name
from derive.spelling.symbols import SYMBOLS
from derive.spelling.text import text
from derive.spelling.typst import typst

few = settings(max_examples=60, deadline=None)


def v(latex: str) -> Variable:
    return Variable(latex, latex)


x, y, w_11, z, n = map(v, ("x", "y", "w_{1,1}", "z", "n"))
y_hat, loss = v(r"\hat{y}"), v("L")
ERROR = Add((y, Neg(y_hat)))
SLOPE = Partial(loss, y_hat)

HOSTILE = [
    r"\input{/etc/passwd}",
    r"\write18{ls}",
    "<script>alert(1)</script>",
    '"><img src=x>',
    "{{ 7 * 7 }}",
    '"#eval("1")',
    "](javascript:alert(1))",
    "$x$ % & # _ ^ ~",
    r"w_{\input{x}}",
    "w_{<b>}",
    "w_{)(}",
    'w_{"}',
    "x_" + "{a_" * 200 + "1" + "}" * 200,
    "損失",
]


# ---- MathML ---------------------------------------------------------------------------------


@given(formulas)
@few
def test_mathml_is_well_formed_and_scripts_have_as_many_parts_as_they_need(formula):
    for element in ElementTree.fromstring(mathml(formula, mark=chip)).iter():
        parts = {"mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "msubsup": 3, "munderover": 3}
        if element.tag in parts:
            assert len(element) == parts[element.tag]
        if element.tag in ("mi", "mn", "mo"):
            assert len(element) == 0
            assert element.text


def test_a_chip_names_the_variable_it_marks():
    written = mathml(Mul((x, Marked(Neg(ERROR), SLOPE)), dot=True), mark=chip)
    chips = ElementTree.fromstring(written).findall('.//mrow[@class="cached"]')
    assert [box.get("data-t") for box in chips] == [r"dL/d\hat{y}"]
    assert "".join(chips[0].itertext()) == "−(y−yˆ)"


def test_operators_in_scripts_are_set_tight_and_hats_do_not_stretch():
    written = mathml(Mul((w_11, exp(Neg(z)), y_hat)))
    assert '<mo lspace="0" rspace="0">,</mo>' in written
    assert '<mo lspace="0" rspace="0" form="prefix">−</mo>' in written
    assert '<mo stretchy="false" class="ac">ˆ</mo>' in written


def test_mathml_applies_functions_and_writes_primes_for_the_ear_and_the_eye():
    written = mathml(Call(FUNCTIONS["sigmoid"], (z,), 1), spoken='a "sentence"')
    assert "<msup><mi>σ</mi><mo>′</mo></msup><mo>&#8289;</mo>" in written
    assert 'alttext="a &quot;sentence&quot;"' in written
    assert "menclose" not in written


def test_brackets_grow_only_around_tall_things():
    assert '<mo stretchy="false">(</mo>' in mathml(Pow(ERROR, TWO))
    assert "<mo>(</mo>" in mathml(Pow(Div(x, y), TWO))
    assert r"\left(" not in latex(Pow(ERROR, TWO))
    assert r"\left(" in latex(Pow(Div(x, y), TWO))


# ---- hostile names --------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_inert_text_in_mathml_and_latex(name):
    formula = Add((v(name), Partial(v(name), x), Marked(v(name), v(name))))
    tags = {element.tag for element in ElementTree.fromstring(mathml(formula, mark=chip)).iter()}
    assert tags <= {"math", "mrow", "mi", "mn", "mo", "mfrac", "msub", "msup", "msubsup"}
    assert_tame_latex(latex(formula))


@given(st.text(max_size=20))
@few
def test_no_name_at_all_becomes_a_command_or_an_element(name):
    formula = Mul((Variable(name or "x", name), x))
    tags = {element.tag for element in ElementTree.fromstring(clean(mathml(formula))).iter()}
    assert tags <= {"math", "mrow", "mi", "mn", "mo", "msub", "msup", "msubsup", "mover"}
    assert_tame_latex(latex(formula))


def clean(written: str) -> str:
    # characters that XML knows no way to write at all, and HTML shows as nothing
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "", written)


TAME = {"frac", "partial", "cdot", "text", "mathrm", "textbackslash", "textasciitilde"}
TAME |= {"textasciicircum", "backslash", "hat", "bar", "tilde", "vec", "dot", "widehat", "sim"}
TAME |= {"mathcal", "mathbf", "boldsymbol", "mathit", "widetilde", *SYMBOLS}


def assert_tame_latex(written: str) -> None:
    assert set(re.findall(r"\\([A-Za-z]+)", written)) <= TAME
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", written.replace(r"\\", "")):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[$%#&~]", written)


def test_typst_compiles_every_formula_and_every_hostile_name():
    compiler = pytest.importorskip("typst")
    shown = [*map(v, HOSTILE), Pow(v(r"w_{ij}^{(2)}'"), n), SumOver("i", n, Pow(ERROR, TWO))]
    shown += [Partial(Partial(loss, x), y), Mul((v("net_{o1}"), v("out_{h1}")))]
    shown += [Call(f, (x, y) if f.key == "max" else (x,)) for f in FUNCTIONS.values()]
    body = "\n".join(f"$ {typst(formula)} $" for formula in shown)
    assert compiler.compile(body.encode(), format="pdf").startswith(b"%PDF")


@settings(max_examples=5, deadline=None)
@given(st.lists(formulas, min_size=20, max_size=20))
def test_typst_compiles_random_formulas(many):
    compiler = pytest.importorskip("typst")
    body = "\n".join(f"$ {typst(formula)} $" for formula in many)
    assert compiler.compile(body.encode(), format="pdf").startswith(b"%PDF")


# ---- speech ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "english", "chinese"),
    [
        (Partial(loss, w_11), "partial L over partial w 1 1", "L 對 w 1 1 的偏微分"),
        (ERROR, "y minus y hat", "y 減 y hat"),
        (Div(ONE, n), "1 over n", "n 分之 1"),
        (Pow(x, TWO), "x squared", "x 的平方"),
        (exp(Neg(z)), "e to the power minus z", "e 的 負 z 次方"),
        (Call(FUNCTIONS["sigmoid"], (z,), 1), "sigma prime of z", "sigma prime 左括號 z 右括號"),
        (v("z_1^1"), "z 1, layer 1", "第 1 層的 z 1"),
        (v("w^{(t+1)}"), "w superscript t plus 1", "w 上標 t 加 1"),
        (
            Mul((x, Neg(ERROR)), dot=True),
            "x times minus open bracket y minus y hat close bracket",
            "x 乘以 負 左括號 y 減 y hat 右括號",
        ),
        (
            Partial(Partial(loss, x), x),
            "partial squared L over partial x squared",
            "L 對 x 的二階偏微分",
        ),
    ],
)
def test_a_formula_is_read_aloud_in_both_languages(formula, english, chinese):
    assert speech(formula, "en") == english
    assert speech(formula, "zh-Hant") == chinese


@given(formulas)
@few
def test_what_is_read_aloud_has_no_signs_that_are_not_words(formula):
    for language in ("en", "zh-Hant"):
        assert not re.search(r"[\\{}_^$()<>∂σδ]", speech(formula, language))


def test_a_variable_has_a_spoken_name():
    assert speech_name(v(r"\delta_{h1}"), "en") == "delta h 1"


# ---- all of them ----------------------------------------------------------------------------


def tower(levels: int) -> Expression:
    grow = (
        lambda part: Add((part, ONE)),
        lambda part: Mul((TWO, part)),
        lambda part: Div(ONE, part),
        lambda part: Pow(part, TWO),
        Neg,
        lambda part: Call(FUNCTIONS["sigmoid"], (part,)),
    )
    formula: Expression = x
    for level in range(levels):
        formula = grow[level % len(grow)](formula)
    return formula


def test_a_formula_sixty_levels_deep_is_written_by_every_printer():
    formula = tower(60)
    for written in (text(formula), latex(formula), mathml(formula), typst(formula)):
        assert written.count("x") == 1 or "<mi>x</mi>" in written
    assert speech(formula, "en")


def test_an_unknown_kind_of_node_is_named():
    class Mystery(Expression):
        pass

    with pytest.raises(TypeError, match="Mystery"):
        text(Mystery())

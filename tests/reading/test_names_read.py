"""Every way in which a name may be typed finds the one variable it means, and no other."""

from __future__ import annotations

import pytest
from reading_tables import FUNCTIONS, table

from derive.activations import spellings
from derive.core.errors import ReadError
from derive.core.expression import Call, Mul, Partial, Pow, Role, Variable
from derive.reading import NameTable, read_expression, read_name, read_statement, read_target

NAMES = table(
    r"w_{1,1} w_{1,11} w_{11,1} w_{3} w x_1 y \hat{y} \hat{y}_1 L b \delta \delta_1 \eta \lambda"
    r" net_{h1} out_{o1} z_1^1 a^{(2)} a h W^{[1]} \epsilon w_5^{+} E_{total} v'",
    loss=Variable("L", "L"),
)
SPELLINGS = {
    "w_{1,1}": r"w_{1,1} w_11 w11 w_{11} w₁₁ w_1_1 w_1,_1 w_{1,\,1} w_{1}_{1} 𝑤₁₁"
    r" ｗ_{１,１} w[1][1]"
    r" \mathbf{w}_{11} \mathit{w}_{1,1} w_{{1,1}} w_{(1,1)}",
    "x_1": r"x_1 x_{1} x1 x₁ x[1] \text{x}_1 \mathrm{x}_1 x_{\text{1}} x_{(1)}",
    r"\hat{y}": r"\hat{y} \hat~y ŷ y\u0302 yhat y_hat y_{hat} \widehat{y}"
    r" \hat{\mathbf{y}} \mathbf{\hat{y}} y_{\text{hat}}",
    r"\hat{y}_1": r"\hat{y}_1 \hat{y_1} \widehat{y_1} ŷ₁ ŷ_1 yhat1 yhat_1 y_hat_1 y_1_hat",
    r"\delta": r"\delta δ delta {\delta} \boldsymbol{\delta} 𝛿",
    r"\delta_1": r"\delta_1 δ₁ δ1 delta1 delta_1 \delta_{1}",
    r"\lambda": r"\lambda λ lambda",
    "net_{h1}": r"net_{h1} net_h1 \text{net}_{h1} \mathrm{net}_{h_1} net_{h_1}"
    r" \operatorname{net}_{h1}",
    "z_1^1": r"z_1^1 z^1_1 z_1^{1} z_1^{(1)} z_1^{[1]} z_{1}^{(1)} z₁¹",
    "a^{(2)}": r"a^{(2)} a^{[2]} a^(2) a^{\left(2\right)}",
    "out_{o1}": r"out_{o1} outo1 out_o1 \text{out}_{o1} out_{o_1}",
    "W^{[1]}": r"W^{[1]} W^{(1)} W^1 \mathbf{W}^{[1]} W1 W_1 W[1] W_{[1]}",
    r"\epsilon": r"\epsilon \varepsilon ε ϵ epsilon",
    "w_5^{+}": r"w_5^{+} w_5^+ w_{5}^{+}",
    "E_{total}": r"E_{total} E_total E_{\text{total}} E_{\mathrm{total}}",
    "v'": "v' v′ v^{\\prime} v^\\prime",
}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (name, typed.replace("~", " ").replace("\\u0302", "\u0302"))
        for name, many in SPELLINGS.items()
        for typed in many.split(" ")
    ],
)
def test_a_spelling_finds_its_variable(name, typed):
    assert read_name(typed, NAMES).name == name


def test_indices_without_commas_are_refused_when_two_names_fit():
    with pytest.raises(ReadError, match=r"w_\{1,11\}, w_\{11,1\}"):
        read_name("w_{111}", NAMES)
    assert read_name("w_{1,11}", NAMES).name == "w_{1,11}"


@pytest.mark.parametrize(
    "typed", ["w_{1,2}", "x_2", r"\hat{w}", "x12", "Y", "q", r"\text{nett}_{h1}"]
)
def test_an_unknown_name_is_refused_and_never_taken_apart(typed):
    with pytest.raises(ReadError, match=r"not (known|read)"):
        read_name(typed, NAMES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("x_2", "x_1"), ("nett_{h1}", "net_{h1}"), ("w_{1,2}", "w_{1,1}"), ("delt", r"\delta")],
)
def test_an_unknown_name_is_answered_with_a_similar_one(typed, meant):
    with pytest.raises(ReadError) as refused:
        read_name(typed, NAMES)
    assert meant in refused.value.remedy.en
    assert meant in refused.value.remedy.zh


def test_a_superscript_is_a_power_unless_the_name_has_it():
    power = read_expression("a^2", NAMES)
    assert isinstance(power, Pow)
    assert power.base.name == "a"
    assert read_name("a^{(2)}", NAMES).name == "a^{(2)}"
    assert isinstance(read_expression("x_1^2", NAMES), Pow)
    assert isinstance(read_expression("{z_1^1}^2", NAMES), Pow)
    assert isinstance(read_expression("(z_1^1)^2", NAMES), Pow)


def test_a_name_that_might_be_a_power_is_the_name_and_says_so():
    both = table("w_1 w_1^2")
    (side,) = read_statement("w_1^2", both).sides
    assert side.expression.name == "w_1^2"
    assert side.ambiguous
    assert isinstance(side.other, Pow)


def test_letters_in_a_row_are_a_product_of_names():
    product = read_expression("why", table("w h y"))
    assert [factor.name for factor in product.factors] == ["w", "h", "y"]
    assert read_expression("wx1", table("w x_1")) == read_expression("w x_1", table("w x_1"))
    assert read_expression("w_1x_1", table("w_1 x_1")) == read_expression("w1 x1", table("w_1 x_1"))


def test_letters_that_can_be_taken_apart_in_two_ways_are_refused():
    with pytest.raises(ReadError, match="more than one way"):
        read_expression("abc", table("a ab bc c"))
    assert read_name("ab", table("a b ab")).name == "ab"


def test_a_letter_before_a_bracket_is_a_factor_unless_it_is_a_function():
    product = read_expression("h(1-h)", NAMES)
    assert isinstance(product, Mul)
    call = read_expression("f(1-h)", NAMES)
    assert isinstance(call, Call)
    assert call.function is FUNCTIONS["f"]


def test_a_name_and_a_function_of_the_same_spelling_are_told_apart_by_the_bracket():
    names = NameTable([Variable("f", "f"), Variable("q", "q")], FUNCTIONS)
    assert isinstance(read_expression("f(q)", names), Call)
    assert read_expression("f", names).name == "f"
    assert isinstance(read_expression("f q", names), Mul)


def test_every_function_is_called_by_every_word_it_has():
    names = NameTable([Variable("w", "w")], spellings())
    for spelling, function in spellings().items():
        if not any(sign in spelling for sign in "|√^"):
            arguments = ", ".join("w" for _ in function.arguments)
            call = read_expression(f"2 {spelling}({arguments})", names).factors[1]
            assert isinstance(call, Pow if function.key == "exp" else Call), spelling
            assert isinstance(call, Pow) or call.function is function


def test_one_curly_loss_is_the_loss():
    for declared in ("L", r"\mathcal{L}"):
        for typed in ("L", "ℒ", r"\mathcal{L}", r"\mathcal L"):
            assert read_name(typed, table(declared)).name == declared
    both = table(r"L \mathcal{L}")
    assert read_name("L", both).name == "L"
    assert read_name("ℒ", both).name == r"\mathcal{L}"


def test_constants_give_way_to_declared_names():
    assert read_expression("e^z", table("z")).base.key == "e"
    assert read_expression("e^z", table("z e")).base.name == "e"
    assert read_expression(r"\pi", table("z")).key == "pi"
    assert read_expression("π", table(r"\pi")).name == r"\pi"


@pytest.mark.parametrize(
    "typed", ["x", "x_i", "x_{i}", "xᵢ", "x^{(i)}", "x^i", r"\mathbf{x}_i", "x[i]"]
)
@pytest.mark.parametrize("declared", ["x", "x_i"])
def test_a_sampled_name_may_carry_the_number_of_the_sample(declared, typed):
    names = NameTable([Variable(declared, declared, sampled=True)], FUNCTIONS)
    assert read_name(typed, names).name == declared


@pytest.mark.parametrize("typed", ["x_1", "x_{1,i}", "x_{i,1}", "x_{1i}", "x_1^{(i)}", "x1"])
def test_a_sampled_name_with_a_subscript_may_carry_the_number_too(typed):
    names = NameTable([Variable("x_1", "x_{1,i}", sampled=True)], FUNCTIONS)
    assert read_name(typed, names).name == "x_1"


def test_the_number_of_samples_may_be_called_m():
    names = NameTable([Variable("n", "n")], FUNCTIONS, count=Variable("n", "n"))
    assert {read_name(letter, names).name for letter in "nNm"} == {"n"}
    other = table("n m", count=Variable("n", "n"))
    assert read_name("m", other).name == "m"


@pytest.mark.parametrize(
    "typed",
    [
        r"\frac{\partial L}{\partial w_{1,1}}", "∂L/∂w₁₁", "dL/dw11", r"\frac{dL}{dw_{11}}",
        r"\partial L / \partial w_{1,1}", "(∂L/∂w_11)", r"\frac{d L}{d w_{11}}", "dw11",
        r"\dfrac{\mathrm{d}L}{\mathrm{d}w_{1,1}}", r"\nabla_{w_{1,1}} L", "∇_w11 L", "dL / dw_1_1",
        r"\frac{\partial L(w_{1,1}, x_1)}{\partial w_{1,1}}", "∂_{w_{1,1}} L", "dL(w11)/dw11",
        r"\partial L/\partial {w_{1,1}}", r"\frac{∂L}{∂w_{11}}",
    ],
)  # fmt: skip
def test_a_derivative_is_one_variable_however_it_is_written(typed):
    found = read_name(typed, NAMES)
    assert isinstance(found, Partial)
    assert (found.of.name, found.wrt.name) == ("L", "w_{1,1}")
    assert found.role is Role.ADJOINT


def test_a_declared_d_is_a_letter_but_a_whole_quotient_is_a_derivative():
    names = table("d L w x")
    (side,) = read_statement("dL/dw", names).sides
    assert isinstance(side.expression, Partial)
    assert side.ambiguous
    assert isinstance(read_expression("d x", names), Mul)
    assert isinstance(read_expression("dx", names), Mul)


def test_primes_differentiate_what_is_declared_as_a_function_of_one_name():
    names = table("f_1 w L W", arguments={"L": ("W",)}, loss=Variable("L", "L"))
    for typed in (r"L'(W)", "L'", r"\nabla L(W)", r"\nabla L", "dL(W)/dW"):
        found = read_name(typed, names)
        assert (found.of.name, found.wrt.name) == ("L", "W")
    assert read_name("L(W)", names).name == "L"
    for typed in ("L(-6)", "L(2)", "L'(-6)"):
        with pytest.raises(ReadError):
            read_expression(typed, names)


def test_the_loss_directly_before_names_in_brackets_is_the_loss():
    names = table("w b L h", loss=Variable("L", "L"))
    assert read_name("L(w, b)", names).name == "L"
    assert isinstance(read_expression("h(w)", names), Mul)
    assert isinstance(read_expression("L (1 - h)", names), Mul)
    with pytest.raises(ReadError, match="put into"):
        read_expression("L(-6)", names)


def test_an_open_table_remembers_new_letters_in_reading_order():
    names = NameTable([Variable("h_1", "h_1")], FUNCTIONS, open=True)
    read_expression(r"w_{1,1} x_1 + \hat{v} h_1^2 + wx \beta - \sigma(w_{1,1})", names)
    found = [variable.name for variable in names.found]
    assert found == ["w_{1,1}", "x_1", r"\hat{v}", "w", "x", r"\beta"]


def test_an_open_table_takes_no_word_for_letters():
    with pytest.raises(ReadError, match="out"):
        read_expression("2 out", NameTable([], FUNCTIONS, open=True))


def test_a_student_may_define_names_where_the_table_allows_it():
    names = NameTable([Variable("y", "y"), Variable("x", "x")], FUNCTIONS, symbols=True)
    statement = read_statement("err = y - x", names)
    assert statement.sides[0].expression.name == r"\mathrm{err}"
    assert names.found == ()
    with pytest.raises(ReadError):
        read_statement("y = err", names)


@pytest.mark.parametrize(
    ("typed", "name", "arguments"),
    [
        ("h_1", "h_1", ()), (" net_{h1} ", "net_{h1}", ()), (r"\hat{y}_i", r"\hat{y}_i", ()),
        ("f(w)", "f", ("w",)), (r"\mathcal{L}(x, y_1)", r"\mathcal{L}", ("x", "y_1")),
        ("z_1^1 = w x", "z_1^1", ()), ("L", "L", ()), ("ŷ", "ŷ", ()),
    ],
)  # fmt: skip
def test_the_left_side_of_an_equation_is_read_before_any_name_is_known(typed, name, arguments):
    assert read_target(typed) == (name, arguments)


@pytest.mark.parametrize(
    "typed", ["", "2", "x + y", "f(2)", "f(w", "=", r"\frac{1}{2}", "x y", "f()"]
)
def test_a_left_side_that_is_no_name_is_refused(typed):
    with pytest.raises(ReadError) as refused:
        read_target(typed)
    assert refused.value.column is not None


def test_the_same_name_twice_on_end_is_no_silent_square():
    with pytest.raises(ReadError, match="“bb” has the name b twice") as caught:
        read_expression("w + bb", NAMES)
    assert "b^2" in caught.value.remedy.en
    read_expression("bwb", NAMES)

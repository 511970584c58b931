"""Decimals: the arithmetic of what was written, and the truth, with rounding carried through."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SIGMOID

from derive.check.figures import Figures
from derive.check.rounding import NumberJudgement, compare_number, last_place
from derive.check.verdict import Verdict
from derive.core.expression import Expression, Partial, Pow, Variable, exp, number
from derive.reading import NameTable, read_expression

# the example of Mazur's page: a 2-2-2 network of sigmoids, half the squared error
TRUTH = {
    "x_1": 0.05,
    "x_2": 0.10,
    "t_1": 0.01,
    "t_2": 0.99,
    "w_1": 0.15,
    "w_5": 0.40,
    "w_7": 0.50,
    "a_1": 0.5932699921071872,
    "o_1": 0.7513650695523157,
    "z_3": 1.1059059670597702,
    "E": 0.2983711087600027,
}
PARTIALS = {
    ("E", "w_5"): 0.08216704056423078,
    ("E", "o_1"): 0.7413650695523157,
    ("o_1", "z_3"): 0.18681560180895948,
}


def truth() -> dict[Variable, float]:
    names = SIGMOID.names
    return {
        **{names[name]: value for name, value in TRUTH.items()},
        **{Partial(names[f], names[x]): value for (f, x), value in PARTIALS.items()},
    }


def verdict(left: str, right: str) -> Verdict:
    return compare_number(SIGMOID.read(left), SIGMOID.read(right), truth()).verdict


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"0.74136507 \cdot 0.186815602 \cdot 0.593269992", "0.082167041"),
        (r"0.7413 \cdot 0.1868 \cdot 0.5932", "0.0821"),
        ("dE/dw_5", r"0.7413 \cdot 0.1868 \cdot 0.5932"),
        ("dE/dw_5", "0.0822"),
        ("dE/dw_5", "0.08217"),
        ("dE/dw_5", "0.0821"),  # cut off instead of rounded
        ("dE/dw_5", r"8.217 \cdot 10^{-2}"),
        ("dE/do_1", "-(0.01 - 0.75136507)"),
        ("dE/do_1", "0.751 - 0.01"),
        ("do_1/dz_3", "0.75136507(1 - 0.75136507)"),
        ("do_1/dz_3", "0.751(1-0.751)"),
        ("do_1/dz_3", r"\sigma'(1.1059)"),
        ("o_1", r"\frac{1}{1 + e^{-1.1059}}"),
        ("o_1", r"\sigma(1.105905967)"),
        ("w_5", "0.4"),
        ("0.1 + 0.2", "0.3"),
        ("1/3", "0.3333"),
        (r"0.4 - 0.5 \cdot 0.082167041", "0.35891648"),
        (r"\frac{1}{2}(0.01 - 0.75136507)^2", "0.274811083"),
        (r"0.4 - 0.5 \cdot 0.082167041", "0.36"),
        (r"2 \cdot 3", "6"),
        ("2.449", r"\sqrt{6}"),
        (r"\ln 2", "0.693"),
        ("(0.89 - 0.25)² + ½ · 0.83²", "0.7540"),
    ],
)
def test_a_right_number_is_right_however_it_was_rounded(left: str, right: str) -> None:
    assert verdict(left, right) is Verdict.EQUAL


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("dE/dw_5", "0.0832"),
        ("dE/dw_5", "-0.0822"),
        ("dE/dw_5", "0.082267041"),
        ("dE/dw_5", r"0.7413 \cdot 0.1868 \cdot 0.6932"),
        ("dE/dw_5", "0.1643"),
        ("dE/do_1", "0.01 - 0.751"),
        ("do_1/dz_3", "0.751(1+0.751)"),
        ("do_1/dz_3", r"\sigma'(0.751)"),
        (r"0.74136507 \cdot 0.186815602 \cdot 0.593269992", "0.082176041"),
        (r"0.5(0.01 - 0.75136507)^2", "0.2648"),  # 0.5 is a half, not a rounded number
        ("E", "0.291027924"),
        (r"0.4 - 0.5 \cdot 0.082167041", "0.35"),
        (r"0.25 \cdot 0.6", "0.152"),
        (r"2 \cdot 3", "7"),
        ("0.1 + 0.2", "0.31"),
        ("1/3", "0.334"),
        ("w_5", "0.41"),
    ],
)
def test_a_wrong_number_is_wrong(left: str, right: str) -> None:
    assert verdict(left, right) is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("dE/dw_5", "0.1"),  # a rounding, but one that says next to nothing
        ("dE/dw_6", "0.08"),
        (r"1/(0.1 - 0.1)", "3"),
        (r"\ln(0.01 - 0.02)", "3"),
    ],
)
def test_what_cannot_be_told_is_undecided(left: str, right: str) -> None:
    assert verdict(left, right) is Verdict.UNDECIDED


def test_powers_that_grow_without_end_are_not_computed() -> None:
    tower: Expression = number(9)
    for _ in range(5):
        tower = Pow(number(9), tower)
    for wide in (tower, Pow(number(10), number(4096)), exp(exp(exp(number(9))))):
        assert compare_number(wide, number(3), {}).verdict is Verdict.UNDECIDED


def test_a_last_digit_that_is_off_by_one_is_mentioned() -> None:
    cut = compare_number(SIGMOID.read("dE/dw_5"), SIGMOID.read("0.0821"), truth())
    assert cut.equal
    assert cut.last_digit


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.02, 9.0), min_size=2, max_size=4),
    st.integers(3, 8),
    st.integers(3, 8),
)
def test_who_rounds_what_is_known_may_go_on_with_all_digits_or_with_those_written(
    factors: list[float], written: int, shown: int
) -> None:
    known = Figures(factors)
    typed = [f"{factor:.{written}f}" for factor in factors]
    for product in (math.prod(factors), math.prod(map(float, typed))):
        if product > 10 ** (2 - shown) and min(factors) > 10 ** (2 - written):
            assert _compared(typed, f"{product:.{shown}f}", known).equal


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(11, 99), min_size=2, max_size=4),
    st.integers(2, 9),
    st.sampled_from((1, -1)),
)
def test_a_product_that_is_off_in_its_last_digits_is_never_right(
    factors: list[int], off: int, sign: int
) -> None:
    product = math.prod(factors) + sign * off  # in units of the last digit
    typed = [f"0.{factor}" for factor in factors]
    places = 2 * len(factors)
    shown = f"{product / 10**places:.{places}f}"
    assert not _compared(typed, shown, Figures(())).equal
    assert _compared(typed, shown, Figures(float(t) for t in typed)).verdict is Verdict.DIFFERENT


def _compared(factors: list[str], result: str, known: Figures) -> NumberJudgement:
    table = NameTable(())
    left, right = read_expression(" \\cdot ".join(factors), table), read_expression(result, table)
    return compare_number(left, right, {}, figures=known)


@pytest.mark.parametrize(
    ("result", "verdict"),
    [("25", Verdict.EQUAL), ("24", Verdict.DIFFERENT), ("26", Verdict.DIFFERENT)],
)
def test_a_whole_number_may_be_the_nearest(result: str, verdict: Verdict) -> None:
    found = compare_number(number(24.7), read_expression(result, NameTable(())), {})
    assert found.verdict is verdict
    assert found.whole == found.equal
    exact = compare_number(number(25), read_expression("25", NameTable(())), {})
    assert exact.equal
    assert not exact.whole


@pytest.mark.parametrize(
    ("result", "equal"),
    [("0.5640", True), ("0.56455", True), ("0.5643", False), ("0.5636", False)],
)
def test_a_figure_counts_as_it_stands_or_as_it_is_meant_and_as_nothing_between(
    result: str, equal: bool
) -> None:
    # 0.751² is 0.564001 and 0.751365² is 0.564549
    known = Figures([0.7513650695523157])
    assert _compared(["0.751", "0.751"], result, known).equal is equal


def test_a_result_with_fewer_digits_does_not_become_one_with_more() -> None:
    assert verdict("0.083", "0.0834") is not Verdict.EQUAL
    assert verdict("0.0834", "0.083") is Verdict.EQUAL


def test_the_last_place_is_read_from_what_was_typed() -> None:
    assert last_place("0.0821") == (pytest.approx(1e-4), 3)
    assert last_place("2")[0] == 0
    assert last_place("1.50e-3") == (pytest.approx(1e-5), 3)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"8.2\%", Verdict.EQUAL),
        ("8.22 %", Verdict.EQUAL),
        ("8 %", Verdict.EQUAL),
        ("8.3 %", Verdict.DIFFERENT),
        ("9 %", Verdict.DIFFERENT),
        ("0.0822 %", Verdict.DIFFERENT),
    ],
)
def test_a_number_in_percent_is_compared_in_its_last_place(written, expected):
    assert verdict("dE/dw_5", written) is expected

"""Numbers are written as a lecturer writes them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derive.core.expression import Number
from derive.spelling.numbers import is_exact, show
from derive.spelling.text import text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-10.0, "-10"),
        (0.0821670, "0.082167"),
        (0.000438568, "0.000438568"),
        (1.2e-7, "1.2×10⁻⁷"),
        (-3.0e-12, "-3×10⁻¹²"),
        (645.5772594752186, "645.577"),
        (1234567.0, "1234567"),
        (1234567.8, "1.23457×10⁶"),
        (6.02e23, "6.02×10²³"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (100.0, "100"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (math.nan, "NaN"),
    ],
)
def test_a_number_has_no_digit_more_than_it_needs(value, shown):
    assert show(value) == shown


def test_the_number_of_digits_may_be_chosen():
    assert show(0.29837110876, 3) == "0.298"
    assert show(0.29837110876, 9) == "0.298371109"


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(3, 17))
def test_what_is_shown_is_the_number_to_that_many_digits(value, digits):
    mantissa, _, exponent = show(value, digits).partition("×10")
    power = int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0")
    shown = Fraction(mantissa) * Fraction(10) ** power
    assert abs(shown - Fraction(value)) <= abs(Fraction(value)) * Fraction(51, 10 ** (digits + 1))


def test_a_number_is_exact_when_nothing_but_rounding_noise_is_left_out():
    assert is_exact(0.25)
    assert is_exact(0.1 + 0.2)
    assert is_exact(-10.0)
    assert is_exact(1.2e-7)
    assert not is_exact(1 / 3)
    assert not is_exact(0.29837110876)
    assert is_exact(0.29837110876, 11)


def test_a_literal_is_written_as_it_was_typed():
    assert text(Number(Fraction(1, 10), "0.10")) == "0.10"
    assert text(Number(Fraction(-1, 10), "-0.10")) == "-0.10"


def test_a_text_that_is_no_number_is_never_printed():
    assert text(Number(Fraction(3), r"\input{x}")) == "3"
    assert text(Number(Fraction(3, 2), "<b>")) == "3/2"

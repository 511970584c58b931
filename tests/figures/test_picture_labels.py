"""A label is a formula on one line: scripts, accents and letters at their places."""

import pytest

from derive.core.expression import Number, Partial, Pow, Variable, number
from derive.core.text import Text
from derive.figures.label import Style, plain, runs, separated, spoken, width
from derive.lessons import built_in, load


def name(latex: str) -> Variable:
    return Variable(latex, latex)


def starts(words):
    """Return where each run begins, in ems."""
    at, found = 0.0, []
    for run in runs(words, "en"):
        found.append((run.text, at + run.shift))
        at += run.shift + run.width
    return found


def test_a_name_keeps_its_letters_as_letters():
    assert [(run.text, run.style) for run in runs((name("w_{1,1}"),), "en")] == [
        ("w", Style.ITALIC),
        ("1,1", Style.UPRIGHT),
    ]


def test_a_subscript_stands_below_and_a_superscript_above_at_the_same_place():
    letter, one, two = runs((name("z_1^2"),), "en")
    assert one.rise < letter.rise < two.rise
    places = dict(starts((name("z_1^2"),)))
    assert places["1"] == pytest.approx(places["2"])


def test_scripts_of_different_length_begin_together_and_the_line_goes_on_behind_the_longer():
    places = dict(starts((name("w_{1,1}^{(2)}"), "=")))
    assert places["1,1"] == pytest.approx(places["(2)"])
    longest = max(run.width for run in runs((name("w_{1,1}^{(2)}"),), "en")[1:])
    assert places["="] == pytest.approx(places["1,1"] + longest)


def test_a_hat_stands_over_its_letter_and_takes_no_room():
    plain_y, hat = width((name("y"),), 10), width((name(r"\hat{y}"),), 10)
    assert plain_y == pytest.approx(hat)
    (accent, at), (letter, begin) = starts((name(r"\hat{y}"),))
    assert (accent, letter) == ("ˆ", "y")
    assert begin - 0.01 <= at + 0.17 <= begin + plain_y / 10 + 0.1


def test_a_hat_over_a_tall_letter_stands_higher():
    over_y, over_l = (runs((name(rf"\hat{{{letter}}}"),), "en")[0].rise for letter in "yL")
    assert over_l > over_y


def test_a_partial_derivative_stays_on_one_line():
    partial = Partial(name("L"), name("w_1"))
    assert plain((partial,), "en") == "∂L/∂w_1"
    assert [run.text for run in runs((partial,), "en")] == ["∂L", "/", "∂w", "1"]


def test_an_exponent_is_raised():
    base, exponent = runs((Pow(number(10), Number(-6.0)),), "en")
    assert (base.text, exponent.text) == ("10", "−6")
    assert exponent.rise > 0


def test_two_lessons_may_write_one_name_differently():
    one, other = (Variable("y", latex) for latex in ("y", "y_i"))
    assert [run.text for run in runs((one,), "en")] != [run.text for run in runs((other,), "en")]


def test_sentences_are_said_in_the_language_of_the_page():
    words = (Text("slope ", "斜率 "), number(5))
    assert spoken(words) == Text("slope 5", "斜率 5")
    assert [run.style for run in runs(words, "zh-Hant")] == [Style.WORDS, Style.UPRIGHT]
    assert separated((name("a"), name("b")), ", ")[1] == ", "


@pytest.mark.parametrize("lesson", built_in())
def test_every_equation_of_every_lesson_can_be_a_label(lesson):
    for node in load(lesson).graph.nodes:
        assert 0 < width((node.output, " = ", node.formula), 15) < 2000

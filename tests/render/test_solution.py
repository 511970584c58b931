"""A solution in a program: what it is asked for, it gives by name or says why it cannot."""

import pytest

import derive
from derive.core.errors import DeriveError


def test_a_gradient_is_found_in_any_spelling_and_by_any_value():
    solution = derive.solve("two-layer-mlp")
    for name in ("w11", "w_{1,1}", "dL/dw11", "∂L/∂w₁₁", r"\frac{\partial L}{\partial w_{1,1}}"):
        assert solution.gradient(name) == pytest.approx(-0.81)
    assert solution.gradient("h_1") == pytest.approx(-0.81)
    assert solution.value("h_1") == pytest.approx(0.6)


REFUSED = {"dh_1/dw11": "not a derivative of the loss", "x_1": "wrt", "L": "itself", "q": "q"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_gradient_is_refused_with_a_remedy(name):
    with pytest.raises(DeriveError, match=REFUSED[name]):
        derive.solve("two-layer-mlp").gradient(name)


@pytest.mark.parametrize("wrt", ["h_1", "x_1", "yhat", ("h_2", "w11")])
def test_any_value_can_be_asked_for(wrt):
    solution = derive.solve("two-layer-mlp", wrt)
    assert solution.certificate.ok
    assert "Four independent methods agree" in str(solution)


def test_a_symbolic_solution_has_formulas_and_says_that_it_has_no_numbers():
    solution = derive.solve(derive.loads("equations: L = w^2\nparameters: [w]"))
    assert solution.formula("w") == "2w"
    for number in (solution.value, solution.gradient):
        with pytest.raises(DeriveError, match="no values"):
            number("w")


def test_a_solution_at_the_prompt_takes_one_line():
    assert repr(derive.solve("parabola")) == "<Solution of 'A parabola': 3 steps>"

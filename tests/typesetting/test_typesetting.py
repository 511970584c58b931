"""Formulas in sentences: what is known is set in three ways, anything else is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.errors import ReadError
from derive.typesetting import latex, mathml, read, split, text

KNOWN = [
    (r"\theta^{*} = \operatorname{argmin}_{\theta} L(\theta)", "θ^∗ = argmin_θ L(θ)"),
    (r"f'(x) = \lim_{h \to 0} \frac{f(x+h) - f(x)}{h}", "f'(x) = lim_{h→0} (f(x + h) - f(x))/h"),
    (r"\frac{dz}{dx} = \frac{\partial z}{\partial s}\frac{ds}{dx}", "dz/dx = ∂z/∂s · ds/dx"),
    (r"\begin{bmatrix} 2x \\ 2y \end{bmatrix}", "[2x; 2y]"),
    (r"\{w, b\}", "{w, b}"),
    (r"\hat{y}_i = \sigma(\mathbf{w}^\top \mathbf{x}_i + b)", "ŷ_i = σ(w^⊤x_i + b)"),
    (r"\blacktriangle^{t+1}", "▲^{t+1}"),
    (r"\overset{L}{\boxed{\frac{1}{2n}(\hat{y}-y)^2}}", "[L: 1/(2n)(ŷ - y)²]"),
    (r"\underbrace{a \cdot b}_{\text{backward}}", "[a · b]_{backward}"),
    (r"\left(\frac{1}{2}\right)^2", "(½)²"),
    (r"-\nabla L", "-∇L"),
    ("|y - ŷ|", "|y - ŷ|"),
]


@pytest.mark.parametrize(("source", "shown"), KNOWN)
def test_a_formula_is_shown_as_text_and_as_mathml(source, shown):
    row = read(source)
    assert text(row) == shown
    ElementTree.fromstring(f"<math>{mathml(row)}</math>")


@pytest.mark.parametrize("source", [source for source, _ in KNOWN])
def test_its_latex_is_read_again_as_the_same(source):
    once = latex(read(source))
    assert latex(read(once)) == once


@pytest.mark.parametrize("source", [
    r"\input{x}", r"\write18{rm}", r"\def\x{}", r"\catcode", "a }", "x_{", r"\frac{1}", "x_1_2",
    r"\begin{verbatim}a\end{verbatim}", r"\text{a\input{b}}", r"\left( x", "ø" * 3, "\x00",
    r"\end{bmatrix}", "{" * 50, r"\overset{L}{x}", r"\mathcal{\input}", "#", "^",
])  # fmt: skip
def test_what_is_not_known_is_refused_with_its_place(source):
    with pytest.raises(ReadError) as caught:
        read(source)
    assert caught.value.source is not None
    assert caught.value.column is not None


def test_a_sentence_is_cut_at_its_dollar_signs():
    words, formula, more = split(r"The weight $w_1$ costs \$5.")
    assert (words, text(formula), more) == ("The weight ", "w_1", " costs $5.")
    with pytest.raises(ReadError):
        list(split("one $ alone"))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=r"\{}^_&$%#<>\"'ab1 +-=()[]|fraclimtexbd,;~", max_size=40))
def test_nothing_but_a_formula_or_a_refusal_comes_out(source):
    try:
        row = read(source)
    except ReadError:
        return
    written = latex(row)
    assert "\\input" not in written
    assert "%" not in written.replace(r"\%", "")
    ElementTree.fromstring(f"<math>{mathml(row)}</math>")
    assert isinstance(text(row), str)

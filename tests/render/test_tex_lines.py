"""A long formula is broken into lines that together are the formula."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.core.expression import Partial
from derive.lessons import load
from derive.render.solution import solve
from derive.render.tex_lines import INDENT, tex_lines
from derive.render.tex_width import em
from derive.spelling.latex import latex

sys.path.append(str(Path(__file__).parents[1] / "spelling"))
from spelling_trees import formulas

BOX = (r"\cached{", "}")


def joined(lines):
    """Put the lines of a formula together again."""
    grown = " ".join(lines).replace(r"\Bigl", r"\left").replace(r"\Bigr", r"\right")
    return " ".join(grown.split())


@given(formulas, st.sampled_from([4.0, 9.0, 20.0]))
@settings(max_examples=80, deadline=None)
def test_the_lines_of_a_formula_are_the_formula(formula, width):
    assert joined(tex_lines(formula, width)) == " ".join(latex(formula).split())


@given(formulas, st.sampled_from([4.0, 9.0, 20.0]))
@settings(max_examples=80, deadline=None)
def test_every_brace_and_every_growing_bracket_closes_on_its_line(formula, width):
    for line in tex_lines(formula, width, decorate=lambda variable: [BOX]):
        bare = re.sub(r"\\[{}]", "", line)
        assert bare.count("{") == bare.count("}")
        assert line.count(r"\left") == line.count(r"\right")


def _without_sizes(line):
    return re.sub(r"[{} ]|\\(?:left|right|Bigl|Bigr)(?![a-z])", "", line)


@given(formulas)
@settings(max_examples=60, deadline=None)
def test_boxes_change_nothing_but_the_boxes(formula):
    boxed = " ".join(tex_lines(formula, 9.0, decorate=lambda variable: [("<", ">")]))
    plain = " ".join(tex_lines(formula, 9.0))
    # braces around a script may come and go with what is in it, and the size of a bracket with
    # where the line breaks, for a box takes room
    assert _without_sizes(boxed).replace("<", "").replace(">", "") == _without_sizes(plain)


@pytest.mark.parametrize("name", ["mazur", "three-layers", "two-layer-mlp-sigmoid"])
def test_no_line_of_a_lesson_is_wider_than_asked(name):
    for block in solve(load(name)).blocks:
        for line in block.lines:
            for width in (24.0, 36.0):
                written = tex_lines(line.expression, width, decorate=lambda variable: [BOX])
                assert all(em(one) <= width + INDENT for one in written)


def test_a_box_that_is_too_long_is_closed_and_opened_again():
    block = solve(load("mazur")).blocks[34]
    formula = block.lines[-2].expression
    lines = tex_lines(formula, 30.0, decorate=lambda variable: [BOX])
    assert len(lines) > 1
    assert lines[0].startswith(r"\cached{(")
    assert lines[1].startswith(r"\cached{{} +")


def test_of_boxes_in_one_another_only_the_outermost_is_drawn():
    blocks = solve(load("mazur")).blocks
    for block in blocks:
        for line in block.lines:
            (written,) = tex_lines(line.expression, 1000, decorate=lambda variable: [BOX])
            depth = 0
            for token in re.findall(r"\\cached{|[{}]", written):
                assert not (token == r"\cached{" and depth > 0)
                depth += (token == r"\cached{" or (token == "{" and depth > 0)) - (
                    token == "}" and depth > 0
                )


def test_a_sum_is_broken_before_its_signs_and_a_product_before_its_dots():
    loss = solve(load("mazur")).derivation.loss
    chain = next(
        step for step in solve(load("mazur")).blocks if step.step.rule.key == "sum_over_paths"
    )
    first, *others = tex_lines(chain.lines[0].expression, 8.0)
    assert not first.startswith(("+", r"\cdot"))
    assert all(line.startswith(("+", r"\cdot")) for line in others)
    assert isinstance(chain.target, Partial)
    assert chain.target.of == loss


@pytest.mark.parametrize(
    ("formula", "least", "most"),
    [
        ("x", 0.4, 0.7),
        ("w_{1,1} x_1 + b", 3.5, 5.5),
        (r"\frac{\partial L}{\partial w_{1,1}}", 1.8, 3.0),
        (r"\underbrace{x}_{\text{backward}}", 2.0, 4.5),
        (r"\sum_{i=1}^{n} x_i", 2.0, 3.5),
    ],
)
def test_widths_are_about_those_that_tex_finds(formula, least, most):
    assert least < em(formula) < most

"""Whatever is typed, only the reader's own error comes out, and what is read has its bounds."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tables import FUNCTIONS, table
from test_student_lines import LAYERS, LETTERS, MATRICES, MAZUR, MLP, NUMBERED, SAMPLES

from derive.core.errors import ReadError
from derive.core.expression import Expression, Variable, size
from derive.reading import (
    ANSWER,
    NameTable,
    Statement,
    read_equation,
    read_expression,
    read_lines,
    read_name,
    read_statement,
    read_target,
)

CORPUS = [
    row.split("\t")[2]
    for row in Path(__file__).with_name("student_lines.txt").read_text("utf-8").splitlines()[1:]
]
WRITTEN = r"""
\frac{ \frac } { ( ) [ ] | \left \right \partial ∂ / d ^ _ = ≈ Σ_k \sum_{i=1}^{n} \hat \hat{y} ŷ
² ₁ ½ ' \text{ \boxed{ \underbrace{ }_{ \sqrt e^ - + * ** , . $ & \\ % # 1 0.5 1e9 softmax( exp(
max( \nabla_ ^T \top ⊙ w11 x1 yhat h_1 dL/dw \frac{d}{dw} \mathbf{ ` ``` \begin{align} \end{align}
\[ \] $$ ~ ! √ ∇ @ 中文 ， 。 а ≤ \operatorname{ \overset{
"""
PIECES = [
    *WRITTEN.split(),
    *(" ", "\n", "\n\n", "\u0302", "\u202e", "\u200b", "\ud800", "\x00", "9" * 30, "((((((("),
]
TABLES = [MLP, MAZUR, LAYERS, LETTERS, SAMPLES, NUMBERED, MATRICES]
few = settings(max_examples=120, deadline=None)


@st.composite
def mutants(draw):
    """Give a line of the corpus with a few pieces cut out, put in, repeated or exchanged."""
    text = draw(st.sampled_from(CORPUS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(
            st.sampled_from(PIECES)
            | st.sampled_from(CORPUS).map(lambda line: line[:30])
            | st.text(max_size=2)
            | st.just(text[start:end] * draw(st.sampled_from([2, 40])))
        )
        text = text[:start] + piece + text[draw(st.sampled_from([start, end])) :]
    return text


anything = mutants() | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
tables = st.sampled_from(TABLES)


def check_error(error: ReadError, text: str) -> None:
    assert error.source == text
    assert error.column is not None
    assert 0 <= error.column <= len(text)
    assert error.describe("en")
    assert error.describe("zh-Hant")


@given(text=anything, names=tables)
@few
def test_a_line_is_read_or_refused(text, names):
    for read in (read_statement, read_expression, read_equation, read_name):
        try:
            found = read(text, names)
        except ReadError as error:
            check_error(error, text)
            continue
        if isinstance(found, Statement):
            for side in found.sides:
                assert size(side.expression) <= ANSWER.nodes
                assert 0 <= side.start <= side.end <= len(text)
                assert side.ambiguous == (side.other is not None)


@given(text=anything)
@few
def test_a_target_is_read_or_refused(text):
    try:
        name, arguments = read_target(text)
    except ReadError as error:
        check_error(error, text)
    else:
        assert name in text
        assert all(argument in text for argument in arguments)


@given(lines=st.lists(anything, max_size=6), names=tables)
@few
def test_an_answer_is_taken_apart_whatever_it_holds(lines, names):
    text = "\n".join(lines)
    rows = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    for item in read_lines(text, names):
        assert 1 <= item.line <= len(rows)
        if isinstance(item, ReadError):
            check_error(item, rows[item.line - 1])


@given(text=anything)
@few
def test_open_and_defining_tables_are_as_safe(text):
    for options in ({"open": True}, {"symbols": True}):
        names = NameTable([Variable("w", "w"), Variable("x", "x")], FUNCTIONS, **options)
        for item in read_lines(text, names):
            assert isinstance(item, ReadError) or item.line >= 1


@given(text=mutants(), names=tables)
@few
def test_spaces_around_a_line_change_nothing(text, names):
    def outcome(line) -> list[Expression] | None:
        try:
            return [side.expression for side in read_statement(line, names).sides]
        except ReadError:
            return None

    assert outcome(text) == outcome(f"  {text} ")


def test_fuel_bounds_the_work_and_not_a_timer():
    names = table("t_1 t_2 o_1 o_2")
    for text in (r"\sum_k" * 400, r"\sum_k\sum_j t_k o_j " * 150, r"\sum_{k=1}^{9}(" * 200):
        try:
            read_statement(text, names)
        except ReadError as error:
            check_error(error, text)

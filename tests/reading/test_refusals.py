"""What cannot be read is refused with the place, the reason and a remedy, never guessed."""

from __future__ import annotations

import inspect
import sys
from dataclasses import replace

import pytest
from reading_tables import FUNCTIONS, table

from derive.core.errors import ReadError
from derive.core.expression import Variable
from derive.reading import (
    ANSWER,
    NameTable,
    read_equation,
    read_expression,
    read_lines,
    read_name,
    read_statement,
)

NAMES = table(r"a b w w_1 x x_1 y \hat{y} z L t_1 t_2", loss=Variable("L", "L"))

# text with a mark ▸ before the character under which the caret belongs, and a word of the message
REFUSED = [
    ("x + ▸q", "q"),
    ("x + ▸x_2 y", "x_2"),
    ("▸x12", "x12"),
    (r"▸\foo{x}", r"\foo"),
    (r"x \cdot ▸\mathbb{E}", "not known"),
    ("x ▸≤ y", "≤"),
    ("▸а + b", "U+0430"),
    ("x ▸\u202e y", "U+202E"),
    ("x ▸\x00", "U+0000"),
    ("a ▸? b", "?"),
    ("x +▸", "ends"),
    ("x =▸", "ends"),
    ("▸(x + y", "not closed"),
    ("▸(x + y]", "not closed"),
    ("x▸)", "not opened"),
    ("(▸)", "missing"),
    ("▸|x", "not closed"),
    (r"\frac▸{a{b}", "not closed"),
    ("x ▸2", "directly behind"),
    ("(a)▸2", "directly behind"),
    ("2 ▸3", "directly behind"),
    ("w_1▸{2}", "directly behind"),
    ("x▸!", "!"),
    ("x^a▸^b", "two exponents"),
    ("x▸'", "prime"),
    (r"\tanh▸^{-1}(z)", "negative power"),
    (r"\sigma ▸+ 1", "no argument"),
    ("▸log10(x)", "not read here"),
    (r"▸\log10 x", "not read here"),
    ("▸log2 x", "not read here"),
    ("tanh▸2(x)", "not read here"),
    ("▸max(a)", "2 argument"),
    (r"▸\sigma(a, b)", "1 argument"),
    (r"\partial L ▸+ 1", "with respect to"),
    ("∂L/▸w", "with respect to"),
    ("∂L/∂▸q", "q"),
    ("dL/d▸q", "q"),
    (r"\frac{\partial ▸Q}{\partial w}", "Q"),
    (r"\frac{\partial L}{▸w}", "with respect to"),
    (r"▸\nabla L", "gradient"),
    (r"▸\sum_k a", "index k"),
    (r"\sum▸_{i,j} a", "range"),
    (r"x ▸\text{lr}", "lr"),
    ("x^▸{65}", "64"),
    ("x^▸{9^9}", "64"),
    ("9**▸9**9", "64"),
    ("▸((x^{64})^{64})^{64}^{64}", "two exponents"),
    ("▸(((x^{64})^{64})^{64})^{64}", "too high"),
    ("0.5 + ▸0.123456789012345678", "17 digits"),
    ("a = b, ▸x = y", "one formula"),
    ("x = 0▸,5", "commas"),
    ("x = 1▸,000", "commas"),
    (r"▸\begin{pmatrix} a \end{pmatrix}", r"\begin"),
    ("▸", "ends"),
]


def marked(text):
    return text.replace("▸", ""), text.index("▸")


@pytest.mark.parametrize("case", REFUSED, ids=[text for text, _ in REFUSED])
def test_a_refusal_points_at_the_place_and_says_what_to_do(case):
    text, word = case
    source, column = marked(text)
    if text.startswith("▸((x^{64})^"):
        column = source.rindex("^")
    with pytest.raises(ReadError) as refused:
        read_statement(source, NAMES)
    error = refused.value
    assert word in error.message.en
    assert error.source == source
    assert error.column == column
    assert error.message.zh != error.message.en


def test_the_caret_stands_under_the_original_character():
    with pytest.raises(ReadError) as refused:
        read_statement("ａ（ｂ）+ ½q", NAMES)
    shown = refused.value.describe("zh-Hant").splitlines()
    assert shown[-2].strip() == "ａ（ｂ）+ ½q"
    assert shown[-1].index("^") - 4 == "ａ（ｂ）+ ½q".index("q")


def test_a_refused_number_of_equals_signs():
    for text in ("a + b", "a = b = x", "= a", "a ≈ b"):
        with pytest.raises(ReadError, match="exactly one"):
            read_equation(text, NAMES)


def test_an_expression_has_no_relation_and_a_name_is_a_name():
    with pytest.raises(ReadError):
        read_expression("a = b", NAMES)
    with pytest.raises(ReadError, match="not a name"):
        read_name("a + b", NAMES)


def test_a_function_is_refused_that_the_caller_does_not_know():
    with pytest.raises(ReadError, match="sqrt"):
        read_expression(r"\sqrt{x}", NameTable([Variable("x", "x")]))
    with pytest.raises(ReadError, match="tanh"):
        read_expression(r"\tanh(x)", NameTable([Variable("x", "x")]))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 61 + "x" + ")" * 61, r"\frac{1}{" * 61 + "x" + "}" * 61, "x^{" * 61 + "x" + "}" * 61,
        r"\sqrt{" * 61 + "x" + "}" * 61, "-" * 61 + "x", "|" * 200, "f(" * 61 + "x" + ")" * 61,
        "x" + "/x" * 100, r"\sum_{k=1}^{2}" * 61 + "t_k", "x" + "^x" * 61, "x**" * 61 + "x",
    ],
)  # fmt: skip
def test_what_is_nested_too_deeply_is_refused(text):
    with pytest.raises(ReadError):
        read_statement(text, NAMES)


def test_what_is_nested_as_deeply_as_people_write_is_read():
    read_statement("(" * 12 + "x" + ")" * 12, NAMES)
    read_statement(r"\frac{1}{1+" * 10 + "x" + "}" * 10, NAMES)


def test_length_and_size_are_bounded():
    with pytest.raises(ReadError, match="4000 characters"):
        read_statement("x+" * 2_000 + "x", NAMES)
    with pytest.raises(ReadError, match="too many parts"):
        read_expression("x+" * 1_000 + "x", NAMES, replace(ANSWER, nodes=500))
    assert len(read_expression("x+" * 1_500 + "x", NAMES).terms) == 1_501


def test_sums_cannot_multiply_without_bound():
    with pytest.raises(ReadError):
        read_statement(
            r"\sum_{k=1}^{64}" + "".join(rf"\sum_{{{c}=1}}^{{64}}" for c in "bcdefg") + "k", NAMES
        )
    with pytest.raises(ReadError, match="64 terms"):
        read_statement(r"\sum_{k=1}^{9999} t_k", NAMES)


def test_an_answer_is_bounded_as_a_whole():
    with pytest.raises(ReadError, match="400 lines"):
        read_lines("a = b\n" * 401, NAMES)
    with pytest.raises(ReadError, match="characters"):
        read_lines("a = b" + " " * 300_000, NAMES)


HOSTILE = [
    "__import__('os').system('ls')", "().__class__.__bases__[0].__subclasses__()", "{{7*7}}",
    "{x.__class__}", "eval(x)", "lambda: x", "x if x else y", "x; import os", "%s%n", "${x}",
    r"\input{/etc/passwd}", r"\write18{ls}", r"\def\x{\x\x}\x", r"\csname x\endcsname",
    "<script>alert(1)</script>", "x\u202ey", "x" + "\u0302" * 500, "9" * 4_000, "9**9**9**9",
    "1e999999999", "factorial(1000000000)", "x" + "'" * 500, "\ud800", "x_" + "{" * 500,
    r"\frac" * 500, "=" * 500, "$" * 501, r"\begin{" * 100, "∂" * 500, "Σ_k" * 300,
]  # fmt: skip
INERT = {"{{7*7}}", "${x}"}  # brackets around a formula and nothing more


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_inert(text):
    for read in (read_statement, read_expression, read_equation, read_name):
        if text in INERT:
            continue
        with pytest.raises(ReadError):
            read(text, NAMES)
    for item in read_lines(text, NAMES):
        assert item.line >= 1


def test_a_used_up_stack_is_a_refusal_too():
    text = "(" * 50 + "x" + ")" * 50

    def deeper(left):
        return deeper(left - 1) if left else read_statement(text, NAMES)

    room = sys.getrecursionlimit() - len(inspect.stack()) - 150
    with pytest.raises(ReadError, match="nested"):
        deeper(room)


def test_functions_of_the_project_are_found_by_all_their_names():
    for function in FUNCTIONS.values():
        arguments = ", ".join(["x"] * len(function.arguments))
        for spelling in (function.latex, rf"\operatorname{{{function.key}}}", *function.names):
            if spelling not in ("|", "e"):
                read_expression(f"{spelling}({arguments})", NAMES)

"""One derivation, the same steps, formulas and numbers in every form."""

import json
import re
from functools import cache

import pytest
import worked

from derive.core.derivation import Phase
from derive.core.expression import Number
from derive.lessons.ask import name_table
from derive.numeric.interpret import evaluate
from derive.reading import read_expression
from derive.render.as_json import document
from derive.render.latex import render as latex_page
from derive.render.markdown import render as markdown_page
from derive.render.notebook import render as notebook_page
from derive.render.script import script
from derive.render.terminal import Terminal
from derive.render.typst import render as typst_page
from derive.spelling.latex import latex
from derive.spelling.numbers import is_exact, show
from derive.spelling.text import text
from derive.spelling.typst import typst

LESSONS = (
    "two-layer-mlp", "mazur", "linear-regression", "max-gate", "sigmoid-regression", "micrograd",
)  # fmt: skip


def notebook_words(sheet):
    cells = json.loads(notebook_page(sheet, ("en",)))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def terminal_words(sheet):
    return Terminal(width=1000).solution(sheet.solution)


# how a form is written, where a step begins in it, and how it spells a formula
FORMS = {
    "text": (terminal_words, r"^ +\((\d+)\)  ", text),
    "latex": (lambda sheet: latex_page(sheet, ("en",)), r"\\stephere\{(\d+)\}", latex),
    "markdown": (lambda sheet: markdown_page(sheet, ("en",)), r"^#+ Step (\d+):", latex),
    "notebook": (notebook_words, r"^#+ Step (\d+):", latex),
    "typst": (lambda sheet: typst_page(sheet, ("en",)), r'#"Step (\d+): [^"]*";\] <step', typst),
}


@cache
def cut(form, name):
    """Return the text of each step of a lesson in one form, by its number."""
    write, begins, _ = FORMS[form]
    return steps(write(worked.sheet(name)), begins)


def steps(written, begins):
    """Cut a document at its steps; return the text of each by its number."""
    parts = re.split(begins, written, flags=re.M)
    return {int(number): part for number, part in zip(parts[1::2], parts[2::2], strict=True)}


# one line a row: what stands right of its sign, or behind ``i = 1:``


def text_rows(step):
    wide = re.findall(r"^.*?((?:[=≈]|i = \d+:) .*)$", step, re.M)
    return [row.split("  ")[0] for row in wide]


def aligned_rows(step):
    """Return the rows of the first aligned block, long ones put together again."""
    block = re.search(r"\\begin\{(align\*|aligned)\}\n(.*?)\n\\end\{\1\}", step, re.S)[2]
    whole = block.replace(" \\\\\n&\\quad {}", " ")
    return [one_row(row) for row in whole.split(" \\\\\n")]


def one_row(row):
    left, _, right = row.partition("&")
    right = re.sub(r" (?:\\why\{|&& \\text\{).*$", "", right)
    return right.replace(r"\quad", left.replace(r"\colon", ":"), 1) if "colon" in left else right


def typst_rows(step):
    """Return the formulas of the first block of rows, long ones put together again."""
    block = re.search(r"#rows\(\n(.*?)\n\)\n", step, re.S)[1]
    rows = []
    for row in re.findall(r"^\(\[.*?\], \[(.*)\], (?:true|false)\),$", block, re.M):
        formula = re.search(r"\$display\((.*)\)\$\)", row)[1]
        if row.startswith("#further"):
            rows[-1] += formula.removeprefix('""')
        else:
            rows.append(formula.replace(" quad ", " ", 1))
    return rows


ROWS = {
    "text": text_rows,
    "latex": aligned_rows,
    "markdown": aligned_rows,
    "notebook": aligned_rows,
    "typst": typst_rows,
}


def bare(written):
    """Return a formula without boxes, line breaks and growing brackets, to be compared."""
    for pattern, instead in (
        (r"\\(?:cached|boxed)\b", ""),
        (r"#cached\(\$display\(|\)\$\)", ""),
        (r"\\underbrace|_\{\\text\{(?:for|back)ward\}\}", ""),
        (r'underbrace\(|, "(?:for|back)ward"\)', ""),
        (r"\\(?:left|right|Bigl|Bigr)(?![a-z])", ""),
        (r"\\approx", "≈"),
        (r'[{}\s]|""|\\(?=[()\[\]])', ""),
    ):
        written = re.sub(pattern, instead, written)
    return written


def expected(item, spell):
    """Return what the rows of a step must be, spelled in one form."""
    block = item.block
    rows = []
    for line in item.lines:
        shown = spell(line.shown.expression)
        if line.shown.sample is not None:
            value = float(block.value[line.shown.sample - 1])
            rows.append(f"i={line.shown.sample}:{shown}{sign(value)}{spell(Number(value))}")
        elif isinstance(line.shown.expression, Number) and line.shown.kind == "value":
            rows.append(sign(float(line.shown.expression.value)) + shown)
        else:
            rows.append(f"={shown}")
    if block.target.sampled:
        exact = all(is_exact(float(value)) for value in block.value)
        values = ", ".join(spell(Number(float(value))) for value in block.value)
        rows.append(f"{'=' if exact else '≈'}({values})")
    return [bare(row) for row in rows]


def sign(value):
    return "=" if is_exact(value) else "≈"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LESSONS)
def test_every_form_has_the_steps_of_the_json_in_its_order(form, name):
    numbers = [step["number"] for step in document(worked.solution(name))["steps"]]
    assert list(cut(form, name)) == numbers


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LESSONS)
def test_every_form_has_just_the_lines_of_each_step_in_their_order(form, name):
    spell, found = FORMS[form][2], cut(form, name)
    for item in worked.sheet(name).items:
        rows = [bare(row) for row in ROWS[form](found[item.block.number])]
        assert rows == expected(item, spell)


@pytest.mark.parametrize("name", LESSONS)
def test_each_row_that_is_copied_from_the_latex_comes_to_the_value_of_its_step(name):
    solution, found = worked.solution(name), cut("latex", name)
    table = name_table(solution.lesson)
    steps_before_the_update = (b for b in solution.blocks if b.step.phase is not Phase.UPDATE)
    for block in steps_before_the_update:
        for row in aligned_rows(found[block.number]):
            if not block.target.sampled and "partial [" not in row and "left[" not in row:
                right = re.sub(r"^(?:=|\\approx)|{}", "", without_marks(row))
                value = evaluate(read_expression(right, table), solution.values)
                assert float(value) == pytest.approx(float(block.value), rel=1e-4, abs=1e-6)


def without_marks(row):
    """Return a row without boxes and what stands under a factor; the rest as it is written."""
    row = re.sub(r"\\cached|\\underbrace|_\{\\text\{(?:for|back)ward\}\}", "\x00", row)
    kept, closes, depth = [], [], 0
    for place, letter in enumerate(row):
        depth += (letter == "{") - (letter == "}")
        if letter == "{" and row[place - 1] == "\x00":
            closes.append(depth - 1)
        elif letter == "}" and closes and closes[-1] == depth:
            closes.pop()
        elif letter != "\x00":
            kept.append(letter)
    return "".join(kept)


@pytest.mark.parametrize("name", LESSONS)
def test_the_json_has_the_formulas_that_are_shown(name):
    for step, block in zip(
        document(worked.solution(name))["steps"], worked.solution(name).blocks, strict=True
    ):
        formulas = {latex(line.expression) for line in block.lines}
        assert step["result"]["latex"] in formulas
        if not block.target.sampled:
            assert show(step["value"]) == show(float(block.value))


@pytest.mark.parametrize("name", LESSONS)
def test_the_script_computes_the_values_of_the_json(name, capsys):
    variables = {}
    exec(script(worked.solution(name)), variables)
    capsys.readouterr()
    floats = [v for k, v in variables.items() if not k.startswith("_") and not callable(v)]
    for step in document(worked.solution(name))["steps"]:
        assert any(_same(step["value"], value) for value in floats)


def _same(expected, value):
    try:
        return value == pytest.approx(expected, rel=1e-12)
    except TypeError:
        return False

"""One derivation, the same steps, formulas and numbers in every form."""

import json
import re
from functools import cache

import pytest
import worked

from derive.core.expression import Number
from derive.render.as_json import document
from derive.render.latex import render as latex_page
from derive.render.markdown import render as markdown_page
from derive.render.notebook import render as notebook_page
from derive.render.script import script
from derive.render.terminal import Terminal
from derive.render.typst import render as typst_page
from derive.spelling.latex import latex
from derive.spelling.numbers import show
from derive.spelling.text import text
from derive.spelling.typst import typst

LESSONS = ("two-layer-mlp", "mazur", "linear-regression", "max-gate")


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


def bare(written):
    """Return formulas without boxes, line breaks and growing brackets, to be compared."""
    for pattern, instead in (
        (r"\\(?:cached|boxed)\b", ""),
        (r"#cached\(\$display\(|\)\$\)", ""),
        (r"\\underbrace|_\{\\text\{(?:for|back)ward\}\}", ""),
        (r'underbrace\(|, "(?:for|back)ward"\)', ""),
        (r"\\\\\n&\\quad \{\}|\\(?:left|right|Bigl|Bigr)(?![a-z])", ""),
        (r"[{}\s]|\\(?=[()\[\]])", ""),
    ):
        written = re.sub(pattern, instead, written)
    return written


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LESSONS)
def test_every_form_has_the_steps_of_the_json_in_its_order(form, name):
    expected = [step["number"] for step in document(worked.solution(name))["steps"]]
    assert list(cut(form, name)) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LESSONS)
def test_every_form_has_the_formula_and_the_value_of_each_step(form, name):
    spell, found = FORMS[form][2], cut(form, name)
    for block in worked.solution(name).blocks:
        shown = bare(found[block.number])
        for line in block.lines:
            if line.sample is None:
                assert bare(spell(line.expression)) in shown
        if not block.target.sampled:
            assert bare(spell(Number(float(block.value)))) in shown
        else:
            for value in block.value[:4]:
                assert bare(spell(Number(float(value)))) in shown


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

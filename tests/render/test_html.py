"""The page: one file, well formed, with the same steps and numbers as every other form."""

import re
import subprocess
import sys

import pytest
from html_tree import faults, letters, read

from derive.lessons import built_in, load, loads
from derive.render.as_json import document
from derive.render.compose import make_sheet
from derive.render.page import lay_out, page
from derive.render.sheet import SheetKind
from derive.render.solution import solve

LAYERS = """
title: Layers
network: {inputs: 2, layers: [{units: 2, activation: sigmoid}], loss: half_squared_error}
data: {x: [1, 2], y: [0, 1]}
parameters: {W: [[[1, 2], [3, 4]]], b: [[0.5, 0.25]]}
learning_rate: 0.1
"""
LANGUAGES = {"en": ("en",), "zh-Hant": ("zh-Hant",), "both": ("en", "zh-Hant")}
SYMBOLIC = (
    "title: S\nequations: |\n  z = w x + b\n  L = (y - z)^2\ndata: [x, y]\nparameters: [w, b]\n"
)
TEN_STEPS = """
title: Ten steps
equations: |
  u = a x + b
  v = c u
  L = \\frac{1}{2}(y - v)^2
data: {x: 1, y: 2}
parameters: {a: 0.5, b: 0.1, c: 0.3}
ask: [c, a]
"""


def laid_out(lesson, kind="lecture", languages=("en",), **options):
    return lay_out(make_sheet(solve(lesson), kind, **options), "html", languages=languages)


@pytest.fixture(scope="module")
def worked():
    """A solution, its page as a tree and its JSON, for a lesson; each made once."""
    made = {}

    def get(name):
        if name not in made:
            solution = solve(load(name))
            written = page(solution, "html", languages=("en",))
            made[name] = solution, read(written), document(solution)
        return made[name]

    return get


@pytest.mark.parametrize("name", built_in())
def test_every_page_is_well_formed(worked, name):
    assert faults(worked(name)[1]) == []


@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["linear-regression", "one-neuron"])
def test_every_sheet_is_well_formed_in_every_language(name, kind, language):
    root = read(laid_out(load(name), kind, LANGUAGES[language]))
    assert faults(root) == []
    assert root.all("html")[0].attributes["lang"].startswith(LANGUAGES[language][0][:2])


@pytest.mark.parametrize("kind", SheetKind)
def test_a_symbolic_lesson_has_pages_too(kind):
    assert faults(read(laid_out(loads(SYMBOLIC), kind))) == []


def test_a_network_in_matrices_has_a_page():
    root = read(laid_out(loads(LAYERS, level="matrix")))
    assert faults(root) == []
    assert root.all("mtable")


@pytest.mark.parametrize("name", built_in())
def test_the_page_has_the_steps_of_the_json(worked, name):
    _, root, json = worked(name)
    steps = root.all("article", class_="step")
    assert [int(step.attributes["id"][1:]) for step in steps] == [
        step["number"] for step in json["steps"]
    ]
    for step, known in zip(steps, json["steps"], strict=True):
        assert letters(step.all(class_="left")[0].text) == letters(known["target"]["text"])


@pytest.mark.parametrize("name", ["two-layer-mlp", "mazur", "linear-regression", "micrograd"])
def test_the_page_has_the_lines_of_the_json_in_the_same_order(worked, name):
    _, root, json = worked(name)
    for step, known in zip(root.all("article", class_="step"), json["steps"], strict=True):
        lines = [line for line in step.all(class_="line") if not line.has(class_="value")]
        shown = [unlabelled(line.all(class_="right")[0]) for line in lines]
        told = [formula["text"] for formula in (*known["working"], known["result"])]
        # a terminal writes a long body on top of the bar, a page beside it
        alike = [[sorted(letters(formula)) for formula in formulas] for formulas in (shown, told)]
        places = [alike[0].index(formula) for formula in alike[1]]
        assert places == sorted(places)


@pytest.mark.parametrize("name", built_in())
def test_the_table_has_the_values_of_the_json(worked, name):
    _solution, root, json = worked(name)
    whole = next(e for e in root.walk() if e.attributes.get("id") == "grad_table")
    rows = {int(row.attributes["data-row"]): row for row in whole.all("tr") if row.attributes}
    backward = [step for step in json["steps"] if step["phase"] == "backward"]
    assert list(rows) == [step["number"] for step in backward]
    for step in backward:
        row = rows[step["number"]]
        assert letters(row.all("td")[1].text) == letters(step["result"]["text"])
        value = row.all("td", class_="value")[0].text
        if isinstance(step["value"], float):
            assert number(value) == pytest.approx(step["value"], rel=1e-5, abs=1e-12)


def number(shown):
    mantissa, _, power = shown.replace("−", "-").partition("×10")
    return float(mantissa) * 10.0 ** int(power or 0)


def unlabelled(element):
    """The text of a formula without what is written under its factors."""
    return outside(element, "mtext")


def outside(element, *tags):
    """The text of an element without that of some elements in it."""
    return "".join(
        child if isinstance(child, str) else outside(child, *tags)
        for child in element.children
        if isinstance(child, str) or child.tag not in tags
    )


@pytest.mark.parametrize("name", ["two-layer-mlp", "linear-regression"])
def test_every_line_of_a_step_has_a_sentence(worked, name):
    for step in worked(name)[1].all("article", class_="step"):
        for side in (*step.all(class_="left"), *step.all(class_="right")):
            sentences = [each.attributes.get("alttext", "") for each in side.all("math")]
            sentences += [each.attributes["aria-label"] for each in side.all(role="math")]
            collected = side.text.startswith(("=(", "≈("))  # a list is read as it is
            assert any(sentences) or collected or side.all(class_="sample") or "i=" in side.text


def test_both_languages_stand_side_by_side_and_say_which_they_are():
    root = read(laid_out(load("linear-regression"), languages=("en", "zh-Hant")))
    pairs = root.all("div", class_="pair")
    assert pairs
    for pair in pairs:
        said = [each.attributes.get("lang") for each in pair.elements]
        assert said == ["en", "zh-Hant-TW"]


def test_chinese_is_set_with_full_width_signs():
    root = read(laid_out(load("two-layer-mlp"), languages=("zh-Hant",)))
    words = outside(root.all("main")[0], "math", "svg")
    assert not re.findall(r"[一-鿿][,;:!?(]|[,;:!?)][一-鿿]", words)


def test_the_first_chip_points_back_to_the_step_that_found_it(worked):
    _, root, json = worked("two-layer-mlp")
    chips = root.all("mrow", class_="cached")
    assert chips
    first_read = {step["number"]: step["read_by"][:1] for step in json["steps"]}
    for chip in chips:
        step = chip
        while step.tag != "article":
            step = step.parent
        here, found = int(step.attributes["id"][1:]), int(chip.attributes["data-t"])
        assert found < here
        assert first_read[found][0] < here  # somebody has needed it before


def test_small_working_is_folded_and_first_use_of_a_rule_is_open(worked):
    steps = worked("mazur")[1].all("article", class_="step")
    folded = [step.all("details") for step in steps if step.all("details")]
    assert "open" in folded[0][0].attributes
    assert "open" not in folded[-1][0].attributes


def test_nothing_is_fetched():
    written = laid_out(load("one-neuron"))
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", written)
    assert set(re.findall(r"url\(([a-z]+:)", written)) == {"data:"}
    assert "default-src 'none'" in read(written).all("meta")[2].attributes["content"]


def test_the_script_that_the_page_allows_is_the_one_it_has():
    import base64
    import hashlib

    written = laid_out(loads(TEN_STEPS))
    script = re.search(r"<script>(.*?)</script>", written, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = read(written).all("meta")[2].attributes["content"]
    assert f"'sha256-{digest}'" in policy


@pytest.mark.parametrize("lesson", ["ten steps", "linear-regression", "sigmoid-gate"])
def test_about_ten_steps_take_less_than_120_kilobytes_with_font_and_pictures(lesson):
    lesson = loads(TEN_STEPS) if lesson == "ten steps" else load(lesson)
    assert 9 <= len(solve(lesson).derivation.steps) <= 13
    for languages in LANGUAGES.values():
        assert len(laid_out(lesson, languages=languages).encode()) < 120_000 or len(languages) > 1


def test_a_page_carries_the_small_font_unless_a_sign_is_rare():
    bold = TEN_STEPS.replace("u =", r"\mathbf{u} =").replace("c u", r"c \mathbf{u}")
    few, many = (laid_out(loads(source)) for source in (TEN_STEPS, bold))
    assert "𝐮" in many
    assert len(many) - len(few) > 25_000
    with_word = TEN_STEPS.replace("Ten steps", "Ten 𝐮 steps")
    assert abs(len(laid_out(loads(with_word))) - len(few)) < 100  # words have a font of their own


@pytest.mark.parametrize("name", ["linear-regression", "two-layer-mlp", "sigmoid-regression"])
def test_on_a_page_in_two_languages_each_formula_is_said_in_both(name):
    lesson = load(name)
    both = laid_out(lesson, languages=("en", "zh-Hant"))
    said = set(re.findall(r'(?:alttext|aria-label)="([^"]*)"', both))
    for language in ("en", "zh-Hant"):
        alone = laid_out(lesson, languages=(language,))
        formulas = re.findall(r'(?:alttext|role="math" aria-label)="([^"]*)"', alone)
        assert formulas
        assert set(formulas) <= said
    for unseen in read(both).all("span", role="img"):
        assert unseen.attributes["lang"] == "zh-Hant-TW"
        assert unseen.attributes["aria-label"]
        assert not unseen.children


def test_every_formula_has_a_sentence_or_stands_in_the_growing_table():
    for name in ("linear-regression", "mazur"):
        for formula in read(laid_out(load(name))).all("math"):
            above = [formula]
            while above[-1].parent is not None:
                above.append(above[-1].parent)
            growing = any("growth" in each.attributes.get("class", "") for each in above)
            said = any("aria-label" in each.attributes for each in above[1:3])
            assert "alttext" in formula.attributes or said or growing


def test_the_same_lesson_gives_the_same_bytes(tmp_path):
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "derive", "handout", "linear-regression", "--sheet", "faded",
             "--language", "both", "-o", str(folder)],
            check=True, capture_output=True, env={"PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
        written.append((folder / "linear-regression-faded-both.html").read_bytes())
    assert written[0] == written[1]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}{# #}",
    "](javascript:alert(1)) <!-- --> &lt;b&gt;",
    r"\input{/etc/passwd} $\href{javascript:alert(1)}{x}$",
    "%s %(x)s {0.__class__} {target} {11}",
    "一个〈script〉alert(1)〈/script〉",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("kind", SheetKind)
def test_hostile_words_stay_words(words, kind):
    import json

    source = TEN_STEPS.replace("Ten steps", json.dumps(words)) + f"note: {json.dumps(words)}\n"
    root = read(laid_out(loads(source), kind, languages=("en",)))
    assert root.all("h1")[0].text == words
    assert words in root.all("p")[-1].parent.parent.parent.text or words in root.text
    assert faults(root) == []
    assert len(root.all("script")) == 1
    assert not root.all("img")
    assert not [e for e in root.walk() if any(name.startswith("on") for name in e.attributes)]


@pytest.mark.parametrize("name", ["<b>", "w_{<script>}", '\\text{"onload=}', "a&lt;", "{{x}}"])
def test_hostile_names_are_refused_or_stay_names(name):
    import json

    from derive.core.errors import DeriveError

    source = f"title: T\nequations: |\n  L = {name} x^2\ndata: {{x: 1}}\n"
    try:
        lesson = loads(source + f"parameters: {{{json.dumps(name)}: 2}}\n")
    except DeriveError:
        return
    root = read(laid_out(lesson))
    assert len(root.all("script")) == 1
    assert faults(root) == []


def test_a_notebook_shows_the_page_in_a_frame_and_the_gradients_as_formulas():
    from html import unescape

    from derive.render.embedded import as_html, as_latex

    solution = solve(load("parabola"))
    framed = as_html(solution)
    inside = re.fullmatch(r'<iframe [^>]*srcdoc="([^"]*)"></iframe>', framed).group(1)
    assert unescape(inside) == page(solution, "html", languages=("en",))
    assert as_latex(solution).startswith("$$\\begin{aligned}\n\\frac{\\partial")


def test_names_in_titles_and_remarks_are_set_as_formulas():
    root = read(laid_out(load("three-layers"), languages=("zh-Hant",)))
    (note,) = root.all("p")[1:2]
    assert "w_{11}^1" not in outside(root.all("main")[0], "math", "svg", "code")
    assert note.all("math")
    captions = read(laid_out(load("parabola"))).all("figcaption")
    assert all("_" not in outside(caption, "math") for caption in captions)
    assert captions[0].all("math")

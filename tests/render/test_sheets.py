"""Sheets from one source: what is asked, shown, left blank, and what it is worth."""

import pytest

from derive.core.derivation import Phase
from derive.core.text import LANGUAGES, Text
from derive.lessons import built_in, load, loads
from derive.render.block import Kind
from derive.render.compose import make_sheet
from derive.render.sheet import SheetKind
from derive.render.solution import solve
from derive.render.wording import Equation, Sentence, full_width

POINTS = """
title: Points
equations: |
  u = a x
  L = (y - u)^2
data: {x: 1, y: 2}
parameters: {a: 0.5}
points: {dL/du: 2, a: 3}
"""
SYMBOLIC = "title: S\nequations: |\n  u = a x\n  L = (y - u)^2\ndata: [x, y]\nparameters: [a]\n"


@pytest.fixture(scope="module")
def solved():
    made = {}

    def get(name):
        if name not in made:
            made[name] = solve(load(name))
        return made[name]

    return get


def spelled(sentence, language):
    return "".join(piece if isinstance(piece, str) else "◻" for piece in sentence.pieces(language))


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("kind", SheetKind)
def test_every_step_stands_on_every_sheet_once_and_in_order(solved, name, kind):
    sheet = make_sheet(solved(name), kind)
    assert [item.block.number for item in sheet.items] == [
        block.number for block in solved(name).blocks
    ]


@pytest.mark.parametrize("name", built_in())
def test_questions_are_whole_sentences(solved, name):
    sheet = make_sheet(solved(name), "blank")
    for question in [g.question for g in sheet.groups] + [i.question for i in sheet.items]:
        english, chinese = (spelled(question, language) for language in LANGUAGES)
        assert english[0].isupper() or english[0] == "◻"
        assert english.endswith(".")
        assert chinese.endswith("。")
        assert "{" not in english + chinese
        assert any("一" <= letter <= "鿿" for letter in chinese)


def test_a_question_states_the_equation_that_is_to_be_differentiated(solved):
    sheet = make_sheet(solved("two-layer-mlp"), "blank")
    local = next(i for i in sheet.items if i.block.step.rule.key == "local_partial")
    equation = next(p for p in local.question.pieces("en") if isinstance(p, Equation))
    assert equation.left == local.block.target.of
    assert equation.right == solved("two-layer-mlp").lesson.graph.node_of[equation.left].formula


def test_a_question_never_contains_its_answer(solved):
    for item in make_sheet(solved("two-layer-mlp"), "blank").items:
        if item.block.step.phase is Phase.BACKWARD:
            told = [p for p in item.question.pieces("en") if not isinstance(p, (str, int))]
            assert item.block.step.formula not in [getattr(p, "right", p) for p in told]


def test_the_lecture_and_the_key_show_every_line(solved):
    for kind in (SheetKind.LECTURE, SheetKind.KEY):
        assert all(item.is_worked for item in make_sheet(solved("mazur"), kind).items)


def test_the_blank_sheet_shows_no_line_and_leaves_room(solved):
    for item in make_sheet(solved("mazur"), "blank").items:
        assert item.room >= 2
        assert not (item.is_worked)
        assert not (item.shows_formula)
        assert not (item.shows_value)
        assert not (item.notes)


@pytest.mark.parametrize("name", [n for n in built_in() if n != "thousand-samples"])
@pytest.mark.parametrize("seed", range(3))
def test_more_and_more_is_left_blank(solved, name, seed):
    items = make_sheet(solved(name), "faded", seed=seed).items
    shares = [sum(line.blank for line in item.lines) / len(item.lines) for item in items]
    assert items[0].is_worked
    third = max(1, len(shares) // 3)
    first, last = sum(shares[:third]), sum(shares[-third:])
    assert first < last
    hidden = [line.blank for line in items[-1].lines if line.shown.kind is not Kind.FORMULA]
    assert all(hidden)


def test_the_seed_chooses_the_blanks(solved):
    def blanks(seed):
        items = make_sheet(solved("two-layer-mlp"), "faded", seed=seed).items
        return [[line.blank for line in item.lines] for item in items]

    assert blanks(1) == blanks(1)
    assert blanks(1) != blanks(2)
    # the same number of blanks whoever gets which sheet
    assert [sum(lines) for lines in blanks(1)] == [sum(lines) for lines in blanks(2)]


def test_the_table_gives_nothing_away_that_the_step_leaves_blank(solved):
    for item in make_sheet(solved("two-layer-mlp"), "faded").table:
        blank = [line.shown.kind for line in item.lines if line.blank]
        assert item.shows_formula == (Kind.FORMULA not in blank)
        assert not (item.shows_value and Kind.VALUE in blank)


def test_marks_are_the_lessons_or_one_for_each_step():
    sheet = make_sheet(solve(loads(POINTS)), "key")
    marks = {item.block.target.name: item.points for item in sheet.items}
    assert marks == {"u": 1, "L": 1, "dL/du": 2, "du/da": 1, "dL/da": 3}
    assert sheet.points == 8
    assert [group.points for group in sheet.groups] == [2, 6]


def test_an_equation_without_numbers_is_given_and_not_asked():
    for kind in ("key", "blank", "faded"):
        sheet = make_sheet(solve(loads(SYMBOLIC)), kind)
        forward = [i for i in sheet.items if i.block.step.phase is Phase.FORWARD]
        assert [(item.points, item.room, item.lines) for item in forward] == [(0, 0, ())] * 2


def test_the_key_says_which_mistakes_to_look_for(solved):
    mistake = (Text("the minus sign is missing", "漏了負號"),)
    mistakes = {"dL/d\\hat{y}": mistake}
    for kind in SheetKind:
        sheet = make_sheet(solved("two-layer-mlp"), kind, mistakes=mistakes)
        found = {i.block.target.name: i.mistakes for i in sheet.items if i.mistakes}
        assert found == (mistakes if kind is SheetKind.KEY else {})


def test_a_rule_is_explained_where_it_is_first_used(solved):
    items = make_sheet(solved("mazur")).items
    explained = [rule.key for item in items for rule in item.reasons]
    assert len(explained) == len(set(explained))
    used = {line.shown.rule.key for i in items for line in i.lines if line.shown.rule}
    assert used <= set(explained)


def test_notes_say_where_a_factor_was_computed(solved):
    solution = solved("two-layer-mlp")
    for item in make_sheet(solution).items:
        for note in item.notes:
            if note.kind in ("reference", "again"):
                step = next(p for p in note.sentence.pieces("en") if isinstance(p, int))
                assert solution.blocks[step - 1].target == note.variable


def test_places_are_filled_and_braces_of_a_name_are_left_alone():
    sentence = Sentence(
        Text("{a} in w_{11} and {steps}", "{a} 在 {steps}"), {"a": 3, "steps": (1, 2)}
    )
    assert sentence.pieces("en") == (3, " in w_", "{11}", " and ", 1, ", ", 2)
    assert sentence.pieces("zh-Hant") == (3, " 在 ", 1, "、", 2)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("由輸入算到損失函數;每個值只算一次,並記錄", "由輸入算到損失函數；每個值只算一次，並記錄"),
        ("第 7, 9, 11 步", "第 7, 9, 11 步"),
        ("感知機(MLP)", "感知機（MLP）"),
        ("σ(z) 是 0.5", "σ(z) 是 0.5"),
        ("grad_table,之後", "grad_table，之後"),
        ("反向傳遞(每個只算一次)", "反向傳遞（每個只算一次）"),
    ],
)
def test_chinese_gets_full_width_signs_and_formulas_do_not(typed, set_):
    half = typed.translate(
        {ord(wide): narrow for wide, narrow in zip("，；：（）", ",;:()", strict=True)}
    )
    assert full_width(half) == set_

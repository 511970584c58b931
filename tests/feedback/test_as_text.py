"""A report in the terminal: signs, carets, marks, in either language, whatever a student typed."""

import json

from derive.check.judge import check
from derive.check.report import Finding
from derive.feedback.as_json import to_json
from derive.feedback.as_text import TextFeedback
from derive.feedback.visible import dumps
from derive.feedback.words import VERDICTS
from derive.lessons import load
from derive.render.columns import width

LESSON = load("two-layer-mlp")
ANSWER = "dL/dŷ = ŷ - y\ndL/dw31 = h_1 (y - ŷ)\ndL/dw32 = q\nL = L"


def written(answer: str = ANSWER, reveal: bool = False, **options: object) -> str:
    report = check(LESSON, answer, seed=3, reveal=reveal)
    return TextFeedback(**options).write(LESSON.title, report)  # type: ignore[arg-type]


def test_the_wrong_part_is_marked_and_commented_on() -> None:
    lines = written().splitlines()
    wrong = next(line for line in lines if "dL/dw31" in line)
    assert wrong.startswith("  2 ✗ ")
    under = lines[lines.index(wrong) + 1]
    assert wrong[under.index("^") : under.rindex("^") + 1] == "y - ŷ"
    assert lines[lines.index(wrong) + 2].startswith("      A sign is wrong in ∂L/∂ŷ.")


def test_a_right_line_needs_no_comment_and_marks_are_added_up() -> None:
    text = written()
    assert "  1 ✓ dL/dŷ = ŷ - y\n  2 " in text
    assert "Marks: 0 of 9" in text
    assert "dL/dw_{3,2}  0 of 1  not answered" in text
    assert "Seed 3" in text


def test_the_answer_is_shown_only_when_revealed() -> None:
    assert "→" not in written()
    assert "→ ∂L/∂ŷ is -(y - ŷ)." in written(reveal=True)


def test_both_languages_and_narrow_screens_fit() -> None:
    text = written(width=50, languages=("en", "zh-Hant"))
    assert "兩層感知機" in text
    assert "正負號" in text
    assert all(width(line) <= 50 for line in text.splitlines())


def test_a_long_line_is_cut_so_that_the_caret_stays_in_sight() -> None:
    answer = "dL/dw31 = " + " + ".join(["0 x_1"] * 30) + " + h_2 (ŷ - y)"
    lines = written(answer).splitlines()
    assert all(width(line) <= 80 for line in lines)
    assert any("^" in line for line in lines)


def test_what_cannot_be_seen_is_named_and_never_reaches_the_terminal() -> None:
    text = written("dL/dw31 = \x1b[31mh_1\ndL/dw32 = \u202eh_2")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "⟨U+202E⟩" in text


def test_colours_are_used_when_asked_for() -> None:
    assert "\x1b[1;31m✗" in written(colour=True)
    assert "\x1b" not in written()


def test_every_verdict_has_a_sign_and_two_languages() -> None:
    assert set(VERDICTS) == set(Finding)


def test_the_data_have_the_agreed_shape() -> None:
    data = json.loads(to_json(check(LESSON, ANSWER, seed=3)))
    assert list(data) == ["answers", "awards", "missing", "marks", "out_of", "seed"]
    wrong = data["answers"][1]
    assert wrong["line"] == 2
    assert wrong["source"] == "dL/dw31 = h_1 (y - ŷ)"
    assert wrong["target"] == "dL/dw_{3,1}"
    assert wrong["verdict"] == "known_mistake"
    assert wrong["mistake"] == "sign_lost"
    assert wrong["at_step"] == "dL/d\\hat{y}"
    assert set(wrong["message"]) == {"en", "zh-Hant"}
    assert (wrong["marks"], wrong["out_of"]) == (0, 1)
    assert (data["marks"], data["out_of"], data["seed"]) == (0, 9, 3)


def test_json_is_the_same_data_without_anything_that_moves_a_terminal() -> None:
    unseen = "\u202e\u200b\x1b[31m\x9b31m\x7f\udcff\U000e0041"
    written = dumps({"source": f"b = ŷ {unseen}\n王"})
    assert json.loads(written) == {"source": f"b = ŷ {unseen}\n王"}
    assert "ŷ" in written
    assert "王" in written
    assert not set(unseen) & set(written) - set("[31m")

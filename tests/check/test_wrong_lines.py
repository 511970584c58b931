"""Lines with a mistake, written by hand, are called by its name; a number without a cause is not."""

import random
from pathlib import Path

import pytest

from derive.check.judge import Checker
from derive.check.mistakes import keys
from derive.core.lesson import Lesson
from derive.lessons import load


def cases() -> dict[str, list[tuple[frozenset[str], str]]]:
    """Return the keys and the line of each case, by lesson."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    text = (Path(__file__).parent / "wrong_lines.txt").read_text(encoding="utf-8")
    lesson: list[tuple[frozenset[str], str]] = []
    for row in text.splitlines():
        if row.startswith("## "):
            lesson = found.setdefault(row[3:], [])
        elif row and not row.startswith("#"):
            names, line = row.split(" | ", 1)
            lesson.append((frozenset(names.split(",")), line.replace(";;", "\n")))
    return found


CASES = cases()


def lesson_called(name: str) -> Lesson:
    if not name.startswith("lessons/"):
        return load(name)
    level = "matrix" if "matrices" in name else "scalar"
    return load(str(Path(__file__).parent / name), level=level)


@pytest.mark.parametrize("lesson", CASES)
def test_a_mistake_written_by_hand_is_called_by_its_name(lesson: str) -> None:
    checker, missed = Checker(lesson_called(lesson), seed=3), []
    for names, line in CASES[lesson]:
        assert names <= set(keys())
        answer = next(a for a in checker.check(line).answers if a.is_mistaken)
        if answer.mistake not in names:
            missed.append((line, sorted(names), answer.mistake, answer.message.en))
    assert not missed


def test_a_wrong_number_without_a_cause_is_seldom_given_one() -> None:
    checker, draw = Checker(load("mazur"), seed=1), random.Random(5)
    right = {"w_5": 0.08217, "w_7": -0.0226, "w_1": 0.00043857, "b_2": 0.1004}
    lines = [
        f"dE/d{name} = {value * draw.uniform(1.1, 4):.4g}"
        for name, value in right.items()
        for _ in range(30)
    ]
    answers = [checker.check(line).answers[-1] for line in lines]
    assert all(answer.is_mistaken for answer in answers)
    assert sum(answer.mistake is not None for answer in answers) < 0.2 * len(answers)

"""``derive check``: one answer, line by line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from derive.cli.terminal import (
    colour,
    columns,
    deliver,
    language_option,
    languages,
    level_option,
    load,
    output_option,
)

if TYPE_CHECKING:
    from derive.check.report import Report
    from derive.core.lesson import Lesson
    from derive.grade.submission import Submission

FORMATS = ("text", "html", "json")


@click.command()
@click.argument("lesson")
@click.argument("answers", metavar="ANSWERS")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@language_option
@level_option
@click.option("--reveal", is_flag=True, help="Comments give the answer away.")
@click.option("--seed", type=click.IntRange(0), help="To get the verdicts of an earlier run again.")
@output_option
def command(
    lesson: str,
    answers: str,
    form: str,
    language: str,
    level: str | None,
    reveal: bool,
    seed: int | None,
    output: Path | None,
) -> None:
    """Check a hand derivation line by line and name its mistakes.

    ANSWERS is a text, Markdown or LaTeX file, or - for standard input.  Exit status 1 when a
    wrong answer was found.
    """
    from derive.check.judge import Checker
    from derive.cli import WRONG_ANSWER
    from derive.core.errors import ReadError

    loaded = load(lesson, level, language)
    handed = _handed(answers)
    try:
        report = Checker(loaded, seed=seed, reveal=reveal).check(handed.text)
    except ReadError as problem:
        problem.file = answers
        raise
    deliver(_written(loaded, handed, report, form, languages(language)), output)
    if report.first_mistake is not None:
        sys.exit(WRONG_ANSWER)


def _handed(answers: str) -> Submission:
    """Read the file, or standard input; raises DeriveError for what cannot be read."""
    from derive.core.errors import DeriveError
    from derive.grade.encoding import decode
    from derive.grade.refusal import RefusedError
    from derive.grade.submission import LARGEST, Submission, read

    if answers == "-":
        try:
            text, _ = decode(sys.stdin.buffer.read(LARGEST + 1))
        except RefusedError as refused:
            raise DeriveError(refused.reason, file=answers) from None
        return Submission("-", "answer", text=text)
    found = read(Path(answers).stem, Path(answers))
    if found.refusal is not None:
        raise DeriveError(found.refusal, file=answers)
    return found


def _written(
    lesson: Lesson, handed: Submission, report: Report, form: str, said: tuple[str, ...]
) -> str:
    if form == "json":
        from derive.feedback.as_json import to_json

        return to_json(report) + "\n"
    if form == "html":
        from derive.grade.grading import Graded
        from derive.grade.pages import Press

        return Press(lesson, said).student(Graded(handed, report)).decode()
    from derive.feedback.as_text import TextFeedback

    return TextFeedback(columns(), colour(), said).write(lesson.title, report)

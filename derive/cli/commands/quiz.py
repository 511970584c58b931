"""``derive quiz``: questions about a lesson, with key, marks, hints and likely wrong answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from derive.cli.terminal import (
    colour,
    columns,
    deliver,
    language_option,
    languages,
    load,
    output_option,
)

if TYPE_CHECKING:
    from derive.lectures import Lecture
    from derive.quiz import Quiz

FORMATS = ("text", "html", "json")


@click.command()
@click.argument("lesson")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; may be repeated."
)
@click.option("--count", type=int, help="How many questions.  [default: one of each kind]")
@click.option("--seed", type=int, default=0, show_default=True, help="Chooses the questions.")
@click.option("--key", is_flag=True, help="With the answers.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@language_option
@output_option
def command(
    lesson: str,
    kinds: tuple[str, ...],
    count: int | None,
    seed: int,
    key: bool,
    form: str,
    language: str,
    output: Path | None,
) -> None:
    """Ask about a lesson: partials, cached factors, the grad_table, mistakes, the order of steps.

    KIND is partial, gradient, value, cached, grad_table, updates, update, mistake or order.  JSON
    always has the key.
    """
    from derive.quiz import make_quiz
    from derive.render.solution import solve

    quiz = make_quiz(solve(load(lesson, None, language)), kinds, count=count, seed=seed)
    if form == "json":
        from derive.quiz.as_json import to_json

        deliver(to_json(quiz) + "\n", output)
        return
    page = _page(quiz, key)
    if form == "html":
        from derive.lectures.as_html import render

        deliver(render(page, languages(language)), output)
        return
    from derive.lectures.as_text import TextLecture

    wide, painted = (columns(), colour()) if output is None else (80, False)
    deliver(TextLecture(wide, painted, languages(language)).lecture(page), output)


def _page(quiz: Quiz, key: bool) -> Lecture:
    """Return the quiz as a lecture of one slide."""
    from derive.lectures.questions import as_lecture

    return as_lecture(quiz, answered=key)

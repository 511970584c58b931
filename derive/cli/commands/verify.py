"""``derive verify``: every gradient checked by independent means."""

from __future__ import annotations

import sys

import click

from derive.cli.terminal import language_option, languages, level_option
from derive.core.text import Text


@click.command()
@click.argument("lesson")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@level_option
@language_option
def command(lesson: str, form: str, level: str | None, language: str) -> None:
    """Check every gradient by independent means, and print the certificate.

    Exit status 3 when one of them disagrees.
    """
    from derive.cli import CHECK_FAILED
    from derive.core.errors import LessonError
    from derive.lessons import load
    from derive.render import certificate
    from derive.render.solution import solve

    loaded = load(lesson, level=level or "")
    if not loaded.has_values:
        raise LessonError(_NO_VALUES, _GIVE, loaded.source or None)
    found = solve(loaded).certificate
    if form == "json":
        click.echo(certificate.to_json(found))
    else:
        click.echo(certificate.to_text(found, languages(language)), nl=False)
    if not found.ok:
        sys.exit(CHECK_FAILED)


_NO_VALUES = Text("This lesson has no values to check by.", "這份教案沒有數值，無法驗證。")
_GIVE = Text("Give its data and parameters numbers.", "請替 data 與 parameters 填上數值。")

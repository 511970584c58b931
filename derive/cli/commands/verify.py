"""``derive verify``: every gradient checked by independent means."""

from __future__ import annotations

import sys

import click

from derive.cli.terminal import language_option, languages, level_option, load


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
    from derive.render import certificate
    from derive.render.solution import NO_VALUES, solve

    loaded = load(lesson, level, language)
    if not loaded.has_values:
        raise LessonError(NO_VALUES, loaded.way_to_numbers, loaded.source or None)
    found = solve(loaded).certificate
    if form == "json":
        click.echo(certificate.to_json(found))
    else:
        click.echo(certificate.to_text(found, languages(language)), nl=False)
    if not found.ok:
        sys.exit(CHECK_FAILED)

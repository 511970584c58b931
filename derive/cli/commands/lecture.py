"""``derive lecture``: a whole lecture as one document, from an outline."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from derive.cli.slides import FORMATS, put_out, said
from derive.cli.terminal import language_option, languages


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option(
    "--slide", "slides", multiple=True, metavar="KEY", help="Only this slide; may be repeated."
)
@click.option(
    "--list", "listing", is_flag=True, help="List the slides, or without NAME the lectures."
)
@language_option
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True, help="Significant digits."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: output/NAME-LANGUAGE; text goes to the screen]",
)
def command(
    name: str | None,
    form: str,
    slides: tuple[str, ...],
    listing: bool,
    language: str,
    digits: int,
    output: Path | None,
) -> None:
    """Build a whole lecture from an outline file, or from a built-in one.

    NAME is an outline (YAML) or one of the built-in lectures; “derive lecture --list” names them.
    """
    from derive.lectures import built_in, load

    if name is None:
        for key in built_in():
            click.echo(f"{key}  {said(load(key).title(), languages(language))}")
        return
    outline = load(name)
    if listing:
        for key, title in outline.titles():
            click.echo(f"{key}  {said(title, languages(language))}")
        return
    put_out(outline.lecture(slides, _watched), form, languages(language), digits, output)


def _watched(slides: Iterable[Any]) -> Iterable[Any]:
    """Show a progress bar on standard error, if somebody is looking."""
    found = list(slides)
    if len(found) < 2 or not sys.stderr.isatty():
        return found
    from rich.console import Console
    from rich.progress import track

    return track(found, description="slides", console=Console(stderr=True), transient=True)

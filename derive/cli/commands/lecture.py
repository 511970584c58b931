"""``derive lecture``: a whole lecture as one document, from an outline."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from derive.cli.terminal import colour, columns, deliver, language_option, languages

FORMATS = ("html", "beamer", "ipynb", "text")
FILES = {"html": "as_html", "beamer": "as_beamer", "ipynb": "as_notebook"}
SUFFIXES = {"html": ".html", "beamer": ".tex", "ipynb": ".ipynb", "text": ".txt"}


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
            click.echo(f"{key}  {_said(load(key).title(), language)}")
        return
    outline = load(name)
    if listing:
        for key, title in outline.titles():
            click.echo(f"{key}  {_said(title, language)}")
        return
    lecture = outline.lecture(slides, _watched)
    chosen = languages(language)
    if form == "text":
        deliver(_text(lecture, chosen, digits, output is None), output)
        return
    written = _written(lecture, form, chosen, digits)
    target = output or Path("output") / f"{lecture.key}-{language}{SUFFIXES[form]}"
    deliver(written, target)


def _watched(slides: Iterable[Any]) -> Iterable[Any]:
    """Show a progress bar on standard error, if somebody is looking."""
    found = list(slides)
    if len(found) < 2 or not sys.stderr.isatty():
        return found
    from rich.console import Console
    from rich.progress import track

    return track(found, description="slides", console=Console(stderr=True), transient=True)


def _said(title: Any, language: str) -> str:
    from derive.lectures.as_text import TextLecture

    return TextLecture(languages=languages(language)).rich(title)


def _text(lecture: Any, chosen: tuple[str, ...], digits: int, to_screen: bool) -> str:
    from derive.lectures.as_text import TextLecture

    wide, painted = (columns(), colour()) if to_screen else (80, False)
    return TextLecture(wide, painted, chosen, digits).lecture(lecture)


def _written(lecture: Any, form: str, chosen: tuple[str, ...], digits: int) -> str:
    from importlib import import_module

    room = import_module(f"derive.lectures.{FILES[form]}")  # only the form that is asked for
    written: str = room.render(lecture, chosen, digits)
    return written

"""What the commands share: options, where output goes, how wide and how colourful it may be."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from derive.core.lesson import Lesson

LANGUAGES = ("en", "zh-Hant", "both")
# with this many things to do, somebody who looks on is shown how far it has got
MANY = 400

Command = TypeVar("Command", bound=Callable[..., Any])
Item = TypeVar("Item")


def language_option(command: Command) -> Command:
    """Add ``--language``."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help="Language of the sentences; the formulas are the same in each.",
    )(command)


def output_option(command: Command) -> Command:
    """Add ``-o FILE``."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
    )(command)


def level_option(command: Command) -> Command:
    """Add ``--level``."""
    return click.option(
        "--level",
        type=click.Choice(("scalar", "matrix")),
        help="Neuron by neuron, or whole layers in matrices (for a “network:” lesson).",
    )(command)


def load(lesson: str, level: str | None, language: str) -> Lesson:
    """Return a lesson; what its author should know is said on standard error."""
    from derive import lessons

    found = lessons.load(lesson, level=level or "")
    for remark in found.remarks:
        for one in languages(language):
            click.echo(remark.in_language(one), err=True)
    return found


def deliver(text: str, output: Path | None) -> None:
    """Print a result, or write it to a file and say so on standard error."""
    if output is None:
        click.echo(text, nl=False, color=colour())
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    click.echo(str(output), err=True)


def languages(language: str) -> tuple[str, ...]:
    """Return the languages that a choice stands for."""
    return ("en", "zh-Hant") if language == "both" else (language,)


def said_language() -> str:
    """Return the language for messages about mistakes: the one asked for, or the system's own."""
    words = " ".join(sys.argv[1:]).replace("=", " ").split()
    asked = next((value for option, value in pairwise(words) if option == "--language"), None)
    if asked is None:
        system = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        return "zh-Hant" if system.startswith(_TRADITIONAL) else "en"
    return "zh-Hant" if asked == "zh-Hant" else "en"


_TRADITIONAL = ("zh_TW", "zh_HK", "zh_MO", "zh_Hant", "zh-Hant")


def colour() -> bool:
    """Whether to colour: standard output is a terminal and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def columns() -> int:
    """Return the terminal's width; a pipe gets 80 columns."""
    if not sys.stdout.isatty():
        return 80
    return max(40, min(shutil.get_terminal_size().columns, 120))


def watched(items: Sequence[Item], label: str) -> Iterable[Item]:
    """Return the items with a progress bar on standard error, if they are many and seen."""
    if len(items) < MANY or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=label, console=Console(stderr=True), transient=True)

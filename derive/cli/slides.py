"""What the commands share that put slides out: the forms there are, and where each goes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from derive.cli.terminal import colour, columns, deliver

if TYPE_CHECKING:
    from derive.core.text import Text
    from derive.lectures import Lecture

FORMATS = ("html", "beamer", "ipynb", "text")
FILES = {"html": "as_html", "beamer": "as_beamer", "ipynb": "as_notebook"}
SUFFIXES = {"html": ".html", "beamer": ".tex", "ipynb": ".ipynb", "text": ".txt"}


def put_out(
    lecture: Lecture, form: str, chosen: tuple[str, ...], digits: int, output: Path | None
) -> None:
    """Print a lecture as text, or write it to a file; without a name it goes to ``output/``."""
    if form == "text":
        deliver(_text(lecture, chosen, digits, output is None), output)
        return
    language = chosen[0] if len(chosen) == 1 else "both"
    target = output or Path("output") / f"{lecture.key}-{language}{SUFFIXES[form]}"
    deliver(_written(lecture, form, chosen, digits), target)


def said(title: Text, chosen: tuple[str, ...]) -> str:
    """Return a title for the screen."""
    from derive.lectures.as_text import TextLecture

    return TextLecture(languages=chosen).rich(title)


def _text(lecture: Lecture, chosen: tuple[str, ...], digits: int, to_screen: bool) -> str:
    from derive.lectures.as_text import TextLecture

    wide, painted = (columns(), colour()) if to_screen else (80, False)
    return TextLecture(wide, painted, chosen, digits).lecture(lecture)


def _written(lecture: Lecture, form: str, chosen: tuple[str, ...], digits: int) -> str:
    room = import_module(f"derive.lectures.{FILES[form]}")  # only the form that is asked for
    written: str = room.render(lecture, chosen, digits)
    return written

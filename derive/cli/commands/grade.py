"""``derive grade``: the answers of a whole class."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from derive.cli.terminal import language_option, languages, level_option, load, said_language
from derive.core.errors import DeriveError
from derive.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from derive.grade.setting import Setting
    from derive.grade.summary import Class

STOPPED = 130  # what shells call a program that was ended by Ctrl-C


@click.command()
@click.argument("lesson")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the results; a second run with the same one goes on where it stopped.",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes.  [default: processors]")
@click.option(
    "--executor",
    default="local",
    show_default=True,
    metavar="WHERE",
    help="This machine, or a Dask cluster: dask://host:port.",
)
@click.option("--seed", type=click.IntRange(0), help="To get the verdicts of an earlier run again.")
@click.option("--reveal", is_flag=True, help="Comments give the answer away.")
@click.option("--gradescope", is_flag=True, help="Also write Gradescope's results.json for each.")
@click.option("--fresh", is_flag=True, help="Judge all again; do not go on with an earlier run.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3600),
    default=2.0,
    show_default=True,
    help="Computing time for one answer.",
)
@click.option(
    "--memory",
    type=click.IntRange(16),
    default=300,
    show_default=True,
    help="Megabytes for one answer.",
)
@level_option
@language_option
def command(lesson: str, folder: Path, output: Path, **options: Any) -> None:
    """Check the answers of a class: one file or one folder a student in FOLDER.

    Writes grades.csv, results.json, class.html and a page for each student.  An answer that cannot
    be checked is reported, with the reason, and stops nobody else's.  Exit status 1 when an answer
    is wrong or could not be checked.
    """
    from derive.grade import outputs

    loaded = load(lesson, options["level"], options["language"])
    with _kept(output):
        found, setting = _judged(lesson, folder, output, options)
        said = languages(options["language"])
        for path in outputs.write(output, found, loaded, setting, said, options["gradescope"]):
            click.echo(str(path))
    _conclude(found)


@contextmanager
def _kept(output: Path) -> Iterator[None]:
    """Say, when the run is stopped or the disk is full, that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        _say(_STOPPED.fill(output=output))
        sys.exit(STOPPED)
    except OSError as problem:
        if problem.filename is not None:  # a place of its own, and no results to speak of
            raise
        reason = problem.strerror or str(problem)
        raise DeriveError(_NOT_WRITTEN.fill(reason=reason), _AGAIN, file=str(output)) from None


def _judged(
    lesson: str, folder: Path, output: Path, options: dict[str, Any]
) -> tuple[Class, Setting]:
    from dataclasses import replace

    from derive.grade.executors import connect
    from derive.grade.grading import grade
    from derive.grade.journal import Journal
    from derive.grade.submission import find
    from derive.grade.summary import Class

    handed = find(folder, without=output)
    setting = _setting(lesson, options)
    with Journal(output / "journal.jsonl") as journal:
        seed = journal.begin(setting.question, options["seed"], options["fresh"])
        setting = replace(setting, seed=seed)
        with (
            _progress(len(handed)) as done,
            connect(options["executor"], setting, options["workers"]) as (executor, at_a_time),
        ):
            return Class(grade(handed, setting, journal, executor, at_a_time, done)), setting


def _setting(lesson: str, options: dict[str, Any]) -> Setting:
    from derive.grade.setting import Setting, fingerprint
    from derive.lessons.load import read

    text, name, toml = read(lesson)
    return Setting(
        text,
        name,
        toml,
        options["level"] or "",
        reveal=options["reveal"],
        seconds=options["seconds"],
        memory=options["memory"],
        program=fingerprint(),
    )


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """Show on standard error how far it has got, to whoever sits before it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=count)
        yield lambda: bar.advance(task)


def _conclude(found: Class) -> None:
    from derive.cli import WRONG_ANSWER
    from derive.grade.words import CHECKED

    _say(CHECKED.fill(checked=len(found.checked), count=len(found.students)))
    for student in found.not_checked:
        reason = student.reason or _NO_REASON
        _say(_NOT_CHECKED.fill(name=student.name, en=reason.en, zh=reason.zh))
    if found.mistakes or found.not_checked:
        sys.exit(WRONG_ANSWER)


def _say(text: Text) -> None:
    click.echo(text.in_language(said_language()), err=True)


_STOPPED = Text(
    "Stopped. The same command goes on with what is in {output}.",
    "已停止。再執行一次同樣的指令，就會從 {output} 的紀錄繼續。",
)
_NOT_WRITTEN = Text("The results could not be written: {reason}.", "無法寫入結果：{reason}。")
_AGAIN = Text(
    "Make room and give the same command again; it goes on with what is there.",
    "請騰出空間，再執行一次同樣的指令；程式會從已有的紀錄繼續。",
)
_NOT_CHECKED = Text("Not checked: {name}: {en}", "未檢查：{name}：{zh}")
_NO_REASON = Text("unknown", "不明")

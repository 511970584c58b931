"""``derive handout``: the document that a lecturer hands out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from derive.cli.keeping import write
from derive.cli.terminal import language_option, languages, level_option, load, watched
from derive.core.errors import DeriveError
from derive.core.text import Text

if TYPE_CHECKING:
    from derive.render.sheet import Mistakes
    from derive.render.solution import Solution

SHEETS = ("lecture", "key", "blank", "faded")
FORMATS = ("html", "latex", "pdf", "md", "ipynb")


@click.command()
@click.argument("lesson")
@click.option(
    "--sheet",
    type=click.Choice(SHEETS),
    default="lecture",
    show_default=True,
    help="Everything; the answers with marks; the questions; or worked at first, then blanks.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option(
    "--wrt", multiple=True, metavar="NAME", help="Differentiate by this only; may be repeated."
)
@language_option
@level_option
@click.option("--seed", type=int, default=0, show_default=True, help="Chooses the blanks.")
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True, help="Significant digits."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write into; what was changed by hand there is kept beside the new file.",
)
@click.option("--font", metavar="FILE", help="A font with Chinese characters, for --format pdf.")
def command(
    lesson: str,
    sheet: str,
    form: str,
    wrt: tuple[str, ...],
    language: str,
    level: str | None,
    seed: int,
    digits: int,
    output: Path,
    font: str | None,
) -> None:
    """Lay a lesson out as a page, a worksheet or an answer key, and print what was written."""
    from derive.lessons.ask import variables_named
    from derive.render.compose import make_sheet
    from derive.render.page import EMBEDS_FONTS, files
    from derive.render.solution import solve

    if font is not None and form != EMBEDS_FONTS:
        raise DeriveError(_NO_FONT.fill(form=form), _LEAVE_OUT)
    loaded = load(lesson, level, language)
    asked = variables_named(loaded, wrt) if wrt else None
    solution = solve(loaded, asked)
    for number in watched(range(1, len(solution.derivation.steps) + 1), "steps"):
        solution.block(number)
    made = make_sheet(solution, sheet, seed=seed, mistakes=_mistakes(solution, sheet, form))
    name = f"{_stem(lesson)}-{sheet}-{language}"
    written = files(made, form, name, languages=languages(language), digits=digits, font=font)
    for path, kept in write(output, written):
        if kept is not None:
            for one in languages(language):
                click.echo(_KEPT.fill(path=path, kept=kept.name).in_language(one), err=True)
        click.echo(str(path))


def _mistakes(solution: Solution, sheet: str, form: str) -> Mistakes:
    """Return what to look for when marking, for a key and for LaTeX, with which a key comes."""
    if sheet != "key" and form != "latex":
        return {}
    from derive.check.usual import usual_mistakes
    from derive.render.questions import of_mistake

    usual = usual_mistakes(solution.lesson, solution.derivation, solution.values)
    return {
        name: tuple(of_mistake(one.title, one.target, one.wrong, one.value) for one in found)
        for name, found in usual.items()
    }


def _stem(lesson: str) -> str:
    """Return the lesson's name with nothing in it that a file's name must not have."""
    return re.sub(r"[^\w.-]+", "-", Path(lesson).stem).strip("-.") or "lesson"


_NO_FONT = Text("--format {form} embeds no font.", "--format {form} 不會嵌入字型。")
_LEAVE_OUT = Text("Leave out --font, or take --format pdf.", "請去掉 --font，或改用 --format pdf。")
_KEPT = Text(
    "{path} had been changed by hand; what stood there is now in {kept}.",
    "{path} 曾手動修改過，原來的內容已另存為 {kept}。",
)

"""``derive explain``: the worked solution of a lesson."""

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
    level_option,
    load,
    output_option,
    watched,
)
from derive.core.errors import DeriveError
from derive.core.text import Text

if TYPE_CHECKING:
    from derive.render.solution import Solution

FORMATS = ("text", "html", "latex", "md", "ipynb", "py", "json")
WITH_PROOFS = ("html", "latex", "md", "ipynb")  # each has them at its end anyway
# beyond this many steps a whole solution is not poured onto a screen unasked
MANY_STEPS = 400


@click.command()
@click.argument("lesson")
@click.option(
    "--wrt", multiple=True, metavar="NAME", help="Differentiate by this only; may be repeated."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@language_option
@level_option
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True, help="Significant digits."
)
@click.option("--summary", is_flag=True, help="Only the gradients (text).")
@click.option("--all", "everything", is_flag=True, help="Every step, however many there are.")
@click.option("--proofs", is_flag=True, help="Also prove each activation's derivative.")
@output_option
def command(
    lesson: str,
    wrt: tuple[str, ...],
    form: str,
    language: str,
    level: str | None,
    digits: int,
    summary: bool,
    everything: bool,
    proofs: bool,
    output: Path | None,
) -> None:
    """Work a lesson out: forward pass, backward pass, update; every step with its reason."""
    from derive.lessons.ask import variables_named
    from derive.render.solution import solve

    if summary and form != "text":
        raise DeriveError(_NO_SUMMARY.fill(form=form), _ASK_FOR_ONE)
    if proofs and form not in ("text", *WITH_PROOFS):
        raise DeriveError(_NO_PROOFS.fill(form=form), _WHERE_PROOFS_ARE)
    loaded = load(lesson, level, language)
    asked = variables_named(loaded, wrt) if wrt else None
    solution = solve(loaded, asked)
    steps = len(solution.derivation.steps)
    cut = form == "text" and steps > MANY_STEPS and not (everything or summary or output)
    for number in watched(_numbers(solution, cut or summary), "steps"):
        solution.block(number)
    if form != "text":
        deliver(_rendered(solution, form, language, digits), output)
        return
    deliver(_text(solution, language, digits, summary or cut, proofs, output is None), output)
    if cut:
        said = (_CUT if wrt else _CUT_OR_ONE).fill(steps=f"{steps:,}")
        for one in languages(language):
            click.echo(said.in_language(one), err=True)


_NO_SUMMARY = Text(
    "--summary shortens what is printed on the screen; --format {form} always has every step.",
    "--summary 只縮短螢幕上的文字輸出；--format {form} 一律列出每一步。",
)
_ASK_FOR_ONE = Text(
    "Leave out --summary or --format, or ask for one gradient with --wrt NAME.",
    "請去掉 --summary 或 --format，或用 --wrt 只求某個梯度。",
)
_NO_PROOFS = Text("--format {form} holds no proofs.", "--format {form} 不含證明。")
_WHERE_PROOFS_ARE = Text(
    "Leave out --proofs, or take another --format: html, latex, md and ipynb always prove the "
    "derivatives at their end.",
    "請去掉 --proofs，或改用其他 --format：html、latex、md、ipynb 都會在最後證明所用函數的微分。",
)
_CUT = Text(
    "{steps} steps: only the gradients are shown. Use --all for every step, or -o FILE.",
    "共 {steps} 步，這裡只列出梯度。用 --all 可列出每一步，或用 -o 寫入檔案。",
)
_CUT_OR_ONE = Text(
    "{steps} steps: only the gradients are shown. Use --all for every step, --wrt NAME for one "
    "parameter, or -o FILE.",
    "共 {steps} 步，這裡只列出梯度。用 --all 可列出每一步，用 --wrt 只看某個參數，"
    "或用 -o 寫入檔案。",
)


def _numbers(solution: Solution, short: bool) -> list[int]:
    """Return the numbers of the steps that will be shown."""
    derivation = solution.derivation
    if short:
        return [derivation.number_of[step.target] for step in derivation.gradients.values()]
    return [*range(1, len(derivation.steps) + 1)]


def _rendered(solution: Solution, form: str, language: str, digits: int) -> str:
    """Return the solution in any form but the terminal's."""
    if form == "json":
        from derive.render.as_json import to_json

        return to_json(solution) + "\n"
    if form == "py":
        from derive.render.script import script

        return script(solution)
    from derive.render.page import page

    return page(solution, form, languages=languages(language), digits=digits)


def _text(
    solution: Solution, language: str, digits: int, short: bool, proofs: bool, to_screen: bool
) -> str:
    from derive.render.terminal import Terminal

    terminal = Terminal(
        width=columns() if to_screen else 80,
        colour=to_screen and colour(),
        languages=languages(language),
        digits=digits,
    )
    text = terminal.summary(solution) if short else terminal.solution(solution)
    return text + (terminal.proofs(solution) if proofs else "")

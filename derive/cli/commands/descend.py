"""``derive descend``: what the gradients are for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
)

if TYPE_CHECKING:
    from derive.core.lesson import Lesson
    from derive.descent.compare import Comparison
    from derive.descent.course import Course
    from derive.render.descent.pieces import Report

FORMATS = ("text", "html", "json")


@click.command()
@click.argument("lesson")
@click.option("--optimizer", default="sgd", show_default=True, metavar="NAME", help="Which one.")
@click.option("--learning-rate", type=float, help="By default the lesson's, or the optimiser's.")
@click.option("--steps", type=int, help="How many updates.  [default: 3, or one epoch]")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=X", help="A hyperparameter: --set beta=0.9"
)
@click.option("--schedule", metavar="NAME", help="How the learning rate changes: step, cosine …")
@click.option("--batch-size", type=int, help="Samples an update looks at; 1 is stochastic.")
@click.option("--epochs", type=int, help="Passes through all samples, in the place of --steps.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the shuffling.")
@click.option("--no-shuffle", is_flag=True, help="Take the samples in their order.")
@click.option("--clip-value", type=float, help="Largest entry of the gradient.")
@click.option("--clip-norm", type=float, help="Largest length of the gradient.")
@click.option("--clip-weights", type=float, help="Largest parameter after an update.")
@click.option("--stop-gradient", type=float, help="Stop when the gradient is no longer than this.")
@click.option("--stop-loss", type=float, help="Stop when the loss is no larger than this.")
@click.option("--stop-change", type=float, help="Stop when the loss changes by no more than this.")
@click.option(
    "--compare",
    metavar="NAME=A,B,…",
    help="Several descents: learning_rate=0.1,0.5,1.1  optimizer=sgd,adam  batch_size=all,100,1  "
    "activation=…  loss=…  n=…  schedule=…  a hyperparameter, or a parameter to start from.",
)
@click.option("--lines", type=click.IntRange(0, 50), help="Iterations in lines.  [default: 3]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write FILE.svg or .tex.",
)
@click.option(
    "--picture-of",
    type=click.Choice(("path", "loss", "rate", "guesses")),
    help="The path on the curve or contours, the losses, the rates of a schedule, the guesses.",
)
@click.option("--allow-divergence", is_flag=True, help="Go on, and exit 0.")
@language_option
@level_option
@output_option
def command(lesson: str, **options: Any) -> None:
    """Go down the gradient: every iteration in lines, a table, pictures.

    Exit status 2 when the descent diverges or leaves the finite numbers (0 with --compare or
    --allow-divergence); what was computed is printed all the same.
    """
    from derive.descent import descend, make_plan
    from derive.descent.compare import compare

    loaded = load(lesson, options["level"], options["language"])
    settings = _settings(options)
    if options["picture"] is not None and options["picture"].suffix not in (".svg", ".tex"):
        raise click.UsageError("--picture wants the name of an .svg or a .tex file.")
    if options["compare"]:
        what, values = _compared(options["compare"])
        found = compare(loaded, what, values, **settings)
        _deliver_comparison(loaded, found, options)
        return  # to compare is to ask to be shown, divergence too
    course = descend(loaded, make_plan(loaded, **settings))
    _deliver(course, options)
    _end(course, options)


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as what ``make_plan`` takes."""
    from derive.descent import Clipping, Stopping
    from derive.descent.compare import number

    named = [_pair(each, "--set") for each in options["settings"]]
    kept = ("optimizer", "learning_rate", "steps", "schedule", "batch_size", "epochs", "seed")
    return {
        **{name: options[name] for name in kept},
        "settings": {name: number(value) for name, value in named},
        "clipping": Clipping(options["clip_value"], options["clip_norm"], options["clip_weights"]),
        "stopping": Stopping(
            options["stop_gradient"], options["stop_loss"], options["stop_change"]
        ),
        "shuffle": not options["no_shuffle"],
        "allow_divergence": options["allow_divergence"],
    }


def _pair(typed: str, option: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not (equals and name.strip() and value.strip()):
        raise click.UsageError(f"{option} wants NAME=VALUE, not {typed!r}.")
    return name.strip(), value.strip()


def _compared(typed: str) -> tuple[str, tuple[str, ...]]:
    # a name may have commas and equals signs of its own only inside braces: w_{1,1}=0,1
    name, values = _pair(typed, "--compare")
    return name, tuple(value.strip() for value in values.split(",") if value.strip())


def _deliver(course: Course, options: dict[str, Any]) -> None:
    from derive.descent.machine import Machine
    from derive.render.descent import report
    from derive.render.descent.report import SHOWN

    if options["form"] == "json" and options["picture"] is None:
        from derive.render.descent.as_json import to_json

        deliver(to_json(course), options["output"])
        return
    most = SHOWN if options["lines"] is None else options["lines"]
    made = report(Machine(course.lesson, course.plan), course, most=most)
    if options["form"] == "json":
        from derive.render.descent.as_json import to_json

        deliver(to_json(course), options["output"])
    else:
        deliver(_written(made, options), options["output"])
    _picture(made, options)


def _deliver_comparison(lesson: Lesson, found: Comparison, options: dict[str, Any]) -> None:
    from derive.render.descent import comparison_report

    made = comparison_report(lesson, found)
    if options["form"] == "json":
        from derive.render.descent.as_json import comparison_to_json

        deliver(comparison_to_json(lesson, found), options["output"])
    else:
        deliver(_written(made, options), options["output"])
    _picture(made, options)


def _written(made: Report, options: dict[str, Any]) -> str:
    said = languages(options["language"])
    if options["form"] == "html":
        from derive.render.descent.html import render

        return render(made, said)
    from derive.render.descent.text import TextReport

    to_screen = options["output"] is None
    return TextReport(
        width=columns() if to_screen else 80, colour=to_screen and colour(), languages=said
    ).write(made)


def _picture(made: Report, options: dict[str, Any]) -> None:
    target: Path | None = options["picture"]
    if target is None:
        return
    from derive.figures import picture
    from derive.figures.svg import standalone

    wanted = options["picture_of"]
    drawn = [each for each in made.pictures if wanted in (None, each.key)]
    if not drawn:
        raise click.UsageError("There is no such picture of this descent.")
    written = picture(drawn[0].draw(), languages(options["language"])[0])
    deliver(written.tikz if target.suffix == ".tex" else standalone(written.svg), target)


def _end(course: Course, options: dict[str, Any]) -> None:
    """Say on standard error what went wrong, and exit with the status for it."""
    from derive.cli import BAD_INPUT
    from derive.cli.terminal import said_language

    if course.stop is None or not course.stop.failed:
        return
    click.echo(course.stop.whole.in_language(said_language()), err=True)
    if not options["allow_divergence"]:
        sys.exit(BAD_INPUT)

"""``derive show``: one item of a lecture by itself, for a network of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from derive.cli.slides import FORMATS, put_out, said
from derive.cli.terminal import language_option, languages


@click.command()
@click.argument("item", required=False)
@click.argument("settings", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@language_option
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True, help="Significant digits."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: output/ITEM-LANGUAGE; text goes to the screen]",
)
def command(
    item: str | None,
    settings: tuple[str, ...],
    form: str,
    language: str,
    digits: int,
    output: Path | None,
) -> None:
    """Show one item of a lecture: what depth does to gradients, remedies, costs, sizes, boards.

    ITEM is a key of an outline and SETTINGS what stands under it, as key=value; the main value
    needs no key.  Without ITEM every item is named; docs/lectures.md lists their settings.

    \b
    derive show sizing 64,128,256,64,2 batch=32
    derive show gradient_sizes depth=10 width=4 activations=sigmoid,relu
    derive show remedies exploding depth=6
    derive show methods two-layer-mlp-sigmoid
    derive show board two-layer-mlp form=boxes of='w_{1,1}'
    """
    chosen = languages(language)
    if item is None:
        from derive.lectures.kinds import keys, load

        for key in keys():
            click.echo(f"{key:18}{said(load(key).SHOWS, chosen)}")
        return
    from derive.lectures.single import single

    put_out(single(item, settings), form, chosen, digits, output)

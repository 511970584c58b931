"""``derive examples``: the built-in lessons."""

from __future__ import annotations

import click

from derive.cli.terminal import language_option, languages


@click.command()
@language_option
def command(language: str) -> None:
    """List the built-in lessons."""
    from derive.lessons import built_in, load

    column = max(map(len, built_in()))
    for name in built_in():
        title = load(name).title
        said = dict.fromkeys(title.in_language(one) for one in languages(language))
        click.echo(f"{name.ljust(column)}  {' / '.join(said)}")

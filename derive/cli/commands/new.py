"""``derive new``: a lesson file to start one's own from."""

from __future__ import annotations

from pathlib import Path

import click

from derive.cli.terminal import output_option


@click.command()
@click.argument("name")
@output_option
def command(name: str, output: Path | None) -> None:
    """Write a built-in lesson into a file, to start your own from."""
    from derive.lessons import built_in
    from derive.lessons.load import read

    if name not in built_in():
        read(name)  # says what is missing, with the nearest name
        raise click.UsageError(f"{name} is a file already; name a built-in lesson.")
    target = output or Path(f"{name}.yaml")
    if target.exists():
        raise click.UsageError(f"{target} exists already; give another name with -o.")
    target.write_text(read(name)[0], encoding="utf-8")
    click.echo(f"{target}: edit it, then run “derive explain {target}”.")

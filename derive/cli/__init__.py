"""The command line: the only room that prints.  Heavy rooms are entered when a command needs them.

Each command is one file in ``commands/``; its ``command`` is found by the file's name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from derive import __version__
from derive.cli.terminal import said_language
from derive.core import folder
from derive.core.errors import DeriveError
from derive.core.text import Text

COMMANDS = "derive.cli.commands"
FINE, WRONG_ANSWER, BAD_INPUT, CHECK_FAILED = 0, 1, 2, 3
_KIND = Text("command", "指令")


class Derive(click.Group):
    """Finds its commands in the folder, and ends each with one message for a user's mistake."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(folder.keys(COMMANDS))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command's file; None when there is no such command."""
        if name not in folder.keys(COMMANDS):
            return None
        command: click.Command = folder.load(COMMANDS, name, _KIND).command
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options of ``derive`` itself."""
        with _complaints():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 2 for what the user can mend, 0 for a reader that went away."""
        try:
            with _complaints():
                return super().invoke(ctx)
        except DeriveError as problem:
            click.echo(problem.describe(said_language()), err=True)
            ctx.exit(BAD_INPUT)
        except BrokenPipeError:
            # `derive … | head` is no mistake; keep Python from complaining again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FINE)
        except OSError as problem:
            click.echo(f"{problem.filename or ''}: {problem.strerror or problem}", err=True)
            ctx.exit(BAD_INPUT)


@contextmanager
def _complaints() -> Iterator[None]:
    """Let a command that was typed wrongly be answered in the language asked for."""
    try:
        yield
    except click.UsageError as problem:
        if said_language() == "en":
            raise
        from derive.cli.usage import in_chinese

        click.echo(in_chinese(problem), err=True)
        raise click.exceptions.Exit(BAD_INPUT) from None


@click.group(cls=Derive, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Work out backpropagation and gradient descent, step by step, for any network.

    LESSON is a lesson file (YAML or TOML) or the name of a built-in lesson; see “derive examples”.
    """

"""``derive new``: a lesson file to start one's own from."""

from __future__ import annotations

from pathlib import Path

import click

from derive.cli.terminal import output_option, said_language
from derive.core.errors import LessonError
from derive.core.text import Text


@click.command()
@click.argument("name")
@output_option
def command(name: str, output: Path | None) -> None:
    """Write a built-in lesson into a file, to start your own from."""
    from derive.lessons import built_in
    from derive.lessons.load import read

    if name not in built_in():
        read(name)  # says what is missing, with the nearest name
        raise LessonError(_A_FILE, _BUILT_IN, name)
    target = output or Path(f"{name}.yaml")
    if target.exists():
        raise LessonError(_EXISTS, _ANOTHER, str(target))
    target.write_text(read(name)[0], encoding="utf-8")
    click.echo(_WRITTEN.fill(file=str(target)).in_language(said_language()))


_WRITTEN = Text(
    "{file}: edit it, then run “derive explain {file}”.",
    "{file}：修改之後，請執行「derive explain {file}」。",
)
_A_FILE = Text("This is a file already.", "這已經是一個檔案。")
_BUILT_IN = Text(
    "Name a built-in lesson; “derive examples” lists them.",
    "請指定內建教案的名稱；用「derive examples」可以列出。",
)
_EXISTS = Text("This file exists already.", "這個檔案已經存在。")
_ANOTHER = Text("Give another name with -o.", "請用 -o 指定別的檔名。")

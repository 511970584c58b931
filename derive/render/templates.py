"""Where the templates are, and how they are read: they lay out, they never calculate."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

import derive


@cache
def folder() -> Path:
    """Return the folder of templates: inside the installed package, or beside it in a checkout."""
    package = Path(derive.__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


@cache
def environment(form: str, *, autoescape: bool, **syntax: Any) -> jinja2.Environment:
    """Return the reader of one folder of templates; a name that was not given is an error.

    ``syntax`` are Jinja's own settings, for a form in which ``{{`` means something else.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder() / form),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **syntax,
    )


@cache
def content(*path: str) -> str:
    """Return a file of the folder as it stands: a style sheet, a script."""
    return folder().joinpath(*path).read_text(encoding="utf-8")


@cache
def content_bytes(*path: str) -> bytes:
    """Return a file of the folder as bytes: a font."""
    return folder().joinpath(*path).read_bytes()

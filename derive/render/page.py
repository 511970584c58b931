"""From a solution or a sheet to a page in the form that was asked for; each form is one file."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from derive.render.compose import make_sheet
from derive.render.sheet import Sheet
from derive.render.solution import Solution

# what one types, the file that lays it out, and how the file it writes ends
_FORMS = {
    "html": ("html", ".html"),
    "latex": ("latex", ".tex"),
    "md": ("markdown", ".md"),
    "ipynb": ("notebook", ".ipynb"),
    "pdf": ("pdf", ".pdf"),
}
EMBEDS_FONTS = "pdf"


def page(solution: Solution, form: str, *, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the whole worked solution as ``html``, ``latex``, ``md`` or ``ipynb``."""
    return lay_out(make_sheet(solution), form, languages=languages, digits=digits)


def lay_out(sheet: Sheet, form: str, *, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return any sheet in one of these forms."""
    written: str = _room(form).render(sheet, languages, digits)
    return written


def files(
    sheet: Sheet,
    form: str,
    name: str,
    *,
    languages: tuple[str, ...],
    digits: int = 6,
    font: str | None = None,
) -> dict[str, bytes]:
    """Return every file that a sheet is handed out as, by its name.

    A form that takes several files says so with a function ``files(sheet, name, languages,
    digits)`` of its own, and gets a folder called ``name``; any other is one file.  ``font`` is the
    file of a font for Chinese, for the one form that embeds fonts, the PDF.
    """
    room = _room(form)
    if hasattr(room, "files"):
        several: dict[str, Any] = room.files(sheet, name, languages, digits)
        written = {f"{name}/{file}": content for file, content in several.items()}
    else:
        more = {"font": font} if form == EMBEDS_FONTS else {}
        written = {name + _FORMS[form][1]: room.render(sheet, languages, digits, **more)}
    return {one: _bytes(content) for one, content in written.items()}


def _bytes(written: str | bytes) -> bytes:
    return written.encode() if isinstance(written, str) else written


def _room(form: str) -> ModuleType:
    # only the form that is asked for is loaded: a notebook needs no templates
    return import_module(f"derive.render.{_FORMS[form][0]}")

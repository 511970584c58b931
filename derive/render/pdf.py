"""A sheet as a tagged PDF (PDF/UA-1) without TeX: Typst's own compiler, no network, no clock."""

from __future__ import annotations

import datetime
from types import ModuleType

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.render import fonts
from derive.render.sheet import Sheet
from derive.render.tex_words import needs_cjk
from derive.render.typst import render as typst_source

# the same sheet gives the same bytes
_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def render(
    sheet: Sheet, languages: tuple[str, ...], digits: int = 6, *, font: str | None = None
) -> bytes:
    """Return the PDF; ``font`` is the file of a font for Chinese, looked for when not given.

    Raises DeriveError, with what to install, where Typst or that font is missing.
    """
    typst = _typst()
    source = typst_source(sheet, languages, digits)
    font_paths = []
    if needs_cjk(source):
        found = fonts.chinese(font)
        source = typst_source(sheet, languages, digits, cjk=found.family)
        font_paths = [found.folder]
    return _compiled(typst, source, font_paths)


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise DeriveError(_NO_TYPST, _INSTALL) from None
    found: ModuleType = typst
    return found


def _compiled(typst: ModuleType, source: str, font_paths: list[str]) -> bytes:
    written: bytes = typst.compile(
        source.encode(),
        format="pdf",
        font_paths=font_paths,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=_TIME,
    )
    return written


_NO_TYPST = Text(
    "A PDF is made by Typst, which is not installed here.",
    "PDF 由 Typst 產生,但這裡沒有安裝。",
)
_INSTALL = Text(
    "Run “pip install derive[pdf]”; or take --format html and print it, or --format latex.",
    "請執行「pip install derive[pdf]」;也可以用 --format html 列印,或用 --format latex。",
)

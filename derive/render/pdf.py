"""A sheet as a tagged PDF (PDF/UA-1) without TeX: Typst's own compiler, no network, no clock."""

from __future__ import annotations

import datetime
import re
from types import ModuleType

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.render import fonts
from derive.render.sheet import Sheet
from derive.render.tex_words import has_cjk
from derive.render.typst import render as typst_source

_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.S)
# the same sheet gives the same bytes
_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def render(
    sheet: Sheet, languages: tuple[str, ...], digits: int = 6, *, font: str | None = None
) -> bytes:
    """Return the PDF; ``font`` is the file of a font for Chinese, looked for when not given.

    A character that neither the fonts of Typst nor any of this machine have is left out.
    Raises DeriveError, with what to install, where Typst or the font for Chinese is missing.
    """
    typst = _typst()
    named = [fonts.chinese(font)] if font or has_cjk(typst_source(sheet, languages, digits)) else []
    left_out: set[str] = set()
    while True:
        families = tuple(found.family for found in named)
        source = typst_source(sheet, languages, digits, families=families)
        source = source.translate(dict.fromkeys(map(ord, left_out)))
        try:
            return _compiled(typst, source, [found.folder for found in named])
        except typst.TypstError as problem:
            missing = _missing(str(problem))
            if not missing or missing <= left_out:
                raise DeriveError(_REFUSED.fill(problem=_first_line(problem)), _INSTEAD) from None
            other = fonts.covering(max(missing))
            if other is None or other in named:
                left_out |= missing
            else:
                named.append(other)


def _missing(problem: str) -> set[str]:
    """Return the characters for which Typst says that no font has them."""
    found = _NO_GLYPH.search(problem)
    return {letter for letter in found[1] if not letter.isascii()} if found else set()


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [""])[0]


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
_REFUSED = Text(
    "Typst does not make a PDF of this page: {problem}", "Typst 無法將這份內容產生為 PDF：{problem}"
)
_INSTEAD = Text(
    "Take --format html and print it, or --format latex.",
    "請改用 --format html 列印，或用 --format latex。",
)
_INSTALL = Text(
    "Run “pip install derive[pdf]”; or take --format html and print it, or --format latex.",
    "請執行「pip install derive[pdf]」;也可以用 --format html 列印,或用 --format latex。",
)

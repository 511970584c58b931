"""The style of a page: what all pages share, what one kind adds, and the font its signs need."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache

from derive.figures import svg as figures
from derive.render.templates import content, content_bytes

_SHOWN = re.compile(r"<(math|svg)\b.*?</\1>", re.DOTALL)
_FONT = "FONT"  # stands in the style sheet where the font is to be


@cache
def style(*added: str, pictured: bool = True) -> str:
    """Return the shared style sheet, that of pictures, and ``added`` files, without blanks.

    The font is still missing: ``with_font`` puts it in when the page is written.
    """
    sheets = [content("html", "style.css"), figures.style() if pictured else ""]
    return _spare("\n".join([*sheets, *(content("html", file) for file in added)]))


def with_font(page: str) -> str:
    """Return a page with the smaller of the two fonts that has every sign in its formulas."""
    head, rest = page.split("<style>", 1)
    shown = set().union(*(found.group() for found in _SHOWN.finditer(rest)))
    file = "derive-math.woff2" if shown & _rare() else "derive-math-small.woff2"
    return head + "<style>" + rest.replace(_FONT, _encoded(file), 1)


@cache
def _rare() -> frozenset[str]:
    return frozenset(content("fonts", "rare.txt").strip())


@cache
def _encoded(file: str) -> str:
    return b64encode(content_bytes("fonts", file)).decode()


def _spare(style: str) -> str:
    """Leave out comments and the blanks that only the reader of the source needs."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    style = re.sub(r" ?([{};,>]) ?", r"\1", style)
    return re.sub(r"([\w-]): ", r"\1:", style).replace(";}", "}").replace("}", "}\n")

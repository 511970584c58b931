"""Where on this machine a font for Chinese is: named by the user, or found in the usual places."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from derive.core.errors import DeriveError
from derive.core.text import Text

VARIABLE = "DERIVE_CJK_FONT"
# where distributions and systems keep one; fontconfig is asked first
_USUAL = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/mingliu.ttc",
    "C:/Windows/Fonts/msjh.ttc",
)
_TRADITIONAL = ("TC", "TW", "HK", "JP")  # families of one file, the best first


@dataclass(frozen=True)
class Font:
    """A family, and the folder in which its file is."""

    family: str
    folder: str


def chinese(named: str | None = None) -> Font:
    """Return a font for Traditional Chinese: ``named``, that of the environment, or one found.

    Raises DeriveError, saying what to install, when there is none or the named file is no font.
    """
    wanted = named or os.environ.get(VARIABLE)
    if wanted:
        font = _font(Path(wanted))
        if font is None:
            raise DeriveError(_NO_FONT_FILE.fill(file=wanted), _NAME_ONE)
        return font
    found = next((font for path in _candidates() if (font := _font(path)) is not None), None)
    if found is None:
        raise DeriveError(_NONE, _GET_ONE)
    return found


def covering(character: str) -> Font | None:
    """Return a font of this machine that has a character, as far as fontconfig knows one."""
    found = (_font(Path(path)) for path in _from_fontconfig(f":charset={ord(character):x}"))
    return next((font for font in found if font is not None), None)


def _candidates() -> Iterator[Path]:
    yield from map(Path, _from_fontconfig(":lang=zh-tw"))
    yield from (path for path in map(Path, _USUAL) if path.is_file())


def _from_fontconfig(pattern: str) -> list[str]:
    """Ask fontconfig, where there is one, for the files of fonts."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    command = [program, pattern, "--format", "%{file}\n"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return sorted(set(done.stdout.split("\n")) - {""}, key=_preference)


def _preference(path: str) -> tuple[int, int, str]:
    """Put upright serif fonts first, as they go with the formulas."""
    name = Path(path).name.lower()
    kinds = ("serif", "song", "ming", "sung")
    return (
        0 if any(kind in name for kind in kinds) else 1,
        0 if "regular" in name or "medium" in name else 1,
        path,
    )


def _font(path: Path) -> Font | None:
    """Return the family of a font file; of a file with several, the one for Taiwan."""
    import typst

    if not path.is_file():
        return None
    folder = str(path.parent)
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    ).fonts()
    families = {font.family for font in known if font.path and Path(font.path) == path}
    if not families:
        return None
    return Font(min(families, key=_rank), folder)


def _rank(family: str) -> tuple[int, bool, str]:
    place = next((n for n, mark in enumerate(_TRADITIONAL) if family.split()[-1] == mark), 9)
    return place, "Mono" in family, family


_NONE = Text(
    "A Chinese PDF needs a font with Chinese characters, and none was found here.",
    "中文 PDF 需要含中文字的字型,但這裡找不到。",
)
_GET_ONE = Text(
    "Install one (Debian: apt install fonts-noto-cjk), or name a font file by --font or in the "
    f"environment variable {VARIABLE}.",
    "請安裝字型（Debian：apt install fonts-noto-cjk），或用 --font、環境變數 "
    f"{VARIABLE} 指定字型檔。",
)
_NO_FONT_FILE = Text("{file} is not a font that can be read.", "{file} 不是可讀取的字型檔。")
_NAME_ONE = Text(
    f"Give the path of a .ttf, .otf or .ttc file, by --font or in {VARIABLE}.",
    f"請用 --font 或 {VARIABLE} 指定 .ttf、.otf 或 .ttc 檔的路徑。",
)

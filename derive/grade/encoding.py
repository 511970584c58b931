"""Bytes become text: UTF-8, or what older editors write, and then the student is told so."""

from __future__ import annotations

import codecs

from derive.core.text import Text
from derive.grade.refusal import RefusedError

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16 and so comes before it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# what the bytes above 127 must become for a file to pass as Big5: Chinese, Greek, signs
_CHINESE = ((0xB7, 0xF7), (0x0370, 0x03FF), (0x2010, 0x22FF), (0x2500, 0x9FFF), (0xFE30, 0xFFEF))


def decode(data: bytes) -> tuple[str, Text | None]:
    """Return the text, and which encoding was guessed when it is not Unicode.

    Raises RefusedError for pictures, archives and other files that are no text.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _strictly(data, encoding), None
    if b"\0" in data:
        raise RefusedError(_NOT_TEXT)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedError(_NOT_TEXT) from None


def _guessed(data: bytes) -> tuple[str, Text]:
    try:
        text = data.decode("cp950")
        if all(letter.isascii() or _is_chinese(ord(letter)) for letter in text):
            return text, _GUESSED.fill(encoding="Big5")
    except UnicodeDecodeError:
        pass
    return data.decode("cp1252", errors="replace"), _GUESSED.fill(encoding="Windows-1252")


def _is_chinese(code: int) -> bool:
    return any(first <= code <= last for first, last in _CHINESE)


_GUESSED = Text(
    "The file is not UTF-8; it was read as {encoding}.",
    "檔案不是 UTF-8 編碼，已當成 {encoding} 讀取。",
)
_NOT_TEXT = Text(
    "The file is not text. Hand in plain text, Markdown or LaTeX, saved as UTF-8.",
    "檔案不是文字檔。請繳交以 UTF-8 儲存的純文字、Markdown 或 LaTeX 檔。",
)

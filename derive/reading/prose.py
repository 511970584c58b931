"""Telling words from formulas in lines without any mark of mathematics."""

from __future__ import annotations

import re
from collections.abc import Callable

from derive.core.errors import ReadError
from derive.reading.names import spelled_at
from derive.reading.table import NameTable

_RELATION = re.compile(
    r"[=≈←]|:=|~=|<-|\\(?:approx|leftarrow|gets|simeq|equiv|coloneqq)(?![A-Za-z])"
)
_MARKUP = re.compile(
    r"\s*(?:\\(?:section|subsection|subsubsection|paragraph|title|author|date|maketitle|(?:begin|end)(?!\s*\{[a-zA-Z]?(?:small)?matrix)|usepackage"
    r"|documentclass|(?:re)?newcommand|providecommand|[gx]?def|DeclareMathOperator|vspace|bigskip|medskip|smallskip|newpage|includegraphics|caption|label)(?![A-Za-z])"
    r"|#{1,6}\s|-{3,}\s*$|={3,}\s*$|\*{3,}\s*$|\|.*\|\s*$|<[a-z/!][^>]{0,80}>\s*$)"
)
_DECORATION = re.compile(
    r"\s*(?:>\s*|(?:\\item(?![A-Za-z])(?:\s*\[[^\]]{0,20}\])?|\\(?:noindent|par)(?![A-Za-z])|[•‣▪●○◦■□◆◇★※→➜☞])\s*|\d{1,2}[.)、:]\s+|[A-Za-z][.)]\s+|[*+]\s+"
    r"|(?:step|Step|STEP|Q|q)\s*\d{1,2}\s*[.:)]\s*|\*\*\s*|__\s*|[①-⑳]\s*)"
)
_DASH = re.compile(r"\s*-\s+(?P<head>[^=≈←]{0,120})[=≈←]")
_LABEL = re.compile(r"\s*\((?:\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十])\)\s*(?=.*[=≈←])")
_UNFINISHED = re.compile(r"(?:[+·×/=≈⊙-]|(?<!\*)\*|\\(?:cdot|times|odot|div|approx))[ \t&]*\Z")
_GOES_ON = re.compile(
    r"\n[ \t]*(?:[+·×/⊙](?![^\n]*[=≈])|\*(?![ *])|\\(?:cdot|times|odot|div)(?![A-Za-z]))"
)
_WORD = re.compile(r"(?<![\\A-Za-z_^{])[A-Za-z]{2,}(?:['’-][A-Za-z]+)*(?![A-Za-z]*[_^{(\d])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_OPERATOR_BEFORE = re.compile(r"[=≈←+*/^_·×⊙({\[|-][ ]*\Z")
_OPERATOR_BEHIND = re.compile(r"[ ]*[=≈←+*/^_·×⊙)}\]|'(-]")
_REMARK = re.compile(r"\(([A-Za-z][A-Za-z ,.;:'’-]{3,80})\)")
_LITTLE_WORDS = frozenset(
    {"by", "so", "we", "is", "to", "of", "in", "it", "as", "at", "be", "if", "or", "on", "an"}
    | {"and", "the", "for", "has", "are", "get", "now", "let", "our", "its"}
)
_TITLE = re.compile(r"\s*[A-Za-z]{3,}(?:_[A-Za-z]{3,})+\s*[:：]?\s*")  # grad_table
_LEADING = _LITTLE_WORDS | frozenset(
    {"thus", "hence", "therefore", "then", "which", "that", "this", "gives", "yields", "becomes"}
    | {"finally", "also", "equals", "have", "find", "obtain", "simplifies", "substituting"}
    | {"item", "step", "quad", "qquad", "therefore", "implies", "rightarrow", "because", "since"}
)
_LEADS = re.compile(
    r"(?:所以|因此|因為|故|則|即|得|可得|得到|代入|帶入|整理|化簡|最後|等於|由此|於是|也就是|可知|我們|後|數字|數值|再|並|且|有)+"
)
# words that stand before a = and are no names that a student gives
_WORDED = frozenset(
    {"gradient", "gradients", "derivative", "derivatives", "partial", "answer", "result", "slope"}
    | {"update", "updated", "new", "old", "value", "our", "final", "total", "term", "factor"}
)
_ANY_OF_THEM = "|".join(sorted(_LEADING | _WORDED, key=len, reverse=True))
_OPENING_WORDS = re.compile(
    rf"\s*(?:(?:{_ANY_OF_THEM})(?![A-Za-z_])[\s,:]*)+(?=[=≈])", re.IGNORECASE
)
_GRADIENT = re.compile(
    r"(?:gradient|derivative|slope|partial|with respect to|w\.?r\.?t\.?)[\w\s,:]*\Z"
    r"|[梯微導][度分數]\S{0,6}\s*\Z",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[).:、]\s*")
_MATHS = re.compile(r"[=≈←∂∑Σ∇√^_*/·×⊙]|\\[A-Za-z]|\d\s*[+\-−]|[+\-−]\s*[\d(]")


def has_relation(text: str) -> bool:
    """Say whether a text claims something: ``=``, ``≈`` or an assignment."""
    return _RELATION.search(text) is not None


def is_markup(line: str) -> bool:
    """Say whether a line is a heading, a rule, a table row or a command of the page."""
    return _MARKUP.match(line) is not None


def is_label(line: str) -> bool:
    """Say whether a line is only the number of a question: ``(1)``, ``a)``."""
    return _LABEL_ALONE.fullmatch(line) is not None


def without_emphasis(line: str) -> str:
    """Return a line with blanks for the ``**`` around words and formulas; it stays as long."""
    return _EMPHASIS.sub(lambda found: f"  {found[1]}  {' ' * len(found[2])}", line)


_EMPHASIS = re.compile(r"(?<![^\s(])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*([.,;:。，]?)(?=[\s)]|$)")


def undecorated(line: str, is_name: Callable[[str], bool]) -> tuple[int, int]:
    """Return where the content of a line stands, without bullets, numbers and emphasis.

    A dash with a blank behind it is a minus sign, unless a name or a derivative and = follow.
    """
    begin = 0
    for _ in range(4):
        found = (
            _DECORATION.match(line, begin) or _LABEL.match(line, begin) or _DASH.match(line, begin)
        )
        if found is None and (words := _OPENING_WORDS.match(line, begin)):
            known = any(is_name(word) for word in words.group().split())
            begin = begin if known else words.end()
            break
        if found is None or found.end() == begin:
            break
        if found.re is not _DASH:
            begin = found.end()
        elif (head := found["head"].strip(" &$")) and not is_name(head):
            break
        else:
            begin = found.start("head")
    content = line.rstrip(" \t`")
    for mark in ("**", "__"):
        if line.lstrip().startswith(mark):
            content = content.removesuffix(mark)
    return begin, max(begin, len(content))


def may_name(words: str) -> bool:
    """Say whether words before a ``=`` may be what it is about; ``so`` and ``we get`` are not."""
    found = re.findall(r"[^\W\d_]+", _DECORATION.sub("", words, count=1))
    return any(word.lower() not in _LEADING and not _LEADS.fullmatch(word) for word in found)


def speaks_of_a_gradient(words: str) -> bool:
    """Say whether words before a name make its derivative of it: ``the gradient of b``."""
    return _GRADIENT.search(words) is not None


def goes_on(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether the line that ends at ``stop`` is continued by the next one."""
    if stop >= end or stop - start > 8_000:
        return False
    line = text[start:stop]
    if not line.strip() or is_markup(line):
        return False
    if _UNFINISHED.search(line[-20:]) and _MATHS.search(line) and not line.strip().startswith("=="):
        return True
    return _GOES_ON.match(text, stop, end) is not None


def formulas_in(line: str, table: NameTable) -> list[tuple[int, int]] | None:
    """Return where formulas stand between the words of a line that could not be read as a whole.

    An empty list says that the line is only words; None that it is a formula with a mistake in it.
    """
    words = _words(line, table)
    if not words and _TITLE.fullmatch(line):
        return []
    if not words:
        return None if re.search(r"\w", line) else []
    found = [(start, end) for start, end in _between(line, words) if _is_formula(line[start:end])]
    if found:
        return found
    letters = sum(end - start for start, end in words)
    many = len(words) >= 2 or letters * 2 >= len(line.strip())
    return [] if many or not _MATHS.search(line) else None


def _words(line: str, table: NameTable) -> list[tuple[int, int]]:
    """Return the places of words that cannot be part of a formula."""
    places = [found.span() for found in _WIDE.finditer(line)]
    places += [found.span() for found in _REMARK.finditer(line) if _is_remark(found[1], table)]
    for found in _WORD.finditer(line):
        word = found.group()
        little = word.lower() in _LITTLE_WORDS
        if not little and (len(word) < 3 or not word[1:].replace("'", "").islower()):
            continue
        if _is_name(word, table) and not (little and _among_words(line, found)):
            continue
        if _OPERATOR_BEFORE.search(line[max(0, found.start() - 8) : found.start()]):
            continue
        if _OPERATOR_BEHIND.match(line, found.end()) and not _hyphen(line, found.end()):
            continue
        places.append(found.span())
    return sorted(places)


def _is_remark(inside: str, table: NameTable) -> bool:
    """Say whether what stands in brackets is a remark: ``(by the chain rule)``."""
    return any(len(word) > 2 and not _is_name(word, table) for word in inside.split())


def _among_words(line: str, found: re.Match[str]) -> bool:
    before, behind = line[: found.start()], line[found.end() :]
    return bool(re.search(r"[A-Za-z]{3,} \Z", before[-12:]) or re.match(r" [A-Za-z]{3,}", behind))


def _hyphen(line: str, at: int) -> bool:
    return line[at : at + 1] == " " and line[at : at + 3].strip() in ("-", "–", "(")


def _is_name(word: str, table: NameTable) -> bool:
    try:
        if table.match(word, 0, len(word)) is not None:
            return True
        return word[0] == "d" and table.match(word, 1, len(word)) is not None
    except ReadError:
        return True


def _between(line: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    places, at = [], 0
    for start, end in [*words, (len(line), len(line))]:
        piece = line[at:start]
        begin = at + len(piece) - len(piece.lstrip(" \t,.;:!?"))
        stop = start - (len(piece) - len(piece.rstrip(" \t,;:!?")))
        if begin < stop:
            places.append((begin, stop))
        at = max(at, end)
    return places


def _is_formula(piece: str) -> bool:
    if has_relation(piece):
        return True
    return spelled_at(piece) is not None and _MATHS.search(piece) is not None and len(piece) > 4

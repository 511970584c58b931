"""What a name looks like on paper: a stem (``w``, ``\\hat{y}``) and the scripts behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from derive.reading.characters import (
    ACCENT_MARKS,
    GREEK_LETTERS,
    GREEK_WORDS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    VARIANTS,
    accented,
)

_ACCENTS = {"widehat": "hat", "overline": "bar", "widetilde": "tilde"}
_ACCENT_COMMANDS = "hat|widehat|bar|overline|tilde|widetilde|vec|dot"
STYLE_COMMANDS = (
    "mathbf|mathbfit|mathsf|mathcal|mathscr|mathrm|mathit|mathnormal|mathbb|boldsymbol|bm|pmb|textbf|textit|textrm|"
    "textsf|text|mbox|operatorname\\*?|rm|bf|cal"
)
_GREEK_COMMANDS = "|".join(sorted(GREEK_WORDS | VARIANTS.keys(), key=len, reverse=True))
# ranges, because the pattern is compiled at every start; what has no accent falls out later
_GREEK = "Α-Ωα-ωℓ"
_ACCENTED = "À-žǍ-ȳḂ-ỹ"
_MARKS = "".join(ACCENT_MARKS)
_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,60}\}){0,60}\}){0,60}\}"
_ONE = rf"{_BRACED}|\\[A-Za-z]+(?:\s*\{{[A-Za-z]\}})?|[A-Za-z{_GREEK}{_ACCENTED}]"

STEM = (
    rf"\\(?P<accent>{_ACCENT_COMMANDS})(?![A-Za-z])\s*(?P<under>{_ONE})"
    rf"|\\(?P<style>{STYLE_COMMANDS})(?![A-Za-z])\s*(?P<inside>{_ONE})"
    rf"|\\(?P<greek>{_GREEK_COMMANDS})(?![A-Za-z])"
    rf"|(?P<marked>[A-Za-z{_GREEK}][{_MARKS}]|[{_ACCENTED}])"
    rf"|(?P<word>[A-Za-z]+(?![{_MARKS}])|ℒ)"
    rf"|(?P<letter>[{_GREEK}])"
)
_SCRIPT = re.compile(
    rf"(?:\s*,(?=\s*_))?\s*(?P<mark>[_^])\s*(?:(?P<braced>{_BRACED})|(?P<round>\([^(){{}}]{{1,20}}\)|\[[^\[\]{{}}]{{1,20}}\])"
    rf"|(?P<one>\\[A-Za-z]+|[*+\-'{_GREEK}])|(?P<run>[A-Za-z0-9]+))"
    rf"|(?P<digits>\d+)(?![.\d])|(?P<index>\[\s*[A-Za-z0-9]{{1,12}}\s*\])"
    rf"|(?P<sub>[{re.escape(''.join(SUBSCRIPTS))}]+)|(?P<sup>[{re.escape(''.join(SUPERSCRIPTS))}]+)"
    r"|\s*(?P<primes>'+)"
    r"|(?P<next>[+*])(?=\s*[=≈←])"  # ``w5+ = …``: the weight after the update
)
_STEM = re.compile(STEM)
_MOST_SCRIPTS = 6
START = (  # enough of a stem to know that a name begins
    rf"\\(?:{_ACCENT_COMMANDS}|{STYLE_COMMANDS}|{_GREEK_COMMANDS})(?![A-Za-z])"
    rf"|[A-Za-z{_GREEK}][{_MARKS}]|[{_ACCENTED}{_GREEK}ℒ]|[A-Za-z]+(?![{_MARKS}])"
)
_SPAN = re.compile(re.sub(r"[(][?]P<[a-z]+>", "(?:", f"(?:{STEM})(?:{_SCRIPT.pattern}){{0,6}}"))
_ASCII_ACCENT = re.compile(r"(hat|bar|tilde)(\d*)")


@dataclass(frozen=True, slots=True)
class Script:
    """One mark behind a stem: ``_`` , ``^`` or ``'``; ``stop`` is where it ends in the text.

    ``run`` says that the content stood without braces (``w_11x``), so that less of it may belong
    to the name; ``bare`` that it might as well be an exponent.
    """

    mark: str
    content: str
    stop: int
    run: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Stem:
    """The base (``w``, ``\\delta``, ``net``) with its accent and its style."""

    base: str
    accent: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A stem as it stands in a text, and the scripts that stand behind it.

    ``word`` is the run of letters where the stem is one: ``wx`` may be one name or two.
    """

    stem: Stem
    stop: int
    scripts: tuple[Script, ...]
    word: str = ""

    @property
    def end(self) -> int:
        """Where the last script ends."""
        return self.scripts[-1].stop if self.scripts else self.stop


def span_at(text: str, start: int, end: int) -> int:
    """Return where a stem and all that may belong to it ends; ``start`` where no name begins."""
    found = _SPAN.match(text, start, end)
    return found.end() if found else start


def whole_name(text: str) -> Spelled | None:
    """Read a text that is one name and nothing else."""
    text = text.strip()
    spelled = spelled_at(text)
    return spelled if spelled is not None and spelled.end == len(text) else None


def spelled_at(text: str, start: int = 0, end: int | None = None) -> Spelled | None:
    """Read a stem and all scripts that may belong to it; None where no name begins."""
    end = len(text) if end is None else end
    found = _STEM.match(text, start, end)
    if found is None:
        return None
    stem, inner, word = _stem(found)
    if stem is None:
        return None
    return Spelled(stem, found.end(), inner + tuple(_scripts(text, found.end(), end)), word)


def _stem(found: re.Match[str]) -> tuple[Stem | None, tuple[Script, ...], str]:
    kind, stop = found.lastgroup, found.end()
    if kind == "word":
        word = found.group()
        return word_stem(word), (), word
    if kind in ("greek", "letter"):
        return Stem("\\" + (found["greek"] or GREEK_LETTERS[found["letter"]])), (), ""
    if kind == "marked":
        parts = accented(found["marked"])
        return (Stem(word_stem(parts[0]).base, parts[1]) if parts else None), (), ""
    inner = whole_name(_unbraced(found["under"] or found["inside"]))
    if inner is None:
        return None, (), ""
    scripts = tuple(Script(s.mark, s.content, stop, False, s.bare) for s in inner.scripts)
    return _dressed(inner.stem, found), scripts, ""


def _dressed(stem: Stem, found: re.Match[str]) -> Stem:
    if word := found["accent"]:
        return Stem(stem.base, _ACCENTS.get(word, word), stem.style)
    style = found["style"]
    return Stem(stem.base, stem.accent, style if len(stem.base) == 1 else "")


@lru_cache(maxsize=4096)
def word_stem(word: str) -> Stem:
    """Return what a run of letters or one Greek letter names if it is one name.

    >>> word_stem("yhat"), word_stem("delta")
    (Stem(base='y', accent='hat', style=''), Stem(base='\\\\delta', accent='', style=''))
    """
    if word == "ℒ":
        return Stem("L", "", "mathcal")
    if word in GREEK_LETTERS:
        return Stem("\\" + GREEK_LETTERS[word])
    if word in GREEK_WORDS:
        return Stem("\\" + word)
    for accent in ("hat", "bar", "tilde"):
        before = word.removesuffix(accent)
        if before != word and (len(before) == 1 or before in GREEK_WORDS):
            return Stem(word_stem(before).base, accent)
    return Stem(word)


def _scripts(text: str, at: int, end: int) -> list[Script]:
    scripts: list[Script] = []
    while len(scripts) < _MOST_SCRIPTS and (found := _SCRIPT.match(text, at, end)):
        at = found.end()
        if digits := found["digits"]:
            if scripts and not scripts[-1].run:
                break
            scripts.append(Script("_", digits, at))
        else:
            scripts.append(_script(found, at))
    return scripts


def _script(found: re.Match[str], stop: int) -> Script:
    if found["primes"]:
        return Script("'", found["primes"], stop)
    if found["sub"]:
        return Script("_", "".join(SUBSCRIPTS[sign] for sign in found["sub"]), stop)
    if found["sup"]:
        content = "".join(SUPERSCRIPTS[sign] for sign in found["sup"])
        return Script("^", content, stop, bare=content[0] != "(")
    if found["next"]:
        return Script("^", found["next"], stop, bare=True)
    if found["index"]:
        return Script("_", found["index"], stop)
    content = found["run"] or found["one"] or found["round"] or _unbraced(found["braced"])
    if found["mark"] == "^" and set(content.replace("\\prime", "'").replace(" ", "")) == {"'"}:
        return Script("'", content.replace("\\prime", "'").replace(" ", ""), stop)
    bare = not _DRESS.sub("", content).startswith(("(", "["))
    return Script(found["mark"], content, stop, bool(found["run"]), bare)


def _unbraced(text: str) -> str:
    while text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    return text


_DRESS = re.compile(
    rf"\\(?:{STYLE_COMMANDS})(?![A-Za-z])|\\(?:left|right)(?![A-Za-z])|\\[,;:! ]|[\s{{}}~]"
)
_LOOSE = re.compile(r"[,;()\[\]_^\\]")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


@lru_cache(maxsize=8192)
def exact(content: str) -> str:
    """Return a script without what cannot be heard: spaces, braces, fonts.  Commas stay."""
    bare = _DRESS.sub("", content)
    for letter in bare:
        if letter in GREEK_LETTERS:
            bare = bare.replace(letter, "\\" + GREEK_LETTERS[letter])
        elif letter in SUBSCRIPTS:
            bare = bare.replace(letter, SUBSCRIPTS[letter])
        elif pair := (None if letter.isascii() else accented(letter)):
            bare = bare.replace(letter, f"\\{pair[1]}{pair[0]}")
    return bare[1:-1] if bare[:1] == "[" and bare[-1:] == "]" else bare


@lru_cache(maxsize=8192)
def loose(content: str) -> str:
    """Return the letters and digits of a script alone: ``1,1`` and ``[1]`` lose their marks."""
    return _LOOSE.sub("", exact(content))


@dataclass(frozen=True, slots=True)
class Key:
    """What two spellings of one name have in common."""

    base: str
    accent: str
    sub: str
    sup: str
    primes: int


def keys(stem: Stem, scripts: tuple[Script, ...]) -> tuple[Key, Key]:
    """Return the exact key of a spelled name and the loose one, which forgives commas."""
    accent, primes = stem.accent, 0
    subs: list[str] = []
    sups: list[str] = []
    for script in scripts:
        content = script.content
        if script.mark == "'":
            primes += len(content)
        elif script.mark == "^":
            sups.append(exact(content))
        elif not accent and (said := _ASCII_ACCENT.fullmatch(exact(content))):
            accent = said[1]
            subs.extend(filter(None, [said[2]]))
        else:
            subs.append(exact(content))
    sub, sup = ",".join(subs), ",".join(sups)
    base = stem.base
    merged = "\\" + VARIANTS[base[1:]] if base[1:] in VARIANTS else base
    return (
        Key(base, accent, sub, sup, primes),
        Key(merged, accent, loose(sub), loose(sup), primes),
    )

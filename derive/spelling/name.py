"""How the name of a variable is taken apart: base, hat, subscript, superscript, primes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

ACCENTS = ("hat", "widehat", "bar", "overline", "tilde", "widetilde", "vec", "dot")
STYLES = ("mathbf", "boldsymbol", "bm", "mathcal", "mathrm", "mathit", "text", "operatorname")


@dataclass(frozen=True, slots=True)
class Name:
    """``\\hat{w}_{1,1}^{(2)}'`` as its parts, each in LaTeX and without its outer braces.

    ``base`` is a letter, a Greek command (``\\delta``) or a word (``net``); ``style`` is a font.
    """

    base: str
    accent: str = ""
    subscript: str = ""
    superscript: str = ""
    primes: int = 0
    style: str = ""

    @property
    def latex(self) -> str:
        """The name as LaTeX, the way a lecturer types it: no braces around one character."""
        stem = self.base
        if self.style:
            stem = f"\\{self.style}{{{stem}}}"
        elif len(stem) > 1 and not stem.startswith("\\"):
            stem = f"\\mathrm{{{stem}}}"
        if self.accent:
            stem = f"\\{self.accent}{{{stem}}}"
        sub = _script("_", self.subscript)
        return stem + sub + _script("^", self.superscript) + "'" * self.primes


@lru_cache(maxsize=65536)
def split_name(latex: str) -> Name:
    """Take a name apart; raises ValueError when ``latex`` is not one name.

    Spaces mean nothing; sub- and superscript may come in either order.
    """
    text = latex.strip()
    base, accent, style, rest = _stem(text)
    scripts = {"_": "", "^": ""}
    primes = 0
    while rest := rest.lstrip():
        if rest[0] == "'":
            primes, rest = primes + 1, rest[1:]
        elif rest[0] in scripts and not scripts[rest[0]]:
            mark = rest[0]
            scripts[mark], rest = _argument(rest[1:])
        else:
            raise ValueError(f"not a name: {latex!r}")
    return Name(base, accent, scripts["_"], scripts["^"], primes, style)


def composed(latex: str) -> tuple[str, ...]:
    r"""Return the names in ``(g \circ f)``; a name that is not composed is the only one."""
    inside = latex.removeprefix("(").removesuffix(")")
    return tuple(inside.split(r" \circ ")) if r" \circ " in inside else (latex,)


def _stem(text: str) -> tuple[str, str, str, str]:
    accent = style = ""
    if command := re.match(r"\\([A-Za-z]+)", text):
        word, rest = command.group(1), text[command.end() :]
        if word in ACCENTS or word in STYLES:
            inner, rest = _argument(rest)
            base, accent, style, left = _stem(inner)
            if left.strip():
                raise ValueError(f"not a name: {text!r}")
            if word in ACCENTS:
                return (
                    base,
                    {"widehat": "hat", "overline": "bar", "widetilde": "tilde"}.get(word, word),
                    style,
                    rest,
                )
            # \mathrm is how a word is written anyway, so it is no style of its own there
            plain = word in ("mathrm", "text", "operatorname") and len(base) > 1
            return base, accent, style or ("" if plain else word), rest
        return command.group(), "", "", rest
    if letters := re.match(r"[^\W\d_]+", text):
        return letters.group(), "", "", text[letters.end() :]
    raise ValueError(f"not a name: {text!r}")


def _argument(text: str) -> tuple[str, str]:
    text = text.lstrip()
    if text.startswith("{"):
        depth = 0
        for place, letter in enumerate(text):
            depth += (letter == "{") - (letter == "}")
            if depth == 0:
                return text[1:place].strip(), text[place + 1 :]
        raise ValueError(f"a brace is not closed: {text!r}")
    if command := re.match(r"\\[A-Za-z]+", text):
        return command.group(), text[command.end() :]
    if not text:
        raise ValueError("a script is missing")
    return text[0], text[1:]


def _script(mark: str, content: str) -> str:
    if not content:
        return ""
    bare = len(content) == 1 or re.fullmatch(r"\\[A-Za-z]+", content)
    return f"{mark}{content}" if bare else f"{mark}{{{content}}}"

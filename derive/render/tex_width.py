"""How wide a piece of LaTeX comes out, in em, as near as one can tell without running TeX."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)
# Computer Modern's, rounded up; a sign between two parts has its gaps with it
_SIGNS = {"+": 1.23, "-": 1.23, "=": 1.34, ",": 0.45, "(": 0.39, ")": 0.39, "'": 0.28, ".": 0.28}
_COMMANDS = {
    "cdot": 0.73, "odot": 1.23, "times": 1.23, "approx": 1.34, "sum": 1.45, "partial": 0.59,
    "quad": 1.0, "cdots": 1.2, "dots": 1.2, "left": 0.2, "right": 0.2, "infty": 1.0, "eta": 0.5,
    "top": 0.78, "|": 0.5, ",": 0.17, ";": 0.28, "{": 0.5, "}": 0.5, "prime": 0.28, "lVert": 0.5,
    "rVert": 0.5, "displaystyle": 0.0, "text": 0.0, "mathrm": 0.0, "operatorname": 0.17,
    "mathbf": 0.0, "mathcal": 0.2, "boldsymbol": 0.05, "hat": 0.0, "widehat": 0.0, "bar": 0.0,
    "tilde": 0.0, "widetilde": 0.0, "vec": 0.0, "dot": 0.0, "small": 0.0, "pm": 1.23, "to": 1.56,
}  # fmt: skip
_SMALLER = (1.0, 0.73, 0.55)  # text, a script, a script of a script
_BOX = 0.5  # the frame of \cached and what it keeps free


@lru_cache(maxsize=65536)
def em(latex: str) -> float:
    """Return the width of a formula in display style."""
    return _Measure(_TOKEN.findall(latex)).row(0, False)


class _Measure:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def row(self, script: int, inside: bool) -> float:
        """Return the width up to the end, or ``inside`` a group up to its brace."""
        width = 0.0
        while self.place < len(self.tokens):
            if self.tokens[self.place] == "}" and inside:
                self.place += 1
                break
            width += self.one(script)
        return width

    def one(self, script: int) -> float:
        """Return the width of the next sign, group or command with its arguments."""
        token = self.tokens[self.place]
        self.place += 1
        if token == "{":
            return self.row(script, True)
        if token in "_^":
            return self.scripts(script)
        if token[0] == "\\":
            return self.command(token[1:], script)
        return self.sign(token, script) * _SMALLER[script]

    def sign(self, token: str, script: int) -> float:
        if token.isspace() or token in "&}":
            return 0.0
        if token in _SIGNS:
            return min(_SIGNS[token], 0.78) if script else _SIGNS[token]
        if east_asian_width(token) in "WF":
            return 1.0
        return 0.51 if token.isdigit() else 0.78 if token.isupper() or token in "mw" else 0.52

    def scripts(self, script: int) -> float:
        """Return the width of a subscript and of the superscript above it: that of the wider."""
        first = self.one(min(script + 1, 2))
        if self.follows("_^"):
            return max(first, self.one(min(script + 1, 2)))
        return first

    def follows(self, signs: str) -> bool:
        """Step over one of some signs, if it comes next."""
        found = self.place < len(self.tokens) and self.tokens[self.place] in signs
        self.place += found
        return found

    def command(self, name: str, script: int) -> float:
        if name == "frac":
            # only a fraction inside a fraction is set in smaller type
            top, bottom = self.one(script), self.one(script)
            return max(top, bottom) + 0.24
        if name == "sqrt":
            return self.one(script) + 0.9
        if name in ("cached", "boxed"):
            return self.one(script) + _BOX
        if name == "sum":  # its limits stand below and above it
            limits = self.scripts(script) if self.follows("_") else 0.0
            return max(1.45, limits) * _SMALLER[script] + 0.17
        if name == "underbrace":
            body = self.one(script)
            self.follows("_")
            return max(body, self.one(min(script + 1, 2)))
        if name in ("ln", "log", "exp", "max", "min", "sin", "cos", "tanh"):
            return (0.55 * len(name) + 0.17) * _SMALLER[script]
        return _COMMANDS.get(name, 0.62) * _SMALLER[script]

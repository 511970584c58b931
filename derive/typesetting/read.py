"""From LaTeX to boxes: only what stands in ``signs`` is known, anything else is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NoReturn

from derive.core.errors import ReadError
from derive.core.text import Text
from derive.spelling.symbols import ACCENT_MARKS, GREEK, OTHER
from derive.typesetting import signs
from derive.typesetting.tree import (
    Accent,
    Box,
    Brace,
    Digits,
    Fence,
    Fraction,
    Frame,
    Grid,
    Letter,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Words,
)

LONGEST = 2000
DEEPEST = 20
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_GREEK = {letter: f"\\{command}" for command, letter in (GREEK | OTHER).items()}
_MARKS = {mark: accent for accent, mark in ACCENT_MARKS.items()}
_ENDS = frozenset({"}", "&", r"\\", r"\right", r"\end", "]", ""})


def split(sentence: str) -> Iterator[str | Row]:
    """Yield the words and the ``$…$`` formulas of a sentence; ``\\$`` is a dollar sign.

    Raises ReadError for a formula that is not understood.
    """
    pieces = re.split(r"(?<!\\)\$", sentence)
    if len(pieces) % 2 == 0:
        raise ReadError(_DOLLAR, _PAIRS, source=sentence, column=sentence.rfind("$"))
    for place, piece in enumerate(pieces):
        if place % 2:
            yield read(piece)
        elif piece:
            yield piece.replace(r"\$", "$")


def read(source: str) -> Row:
    """Return a formula as boxes; raises ReadError with the place of what is not known."""
    if len(source) > LONGEST:
        raise ReadError(_LONG, None, source=source[:80], column=79)
    reader = _Reader(source)
    row = reader.row()
    if reader.word:
        reader.refuse(_UNEXPECTED)
    return row


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(source)]
        self.place = self.depth = 0
        self._skip()

    @property
    def word(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    @property
    def column(self) -> int:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else len(self.source)

    def refuse(self, message: Text) -> NoReturn:
        raise ReadError(
            message.fill(word=self.word), _KNOWN, source=self.source, column=self.column
        )

    def next(self) -> str:
        word = self.word
        if not word:
            self.refuse(_UNFINISHED)
        self.place += 1
        self._skip()
        return word

    def _skip(self) -> None:
        while self.word.isspace():
            self.place += 1

    def take(self, wanted: str) -> None:
        if self.word != wanted:
            self.refuse(_EXPECTED.fill(wanted=wanted))
        self.next()

    def row(self, *, square: bool = False) -> Row:
        """Read boxes up to whatever ends them; ``square`` says that ``]`` does."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(_DEEP)
        items: list[Box] = []
        while self.word not in _ENDS or (self.word == "]" and not square):
            items.append(self._scripted(self._box()))
        self.depth -= 1
        return Row(tuple(items))

    def _scripted(self, base: Box) -> Box:
        scripts: dict[str, Row | None] = {"_": None, "^": None}
        primes, found = 0, False
        while self.word in ("_", "^", "'"):
            found = True
            if self.next_is_prime():
                primes += 1
                continue
            mark = self.next()
            if scripts[mark] is not None:
                self.refuse(_TWO_SCRIPTS)
            scripts[mark] = self._argument()
        if not found:
            return base
        if isinstance(base, Brace):
            return Brace(base.body, scripts["_"])
        return Scripts(base, scripts["_"], scripts["^"], primes)

    def next_is_prime(self) -> bool:
        if self.word != "'":
            return False
        self.next()
        return True

    def _argument(self) -> Row:
        if self.word == "{":
            self.next()
            row = self.row()
            self.take("}")
            return row
        return Row((self._box(),))

    def _box(self) -> Box:
        word = self.word
        for kind in (self._sign, self._letter, self._group, self._built):
            box = kind(signs.TYPED.get(word, word))
            if box is not None:
                return box
        return self.refuse(_UNKNOWN)

    def _sign(self, word: str) -> Box | None:
        for table in (signs.RELATIONS, signs.OPERATORS, signs.PUNCTUATION, signs.BRACKETS):
            if word in table:
                self.next()
                return Sign(table[word], word)
        if word in signs.WIDE:
            self.next()
            return Sign(signs.WIDE[word], word, wide=True)
        if word in signs.SPACES:
            self.next()
            return Space(signs.SPACES[word], word)
        name = word[1:]
        if word.startswith("\\") and (name in signs.FUNCTIONS or name in signs.LIMITS):
            self.next()
            return Sign(name, word, wide=name in signs.LIMITS, word=True)
        return None

    def _letter(self, word: str) -> Box | None:
        if word[:1].isdigit():
            return Digits(self.next())
        command = _GREEK.get(word, word)
        if command.startswith("\\") and command[1:] in GREEK | OTHER:
            self.next()
            return Letter((GREEK | OTHER)[command[1:]], command)
        if command == r"\ell":
            return Letter("ℓ", self.next())
        if len(word) == 1 and word.isascii() and word.isalpha():
            return Letter(self.next(), word)
        base, mark = unicodedata.normalize("NFD", word)[:1], unicodedata.normalize("NFD", word)[1:]
        if mark in _MARKS and base.isascii() and base.isalpha():
            self.next()  # ŷ as one character
            return Accent(Row((Letter(base, base),)), _MARKS[mark])
        return None

    def _group(self, word: str) -> Box | None:
        if word == "{":
            return self._argument()
        if word == r"\left":
            self.next()
            left = self._bracket()
            body = self.row()
            self.take(r"\right")
            return Fence(left, body, self._bracket())
        if word in (r"\text", r"\mbox", r"\textrm"):
            self.next()
            return Words(self._words())
        if word == r"\begin":
            return self._grid()
        return None

    def _bracket(self) -> str:
        word = self.next()
        if word == ".":
            return ""
        if word not in signs.BRACKETS:
            self.place -= 1
            self.refuse(_BRACKET)
        return word

    def _words(self) -> str:
        """Return what stands in braces, as it stands."""
        start = self.column
        if self.word != "{":
            self.refuse(_EXPECTED.fill(wanted="{"))
        end = self.source.find("}", start)
        if end < 0 or any(sign in self.source[start + 1 : end] for sign in "\\{$"):
            self.refuse(_PLAIN_WORDS)
        while self.column <= end and self.word:
            self.place += 1
        self._skip()
        return self.source[start + 1 : end]

    def _grid(self) -> Grid:
        self.next()
        kind = self._words()
        if kind not in signs.GRIDS:
            self.refuse(_GRID.fill(kind=kind))
        rows: list[list[Row]] = [[self.row()]]
        while self.word in ("&", r"\\"):
            if self.next() == "&":
                rows[-1].append(self.row())
            else:
                rows.append([self.row()])
        self.take(r"\end")
        if self._words() != kind:
            self.refuse(_GRID.fill(kind=kind))
        if rows[-1] == [Row(())]:
            rows.pop()
        return Grid(kind, tuple(map(tuple, rows)))

    def _built(self, word: str) -> Box | None:
        if word in (r"\frac", r"\dfrac", r"\tfrac"):
            self.next()
            return Fraction(self._argument(), self._argument())
        if word == r"\sqrt":
            self.next()
            return Root(self._argument())
        if word in signs.ACCENTS:
            self.next()
            return Accent(self._argument(), signs.ACCENTS[word])
        if word in signs.STYLES:
            self.next()
            return self._styled(signs.STYLES[word])
        if word == r"\boxed":
            self.next()
            return Frame(self._argument())
        if word == r"\overset":
            self.next()
            over, body = self._argument(), self._argument()
            inner = body.items[0] if len(body.items) == 1 else None
            if isinstance(inner, Frame):
                return Frame(inner.body, over)
            self.refuse(_OVERSET)
        if word == r"\underbrace":
            self.next()
            return Brace(self._argument())
        return None

    def _styled(self, style: str) -> Letter:
        word = self._words() if self.word == "{" else self.next()
        if not re.fullmatch(r"[\w ]+", word):
            self.refuse(_PLAIN_WORDS)
        return Letter(word, word, style)


_DOLLAR = Text("A $ has no partner.", "有一個 $ 沒有成對。")
_PAIRS = Text(
    "Put a formula between two of them; write \\$ for the sign itself.",
    "式子請寫在兩個 $ 之間；要印出 $ 本身請寫 \\$。",
)
_LONG = Text("This formula is too long.", "這個式子太長了。")
_DEEP = Text("This formula is nested too deeply.", "這個式子巢狀太深了。")
_UNEXPECTED = Text("“{word}” cannot stand here.", "「{word}」不能出現在這裡。")
_UNFINISHED = Text("The formula ends too early.", "式子還沒寫完就結束了。")
_UNKNOWN = Text("“{word}” is not known in a sentence.", "句子中的式子不認得「{word}」。")
_KNOWN = Text(
    "Use letters, Greek letters, \\frac, \\sqrt, \\sum, \\lim, \\partial, \\nabla, \\hat, "
    "\\mathcal, \\boxed, \\underbrace, \\text, bmatrix, cases and the usual signs.",
    "可以使用字母、希臘字母、\\frac、\\sqrt、\\sum、\\lim、\\partial、\\nabla、\\hat、\\mathcal、"
    "\\boxed、\\underbrace、\\text、bmatrix、cases 以及常用的符號。",
)
_EXPECTED = Text("Here “{wanted}” is expected.", "這裡應該是「{wanted}」。")
_OVERSET = Text(
    "\\overset puts a name over a \\boxed formula.", "\\overset 只能用在 \\boxed 上面。"
)
_TWO_SCRIPTS = Text("One base cannot have two such scripts.", "同一個底不能有兩個上標（或下標）。")
_BRACKET = Text("“{word}” is not a bracket.", "「{word}」不是括號。")
_PLAIN_WORDS = Text("Only plain words can stand here.", "這裡只能放一般文字。")
_GRID = Text("“{kind}” is not a known arrangement.", "不認得「{kind}」這種排列。")

"""A long formula as LaTeX on several lines, broken before a sign as one breaks it by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from derive.core.expression import Expression, Variable
from derive.render.tex_width import em
from derive.spelling.latex import LatexPrinter

# what stands before a part and behind it, outermost first: ("\\cached{", "}")
Wrapper = tuple[str, str]
Decorate = Callable[[Variable], Sequence[Wrapper]]

INDENT = 2.0  # em that a continued line stands further in
_SHORTEST = 0.35  # of the width: a line broken earlier than that looks torn
# signs that no formula contains: where it may be broken, where a box opens and closes, and the
# numbered halves of a pair of brackets that grow with what is between them
_SUM, _PRODUCT, _OPEN, _CLOSE, _LEFT, _RIGHT = "\x11\x12\x13\x14\x15\x16"
_BOX = re.compile(f"[{_OPEN}{_CLOSE}][0-9]+;")
_TOKEN = re.compile(rf"\\(?:left|right)(?![A-Za-z])\\?.|\\[A-Za-z]+ ?|\\.|{_BOX.pattern}|.", re.S)
_GROWING = re.compile(rf"([{_LEFT}{_RIGHT}])(\d+);")


def tex_lines(
    expression: Expression, width: float, *, digits: int = 6, decorate: Decorate | None = None
) -> list[str]:
    """Return a formula as lines of LaTeX no wider than ``width`` em, as far as it has signs.

    Put together they are what ``latex`` prints.  ``decorate`` says what a part that was already
    found is put between; where a line ends inside a box it is closed, and opened again on the
    next.  Of boxes in one another only the outermost is drawn.
    """
    boxes = _Boxes(decorate)
    written = _Breakable(digits, boxes.mark if decorate else None).write(expression)
    if em(boxes.drawn(_plain(written))) <= width:
        return [boxes.drawn(_plain(written))]
    return [boxes.drawn(line) for line in _Filling(_pieces(written), width, boxes).lines()]


def line_starts(expression: Expression, width: float, *, digits: int = 6) -> tuple[int, ...]:
    """Return at which of its signs ``tex_lines`` would begin another line.

    The signs are counted in the order in which every printer comes to them, so that another
    printer can break the same formula at the same places.
    """
    boxes = _Boxes(None)
    written = _Breakable(digits, None).write(expression)
    if em(_plain(written)) <= width:
        return ()
    pieces = _pieces(written)
    starts = _Filling(pieces, width, boxes).starts()
    return tuple(pieces[start].sign for start in starts[1:])


class _Boxes:
    """The boxes of one formula, numbered in the formula until it has been broken."""

    def __init__(self, decorate: Decorate | None) -> None:
        self.decorate = decorate
        self.wrappers: list[Wrapper] = []

    def mark(self, variable: Variable, written: str) -> str:
        assert self.decorate is not None
        wrappers = self.decorate(variable)
        if wrappers:
            written = _BOX.sub("", written)
        for wrapper in reversed(wrappers):
            self.wrappers.append(wrapper)
            number = len(self.wrappers) - 1
            written = f"{_OPEN}{number};{written}{_CLOSE}{number};"
        return written

    def drawn(self, written: str) -> str:
        """Draw the boxes."""
        return _BOX.sub(
            lambda found: self.wrappers[int(found.group()[1:-1])][found.group()[0] == _CLOSE],
            written,
        )


class _Breakable(LatexPrinter):
    """LaTeX with a mark before every sign at which a line may end."""

    SPACE = _SUM
    DOT = rf"{_PRODUCT}\cdot "
    ODOT = rf"{_PRODUCT}\odot "


def _plain(written: str) -> str:
    """Return what was marked as ordinary LaTeX, but for the boxes."""
    return written.replace(_SUM, " ").replace(_PRODUCT, " ")


@dataclass
class _Piece:
    """A stretch of a formula from one place where it may be broken up to the next.

    ``level`` says how badly the place before it suits: brackets count, dots a little.
    ``boxes`` and ``growing`` are the numbers of what encloses that place, ``sign`` is its own.
    """

    level: int = 0
    boxes: tuple[str, ...] = ()
    growing: tuple[int, ...] = ()
    sign: int = -1
    written: str = ""


class _Cutter:
    """Cuts a formula at every place that no fraction, root or script encloses."""

    def __init__(self) -> None:
        self.pieces = [_Piece()]
        self.braces = self.brackets = self.pairs = self.signs = 0
        self.in_bars = False
        self.boxes: list[str] = []
        self.growing: list[int] = []

    def take(self, token: str) -> None:
        if token in (_SUM, _PRODUCT):
            self._place(token == _PRODUCT)
        elif token[0] in (_OPEN, _CLOSE):
            if token[0] == _OPEN:
                self.boxes.append(token[1:])
            else:
                self.boxes.pop()
            self._add(token)
        elif token.startswith("\\left"):
            self.pairs += 1
            self.growing.append(self.pairs)
            self.brackets += 1
            self._add(f"{_LEFT}{self.pairs};{token[5:]}")
        elif token.startswith("\\right"):
            self.brackets -= 1
            self._add(f"{_RIGHT}{self.growing.pop()};{token[6:]}")
        else:
            self._count(token)
            self._add(token)

    def _place(self, between_factors: bool) -> None:
        self.signs += 1
        if self.braces:
            self._add(" ")
            return
        level = 2 * (self.brackets + self.in_bars) + between_factors
        where = tuple(self.boxes), tuple(self.growing), self.signs - 1
        self.pieces.append(_Piece(level, *where))

    def _count(self, token: str) -> None:
        self.braces += (token == "{") - (token == "}")
        self.brackets += (token in ("(", "[", "\\lVert ")) - (token in (")", "]", "\\rVert "))
        self.in_bars ^= token == "|"

    def _add(self, written: str) -> None:
        self.pieces[-1].written += written


def _pieces(written: str) -> list[_Piece]:
    cutter = _Cutter()
    for token in _TOKEN.findall(written):
        cutter.take(token)
    return cutter.pieces


@dataclass(frozen=True)
class _Filling:
    """Puts as many pieces on a line as fit, ending it where that is least bad."""

    pieces: Sequence[_Piece]
    width: float
    boxes: _Boxes

    def starts(self) -> list[int]:
        """Return the pieces that begin a line."""
        starts = [0]
        while (end := self._end(starts[-1])) < len(self.pieces):
            starts.append(end)
        return starts

    def lines(self) -> list[str]:
        """Return the lines."""
        starts = self.starts()
        broken = frozenset(pair for start in starts for pair in self.pieces[start].growing)
        ends = [*starts[1:], len(self.pieces)]
        return [
            _grown(self._line(start, end), broken) for start, end in zip(starts, ends, strict=True)
        ]

    def _end(self, start: int) -> int:
        """Return the first piece of the next line."""
        room = self.width - (INDENT if start else 0)
        fitting, used = [], 0.0
        for place in range(start, len(self.pieces)):
            used += em(_grown(self.boxes.drawn(self.pieces[place].written), frozenset()))
            if used > room:
                break
            fitting.append((place + 1, used))
        else:
            return len(self.pieces)
        long = [place for place, used in fitting if used >= _SHORTEST * room]
        choices = long or [place for place, _ in fitting] or [start + 1]
        return min(choices, key=lambda place: (self._level(place), -place))

    def _level(self, place: int) -> int:
        return self.pieces[place].level if place < len(self.pieces) else 0

    def _line(self, start: int, end: int) -> str:
        opened = self.pieces[start].boxes
        open_at_end = self.pieces[end].boxes if end < len(self.pieces) else ()
        inside = " ".join(piece.written for piece in self.pieces[start:end])
        # a sign that comes first in a box would lose the gap before what it joins
        lead = "".join(_OPEN + box for box in opened) + ("{} " if opened else "")
        return lead + inside + "".join(_CLOSE + box for box in reversed(open_at_end))


def _grown(written: str, broken: frozenset[int]) -> str:
    """Write growing brackets as such, or at a fixed size where a line ends between them."""

    def half(found: re.Match[str]) -> str:
        left = found.group(1) == _LEFT
        if int(found.group(2)) in broken:
            return "\\Bigl" if left else "\\Bigr"
        return "\\left" if left else "\\right"

    return _GROWING.sub(half, written)

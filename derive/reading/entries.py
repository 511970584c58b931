r"""Lines of vectors, ``∇L = (…, …)``, read entry by entry: each is a line as if written alone.

A line is kept in pieces of the text, so that every entry is shown as it was typed and a complaint
points to where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from derive.core.errors import ReadError
from derive.core.expression import Role
from derive.core.text import Text
from derive.reading.cursor import TOKEN
from derive.reading.matrices import TRANSPOSE
from derive.reading.table import NameTable

Says = Callable[[str], bool]
_MATRIX = r"[bpB]?(?:small)?matrix\*?"
_OPENING = re.compile(rf"\\begin\s*\{{{_MATRIX}\}}")
_BRACKETED = re.compile(
    r"(?P<opening>[(\[]\s*\\begin\s*\{(?:array\}\s*\{[rcl| ]{1,20}\}|matrix\}))"
    r"(?P<inside>(?:(?!\\begin).){0,2000}?)"
    r"(?P<closing>\\end\s*\{(?:array|matrix)\}\s*(?:\\right\s*)?[)\]])",
    re.DOTALL,
)
_MARK = re.compile(
    r"(?P<row>\\\\(?:\[[^\]\n]{0,20}\])?)"
    rf"|(?P<begin>\\begin\s*\{{{_MATRIX}\}})|(?P<end>\\end\s*\{{{_MATRIX}\}})"
    r"|(?P<relation>:=|==?|≈|~=|←|<-"
    r"|\\(?:approx|simeq|doteq|equiv|leftarrow|gets|coloneqq?|triangleq|Leftarrow|longleftarrow)(?![A-Za-z]))"
    r"|\\[A-Za-z]+|\\."
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,;])|(?P<column>&)|(?P<sign>[-+])",
    re.DOTALL,
)
_GRADIENT = re.compile(
    r"(?:∇|\\nabla(?![A-Za-z]))\s*(?:_\s*(?:\{(?P<below>[^{}]*)\}|\\?[^\W\d_]+))?"
    r"\s*(?P<of>\\?[^\W\d_]+(?:\s*\{[A-Za-z]\})?)\s*(?:\((?P<at>[^()]*)\))?"
)
_TRANSPOSED = re.compile(rf"\s*(?:\^\s*(?:\{{{TRANSPOSE.pattern}\}}|{TRANSPOSE.pattern})|ᵀ)")
_NOT_LINEAR = re.compile(r"(?:/|÷|\\div)\s*\Z")
_NOT_BEHIND = re.compile(r"\s*(?:\^|\*\*|_|[⁰¹²³⁴⁵⁶⁷⁸⁹])")

Span = tuple[int, int]
Piece = Span | str


@dataclass(frozen=True)
class Row:
    """A line made of pieces of another text, and of what had to be added."""

    pieces: tuple[Piece, ...]

    def of(self, text: str) -> str:
        """Return the line, taken from the text or from one with equal places."""
        return "".join(
            piece if isinstance(piece, str) else text[slice(*piece)].replace("\n", " ")
            for piece in self.pieces
        )

    def place(self, column: int) -> int:
        """Return where in the text a column of this line stands."""
        last = 0
        for piece in self.pieces:
            size = len(piece) if isinstance(piece, str) else piece[1] - piece[0]
            if not isinstance(piece, str):
                last = piece[0]
                if column < size:
                    return last + max(column, 0)
            column -= size
        return last


@dataclass(frozen=True)
class _Vector:
    """Where a vector stands, and its entries in order; ``shape`` is their number a row."""

    start: int
    stop: int
    entries: tuple[Span, ...]
    shape: tuple[int, ...]


@dataclass(frozen=True)
class _Side:
    """What stands between relations: terms with one vector each, or the sign of a gradient."""

    start: int
    stop: int
    vectors: tuple[_Vector, ...]
    signs: tuple[int, ...]


def as_matrices(text: str) -> str:
    r"""Return a text in which ``\left[\begin{array}{c} … \end{array}\right]`` is a matrix as well.

    Every character stays in its place.
    """
    return _BRACKETED.sub(_as_matrix, text)


def _as_matrix(found: re.Match[str]) -> str:
    opening = r" \begin{matrix}".ljust(len(found["opening"]))
    closing = r"\end{matrix}".ljust(len(found["closing"]))
    fits = len(opening) == len(found["opening"]) and len(closing) == len(found["closing"])
    return f"{opening}{found['inside']}{closing}" if fits else found[0]


def has_matrix(text: str) -> bool:
    r"""Say whether ``\begin{bmatrix}`` or the like stands in a text."""
    return _OPENING.search(text) is not None


def goes_on(text: str) -> bool:
    """Say whether a row with a matrix begins with a relation, so that it continues the last."""
    found = TOKEN.match(text)
    return has_matrix(text) and found is not None and found.lastgroup == "relation"


def by_entry(text: str, table: NameTable, is_name: Says) -> tuple[Row, ...] | None:
    """Take a line of vectors apart, a line for every entry; None where it is no such line.

    Raises ReadError where there are matrices and the entries do not belong to each other.
    """
    sides, relations = _sides(text)
    matrices = has_matrix(text)
    gradients = [_GRADIENT.fullmatch(_bare(text, side)) for side in sides]
    vectors = [side for side, found in zip(sides, gradients, strict=True) if not found]
    whole = len(sides) > 1 and vectors and all(side.vectors for side in vectors)
    if not whole or (not matrices and not all(_is_alone(text, side) for side in vectors)):
        if not matrices:
            return None
        raise _refused(text)
    counts = {len(vector.entries) for side in vectors for vector in side.vectors}
    shapes = {vector.shape for side in vectors for vector in side.vectors}
    flat = all(len(shape) == 1 or set(shape) == {1} for shape in shapes)
    if len(counts) > 1 or (len(shapes) > 1 and not flat):
        raise _refused(text)
    (count,) = counts
    heads = _heads(text, sides, gradients, count, table, is_name)
    kept = [at for at, found in enumerate(gradients) if not found]
    return tuple(
        _row(text, [sides[at] for at in kept], [relations[at] for at in kept], heads, number)
        for number in range(count)
    )


def _refused(text: str) -> ReadError:
    found = _OPENING.search(text)
    return ReadError(_NOT_BY_ENTRY, _ONE_BY_ONE, source=text, column=found.start() if found else 0)


def _bare(text: str, side: _Side) -> str:
    """Return a side without the layout around it."""
    found = TOKEN.match(text, side.start, side.stop)
    start = found.start(found.lastgroup) if found and found.lastgroup else side.start
    return text[start : side.stop].rstrip(" \n&$.,;")


def _is_blank(text: str, span: Span) -> bool:
    """Say whether there is nothing but layout and punctuation between two places."""
    at, stop = span
    while (found := TOKEN.match(text, at, stop)) and found.lastgroup != "end":
        if found[0].strip() not in (".", ",", ":", ";"):
            return False
        at = found.end()
    return True


# -- the parts of a line -----------------------------------------------------------------------


def _sides(text: str) -> tuple[list[_Side], list[Span]]:
    """Return the sides, and for each the relation before it (nothing before the first)."""
    sides: list[_Side] = []
    relations: list[Span] = [(0, 0)]
    start, depth = 0, 0
    vectors: list[_Vector] = []
    signs: list[int] = []
    opened, cuts = 0, list[re.Match[str]]()
    for mark in _MARK.finditer(text):
        kind = mark.lastgroup
        if kind in ("begin", "open"):
            depth += 1
            if depth == 1:
                opened, cuts = mark.start(), [mark]
        elif kind in ("end", "close"):
            depth -= 1
            if depth == 0 and cuts and (vector := _vector(text, opened, mark, cuts)):
                vectors.append(vector)
        elif depth == 1 and kind in ("row", "column", "comma"):
            cuts.append(mark)
        elif depth == 0 and kind == "sign":
            signs.append(mark.start())
        elif depth == 0 and kind == "relation":
            sides.append(_Side(start, mark.start(), tuple(vectors), tuple(signs)))
            relations.append(mark.span())
            start, vectors, signs = mark.end(), [], []
    sides.append(_Side(start, len(text), tuple(vectors), tuple(signs)))
    return sides, relations


def _vector(
    text: str, start: int, closing: re.Match[str], cuts: Sequence[re.Match[str]]
) -> _Vector | None:
    """Return a vector between two brackets, or None for brackets around one formula."""
    matrix = cuts[0].lastgroup == "begin"
    if text[start] == "{" or matrix != (closing.lastgroup == "end"):
        return None
    wanted = ("row", "column") if matrix else ("comma",)
    inner = [cut for cut in cuts[1:] if cut.lastgroup in wanted]
    if not matrix and not inner:
        return None
    found: list[tuple[int, Span]] = []
    edges = [cuts[0], *inner, closing]
    row = 0
    for left, right in pairwise(edges):
        row += left.lastgroup == "row"
        found.append((row, (left.end(), right.start())))
    if not text[slice(*found[-1][1])].strip():
        found.pop()  # a row is ended once more at the end
    shape = tuple(len(list(group)) for _, group in groupby(found, key=lambda entry: entry[0]))
    return _Vector(start, closing.end(), tuple(span for _, span in found), shape)


def _terms(text: str, side: _Side) -> Iterator[tuple[Span, _Vector, Span]]:
    """Yield what stands before and behind the vector of each term; raises ReadError."""
    cuts = [side.start, *side.signs, side.stop]
    for start, stop in pairwise(cuts):
        within = [vector for vector in side.vectors if start <= vector.start < stop]
        if not within and start == side.start and _is_blank(text, (start, stop)):
            continue  # before a minus sign
        if len(within) != 1:
            raise _refused(text)
        (vector,) = within
        after = _behind(text, vector, stop)
        before, rest = text[start : vector.start], text[after:stop]
        if _NOT_LINEAR.search(before) or _NOT_BEHIND.match(rest) or "|" in before + rest:
            raise _refused(text)
        yield (start, vector.start), vector, (after, stop)


def _is_alone(text: str, side: _Side) -> bool:
    """Say whether a side is a vector and nothing else."""
    if len(side.vectors) != 1 or side.signs:
        return False
    (vector,) = side.vectors
    behind = _behind(text, vector, side.stop)
    return _is_blank(text, (side.start, vector.start)) and _is_blank(text, (behind, side.stop))


def _behind(text: str, vector: _Vector, stop: int) -> int:
    """Return where a vector ends, with the sign of a transpose behind it."""
    found = _TRANSPOSED.match(text, vector.stop, stop)
    return found.end() if found else vector.stop


# -- the lines of the entries ------------------------------------------------------------------


def _heads(
    text: str,
    sides: Sequence[_Side],
    gradients: Sequence[re.Match[str] | None],
    count: int,
    table: NameTable,
    is_name: Says,
) -> tuple[str, ...]:
    """Return what the entries are, for a gradient that is not followed by its names."""
    found = next(filter(None, gradients), None)
    if found is None:
        return ()
    for side, gradient in zip(sides, gradients, strict=True):
        if gradient is None and _is_alone(text, side):
            spans = side.vectors[0].entries
            if all(is_name(text[slice(*span)].strip()) for span in spans):
                return ()
    names = [variable.name for variable in table.variables if variable.role is Role.PARAMETER]
    for said in (found["below"], found["at"]):
        listed = [name.strip() for name in (said or "").strip("() ").split(",")]
        if len(listed) == count and all(map(is_name, listed)):
            names = listed
    if len(names) != count:
        raise ReadError(
            _NAMELESS.fill(entries=count, parameters=len(names)),
            _ONE_BY_ONE,
            source=text,
            column=sides[0].start,
        )
    return tuple(f"∂{found['of']}/∂{name}" for name in names)


def _row(
    text: str,
    sides: Sequence[_Side],
    relations: Sequence[Span],
    heads: Sequence[str],
    number: int,
) -> Row:
    pieces: list[Piece] = [heads[number]] if heads else []
    for side, relation in zip(sides, relations, strict=True):
        if pieces:
            pieces += [" ", relation if relation[1] else "=", " "]
        if _is_alone(text, side):
            pieces.append(_trimmed(text, side.vectors[0].entries[number]))
            continue
        for before, vector, behind in _terms(text, side):
            pieces += _factor(
                text, _trimmed(text, before), vector.entries[number], _trimmed(text, behind)
            )
            pieces.append(" ")
        pieces.pop()
    return Row(tuple(pieces))


def _factor(text: str, before: Span, entry: Span, behind: Span) -> list[Piece]:
    """Return a term with an entry in the place of its vector, in brackets where it needs them."""
    entry = _trimmed(text, entry)
    alone = behind[0] >= behind[1]
    if alone and text[slice(*before)] in ("", "+"):
        return [before, " ", entry] if before[0] < before[1] else [entry]
    found: list[Piece] = [before, " (" if before[0] < before[1] else "(", entry, ")"]
    return found if alone else [*found, " ", behind]


def _trimmed(text: str, span: Span) -> Span:
    start, stop = span
    inner = text[start:stop]
    inner = inner.removesuffix("\\right")
    stop = start + len(inner.rstrip(" \n&$.,;"))
    return min(start + len(inner) - len(inner.lstrip()), stop), stop


_NOT_BY_ENTRY = Text("These vectors cannot be read entry by entry.", "這裡的向量無法逐個分量讀取。")
_ONE_BY_ONE = Text("Write a line for each entry, ∂L/∂w = …", "請每個分量各寫一行，例如 ∂L/∂w = …。")
_NAMELESS = Text(
    "The gradient has {entries} entries here, and the lesson has {parameters} parameters.",
    "這裡的梯度有 {entries} 個分量，而教材有 {parameters} 個參數。",
)

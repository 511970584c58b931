"""The index behind a name table: from the many spellings of a name to the one variable it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from derive.core.errors import ReadError
from derive.core.expression import Variable
from derive.core.text import Text
from derive.reading.names import Key, Script, Spelled, Stem, keys

Bindings = Mapping[str, str]  # index of a sum -> what it stands for in the term being read


@dataclass(frozen=True, slots=True)
class _Entry:
    """A variable under one of its keys; ``bare`` when its superscript might be an exponent."""

    variable: Variable
    style: str
    bare: bool


class Spellings:
    """Finds variables by exact keys, then by loose ones, which forgive commas and brackets."""

    def __init__(self) -> None:
        self._exact: dict[Key, tuple[_Entry, ...]] = {}
        self._loose: dict[Key, tuple[_Entry, ...]] = {}
        self._families: dict[tuple[str, str], tuple[Key, ...]] | None = None
        self.words: set[str] = set()
        self._plain: dict[str, tuple[Variable, ...]] = {}
        self.layers_below = True  # whether a superscript may be typed as a subscript
        self.layered = False  # whether some superscript is a layer and not a power

    def copy(self) -> Spellings:
        """Return a copy that may grow by itself."""
        other = Spellings()
        other._exact, other._loose = dict(self._exact), dict(self._loose)
        other.words, other.layered = set(self.words), self.layered
        other._plain, other.layers_below = dict(self._plain), self.layers_below
        return other

    def put(self, stem: Stem, scripts: tuple[Script, ...], variable: Variable) -> None:
        """Let a spelling mean a variable."""
        bare = all(script.bare for script in scripts if script.mark == "^")
        sharp, blunt = keys(stem, scripts)
        entry = _Entry(variable, stem.style, bare)
        for index, key in ((self._exact, sharp), (self._loose, blunt)):
            entries = index.get(key, ())
            if all(old.variable != variable for old in entries):
                index[key] = (*entries, entry)
        if blunt.sub and not blunt.sup:
            run = blunt.base.removeprefix("\\") + blunt.accent + blunt.sub
            self._plain[run] = tuple(dict.fromkeys((*self._plain.get(run, ()), variable)))
        base = sharp.base.removeprefix("\\")
        self.words.update((base, base + sharp.accent) if sharp.accent else (base,))
        self.layered |= bare and sharp.sup.isdigit()
        self._families = None

    def put_new(self, stem: Stem, scripts: tuple[Script, ...], variable: Variable) -> None:
        """Let a spelling mean a variable unless it already means another."""
        if keys(stem, scripts)[0] not in self._exact:
            self.put(stem, scripts, variable)

    def lookup(
        self, stem: Stem, scripts: tuple[Script, ...], bindings: Bindings | None = None
    ) -> Variable | None:
        """Return the variable that is spelled like this; raises ReadError when there are several.

        An index of a sum is first replaced by what it stands for, then tried as a letter.
        """
        if bindings:
            values = bound(scripts, bindings)
            if values != scripts and (variable := self.lookup(stem, values)):
                return variable
        sharp, blunt = keys(stem, scripts)
        if entries := self._exact.get(sharp):
            return _one_of(entries, stem.style)
        entries = self._loose.get(blunt)
        if entries is None and blunt.sub and not blunt.sup and self.layers_below:
            # W_1 and W1 for W^{[1]}, as programs have it
            entries = self._loose.get(Key(blunt.base, blunt.accent, "", blunt.sub, blunt.primes))
        if not entries or self._is_power(stem, scripts, entries):
            return None
        return _one_of(entries, stem.style)

    def plain(self, word: str) -> Variable | None:
        """Return the variable whose letters and digits run together are the word: ``outo1``."""
        found = self._plain.get(word, ())
        return found[0] if len(found) == 1 else None

    def _is_power(
        self, stem: Stem, scripts: tuple[Script, ...], entries: tuple[_Entry, ...]
    ) -> bool:
        # a^2 is not a^{(2)} when a alone is a name too
        raised = [script for script in scripts if script.mark == "^"]
        if not raised or not all(script.bare for script in raised):
            return False
        if any(entry.bare for entry in entries):
            return False
        return keys(stem, tuple(s for s in scripts if s.mark != "^"))[0] in self._exact

    # -- families of names: w_1, w_2, … ----------------------------------------------------

    def index_values(self, spelled: Spelled, index: str, bindings: Bindings) -> tuple[str, ...]:
        """List what the index of a written name may stand for, so that the name is known."""
        others = {letter: value for letter, value in bindings.items() if letter != index}
        for scripts, _ in cuts(spelled):
            wanted = keys(spelled.stem, bound(scripts, others))[1]
            family = [(key.sub, key.sup) for key in self._family(wanted)]
            values: tuple[str, ...] = ()
            if index in wanted.sub:
                values = _values(family, wanted.sub, wanted.sup, index)
            elif index in wanted.sup:
                turned = [(sup, sub) for sub, sup in family]
                values = _values(turned, wanted.sup, wanted.sub, index)
            if values:
                return values
        return ()

    def members(self, vector: Spelled) -> list[tuple[str, Variable]]:
        """List the variables that are components of a vector of names, with their subscripts."""
        wanted = keys(vector.stem, vector.scripts)[1]
        return [
            (key.sub, self._loose[key][0].variable)
            for key in self._family(wanted)
            if key.sub and key.sup == wanted.sup
        ]

    def _family(self, wanted: Key) -> tuple[Key, ...]:
        """List the keys of all names with the same base and accent."""
        if self._families is None:
            found: dict[tuple[str, str], list[Key]] = {}
            for key in self._loose:
                found.setdefault((key.base, key.accent), []).append(key)
            self._families = {stem: tuple(family) for stem, family in found.items()}
        return self._families.get((wanted.base, wanted.accent), ())


def _values(
    family: list[tuple[str, str]], written: str, beside: str, index: str
) -> tuple[str, ...]:
    """List the values of an index for which both scripts of a written name are those of a key."""
    before, after = written.split(index, 1)
    found = []
    for has, other in family:
        value = has[len(before) : len(has) - len(after)]
        fits = value and _fits(before + value + after.replace(index, value), has)
        if fits and _fits(beside.replace(index, value), other):
            found.append(value)
    numbers = [value for value in found if value.isdigit()]
    words = [value for value in found if len(value) > 1]
    return tuple(dict.fromkeys(numbers or words))


def _fits(written: str, has: str) -> bool:
    """Compare scripts; a letter that a sum further in will bind stands for any one character."""
    return len(written) == len(has) and all(
        typed == own or typed in _INDEX_LETTERS for typed, own in zip(written, has, strict=True)
    )


_INDEX_LETTERS = "ijklmnpqrs"


def cuts(spelled: Spelled) -> Iterator[tuple[tuple[Script, ...], int]]:
    """Give what may belong to a name and where it then ends: all scripts first, then fewer.

    Of scripts without braces part may belong to the next name: ``w_1x_1``, ``w_ix_i``.
    """
    scripts = spelled.scripts
    for number in range(len(scripts), 0, -1):
        script = scripts[number - 1]
        yield scripts[:number], script.stop
        if not script.run:
            continue
        content = script.content
        for length in range(min(len(content), _LONGEST_RUN) - 1, 0, -1):
            if content[length].isalpha():
                stop = script.stop - len(content) + length
                cut = Script(script.mark, content[:length], stop, False, True)
                yield (*scripts[: number - 1], cut), stop
    yield (), spelled.stop


_LONGEST_RUN = 12


def bound(scripts: tuple[Script, ...], bindings: Bindings) -> tuple[Script, ...]:
    """Put what indices stand for into the scripts of a name; ``k+1`` is worked out."""
    if not bindings:
        return scripts
    return tuple(
        Script(s.mark, _with_values(s.content, bindings), s.stop, s.run, s.bare) for s in scripts
    )


def _with_values(content: str, bindings: Bindings) -> str:
    values = "".join(bindings.get(letter, letter) for letter in content)
    if values == content:
        return content
    bare = values.strip("()[] ")
    for sign in "+-":
        left, found, right = bare.partition(sign)
        if found and left.strip().isdigit() and right.strip().isdigit() and len(bare) < 12:
            return values.replace(bare, str(int(left) + int(sign + right.strip())))
    return values


def _one_of(entries: tuple[_Entry, ...], style: str) -> Variable:
    if len(entries) == 1:
        return entries[0].variable
    same = [entry for entry in entries if entry.style == style]
    if len(same) == 1:
        return same[0].variable
    names = ", ".join(entry.variable.name for entry in entries[:4])
    raise ReadError(_TWO_NAMES.fill(names=names), _COMMAS)


_TWO_NAMES = Text("This could be any of {names}.", "這裡可能是 {names} 其中任何一個。")
_COMMAS = Text("Write the indices with commas, as the lesson does.", "請照教材用逗號分開下標。")

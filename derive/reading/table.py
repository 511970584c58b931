"""The names a lesson knows, and every way in which each of them may be typed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass

from derive.core.errors import ReadError
from derive.core.expression import Constant, Role, Variable
from derive.core.function import Function
from derive.core.text import Text
from derive.reading.names import Key, Script, Spelled, Stem, keys, spelled_at, word_stem
from derive.spelling.name import Name

Bindings = Mapping[str, str]  # index of a sum -> what it stands for in the term being read
Found = Variable | Function | Constant
_COUNT_LETTERS = ("n", "N", "m")
_SAME_FUNCTION = {"ln": "log", "log": "ln", "arrowvert": "abs", "Swish": "SiLU", "swish": "silu"}
_MOST_DEFINED = 50


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found in a text: what it is, where it ends, and whether it might be more.

    ``or_power`` is set when its superscript might also be an exponent: ``w_1^2`` where both
    ``w_1`` and ``w_1^2`` are names; it is what the name is without that superscript.
    """

    what: Found
    stop: int
    or_power: Match | None = None


class NameTable:
    """Every name that may be written, in all its spellings.

    Parameters
    ----------
    functions : spelled name (``\\sigma``, ``σ``, ``ReLU``, ``f``) to the function it calls
    loss : what a bare ``dW`` is the derivative of
    sample_index, count : the letter that numbers the samples, and the variable that counts them
    arguments : what a variable is a function of (``f(w)`` then reads as f, ``f'(w)`` as df/dw)
    open : an unknown letter becomes a new variable, remembered in ``found`` in reading order
    symbols : a new name that stands alone on the left of ``=`` is defined by that line, and known
        in the lines behind it (in ``read_lines``); this table itself stays as it is
    """

    def __init__(
        self,
        variables: Iterable[Variable],
        functions: Mapping[str, Function] | None = None,
        *,
        loss: Variable | None = None,
        sample_index: str = "i",
        count: Variable | None = None,
        arguments: Mapping[str, tuple[str, ...]] | None = None,
        open: bool = False,
        symbols: bool = False,
    ) -> None:
        self.variables = tuple(variables)
        self.loss, self.sample_index, self.count = loss, sample_index, count
        self.open, self.symbols = open, symbols
        self.arguments = dict(arguments or {})
        self.functions = _function_names(functions or {})
        self.shaped = any(variable.shape is not None for variable in self.variables)
        self._found: dict[Variable, None] = {}
        self._exact: dict[Key, tuple[_Entry, ...]] = {}
        self._loose: dict[Key, tuple[_Entry, ...]] = {}
        self._words: set[str] = set()
        self._layered = False
        for variable in self.variables:
            self._enter(variable)
        for variable in self.variables:
            self._enter_samples(variable)
        if count is not None:
            self._enter_count(count)
        self.called = self._also_functions()

    @property
    def found(self) -> tuple[Variable, ...]:
        """The variables that this table met for the first time, in reading order."""
        return tuple(self._found)

    # -- what the names are ---------------------------------------------------------------

    def _enter(self, variable: Variable) -> None:
        for text in dict.fromkeys((variable.name, variable.latex)):
            spelled = spelled_at(text.strip())
            if spelled is not None and _whole(spelled) == len(text.strip()):
                self._put(spelled.stem, spelled.scripts, variable)
            elif text and text == variable.name and text.isascii() and text.isalnum():
                self._put(Stem(text), (), variable)

    def _put(self, stem: Stem, scripts: tuple[Script, ...], variable: Variable) -> None:
        bare = all(script.bare for script in scripts if script.mark == "^")
        sharp, blunt = keys(stem, scripts)
        entry = _Entry(variable, stem.style, bare)
        for index, key in ((self._exact, sharp), (self._loose, blunt)):
            entries = index.get(key, ())
            if all(old.variable != variable for old in entries):
                index[key] = (*entries, entry)
        self._words.update(_words_of(sharp))
        self._layered |= bare and sharp.sup.isdigit()

    def _enter_samples(self, variable: Variable) -> None:
        if not variable.sampled:
            return
        index = self.sample_index
        spelled = spelled_at(variable.latex.strip()) or spelled_at(variable.name.strip())
        if spelled is None:
            return
        stem, scripts = spelled.stem, _without_index(spelled.scripts, index)
        lower = ",".join(script.content for script in scripts if script.mark == "_")
        upper = tuple(script for script in scripts if script.mark != "_")
        subs = [lower, index, f"{lower},{index}", f"{index},{lower}"] if lower else ["", index]
        for sub in dict.fromkeys(subs):
            if lower and sub == index:
                continue
            below = (Script("_", sub, 0),) if sub else ()
            self._put_new(stem, below + upper, variable)
        if not upper:
            below = (Script("_", lower, 0),) if lower else ()
            for sup, bare in ((f"({index})", False), (index, True)):
                self._put_new(stem, (*below, Script("^", sup, 0, bare=bare)), variable)

    def _put_new(self, stem: Stem, scripts: tuple[Script, ...], variable: Variable) -> None:
        if keys(stem, scripts)[0] not in self._exact:
            self._put(stem, scripts, variable)

    def _enter_count(self, count: Variable) -> None:
        self._enter(count)
        for letter in _COUNT_LETTERS:
            self._put_new(Stem(letter), (), count)

    def defining(self) -> NameTable:
        """Return a table that may learn names, for one reading: this one stays as it is."""
        if not self.symbols:
            return self
        child = copy(self)
        child._exact, child._loose = dict(self._exact), dict(self._loose)
        child._words, child._found = set(self._words), {}
        return child

    def _also_functions(self) -> dict[Variable, Function]:
        """The variables that share their spelling with a function: ``σ`` beside ``σ(z)``."""
        both = {}
        for variable in self.variables:
            spelled = spelled_at(variable.latex.strip() or variable.name)
            if spelled and not spelled.scripts and not spelled.stem.accent:
                function = self._stem_function(spelled.stem.base)
                if function is not None:
                    both[variable] = function
        return both

    def is_word(self, word: str) -> bool:
        """Say whether a run of letters is the base of a known name, or a function."""
        return word in self._words or word in self.functions

    # -- families of names: w_1, w_2, … ----------------------------------------------------

    def index_values(self, spelled: Spelled, index: str, bindings: Bindings) -> tuple[str, ...]:
        """List what the index of a written name may stand for, so that the name is known."""
        others = {letter: value for letter, value in bindings.items() if letter != index}
        for scripts, _ in _cuts(spelled):
            wanted = keys(spelled.stem, _bound(scripts, others) if others else scripts)[1]
            for place in ("sub", "sup"):
                written = getattr(wanted, place)
                if index in written:
                    return self._fitting(wanted, place, index)
        return ()

    def _fitting(self, wanted: Key, place: str, index: str) -> tuple[str, ...]:
        other = "sup" if place == "sub" else "sub"
        before, after = getattr(wanted, place).split(index, 1)
        values = []
        for key in self._loose:
            if (key.base, key.accent) != (wanted.base, wanted.accent):
                continue
            has = getattr(key, place)
            value = has[len(before) : len(has) - len(after)]
            fits = value and has == before + value + after.replace(index, value)
            if fits and getattr(key, other) == getattr(wanted, other).replace(index, value):
                values.append(value)
        numbers = [value for value in values if value.isdigit()]
        words = [value for value in values if len(value) > 1]
        return tuple(dict.fromkeys(numbers or words))

    def member(self, vector: Spelled, component: str, bindings: Bindings | None) -> Variable | None:
        """Return the variable that is one component of a vector of names: z and 2 give z_2."""
        scripts = (*vector.scripts, Script("_", component, 0))
        return self._variable(vector.stem, scripts, bindings)

    def component(self, name: Spelled, bindings: Bindings | None) -> tuple[str, Variable | None]:
        """Return the subscript of a written name and its variable."""
        variable = self._variable(name.stem, name.scripts, bindings)
        scripts = _bound(name.scripts, bindings) if bindings else name.scripts
        return keys(name.stem, scripts)[1].sub, variable

    def members(self, vector: Spelled) -> list[tuple[str, Variable]]:
        """List the variables that are components of a vector of names."""
        wanted = keys(vector.stem, vector.scripts)[1]
        return [
            (key.sub, entries[0].variable)
            for key, entries in self._loose.items()
            if key.sub
            and (key.base, key.accent, key.sup) == (wanted.base, wanted.accent, wanted.sup)
        ]

    # -- what stands in a text ------------------------------------------------------------

    def match(
        self, text: str, start: int, end: int, bindings: Bindings | None = None
    ) -> Match | None:
        """Return the longest name of the table that begins at ``start``; None if there is none.

        Raises ReadError without a place when what stands there could be two names.
        """
        spelled = spelled_at(text, start, end)
        if spelled is None:
            return None
        return self._resolve(spelled, start, bindings)

    def _resolve(self, spelled: Spelled, start: int, bindings: Bindings | None) -> Match | None:
        word = spelled.word
        if word == "pi" or (word == "e" and self.open):
            return self._longest(spelled, bindings)
        if word and word not in self._words and self._stem_function(word) is None:
            length = self._first_of_run(word)
            if length is None:
                return None
            if length < len(word):
                return self.match(word, 0, length, bindings) and self._shifted(
                    word[:length], start, bindings
                )
        return self._longest(spelled, bindings)

    def _shifted(self, word: str, start: int, bindings: Bindings | None) -> Match | None:
        match = self.match(word, 0, len(word), bindings)
        return match and Match(match.what, start + match.stop)

    def _longest(self, spelled: Spelled, bindings: Bindings | None) -> Match | None:
        for scripts, stop in _cuts(spelled):
            variable = self._variable(spelled.stem, scripts, bindings)
            if variable is None:
                continue
            if scripts and scripts[-1].mark == "^" and scripts[-1].bare:
                less = self._variable(spelled.stem, scripts[:-1], bindings)
                if less is not None:
                    before = scripts[-2].stop if len(scripts) > 1 else spelled.stop
                    return Match(variable, stop, Match(less, before))
            return Match(variable, stop)
        return self._function_or_constant(spelled)

    def _function_or_constant(self, spelled: Spelled) -> Match | None:
        function = self._stem_function(spelled.word or spelled.stem.base)
        if function is not None:
            return Match(function, spelled.stop)
        stem = spelled.stem
        if stem.base in ("e", "\\pi") and not stem.accent:
            return Match(Constant("e" if stem.base == "e" else "pi"), spelled.stop)
        return None

    def _stem_function(self, base: str) -> Function | None:
        return self.functions.get(base.removeprefix("\\"))

    def function(self, word: str) -> Function | None:
        """Return the function of that name, if equations may call one."""
        return self.functions.get(word)

    def _variable(
        self, stem: Stem, scripts: tuple[Script, ...], bindings: Bindings | None
    ) -> Variable | None:
        if bindings:
            bound = _bound(scripts, bindings)
            if bound != scripts and (variable := self._lookup(stem, bound)):
                return variable
        return self._lookup(stem, scripts)

    def _lookup(self, stem: Stem, scripts: tuple[Script, ...]) -> Variable | None:
        sharp, blunt = keys(stem, scripts)
        if entries := self._exact.get(sharp):
            return _one_of(entries, stem.style)
        entries = self._loose.get(blunt)
        if not entries:
            return None
        ups = [script for script in scripts if script.mark == "^"]
        if ups and all(script.bare for script in ups) and self._is_power(stem, scripts, entries):
            return None
        return _one_of(entries, stem.style)

    def _is_power(
        self, stem: Stem, scripts: tuple[Script, ...], entries: tuple[_Entry, ...]
    ) -> bool:
        # a^2 is not a^{(2)} when a alone is a name too
        if any(entry.bare for entry in entries):
            return False
        return bool(self._exact.get(keys(stem, tuple(s for s in scripts if s.mark != "^"))[0]))

    def _first_of_run(self, word: str) -> int | None:
        """Return the length of the first name in a run of letters that falls apart one way."""
        size = len(word)
        if size > 40:
            return None
        ways = [0] * size + [1]
        first = 0
        for at in range(size - 1, -1, -1):
            for to in range(at + 1, size + 1):
                if ways[to] and self._is_part(word[at:to], last=to == size):
                    ways[at] += ways[to]
                    if at == 0 and not first:
                        first = to
        if ways[0] > 1:
            raise ReadError(_TWO_WAYS.fill(name=word), _SPACES)
        return first if ways[0] else None

    def _is_part(self, word: str, last: bool) -> bool:
        stem = word_stem(word)
        if self._lookup(stem, ()) is not None:
            return True
        if last and (word in self._words or self._stem_function(word) or word in ("e", "exp")):
            return True
        return self.open and len(word) == 1

    # -- names that are not known ---------------------------------------------------------

    def discover(self, text: str, start: int, end: int) -> Match | None:
        """Make a variable of an unknown letter, if this table may."""
        spelled = spelled_at(text, start, end)
        if spelled is None or not self.open:
            return None
        stem = spelled.stem
        if spelled.word and len(stem.base) > 1 and not stem.base.startswith("\\"):
            if len(spelled.word) > 2:
                return None
            spelled = Spelled(word_stem(spelled.word[0]), start + 1, (), spelled.word[0])
            stem = spelled.stem
        scripts, stop = self._own_scripts(spelled)
        return Match(self._learn(stem, scripts), stop)

    def define(self, text: str, start: int, end: int) -> Match | None:
        """Make a variable of an unknown name that a student defines, if this table may."""
        spelled = spelled_at(text, start, end)
        if spelled is None or not self.symbols or len(self._found) >= _MOST_DEFINED:
            return None
        scripts = tuple(script for script in spelled.scripts if script.mark != "'")
        return Match(self._learn(spelled.stem, scripts), _whole(spelled))

    def _learn(self, stem: Stem, scripts: tuple[Script, ...]) -> Variable:
        variable = _new_variable(stem, scripts)
        self._found.setdefault(variable)
        self._put(stem, scripts, variable)
        return variable

    def _own_scripts(self, spelled: Spelled) -> tuple[tuple[Script, ...], int]:
        scripts, stop = spelled.scripts, spelled.stop
        for number, script in enumerate(scripts):
            last = scripts[number - 1].mark if number else ""
            power = script.mark == "^" and script.bare
            if script.mark == "'" or (power and not (self._layered and last == "_")):
                return scripts[:number], stop
            stop = script.stop
        return scripts, stop

    def similar(self, typed: str) -> tuple[str, ...]:
        """Return up to three known names that look like what was typed."""
        names: dict[str, str] = {}
        for variable in self.variables[:500]:
            names.setdefault(variable.name, variable.name)
            spelled = spelled_at(variable.latex.strip() or variable.name)
            if spelled:
                blunt = keys(spelled.stem, spelled.scripts)[1]
                names.setdefault(_plainest(blunt), variable.name)
        names.update({word: word for word in self.functions})
        spelled = spelled_at(typed)
        wanted = [typed] + ([_plainest(keys(spelled.stem, spelled.scripts)[1])] if spelled else [])
        close = [
            names[name]
            for text in wanted
            for name in difflib.get_close_matches(text[:40], names, n=3, cutoff=0.6)
        ]
        return tuple(dict.fromkeys(close))[:3]


@dataclass(frozen=True, slots=True)
class _Entry:
    variable: Variable
    style: str
    bare: bool


def _one_of(entries: tuple[_Entry, ...], style: str) -> Variable:
    if len(entries) == 1:
        return entries[0].variable
    same = [entry for entry in entries if entry.style == style]
    if len(same) == 1:
        return same[0].variable
    names = ", ".join(entry.variable.name for entry in entries[:4])
    raise ReadError(_TWO_NAMES.fill(names=names), _COMMAS)


def _whole(spelled: Spelled) -> int:
    return spelled.scripts[-1].stop if spelled.scripts else spelled.stop


def _words_of(key: Key) -> tuple[str, ...]:
    base = key.base.removeprefix("\\")
    return (base, base + key.accent) if key.accent else (base,)


def _function_names(functions: Mapping[str, Function]) -> dict[str, Function]:
    names: dict[str, Function] = {}
    for spelled, function in functions.items():
        names[_function_word(spelled)] = function
    for function in tuple(functions.values()):
        for spelled in (function.key, function.latex, *function.names):
            names.setdefault(_function_word(spelled), function)
    for name, other in _SAME_FUNCTION.items():
        if other in names:
            names.setdefault(name, names[other])
    for name in tuple(names):
        if len(name) > 2:
            names.setdefault(name.lower(), names[name])
    return names


def _function_word(spelled: str) -> str:
    found = spelled_at(spelled.strip())
    if found is not None and not found.scripts:
        return found.word or found.stem.base.removeprefix("\\")
    return spelled.strip().removeprefix("\\")


def _without_index(scripts: tuple[Script, ...], index: str) -> tuple[Script, ...]:
    kept = []
    for script in scripts:
        content = script.content.strip("()[] ")
        if content == index:
            continue
        for tail in (f",{index}", index):
            if script.mark == "_" and content.endswith(tail):
                content = content.removesuffix(tail)
                break
        kept.append(Script(script.mark, content if script.mark == "_" else script.content, 0))
    return tuple(kept)


def _cuts(spelled: Spelled) -> list[tuple[tuple[Script, ...], int]]:
    """List what may belong to the name, longest first: all scripts, then fewer."""
    found: list[tuple[tuple[Script, ...], int]] = []
    scripts = spelled.scripts
    for number in range(len(scripts), 0, -1):
        script = scripts[number - 1]
        found.append((scripts[:number], script.stop))
        if not script.run:
            continue
        content = script.content[:12]
        for length in range(len(content) - 1, 0, -1):
            if content[length].isalpha():
                stop = script.stop - len(script.content) + length
                cut = Script(script.mark, content[:length], stop, False, True)
                found.append(((*scripts[: number - 1], cut), stop))
    found.append(((), spelled.stop))
    return found


def _bound(scripts: tuple[Script, ...], bindings: Bindings) -> tuple[Script, ...]:
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
            total = int(left) + int(sign + right.strip())
            return values.replace(bare, str(total))
    return values


def _new_variable(stem: Stem, scripts: tuple[Script, ...]) -> Variable:
    sharp = keys(stem, scripts)[0]
    name = Name(sharp.base, sharp.accent, sharp.sub, sharp.sup, sharp.primes, stem.style)
    return Variable(name.latex, name.latex, Role.INTERMEDIATE)


def _plainest(key: Key) -> str:
    return key.base.removeprefix("\\") + key.accent + key.sub + key.sup


_TWO_WAYS = Text(
    "“{name}” can be taken apart into known names in more than one way.",
    "「{name}」可以用不只一種方式拆成已知的名稱。",
)
_SPACES = Text("Write spaces or · between the factors.", "請在因數之間寫空格或 ·。")
_TWO_NAMES = Text("This could be any of {names}.", "這裡可能是 {names} 其中任何一個。")
_COMMAS = Text("Write the indices with commas, as the lesson does.", "請照教材用逗號分開下標。")

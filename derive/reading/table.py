"""The names a lesson knows, and every way in which each of them may be typed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from derive.core.errors import ReadError
from derive.core.expression import Constant, Role, Variable
from derive.core.function import Function
from derive.core.text import Text
from derive.reading.function_names import function_key, function_names
from derive.reading.names import (
    Key,
    Script,
    Spelled,
    Stem,
    keys,
    span_at,
    spelled_at,
    whole_name,
    word_stem,
)
from derive.reading.of_one import OfOne
from derive.reading.spellings import Bindings, Spellings, cuts
from derive.spelling.name import Name

_WITH_TRANSPOSE = re.compile(r"\s*(.*[)\]}])\s*(?:T|⊤|\\top|\\intercal)\s*\Z")
_GLUED = re.compile(r"[A-Za-z]+\d*(?![A-Za-z\d])")
_COUNT_LETTERS = ("n", "N", "m")
_MOST_DEFINED = 50
_MOST_REMEMBERED = 8192
_LONGEST_RUN = 16


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found in a text: what it is, and where it ends.

    ``or_power`` is what else it might be when its superscript could be an exponent: ``w_1^2``
    where both ``w_1`` and ``w_1^2`` are names.
    """

    what: Variable | Function | Constant
    stop: int
    or_power: Match | None = None
    transposed: bool = False

    def behind(self, start: int) -> Match:
        """Return the same match in a text in which the name begins later."""
        other = self.or_power and self.or_power.behind(start)
        return Match(self.what, self.stop + start, other, self.transposed)


class NameTable:
    """Every name that may be written, in all its spellings.

    Parameters
    ----------
    functions : spelled name (``\\sigma``, ``σ``, ``ReLU``, ``f``) to the function it calls
    loss : what is differentiated
    bare : what a bare ``dW`` is the derivative of; the loss, when nothing else is said
    sample_index, count : the letter that numbers the samples, and the variable that counts them
        (also written n, N or m where these mean nothing else)
    arguments : what a variable is a function of (``f(w)`` then reads as f, ``f'(w)`` as df/dw)
    open : an unknown letter becomes a new variable, remembered in ``found`` in reading order
    aliases : other spellings of known names, as LaTeX, and the variable each stands for
    of_one : names that are functions of one variable, so that numbers may be put in: ``L(-6)``
    applied : the names that a function is applied to, for ``∂f/∂z`` where f(z) is meant
    symbols : a new name that stands alone on the left of ``=`` is defined by that line, and known
        in the lines behind it (in ``read_lines``); this table itself stays as it is
    """

    def __init__(
        self,
        variables: Iterable[Variable],
        functions: Mapping[str, Function] | None = None,
        *,
        loss: Variable | None = None,
        bare: Variable | None = None,
        sample_index: str = "i",
        count: Variable | None = None,
        arguments: Mapping[str, tuple[str, ...]] | None = None,
        aliases: Mapping[str, Variable] | None = None,
        open: bool = False,
        symbols: bool = False,
        of_one: Mapping[Variable, OfOne] | None = None,
        applied: Mapping[Function, Collection[Variable]] | None = None,
    ) -> None:
        self.variables = tuple(variables)
        self.bare = bare or loss
        self.of_one = dict(of_one or {})
        self.loss, self.sample_index, self.count = loss, sample_index, count
        self.open, self.symbols = open, symbols
        self.arguments = dict(arguments or {})
        self.applied = dict(applied or {})
        self.functions = function_names(functions or {})
        self.sampled = any(variable.sampled for variable in self.variables)
        self.shaped = any(variable.shape is not None for variable in self.variables)
        self.spellings = Spellings()
        self.spellings.layers_below = not open
        for variable in self.variables:
            self._enter(variable)
        for latex, variable in (aliases or {}).items():
            if spelled := whole_name(latex):
                self.spellings.put(spelled.stem, spelled.scripts, variable)
        for variable in self.variables:
            self._enter_samples(variable)
        if count is not None:
            self._enter_count(count)
        self.called = self._also_functions()
        self._found: dict[Variable, None] = {}
        self._memory: dict[str, Match | None] = {}  # what was found out about written names

    @property
    def found(self) -> tuple[Variable, ...]:
        """The variables that this table met for the first time, in reading order."""
        return tuple(self._found)

    def defining(self) -> NameTable:
        """Return a table that may learn names, for one reading: this one stays as it is."""
        if not self.symbols:
            return self
        child = copy(self)
        child.spellings, child._found, child._memory = self.spellings.copy(), {}, {}
        return child

    def knowing(self, names: Iterable[Variable]) -> NameTable:
        """Return a table with more names, which a student defines somewhere in the answer."""
        child = self.defining()
        for name in names:
            child._enter(name)
        return child

    # -- what the names are ---------------------------------------------------------------

    def _enter(self, variable: Variable) -> None:
        for text in dict.fromkeys((variable.name.strip(), variable.latex.strip())):
            spelled = whole_name(text)
            if spelled is not None:
                self.spellings.put(spelled.stem, spelled.scripts, variable)
            elif text == variable.name and text.isascii() and text.isalnum():
                self.spellings.put(Stem(text), (), variable)

    def _enter_samples(self, variable: Variable) -> None:
        """Let ``x``, ``x_i``, ``x^{(i)}`` all mean the sampled x, and ``x_{1,i}`` the first."""
        spelled = whole_name(variable.latex) or whole_name(variable.name)
        if not variable.sampled or spelled is None:
            return
        index = self.sample_index
        scripts = _without_index(spelled.scripts, index)
        lower = ",".join(script.content for script in scripts if script.mark == "_")
        others = tuple(script for script in scripts if script.mark != "_")
        for sub in (lower, f"{lower},{index}", f"{index},{lower}") if lower else ("", index):
            self._enter_sample(spelled.stem, sub, others, variable)
        if not others:
            for sup in (Script("^", f"({index})", 0), Script("^", index, 0, bare=True)):
                self._enter_sample(spelled.stem, lower, (sup,), variable)

    def _enter_sample(
        self, stem: Stem, sub: str, others: tuple[Script, ...], variable: Variable
    ) -> None:
        below = (Script("_", sub, 0),) if sub else ()
        self.spellings.put_new(stem, below + others, variable)

    def _enter_count(self, count: Variable) -> None:
        self._enter(count)
        for letter in _COUNT_LETTERS:
            self.spellings.put_new(Stem(letter), (), count)

    def _also_functions(self) -> dict[Variable, Function]:
        """The variables that share their spelling with a function: ``σ`` beside ``σ(z)``."""
        both = {}
        for variable in self.variables:
            spelled = whole_name(variable.latex) or whole_name(variable.name)
            if spelled and not spelled.scripts and not spelled.stem.accent:
                function = self.function(spelled.stem.base.removeprefix("\\"))
                if function is not None:
                    both[variable] = function
        return both

    def function(self, word: str) -> Function | None:
        """Return the function of that name, if equations may call one."""
        return self.functions.get(word)

    def knows(self, latex: str) -> bool:
        """Say whether a text is, as a whole, a name that may be written already."""
        try:
            match = self.match(latex, 0, len(latex))
        except ReadError:
            return True
        return match is not None and match.stop == len(latex)

    def names_variable(self, text: str) -> bool:
        """Say whether a text is, as a whole, a spelling of a variable or of several."""
        try:
            match = self.match(text, 0, len(text))
        except ReadError:
            return True
        return match is not None and match.stop == len(text) and isinstance(match.what, Variable)

    def is_word(self, word: str) -> bool:
        """Say whether a run of letters is the base of a known name, or a function."""
        return word in self.spellings.words or word in self.functions

    # -- what stands in a text ------------------------------------------------------------

    def match(
        self, text: str, start: int, end: int, bindings: Bindings | None = None
    ) -> Match | None:
        """Return the longest name of the table that begins at ``start``; None if there is none.

        Raises ReadError without a place when what stands there could be two names.
        """
        written = text[start : span_at(text, start, end)]
        if bindings:
            found = self._resolve(written, bindings)
        elif written in self._memory:
            found = self._memory[written]
        else:
            found = self._resolve(written, None)
            if len(self._memory) < _MOST_REMEMBERED and len(written) < 80:
                self._memory[written] = found
        return found and found.behind(start)

    def _resolve(self, written: str, bindings: Bindings | None) -> Match | None:
        spelled = spelled_at(written)
        if spelled is None:
            return None
        word = spelled.word
        if not word or self.is_word(word) or word == "pi" or self._calls(spelled):
            return self._longest(spelled, bindings)
        length = self._first_of_run(word)
        if length == len(word):
            return self._longest(spelled, bindings)
        if not length and (glued := _GLUED.match(written)):
            variable = self.spellings.plain(glued.group())
            return None if variable is None else Match(variable, glued.end())
        first = self.spellings.lookup(word_stem(word[:length]), ()) if length else None
        return None if first is None else Match(first, length)

    def _calls(self, spelled: Spelled) -> bool:
        """Whether a function has a script in its name, as ``leaky_relu`` has."""
        return any(
            self.function(function_key(spelled.stem, scripts)) is not None
            for scripts, _ in cuts(spelled)
            if scripts
        )

    def _longest(self, spelled: Spelled, bindings: Bindings | None) -> Match | None:
        for scripts, stop in cuts(spelled):
            variable = self.spellings.lookup(spelled.stem, scripts, bindings)
            if variable is not None:
                return Match(variable, stop, self._or_power(spelled, scripts, bindings))
            if scripts and (function := self.function(function_key(spelled.stem, scripts))):
                return Match(function, stop)
        return self._transposed(spelled, bindings) or self._function_or_constant(spelled)

    def _transposed(self, spelled: Spelled, bindings: Bindings | None) -> Match | None:
        """Find ``a^{[1]T}``: a name whose superscript ends in the sign of the transpose."""
        last = spelled.scripts[-1] if spelled.scripts else None
        if last is None or last.mark != "^" or not (found := _WITH_TRANSPOSE.match(last.content)):
            return None
        scripts = (*spelled.scripts[:-1], Script("^", found[1], last.stop))
        variable = self.spellings.lookup(spelled.stem, scripts, bindings)
        return None if variable is None else Match(variable, last.stop, None, True)

    def _or_power(
        self, spelled: Spelled, scripts: tuple[Script, ...], bindings: Bindings | None
    ) -> Match | None:
        if not (scripts and scripts[-1].mark == "^" and scripts[-1].bare):
            return None
        less = self.spellings.lookup(spelled.stem, scripts[:-1], bindings)
        if less is None:
            return None
        return Match(less, scripts[-2].stop if len(scripts) > 1 else spelled.stop)

    def _function_or_constant(self, spelled: Spelled) -> Match | None:
        stem = spelled.stem
        function = self.function(spelled.word or stem.base.removeprefix("\\"))
        if function is not None:
            return Match(function, spelled.stop)
        if stem.base in ("e", "\\pi") and not stem.accent:
            return Match(Constant("e" if stem.base == "e" else "pi"), spelled.stop)
        return None

    def _first_of_run(self, word: str) -> int:
        """Return the length of the first name in a run of letters; 0 where there is none.

        Raises ReadError when the run falls apart into names in more than one way, or into the same
        name twice on end: ``bb`` is rather a slip of the hand than b times b.
        """
        size = len(word)
        if size > _LONGEST_RUN:
            return 0
        ways = [0] * size + [1]
        stops = [0] * size  # where the name ends that begins at each letter
        for at in range(size - 1, -1, -1):
            for to in range(at + 1, size + 1):
                if ways[to] and self._is_part(word[at:to], last=to == size):
                    ways[at] += ways[to]
                    stops[at] = to
        if ways[0] > 1:
            raise ReadError(_TWO_WAYS.fill(name=word), _SPACES)
        if ways[0] and (twice := self._twice(word, stops)):
            raise ReadError(_DOUBLED.fill(name=word, part=twice), _POWER.fill(part=twice))
        return stops[0] if ways[0] else 0

    def _twice(self, word: str, stops: list[int]) -> str:
        """Return the name that a run has twice on end; of a vector, ``xx^T``, that is a product."""
        at, before = 0, ""
        while at < len(word):
            part = word[at : stops[at]]
            name = self.spellings.lookup(word_stem(part), ()) if part == before else None
            if name is not None and name.shape is None:
                return part
            at, before = stops[at], part
        return ""

    def _is_part(self, word: str, last: bool) -> bool:
        if last and (self.is_word(word) or word in ("e", "exp")):
            return True
        if self.spellings.lookup(word_stem(word), ()) is not None:
            return True
        return self.open and len(word) == 1

    # -- names that are not known ---------------------------------------------------------

    def discover(self, text: str, start: int, end: int) -> Match | None:
        """Make a variable of an unknown letter, if this table may.

        Of a run of two letters the first is taken: ``wx`` is a product.  A longer run may be a
        word with a typing mistake, so it stays unknown.
        """
        spelled = spelled_at(text, start, end)
        if spelled is None or not self.open:
            return None
        if len(spelled.word) > 1 and spelled.stem.base == spelled.word:
            if len(spelled.word) > 2:
                return None
            return Match(self._learn(word_stem(spelled.word[0]), ()), start + 1)
        scripts, stop = self._own_scripts(spelled)
        return Match(self._learn(spelled.stem, scripts), stop)

    def define(self, text: str, start: int, end: int) -> Match | None:
        """Make a variable of an unknown name that a student defines, if this table may."""
        spelled = spelled_at(text, start, end)
        if spelled is None or not self.symbols or len(self._found) >= _MOST_DEFINED:
            return None
        if any(script.mark == "'" for script in spelled.scripts):
            return None
        return Match(self._learn(spelled.stem, spelled.scripts), spelled.end)

    def _learn(self, stem: Stem, scripts: tuple[Script, ...]) -> Variable:
        sharp = keys(stem, scripts)[0]
        name = Name(sharp.base, sharp.accent, sharp.sub, sharp.sup, 0, stem.style)
        variable = Variable(name.latex, name.latex, Role.INTERMEDIATE)
        self._found.setdefault(variable)
        self.spellings.put(stem, scripts, variable)
        self._memory = {}
        return variable

    def _own_scripts(self, spelled: Spelled) -> tuple[tuple[Script, ...], int]:
        """Return the scripts that are no powers; in a layered lesson ``w_1^1`` has none."""
        stop = spelled.stop
        for number, script in enumerate(spelled.scripts):
            behind_index = number > 0 and spelled.scripts[number - 1].mark == "_"
            power = script.mark == "^" and script.bare
            if script.mark == "'" or (power and not (self.spellings.layered and behind_index)):
                return spelled.scripts[:number], stop
            stop = script.stop
        return spelled.scripts, stop

    def similar(self, typed: str) -> tuple[str, ...]:
        """Return up to three known names that look like what was typed."""
        names = {word: word for word in self.functions}
        for variable in (*self.variables[:500], *islice(self._found, 50)):
            names[variable.name] = variable.name
            names.setdefault(_plainest(variable.name), variable.name)
        close = [
            names[name]
            for text in dict.fromkeys((typed[:40], _plainest(typed[:40])))
            for name in difflib.get_close_matches(text, names, n=3, cutoff=0.6)
        ]
        return tuple(dict.fromkeys(close))[:3]


def _without_index(scripts: tuple[Script, ...], index: str) -> tuple[Script, ...]:
    """Return the scripts of a sampled name without the number of the sample."""
    kept = []
    for script in scripts:
        content = script.content.strip("()[] ")
        if content == index:
            continue
        if script.mark == "_":
            content = content.removesuffix(index).removesuffix(",")
        kept.append(Script(script.mark, content if script.mark == "_" else script.content, 0))
    return tuple(kept)


@lru_cache(maxsize=4096)
def _plainest(name: str) -> str:
    spelled = spelled_at(name)
    if spelled is None:
        return name
    key: Key = keys(spelled.stem, spelled.scripts)[1]
    return key.base.removeprefix("\\") + key.accent + key.sub + key.sup


_TWO_WAYS = Text(
    "“{name}” can be taken apart into known names in more than one way.",
    "「{name}」可以用不只一種方式拆成已知的名稱。",
)
_DOUBLED = Text(
    "“{name}” has the name {part} twice on end.", "「{name}」裡的名稱 {part} 連寫了兩次。"
)
_POWER = Text(
    "Write {part}^2 if a square is meant; otherwise correct the name.",
    "若是平方請寫 {part}^2；否則請更正名稱。",
)
_SPACES = Text("Write spaces or · between the factors.", "請在因數之間寫空格或 ·。")

"""The worked solution as a NumPy script that a student could hand in: one line a step.

Every name in it is made by ``spelling.python`` from letters, digits and underscores; what a user
typed stands in comments of one line and in quoted strings, nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from derive.core.expression import Expression, Role, SumOver, Total, Variable
from derive.core.function import Function
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE
from derive.render.block import Block, Kind
from derive.render.numpy_functions import (
    Called,
    called_in,
    helper,
    helper_name,
    name_in_python,
    numpy_name,
)
from derive.render.solution import Solution
from derive.render.words import PHASES
from derive.spelling.python import identifiers, python
from derive.spelling.text import text, text_name

WIDEST = 99  # columns
_INDENT = "    "


def script(solution: Solution, languages: Iterable[str] = ("en",)) -> str:
    """Return a script that runs by itself and prints the loss, the gradients and the update.

    Its lines are the steps of the solution, in order and with their numbers.  A lesson without
    values becomes a function of its inputs.
    """
    return Script(solution, tuple(languages)).source()


@dataclass(frozen=True)
class Script:
    """The parts of the script, from which a notebook makes its cells."""

    solution: Solution
    languages: tuple[str, ...] = ("en",)

    def source(self) -> str:
        """Return the whole script."""
        head = "\n\n".join([self.title(), self.imports()])
        if not self.solution.values:
            return "\n\n\n".join([head, *self.helpers(), self.function()]) + "\n"
        body = "\n\n".join([self.given(), *self.passes(), self.results()])
        if not self.helpers():
            return f"{head}\n\n{body}\n"
        return "\n\n\n".join([head, *self.helpers(), body]) + "\n"

    def title(self) -> str:
        """Return the lesson's title as a comment."""
        title = self.solution.lesson.title
        said = dict.fromkeys(title.in_language(language) for language in self.languages)
        return "\n".join(f"# {one_line(words)}" for words in said)

    def imports(self) -> str:
        """Return the imports."""
        needs_math = any(name.startswith("np.vectorize(math.") for name in self.functions.values())
        return "import math\n\nimport numpy as np" if needs_math else "import numpy as np"

    def helpers(self) -> list[str]:
        """Return a definition of every function that is called and that NumPy lacks."""
        return [
            helper(function, order, self.functions)
            for function, order in self.called
            if not function.is_unknown and (order or not numpy_name(function))
        ]

    def given(self) -> str:
        """Return an assignment for every value of the lesson, by kind."""
        groups: dict[Role, list[str]] = {}
        for variable in self.solution.derivation.givens:
            line = f"{self.names[variable]} = {self.literal(variable)}"
            groups.setdefault(variable.role, []).append(line)
        return "\n\n".join(
            "\n".join([f"# {self._say(heading)}", *groups[role]])
            for role, heading in GIVEN.items()
            if role in groups
        )

    def passes(self) -> list[str]:
        """Return the lines of each pass under its heading."""
        return [
            "\n".join([f"# {self._say(heading)}", *self.steps(blocks)])
            for phase, heading in PHASES.items()
            if (blocks := self.solution.phase(phase))
        ]

    def steps(self, blocks: Iterable[Block], indent: str = "") -> list[str]:
        """Return one line a step, its number and formula behind it, or above where it is long."""
        room = WIDEST - len(indent)
        pairs = [(indent + self.assignment(block), _comment(block, room)) for block in blocks]
        column = max(len(code) for code, _ in pairs) + 2
        if all(column + len(comment) <= WIDEST for _, comment in pairs):
            return [code.ljust(column) + comment for code, comment in pairs]
        return [line for code, comment in pairs for line in (indent + comment, code)]

    def assignment(self, block: Block) -> str:
        """Return ``target = result`` for one step."""
        target, result = block.target, block.step.result
        source = python(result, self.names, self.functions, array=True)
        if (target.sampled or target.shape) and not _is_array(result):
            source = f"np.full({self._extent(target)}, {source})"
        return f"{self.names[target]} = {source}"

    def results(self) -> str:
        """Return the lines that print what was asked."""
        shown = [self.solution.derivation.loss, *self._answers()]
        lines = [f"print({_quoted(f'{name.name} =')}, {self.names[name]})" for name in shown]
        if any(name.shape or name.sampled for name in shown):
            # every digit and every entry, so that the numbers can be read back
            lines.insert(0, 'np.set_printoptions(floatmode="unique", threshold=10**9)')
        return "\n".join([f"# {self._say(RESULTS)}", *lines])

    def function(self) -> str:
        """Return the passes as a function of the lesson's inputs."""
        lines = wrapped(f"def {_FUNCTION}(", self._arguments(), "):", len(_FUNCTION) + 5)
        lines.append(f'{_INDENT}"""{self._say(GRADIENTS)}"""')
        if self._unknown:
            lines.append(f"{_INDENT}# {self._say(BROUGHT.fill(names=', '.join(self._unknown)))}")
        for phase, heading in PHASES.items():
            if blocks := self.solution.phase(phase):
                lines += [f"{_INDENT}# {self._say(heading)}", *self.steps(blocks, _INDENT), ""]
        lines.append(f"{_INDENT}return {self.names[self.solution.derivation.loss]}, {{")
        lines += [
            f"{_INDENT * 2}{_quoted(name.name)}: {self.names[name]}," for name in self._answers()
        ]
        return "\n".join([*lines, f"{_INDENT}}}"])

    def _arguments(self) -> Iterator[str]:
        rate = self.solution.lesson.learning_rate
        yield from self._unknown
        for variable in self.solution.derivation.givens:
            default = f"={rate!r}" if variable == LEARNING_RATE and rate is not None else ""
            yield self.names[variable] + default

    @property
    def _unknown(self) -> tuple[str, ...]:
        """What the unknown functions and their derivatives are called: who runs it brings them."""
        found = [called for called in self.called if called[0].is_unknown]
        return tuple(helper_name(*called) for called in sorted(found, key=_letter_first))

    def _answers(self) -> tuple[Variable, ...]:
        """Return the gradients that were asked for, then the updated parameters."""
        blocks = self.solution.blocks
        gradients = [block.target for block in blocks if block.answers is not None]
        return (*gradients, *(b.target for b in blocks if b.target.role is Role.STATE))

    def _say(self, sentence: Text) -> str:
        return " / ".join(dict.fromkeys(sentence.in_language(name) for name in self.languages))

    @cached_property
    def names(self) -> dict[Variable, str]:
        """What each variable is called in the source; never what a function is called there."""
        derivation = self.solution.derivation
        names = identifiers([*derivation.givens, *(step.target for step in derivation.steps)])
        reserved = {_FUNCTION, *(helper_name(*called) for called in self.called)}
        taken = reserved | set(names.values())
        for variable, name in names.items():
            if name in reserved:
                while name in taken:
                    name += "_"
                taken.add(name)
                names[variable] = name
        return names

    @cached_property
    def functions(self) -> dict[Function, str]:
        """What each function is called in the source."""
        return {
            function: numpy_name(function) or name_in_python(function)
            for function, _ in self.called
        }

    @cached_property
    def called(self) -> tuple[Called, ...]:
        """Every function that is called and the order of its derivative, what it calls first."""
        return called_in(step.result for step in self.solution.derivation.steps)

    def literal(self, variable: Variable) -> str:
        """Return a given value as source."""
        value = self.solution.values[variable]
        if getattr(value, "ndim", 0):
            return _array(value.tolist(), len(self.names[variable]) + len(" = np.array(["))
        whole = variable.role is Role.CONSTANT and float(value).is_integer()
        return repr(int(value) if whole else float(value))

    def _extent(self, target: Variable) -> str:
        """Return the shape of the array that a number is to be spread over."""
        if target.shape is not None:
            return repr(target.shape)
        sampled = (name for name in self.solution.derivation.givens if name.sampled)
        return f"{self.names[next(sampled)]}.shape"


_FUNCTION = "gradients"
GIVEN = {
    Role.DATA: Text("Data", "資料"),
    Role.CONSTANT: Text("Constants", "常數"),
    Role.PARAMETER: Text("Parameters", "參數"),
    Role.HYPERPARAMETER: Text("Learning rate", "學習率"),
}
RESULTS = Text("Results", "結果")
GRADIENTS = Text(
    "Return the loss and, by name, its gradients and the updated parameters.",
    "傳回損失函數的值，以及各個梯度與更新後的參數。",
)


BROUGHT = Text(
    "{names}: any function and its derivative, for floats and for arrays",
    "{names}：任意函數與它的微分，對數與陣列都能計算",
)


def _letter_first(called: Called) -> tuple[str, int]:
    function, order = called
    return function.latex, order


def one_line(words: str) -> str:
    """Return words that cannot end the comment in which they stand."""
    return "".join(letter for letter in " ".join(words.split()) if letter.isprintable())


def _comment(block: Block, room: int) -> str:
    """Return the step's number and formula, or what that was made from where it is too long."""
    formula = next(line.expression for line in reversed(block.lines) if line.kind is Kind.FORMULA)
    head = f"# ({block.number}) {text_name(block.target)} = "
    for written in (formula, block.step.result):
        if len(comment := one_line(head + text(written))) <= room:
            return comment
    return one_line(head.removesuffix(" = "))


def _quoted(words: str) -> str:
    """Return a string literal, in double quotes unless something in it must be escaped."""
    plain = words.isprintable() and not {'"', "\\"} & set(words)
    return f'"{words}"' if plain else repr(words)


def _is_array(formula: Expression) -> bool:
    """Whether a formula has one value for every sample, or for every place of a matrix."""
    if isinstance(formula, Variable):
        return formula.sampled or formula.shape is not None
    if isinstance(formula, SumOver) or (isinstance(formula, Total) and formula.axis is None):
        return False
    return any(map(_is_array, formula.children))


def _array(rows: list[float] | list[list[float]], column: int) -> str:
    """Return ``np.array(…)``: a matrix with one row a line, a long list of numbers wrapped."""
    if not isinstance(rows[0], list):
        return "\n".join(wrapped("np.array([", map(repr, rows), "])", column, column - 10))
    lines = [wrapped("[", map(repr, row), "]", column + 1, column) for row in rows]
    return "np.array([" + f",\n{' ' * column}".join(map("\n".join, lines)) + "])"


def wrapped(
    opening: str, items: Iterable[str], closing: str, column: int, before: int = 0
) -> list[str]:
    """Put items between brackets, further lines indented by ``column``."""
    lines = [opening]
    for item in items:
        room = WIDEST - (before if len(lines) == 1 else 0)
        if len(lines[-1]) + len(item) + len(closing) + 1 > room:
            lines[-1] = lines[-1].rstrip()
            lines.append(" " * column)
        lines[-1] += f"{item}, "
    lines[-1] = lines[-1].removesuffix(", ") + closing
    return lines

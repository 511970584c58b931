"""A lesson as a NumPy program to be taught from: forward, backward, a check and the training.

Its lines are those of ``script``; here they stand in functions, so that they can be called again:
with a parameter moved a little (the check) and after every update (the training).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from derive.core.derivation import Phase
from derive.core.expression import Role, Variable
from derive.core.text import Text
from derive.render.block import Block
from derive.render.script import GIVEN, Script, wrapped
from derive.render.solution import Solution

_INDENT = "    "
PARTS = ("given", "forward", "backward", "check", "train")
# what the program calls its own things; no name of a lesson's may hide them
RESERVED = (
    "forward", "backward", "check", "train", "parameters", "kept", "gradients", "learning_rate",
    "np", "math",
)  # fmt: skip


@dataclass(frozen=True)
class TrainingScript:
    """The parts of the program, each of which needs those before it.

    Raises ValueError for a lesson without numbers, which nothing can be trained with.
    """

    solution: Solution
    steps: int = 10
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        if not self.solution.values:
            raise ValueError("a lesson without numbers cannot be trained")

    def part(self, key: str) -> str:
        """Return the source of one of ``PARTS``."""
        made = {
            "given": self._given,
            "forward": self._forward,
            "backward": self._backward,
            "check": self._check,
            "train": self._train,
        }
        return made[key]() + "\n"

    def source(self) -> str:
        """Return the whole program."""
        return "\n\n".join(self.part(key) for key in PARTS)

    # -- parts ------------------------------------------------------------------------------

    def _given(self) -> str:
        script, lines = self._script, [self._script.title(), "", self._script.imports(), ""]
        for role in (Role.DATA, Role.CONSTANT):
            if names := [name for name in self._givens if name.role is role]:
                lines.append(f"# {self._say(GIVEN[role])}")
                lines += [f"{script.names[name]} = {script.literal(name)}" for name in names]
                lines.append("")
        lines += [f"# {self._say(GIVEN[Role.PARAMETER])}", "parameters = {"]
        lines += [
            f'{_INDENT}"{script.names[name]}": {script.literal(name)},' for name in self._parameters
        ]
        lines += ["}", f"learning_rate = {self.solution.lesson.learning_rate or 0.1!r}"]
        return "\n".join(["\n".join(lines), *(f"\n\n{each}" for each in script.helpers())])

    def _forward(self) -> str:
        blocks = self.solution.phase(Phase.FORWARD)
        loss = self._name(self.solution.derivation.loss)
        lines = self._header("forward", (), FORWARD)
        lines += self._script.steps(blocks, _INDENT)
        return "\n".join([*lines, f"{_INDENT}return {loss}, {_tuple(self._kept)}"])

    def _backward(self) -> str:
        lines = self._header("backward", ("kept",), BACKWARD)
        if self._kept:
            unpacked = ", ".join(self._kept) + ("," if len(self._kept) == 1 else "")
            lines.append(f"{_INDENT}{unpacked} = kept")
        lines += self._script.steps(self.solution.phase(Phase.BACKWARD), _INDENT)
        lines.append(f"{_INDENT}return {{")
        for name, step in self._gradients:
            lines.append(f'{_INDENT * 2}"{self._name(name)}": {self._name(step)},')
        return "\n".join([*lines, f"{_INDENT}}}"])

    def _check(self) -> str:
        by_entry = CHECK_EACH if self._has_arrays else CHECK
        return f'def check(h=1e-5):\n{_INDENT}"""{self._say(DIFFERENCES)}"""\n{by_entry}'

    def _train(self) -> str:
        loss = "float(np.squeeze(loss))" if self._has_arrays else "loss"
        filled = TRAIN.replace("STEPS", str(self.steps)).replace("SAYS", self._say(TRAINING))
        return filled.replace("LOSS", loss)

    # -- names ------------------------------------------------------------------------------

    def _header(self, function: str, first: Iterable[str], says: Text) -> list[str]:
        names = [*first, *map(self._name, self._parameters)]
        opening = f"def {function}("
        lines = wrapped(opening, names, "):", len(opening), 0)
        return [*lines, f'{_INDENT}"""{self._say(says)}"""']

    @cached_property
    def _script(self) -> Script:
        return _Named(self.solution, self.languages)

    @property
    def _givens(self) -> tuple[Variable, ...]:
        return tuple(self.solution.derivation.givens)

    @property
    def _parameters(self) -> tuple[Variable, ...]:
        return tuple(name for name in self._givens if name.role is Role.PARAMETER)

    @property
    def _kept(self) -> tuple[str, ...]:
        """What the backward pass reads of the forward pass."""
        made = [block.target for block in self.solution.phase(Phase.FORWARD)]
        read = {name for block in self._backward_blocks for name in block.step.reads}
        return tuple(self._name(name) for name in made if name in read)

    @property
    def _backward_blocks(self) -> tuple[Block, ...]:
        return tuple(self.solution.phase(Phase.BACKWARD))

    @property
    def _gradients(self) -> Iterator[tuple[Variable, Variable]]:
        """Yield each parameter that is learnt with its gradient."""
        for name, step in self.solution.derivation.gradients.items():
            if name not in self.solution.lesson.frozen:
                yield name, step.target

    @property
    def _has_arrays(self) -> bool:
        return any(name.shape for name in self._parameters)

    def _name(self, variable: Variable) -> str:
        return self._script.names[variable]

    def _say(self, sentence: Text) -> str:
        return " / ".join(dict.fromkeys(sentence.in_language(name) for name in self.languages))


class _Named(Script):
    """The same lines with names that leave the program's own free."""

    @cached_property
    def names(self) -> dict[Variable, str]:
        names = dict(super().names)
        taken = {*names.values(), *RESERVED}
        for variable, name in names.items():
            if name in RESERVED:
                while name in taken:
                    name += "_"
                taken.add(name)
                names[variable] = name
        return names


def _tuple(names: tuple[str, ...]) -> str:
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


FORWARD = Text(
    "Forward pass: return the loss, and what the backward pass will need again.",
    "前向傳遞：傳回損失，以及反向傳遞會再用到的值。",
)
BACKWARD = Text(
    "Backward pass: from the loss back to each parameter; every factor is computed once.",
    "反向傳遞：由損失往回算到每個參數，每個因子只算一次。",
)
DIFFERENCES = Text(
    "Gradient check: move each parameter a little and see how much the loss changes.",
    "檢查梯度：把每個參數移動一點點，看損失改變多少。",
)
TRAINING = Text(
    "Gradient descent: forward, backward, update, again.", "梯度下降：前向、反向、更新，再做一次。"
)
CHECK = """\
    loss, kept = forward(**parameters)
    gradients = backward(kept, **parameters)
    for name, gradient in gradients.items():
        above, _ = forward(**{**parameters, name: parameters[name] + h})
        below, _ = forward(**{**parameters, name: parameters[name] - h})
        print(f"{name:8} {gradient: .8f} {(above - below) / (2 * h): .8f}")


check()"""
CHECK_EACH = """\
    loss, kept = forward(**parameters)
    gradients = backward(kept, **parameters)
    for name, gradient in gradients.items():
        for place in np.ndindex(np.shape(gradient)):
            step = np.zeros(np.shape(gradient))
            step[place] = h
            above, _ = forward(**{**parameters, name: parameters[name] + step})
            below, _ = forward(**{**parameters, name: parameters[name] - step})
            print(f"{name:8} {place} {np.asarray(gradient)[place]: .8f}", end=" ")
            print(f"{float(np.squeeze(above - below)) / (2 * h): .8f}")


check()"""
TRAIN = '''\
def train(parameters, steps=STEPS):
    """SAYS"""
    for step in range(steps):
        loss, kept = forward(**parameters)
        gradients = backward(kept, **parameters)
        for name, gradient in gradients.items():
            parameters[name] = parameters[name] - learning_rate * gradient
        print(f"{step:3} {LOSS:.6f}")
    return parameters


parameters = train(parameters)'''

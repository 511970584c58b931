"""What a comparison changes, as titles, tables and legends call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.activations import load as activation
from derive.core.expression import Expression, Role, Variable
from derive.core.lesson import Lesson
from derive.core.text import Text, same
from derive.descent.compare import Comparison, parameter_named
from derive.descent.plan import named
from derive.descent.recurrence import parameter_at
from derive.descent.schedules import load as schedule
from derive.losses import load as loss
from derive.optimizers import load as optimizer
from derive.render.descent.pieces import Cell, shown
from derive.render.descent.symbols import ETA
from derive.spelling.text import text_name

Words = tuple[Expression | Text | str, ...]


@dataclass(frozen=True)
class Changed:
    """The thing that differs: its name, and the letter that formulas have for it, if any."""

    what: str
    title: Text
    letter: Variable | None = None

    @property
    def head(self) -> Cell:
        """The head of its column."""
        return self.title if self.letter is None else self.letter

    def cell(self, value: str) -> Cell:
        """Return one of its values for a table."""
        named_value = self._titled(value)
        return named_value if named_value is not None else shown(float(value))

    def label(self, value: str) -> Words:
        """Return one of its values for a legend."""
        said = self._titled(value)
        if self.letter is not None:
            return (self.letter, f" = {value}")
        if self.what in _TITLED and said is not None:
            return (said,)
        title = Text(f"{self.title.en} ", f"{self.title.zh} ")
        return (title, said if said is not None else value)

    def _titled(self, value: str) -> Text | None:
        if value in ("all", "none"):
            return _WHOLE[value]
        return _TITLED[self.what](value) if self.what in _TITLED else None


def changed(lesson: Lesson, found: Comparison) -> Changed:
    """Return the names of what a comparison changes."""
    if found.what in _NAMES:
        letter = {"learning_rate": ETA, "n": Variable("n", "n")}.get(found.what)
        return Changed(found.what, _NAMES[found.what], letter)
    parameter = parameter_named(lesson, found.what)
    if parameter is not None:
        title = _START.fill(name=text_name(parameter))
        return Changed(found.what, title, parameter_at(parameter, "(0)"))
    hyper = named(found.courses[0][1].plan.hyperparameters, found.what)
    if hyper is None:
        return Changed(found.what, same(found.what))
    return Changed(found.what, hyper.title, Variable(hyper.latex, hyper.latex, Role.HYPERPARAMETER))


_TITLED: dict[str, Callable[[str], Text]] = {
    "optimizer": lambda key: optimizer(key).title,
    "schedule": lambda key: schedule(key).title,
    "activation": lambda key: activation(key).title,
    "loss": lambda key: loss(key).title,
}
_WHOLE = {"all": Text("all", "全部"), "none": Text("constant", "固定不變")}
_NAMES = {
    "learning_rate": Text("learning rate", "學習率"),
    "optimizer": Text("optimiser", "最佳化器"),
    "schedule": Text("schedule", "學習率排程"),
    "batch_size": Text("batch size", "批次大小"),
    "seed": Text("seed", "亂數種子"),
    "loss": Text("loss function", "損失函數"),
    "activation": Text("activation function", "激勵函數"),
    "n": Text("number of samples", "樣本數量"),
}
_START = Text("start of {name}", " {name} 初始值")  # Chinese stands apart from a letter

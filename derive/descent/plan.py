"""The plan of a descent: optimiser, hyperparameters, how many steps, when to stop; all checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from derive.core.errors import DeriveError
from derive.core.expression import Role, Variable
from derive.core.folder import nearest, plain
from derive.core.lesson import Lesson
from derive.core.optimizer import RATE, Hyperparameter, Optimizer, Schedule
from derive.core.text import Text
from derive.descent import schedules
from derive.descent.batches import per_epoch
from derive.descent.clipping import Clipping
from derive.optimizers import keys, load
from derive.spelling.text import text_name

STEPS = 3
MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class Stopping:
    """When to stop before all steps are made; None never stops.

    ``gradient`` : the length of the gradient is at most this; ``loss`` : the loss is at most this;
    ``change`` : the loss changed by at most this
    """

    gradient: float | None = None
    loss: float | None = None
    change: float | None = None


@dataclass(frozen=True)
class Plan:
    """What to do, checked; ``values`` holds every hyperparameter by its name."""

    optimizer: Optimizer
    values: Mapping[str, float]
    steps: int = STEPS
    schedule: Schedule | None = None
    clipping: Clipping = field(default_factory=Clipping)
    stopping: Stopping = field(default_factory=Stopping)
    batch_size: int | None = None
    shuffle: bool = True
    seed: int = 0
    allow_divergence: bool = False

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...]:
        """Those of the optimiser, then those of the schedule."""
        return hyperparameters(
            self.optimizer.key, self.schedule.key if self.schedule is not None else None
        )

    @property
    def constants(self) -> dict[Variable, float]:
        """The hyperparameters and limits as variables of the equations, with their values."""
        named = {
            Variable(h.latex, h.latex, Role.HYPERPARAMETER): self.values[h.name]
            for h in self.hyperparameters
        }
        return {**named, **self.clipping.limits}


def make_plan(
    lesson: Lesson,
    optimizer: str = "sgd",
    *,
    learning_rate: float | None = None,
    steps: int | None = None,
    settings: Mapping[str, float] | None = None,
    schedule: str | None = None,
    clipping: Clipping | None = None,
    stopping: Stopping | None = None,
    batch_size: int | None = None,
    epochs: int | None = None,
    shuffle: bool = True,
    seed: int = 0,
    allow_divergence: bool = False,
) -> Plan:
    """Return a checked plan; raises DeriveError for what cannot be.

    The learning rate is the given one, else the lesson's, else the optimiser's default.
    ``settings`` are hyperparameters by name (``beta``); ``epochs`` counts passes through all
    samples in the place of ``steps``.
    """
    chosen = load(optimizer)
    rule = schedules.load(schedule) if schedule is not None else None
    size = _batch_size(lesson, batch_size)
    count = _steps(lesson, steps, epochs, size)
    given = _by_name(hyperparameters(optimizer, schedule), settings)
    rate = learning_rate if learning_rate is not None else given.get(RATE, lesson.learning_rate)
    if rate is not None:
        given[RATE] = rate
    plan = Plan(
        chosen, given, count, rule, clipping or Clipping(), stopping or Stopping(), size,
        shuffle, seed, allow_divergence,
    )  # fmt: skip
    _check_limits(plan)
    if seed < 0:
        raise DeriveError(_SEED.fill(value=seed))
    return replace(plan, values=_values(plan, given))


def hyperparameters(optimizer: str, schedule: str | None) -> tuple[Hyperparameter, ...]:
    """Return those of an optimiser, then those of a schedule, by their keys."""
    more = schedules.load(schedule).hyperparameters if schedule is not None else ()
    return (*load(optimizer).hyperparameters, *more)


def _batch_size(lesson: Lesson, size: int | None) -> int | None:
    if size is None:
        return None
    if lesson.samples is None:
        raise DeriveError(_NO_SAMPLES, _LISTS)
    if size < 1:
        raise DeriveError(_AT_LEAST_ONE.fill(name="batch_size", value=size))
    return None if size >= lesson.samples else size


def _steps(lesson: Lesson, steps: int | None, epochs: int | None, size: int | None) -> int:
    if steps is not None and epochs is not None:
        raise DeriveError(_STEPS_OR_EPOCHS)
    each = per_epoch(lesson.samples, size) if lesson.samples and size else 1
    count = steps if steps is not None else None
    if epochs is not None:
        if epochs < 0:
            raise DeriveError(_AT_LEAST_ZERO.fill(name="epochs", value=epochs))
        count = epochs * each
    if count is None:
        count = each if size else STEPS
    if not 0 <= count <= MOST_STEPS:
        raise DeriveError(_TOO_MANY.fill(value=count, most=MOST_STEPS))
    return count


def _by_name(
    known: tuple[Hyperparameter, ...], settings: Mapping[str, float] | None
) -> dict[str, float]:
    found = {}
    for name, value in (settings or {}).items():
        hyper = named(known, name)
        if hyper is None:
            raise DeriveError(_UNKNOWN.fill(name=name), _remedy(name, known))
        found[hyper.name] = value
    return found


def named(known: tuple[Hyperparameter, ...], name: str) -> Hyperparameter | None:
    """Return the hyperparameter of that name, by any of its spellings."""
    wanted = plain(name)
    return next((h for h in known if wanted in map(plain, _spellings(h))), None)


def _spellings(hyper: Hyperparameter) -> tuple[str, ...]:
    """Its name, and the letter of the equations: beta_1, β_1, \\beta_1 are the same one."""
    letter = Variable(hyper.latex, hyper.latex)
    return hyper.name, hyper.latex, hyper.latex.replace("\\", ""), text_name(letter)


def _remedy(name: str, known: tuple[Hyperparameter, ...]) -> Text:
    """Say what there is, and which optimisers have what was looked for."""
    names = [h.name for h in known]
    remedy = _KNOWN.fill(names=", ".join(names))
    close = nearest(name, names)
    if close is not None:
        return _join(_NEAREST.fill(name=close), remedy)
    owners = [key for key in keys() if named(load(key).hyperparameters, name) is not None]
    return _join(remedy, _OWNERS.fill(names=", ".join(owners))) if owners else remedy


def _join(first: Text, second: Text) -> Text:
    return Text(f"{first.en} {second.en}", f"{first.zh}{second.zh}")


def _values(plan: Plan, given: Mapping[str, float]) -> dict[str, float]:
    values = {}
    for hyper in plan.hyperparameters:
        default = float(max(plan.steps, 1)) if hyper.default is None else hyper.default
        value = given.get(hyper.name, default)
        if (complaint := hyper.complaint(value)) is not None:
            raise DeriveError(complaint)
        values[hyper.name] = float(value)
    return values


def _check_limits(plan: Plan) -> None:
    clipping, stopping = plan.clipping, plan.stopping
    if clipping.value is not None and clipping.norm is not None:
        raise DeriveError(_ONE_CLIP)
    for kind in (clipping, stopping):
        for each in fields(kind):
            limit = getattr(kind, each.name)
            allowed = kind is stopping and each.name == "loss"
            if limit is not None and not (math.isfinite(limit) and (limit >= 0 or allowed)):
                raise DeriveError(_LIMIT.fill(value=limit))


_NO_SAMPLES = Text(
    "This lesson has a single sample, so there is nothing to split into batches.",
    "這份教案只有單一樣本，無法分成小批次。",
)
_LISTS = Text(
    "Give the data lists of numbers, one number a sample.",
    "請讓 data 的每個量是一個數列，一筆樣本一個數。",
)
_AT_LEAST_ONE = Text(
    "{name} is {value}; it has to be at least 1.", "{name} 為 {value}，至少要是 1。"
)
_AT_LEAST_ZERO = Text(
    "{name} is {value}; it has to be at least 0.", "{name} 為 {value}，至少要是 0。"
)
_STEPS_OR_EPOCHS = Text(
    "Say either how many steps or how many epochs.", "步數與 epoch 數請擇一指定。"
)
_TOO_MANY = Text("{value} steps: 0 to {most} are possible.", "步數 {value}：必須介於 0 與 {most}。")
_UNKNOWN = Text("There is no hyperparameter “{name}” here.", "這裡沒有「{name}」這個超參數。")
_KNOWN = Text("There are: {names}.", "可設定的有：{names}。")
_NEAREST = Text("Did you mean {name}?", "是不是要寫 {name}？")
_OWNERS = Text(
    "These optimisers have it, chosen with --optimizer: {names}.",
    "有這個超參數的最佳化器（用 --optimizer 選擇）：{names}。",
)
_SEED = Text(
    "The seed has to be a whole number of at least 0, not {value}.",
    "亂數種子必須是不小於 0 的整數，不能是 {value}。",
)
_ONE_CLIP = Text(
    "Clip the gradient either by value or by norm, not both.",
    "梯度裁剪請選擇依數值或依長度其中一種。",
)
_LIMIT = Text(
    "A limit has to be a number of at least 0, not {value}.",
    "界限必須是不小於 0 的數，不能是 {value}。",
)

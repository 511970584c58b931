"""An optimiser's update in the lecture's own notation, from the equations that are run."""

from __future__ import annotations

from collections.abc import Iterator

from derive.blackboard.update_rule import GRADIENTS, TIMES, Style, UpdateRule
from derive.core.text import Text
from derive.lectures.pieces import Piece, Written
from derive.lectures.spec import Spec
from derive.optimizers import load

KEYS = ("optimizer", "name", "loss", "time", "now", "gradient", "turned", "standstill", "why")

SHOWS = Text("an optimiser's update in your notation", "最佳化器的更新式，用你的記號")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the lines for each ``name``.

    ``time`` says where t stands, ``now`` at which time the parameter is read, ``gradient`` how its
    gradient is written; ``turned: yes`` adds the form with the minus inside, ``standstill: yes``
    where it no longer moves.
    """
    checked = spec.checked(*KEYS, short="optimizer")
    where = checked.at("optimizer")
    optimizer = where.reading(lambda: load(where.word()))
    default = Style()
    lines: list[tuple[str, Text | None]] = []
    for name in _names(checked.at("name"), default.parameter):
        style = Style(
            parameter=name,
            loss=_loss(checked),
            time=checked.at("time").choice(*TIMES, default=default.time),
            now=checked.at("now").choice("t", "t-1", default=default.now),
            gradient=checked.at("gradient").choice(*GRADIENTS, default=default.gradient),
        )
        lines += _lines(checked, UpdateRule(optimizer, style))
    yield Written(tuple(lines))


def _lines(spec: Spec, rule: UpdateRule) -> Iterator[tuple[str, Text | None]]:
    why = spec.at("why")
    for line, said in rule.lines():
        yield line, why.text() if why.value is not None else said
    if spec.at("turned").yes():
        yield spec.at("turned").reading(rule.turned)
    if spec.at("standstill").yes():
        yield spec.at("standstill").reading(rule.standstill)


def _names(spec: Spec, default: str) -> tuple[str, ...]:
    return tuple(each.name() for each in spec) or (default,)


def _loss(spec: Spec) -> str:
    if spec.at("loss").value is not None:
        return spec.at("loss").name()
    return spec.studio.letters.get("L", Style().loss)

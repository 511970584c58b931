"""The steps of the backward pass that lead to one gradient, as the lesson's derivation has them."""

from collections.abc import Iterator

from derive.core.text import Text
from derive.lectures.pieces import Piece, Steps
from derive.lectures.spec import Spec
from derive.lessons.ask import variables_named
from derive.render.sheet import Group, Item, Sheet

SHOWS = Text("the steps that lead to a gradient", "求出某個梯度的步驟")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the steps that ``of`` adds; ``steps`` picks some of them by their place, from 1."""
    checked = spec.checked("lesson", "of", "steps", short="lesson")
    sheet = checked.at("lesson").sheet()
    for name in checked.at("of"):
        items = group_of(sheet, name).items
        places = checked.at("steps").wholes()
        yield Steps(sheet, picked(checked.at("steps"), items, places))


def group_of(sheet: Sheet, name: Spec) -> Group:
    """Return the steps that a gradient adds to those before it."""
    lesson = sheet.solution.lesson
    (wanted,) = name.reading(lambda: variables_named(lesson, (name.word(),)))
    for group in sheet.groups:
        if group.answers == wanted:
            return group
    raise name.error(_NOT_ASKED.fill(name=wanted.name))


def picked(spec: Spec, items: tuple[Item, ...], places: tuple[int, ...]) -> tuple[Item, ...]:
    """Return the items at some places, counted from 1; all where none are named."""
    if any(not 1 <= place <= len(items) for place in places):
        raise spec.error(_PLACE.fill(count=len(items)))
    return tuple(items[place - 1] for place in places) or items


_NOT_ASKED = Text("The lesson is not differentiated by {name}.", "這份教案沒有對 {name} 微分。")
_PLACE = Text("There are {count} steps here.", "這裡只有 {count} 個步驟。")

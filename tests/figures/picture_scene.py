"""What is where in a drawing, for tests: boxes around labels and shapes."""

from dataclasses import dataclass

from derive.figures.drawing import Anchor, Box, Circle, Drawing, Label
from derive.figures.label import width


@dataclass(frozen=True)
class Area:
    """A rectangle, and what fills it."""

    left: float
    top: float
    right: float
    bottom: float
    mark: object

    def overlaps(self, other: "Area", slack: float = 0.5) -> bool:
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.top < other.bottom - slack
            and other.top < self.bottom - slack
        )


def label_area(label: Label) -> Area:
    wide = width(label.words, label.size)
    left = label.x - {Anchor.START: 0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[label.anchor]
    high = label.size * 0.45
    return Area(left, label.y - high, left + wide, label.y + high, label)


def labels(drawing: Drawing) -> list[Area]:
    return [label_area(m) for m in drawing.marks if isinstance(m, Label) and m.words]


def shapes(drawing: Drawing) -> list[Area]:
    found = []
    for mark in drawing.marks:
        if isinstance(mark, Circle) and not mark.solid:
            r = mark.radius
            found.append(Area(mark.x - r, mark.y - r, mark.x + r, mark.y + r, mark))
        if isinstance(mark, Box):
            x, y = mark.width / 2, mark.height / 2
            found.append(Area(mark.x - x, mark.y - y, mark.x + x, mark.y + y, mark))
    return found


def said(label: Label, language: str = "en") -> str:
    from derive.figures.label import plain

    return plain(label.words, language)


def written(drawing: Drawing, language: str = "en") -> list[str]:
    return [said(m, language) for m in drawing.marks if isinstance(m, Label)]

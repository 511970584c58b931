"""A lecture: slides in order, each with its pieces, before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.text import Text
from derive.lectures.pieces import Piece


@dataclass(frozen=True)
class Slide:
    """One slide.

    Parameters
    ----------
    key : its name in links and after ``--slide``
    part : the part of the lecture that begins with it, if one does
    """

    key: str
    title: Text
    pieces: tuple[Piece, ...]
    part: Text | None = None


@dataclass(frozen=True)
class Lecture:
    """A whole lecture."""

    key: str
    title: Text
    subtitle: Text | None
    note: Text | None
    slides: tuple[Slide, ...]

    @property
    def parts(self) -> tuple[tuple[Text | None, tuple[Slide, ...]], ...]:
        """The slides by the part that they belong to, in order."""
        found: list[tuple[Text | None, list[Slide]]] = []
        for slide in self.slides:
            if slide.part is not None or not found:
                found.append((slide.part, []))
            found[-1][1].append(slide)
        return tuple((part, tuple(slides)) for part, slides in found)

"""What an outline can show, one file each; the file's name is the key one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from derive.core import folder
from derive.core.text import Text
from derive.lectures.pieces import Piece
from derive.lectures.spec import Spec

_KIND = Text("item", "項目")


class Kind(Protocol):
    """A file of this folder."""

    SHOWS: Text  # what it is, in a few words

    def pieces(self, spec: Spec) -> Iterator[Piece]:
        """Yield what stands on the slide for one item of an outline."""


def keys() -> tuple[str, ...]:
    """Return every key, sorted."""
    return folder.keys(__name__)


def load(key: str) -> Kind:
    """Return one kind; raises LessonError with the nearest key when there is none."""
    module: Kind = folder.load(__name__, key, _KIND)
    return module

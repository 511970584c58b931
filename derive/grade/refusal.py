"""Why something that was handed in is not read."""

from __future__ import annotations

from derive.core.text import Text


class RefusedError(Exception):
    """A file that is not opened or not understood; ``reason`` is for student and teacher."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason

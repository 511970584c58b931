"""What is said to a person whose input cannot be used: where it is, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from derive.core.text import Text


@dataclass
class DeriveError(Exception):
    """Anything a user can cause.  ``message`` says what is wrong, ``remedy`` what to do about it.

    ``source`` is the offending line as typed and ``column`` the 0-based place in it, so that a
    caret can be drawn; ``file`` and ``line`` (1-based) are filled in by whoever knows them.
    """

    message: Text
    remedy: Text | None = None
    file: str | None = None
    line: int | None = None
    source: str | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.describe("en")

    def describe(self, language: str) -> str:
        """Return the whole complaint in one language: place, sentence, remedy, caret."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        sentence = self.message.in_language(language)
        if self.remedy is not None:
            # a Chinese full stop brings its own space
            space = "" if sentence.endswith("。") else " "
            sentence += space + self.remedy.in_language(language)
        return "\n".join(
            filter(None, [f"{place}: {sentence}" if place else sentence, self._caret()])
        )

    def _caret(self) -> str:
        if self.source is None or self.column is None:
            return ""
        # a long line is cut around the place, so that the caret stays on an 80-column screen
        start = max(0, self.column - 50)
        shown = self.source[start : start + 74].replace("\t", " ")
        return f"    {shown}\n    {' ' * (self.column - start)}^"


class ReadError(DeriveError):
    """A line that the reader refuses; it always carries ``source`` and ``column``."""


class LessonError(DeriveError):
    """A lesson file that says something impossible."""


class NumericError(DeriveError):
    """A calculation that left the finite numbers; ``step`` is the number of its step, if known."""

    step: int | None = None

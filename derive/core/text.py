"""A sentence a person reads, in every language the project speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGES = ("en", "zh-Hant")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in English and in Traditional Chinese.

    Both are required and neither may be blank, so that a forgotten translation is an error at
    import and not a hole in a lecturer's page.  Names of variables are put in with ``fill``;
    what is put in is never read as a format string itself.
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        if not (self.en.strip() and self.zh.strip()):
            raise ValueError(f"a Text needs both languages: {self.en!r}, {self.zh!r}")

    def in_language(self, language: str) -> str:
        """Return the sentence in ``"en"`` or ``"zh-Hant"``; raises KeyError for any other."""
        return {"en": self.en, "zh-Hant": self.zh}[language]

    def fill(self, **names: object) -> Text:
        """Put values into the ``{name}`` places of both sentences."""
        return Text(_filled(self.en, names), _filled(self.zh, names))


def same(text: str) -> Text:
    """Return a Text that reads the same in both languages (a proper name, a title given once)."""
    return Text(text, text)


def _filled(sentence: str, names: dict[str, object]) -> str:
    # str.format would follow attributes ({a.__class__}); plain replacement cannot.
    return _PLACE.sub(lambda place: str(names.get(place[1], place[0])), sentence)


_PLACE = re.compile(r"\{([^{}]*)\}")

"""A report for the terminal: every line with its sign, a caret under what is wrong, the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.check.report import Answer, Award, Finding, Report
from derive.core.text import Text
from derive.feedback import words
from derive.feedback.visible import visible
from derive.render.columns import width, wrap
from derive.spelling.numbers import show

_STYLES = {"title": "1", "good": "32", "bad": "1;31", "open": "33", "dim": "2"}
_GOOD = frozenset({Finding.CORRECT, Finding.FOLLOWS})
_INDENT = 6


@dataclass(frozen=True)
class TextFeedback:
    """How to print: columns, colours, languages (one or two)."""

    width: int = 80
    colour: bool = False
    languages: Sequence[str] = ("en",)

    def write(self, title: Text, report: Report) -> str:
        """Return the whole report."""
        lines = [*self._head(title, report), ""]
        if not report.answers:
            lines += [*self._prose(words.NOTHING, ""), ""]
        for answer in report.answers:
            lines += self._answer(answer)
        lines += ["", *self._marks(report), "", *self._prose(words.AGAIN.fill(seed=report.seed))]
        return "\n".join(lines) + "\n"

    def say(self, sentence: Text) -> str:
        """Return a sentence in the chosen language, or in both."""
        said = (sentence.in_language(language) for language in self.languages)
        return " ".join(dict.fromkeys(said))

    def _head(self, title: Text, report: Report) -> Iterator[str]:
        for language in self.languages:
            yield self._paint(title.in_language(language), "title")
        yield "═" * min(self.width, max(20, width(self.say(title))))
        yield self.say(_share(words.MARKS, report.marks, report.out_of))

    def _answer(self, answer: Answer) -> Iterator[str]:
        sign, _, _ = words.VERDICTS[answer.verdict]
        style = "good" if answer.verdict in _GOOD else "bad" if answer.is_mistaken else "open"
        shown, under = self._source(answer)
        number = str(answer.line).rjust(3)
        yield f"{self._paint(number, 'dim')} {self._paint(sign, style)} {shown}"
        if answer.verdict is Finding.CORRECT and answer.message.en == "Right.":
            return
        if under:
            yield " " * _INDENT + self._paint(under, style)
        yield from self._prose(answer.message)
        if answer.hint is not None:
            yield from self._prose(answer.hint, " " * _INDENT + "→ ")

    def _source(self, answer: Answer) -> tuple[str, str]:
        """Return the line as typed and what goes under it, both cut to the width of the screen."""
        room = self.width - _INDENT
        source = answer.source.replace("\t", " ")
        start, end = answer.caret or (0, 0)
        cut = max(0, min(end, len(source)) - room + 4) if end > room else 0
        shown, before = visible(source[cut:]), visible(source[cut:start])
        under = "^" * max(1, width(visible(source[start:end]))) if end > start else ""
        lead = "…" if cut else ""
        under = " " * width(lead + before) + under if under else ""
        return _shortened(lead + shown, room), under[:room]

    def _prose(self, sentence: Text, lead: str = " " * _INDENT) -> Iterator[str]:
        for language in self.languages:
            first = lead
            for line in wrap(sentence.in_language(language), self.width - width(lead)):
                yield first + line
                first = " " * width(lead)

    def _marks(self, report: Report) -> Iterator[str]:
        names = [visible(award.target) for award in report.awards]
        widest = min(max(map(width, names), default=0), self.width // 2)
        for name, award in zip(names, report.awards, strict=True):
            yield f"  {name}{' ' * (widest - width(name))}  {self._award(award)}"

    def _award(self, award: Award) -> str:
        earned = self.say(_share(words.OF, award.marks, award.out_of))
        if award.line is None:
            return earned + self._paint(f"  {self.say(words.NOT_ANSWERED)}", "dim")
        return earned + self._paint(f"  {self.say(words.LINE.fill(line=award.line))}", "dim")

    def _paint(self, written: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{written}\x1b[0m" if self.colour else written


def _share(sentence: Text, marks: float, most: float) -> Text:
    return sentence.fill(marks=show(marks, 3), most=show(most, 3))


def _shortened(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) >= room:
            break
        kept += letter
    return kept + "…"

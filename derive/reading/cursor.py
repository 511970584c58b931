"""A place in a line of text and the token that stands there."""

from __future__ import annotations

import re
from typing import NoReturn

from derive.core.errors import ReadError
from derive.core.expression import Expression
from derive.core.text import Text
from derive.reading.characters import FRACTIONS, SUPERSCRIPTS, describe, plain
from derive.reading.limits import Limits
from derive.reading.names import START, spelled_at
from derive.reading.table import Match, NameTable

ENVIRONMENTS = (
    "align|aligned|alignat|alignedat|equation|eqnarray|gather|gathered|multline|split|flalign"
    "|displaymath|math|array|subequations"
)
_LAYOUT = (
    r"(?:[\s~&$]+|(?<![A-Za-z_^}])\{\s*\}|(?<![A-Za-z])(?:np|numpy|math|torch)\.(?=[a-z])"
    r"|\\(?:[,;:!> /]|\\(?:\[[^\]]{0,20}\])?|(?:"
    r"left\s*\.|right\s*\.|[bB]igg?[lrm]?\s*\."
    r"|(?:left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])(?!\s*(?:\||\\[lr]?[vV]ert|\\\|))"
    rf"|(?:begin|end)\s*\{{(?:{ENVIRONMENTS})\*?\}}(?:\s*\{{[rcl|\d ]{{1,12}}\}})?"
    r"|(?:hspace|vspace|label|tag|color|phantom|hphantom|mathstrut|strut)\*?\s*\{[^{}]{0,80}\}"
    r"|(?:quad|qquad|enspace|thinspace|medspace|thickspace|negthinspace|space|nonumber|notag|hfill|hfil|noindent"
    r"|displaystyle|textstyle|scriptstyle|limits|nolimits|normalsize|large|small|Large|centering|cr|newline"
    r"|par|rm|bf|it|mathstrut|strut|relax|null|allowbreak|nobreak|smallskip|medskip|bigskip|protect"
    r")(?![A-Za-z]))))*"
)
_PARTIAL = (
    r"\\partial(?![A-Za-z])|∂|\\(?:mathrm|text|textrm|operatorname|mathit|mathsf)\s*\{\s*d\s*\}"
    r"|\\(?:mathrm|rm)\s+d(?![A-Za-z])|\\(?:dd|diff|differential)(?![A-Za-z])|ⅆ"
)
TOKEN = re.compile(
    rf"{_LAYOUT}(?:"
    rf"(?P<end>$|[%#])"
    rf"|(?P<partial>{_PARTIAL})"
    r"|(?P<text>\\(?:text|textrm|textbf|textit|textnormal|mbox|hbox|intertext)\s*\{[^{}]{0,400}\})"
    rf"|(?P<summed>\\sum(?![A-Za-z])|[∑Σ])"
    rf"|(?P<number>(?:\d+(?:\.\d+|\.(?=[)\]}}]|\s*[*/·×^]))?|\.\d+)(?:[eE][-+]?\d+(?![\d.]))?)"
    rf"|(?P<relation>:=|==|=|≈|~=|←|<-|\\(?:approx|simeq|doteq|equiv|leftarrow|gets|coloneqq|coloneq|triangleq|Leftarrow|longleftarrow)(?![A-Za-z])"
    rf"|\\(?:overset|stackrel|underset)\s*\{{[^{{}}]{{0,40}}\}}\s*\{{\s*(?:=|\\approx|\\equiv|\\triangleq)\s*\}})"
    rf"|(?P<compare>>=?|<=?|[≤≥]|\\(?:[gl](?:t|e|eq|eqslant))(?![A-Za-z]))"
    rf"|(?P<times>\*\*(?!\*)|[*·×⊙@/÷]|\\(?:cdot|times|ast|odot|circ|div|cdotp|bullet)(?![A-Za-z]))"
    rf"|(?P<apart>[;⇒∴∵]|\\(?:therefore|because|Rightarrow|implies|Longrightarrow|iff|Leftrightarrow)(?![A-Za-z]))"
    rf"|(?P<done>\\(?:square|blacksquare|qed|Box|hline|qedhere)(?![A-Za-z])|[■□∎])"
    rf"|(?P<bar>(?P<side>\\(?:left|right|[bB]igg?[lr])\s*)?(?:[|‖∥]|\\(?P<vert>[lr]?[vV]ert)(?![A-Za-z])|\\\|))"
    rf"|(?P<open>[(\[{{]|\\\{{|\\(?:lbrace|lbrack|lparen)(?![A-Za-z]))"
    rf"|(?P<close>[)\]}}]|\\\}}|\\(?:rbrace|rbrack|rparen)(?![A-Za-z]))"
    rf"|(?P<name>{START})"
    rf"|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    rf"|(?P<vulgar>[{''.join(FRACTIONS)}])"
    rf"|(?P<raised>[{re.escape(''.join(SUPERSCRIPTS))}]+)"
    rf"|(?P<sign>[-+])"
    rf"|(?P<mark>[_^',.:!√∇])"
    rf"|(?P<other>.)"
    rf")",
    re.DOTALL,
)

# a percent sign behind a number; a bare one begins a comment when anything else follows it
PERCENT = re.compile(
    r"(?:[ ~]|\\[,;:!> ])*(?:\\%|%(?=[ \t.,;:!?。)\]}|&$]*(?:$|\n|\\\\|\\[)\]]|\\end(?![A-Za-z])"
    r"|[=≈←|│]|:=|~=|<-|\\(?:approx|simeq|doteq|equiv)(?![A-Za-z]))))"
)

_MORE_SCRIPT = re.compile(r"[_^\d]\S{0,20}")


class Cursor:
    """Where a reader stands: one token at a time, never behind ``end``, never without a bound.

    ``second`` asks for the less usual reading wherever there are two; ``doubts`` counts such
    places.  ``bindings`` says what the index of a sum stands for at the moment.
    """

    def __init__(
        self,
        source: str,
        table: NameTable,
        limits: Limits,
        *,
        start: int = 0,
        end: int | None = None,
        second: bool = False,
    ) -> None:
        self.source, self.table, self.limits = source, table, limits
        self.text = plain(source)
        self.end = len(source) if end is None else end
        self.second, self.doubts = second, 0
        self.bindings: dict[str, str] = {}
        self.depth, self.fuel, self.bars = 0, limits.fuel, 0
        self.loose: Expression | None = None  # what was last read side by side, with no brackets
        self.chained = 0  # how often a / stands behind a / of the same product
        self.trying = False  # whether a refusal will be caught, so that it need not be helpful
        self.kind, self.word, self.start, self.stop, self.behind = "", "", start, start, start
        self.go(start)

    def go(self, place: int) -> None:
        """Look at the first token at or behind a place."""
        self.fuel -= 1
        self.behind = place  # where what was read so far ends
        if self.fuel < 0:
            self.refuse(_TOO_MUCH, _SHORTER)
        found = TOKEN.match(self.text, place, self.end)
        if found is None:  # only a lone end inside a slice: "$" matches at the end of the text
            self.kind, self.word, self.start, self.stop = "end", "", self.end, self.end
            return
        kind = found.lastgroup or "end"
        self.kind = kind
        self.word = found.group(kind)
        self.start, self.stop = found.span(kind)

    def next(self) -> None:
        """Go on to the next token."""
        self.go(self.stop)

    def accept(self, kind: str, word: str) -> bool:
        """Go on when this very token stands here, and say whether it did."""
        if self.kind == kind and self.word == word:
            self.next()
            return True
        return False

    def is_next(self, word: str) -> bool:
        """Say whether the character directly at this token's end is the given one."""
        return self.text.startswith(word, self.stop, self.end)

    def ends_after(self, place: int) -> bool:
        """Say whether nothing but layout, a full stop or a relation comes behind a place."""
        found = TOKEN.match(self.text, place, self.end)
        return found is None or found.lastgroup in ("end", "done", "relation", "apart", "mark")

    def enter(self) -> None:
        """Go one level down; refuses what is nested too deeply."""
        self.depth += 1
        if self.depth > self.limits.depth:
            self.refuse_depth()

    def leave(self) -> None:
        """Come one level up."""
        self.depth -= 1

    def doubt(self) -> bool:
        """Note that there are two readings here; True when the second one is asked for."""
        self.doubts += 1
        return self.second

    def match(self, start: int | None = None, end: int | None = None) -> Match | None:
        """Return the known name that begins at a place, here if none is given."""
        place = self.start if start is None else start
        until = self.end if end is None else end
        try:
            return self.table.match(self.text, place, until, self.bindings or None)
        except ReadError as error:
            self.refuse(error.message, error.remedy, place)

    def refuse(self, message: Text, remedy: Text | None = None, at: int | None = None) -> NoReturn:
        """Raise the reader's own error, with the caret at this token or at a given place."""
        place = self.start if at is None else at
        raise ReadError(message, remedy, source=self.source, column=min(place, len(self.source)))

    def refuse_depth(self) -> NoReturn:
        """Refuse what is nested too deeply."""
        self.refuse(_TOO_DEEP, _SHORTER)

    def refuse_character(self, character: str, at: int) -> NoReturn:
        """Refuse a character that formulas do not have, by its code point."""
        self.refuse(_CHARACTER.fill(character=describe(character)), _CHARACTERS, at)

    def refuse_name(self, at: int | None = None) -> NoReturn:
        """Refuse an unknown name and say which known ones look like it."""
        place = self.start if at is None else at
        spelled = spelled_at(self.text, place, self.end)
        stop = self.stop if spelled is None else spelled.end
        if spelled is not None and (more := _MORE_SCRIPT.match(self.text, stop, self.end)):
            stop = more.end()
        typed = self.source[place:stop].strip()
        if spelled is None and len(typed) == 1 and not typed.isascii():
            self.refuse_character(typed, place)
        close = () if self.trying else self.table.similar(typed)
        remedy = _MEANT.fill(names=", ".join(close)) if close else NAMES_OF_THE_LESSON
        self.refuse(_UNKNOWN.fill(name=typed), remedy, place)

    def refuse_token(self) -> NoReturn:
        """Refuse what stands here, by what it is."""
        typed = self.source[self.start : self.stop]
        if self.kind == "end":
            self.refuse(_ENDS, _COMPLETE)
        if self.kind == "other":
            self.refuse_character(typed, self.start)
        if self.kind == "command":
            cases = _CASES.match(self.text, self.start, self.end)
            self.refuse(_COMMAND.fill(command=cases[0] if cases else typed), _remedy(typed, cases))
        if self.kind == "text":
            self.refuse(_WORDS.fill(words=typed), _WORDS_OUTSIDE)
        if self.kind == "close" and self.depth > 1:
            self.refuse(_MISSING.fill(bracket=typed), _COMPLETE)
        if self.kind == "close":
            self.refuse(_CLOSES.fill(bracket=typed), _BRACKETS)
        self.refuse(_UNEXPECTED.fill(typed=typed), _COMPLETE)


def _remedy(command: str, cases: re.Match[str] | None) -> Text:
    """Return what can be written in the place of a command that is not read."""
    if cases:
        return _ENTRIES if "matrix" in cases[0] else _ONE_FORMULA
    return _INSTEAD.get(command, _COMMANDS)


class Grammar(Cursor):
    """What the parts of the reader may ask of the whole: to read a formula at this place."""

    def expression(self) -> Expression:
        """Read a sum."""
        raise NotImplementedError

    def product(self) -> Expression:
        """Read one term of a sum."""
        raise NotImplementedError

    def group(self) -> Expression:
        """Read factors that stand side by side."""
        raise NotImplementedError

    def factor(self) -> Expression:
        """Read one factor with its power."""
        raise NotImplementedError

    def argument(self) -> Expression:
        """Read what a LaTeX command is applied to: one brace, one letter or one digit."""
        raise NotImplementedError

    def bracketed(self) -> Expression:
        """Read from an opening bracket to the one that closes it."""
        raise NotImplementedError

    def term(self) -> Expression:
        """Read a product with the signs before it."""
        raise NotImplementedError

    def raised(self) -> Expression:
        """Read an exponent of raised characters, ``²``."""
        raise NotImplementedError

    def close(self, opened: str, place: int) -> None:
        """Go past the bracket that closes what was opened at a place."""
        raise NotImplementedError

    def whole(self) -> Expression:
        """Read everything to the end as one formula."""
        raise NotImplementedError

    def slice(self, start: int, end: int) -> Grammar:
        """Return a reader of a part of the same line, with the fuel that is left."""
        raise NotImplementedError


_TOO_MUCH = Text("This formula is too long to be read.", "這個式子太長，無法讀取。")
_TOO_DEEP = Text("Brackets are nested too deeply here.", "這裡的括號層數太多。")
_SHORTER = Text("Give parts of it names of their own.", "請把其中一部分另取名稱。")
_ENDS = Text("The formula ends here, but something is missing.", "式子在這裡結束，但還缺少內容。")
_COMPLETE = Text("Write a number, a name or a bracket here.", "請在這裡寫上數字、名稱或括號。")
_CHARACTER = Text(
    "The character {character} is not read in formulas.", "式子中不接受字元 {character}。"
)
_CHARACTERS = Text(
    "Accepted are letters, Greek letters, digits, + - · × / ^ _ = and brackets.",
    "可用的字元有英文字母、希臘字母、數字、+ - · × / ^ _ = 以及括號。",
)
_COMMAND = Text("The command {command} is not known.", "不認得指令 {command}。")
_COMMANDS = Text(
    "Use commands such as \\frac, \\partial, \\hat, \\cdot, \\sum, \\sqrt or a name of the lesson.",
    "請使用 \\frac、\\partial、\\hat、\\cdot、\\sum、\\sqrt 等指令，或教材中的名稱。",
)
_CASES = re.compile(r"\\begin\s*\{(?:[dr]?cases|[a-zA-Z]?(?:small)?matrix)\*?\}")
_ENTRIES = Text(
    "Write the entries one by one (w_1, w_2), or describe the layers under “network:”.",
    "請逐一寫出各分量（w_1、w_2），或在「network:」底下描述各層。",
)
_ONE_FORMULA = Text(
    "Write the cases as one formula: max(0, z), |z|, or (z > 0) · z for z where it is above 0.",
    "請把分段的式子寫成一個式子：max(0, z)、|z|，或 (z > 0) · z（z > 0 時為 z，否則為 0）。",
)
_BASE = Text(
    "Write ln(x)/ln(10) for a logarithm to base 10.", "以 10 為底的對數請寫成 ln(x)/ln(10)。"
)
_INSTEAD = {
    "\\lg": _BASE,
    "\\tan": Text("Write \\sin(x)/\\cos(x).", "請寫成 \\sin(x)/\\cos(x)。"),
    "\\sinh": Text("Write (e^x - e^{-x})/2.", "請寫成 (e^x - e^{-x})/2。"),
    "\\cosh": Text("Write (e^x + e^{-x})/2.", "請寫成 (e^x + e^{-x})/2。"),
}
_MISSING = Text("Something is missing before {bracket}.", "{bracket} 前面缺少內容。")
_CLOSES = Text("{bracket} closes a bracket that was not opened.", "{bracket} 沒有對應的左括號。")
_BRACKETS = Text("Check the pairs of brackets.", "請檢查括號是否成對。")
_UNEXPECTED = Text("{typed} cannot stand here.", "{typed} 不能放在這裡。")
_WORDS = Text("The words {words} stand inside a formula.", "式子中間夾有文字 {words}。")
_WORDS_OUTSIDE = Text(
    "Write words before or behind the formula; a name must be one of the lesson.",
    "文字請寫在式子前面或後面；名稱必須是教材中的名稱。",
)
_UNKNOWN = Text("The name {name} is not known.", "不認得名稱 {name}。")
_MEANT = Text("Did you mean {names}?", "您是指 {names} 嗎？")
NAMES_OF_THE_LESSON = Text("Use the names of the lesson.", "請使用教材中的名稱。")

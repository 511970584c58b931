"""Formulas as words, for a screen reader: "partial L over partial w 1 1"."""

from __future__ import annotations

from functools import lru_cache

from derive.core.expression import Expression, Variable
from derive.core.function import Function
from derive.core.text import Text, same
from derive.spelling.name import Name, composed
from derive.spelling.printer import Printer
from derive.spelling.script import Piece, parsed, pieces
from derive.spelling.symbols import COMMANDS, symbol
from derive.spelling.target import counted

_PLUS = Text("plus ", "加 ")
_MINUS = Text("minus ", "減 ")
_NEGATIVE = Text("minus ", "負 ")
_TIMES = Text(" times ", " 乘以 ")
_ENTRYWISE = Text(" times, entry by entry, ", " 逐項乘以 ")
_COMMA = Text(", ", "、")
_BRACKETS = Text(
    "open bracket {inside} close bracket",
    "左括號 {inside} 右括號",
)
_OVER = Text("{top} over {bottom}", "{bottom} 分之 {top}")
_FRACTION = Text(
    "the fraction {top} over {bottom} end of fraction",
    "分數，分子 {top}，分母 {bottom}，分數結束",
)
_PARTIAL = Text("partial {of} over partial {wrt}", "{of} 對 {wrt} 的偏微分")
_HIGHER = Text("partial {order} {of} over {wrt}", "{of} 對 {wrt} 的{order}階偏微分")
_ONCE = Text("partial {wrt}", "{wrt}")
_REPEATED = Text("partial {wrt} {order}", "{wrt}")
_ORDERS = {2: Text("squared", "二"), 3: Text("cubed", "三")}
_ORDER = Text("to the power {order}", " {order} ")
_DERIVATIVE = Text(
    "the partial derivative with respect to {wrt} of {body} end of derivative",
    "{body} 以上整體對 {wrt} 的偏微分",
)
_SQUARED = Text("{base} squared", "{base} 的平方")
_CUBED = Text("{base} cubed", "{base} 的三次方")
_POWER = Text("{base} to the power {exponent}", "{base} 的 {exponent} 次方")
_LONG_POWER = Text(
    "{base} to the power {exponent} end of power",
    "{base} 的次方，指數 {exponent}，指數結束",
)
_PLAIN_CALL = Text("{function} of {arguments}", "{function} 左括號 {arguments} 右括號")
_CALL = Text(
    "{function} of open bracket {arguments} close bracket",
    "{function} 左括號 {arguments} 右括號",
)
_AFTER = Text("after", "合成")
_DERIVED = Text("{function} {primes}", "{function} {primes}")
_ABSOLUTE = Text(
    "the absolute value of {inside} end of absolute value",
    "絕對值 {inside} 絕對值結束",
)
_INDICATOR = Text("the indicator that {inside} is greater than 0", "{inside} 大於 0 的指示函數")
_NORM = Text("the length of {inside} end of length", "長度 {inside} 長度結束")
_ROOT = Text("the square root of {inside} end of root", "根號 {inside} 根號結束")
_SUM = Text(
    "the sum over {index} from 1 to {upper} of {body}", "{index} 從 1 到 {upper} 的總和 {body}"
)
_TOTAL = Text("the sum of all entries of {body}", "所有元素的總和 {body}")
_ONES = Text("the vector of ones", "全為 1 的向量")
_TRANSPOSE = Text("{operand} transpose", "{operand} 的轉置")
_SCIENTIFIC = Text(
    "{mantissa} times 10 to the power {exponent}",
    "{mantissa} 乘以 10 的 {exponent} 次方",
)
_INFINITY = Text("infinity", "無限大")
_UNDEFINED = Text("not a number", "非數值")
_LAYER = Text("{name}, layer {layer},", "第 {layer} 層的 {name}")
_SUPER = Text("{name} superscript {script}", "{name} 上標 {script}")
_PRIME = same("prime")
_CAPITAL = Text("capital {letter}", "大寫 {letter}")
_SIGNS = {
    "+": Text("plus", "加"),
    "-": Text("minus", "減"),
    "*": Text("star", "星號"),
    "=": Text("equals", "等於"),
}


def speech(expression: Expression, language: str, *, digits: int = 6) -> str:
    """Return a formula as it is read aloud, in ``"en"`` or ``"zh-Hant"``.

    It can be taken down by ear: what is over a fraction bar, under a root or in an exponent is
    said to begin and to end, unless it is a single letter or number.
    """
    return _printer(language, digits).write(expression).rstrip(",")


def speech_name(variable: Variable, language: str) -> str:
    """Return the name of a variable as it is read aloud: ``w 1 1``, ``y hat``."""
    return _printer(language, 6).variable(variable).rstrip(",")


@lru_cache(maxsize=64)
def _printer(language: str, digits: int) -> SpeechPrinter:
    return SpeechPrinter(language, digits)


@lru_cache(maxsize=65536)
def _name(language: str, latex: str) -> str:
    return _printer(language, 6)._letters(parsed(latex))


class SpeechPrinter(Printer):
    """Spoken mathematics in one language."""

    def __init__(self, language: str, digits: int = 6) -> None:
        super().__init__(digits)
        self.language = language
        self.PLUS, self.MINUS, self.NEGATIVE, self.COMMA, self.ODOT = (
            words.in_language(language) for words in (_PLUS, _MINUS, _NEGATIVE, _COMMA, _ENTRYWISE)
        )
        self.DOT = self.GAP = self.CLOSE = _TIMES.in_language(language)
        self.TAKEN = " "

    def say(self, words: Text, **parts: object) -> str:
        """Return words with formulas put in, in the language of this reader."""
        return words.fill(**parts).in_language(self.language)

    def name(self, variable: Variable) -> str:
        return _name(self.language, variable.latex or variable.name)

    def quotient(self, of: Variable, wrt: tuple[Variable, ...]) -> str:
        if len(wrt) == 1:
            return self.say(_PARTIAL, of=self.name(of), wrt=self.variable(wrt[0]))
        below = self.COMMA.join(map(self._below, counted(wrt)))
        return self.say(_HIGHER, of=self.name(of), wrt=below, order=self._order(len(wrt)))

    def _below(self, variable_and_count: tuple[Variable, int]) -> str:
        variable, count = variable_and_count
        words = _ONCE if count == 1 else _REPEATED
        return self.say(words, wrt=self.variable(variable), order=self._order(count))

    def _order(self, count: int) -> str:
        return self.say(_ORDERS.get(count, _ORDER), order=count)

    def derivative(self, body: str, wrt: Variable, long: bool) -> str:
        return self.say(_DERIVATIVE, body=body, wrt=self.variable(wrt))

    def digits_of(self, digits: str) -> str:
        special = {"∞": _INFINITY, "NaN": _UNDEFINED}.get(digits)
        return special.in_language(self.language) if special else digits

    def scientific(self, mantissa: str, exponent: int) -> str:
        power = f"{self.NEGATIVE if exponent < 0 else ''}{abs(exponent)}"
        return self.say(_SCIENTIFIC, mantissa=mantissa, exponent=power)

    def constant(self, key: str) -> str:
        return key

    def brackets(self, inside: str) -> str:
        return self.say(_BRACKETS, inside=inside)

    def fraction(self, top: str, bottom: str, plain: bool) -> str:
        return self.say(_OVER if plain else _FRACTION, top=top, bottom=bottom)

    def power(self, base: str, exponent: str, plain: bool) -> str:
        words = {"2": _SQUARED, "3": _CUBED}.get(exponent, _POWER if plain else _LONG_POWER)
        return self.say(words, base=base, exponent=exponent)

    def call(
        self, function: Function, order: int, arguments: str, exponent: str, plain: bool
    ) -> str:
        names = [self._letters(parsed(name)) for name in composed(function.latex)]
        name = f" {self.say(_AFTER)} ".join(names)
        if order:
            primes = " ".join([self.say(_PRIME)] * order)
            name = self.say(_DERIVED, function=name, primes=primes)
        if exponent:
            name = self.power(name, exponent, True)
        words = _PLAIN_CALL if plain else _CALL
        return self.say(words, function=name, arguments=arguments)

    def indicator(self, inside: str) -> str:
        return self.say(_INDICATOR, inside=inside)

    def absolute(self, inside: str) -> str:
        return self.say(_ABSOLUTE, inside=inside)

    def norm(self, inside: str) -> str:
        return self.say(_NORM, inside=inside)

    def root(self, inside: str) -> str:
        return self.say(_ROOT, inside=inside)

    def summed(self, index: str, upper: str, body: str) -> str:
        if not index:
            return self.say(_TOTAL, body=body)
        return self.say(_SUM, index=self._letters(parsed(index)), upper=upper, body=body)

    def ones(self) -> str:
        return _ONES.in_language(self.language)

    def transposed(self, operand: str) -> str:
        return self.say(_TRANSPOSE, operand=operand)

    def _letters(self, name: Name) -> str:
        spoken = self._base(symbol(name.base))
        if name.accent:
            spoken += f" {name.accent}"
        if name.subscript:
            spoken += f" {self._script(name.subscript)}"
        if name.superscript:
            spoken = self._raised(spoken, name.superscript)
        return " ".join([spoken] + [self.say(_PRIME)] * name.primes)

    def _base(self, letters: str) -> str:
        word = COMMANDS.get(letters, letters).removeprefix("var")
        if len(word) > 1 and word[0].isupper() and letters in COMMANDS:
            return self.say(_CAPITAL, letter=word.lower())
        return word

    def _raised(self, spoken: str, script: str) -> str:
        """Say a superscript: a number, or l, is the number of a layer; anything else is spelled."""
        inside = script.strip("()[] ")
        said = self._script(inside)
        if inside.isdigit() or inside[:1] in ("l", "L"):
            return self.say(_LAYER, name=spoken, layer=inside if inside.isdigit() else said)
        return self.say(_SUPER, name=spoken, script=said)

    def _script(self, script: str) -> str:
        return " ".join(filter(None, map(self._piece, pieces(script))))

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Name):
            return self._letters(piece)
        if piece.isdigit():
            return " ".join(piece)  # w_{11} is w one one
        return self.say(_SIGNS[piece]) if piece in _SIGNS else ""

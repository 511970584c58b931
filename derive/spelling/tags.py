"""What a lecturer draws around a part of a formula: a box, a box with its name on top, a brace.

A tag stands where ``Marked`` has the variable that was already found.  It changes neither value nor
brackets: a printer without a ``mark`` leaves it out, and each way of writing draws it here.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from derive.core.expression import Expression, Marked, Mul, Role, Variable
from derive.core.text import Text
from derive.spelling.latex import escaped, latex_name
from derive.spelling.mathml import label_below, mathml_name
from derive.spelling.target import Mark
from derive.spelling.text import text_name


class Box(Variable):
    """A frame; ``over`` is the name that stands on top of it."""

    over: Variable | None

    def __init__(self, over: Variable | None = None) -> None:
        self.__dict__.update(over=over, **_plain(f"box {over.name if over else ''}"))


class Brace(Variable):
    """A brace below, with a word under it."""

    label: Text

    def __init__(self, label: Text) -> None:
        self.__dict__.update(label=label, **_plain(f"brace {label.en}"))


def boxed(body: Expression, over: Variable | None = None) -> Marked:
    """Return the formula in a frame."""
    return Marked(body, Box(over))


def braced(factors: tuple[Expression, ...], label: Text) -> Marked:
    """Return a product with a brace below."""
    return Marked(factors[0] if len(factors) == 1 else Mul(factors, dot=True), Brace(label))


def drawing(form: str, language: str, other: Mark | None = None) -> Mark:
    """Return the ``mark`` that draws tags in ``"text"``, ``"latex"`` or ``"mathml"``.

    ``other`` is the mark for everything that is not a tag.
    """
    box, brace = _FORMS[form]

    def mark(variable: Variable, written: str) -> str:
        if isinstance(variable, Box):
            return box(written, variable.over)
        if isinstance(variable, Brace):
            return brace(written, variable.label.in_language(language), variable.label)
        return other(variable, written) if other else written

    return mark


def _plain(name: str) -> dict[str, object]:
    return {"name": name, "latex": "", "role": Role.INTERMEDIATE, "shape": None, "sampled": False}


def _text_box(written: str, over: Variable | None) -> str:
    return f"[{text_name(over)}: {written}]" if over else f"[{written}]"


def _text_brace(written: str, words: str, label: Text) -> str:
    return f"[{written}]_{{{words}}}"


def _latex_box(written: str, over: Variable | None) -> str:
    box = rf"\boxed{{{written}}}"
    return rf"\overset{{{latex_name(over)}}}{{{box}}}" if over else box


def _latex_brace(written: str, words: str, label: Text) -> str:
    return rf"\underbrace{{{written}}}_{{\text{{{escaped(words)}}}}}"


def _mathml_box(written: str, over: Variable | None) -> str:
    # not an <mrow>: a page may break those into several, and a box is to stay in one piece
    box = f'<mpadded class="boxed">{written}</mpadded>'
    return f"<mover>{box}<mrow>{mathml_name(over)}</mrow></mover>" if over else box


def _mathml_brace(written: str, words: str, label: Text) -> str:
    # its class is the English word, so that a style sheet can give each pass its colour
    kind = "".join(letter for letter in label.en.lower() if letter.isalnum())
    row = f"<mrow>{written}</mrow>"
    under = label_below(f"<mtext>{escape(words)}</mtext>")
    return f'<munder class="brace {kind}">{row}{under}</munder>'


_DrawBox = Callable[[str, Variable | None], str]
_DrawBrace = Callable[[str, str, Text], str]
_FORMS: dict[str, tuple[_DrawBox, _DrawBrace]] = {
    "text": (_text_box, _text_brace),
    "latex": (_latex_box, _latex_brace),
    "mathml": (_mathml_box, _mathml_brace),
}

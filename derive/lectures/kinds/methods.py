"""Other ways to the gradient than backpropagation, tried on one lesson."""

from collections.abc import Iterator

from derive.alternatives import Tried, compare
from derive.core.text import Text
from derive.lectures.pieces import Piece, Points, Saying, cited, rounded
from derive.lectures.spec import Spec
from derive.render.descent.pieces import Cell, Table, shown

SHOWS = Text(
    "other ways to the gradient than backpropagation, with their cost", "反向傳播以外的方法與代價"
)


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield a row for each method, then what each one does."""
    lesson = spec.lesson()
    tried = spec.reading(lambda: compare(lesson))
    yield Saying(ABOUT.fill(count=len(lesson.parameters)))
    yield Table(HEAD, tuple(map(_row, tried)))
    yield Points(tuple(map(_said, tried)))


def _row(tried: Tried) -> tuple[Cell, ...]:
    if tried.found is None:
        return (tried.method.title, _math(tried.method.runs), TOO_LARGE, "", "")
    error: Cell = shown(rounded(tried.error or 0.0))
    return (
        tried.method.title,
        _math(tried.method.runs),
        f"{tried.found.runs:,}",
        f"{tried.found.operations:,}",
        error,
    )


def _math(latex: str) -> Text:
    return Text(f"${latex}$", f"${latex}$")


def _said(tried: Tried) -> Text:
    return cited(tried.method.title, tried.method.about, tried.method.reference)


ABOUT = Text(
    "All {count} gradients of the same network, found in different ways. The error is that of the "
    "whole gradient, relative to its length; operations are counted as under a worked solution.",
    "同一個網路的 {count} 個梯度，用不同方法計算。誤差為整個梯度向量的相對誤差；"
    "運算次數的算法與推導下方的表相同。",
)
HEAD = (
    Text("method", "方法"),
    Text("runs for $p$ parameters", "$p$ 個參數要跑幾次"),
    Text("runs here", "這裡跑了幾次"),
    Text("operations", "運算次數"),
    Text("error", "誤差"),
)
TOO_LARGE = Text("too large for it", "網路太大，無法使用")

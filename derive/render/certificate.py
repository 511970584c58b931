"""The certificate of ``derive verify``: how far each independent method is from our gradient."""

from __future__ import annotations

import json
from collections.abc import Sequence

from derive.core.text import Text
from derive.numeric.certificate import CHECKS, TOLERANCE, Certificate, Checked
from derive.render.as_json import plain
from derive.render.columns import width, wrap
from derive.spelling.numbers import show
from derive.spelling.text import text_name


def to_json(certificate: Certificate) -> str:
    """Return the relative differences as JSON; null where a method does not apply."""
    gradients = {
        name.name: {"value": plain(checked.value), "checks": dict(checked.checks)}
        for name, checked in certificate.gradients.items()
    }
    document = {"gradients": gradients, "ok": certificate.ok}
    return json.dumps(document, ensure_ascii=False, indent=1)


def to_text(certificate: Certificate, languages: Sequence[str] = ("en",)) -> str:
    """Return the certificate as a table with a sentence for each method and the verdict."""

    def say(sentence: Text) -> str:
        return " ".join(dict.fromkeys(sentence.in_language(one) for one in languages))

    head = (say(_GRADIENT), say(_VALUE), *(say(_SHORT[name]) for name in CHECKS))
    rows = [_row(f"∂/∂{text_name(n)}", c) for n, c in certificate.gradients.items()]
    rows.append((say(_LARGEST), "", *(_shown(certificate.worst[name]) for name in CHECKS)))
    lines = [*_table([head, *rows]), ""]
    for name in CHECKS:
        sentence = _MEANS[name].fill(tolerance=f"{TOLERANCE[name]:g}")
        lines += wrap(f"{say(_SHORT[name])}: {say(sentence)}", 80)
    kinks = dict.fromkeys(c.kink for c in certificate.gradients.values() if c.kink is not None)
    lines += [line for kink in kinks for line in wrap("! " + say(kink), 80)]
    return "\n".join([*lines, "", say(_OK if certificate.ok else _NOT_OK)]) + "\n"


def _row(name: str, checked: Checked) -> tuple[str, ...]:
    value = checked.value
    shown = show(float(value)) if not getattr(value, "ndim", 0) else "×".join(map(str, value.shape))
    mark = "" if checked.ok else " ✗"
    return (name + mark, shown, *(_shown(checked.checks[check]) for check in CHECKS))


def _shown(difference: float | None) -> str:
    if difference is None:
        return "–"
    return "0" if difference == 0 else f"{difference:.0e}"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    wide = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [_joined(row, wide) for row in rows]
    rule = "─┼─".join("─" * w for w in wide)
    return [lines[0], rule, *lines[1:-1], rule, lines[-1]]


def _joined(row: Sequence[str], wide: Sequence[int]) -> str:
    filled = [cell + " " * (w - width(cell)) for cell, w in zip(row, wide, strict=True)]
    return " │ ".join(filled).rstrip()


_GRADIENT = Text("gradient", "梯度")
_VALUE = Text("value", "值")
_LARGEST = Text("largest", "最大")
_SHORT = {
    "central_difference": Text("differences", "差分"),
    "complex_step": Text("complex", "複數步"),
    "symbolic": Text("SymPy", "SymPy"),
    "forward_mode": Text("dual", "對偶數"),
}
_MEANS = {
    "central_difference": Text(
        "(L(w + h) - L(w - h)) / 2h of the forward pass alone; allowed {tolerance}.",
        "只用前向傳遞計算 (L(w + h) - L(w - h)) / 2h；容許 {tolerance}。",
    ),
    "complex_step": Text(
        "Im L(w + ih) / h of the forward pass alone (Squire and Trapp 1998); allowed {tolerance}.",
        "只用前向傳遞計算 Im L(w + ih) / h(Squire、Trapp 1998)；容許 {tolerance}。",
    ),
    "symbolic": Text(
        "SymPy's own derivative of the whole loss; allowed {tolerance}.",
        "由 SymPy 對整個損失函數微分；容許 {tolerance}。",
    ),
    "forward_mode": Text(
        "dual numbers through the forward pass; allowed {tolerance}.",
        "以對偶數做前向模式微分；容許 {tolerance}。",
    ),
}
_OK = Text(
    "All methods agree with the backward pass (relative differences as above).",
    "所有方法都與反向傳遞的結果一致（相對誤差如上）。",
)
_NOT_OK = Text("A method disagrees: see the rows marked ✗.", "有方法不一致：請看標示 ✗ 的列。")

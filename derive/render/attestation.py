"""The sentence under a solution that says by which means its gradients were checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from derive.core.text import Text
from derive.spelling.numbers import superscript

if TYPE_CHECKING:
    from derive.numeric.certificate import Certificate


def attestation(found: Certificate) -> Text:
    """Return how the gradients were checked and how well they agree, or that they do not."""
    return _agreement(len(found.gradients), found.worst) if found.ok else DISAGREE


def _agreement(count: int, worst: Mapping[str, float | None]) -> Text:
    made = {name: value for name, value in worst.items() if value is not None}
    shown = {name: _below(value) for name, value in made.items()}
    methods = COUNTED[len(made) + 1]
    english = ", ".join(f"{METHODS[name].en} ({value})" for name, value in shown.items())
    chinese = "、".join(f"{METHODS[name].zh}（{value}）" for name, value in shown.items())
    every = ALL if count > 1 else THE_ONE
    filled = Text(AGREE.en.replace("{all}", every.en), AGREE.zh.replace("{all}", every.zh))
    filled = filled.fill(count=count)
    return Text(
        filled.fill(methods=methods.en, others=english).en,
        filled.fill(methods=methods.zh, others=chinese).zh,
    )


def _below(difference: float) -> str:
    """Return a round bound: the last digits of a rounding error differ from machine to machine."""
    power = next((power for power in (12, 9, 6) if difference < 10.0**-power), 0)
    return f"< 10{superscript(-power)}"


METHODS = {
    "central_difference": Text("central differences", "中央差分"),
    "complex_step": Text("the complex step", "複數步"),
    "forward_mode": Text("dual numbers", "對偶數"),
}
COUNTED = {
    1: Text("One method", "一種方法"),
    2: Text("Two independent methods", "兩種互相獨立的方法"),
    3: Text("Three independent methods", "三種互相獨立的方法"),
    4: Text("Four independent methods", "四種互相獨立的方法"),
}
ALL = Text("all {count} gradients", "全部 {count} 個梯度")
THE_ONE = Text("the gradient", "這個梯度")
AGREE = Text(
    "{methods} agree on {all}: this backward pass, {others}; in brackets how far they are apart at "
    "most, relatively. “derive verify” adds SymPy.",
    "{methods}對{all}的結果一致：反向傳遞、{others}；括號內為最大相對誤差。"
    "「derive verify」會再用 SymPy 核對。",
)
DISAGREE = Text(
    "An independent method disagrees with the backward pass: run “derive verify”.",
    "有獨立的方法與反向傳遞的結果不一致：請執行「derive verify」。",
)

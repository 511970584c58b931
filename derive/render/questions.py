"""What a worksheet asks: one whole sentence for each step, and one for each group of steps."""

from __future__ import annotations

from derive.core.derivation import Phase
from derive.core.expression import Expression, Number, Partial, Variable
from derive.core.text import Text
from derive.passes.update import LEARNING_RATE
from derive.render.block import Block
from derive.render.solution import Solution
from derive.render.wording import Equation, Part, Sentence


def of_step(block: Block, solution: Solution) -> Sentence:
    """Return the question that one step answers."""
    target, numbers = block.target, solution.lesson.has_values
    if block.step.phase is Phase.UPDATE:
        return Sentence(_UPDATE, {"equation": _written(block), "parameter": _moved(block)})
    if not isinstance(target, Partial):
        words = _FORWARD if numbers else _FORWARD_SYMBOLS
        return Sentence(words, {"equation": _written(block), "target": target})
    if block.step.rule.key in ("from_the_loss", "local_partial"):
        words = _DIFFERENTIATE if numbers else _DIFFERENTIATE_SYMBOLS
        source = Equation(target.of, solution.lesson.graph.node_of[target.of].formula)
        return Sentence(words, {"equation": source, "target": target, "wrt": target.wrt})
    return _of_chain(block, target)


def _of_chain(block: Block, target: Partial) -> Sentence:
    parts: dict[str, Part] = {"target": target, "of": target.of, "wrt": target.wrt}
    words = _CHAINS.get(block.step.rule.key, _MATRIX)
    if words is _MATRIX:
        rows, columns = target.shape or (1, 1)
        parts |= {"rows": rows, "columns": columns}
        words = words.fill(rows=rows, columns=columns)
    return Sentence(words, parts)


def of_group(phase: Phase, answered: Block, solution: Solution) -> Sentence:
    """Return the question over a group of steps; ``answered`` is the gradient it leads to."""
    if phase is Phase.FORWARD:
        return Sentence(_ALL_FORWARD if solution.lesson.has_values else _ALL_FORWARD_SYMBOLS)
    if phase is Phase.UPDATE:
        return Sentence(_ALL_UPDATES, {"rate": LEARNING_RATE})
    if answered.answers is None:
        return Sentence(_REST)
    return Sentence(_GRADIENT, _gradient(answered))


def heading_of_group(answered: Block) -> Sentence | None:
    """Return what stands over the steps that lead to one gradient, where nothing is asked."""
    return Sentence(_HEADING, _gradient(answered)) if answered.answers is not None else None


def of_mistake(title: Text, target: Variable, wrong: Expression, value: float | None) -> Sentence:
    """Return what to look for when marking: a mistake, what then stands there and comes out."""
    parts: dict[str, Part] = {"equation": Equation(target, wrong)}
    if value is None or isinstance(wrong, Number):
        return Sentence(_joined(title, _MISTAKE), parts)
    return Sentence(_joined(title, _MISTAKE_WITH_VALUE), parts | {"value": Number(value)})


def _joined(before: Text, after: Text) -> Text:
    return Text(before.en + after.en, before.zh + after.zh)


def _gradient(answered: Block) -> dict[str, Part]:
    target = answered.target
    assert isinstance(target, Partial), "a gradient is a partial of the loss"
    return {"target": target, "of": target.of, "wrt": target.wrt}


def _written(block: Block) -> Equation:
    return Equation(block.target, block.step.result)


def _moved(block: Block) -> Variable:
    return next(name.wrt for name in block.step.reads if isinstance(name, Partial))


_FORWARD = Text(
    "Compute the value of {target}, where {equation}.", "已知 {equation},計算 {target} 的值。"
)
_FORWARD_SYMBOLS = Text("Keep in mind that {equation}.", "已知 {equation}。")
_DIFFERENTIATE = Text(
    "Differentiate {equation} with respect to {wrt}: write down {target} as a formula, then put "
    "the numbers in.",
    "將 {equation} 對 {wrt} 偏微分:寫出 {target} 的式子,再代入數值。",
)
_DIFFERENTIATE_SYMBOLS = Text(
    "Differentiate {equation} with respect to {wrt}: write down {target}.",
    "將 {equation} 對 {wrt} 偏微分,寫出 {target}。",
)
_CHAINS = {
    "chain_rule": Text(
        "Use the chain rule to find {target}; take every factor that you already know from your "
        "grad_table.",
        "用連鎖律求 {target};已經算過的因子,直接從 grad_table 取用。",
    ),
    "sum_over_paths": Text(
        "There are several paths from {wrt} to {of}: find {target} by adding what comes back "
        "along each of them.",
        "{wrt} 有好幾條路徑通往 {of}:把各條路徑傳回來的梯度相加,求 {target}。",
    ),
    "chain_rule_over_samples": Text(
        "All samples share {wrt}: find {target} by adding the contributions of all samples.",
        "所有樣本共用 {wrt}:把每筆樣本的貢獻加總,求 {target}。",
    ),
}
_MATRIX = Text(
    "Find {target}, a matrix of {rows} × {columns}, from the gradient that flows back.",
    "由傳回來的梯度求 {target}({rows} × {columns} 的矩陣)。",
)
_UPDATE = Text(
    "Move {parameter} one step against its gradient: compute {equation}.",
    "將 {parameter} 往梯度的反方向更新一步:計算 {equation}。",
)
_ALL_FORWARD = Text(
    "Forward pass: compute every value from the inputs to the loss, and keep each of them.",
    "前向傳遞:由輸入依序算到損失函數,並把每個值記錄下來。",
)
_ALL_FORWARD_SYMBOLS = Text(
    "Forward pass: these equations lead from the inputs to the loss.",
    "前向傳遞:以下式子由輸入一路算到損失函數。",
)
_GRADIENT = Text(
    "Find {target}, the gradient of {of} with respect to {wrt}.",
    "求 {of} 對 {wrt} 的梯度 {target}。",
)
_HEADING = Text("Gradient with respect to {wrt}", "{of} 對 {wrt} 的梯度")
_MISTAKE = Text(": {equation}", "：{equation}")
_MISTAKE_WITH_VALUE = Text(": {equation}, which comes to {value}", "：{equation}，得 {value}")
_REST = Text("Work out what is still missing.", "算出其餘的偏微分。")
_ALL_UPDATES = Text(
    "Update: take one step of gradient descent with the learning rate {rate}.",
    "更新參數:以學習率 {rate} 做一次梯度下降。",
)

"""The worked solution as JSON, for programs: every formula as text and as LaTeX, every number."""

from __future__ import annotations

import json
from typing import Any

from derive.core.expression import Expression, Partial, Role, Variable
from derive.passes.update import LEARNING_RATE
from derive.render.block import Block, Kind, ShownLine
from derive.render.solution import Solution
from derive.spelling.latex import latex
from derive.spelling.text import text


def to_json(solution: Solution) -> str:
    """Return the document; floats at full precision, keys as the lesson spells the names."""
    return json.dumps(document(solution), ensure_ascii=False, indent=1)


def document(solution: Solution) -> dict[str, Any]:
    """Return the same as plain dictionaries and lists."""
    lesson, derivation, values = solution.lesson, solution.derivation, solution.values
    leaves = set(lesson.graph.leaves) | {LEARNING_RATE}
    found: dict[str, Any] = {
        "lesson": lesson.title.en,
        "loss": {"name": derivation.loss.name, "value": plain(values.get(derivation.loss))},
        "values": {
            name.name: plain(value)
            for name, value in values.items()
            if name not in leaves and name.role in (Role.INTERMEDIATE, Role.LOSS)
        },
        "gradients": {
            block.answers.name: {"value": plain(block.value), **_spelled(_formula(block))}
            for block in solution.blocks
            if block.answers is not None
        },
        "updated": {
            name.name: plain(values[target])
            for name, target in _updated(solution)
            if target in values
        },
        "steps": [_step(block) for block in solution.blocks],
    }
    if (counts := solution.cost) is not None:
        found["cost"] = {
            "forward": counts.forward,
            "backward": counts.backward,
            "without_cache": counts.without_cache,
        }
    return found


def plain(value: Any) -> Any:
    """Return a float, or nested lists of floats, for any value; None stays None."""
    if value is None:
        return None
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return float(value) + 0.0  # -0.0 + 0.0 is 0.0, which is what a reader calls it


def _step(block: Block) -> dict[str, Any]:
    step = block.step
    numbers = [line for line in block.lines if line.kind is Kind.NUMBERS]
    return {
        "number": block.number,
        "phase": str(step.phase),
        "rule": step.rule.key,
        "target": _spelled(step.target),
        "result": _spelled(_formula(block)),
        "working": [
            {**_spelled(line.expression), "rule": line.rule.key}
            for line in block.lines
            if line.rule is not None and line.kind in (Kind.CHAIN, Kind.WORKING)
        ],
        "substituted": _together(numbers) if numbers else None,
        "value": plain(block.value),
        "reads": [reference.step for reference in block.references],
        "read_by": list(block.read_by),
        "cached": block.is_cached,
    }


def _formula(block: Block) -> Expression:
    return next(line.expression for line in reversed(block.lines) if line.kind is Kind.FORMULA)


def _spelled(expression: Expression) -> dict[str, str]:
    return {"text": text(expression), "latex": latex(expression)}


def _together(lines: list[ShownLine]) -> dict[str, str]:
    """Return one formula, or for a sampled value those of its samples in one pair of brackets."""
    if len(lines) == 1 and lines[0].sample is None:
        return _spelled(lines[0].expression)
    spelled = [_spelled(line.expression) for line in lines]
    return {key: "(" + ", ".join(item[key] for item in spelled) + ")" for key in ("text", "latex")}


def _updated(solution: Solution) -> list[tuple[Variable, Variable]]:
    found = []
    for block in solution.blocks:
        if block.step.phase == "update":
            gradient = next(n for n in block.step.reads if isinstance(n, Partial))
            found.append((gradient.wrt, block.target))
    return found

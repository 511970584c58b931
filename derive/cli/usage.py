"""What is said in Chinese of a command that was typed wrongly; in English click says it itself."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import click


def in_chinese(problem: click.UsageError) -> str:
    """Return usage, complaint and remedy in Traditional Chinese."""
    said = next(
        (say(problem) for kind, say in _SAID if isinstance(problem, kind)), _in_general(problem)
    )
    if problem.ctx is None:
        return f"錯誤：{said}"
    path = problem.ctx.command_path
    words = " ".join(problem.ctx.command.collect_usage_pieces(problem.ctx))
    return f"用法：{path} {words}\n用「{path} --help」可看說明。\n\n錯誤：{said}"


def _no_option(problem: click.UsageError) -> str:
    assert isinstance(problem, click.NoSuchOption)
    near = "、".join(problem.possibilities or ())
    return f"沒有「{problem.option_name}」這個選項。" + (f"是不是要用 {near}？" if near else "")


def _missing(problem: click.UsageError) -> str:
    assert isinstance(problem, click.MissingParameter)
    return f"缺少{_name(problem)}。"


def _no_value(problem: click.UsageError) -> str:
    assert isinstance(problem, click.BadOptionUsage)
    return f"選項「{problem.option_name}」後面要有一個值。"


def _bad(problem: click.UsageError) -> str:
    assert isinstance(problem, click.BadParameter)
    kind = problem.param.type if problem.param is not None else None
    remedy = next((say(kind) for known, say in _WANTED if isinstance(kind, known)), "")
    return f"{_name(problem)}的值不正確。{remedy}"


def _in_general(problem: click.UsageError) -> str:
    ctx = problem.ctx
    if ctx is not None and isinstance(ctx.command, click.Group):
        typed = problem.message.split("'")[1:2]
        near = get_close_matches(typed[0], ctx.command.list_commands(ctx), 1) if typed else []
        guess = f"是不是要用 {near[0]}？" if near else ""
        return f"沒有「{typed[0]}」這個指令。{guess}" if typed else "請寫出一個指令。"
    return "指令的參數太多，或寫錯了位置。"


def _name(problem: click.BadParameter) -> str:
    if problem.param is None:
        return "參數"
    if isinstance(problem.param, click.Option):
        return f"選項「{max(problem.param.opts, key=len)}」"
    return f"參數「{(problem.param.name or '').upper()}」"


def _choices(kind: Any) -> str:
    return "可用的有 " + "、".join(map(str, kind.choices)) + "。"


def _range(kind: Any) -> str:
    number = "整數" if isinstance(kind, click.IntRange) else "數"
    if kind.min is not None and kind.max is not None:
        return f"請給 {kind.min} 到 {kind.max} 的{number}。"
    bound = f"不大於 {kind.max}" if kind.min is None else f"不小於 {kind.min}"
    return f"請給{bound} 的{number}。"


_SAID: tuple[tuple[type[click.UsageError], Callable[[click.UsageError], str]], ...] = (
    (click.NoSuchOption, _no_option),
    (click.MissingParameter, _missing),
    (click.BadParameter, _bad),
    (click.BadOptionUsage, _no_value),
)
_WANTED: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (click.Choice, _choices),
    (click.IntRange, _range),
    (click.FloatRange, _range),
    (type(click.INT), lambda kind: "請給一個整數。"),
    (type(click.FLOAT), lambda kind: "請給一個數。"),
)

"""A sheet as a Jupyter notebook: each step explained, and under it the NumPy that does it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from derive.core.expression import Variable
from derive.render.markdown import NOTEBOOK, Page
from derive.render.script import Script
from derive.render.sheet import Item, Sheet

Cell = dict[str, Any]


def render(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the notebook as JSON (nbformat 4.5); its cells have not been run."""
    return json.dumps(document(sheet, languages, digits), ensure_ascii=False, indent=1) + "\n"


def document(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> dict[str, Any]:
    """Return the notebook as plain dictionaries and lists."""
    return {
        "cells": list(_Cells(sheet, languages, digits).cells()),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


class _Cells:
    def __init__(self, sheet: Sheet, languages: tuple[str, ...], digits: int) -> None:
        self.sheet = sheet
        self.page = Page(sheet, languages, digits, NOTEBOOK)
        self.script = Script(sheet.solution, languages)
        self.known: set[Variable] = set(sheet.solution.derivation.givens)

    def cells(self) -> Iterator[Cell]:
        """Yield the cells in order; a lesson without values computes nothing before the end."""
        runs = self.page.has_values
        yield self._words("title", "title.md")
        if runs:
            yield _code("imports", "\n\n\n".join([self.script.imports(), *self.script.helpers()]))
            yield _code("given", self.script.given())
        for section in self.sheet.sections:
            yield self._words(f"{section.phase}", "section.md", section=section)
            for place, group in enumerate(section.groups, 1):
                if group.heading or not self.page.is_lecture:
                    yield self._words(f"{section.phase}-{place}", "group.md", group=group)
                for item in group.items:
                    yield self._words(
                        f"step-{item.block.number}", "step.md", item=item, group=group
                    )
                    if runs:
                        yield _code(f"step-{item.block.number}-code", self._line(item))
            if section.phase == "backward":
                yield self._words("grad_table", "whole_table.md")
        if self.page.is_lecture:
            yield self._words("end", "end.md")
            yield _code("results", self.script.results() if runs else self.script.source())

    def _words(self, name: str, template: str, **more: Any) -> Cell:
        written = self.page.laid_out(template, **more)
        return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(written)}

    def _line(self, item: Item) -> str:
        """Return the step's assignment and what it gives; where that is asked, its left side."""
        target = self.script.names[item.block.target]
        ready = self.known.issuperset(item.block.step.reads)
        if not (item.is_worked and ready) and self.sheet.is_worksheet:
            return f"# {target} ="
        self.known.add(item.block.target)
        return f"{self.script.assignment(item.block)}\n{target}"


def _code(name: str, source: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": _lines(source),
    }


def _lines(source: str) -> list[str]:
    return source.rstrip("\n").splitlines(keepends=True)

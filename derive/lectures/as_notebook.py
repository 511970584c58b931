"""A lecture as a Jupyter notebook: a cell for each slide, and programs in cells that run."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from derive.core.text import Text
from derive.figures import picture
from derive.figures.svg import standalone
from derive.lectures.in_latex import Equated, InLatex
from derive.lectures.lecture import Lecture, Slide
from derive.lectures.pieces import (
    Asked,
    Code,
    Derived,
    GradTable,
    Points,
    Saying,
    Steps,
    Vector,
    Written,
)
from derive.quiz.question import Form, letter
from derive.render.descent.pieces import Paragraph, Picture, Table, Working

Cell = dict[str, Any]
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>$~&-])")


def render(lecture: Lecture, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return the notebook as JSON (nbformat 4.5); its cells have not been run."""
    maker = _Cells(InLatex(languages, digits, escaped))
    document = {
        "cells": list(maker.cells(lecture)),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def escaped(words: str) -> str:
    """Return words in which Markdown sees no marks and a browser no tags.

    A blank at either end is kept: a formula may stand there.
    """
    if not words.strip():
        return words
    before, after = (" " if end.isspace() else "" for end in (words[0], words[-1]))
    return before + _MARKS.sub(r"\\\1", " ".join(words.split())) + after


@dataclass(frozen=True)
class _Cells:
    tex: InLatex

    def cells(self, lecture: Lecture) -> Iterator[Cell]:
        """Yield the title, a list of slides, then the cells of each slide."""
        yield _markdown("title", "\n\n".join(self._title(lecture)))
        number = 0
        for part, slides in lecture.parts:
            if part is not None:
                yield _markdown(f"part-{number + 1}", f"# {self.tex.rich(part)}")
            for slide in slides:
                number += 1
                yield from self._slide(slide, number)

    def _title(self, lecture: Lecture) -> Iterator[str]:
        yield f"# {self.tex.rich(lecture.title)}"
        for words in (lecture.subtitle, lecture.note):
            if words is not None:
                yield from self.tex.each(words)
        titles = [slide.title for slide in lecture.slides]
        yield "\n".join(f"{n}. {self.tex.rich(title)}" for n, title in enumerate(titles, 1))

    def _slide(self, slide: Slide, number: int) -> Iterator[Cell]:
        written = [f"## {number}. {self.tex.rich(slide.title)}"]
        count = 0
        for piece in slide.pieces:
            if isinstance(piece, Code):
                if written:
                    yield _markdown(f"{slide.key}-{count}", "\n\n".join(written))
                    written, count = [], count + 1
                yield _code(f"{slide.key}-code-{count}", piece.source)
            else:
                written += self._piece(piece)
        if written:
            yield _markdown(f"{slide.key}-{count}", "\n\n".join(written))

    def _piece(self, piece: object) -> Iterator[str]:
        match piece:
            case Saying(words):
                yield from self.tex.each(words)
            case Paragraph(sentence, strong):
                said = self.tex.sentence(sentence)
                yield f"**{said}**" if strong else said
            case Points():
                yield self._points(piece)
            case Written(lines):
                rows = [Equated("", "", self.tex.written(s), why) for s, why in lines]
                yield self._aligned(rows)
            case Derived():
                yield self._aligned(list(self.tex.board(piece)))
            case Working():
                yield self._aligned(list(self.tex.working(piece)))
            case Steps(_, items):
                for item in items:
                    yield self._aligned(list(self.tex.block(item.block)))
            case GradTable():
                yield self._table(piece.table)
            case Table():
                yield self._table(piece)
            case Picture():
                yield self._picture(piece)
            case Vector():
                yield f"$${self.tex.vector(piece)}$$"
            case Asked():
                yield from self._asked(piece)

    def _points(self, piece: Points) -> str:
        return "\n".join(
            (f"{n}. " if piece.numbered else "- ") + self.tex.rich(item)
            for n, item in enumerate(piece.items, 1)
        )

    def _aligned(self, rows: list[Equated]) -> str:
        lines = []
        for row in rows:
            why = self._beside(row)
            sign = f"{row.sign} " if row.sign else ""
            lines.append(rf"{row.left} &{sign}{row.right}{why}")
        inside = " \\\\\n".join(lines)
        return f"$$\n\\begin{{aligned}}\n{inside}\n\\end{{aligned}}\n$$"

    def _beside(self, row: Equated) -> str:
        """Return the reason inside the formula; formulas of its own are taken out of the words."""
        if row.why is None:
            return ""
        plain = InLatex(self.tex.languages, self.tex.digits, _tex_words).said(row.why)
        return rf" && \text{{{plain}}}"

    def _table(self, table: Table) -> str:
        rows = [table.head, *table.rows]
        lines = [f"| {' | '.join(self._cell(cell) for cell in row)} |" for row in rows]
        return "\n".join([lines[0], f"|{'---|' * len(table.head)}", *lines[1:]])

    def _cell(self, cell: Any) -> str:
        return self.tex.cell(cell).replace("\\|", "\\vert ") or " "

    def _picture(self, piece: Picture) -> str:
        drawn = picture(piece.draw(), self.tex.first)
        data = b64encode(standalone(drawn.svg).encode()).decode()
        return f"![{self.tex.plain(drawn.title)}](data:image/svg+xml;base64,{data})"

    def _asked(self, piece: Asked) -> Iterator[str]:
        question = piece.question
        yield f"**{piece.number}.** {self.tex.sentence(question.asked)}"
        for shown in question.shown:
            yield from self._piece(shown)
        if question.choices and question.form is not Form.LINE:
            yield "\n".join(
                f"- {letter(place)}: {self.tex.cell(choice.content)}"
                for place, choice in enumerate(question.choices)
            )
        if piece.answered:
            label = self.tex.plain(ANSWER)
            why = self.tex.sentence(question.why)
            yield (
                f"<details><summary>{label}</summary>\n\n"
                f"**{self.tex.words(question.key)}** {why}\n\n</details>"
            )


def _tex_words(words: str) -> str:
    from derive.spelling.latex import escaped as for_latex

    return for_latex(words)


def _markdown(name: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(source)}


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


ANSWER = Text("Answer", "解答")

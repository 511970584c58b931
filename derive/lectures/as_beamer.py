"""A lecture as beamer slides: what appears together stands together, lines come one by one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from string import ascii_uppercase

from derive.core.text import Text
from derive.figures import picture
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
from derive.quiz.question import Form, Question, letter
from derive.render.descent.pieces import Paragraph, Picture, Table, Working
from derive.render.templates import environment
from derive.render.tex_words import needs_cjk, tex_words
from derive.spelling.symbols import script_letter

ROOM = 18.0  # lines of text on a frame, as heights are counted below
PICTURE = 15.2  # a picture leaves room for a heading
ROWS, TALL_ROWS = 10, 6  # of a table on a frame
CODE_LINES = 18  # of a program on a frame
LARGE_LINES, LARGE_WIDTH = 13, 84  # a program no longer and no wider is set larger
LETTERS = 62  # on a line; a Chinese character takes two


@dataclass(frozen=True)
class Block:
    """What appears at once: LaTeX, and how many lines of text it is high.

    ``leads`` says that it announces what follows and may not end a frame.
    """

    tex: str
    height: float
    code: bool = False
    leads: bool = False


@dataclass
class Frame:
    """One frame: what stands on it, and whether it holds a program."""

    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def height(self) -> float:
        """How much of the frame is taken."""
        return sum(block.height for block in self.blocks)

    @property
    def fragile(self) -> bool:
        """Whether a program stands on it as it is."""
        return any(block.code for block in self.blocks)


def render(lecture: Lecture, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return one LaTeX file; with Chinese, or any letter that pdfLaTeX lacks, for XeLaTeX."""
    maker = _Slides(InLatex(languages, digits, _words))
    parts = [
        (
            maker.tex.rich(part) if part else "",
            _bookmark(part, languages[0]) if part else "",
            [maker.frames(slide) for slide in slides],
        )
        for part, slides in lecture.parts
    ]
    subtitle = maker.tex.rich(lecture.subtitle) if lecture.subtitle else ""
    title = maker.tex.rich(lecture.title)
    found = environment("latex", autoescape=False, finalize=_as_it_is, **_SYNTAX)
    template = found.get_template("lecture-slides.tex")
    body = template.render(title=title, subtitle=subtitle, parts=parts, cjk=False)
    if needs_cjk(body):
        body = template.render(title=title, subtitle=subtitle, parts=parts, cjk=True)
    return body


@dataclass(frozen=True)
class _Slides:
    tex: InLatex

    def frames(self, slide: Slide) -> list[Frame]:
        """Return the frames of one slide: one, or several where it is too long for one."""
        title = self.tex.rich(slide.title)
        found = [Frame(title)]
        for piece, following in pairwise((*slide.pieces, None)):
            announces = isinstance(piece, Saying | Paragraph) and isinstance(
                following, Table | Picture
            )
            for block in self._blocks(piece):
                block = replace(block, leads=block.leads or announces)
                last = found[-1]
                if last.blocks and (last.height + block.height > ROOM or last.fragile):
                    found.append(Frame(title, _taken_along(last, block)))
                found[-1].blocks.append(block)
        return [frame for frame in found if frame.blocks]

    def _blocks(self, piece: object) -> Iterator[Block]:
        match piece:
            case Saying(words):
                for each in self.tex.each(words):
                    yield Block(each, _lines(each), leads=each.endswith((":", "：")))
            case Paragraph(sentence, strong):
                written = self.tex.sentence(sentence)
                shown = rf"\textbf{{{written}}}" if strong else written
                yield Block(shown, _lines(written), leads=strong or written.endswith((":", "：")))
            case Points():
                yield from self._points(piece)
            case Written(lines):
                for source, why in lines:
                    row = Equated("", "", self.tex.written(source), why)
                    yield from self._aligned([row])
            case Derived():
                yield from self._aligned(list(self.tex.board(piece)))
            case Working():
                yield from self._aligned(list(self.tex.working(piece)))
            case Steps(_, items):
                for item in items:
                    yield from self._aligned(list(self.tex.block(item.block)))
            case GradTable():
                yield from self._table(piece.table)
            case Table():
                yield from self._table(piece)
            case Picture():
                yield Block(self._picture(piece), PICTURE)
            case Vector():
                height = 0.9 + 1.5 * min(8, len(piece.columns[0]))
                yield Block(_fitted(rf"$\displaystyle {self.tex.vector(piece)}$", 0.62), height)
            case Code(source):
                yield from _program(source)
            case Asked():
                yield from self._asked(piece)

    def _points(self, piece: Points) -> Iterator[Block]:
        kind = "enumerate" if piece.numbered else "itemize"
        for place, item in enumerate(piece.items):
            written = r"\\ ".join(self.tex.each(item))
            start = rf"\setcounter{{enumi}}{{{place}}}" if piece.numbered else ""
            yield Block(
                f"\\begin{{{kind}}}{start}\n\\item {written}\n\\end{{{kind}}}", _lines(written)
            )

    def _aligned(self, rows: list[Equated]) -> Iterator[Block]:
        """Yield lines under one another; what a frame has no room for, in equal parts."""
        total = sum(map(_height, rows))
        share = total / max(1, math.ceil(total / (ROOM - 2)))
        part: list[Equated] = []
        for row in rows:
            if part and sum(map(_height, part)) + _height(row) / 2 > share:
                yield self._lines_of(part)
                part = []
            part.append(row)
        if part:
            yield self._lines_of(part)

    def _lines_of(self, rows: Sequence[Equated]) -> Block:
        lines = []
        for place, row in enumerate(rows):
            overlay = "<1->" if place == 0 else "<+->"
            why = self.tex.said(row.why)
            beside = (
                rf" && \uncover{overlay if place == 0 else '<.->'}{{\text{{\footnotesize {why}}}}}"
            )
            sign = f"{{}}{row.sign} " if row.sign else ""
            lines.append(
                rf"{row.left} & \uncover{overlay}{{{sign}{row.right}}}" + (beside if why else "")
            )
        inside = " \\\\\n".join(lines)
        written = f"$\\displaystyle\\begin{{aligned}}\n{inside}\n\\end{{aligned}}$"
        return Block(_fitted(written), sum(map(_height, rows)) + 0.7)

    def _table(self, table: Table) -> Iterator[Block]:
        head = " & ".join(self.tex.cell(cell) for cell in table.head)
        columns = "l" * len(table.head)
        written_rows = [" & ".join(self.tex.cell(cell) for cell in row) for row in table.rows]
        tall = any(r"\frac" in line for line in written_rows)
        most = TALL_ROWS if tall else ROWS
        each = math.ceil(len(written_rows) / max(1, math.ceil(len(written_rows) / most)))
        for start in range(0, len(written_rows), max(1, each)):
            lines = written_rows[start : start + each]
            inside = " \\\\\n".join([head + r" \\ \midrule" + "\n" + lines[0], *lines[1:]])
            stretch = r"\renewcommand{\arraystretch}{1.8}" if tall else ""
            written = f"{stretch}\\begin{{tabular}}{{{columns}}}\n{inside} \\\\\n\\end{{tabular}}"
            yield Block(_fitted(written, 0.7), 2 + (2.6 if tall else 1.5) * len(lines))

    def _picture(self, piece: Picture) -> str:
        drawn = picture(piece.draw(), self.tex.first)
        lines = (line for line in drawn.tikz.split("\n") if not line.lstrip().startswith("%"))
        tikz = "\n".join(lines).replace("→", r"$\to$").replace("←", r"$\leftarrow$")
        return f"\\begin{{center}}\n{_fitted(tikz, 0.66)}\n\\end{{center}}"

    def _asked(self, piece: Asked) -> Iterator[Block]:
        question = piece.question
        asked = rf"\textbf{{{piece.number}.}} {self.tex.sentence(question.asked)}"
        yield Block(asked, _lines(asked) + 0.3, leads=True)
        for shown in question.shown:
            yield from self._blocks(shown)
        choices = self._choices(question)
        if choices:
            line = 2.0 if r"\frac" in choices else 1.6
            yield Block(choices, 1 + line * len(question.choices))
        if piece.answered:
            key = self.tex.words(question.key)
            answer = (
                rf"\textbf{{{self.tex.plain(ANSWER)} {key}.}} {self.tex.sentence(question.why)}"
            )
            yield Block(answer, _lines(answer) + 0.3)

    def _choices(self, question: Question) -> str:
        if question.form is Form.LINE or not question.choices:
            return ""
        lines = [
            rf"\item[{letter(place)}] {self.tex.cell(choice.content)}"
            for place, choice in enumerate(question.choices)
        ]
        inside = "\n".join(lines)
        return f"\\begin{{description}}\n{inside}\n\\end{{description}}"


def _taken_along(frame: Frame, block: Block) -> list[Block]:
    """Take what announces the block from the end of a frame over to the next."""
    taken: list[Block] = []
    room = ROOM - block.height
    while frame.blocks and frame.blocks[-1].leads and frame.blocks[-1].height <= room:
        taken.insert(0, frame.blocks.pop())
        room -= taken[0].height
    return taken


def _fitted(written: str, high: float = 0.8) -> str:
    """Shrink what is too wide or too high for the frame."""
    return (
        f"\\begin{{adjustbox}}{{max width=\\textwidth,max height={high}\\textheight}}\n"
        f"{written}\n\\end{{adjustbox}}"
    )


def _program(source: str) -> Iterator[Block]:
    lines = [_ascii(line) for line in source.rstrip("\n").split("\n")]
    is_small = len(lines) <= LARGE_LINES and max(map(len, lines)) <= LARGE_WIDTH
    size, high = ("scriptsize", 1.15) if is_small else ("tiny", 0.85)
    each = math.ceil(len(lines) / math.ceil(len(lines) / CODE_LINES))
    for start in range(0, len(lines), each):
        part = lines[start : start + each]
        inside = "\n".join(part)
        written = f"{{\\{size}\\begin{{verbatim}}\n{inside}\n\\end{{verbatim}}}}"
        yield Block(written, 1 + high * len(part), code=True)


def _ascii(line: str) -> str:
    """Leave out what a typewriter font cannot set: the formulas in comments."""
    if line.isascii():
        return line
    code, mark, comment = line.partition("#")
    number = re.match(r" \(\d+\)", comment)
    kept = code + (mark + number.group() if mark and number else "")
    return "".join(sign if sign.isascii() else "?" for sign in kept).rstrip()


def _height(row: Equated) -> float:
    written = row.left + row.right
    return next((high for sign, high in _HIGH if sign in written), 1.5)


# how high a line with such a sign is; the first that is found counts
_HIGH = (
    (r"\underbrace", 4.0),
    (r"\overset", 3.6),
    (r"\begin{cases}", 3.4),
    (r"\sqrt{\sum", 4.0),
    (r"\frac", 2.6),
    (r"\sum", 2.9),
    (r"\boxed", 2.4),
)


def _lines(written: str) -> float:
    """Estimate how many lines words take, formulas by their letters."""
    plain = re.sub(r"\\[A-Za-z]+|[{}$_^]", "", written)
    wide = sum(1 if letter.isascii() else 2 for letter in plain)
    return 1.2 * max(1, -(-wide // LETTERS)) + 0.4


def _bookmark(part: Text, language: str) -> str:
    """Return words for the document's outline, where no command may stand."""
    plain = part.in_language(language)
    return "".join(letter for letter in plain if letter.isalnum() or letter in " -.,:")


def _words(words: str) -> str:
    """Return words for text mode; script letters, which its fonts lack, as mathematics.

    A blank at either end is kept: a formula may stand there.
    """
    return "".join(
        rf"$\mathcal{{{_SCRIPTS[part]}}}$" if part in _SCRIPTS else _with_blanks(part)
        for part in re.split(f"([{''.join(_SCRIPTS)}])", words)
    )


def _with_blanks(words: str) -> str:
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() and words.strip() else ""
    return f"{before}{tex_words(words)}{after}"


def _as_it_is(value: object) -> object:
    return value


_SCRIPTS = {script_letter(letter): letter for letter in ascii_uppercase}
ANSWER = Text("Answer:", "解答：")
_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}

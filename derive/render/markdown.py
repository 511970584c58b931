"""A sheet as Markdown: for GitHub, for Quarto, and for the cells of a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from derive.core.expression import Expression, Variable
from derive.core.text import Text
from derive.figures import Drawing, picture
from derive.figures.svg import standalone
from derive.render import sheet as words
from derive.render.markup import BACKWARD, FORWARD
from derive.render.proof import Proof
from derive.render.sheet import Group, Item, Sheet
from derive.render.sheet_page import SheetPage
from derive.render.templates import environment
from derive.render.tex_steps import Row, Steps, aligned
from derive.render.tex_words import tex_words
from derive.render.wording import Equation, Sentence, said
from derive.spelling.latex import latex_name

WIDTH = 34.0  # em of a line
_BOX = (r"\boxed{", "}")
_BLANK = r"\underline{\qquad\qquad\qquad}"


class Md(str):
    """Markdown; any other string is words, and is escaped before it reaches a file."""

    __slots__ = ()


@dataclass(frozen=True)
class Flavour:
    """How formulas are marked as such, in a line and in a block of their own.

    ``operators`` says whether ``\\operatorname`` is understood.
    """

    key: str
    inline: tuple[str, str]
    block: tuple[str, str]
    operators: bool = True


# GitHub's own signs: between plain dollars it eats underscores and doubled backslashes
GITHUB = Flavour("github", ("$`", "`$"), ("```math", "```"), operators=False)
QUARTO = Flavour("quarto", ("$", "$"), ("$$", "$$"))
NOTEBOOK = Flavour("notebook", ("$", "$"), ("$$", "$$"))


def render(
    sheet: Sheet, languages: tuple[str, ...], digits: int = 6, flavour: Flavour = GITHUB
) -> str:
    """Return a page without pictures."""
    return Page(sheet, languages, digits, flavour).laid_out("page.md")


def files(sheet: Sheet, name: str, languages: tuple[str, ...], digits: int = 6) -> dict[str, str]:
    """Return the page for GitHub and for Quarto, and the pictures that both show."""
    page = Page(sheet, languages, digits, GITHUB, name)
    written: dict[str, str] = {name + ".md": page.laid_out("page.md")}
    pictures = dict(page.drawn)
    page.flavour = QUARTO
    page.drawn.clear()
    written[name + ".qmd"] = page.laid_out("page.md")
    return {**written, **pictures}


def md_words(written: object) -> Md:
    """Return words for one line of Markdown: nothing in them is markup, a link or a shortcode."""
    if isinstance(written, Md):
        return written
    return Md(_begun(_escaped(str(written))))


def _escaped(words: str) -> str:
    line = "".join(c for c in " ".join(words.split()) if c.isprintable())
    return _ADDRESS.sub(r"\g<1>\\\g<2>", _MARKUP.sub(r"\\\g<0>", line))


def _begun(line: str) -> str:
    """Escape what makes a list of a line that begins with it."""
    return _AT_START.sub(r"\g<1>\\\g<2>", line)


# what means something to Markdown, to HTML in it, to Quarto or to a site's own templates
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&!^@%]")
_ADDRESS = re.compile(r"(\w)(:(?=//)|(?<=www)\.)")  # would become a link by itself
_AT_START = re.compile(r"^(\d*)([-+=.):])")


class Page(SheetPage):
    """What the templates ask for: everything ready to be set down."""

    def __init__(
        self,
        sheet: Sheet,
        languages: Sequence[str],
        digits: int,
        flavour: Flavour,
        name: str | None = None,
    ) -> None:
        super().__init__(sheet, languages, digits)
        self.flavour, self.file_name = flavour, name
        self.drawn: dict[str, str] = {}
        passes = (tex_words(self.in_first(FORWARD)), tex_words(self.in_first(BACKWARD)))
        self.steps = Steps(sheet.solution, WIDTH, digits, box=_BOX, passes=passes)

    def laid_out(self, template: str, **more: Any) -> Md:
        """Return a template filled in; whatever is not Markdown yet is escaped on the way."""
        found = environment("markdown", autoescape=False, finalize=md_words, **_SYNTAX)
        written = found.get_template(template).render(page=self, sheet=self.sheet, t=words, **more)
        return Md(_EMPTY_LINES.sub("\n\n", written).strip() + "\n")

    # words

    def words(self, text: Text | Sentence) -> Md:
        """Return a sentence inside a line, in every language asked for."""
        return Md(" ".join(map(_begun, self.each(text).values())))

    def stacked(self, text: Text | Sentence) -> Md:
        """Return a sentence of a list, each language on a line of its own."""
        return Md("\\\n  ".join(map(_begun, self.each(text).values())))

    def prose(self, text: Text | Sentence) -> Md:
        """Return a paragraph for each language."""
        return Md("\n\n".join(map(_begun, self.each(text).values())))

    def set_words(self, words: str) -> str:
        return _escaped(words)

    def set_piece(self, piece: Expression | Equation | int, language: str) -> str:
        if isinstance(piece, int):
            return str(piece)
        if isinstance(piece, Equation):
            return self._inline(f"{latex_name(piece.left)} = {self.steps.inline(piece.right)}")
        return self._inline(self.steps.inline(piece))

    def hashes(self, group: Group) -> Md:
        """Return what begins the heading of a step: one level below what stands over it."""
        return Md("####" if group.heading or not self.is_lecture else "###")

    def quoted(self, text: Text) -> Md:
        """Return a text for the head of a Quarto page, which reads it as Markdown once more."""
        return Md(json.dumps(self.words(text), ensure_ascii=False))

    @property
    def language(self) -> Md:
        """The language of the document as Quarto writes it."""
        return Md({"zh-Hant": "zh-TW"}.get(self.first, self.first))

    def points(self, points: float) -> Md:
        """Return marks with their unit."""
        return self.words(self.marks(points))

    # formulas

    def name(self, variable: Variable) -> Md:
        """Return a name inside a line."""
        return self._inline(latex_name(variable))

    def value(self, given: Any, variable: Variable) -> Md:
        """Return a value inside a line."""
        return self._inline(self.steps.value(given, variable))

    def given(self, variable: Variable, given: Any) -> Md:
        """Return ``name = value`` inside a line."""
        return self._inline(f"{latex_name(variable)} = {self.steps.value(given, variable)}")

    def written(self, item: Item) -> Md:
        """Return a step's formula as it stands in the grad_table."""
        return self._inline(self.steps.inline(self.formula(item)))

    def lines(self, item: Item) -> Md:
        """Return the lines of a step as a block."""
        return self._block(self.steps.rows(item))

    def proof(self, proof: Proof) -> Md:
        """Return the lines of a proof as a block."""
        return self._block(self.steps.proof(proof))

    def _block(self, rows: Sequence[Row]) -> Md:
        shown = [_with_blanks(row) for row in rows]
        why = {place: self._why(row) for place, row in enumerate(shown)}
        opening, closing = self.flavour.block
        inside = self._understood(f"\\begin{{aligned}}\n{aligned(shown, why)}\n\\end{{aligned}}")
        return Md(f"{opening}\n{inside}\n{closing}")

    def _inline(self, formula: str) -> Md:
        opening, closing = self.flavour.inline
        # a bar would end the cell of a table
        written = _BAR.sub(lambda found: found.group(1) + r"\vert ", self._understood(formula))
        return Md(f"{opening}{written.strip()}{closing}")  # Pandoc wants no gap inside the dollars

    def _understood(self, formula: str) -> str:
        formula = formula.replace("`", "'")  # one would end the formula
        if self.flavour.operators:
            return formula
        return formula.replace(r"\operatorname{", r"\mathrm{")

    def _why(self, row: Row) -> str:
        if row.why is None:
            return ""
        return rf" && \text{{{tex_words(self.plain(row.why))}}}"

    # pictures

    def figure(self, drawing: Drawing) -> Md:
        """Return a picture as a link to its file; nothing on a page that is a single file."""
        if self.file_name is None:
            return Md("")
        file = f"{self.file_name}-{len(self.drawn) + 1}.svg"
        self.drawn[file] = standalone(picture(drawing, self.first, "p").svg)
        alt = md_words(said(drawing.description, self.first))
        return Md(f"![{alt}]({quote(file.rpartition('/')[2])})")


def _with_blanks(row: Row) -> Row:
    if not row.blank:
        return row
    return replace(row, right=(_BLANK,), blank=False)


_BAR = re.compile(r"(\\left|\\right|)(?<!\\)\|")
_EMPTY_LINES = re.compile(r"\n{3,}")
_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<##",
    "comment_end_string": "##>",
}

"""A sheet as one HTML file that needs nothing else: font, style and script are inside it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from html import unescape

from markupsafe import Markup

from derive.core.text import Text
from derive.figures import Drawing, picture
from derive.render import sheet as words
from derive.render.aloud import CODES, beside, silent
from derive.render.html_rows import Lines
from derive.render.naming import Typed, names_of
from derive.render.pictures import Pictures, pictures
from derive.render.sheet import Group, Item, Sheet
from derive.render.stylesheet import style, with_font
from derive.render.templates import content, environment
from derive.render.wording import Sentence
from derive.render.words import CERTIFICATE, COST, COST_NOTE, COST_ROWS, TABLE, TABLE_HEAD
from derive.spelling.numbers import show
from derive.spelling.speech import speech_name

# with more terms than this a rule of style for each would be slow: the script lights them up
MOST_LIT = 60


def render(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return a page in one language or in two; the same sheet gives the same bytes."""
    template = environment("html", autoescape=True).get_template("page.html")
    page = Page(sheet, languages, digits)
    return with_font(template.render(page=page, sheet=sheet, t=words, body=page.body()))


class Page(Lines):
    """What the templates ask for: everything ready to be set down."""

    def __init__(self, sheet: Sheet, languages: Sequence[str], digits: int) -> None:
        super().__init__(sheet, languages, digits)
        self.figures = 0

    def body(self) -> Markup:
        """Return everything below the head; it is laid out first, for the head depends on it."""
        template = environment("html", autoescape=True).get_template("body.html")
        written = template.render(page=self, sheet=self.sheet, t=words)
        return Markup(re.sub("\n{2,}", "\n", written))

    # the head

    @property
    def code(self) -> str:
        """The language of the document."""
        return CODES[self.first]

    @property
    def style(self) -> Markup:
        """The style sheet with the font in it, and one rule for each term that lights up."""
        terms = () if self.is_large else self.used
        lit = "".join(_LIT.replace("%", str(step)) for step in terms)
        return Markup(style(pictured=bool(self.figures)) + lit)

    @property
    def is_large(self) -> bool:
        """Whether there are too many terms for one rule of style each."""
        return len(self.used) > MOST_LIT

    @property
    def script(self) -> Markup:
        """The script."""
        return Markup(_script())

    @property
    def policy(self) -> str:
        """What the page may load and run: its own font, style and script, and nothing else."""
        digest = b64encode(hashlib.sha256(_script().encode()).digest()).decode()
        return (
            "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
            f"script-src 'sha256-{digest}'"
        )

    # words

    @cached_property
    def labels(self) -> dict[str, Text]:
        """The words that belong to the page and not to a step."""
        return LABELS

    def heading(self, item: Item) -> Markup:
        """Return what stands over a step: its number, as a link to itself."""
        number = Sentence(words.STEP.fill(step=item.block.number))
        return Markup('<a href="#s{}">{}</a>').format(item.block.number, self.sentence(number))

    def about(self, item: Item) -> Markup:
        """Return what a step is about, for somebody who goes from heading to heading by ear."""
        aloud = self.aloud(lambda language: speech_name(item.block.target, language))
        first = next(iter(aloud.values()))
        return Markup('<span class="sr">{}</span>').format(first) + beside(aloud)

    def silent(self, formula: Markup) -> Markup:
        """Return a formula that stands elsewhere too, without its sentence."""
        return silent(formula)

    def number_of(self, group: Group) -> int:
        """Return the number of a question."""
        return 1 + self.sheet.groups.index(group)

    def marks(self, points: float) -> Markup:
        """Return marks with their unit."""
        text = words.ONE_POINT if points == 1 else words.POINTS.fill(points=show(points))
        return self.words(text)

    def folded(self, count: int) -> Markup:
        """Return what one clicks on to see the small working."""
        return self.words(SMALL.fill(lines=count))

    # tables and pictures

    @property
    def has_values(self) -> bool:
        """Whether there is a number beside each formula."""
        return bool(self.sheet.solution.values)

    @property
    def table_head(self) -> Sequence[Text]:
        """The names of the grad_table's columns."""
        return TABLE_HEAD[: 4 if self.has_values else 3]

    @cached_property
    def cost(self) -> Sequence[tuple[str, Text]]:
        """What the passes take; nothing for matrices too large to be counted."""
        if (counts := self.sheet.solution.cost) is None:
            return ()
        numbers = (counts.forward, counts.backward, counts.without_cache)
        return [(f"{number:,}", label) for number, label in zip(numbers, COST_ROWS, strict=True)]

    @cached_property
    def pictures(self) -> Pictures:
        """The drawings of this sheet."""
        return pictures(self.sheet)

    @cached_property
    def way(self) -> Drawing | None:
        """The network with the only gradient's way in it, to stand for the plain network."""
        ways = list(self.pictures.ways.values())
        return ways[0] if len(ways) == 1 else None

    def figure(self, drawing: Drawing) -> Markup:
        """Return a drawing with its title under it."""
        self.figures += 1
        written = picture(drawing, self.first, f"p{self.figures}").svg
        return self.framed(drawing, _MARK.sub(self._link, written))

    def note(self, text: Text) -> Markup:
        """Return what the author of a lesson remarks; the names in it are set as formulas."""
        return self.prose(Typed(text, names=names_of(self.derivation)), "note")

    def _link(self, found: re.Match[str]) -> str:
        """Let what is written in a picture light up with the step that found it, and lead there."""
        step = self._steps.get(unescape(found.group(2)))
        return f'{found.group(1)} data-t="{step}"' if step and found.group(1) else found.group(1)

    @cached_property
    def _steps(self) -> Mapping[str, int]:
        """The number of the step that found a variable, by the variable's name."""
        steps = self.sheet.solution.derivation.number_of
        return {variable.name: number for variable, number in steps.items()}


@cache
def _script() -> str:
    return "\n".join(line.strip() for line in content("html", "script.js").splitlines())


# a mark of a picture, as far as it is text, and the variable that it stands for
_MARK = re.compile('(<text[^>]*?|) data-t="([^"]*)"')
_LIT = (
    ':root:has([data-t="%"]:is(:hover,:focus)) :is([data-t="%"],[data-row="%"])'
    "{background:var(--lit);color:var(--on-lit);stroke:var(--lit);--value:var(--on-lit);--link:var(--on-lit)}\n"
)
SMALL = Text("{lines} lines of working", "展開 {lines} 行推導")
LABELS = {
    "table": TABLE,
    "cost": COST,
    "cost_note": COST_NOTE,
    "certificate": CERTIFICATE,
    "pictures": Text("Pictures", "圖解"),
    "proofs": Text("Derivatives of the functions used", "所用函數的微分"),
    "start": Text("Step by step", "逐步播放"),
    "stop": Text("Show all", "全部顯示"),
    "next": Text("next step", "下一步"),
    "back": Text("previous step", "上一步"),
}

"""A sheet as one HTML file that needs nothing else: font, style and script are inside it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from markupsafe import Markup

from derive.core.derivation import Rule
from derive.core.text import Text
from derive.numeric.certificate import TOLERANCE
from derive.render import sheet as words
from derive.render.markup import CODES, Formulas
from derive.render.sheet import Group, Item, Note, Sheet, SheetKind, SheetLine
from derive.render.solution import COST, COST_NOTE, COST_ROWS, TABLE, TABLE_HEAD, Kind
from derive.render.templates import content, content_bytes, environment
from derive.render.wording import Sentence
from derive.spelling.numbers import show

# a page with more chips than this leaves lighting them up to the links
MOST_LIT = 400


@dataclass(frozen=True)
class Row:
    """One line of a step: left side (on the first only), right side, and why it is so."""

    left: Markup
    right: Markup
    why: Markup
    kind: str


@dataclass(frozen=True)
class Rows:
    """The lines of a step; those in ``folded`` open when they are asked for."""

    head: tuple[Row, ...]
    folded: tuple[Row, ...]
    tail: tuple[Row, ...]
    is_open: bool


def render(sheet: Sheet, languages: tuple[str, ...], digits: int = 6) -> str:
    """Return a page in one language or in two; the same sheet gives the same bytes."""
    template = environment("html", autoescape=True).get_template("page.html")
    page = Page(sheet, languages, digits)
    return template.render(page=page, sheet=sheet, t=words, body=page.body())


class Page(Formulas):
    """What the template asks for: everything ready to be set down."""

    def __init__(self, sheet: Sheet, languages: tuple[str, ...], digits: int) -> None:
        super().__init__(sheet.solution.derivation, languages, digits)
        self.sheet = sheet

    @property
    def code(self) -> str:
        """The language of the document."""
        return CODES[self.first]

    def body(self) -> Markup:
        """Return everything below the head; it is laid out first, for the head depends on it."""
        template = environment("html", autoescape=True).get_template("body.html")
        return Markup(template.render(page=self, sheet=self.sheet, t=words))

    # one step

    def rows(self, item: Item) -> Rows:
        """Return the lines of a step, the middle of a local partial's working folded."""
        rows = [self._row(item, line, place) for place, line in enumerate(item.lines)]
        if (item.block.target.sampled or item.block.target.shape) and item.block.value is not None:
            rows.append(self._collected(item))
        small = self._small(item)
        kept = [row for place, row in enumerate(rows) if place not in small]
        folded = [rows[place] for place in small]
        is_open = any(line.shown.rule in item.reasons for line in item.lines)
        return Rows(tuple(kept[:1]), tuple(folded), tuple(kept[1:]), is_open)

    def _small(self, item: Item) -> list[int]:
        """Return the places of the lines to fold; on a sheet with blanks none is hidden."""
        if self.sheet.is_worksheet or item.block.step.rule.key not in _LOCAL:
            return []
        small = [
            place
            for place, line in enumerate(item.lines)
            if place and line.shown.kind is Kind.WORKING
        ]
        return small if len(small) > 1 else []

    def _row(self, item: Item, line: SheetLine, place: int) -> Row:
        shown, block = line.shown, item.block
        left = self.name(block.target) if place == 0 else Markup("")
        right = self.gap
        if not line.blank:
            right = self.right(shown.expression, shown.kind, block)
        why = line.label
        repeats = shown.rule is block.step.rule  # the heading has said it
        return Row(left, right, self.words(why) if why and not repeats else Markup(""), shown.kind)

    def _collected(self, item: Item) -> Row:
        right = self.gap
        if item.shows_value:
            right = self.equals + self.value(item.block.value, item.block.target)
        return Row(Markup(""), right, Markup(""), Kind.VALUE)

    @cached_property
    def equals(self) -> Markup:
        """An equals sign to stand before something that is set by itself."""
        return Markup("<math><mo>=</mo></math>")

    @cached_property
    def gap(self) -> Markup:
        """An equals sign with room behind it."""
        return self.equals + _GAP.format(self.plain(BLANK))

    def remark(self, note: Note) -> Markup:
        """Return a note under a step."""
        return self.prose(note.sentence, "says")

    def reasons(self, item: Item) -> list[Text]:
        """Return why the small lines hold, for each rule that a lecture meets for the first time."""
        if not self.is_lecture:
            return []
        rules = [rule for rule in item.reasons if rule is not item.block.step.rule]
        return [_because(rule) for rule in rules]

    def heading(self, item: Item) -> Markup:
        """Return what stands over a step: its number as a link to itself, and its rule."""
        number = Sentence(words.STEP.fill(step=item.block.number))
        return Markup('<a href="#s{}">{}</a>').format(item.block.number, self.sentence(number))

    def marks(self, points: float) -> Markup:
        """Return marks with their unit."""
        text = words.ONE_POINT if points == 1 else words.POINTS.fill(points=show(points))
        return self.words(text)

    def folded(self, count: int) -> Markup:
        """Return what one clicks on to see the small working."""
        return self.words(SMALL.fill(lines=count))

    # the whole page

    @cached_property
    def cost(self) -> Sequence[tuple[str, Text]]:
        """What the passes take; nothing for matrices, whose operations are not counted."""
        if any(leaf.shape for leaf in self.sheet.solution.lesson.graph.leaves):
            return ()
        counts = self.sheet.solution.cost
        numbers = (counts.forward, counts.backward, counts.without_cache)
        return [(f"{number:,}", label) for number, label in zip(numbers, COST_ROWS, strict=True)]

    @cached_property
    def checks(self) -> Sequence[Text]:
        """The means by which every gradient was checked; nothing where that was not done."""
        certificate = self.sheet.certificate
        if certificate is None or not certificate.ok:
            return ()
        made = [name for name, worst in certificate.worst.items() if worst is not None]
        return [CHECKS[name].fill(tolerance=f"{TOLERANCE[name]:g}") for name in made]

    @cached_property
    def labels(self) -> dict[str, Text]:
        """The words that belong to the page and not to a step."""
        return LABELS

    @property
    def has_values(self) -> bool:
        """Whether there is a number beside each formula."""
        return bool(self.sheet.solution.values)

    @property
    def table_head(self) -> Sequence[Text]:
        """The names of the grad_table's columns."""
        return TABLE_HEAD[: 4 if self.has_values else 3]

    def number_of(self, group: Group) -> int:
        """Return the number of a question."""
        return 1 + self.sheet.groups.index(group)

    def written(self, item: Item) -> Markup:
        """Return a step's formula as it stands in the grad_table."""
        formulas = [line.shown for line in item.lines if line.shown.kind is Kind.FORMULA]
        return self.formula(formulas[-1].expression)

    @property
    def is_lecture(self) -> bool:
        """Whether the page shows everything."""
        return self.sheet.kind is SheetKind.LECTURE

    @property
    def style(self) -> Markup:
        """The style sheet with the font in it, and one rule for each term that lights up."""
        lit = "".join(_LIT.replace("%", str(step)) for step in list(self.used)[:MOST_LIT])
        return Markup(_style() + lit)

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


@cache
def _style() -> str:
    font = b64encode(content_bytes("fonts", "derive-math.woff2")).decode()
    return _spare(content("html", "style.css")).replace("FONT", font, 1)


@cache
def _script() -> str:
    return content("html", "script.js")


def _spare(style: str) -> str:
    """Leave out comments and indentation, which nobody reads in a page."""
    lines = (line.strip() for line in style.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("/*"))


def _because(rule: Rule) -> Text:
    title, why = rule.title, rule.because
    return Text(f"{title.en}: {why.en}", f"{title.zh}:{why.zh}")


_LOCAL = ("local_partial", "from_the_loss")
_GAP = Markup('<span class="gap"><span class="sr">{}</span></span>')
_LIT = (
    ':root:has([data-t="%"]:is(:hover,:focus)) :is([data-t="%"],[data-row="%"])'
    "{background:var(--lit);color:var(--on-lit)}\n"
)

BLANK = Text("blank", "空格")
SMALL = Text("{lines} lines of working", "展開 {lines} 行推導")
LABELS = {
    "table": TABLE,
    "cost": COST,
    "cost_note": COST_NOTE,
    "checks": Text("Checked", "驗算"),
    "verdict": Text(
        "Every gradient on this page agrees with what these independent methods find:",
        "本頁的每個梯度都以下列獨立的方法驗算過,結果一致:",
    ),
    "start": Text("Step by step", "逐步播放"),
    "stop": Text("Show all", "全部顯示"),
    "next": Text("next step", "下一步"),
    "back": Text("previous step", "上一步"),
}
CHECKS = {
    "central_difference": Text(
        "central differences of the forward pass (within {tolerance})",
        "只用前向傳遞的中央差分(誤差 {tolerance} 以內)",
    ),
    "complex_step": Text(
        "the complex step (within {tolerance})", "複數步微分(誤差 {tolerance} 以內)"
    ),
    "symbolic": Text(
        "SymPy's derivative of the whole loss (within {tolerance})",
        "SymPy 對整個損失函數的微分(誤差 {tolerance} 以內)",
    ),
    "forward_mode": Text(
        "dual numbers, that is forward mode (within {tolerance})",
        "對偶數,也就是前向模式(誤差 {tolerance} 以內)",
    ),
}

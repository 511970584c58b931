"""One page for each student, and one of the class for the teacher: HTML that needs nothing else."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup, escape

from derive.check import mistakes, phrases
from derive.check.report import Answer, Award, Finding, Report
from derive.core.errors import DeriveError
from derive.core.expression import Expression
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.feedback.visible import visible
from derive.feedback.words import VERDICTS
from derive.grade import words
from derive.grade.gradebook import page_name
from derive.grade.grading import Graded
from derive.grade.setting import Setting
from derive.grade.summary import Class, Kind, state, undecided
from derive.lessons.ask import name_table
from derive.reading import NameTable, read_expression
from derive.render.aloud import CODES, inline
from derive.render.markup import Words
from derive.render.stylesheet import style, with_font
from derive.render.templates import environment
from derive.render.wording import Sentence
from derive.spelling.mathml import fragment
from derive.spelling.numbers import show

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


_LETTERS = r"(?:[A-Za-z\u00c0-\u024f\u0370-\u03ff][\u0300-\u036f]?)+"
_SCRIPT = r"[_^](?:\{[^{}]{1,20}\}|[A-Za-z0-9])"
# ∂L/∂w_1, or a name with an index: a single letter in a sentence may be a word
_NAME = re.compile(rf"∂{_LETTERS}(?:{_SCRIPT})*/∂{_LETTERS}(?:{_SCRIPT})*|{_LETTERS}(?:{_SCRIPT})+")


class Press:
    """Makes the pages of one class; what they share is prepared once."""

    def __init__(self, lesson: Lesson, languages: Sequence[str]) -> None:
        self.page = Page(lesson, languages)
        templates = environment("html", autoescape=True)
        self._student = templates.get_template("grade_student.html")
        self._class = templates.get_template("class_page.html")

    def student(self, student: Graded) -> bytes:
        """Return the page for one student; there is nothing of the others on it, nor the seed."""
        page = self._student.render(page=self.page, student=student, w=words)
        return with_font(page).encode()

    def whole(self, found: Class, setting: Setting) -> bytes:
        """Return the page for the teacher."""
        page = self._class.render(page=self.page, found=found, setting=setting, w=words)
        return with_font(page).encode()


class Page(Words):
    """What the templates ask for: everything ready to be set down, everything escaped."""

    policy = _POLICY

    def __init__(self, lesson: Lesson, languages: Sequence[str]) -> None:
        super().__init__(languages, digits=6)
        self.lesson = lesson
        self._typeset: dict[str, Markup] = {}
        self._known: dict[str, Expression | None] = {}

    @property
    def code(self) -> str:
        """The language of the document."""
        return CODES[self.first]

    @property
    def style(self) -> Markup:
        """The style of all pages, and what only these have."""
        return Markup(style("grade_style.css", pictured=False))

    @cached_property
    def table(self) -> NameTable:
        """The names of the lesson, to typeset what was asked."""
        return name_table(self.lesson)

    def target(self, name: str | None) -> Markup:
        """Return the name of a step as a formula, or as it stands when it is none."""
        if name is None:
            return Markup("")
        if name not in self._typeset:
            self._typeset[name] = self._formula(name)
        return self._typeset[name]

    def marks(self, marks: float) -> str:
        """Return a number of marks."""
        return show(marks, 3)

    # one student

    def place(self, student: Graded, line: int) -> Markup:
        """Return which line it is, and of which file."""
        file, number = student.submission.place(line)
        if file is None:
            return self.words(words.LINE.fill(line=number))
        return self.words(words.LINE_OF.fill(line=number, file=file))

    def verdict(self, answer: Answer) -> Markup:
        """Return the sign and the word for what was found."""
        sign, name, _ = VERDICTS[answer.verdict]
        return Markup('<span aria-hidden="true">{}</span> {}').format(sign, self.words(name))

    def state(self, award: Award, report: Report) -> Markup:
        """Return the sign and the words for how one question went."""
        sign, name = words.STATES[state(award, report)]
        return Markup('<span aria-hidden="true">{}</span> {}').format(sign, self.words(name))

    def source(self, answer: Answer) -> Markup:
        """Return what the student wrote, with the smallest wrong part marked."""
        start, end = answer.caret or (0, 0)
        before, inside, after = (
            escape(visible(part.replace("\t", " ")))
            for part in (answer.source[:start], answer.source[start:end], answer.source[end:])
        )
        marked = Markup("<mark>{}</mark>").format(inside) if inside else inside
        return before + marked + after

    def legend(self, student: Graded) -> Iterator[tuple[Finding, Markup, Markup]]:
        """Yield what the signs mean that are on this student's page."""
        given = {answer.verdict for answer in student.report.answers} if student.report else set()
        for finding, (sign, name, meaning) in VERDICTS.items():
            if finding in given:
                yield finding, Markup("{} {}").format(sign, self.words(name)), self.words(meaning)

    def is_open(self, student: Graded) -> bool:
        """Whether there are lines that a person should look at."""
        return any(undecided(student))

    # the class

    def link(self, student: Graded) -> Markup:
        """Return a student's name, which leads to the student's page."""
        return Markup('<a href="{}">{}</a>').format(quote(page_name(student)), student.name)

    def links(self, students: Sequence[Graded]) -> Markup:
        """Return several students' names."""
        return Markup("、" if self.first == "zh-Hant" else ", ").join(map(self.link, students))

    def count(self, number: int) -> Markup:
        """Return how many students."""
        text = words.ONE_STUDENT if number == 1 else words.STUDENTS.fill(count=number)
        return self.words(text)

    def share(self, part: float, whole: float) -> str:
        """Return a part as a percentage, for the length of a bar and the depth of a colour."""
        return f"{100 * part / whole:.4g}%" if whole else "0%"

    def overview(self, found: Class) -> Iterator[Markup]:
        """Yield what there is to say of the class in a line."""
        count, checked = len(found.students), len(found.checked)
        yield self.words(words.CHECKED.fill(count=count, checked=checked))
        if checked:
            mean, middle = statistics.fmean(found.marks), statistics.median(found.marks)
            most = self.marks(found.out_of)
            yield self.words(words.MEAN.fill(mean=self.marks(mean), most=most))
            yield self.words(words.MEDIAN.fill(median=self.marks(middle)))

    def mistake(self, made: Kind) -> Markup:
        """Return what a mistake is called."""
        return self.words(words.UNNAMED if made.key is None else title_of(made.key))

    def comment(self, answer: Answer) -> Markup:
        """Return what is said of a line, if that is more than that it is right."""
        if answer.message == phrases.RIGHT:
            return Markup("")
        return self.said(answer.message, "says")

    def said(self, text: Text, kind: str) -> Markup:
        """Return a paragraph in which the lesson's names are set as formulas."""
        formulas: dict[str, Expression] = {}

        def name(found: re.Match[str]) -> str:
            formula = self._read(found.group())
            if formula is None:
                return found.group()
            key = f"formula{len(formulas)}"
            formulas[key] = formula
            return f"{{{key}}}"

        words = Text(_NAME.sub(name, text.en), _NAME.sub(name, text.zh))
        return self.prose(Sentence(words, formulas), kind)

    def cell(self, award: Award, report: Report) -> Markup:
        """Return a cell of the map: the marks, a sign and a colour for the same thing."""
        kind = state(award, report)
        sign, name = words.STATES[kind]
        shown = sign if kind in ("missing", "open") else f"{sign} {self.marks(award.marks)}"
        cell = Markup('<td class="{}" title="{}">{}</td>')
        return cell.format(kind, self.plain(name), shown)

    def lines(self, student: Graded, answers: Sequence[Answer]) -> Markup:
        """Return which lines these are."""
        places = dict.fromkeys(self.place(student, answer.line) for answer in answers)
        return Markup("、" if self.first == "zh-Hant" else ", ").join(places)

    def seed(self, setting: Setting) -> Markup:
        """Return what is needed to get the same verdicts again."""
        text = words.SEED.fill(seed=setting.seed, program=setting.program)
        return self.prose(text, "about")

    def _read(self, name: str) -> Expression | None:
        if name not in self._known:
            try:
                self._known[name] = read_expression(name, self.table)
            except DeriveError:
                self._known[name] = None
        return self._known[name]

    def _formula(self, name: str) -> Markup:
        formula = self._read(name)
        if formula is None:
            return Markup("<code>{}</code>").format(visible(name))
        return inline(fragment(formula), self.spoken(formula))


def title_of(key: str) -> Text:
    """Return what a known mistake is called; a key of another version stands for itself."""
    try:
        return mistakes.load(key).title
    except DeriveError:
        return Text(key, key)

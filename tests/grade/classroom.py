"""A class that has been judged, made up line by line."""

from derive.check.report import Answer, Award, Finding, Report
from derive.core.text import Text
from derive.grade.grading import Graded
from derive.grade.submission import Part, Submission
from derive.grade.summary import Class

TARGETS = ("dL/dw_{3,1}", "dL/dw_{1,1}", "dL/db_3")
SAID = Text("Look at the <b>sign</b>.", "請看<b>正負號</b>。")
REFUSED = Text("This is a link & no file.", "這是連結，不是檔案。")
HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://evil\",\"x\")",
    "+1+1|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    " =1",
    "a\",=1,\"b;=2",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "javascript:alert(1)",
    "O'Neil & <i>sons</i>",
    "../../up",
)  # fmt: skip


def answer(line, verdict, **more):
    return Answer(line, "a<b> & 'c' \"d\" {{ e }}", TARGETS[0], verdict, SAID, **more)


def report(marks, *answers, seed=987654321):
    awards = [
        Award(target, mark, 1.0, None if mark is None else place)
        for place, (target, mark) in enumerate(zip(TARGETS, marks, strict=True), 1)
    ]
    awards = [award if award.line else Award(award.target, 0.0, 1.0) for award in awards]
    return Report(answers, tuple(awards), seed)


def student(number, name, found, **more):
    own = Submission(name, f"key-{number}", (Part("a.txt", 1), Part("b.txt", 3)))
    return Graded(own, found, **more)


def classroom():
    lost = {"mistake": "sign_lost", "at_step": TARGETS[1]}
    wrong, right = Finding.KNOWN_MISTAKE, Finding.CORRECT
    reports = [
        report(
            (1.0, 0.5, 0.0), answer(1, right), answer(3, wrong, **lost), answer(4, wrong, **lost)
        ),
        report((1.0, 1.0, None), answer(1, right), answer(2, Finding.FOLLOWS)),
        report(
            (0.0, None, None),
            answer(1, Finding.WRONG, caret=(1, 4)),
            answer(2, wrong, also=("path_lost",), **lost),
        ),
        report((1.0, 1.0, 1.0), answer(1, Finding.UNREADABLE), answer(2, Finding.UNDECIDED)),
    ]
    graded = [
        student(number, name, reports[number % len(reports)]) for number, name in enumerate(HOSTILE)
    ]
    return Class((*graded, student(99, "left out", None, reason=REFUSED, detail="<b>")))

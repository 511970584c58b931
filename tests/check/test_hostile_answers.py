"""A student's text is data: whatever it is, it is refused, does nothing, or stays within bounds."""

import ast
from pathlib import Path

import pytest

import derive
from derive.check.judge import Checker
from derive.check.report import Finding, Report
from derive.core.errors import ReadError
from derive.lessons import load

# drawn before any answer is read, as in a class
CHECKER = Checker(load("mazur"), seed=7)
HOUSE = Path(derive.__file__).parent
RIGHT = "-(t_1-out_o1) out_o1 (1-out_o1) out_h1"


def judged(text: str) -> Report | None:
    """Judge an answer; None when it is refused as a whole."""
    try:
        report = CHECKER.check(text)
    except ReadError:
        return None
    for answer in report.answers:
        assert answer.message.en
        assert answer.message.zh
    return report


CODE = [
    "dE/dw5 = __import__('os').system('touch pwned')",
    "().__class__.__base__.__subclasses__()[0].__init__.__globals__",
    "dE/dw5 = w_5.__class__", "dE/dw5 = getattr(w_5, 'x')", "dE/dw5 = lambda: w_5",
]  # fmt: skip
MARKUP = [
    "dE/dw5 = {{ cycler.__init__.__globals__.os.popen('id') }}", "dE/dw5 = {0.__class__} %s %n {step}",
    "dE/dw5 = <script>alert(1)</script>", "=cmd|' /C calc'!A0", "dE/dw5 = \x1b[31mw_5",
    r"dE/dw5 = \input{/etc/passwd} \write18{id} \def\x{\x\x}\x", r"\newcommand{\x}{\x\x} dE/dw5 = \x",
]  # fmt: skip
SIZE = [
    "dE/dw5 = 9^9^9^9^9", "dE/dw5 = 9**9**9**9", "dE/dw5 = 10^{10^{10}}", "dE/dw5 = w_5^{10000000}",
    "dE/dw5 = 1000000000!", "dE/dw5 = " + "9" * 3000, "dE/dw5 = 1e999 + 1e-400", "dE/dw5 = 1e308*1e308",
    "dE/dw5 = " + "(" * 1900 + "1" + ")" * 1900, "dE/dw5 = " + r"\frac{1}{" * 300 + "1" + "}" * 300,
    "dE/dw5 = " + "+".join(["w_5"] * 900), "dE/dw5 = " + "*".join(["(w_5+w_6)"] * 300),
    r"dE/dw5 = \sum_{i=1}^{1000000000} i", "dE/dw5 = e^{e^{e^{e^{e^{e^{e^{e^{e^{e^{e^{e^{w_5}}}}}}}}}}}}",
    "dE/dw5 = " + "σ(" * 50 + "w_5" + ")" * 50, "dE/dw5 = " + "σ'(" * 30 + "w_5" + ")" * 30,
    "dE/dw5 = " + "√(" * 50 + "w_5" + ")" * 50, "dE/dw5 = w_5^{1/1000000007} w_5^{0.123456789123}",
    "dE/dw5 = " + "+".join(f"max(0, w_{i % 8 + 1} - {i})" for i in range(60)),
    "dE/dw5 = " + " = ".join(f"{i} w_5" for i in range(200)), "dE/dw5 = " + "w_5 " * 900,
    "x" * 5000, "dE/dw5 = 1\n" * 500, "dE/dw5 = 1 " * 30_000,
    "dE/dw5 = " + " + ".join(["0.1", "w_5", "1", "2", "3", "0.05", "0.5", "0.35"] * 12),
    "dE/dw5 = d^2E/dw5dw6\ndE/dw5 = ∂/∂w_5(∂/∂w_6(∂/∂w_5(∂/∂w_6(∂/∂w_5 E))))",
]  # fmt: skip
CHARACTERS = [
    "dE/dw5 = \u202ew_5\u202c", "dЕ/dw5 = ωu w_5", "dE/dw5 = w\u200b_5 out_h1", "dE/dw5 = \x00 w_5",
    "dE/dw5 = \ud800", "\ufeffdE/dw5 = w_5", "dE/dw5 = ｗ＿５", "=\n==\n= =\n\\\\ & =", "",
]  # fmt: skip
DOMAINS = [
    "dE/dw5 = 1/0\ndE/dw5 = w_5/(w_6-w_6)\ndE/dw6 = 0^0\ndE/dw7 = 0^{-1}",
    "dE/dw5 = ln(0)\ndE/dw6 = ln(-1) + sqrt(-1)", "dE/dw5 = nan\ndE/dw6 = inf",
]  # fmt: skip
DEFINITIONS = [
    "a = b\nb = a\ndE/dw5 = a", "q = q w_5\ndE/dw5 = q", "δ = ∂E/∂w_5\n∂E/∂w_5 = δ", "E = E",
    "out_h1 = out_o1\nw_5 = 0\nt_1 = out_o1\ndE/dw5 = 0",
    "E = 0\ndE/dw5 = 0\n∂E/∂out_{o1} = 0\ndE/dw6 = 0",
    "\n".join(["a_0 = w_5", *(f"a_{i} = a_{i - 1} a_{i - 1}" for i in range(1, 45)), "dE/dw5 = a_44"]),
    "\n".join(["a_0 = w_5", *(f"a_{i} = e^{{a_{i - 1}}}" for i in range(1, 45)), "dE/dw5 = a_44"]),
    "\n".join(["a_0 = 1", *(f"a_{i} = a_{i - 1} + a_{i - 1}" for i in range(1, 48)), "dE/dw5 = 0.1 a_47"]),
    "\n".join(f"u_{{{i}}} = {i} w_5" for i in range(100)),
    "a_0 = w_5 w_6 out_h1\n"
    + "\n".join(f"a_{i} = da_{i - 1}/dw_6 + a_{i - 1} w_5" for i in range(1, 45)),
]  # fmt: skip


@pytest.mark.parametrize(
    "text", [*CODE, *MARKUP, *SIZE, *CHARACTERS, *DOMAINS, *DEFINITIONS],
    ids=lambda text: ascii(text[:30]),
)  # fmt: skip
def test_a_hostile_answer_earns_nothing_and_costs_little(text: str) -> None:
    report = judged(text)
    assert report is None or report.marks == 0


def test_nothing_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (*CODE, *MARKUP):
        judged(text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "cheat",
    [
        *(f"+ {prime} w_1" for prime in (2**31 - 1, 10**9 + 7)),
        "+ (w_1)(w_1-1)(w_1+1)(w_1-2)(w_1-3)", "+ w_1^{64} (w_1 - 1)^{60}", "+ 10^{-15} w_1",
        "+ w_1 - w_2", "+ 0 \\cdot w_1 + 10^{-9}", "* (1 + (w_1-w_1^2)(2-w_1)(w_1-3))",
    ],
)  # fmt: skip
def test_no_polynomial_that_vanishes_at_usual_points_gets_through(cheat: str) -> None:
    assert judged(f"dE/dw5 = ({RIGHT}) {cheat}").marks == 0  # type: ignore[union-attr]


def test_even_the_prime_of_another_seed_does_not_help() -> None:
    prime = Checker(CHECKER.lesson, seed=8).reference.environment.points[0].exact.prime
    report = judged(f"dE/dw5 = {RIGHT} + {prime} w_1")
    assert report is not None
    assert {answer.verdict for answer in report.answers} <= {Finding.WRONG, Finding.UNREADABLE}


@pytest.mark.parametrize(
    "line",
    [
        "dE/dw{w} = -(t_1 - out_o1) out_o1 (1-out_o1) out_h1 w_{v} + {i} i_1",
        "dE/dw{w} = 0.{i}38 * 0.5 = 0.{i}1",
        "dE/dw{w} = foo{i} bar",
        "dE/dw{w} = 0.{i} w_{v} + 0.35 out_h1",
    ],
)
def test_four_hundred_wrong_lines_stay_within_bounds(line: str) -> None:
    lines = (
        line.replace("{w}", str(i % 8 + 1)).replace("{v}", str(i % 7 + 1)).replace("{i}", str(i))
        for i in range(390)
    )
    report = judged("\n".join(lines))
    assert report is not None
    assert len(report.answers) >= 390


def test_no_code_is_made_from_text_in_the_rooms_that_students_reach() -> None:
    forbidden = {
        "eval",
        "exec",
        "compile",
        "sympify",
        "parse_expr",
        "lambdify",
        "subs",
        "__import__",
    }
    for room in ("check", "reading", "feedback", "grade", "spelling", "core"):
        for file in (HOUSE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", "")
                    assert name not in forbidden, f"{file}: {name}"

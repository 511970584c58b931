"""The command line as a person uses it: exit status, streams, widths, pipes, languages."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from derive.lessons import built_in
from derive.render.columns import width


def derive(*arguments, stdin=None, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "derive", *map(str, arguments)],
        capture_output=True, text=True, input=stdin, cwd=cwd, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["two-layer-mlp", "linear-regression", "three-layers"])
@pytest.mark.parametrize("language", ["en", "zh-Hant", "both"])
def test_a_pipe_gets_eighty_columns_and_no_colour(name, language):
    run = derive("explain", name, "--language", language)
    assert run.returncode == 0
    assert run.stderr == ""
    assert "\x1b" not in run.stdout
    assert max(map(width, run.stdout.split("\n"))) <= 80


def test_the_lecture_comes_out():
    said = derive("explain", "two-layer-mlp").stdout
    assert "½ · 2(y - ŷ) · (-1)" in said
    assert re.search(r"∂L/∂w_\{3,1\}[^\n]*\n\s+= h_1 · -\(y - ŷ\)", said)
    assert "= x_1 · w_{3,1} · -(y - ŷ)" in said
    assert "↺ ∂L/∂ŷ: already computed in step 5" in said
    assert "Four independent methods agree" in said


def test_json_has_the_keys_of_the_design_and_nothing_else_is_printed():
    run = derive("explain", "two-layer-mlp", "--format", "json")
    found = json.loads(run.stdout)
    assert list(found) == ["lesson", "loss", "values", "gradients", "updated", "steps", "cost"]
    step = found["steps"][8]
    assert list(step) == [
        "number", "phase", "rule", "target", "result", "working", "substituted", "value",
        "reads", "read_by", "cached",
    ]  # fmt: skip
    assert step["target"]["text"] == "∂L/∂w_{3,2}"
    assert step["reads"] == [8, 5]
    assert found["gradients"]["w_{3,1}"]["text"] == "h_1 · -(y - ŷ)"
    assert found["gradients"]["w_{1,1}"]["latex"] == r"x_1 \cdot w_{3,1} \cdot -(y - \hat{y})"
    numbers = [step["number"] for step in found["steps"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for step in found["steps"]:
        for number in step["reads"]:
            assert step["number"] in found["steps"][number - 1]["read_by"]


@pytest.mark.parametrize("spelling", ["w11", "w_{1,1}", "w_{11}", "∂L/∂w₁₁", "dL/dw11"])
def test_wrt_takes_any_spelling(spelling):
    run = derive("explain", "two-layer-mlp", "--wrt", spelling, "--format", "json")
    assert list(json.loads(run.stdout)["gradients"]) == ["w_{1,1}"]


MISTAKES = [
    (("explain", "two-layer-mpl"), "two-layer-mlp"),
    (("explain", "two-layer-mlp", "--wrt", "q"), "q"),
    (("explain", "two-layer-mlp", "--wrt", "L"), "loss itself"),
    (("explain", "."), "."),
    (("explain", "nowhere/lesson.yaml"), "nowhere/lesson.yaml"),
    (("new", "no-such-lesson"), "no-such-lesson"),
    (("verify", "/dev/null"), "lesson"),
]


@pytest.mark.parametrize(("arguments", "word"), MISTAKES)
def test_a_users_mistake_is_one_message_and_exit_status_two(arguments, word):
    run = derive(*arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert word in run.stderr
    assert run.stdout == ""


def test_a_message_is_said_in_the_language_asked_for():
    run = derive("explain", "two-layer-mlp", "--wrt", "q", "--language", "zh-Hant")
    assert re.search("[一-鿿]", run.stderr)


def test_examples_lists_every_built_in_lesson():
    said = derive("examples").stdout
    assert [line.split()[0] for line in said.strip().split("\n")] == list(built_in())


def test_new_writes_a_lesson_that_explain_reads_and_never_overwrites_one(tmp_path: Path):
    assert derive("new", "mazur", cwd=tmp_path).returncode == 0
    assert derive("explain", "mazur.yaml", cwd=tmp_path).returncode == 0
    again = derive("new", "mazur", cwd=tmp_path)
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_a_reader_that_goes_away_is_no_mistake():
    run = subprocess.run(
        f"{sys.executable} -m derive explain three-layers | head -n 1",
        shell=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.stderr == ""


def test_the_certificate_is_printed_and_holds():
    run = derive("verify", "mazur")
    assert run.returncode == 0
    assert "All methods agree" in run.stdout
    found = json.loads(derive("verify", "mazur", "--format", "json").stdout)
    assert found["ok"] is True
    assert set(found["gradients"]["w_1"]["checks"]) == {
        "central_difference", "complex_step", "symbolic", "forward_mode",
    }  # fmt: skip


def test_a_long_solution_shows_the_gradients_and_says_how_to_see_the_rest(tmp_path: Path):
    lines = ["  a_{1} = \\tanh(w x)"]
    lines += [f"  a_{{{i}}} = \\tanh(a_{{{i - 1}}} + 0.1)" for i in range(2, 300)]
    lines += ["  L = \\frac{1}{2} (a_{299} - y)^2"]
    text = "equations: |\n" + "\n".join(lines) + "\ndata: {x: 1, y: 1}\nparameters: {w: 0.5}\n"
    (tmp_path / "deep.yaml").write_text(text)
    run = derive("explain", "deep.yaml", cwd=tmp_path)
    assert run.returncode == 0
    assert len(run.stdout.split("\n")) < 60
    assert "--all" in run.stderr
    assert "--wrt" in run.stderr
    one = derive("explain", "deep.yaml", "--wrt", "w", "--language", "zh-Hant", cwd=tmp_path)
    assert "步" in one.stderr
    assert "--wrt" not in one.stderr
    whole = derive("explain", "deep.yaml", "--all", cwd=tmp_path)
    assert len(whole.stdout.split("\n")) > 2000


def test_the_readmes_example_prints_what_it_says(tmp_path: Path):
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.S).group(1)
    promised = re.findall(r"print\(.*\)  # (.*)", code)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert run.stdout.strip().split("\n") == promised


def test_the_readme_and_ci_call_the_same_test_command():
    root = Path(__file__).parents[2]
    blocks = re.findall(r"```bash\n(.*?)\n```", (root / "README.md").read_text("utf-8"), re.S)
    command = next(block for block in blocks if "pytest" in block)
    assert command in (root / ".ci" / "run").read_text("utf-8")


def test_the_solution_ends_with_the_certificate_in_both_languages():
    assert "agree on the gradient:" in derive("explain", "parabola").stdout
    assert "全部 10 個梯度的結果一致" in derive(
        "explain", "mazur", "--language", "zh-Hant"
    ).stdout.replace("\n", "")


@pytest.mark.parametrize("form", ["html", "latex", "md", "ipynb", "py", "json"])
def test_an_option_that_a_form_cannot_follow_is_refused_and_not_passed_over(form):
    run = derive("explain", "three-layers", "--format", form, "--summary")
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "--wrt" in run.stderr
    run = derive("explain", "three-layers", "--format", form, "--proofs")
    proved = "from the definition" in run.stdout
    assert (run.returncode == 0) == proved == (form not in ("py", "json"))

"""The command as a person uses it: what it prints, what it exits with, in both languages."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from click.testing import CliRunner

from derive.cli import main
from derive.lessons import built_in
from derive.optimizers import keys
from derive.render.columns import width

HAN = re.compile("[\u4e00-\u9fff]")


def run(*arguments):
    return CliRunner().invoke(main, ["descend", *arguments])


def document(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_json_is_the_one_that_was_agreed_on():
    found = document("parabola", "--steps", "1")
    assert found["optimizer"] == "sgd"
    assert found["hyperparameters"] == {"learning_rate": 0.1}
    assert found["iterations"] == [
        {"t": 0, "parameters": {"W": -6.0}, "loss": 25.0, "gradients": {"W": -10.0}, "state": {}},
        {"t": 1, "parameters": {"W": -5.0}, "loss": 16.0, "gradients": {"W": -8.0}, "state": {}},
    ]
    assert found["stopped"] is None


def test_the_state_stands_by_letter_and_parameter():
    found = document("bowl", "--optimizer", "adam", "--steps", "1", "--set", "beta1=0.8")
    assert found["hyperparameters"]["beta_1"] == 0.8
    state = found["iterations"][1]["state"]
    assert state["m"] == {"x": pytest.approx(1.2), "y": pytest.approx(1.6)}
    assert document("bowl", "--optimizer", "nadam")["iterations"][0]["state"]["p"] == 1.0


@pytest.mark.parametrize("language", ["en", "zh-Hant", "both"])
@pytest.mark.parametrize("lesson", ["parabola", "guess", "linear-regression"])
def test_the_text_fits_into_eighty_columns_and_speaks_one_language(lesson, language):
    result = run(lesson, "--language", language, "--steps", "2", "--optimizer", "momentum")
    assert result.exit_code == 0
    assert max(map(width, result.stdout.splitlines())) <= 80
    assert bool(HAN.search(result.stdout)) == (language != "en")
    assert "{" not in re.sub(r"[_^]\{[^}]*\}+|\{[Wwb, ，]*\}", "", result.stdout)


def test_the_lectures_numbers_are_printed():
    text = run("parabola").stdout
    assert "W^{(1)} = W^{(0)} - η · ∂L/∂W^{(0)} = -6 - 0.1 · (-10) = -5" in text
    assert "W^{(2)} = W^{(1)} - η · ∂L/∂W^{(1)} = -5 - 0.1 · (-8) = -4.2" in text
    assert "lim_{h→0} (2W + h + 2)" in text
    assert "2/λ_{max} = 1" in " ".join(text.split())


def test_the_five_steps_of_the_slide_are_there_in_order():
    steps = run("parabola").stdout.split("\nGradient descent, step by step\n")[1]
    wanted = (
        "W^t = -6", "L(-6) = 25", "∇L(-6) = L'(-6) = -10",
        "W^{t+1} = W^t - η · ∇L(W^t) = -6 - 0.1 · (-10) = -5", "∇L(-5) = L'(-5) = -8",
        "W^{t+2} = W^{t+1} - η · ∇L(W^{t+1}) = -5 - 0.1 · (-8) = -4.2",
    )  # fmt: skip
    places = [steps.index(line) for line in wanted]
    assert places == sorted(places)
    assert "step by step" not in run("parabola", "--optimizer", "adam").stdout


def test_a_convention_at_a_kink_is_said_once_and_a_dead_unit_in_every_pass():
    text = " ".join(run("two-layer-mlp-dead-unit", "--steps", "2").stdout.split())
    assert text.count("ReLU has no derivative at 0") == 1
    assert text.count("This path is off here") == 2


def test_guesses_come_before_the_goal():
    text = run("guess", "--language", "zh-Hant").stdout
    assert text.index("用猜的學習\n先猜") < text.index("argmin")
    row = next(line for line in text.splitlines() if line.strip().startswith("3 │"))
    assert [cell.strip() for cell in row.split("│")] == ["3", "6.5", "-1.5", "太大了", "1.5"]


def test_regression_names_both_times_and_explains_them():
    text = run("linear-regression").stdout
    assert "∂L/∂w" in text
    assert "Σ_{i=1}^{n} x_i" in text
    assert "the parameter before it" in text
    chinese = run("linear-regression", "--language", "zh-Hant").stdout
    assert "上一個時間點" in chinese
    assert "現在這個時間點" in chinese


@pytest.mark.parametrize("optimizer", keys())
def test_every_optimiser_has_its_lines_in_both_languages(optimizer):
    result = run("bowl", "--optimizer", optimizer, "--steps", "1", "--language", "both")
    assert result.exit_code == 0
    assert HAN.search(result.stdout)


@pytest.mark.parametrize("lesson", built_in())
def test_every_built_in_lesson_can_descend(lesson):
    result = run(lesson, "--steps", "1", "--learning-rate", "0.01", "--language", "both")
    assert result.exit_code == 0, result.stderr
    assert max(map(width, result.stdout.splitlines())) <= 80


def test_divergence_exits_with_two_unless_it_was_asked_for():
    wild = ("parabola", "--learning-rate", "1.1", "--steps", "100", "--format", "json")
    stopped = run(*wild)
    assert stopped.exit_code == 2
    assert "iteration 38" in stopped.stderr
    kept = json.loads(stopped.stdout)
    assert len(kept["iterations"]) == 39
    assert kept["stopped"]["reason"] == "diverged"
    assert run(*wild, "--allow-divergence").exit_code == 0
    assert "第 38 次" in run(*wild, "--language", "zh-Hant").stdout


def test_a_comparison_of_learning_rates_shows_divergence_without_failing():
    found = document("parabola", "--compare", "learning_rate=0.1,0.5,1.1", "--steps", "60")
    assert [entry["value"] for entry in found["runs"]] == ["0.1", "0.5", "1.1"]
    assert found["runs"][2]["stopped"]["reason"] == "diverged"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("parabola", "--optimizer", "adma"), "Did you mean adam?"),
        (("parabola", "--set", "bata=1"), "bata"),
        (("parabola", "--set", "beta"), "NAME=VALUE"),
        (("parabola", "--learning-rate", "0"), "learning_rate"),
        (("parabola", "--schedule", "cosin"), "cosine"),
        (("parabola", "--set", "beta=0.9"), "momentum"),
        (("parabola", "--schedule", "step", "--set", "every=2.5"), "whole number"),
        (("parabola", "--compare", "optimzer=sgd"), "optimizer"),
        (("parabola", "--picture", "p.png"), ".svg"),
        (("linear-regression", "--batch-size", "1", "--seed", "-1"), "seed"),
        (("linear-regression", "--epochs", "-1"), "epochs"),
        (("parabola", "--batch-size", "2"), "single sample"),
        (("parabola", "--steps", "2", "--epochs", "2"), "epochs"),
        (("parabola", "--clip-norm", "-1"), "-1"),
        (("parabola", "--compare", "learning_rate"), "NAME=VALUE"),
        (("parabola", "--compare", "W=x"), "x"),
    ],
)
def test_a_mistake_is_one_message_and_exit_two(arguments, says):
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("language", ["en", "zh-Hant", "both"])
def test_the_page_is_one_file_that_needs_nothing_else(language):
    page = run("bowl", "--format", "html", "--language", language, "--steps", "2").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "<svg" in page
    assert page.count("<section") == page.count("</section>") > 4
    assert "<script" not in page
    assert bool(HAN.search(re.sub(r"<style>.*?</style>", "", page, flags=re.S))) == (
        language != "en"
    )


def test_the_same_page_twice_is_the_same_bytes():
    arguments = ("linear-regression", "--batch-size", "2", "--format", "html")
    assert run(*arguments).stdout == run(*arguments).stdout


@pytest.mark.parametrize("typed", ["Adam", "RMSProp", "rms-prop", "ADAGRAD"])
def test_an_optimiser_is_known_by_any_capitals(typed):
    assert document("parabola", "--optimizer", typed)["optimizer"] == typed.lower().replace("-", "")


@pytest.mark.parametrize("typed", ["β_1=0.8", "beta1=0.8", "\\beta_1=0.8", "BETA-1=0.8"])
def test_a_hyperparameter_is_known_by_its_letter(typed):
    found = document("parabola", "--optimizer", "adam", "--set", typed)
    assert found["hyperparameters"]["beta_1"] == 0.8


@pytest.mark.parametrize("language", ["en", "both"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("parabola", "--compare", "learning_rate=0.01,0.5,0.95,1,1.1", "--steps", "40"),
        ("thousand-samples", "--compare", "batch_size=all,100", "--epochs", "1"),
        ("narrow-valley", "--compare", "optimizer=sgd,momentum,nesterov_look_ahead"),
        ("two-layer-mlp-sigmoid", "--compare", "activation=sigmoid,tanh,relu"),
        ("two-layer-mlp-sigmoid", "--compare", "w_{1,1}=0.1,2"),
        ("parabola", "--compare", "schedule=none,cosine,warmup_cosine"),
    ],
)
def test_comparisons_fit_into_eighty_columns(arguments, language):
    result = run(*arguments, "--language", language)
    assert result.exit_code == 0
    assert max(map(width, result.stdout.splitlines())) <= 80
    assert "_size" not in result.stdout
    assert "learning_rate" not in result.stdout


def test_learning_rates_are_called_what_they_are():
    text = run(
        "parabola", "--compare", "learning_rate=0.001,0.1,0.5,0.95,1,1.1", "--steps", "40"
    ).stdout
    text = " ".join(text.split())
    for verdict in ("too small: slow", "on its way", "converged", "rather large", "too large"):
        assert verdict in text
    assert "Learning rate 1.1: diverged: at iteration 38" in text


def test_what_the_pictures_leave_out_is_said():
    many = "learning_rate=" + ",".join(f"0.{n}" for n in range(1, 9))
    assert "The pictures show the first 6" in run("parabola", "--compare", many).stdout
    assert "The pictures show" not in run("parabola", "--compare", "learning_rate=0.1,1").stdout


@pytest.mark.parametrize("what", ["path", "loss", "rate"])
def test_a_picture_is_written_to_a_file(what, tmp_path):
    target = tmp_path / "picture.svg"
    result = run(
        "parabola", "--schedule", "cosine", "--picture", str(target), "--picture-of", what,
        "--format", "json",
    )  # fmt: skip
    assert result.exit_code == 0
    drawn = target.read_text("utf-8")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert "<style>" in drawn  # it has to be seen without a page around it
    json.loads(result.stdout)


def test_three_paths_by_batch_size_are_a_table_and_a_picture(tmp_path):
    target = tmp_path / "paths.svg"
    result = run(
        "thousand-samples", "--compare", "batch_size=all,100,10", "--epochs", "2",
        "--picture", str(target),
    )  # fmt: skip
    assert result.exit_code == 0
    rows = [line.split("│") for line in result.stdout.splitlines() if "│" in line]
    assert [row[1].strip() for row in rows[1:]] == ["2", "20", "200"]
    assert target.stat().st_size > 1000

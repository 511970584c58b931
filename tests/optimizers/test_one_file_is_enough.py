"""A new optimiser and a new schedule are one file each: nothing else is touched."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import derive

OPTIMIZER = '''"""Sign descent: only the sign of the gradient counts."""

from derive.core.optimizer import Optimizer, Quantity, rate
from derive.core.text import Text

OPTIMIZER = Optimizer(
    key="sign_descent",
    title=Text("sign descent", "符號梯度下降"),
    about=Text("Only the sign of the gradient counts.", "只看梯度的正負號。"),
    hyperparameters=(rate(0.5),),
    quantities=(Quantity("k", Text("signs so far", "正負號的累計"), 0.0),),
    recurrences=(
        r"k^{(t)} = k^{(t-1)} + \\operatorname{sgn}(\\frac{\\partial L}{\\partial \\theta^{(t-1)}})",
        r"\\theta^{(t)} = \\theta^{(t-1)} "
        r"- \\eta \\operatorname{sgn}(\\frac{\\partial L}{\\partial \\theta^{(t-1)}})",
    ),
    reference="nobody",
)
'''
SCHEDULE = '''"""One over the number of the update."""

from derive.core.optimizer import Schedule
from derive.core.text import Text

SCHEDULE = Schedule(
    key="harmonic",
    title=Text("harmonic schedule", "調和學習率"),
    about=Text("The rate is divided by the number of the update.", "學習率除以更新次數。"),
    hyperparameters=(),
    formula=r"\\frac{\\eta}{s + 1}",
)
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the package into which two files were dropped."""
    root = tmp_path_factory.mktemp("house")
    package = Path(derive.__file__).parent
    shutil.copytree(package, root / "derive", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(package.parent / "templates", root / "templates")
    (root / "derive/optimizers/sign_descent.py").write_text(OPTIMIZER, "utf-8")
    (root / "derive/descent/schedules/harmonic.py").write_text(SCHEDULE, "utf-8")
    return root


def descend(house, *arguments):
    run = subprocess.run(
        [sys.executable, "-m", "derive", "descend", "parabola", "--optimizer", "sign_descent",
         "--learning-rate", "1", "--steps", "3", *arguments],
        cwd=house, env={"PYTHONPATH": str(house), "PYTHONUTF8": "1"}, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_command_line_runs_it_with_its_state(house):
    found = json.loads(descend(house, "--schedule", "harmonic", "--format", "json"))
    # the gradient is negative throughout: W grows by 1, 1/2, 1/3
    places = [entry["parameters"]["W"] for entry in found["iterations"]]
    assert places == pytest.approx([-6, -5, -4.5, -4.5 + 1 / 3])
    assert [entry["state"]["k"]["W"] for entry in found["iterations"]] == [0, -1, -2, -3]
    assert found["optimizer"] == "sign_descent"
    assert found["schedule"]["name"] == "harmonic"


def test_it_is_printed_in_lines_and_explained_in_both_languages(house):
    text = descend(house, "--schedule", "harmonic", "--language", "both")
    assert "W^{(1)} = W^{(0)} - η_0 sgn(∂L/∂W^{(0)})" in " ".join(text.split())
    assert "signs so far" in text
    assert "符號梯度下降" in text


def test_pages_and_comparisons_know_it(house):
    page = descend(house, "--compare", "optimizer=sgd,sign_descent", "--format", "html")
    assert "sign descent" in page


def test_a_slip_in_its_name_is_told_the_name(house):
    run = subprocess.run(
        [sys.executable, "-m", "derive", "descend", "parabola", "--optimizer", "sign_decent"],
        cwd=house, env={"PYTHONPATH": str(house), "PYTHONUTF8": "1"}, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "Did you mean sign_descent?" in run.stderr

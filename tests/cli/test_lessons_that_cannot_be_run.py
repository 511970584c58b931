"""Lessons that are well written but cannot be worked out: one message with the file and a remedy."""

import subprocess
import sys

import pytest

TROUBLE = {
    "explain": {
        "a value divided by zero": ("L = 1/w", "parameters: {w: 0}", "Step 1", "other values"),
        "a slope divided by zero": ("L = sqrt(w)", "parameters: {w: 0}", "Step 2", "other values"),
        "a logarithm of less than zero": ("L = ln w", "parameters: {w: -1}", "Step 1", "other"),
        "a number too large": ("L = e^w", "parameters: {w: 1000}", "Step 1", "smaller"),
        "nothing to differentiate by": ("L = x^2", "data: {x: 1}", "nothing", "parameters:"),
    },
    "verify": {"no values": ("L = w^2", "parameters: [w]", "no values", "numbers")},
}
CASES = [(command, name) for command, names in TROUBLE.items() for name in names]


@pytest.mark.parametrize(("command", "name"), CASES)
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_message_names_the_file_and_a_remedy(command, name, language, tmp_path):
    equation, declared, *words = TROUBLE[command][name]
    file = tmp_path / "mine.yaml"
    file.write_text(f"equations: {equation}\n{declared}\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "derive", command, str(file), "--language", language],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith(f"{file}:")
    assert run.stderr.count("\n") == 1
    if language == "en":
        assert all(word in run.stderr for word in words)
    else:
        assert run.stderr.rstrip().endswith("。")

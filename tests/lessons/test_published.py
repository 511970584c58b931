"""Worked examples as their authors print them: spelled their way, with their numbers.

A file of ``published/`` is a lesson, and the file beside it what its author found.  Numbers that
no author prints (the staged computation of CS231n) were taken from PyTorch.
"""

import json
from pathlib import Path

import pytest

from derive.lessons import load
from derive.render.solution import solve

PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.yaml"))


@pytest.mark.parametrize("file", PUBLISHED, ids=lambda file: file.stem)
def test_a_published_example_has_the_numbers_of_its_author(file):
    expected = json.loads(file.with_suffix(".json").read_text("utf-8"))
    solution = solve(load(file))
    computed = {node.output.name for node in solution.lesson.graph.nodes}
    for name, number in expected["numbers"].items():
        found = solution.value(name) if name in computed else solution.gradient(name)
        assert found == pytest.approx(number, abs=expected["tolerance"])


@pytest.mark.parametrize("file", PUBLISHED, ids=lambda file: file.stem)
def test_a_published_example_passes_its_certificate(file):
    assert solve(load(file)).certificate.ok

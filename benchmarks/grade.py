"""How long a class takes: 200 students with 20 lines each, from the command to the last page."""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from derive.core.derivation import Phase
from derive.lessons import load
from derive.render.solution import solve
from derive.spelling.text import text, text_name


def lines(lesson: str) -> list[str]:
    """Return the worked solution as a student would write it."""
    solution = solve(load(lesson))
    return [
        f"{text_name(step.target)} = {text(step.formula)}"
        for step in solution.derivation.steps
        if step.phase is not Phase.UPDATE
    ]


def answers(lesson: str, students: int, length: int, seed: int) -> Iterator[str]:
    """Yield one answer a student; in some lines a sign is lost or a factor forgotten."""
    chance, right = random.Random(seed), lines(lesson)
    for _ in range(students):
        yield "\n".join(_slip(right[n % len(right)], chance) for n in range(length)) + "\n"


def _slip(line: str, chance: random.Random) -> str:
    left, equals, right = line.partition(" = ")
    kind = chance.random()
    if kind < 0.1:
        return f"{left}{equals}-({right})"
    if kind < 0.2:
        return left + equals + right.rpartition(" · ")[2]
    return line


def grade(lesson: str, folder: Path, output: Path, workers: int) -> float:
    """Return the seconds that the command takes."""
    command = [sys.executable, "-m", "derive", "grade", lesson, str(folder), "-o", str(output)]
    start = time.perf_counter()
    run = subprocess.run(
        [*command, "--workers", str(workers)], capture_output=True, text=True, check=False
    )
    if run.returncode > 1:
        raise SystemExit(run.stderr)
    return time.perf_counter() - start


def main() -> None:
    """Print the seconds by the number of workers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lesson", default="two-layer-mlp-sigmoid")
    options.add_argument("--students", type=int, default=200)
    options.add_argument("--lines", type=int, default=20)
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "answers"
        folder.mkdir()
        written = answers(chosen.lesson, chosen.students, chosen.lines, seed=1)
        for number, answer in enumerate(written):
            (folder / f"student {number}.txt").write_text(answer, encoding="utf-8")
        for workers in chosen.workers:
            output = Path(place) / str(workers)
            seconds = grade(chosen.lesson, folder, output, workers)
            results = json.loads((output / "results.json").read_text(encoding="utf-8"))
            rate = chosen.students * chosen.lines / seconds
            print(
                f"{chosen.students} × {chosen.lines} lines, {workers} workers: {seconds:.1f} s, "
                f"{rate:.0f} lines a second, {results['not_checked']} not checked"
            )
        size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"largest process: {size} MB")


if __name__ == "__main__":
    main()

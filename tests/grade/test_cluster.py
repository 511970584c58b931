"""The same batch on a Dask cluster: the same results, the same limits."""

import json
import subprocess
import sys

import pytest

pytest.importorskip("distributed")

# a process of its own: the cluster's threads and warnings are no business of the other tests
_CLUSTER = """
import subprocess, sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        where = cluster.scheduler_address.replace("tcp://", "dask://")
        command = [sys.executable, "-m", "derive", "grade", *sys.argv[1:], "--executor", where]
        sys.exit(subprocess.run(command).returncode)
"""


@pytest.mark.slow
def test_a_cluster_comes_to_the_same_results(tmp_path):
    answers, script = tmp_path / "answers", tmp_path / "cluster.py"
    answers.mkdir()
    script.write_text(_CLUSTER)
    for number in range(6):
        (answers / f"{number}.txt").write_text(f"dL/db_3 = {number % 2 + 1} (yhat - y)\n" * 200)
    common = ["two-layer-mlp-sigmoid", str(answers), "--seed", "3", "-o"]
    ours = [sys.executable, "-m", "derive", "grade", *common, str(tmp_path / "here")]
    theirs = [sys.executable, str(script), *common, str(tmp_path / "there")]
    assert subprocess.run(ours, capture_output=True).returncode == 1
    there = subprocess.run(theirs, capture_output=True, text=True)
    assert there.returncode == 1, there.stderr
    results = [
        json.loads((tmp_path / each / "results.json").read_text()) for each in ("here", "there")
    ]
    assert results[0] == results[1]


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_one_message(tmp_path):
    (tmp_path / "ava.txt").write_text("x_1 = 1")
    run = subprocess.run(
        [sys.executable, "-m", "derive", "grade", "two-layer-mlp", str(tmp_path), "-o",
         str(tmp_path / "out"), "--executor", "dask://127.0.0.1:1"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "127.0.0.1:1" in run.stderr

"""A lecture as beamer slides: what stands on a frame, and that LaTeX sets every frame whole."""

import re
import shutil
import subprocess

import pytest
from built_lectures import lecture

from derive.lectures import built_in
from derive.lectures.as_beamer import render as to_beamer
from derive.lectures.as_notebook import render as to_notebook
from derive.lectures.outline import load


def frames(name, language="en"):
    tex = to_beamer(lecture(name), (language,))
    return re.findall(r"\\begin\{frame\}\[.*?\\end\{frame\}", tex, flags=re.DOTALL)


def own(tmp_path, show):
    file = tmp_path / "own.yaml"
    file.write_text(f"title: a\nslides:\n- title: b\n  show:\n  - {show}\n", "utf-8")
    return load(file).lecture()


def test_words_and_formulas_keep_their_distance(tmp_path):
    made = own(tmp_path, "text: 'the slope $a$ of $f$, and $b$'")
    assert r"the slope $a$ of $f$, and $b$" in to_beamer(made, ("en",))
    assert r"the slope $a$ of $f$, and $b$" in to_notebook(made, ("en",))


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_no_frame_ends_with_a_heading_or_is_empty(name, language):
    for frame in frames(name, language):
        body = frame.split("\n", 1)[1].removesuffix(r"\end{frame}").strip()
        assert body
        assert not re.search(r"\\textbf\{[^{}]*\}$", body), frame


def test_the_rows_of_a_long_table_are_shared_out_evenly(tmp_path):
    rows = ", ".join(f"[a{n}, b{n}]" for n in range(11))
    tex = to_beamer(own(tmp_path, f"table: {{head: [a, b], rows: [{rows}]}}"), ("en",))
    counts = [len(re.findall(r"^a\d+ ", each, re.MULTILINE)) for each in tex.split(r"\midrule")]
    assert counts == [0, 6, 5]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", built_in())
def test_latex_sets_every_frame_whole(name, language, tmp_path):
    tex = to_beamer(lecture(name), (language,))
    engine = "xelatex" if "xeCJK" in tex else "pdflatex"
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    once = tex.replace("[11pt,", "[handout,11pt,", 1)  # every frame once, without its overlays
    (tmp_path / "a.tex").write_text(once, "utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    log = (tmp_path / "a.log").read_text("utf-8", "replace")
    too_much = [float(points) for points in re.findall(r"Overfull[^(]*\(([\d.]+)pt", log)]
    assert not [points for points in too_much if points > 2]

"""Every picture compiles as it stands, with the package tikz alone."""

import shutil
import subprocess

import pytest
from picture_samples import PLOTS

from derive.figures import picture
from derive.figures.computation import computation
from derive.figures.computation import suits as is_small
from derive.figures.dependency import dependency
from derive.figures.network import network, suits
from derive.figures.sketch import sketch
from derive.figures.tikz import fits
from derive.lessons import built_in, load
from derive.passes import derive


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX here")
def test_all_pictures_compile_and_none_is_wider_than_the_text(tmp_path):
    drawings = [sketch([64, 128, 2]), *(draw() for draw in PLOTS.values())]
    for name in built_in():
        lesson = load(name)
        drawings += [
            network(lesson, asked) for asked in [None, *lesson.parameters[:1]] if suits(lesson)
        ]
        drawings.append(dependency(lesson))
        if is_small(derivation := derive(lesson.graph)) and fits(computation(derivation)):
            drawings.append(computation(derivation))
    pictures = [picture(drawing).tikz for drawing in drawings]
    body = "\n\n\\clearpage\\noindent\n".join(pictures)
    source = (
        f"\\documentclass{{article}}\\usepackage{{tikz}}\n\\begin{{document}}\\noindent\n{body}\n"
    )
    (tmp_path / "all.tex").write_text(source + "\\end{document}\n", encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull \\hbox" not in done.stdout

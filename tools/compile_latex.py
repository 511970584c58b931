"""Compile the LaTeX of some lessons, and fail where a lecturer would have to mend it.

``python tools/compile_latex.py`` needs pdflatex and xelatex (Debian: texlive-latex-extra,
texlive-xetex, texlive-lang-cjk, lmodern, fonts-noto-cjk).  It fails on an error, on a line more
than 10 pt too wide, on an undefined reference and on a character that the font lacks.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from derive.lessons import load
from derive.render.compose import make_sheet
from derive.render.page import files
from derive.render.solution import solve

LESSONS = (
    "two-layer-mlp", "two-layer-mlp-relu", "three-layers", "linear-regression", "mazur",
    "micrograd", "thousand-samples", "batch-normalisation",
)  # fmt: skip
LANGUAGES = {"en": ("en",), "zh": ("zh-Hant",), "both": ("en", "zh-Hant")}
DOCUMENTS = {"handout": 2, "key": 2, "beamer": 1}  # how often each is run: twice for its links
WIDEST = 10.0  # points
_WIDE = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\).*")
_HIGH = re.compile(r"Overfull \\vbox \(([\d.]+)pt too high\).*")  # a slide that is cut off
_BAD = re.compile(
    r"^!.*|.*(?:undefined references|Reference .* undefined|multiply defined|Missing character).*",
    re.M,
)


class Job(NamedTuple):
    """One sheet of one lesson in one language."""

    lesson: str
    sheet: str
    language: str
    level: str = ""

    def __str__(self) -> str:
        return "-".join(
            filter(None, (Path(self.lesson).stem, self.level, self.sheet, self.language))
        )


def main() -> int:
    """Compile and report; return how many documents are bad."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", nargs="*", default=LESSONS)
    parser.add_argument("--sheet", action="append", choices=("lecture", "key", "blank", "faded"))
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--level", default="")
    parser.add_argument("--keep", type=Path, help="leave the documents in this folder")
    asked = parser.parse_args()
    jobs = [
        Job(lesson, sheet, language, asked.level)
        for lesson in asked.lessons
        for sheet in asked.sheet or ("lecture",)
        for language in asked.language or ("en", "zh")
    ]
    if not asked.sheet:
        jobs += [
            Job(asked.lessons[0], sheet, "both", asked.level) for sheet in ("faded", "blank", "key")
        ]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as pool:
        folder = asked.keep or Path(scratch)
        problems = [
            one for found in pool.map(lambda job: compiled(job, folder), jobs) for one in found
        ]
    problems.append(f"{len(jobs) * len(DOCUMENTS)} documents, {len(problems)} complaints")
    sys.stdout.write("\n".join(problems) + "\n")
    return len(problems) > 1


def compiled(job: Job, scratch: Path) -> list[str]:
    """Write and compile the documents of one sheet; return the complaints."""
    folder = scratch / str(job)
    sheet = make_sheet(solve(load(job.lesson, level=job.level)), job.sheet)
    for name, content in files(sheet, "latex", str(job), languages=LANGUAGES[job.language]).items():
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    chinese = "% !TEX program = xelatex" in (folder / "handout.tex").read_text(encoding="utf-8")
    engine = "xelatex" if chinese else "pdflatex"
    return [
        f"{job}/{document}: {complaint}"
        for document in DOCUMENTS
        for complaint in _compiled(folder, document, engine)
    ]


def _compiled(folder: Path, document: str, engine: str) -> Iterator[str]:
    command = [engine, "-interaction=nonstopmode", "-halt-on-error"]
    draft = "-draftmode" if engine == "pdflatex" else "-no-pdf"
    for runs_left in reversed(range(DOCUMENTS[document])):
        quick = [draft] if runs_left else []
        done = subprocess.run(
            [*command, *quick, f"{document}.tex"], cwd=folder, capture_output=True, check=False
        )
        if done.returncode:
            break
    log = (folder / f"{document}.log").read_text(encoding="utf-8", errors="replace")
    yield from dict.fromkeys(_BAD.findall(log))
    for kind in (_WIDE, _HIGH):
        yield from (found.group() for found in kind.finditer(log) if float(found.group(1)) > WIDEST)
    if done.returncode:
        yield f"{engine} gave up"


if __name__ == "__main__":
    sys.exit(main())

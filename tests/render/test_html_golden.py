"""Two small pages as they were when somebody last looked at them.

After a change that is meant: ``python tests/render/test_html_golden.py`` writes them anew; look at
the difference before it is kept.
"""

import re
from pathlib import Path

import pytest

from derive.lessons import loads
from derive.render.compose import make_sheet
from derive.render.page import lay_out
from derive.render.solution import solve

FOLDER = Path(__file__).parent / "golden"
EQUATIONS = r"""
title: {en: One weight, zh-Hant: 一個權重}
equations: |
  z = w x + b
  L = \frac{1}{2}(y - z)^2
"""
NUMBERS = "data: {x: 2, y: 3}\nparameters: {w: 0.5, b: 0.1}\nlearning_rate: 0.1\n"
PAGES = {
    "lecture-zh-Hant": (
        EQUATIONS + "data: [x, y]\nparameters: [w, b]\n", "lecture", ("zh-Hant",)
    ),
    "key-both": (EQUATIONS + NUMBERS, "key", ("en", "zh-Hant")),
}  # fmt: skip


def body(name):
    """The page without its head and its pictures, which have tests of their own."""
    lesson, kind, languages = PAGES[name]
    written = lay_out(make_sheet(solve(loads(lesson)), kind), "html", languages=languages)
    inside = re.search(r"<main>.*</main>\n", written, re.DOTALL).group()
    return re.sub(r"<figure.*?</figure>", "<figure></figure>", inside, flags=re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_as_it_was(name):
    assert body(name) == (FOLDER / f"{name}.html").read_text("utf-8")


if __name__ == "__main__":
    for page in PAGES:
        (FOLDER / f"{page}.html").write_text(body(page), "utf-8")

"""Every formula of both decks comes out, in the notation of the deck; else the slide is named."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape

import pytest
from built_lectures import lecture
from deck_formulas import FIRST, MORE, SECOND, SLIDES, Slide

from derive.figures import picture
from derive.lectures.as_notebook import render
from derive.lectures.as_text import TextLecture
from derive.render.descent.pieces import Picture

_NOISE = re.compile(r"\s+|\\cdot(?![a-z])|\\left(?![a-z])|\\right(?![a-z])|\\,|\\quad|\\;|&|\{\}")


@cache
def notebook(name: str) -> dict[str, str]:
    """Everything that stands on each slide, as Markdown with LaTeX."""
    found: dict[str, str] = {}
    for cell in json.loads(render(lecture(name), ("zh-Hant",)))["cells"]:
        key = re.sub(r"(-code)?-\d+$", "", cell["id"])
        found[key] = found.get(key, "") + "".join(cell["source"]) + "\n"
    return found


@cache
def words(name: str, key: str) -> str:
    """The same slide as plain text, on lines that are long enough."""
    slide = next(slide for slide in lecture(name).slides if slide.key == key)
    return "\n".join(TextLecture(width=2000, languages=("zh-Hant",)).slide(slide))


def plain(latex: str) -> str:
    """LaTeX without what only changes its looks."""
    bare = _NOISE.sub("", latex)
    return re.sub(r"([_^])\{(\w|\\[a-z]+|\*)\}", r"\1\2", bare)


def label(slide: Slide) -> str:
    return f"{slide.lecture}: {slide.title}"


@cache
def pictures(name: str, key: str) -> tuple[str, ...]:
    """What is written in the pictures of the same slide, label by label."""
    slide = next(slide for slide in lecture(name).slides if slide.key == key)
    drawn = [picture(p.draw(), "zh-Hant").svg for p in slide.pieces if isinstance(p, Picture)]
    labels = [label for svg in drawn for label in re.findall(r"<text.*?</text>", svg, re.DOTALL)]
    return tuple(re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", each))) for each in labels)


EVERY = SLIDES + MORE
DRAWN = [(slide, written) for slide in EVERY for written in slide.drawn]
FORMULAS = [(slide, formula) for slide in EVERY for formula in slide.formulas]
VALUES = [(slide, value) for slide in EVERY for value in slide.values]


@pytest.mark.parametrize(("slide", "formula"), FORMULAS, ids=[label(s) for s, _ in FORMULAS])
def test_a_formula_of_the_slide_is_written_as_in_the_deck(slide, formula):
    there = plain(notebook(slide.lecture)[slide.key])
    assert plain(formula) in there, f"{label(slide)}: {formula} is not on slide “{slide.key}”"


@pytest.mark.parametrize(("slide", "value"), VALUES, ids=[label(s) for s, _ in VALUES])
def test_a_number_or_word_of_the_slide_comes_out(slide, value):
    assert value in words(slide.lecture, slide.key), f"{label(slide)}: {value} is missing"


@pytest.mark.parametrize(("slide", "written"), DRAWN, ids=[label(s) for s, _ in DRAWN])
def test_a_picture_of_the_slide_has_what_the_decks_picture_has(slide, written):
    there = pictures(slide.lecture, slide.key)
    assert written in there, f"{label(slide)}: {written} is not drawn on “{slide.key}”"


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_every_slide_of_ours_is_held_against_the_deck(name):
    held = {slide.key for slide in EVERY if slide.lecture == name}
    ours = {slide.key for slide in lecture(name).slides}
    assert ours - held <= ADDED
    assert held <= ours


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_no_mistake_of_the_decks_comes_out(name):
    everything = plain("".join(notebook(name).values()))
    for wrong in MISTAKES:
        assert plain(wrong) not in everything, wrong


def test_a_layer_without_z_has_no_partial_by_z():
    slides = notebook(SECOND)
    for key in ("w11-chain", "w11-cached", "w11"):
        assert plain(r"\partial z_1") not in plain(slides[key]), key


# not in a deck: what it says, measured and worked out
ADDED = {"vanishing-measured", "exploding-measured", "batch-normalisation"}

MISTAKES = (
    r"\overrightarrow{\frac{\partial L}{\partial w_1}} + \overrightarrow{",
    r"\frac{\partial a_1^1}{\partial w_{11}^1}",
    r"f'(x, y)",
    r"\frac{dz}{dm}",
    "Adadelata",
    "Gradient Descend ",
)

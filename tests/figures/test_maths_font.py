"""The maths font has every sign that formulas are written with, and the widths that labels use."""

import importlib.util
import json
import re
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import derive
from derive.lessons import built_in, load
from derive.spelling import mathml
from derive.spelling.symbols import SYMBOLS, bold_letter, script_letter

ROOT = Path(derive.__file__).resolve().parent.parent
FONT = ROOT / "templates" / "fonts" / "derive-math.woff2"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def font():
    with TTFont(FONT) as opened:
        yield opened


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("build_fonts", ROOT / "tools" / "build_fonts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_small_font_is_a_part_of_the_large_one_and_what_it_lacks_is_written_down(font):
    with TTFont(FONT.with_name("derive-math-small.woff2")) as small:
        few, many = set(small.getBestCmap()), set(font.getBestCmap())
        assert small["name"].getDebugName(1) == "Derive Math"
        assert small["MATH"].table.MathConstants.AxisHeight.Value == (
            font["MATH"].table.MathConstants.AxisHeight.Value
        )
    assert few < many
    rare = FONT.with_name("rare.txt").read_text("utf-8").strip()
    assert set(map(ord, rare)) == many - few


def signs_in_the_printer() -> set[str]:
    """Return every sign in its file: more than it can write, which is the safe side."""
    return set(Path(mathml.__file__).read_text("utf-8")) - {"\n", "\t"}


def test_every_sign_the_mathml_printer_knows_is_in_the_font(font):
    assert {ord(sign) for sign in signs_in_the_printer()} <= set(font.getBestCmap())


def test_every_letter_that_a_name_can_have_is_in_the_font_in_every_style(font, tool):
    plain = set(LETTERS) | set("".join(SYMBOLS.values()))
    shown = plain | {style(letter) for letter in LETTERS for style in (bold_letter, script_letter)}
    italic = tool.italics(font)
    assert {ord(sign) for sign in shown} <= set(font.getBestCmap())
    greek = {letter for letter in plain if "Α" <= letter <= "ϱ"}
    assert set(LETTERS) | greek | {"∂", "∇"} <= set(italic)


def test_every_equation_of_every_lesson_can_be_set(font):
    written = "".join(
        mathml.mathml(node.formula) + mathml.mathml_name(node.output)
        for name in built_in()
        for node in load(name).graph.nodes
    )
    signs = set(unescape(re.sub(r"<[^>]*>", "", written)))
    assert {ord(sign) for sign in signs} <= set(font.getBestCmap())


def test_brackets_can_grow_and_the_font_bears_its_own_name(font):
    grown = font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert {font.getBestCmap()[ord(sign)] for sign in "()[]{}|√∑"} <= set(grown)
    assert font["name"].getDebugName(1) == "Derive Math"
    assert FONT.with_name("OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") > 0


def test_a_prime_is_drawn_large_and_low_because_browsers_do_not_swap_it(font):
    glyph = font["glyf"][font.getBestCmap()[ord("′")]]
    assert glyph.yMin < 150
    assert glyph.yMax > 450


def test_the_widths_of_labels_are_those_of_the_font(font, tool):
    stored = (ROOT / "derive" / "figures" / "widths.json").read_text("utf-8")
    assert stored == tool.widths(font)
    assert json.loads(stored)["italic"]

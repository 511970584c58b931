"""SVG and TikZ say the same, stay plain text, and let no name or title become a command."""

import re
import xml.etree.ElementTree as ET

import pytest

from derive.core.expression import Variable
from derive.core.text import Text, same
from derive.figures import Drawing, picture
from derive.figures.drawing import SERIES, Box, Circle, Label, Line, Look, Patch
from derive.figures.network import network
from derive.figures.pen import PENS
from derive.figures.svg import standalone, style, svg
from derive.figures.tikz import WIDEST, tikz
from derive.lessons import load

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> \\input{x} {{x}} %\n\\end{tikzpicture} $&#_^~ ](javascript:x)"


def small(words=("x",), title=None) -> Drawing:
    marks = (
        Line(((0, 0), (40, 40)), arrow=True),
        Line(((0, 0), (40, 20), (80, 20)), Look.ASKED, curved=True, arrow=True),
        Circle(20, 20, 10, Look.DEAD),
        Circle(30, 20, 2, solid=True),
        Box(60, 20, 20, 10),
        Patch(((0, 0), (5, 0), (5, 5)), Look.SERIES_2),
        Label(50, 50, words, halo=True),
    )
    return Drawing(100, 80, marks, title or same("A title"), Text("What it shows", "說明"))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_an_svg_is_an_image_with_title_and_description_in_its_language(language):
    root = ET.fromstring(svg(small(), language, "p7"))
    assert root.get("role") == "img"
    assert root.get("lang").startswith(language)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == title.get("id") == "p7-title"
    assert root.get("aria-describedby") == description.get("id") == "p7-desc"
    assert description.text == {"en": "What it shows", "zh-Hant": "說明"}[language]


def test_the_text_of_a_label_can_be_searched():
    root = ET.fromstring(svg(small((Variable("w_{1,1}", "w_{1,1}"), " = 3"))))
    assert ["".join(text.itertext()) for text in root.iter(f"{SVG}text")] == ["w1,1 = 3"]


def test_colours_come_from_the_page_and_nothing_else_is_loaded():
    written = svg(small())
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(|url\(|href|foreignObject|style=", written)


@pytest.mark.parametrize("look", Look)
def test_every_look_has_a_pen_a_colour_on_the_page_and_one_in_latex(look):
    from derive.figures.tikz import _COLOURS

    assert look in PENS
    assert look in _COLOURS
    assert look is Look.PLAIN or re.search(rf"\.{look}\b", style())


def test_the_lines_of_a_plot_differ_by_their_dashes_alone():
    assert len({PENS[look].dash for look in SERIES}) == len(SERIES)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_hostile_words_stay_words(language):
    drawing = small((Variable(HOSTILE, HOSTILE), same(HOSTILE), HOSTILE), same(HOSTILE))
    root = ET.fromstring(svg(drawing, language, HOSTILE))
    assert root.find(f".//{SVG}script") is None
    text = tikz(drawing, language)
    assert text.count("\\end{tikzpicture}") == 1 + text.splitlines()[0].count("\\end{tikzpicture}")
    body = "\n".join(text.splitlines()[1:])
    assert "\\input{x}" not in body
    assert text.startswith("% ")


def test_tikz_has_one_command_a_mark_and_balanced_braces():
    text = tikz(small())
    commands = re.findall(r"^  \\(\w+)", text, re.M)
    assert commands == ["draw", "draw", "draw", "fill", "draw", "fill", "node"]
    assert text.count("{") == text.count("}")
    assert not re.search(r"\b(in|out)=", text)


def test_a_wide_drawing_becomes_no_wider_than_a_line_of_text():
    drawing = network(load("mazur"))
    unit = float(re.search(r"x=([\d.]+)pt", tikz(drawing)).group(1))
    assert drawing.width * unit <= WIDEST + 5


def test_a_picture_is_the_same_each_time_and_only_its_prefix_changes():
    drawing = network(load("two-layer-mlp"))
    one, other = picture(drawing, prefix="a"), picture(drawing, prefix="b")
    assert one == picture(network(load("two-layer-mlp")), prefix="a")
    assert one.svg.replace('"a-', '"b-') == other.svg


def test_a_file_of_its_own_carries_its_style_sheet():
    root = ET.fromstring(standalone(svg(small())).encode())
    assert "--series-1" in root.find(f"{SVG}style").text

"""A lecture is one page with a table of contents, links that lead somewhere, and nothing unsafe."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import nbformat
import pytest
from built_lectures import lecture

from derive.lectures import built_in, load
from derive.lectures.as_beamer import render as to_beamer
from derive.lectures.as_html import render as to_html
from derive.lectures.as_notebook import render as to_notebook
from derive.lectures.as_text import TextLecture

VOID = {"meta", "br", "wbr", "img", "hr", "input"}


@cache
def page(name, languages=("en",)):
    return to_html(lecture(name), languages)


class Tree(HTMLParser):
    """Every tag closed in order; ids and links collected."""

    def __init__(self, source):
        super().__init__()
        self.open, self.ids, self.links = [], [], []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        if tag == "a" and named.get("href", "").startswith("#"):
            self.links.append(named["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("languages", [("en",), ("zh-Hant",)])
def test_ids_are_there_once_and_links_lead_to_them(name, languages):
    tree = Tree(page(name, languages))
    assert len(tree.ids) == len(set(tree.ids))
    assert set(tree.links) <= set(tree.ids)
    assert {slide.key for slide in lecture(name).slides} <= set(tree.links)


@pytest.mark.parametrize("name", built_in())
def test_every_formula_is_well_formed(name):
    for formula in re.findall(r"<math.*?</math>", page(name), flags=re.DOTALL):
        ElementTree.fromstring(formula)


@pytest.mark.parametrize("name", built_in())
def test_the_page_needs_nothing_from_anywhere(name):
    source = page(name)
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', source)
    assert "default-src 'none'" in unescape(source)
    assert "http://" not in source.replace("http://www.w3.org", "")


def test_the_same_outline_gives_the_same_bytes():
    assert to_html(load("backpropagation").lecture(), ("en",)) == page("backpropagation")


@pytest.mark.parametrize("name", built_in())
def test_every_form_has_every_slide(name):
    titles = len(lecture(name).slides)
    notebook = nbformat.reads(to_notebook(lecture(name), ("en",)), 4)
    nbformat.validate(notebook)
    assert (
        sum(
            cell.source.startswith("## ") for cell in notebook.cells if cell.cell_type == "markdown"
        )
        == titles
    )
    assert to_beamer(lecture(name), ("en",)).count(r"\begin{frame}") > titles
    text = TextLecture().lecture(lecture(name))
    assert text.count("─" * 60) >= titles


def test_programs_in_a_notebook_run(capsys):
    notebook = json.loads(to_notebook(lecture("backpropagation"), ("en",)))
    programs = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert len(programs) == 5
    known: dict[str, object] = {}
    for program in programs:
        exec(compile(program, "cell", "exec"), known)  # our own output
    printed = capsys.readouterr().out.splitlines()
    checked = [line.split() for line in printed[:9]]
    assert ["w_1_1", "-0.81000000", "-0.81000000"] in checked
    assert all(gradient == difference for _, gradient, difference in checked)
    losses = [float(line.split()[1]) for line in printed[9:]]
    assert len(losses) == 10
    assert losses[-1] < 1e-6 < losses[0]


def test_slides_in_english_need_no_chinese_font_and_the_others_ask_for_one():
    assert "xeCJK" not in to_beamer(lecture("backpropagation"), ("en",))
    assert "xeCJK" in to_beamer(lecture("backpropagation"), ("zh-Hant",))


def test_both_languages_are_marked_as_what_they_are():
    source = page("backpropagation", ("en", "zh-Hant"))
    assert source.count('lang="zh-Hant-TW"') > 50
    assert 'class="pair' in source

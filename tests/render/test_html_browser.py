"""The page in Chromium: it opens, lights up, jumps, unfolds, prints and fits a telephone."""

import base64
import json
import re

import pytest
from page_browser import CHROMIUM, Browser

from derive.lessons import load
from derive.render.compose import make_sheet
from derive.render.page import lay_out
from derive.render.solution import solve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]

BOTH = ("en", "zh-Hant")
PAGES = {
    "mlp": ("two-layer-mlp", "lecture", ("en",)),
    "both": ("linear-regression", "lecture", BOTH),
    "layers": ("three-layers", "lecture", ("zh-Hant",)),
    "mazur": ("mazur", "lecture", ("en",)),
    "key": ("micrograd", "key", BOTH),
    "blank": ("two-layer-mlp-relu", "blank", ("zh-Hant",)),
    "faded": ("two-layer-mlp", "faded", ("en",)),
}
SHOWN = "(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))"


@pytest.fixture(scope="module")
def browser():
    found = Browser()
    yield found
    found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, (lesson, kind, languages) in PAGES.items():
        sheet = make_sheet(solve(load(lesson)), kind)
        (folder / f"{name}.html").write_text(lay_out(sheet, "html", languages=languages), "utf-8")
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_a_complaint_and_with_its_font(browser, pages, name, dark):
    browser.open(pages[name], dark=dark)
    assert browser.ask("document.fonts.size") == 1
    assert browser.ask("[...document.fonts][0].status") == "loaded"
    assert browser.complaints == []


@pytest.mark.parametrize("width", [320, 390, 700, 1400])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_never_scrolls_sideways(browser, pages, name, width):
    browser.open(pages[name], width, 800)
    assert browser.ask("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [name for name in PAGES if name != "blank"])
def test_equals_signs_stand_under_one_another(browser, pages, name):
    browser.open(pages[name])
    browser.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
    places = browser.ask(
        "[...document.querySelectorAll('.eq')].map(eq =>"
        " [...eq.querySelectorAll('.right')].map(r => r.querySelector('mo'))"
        " .filter(mo => mo && '=≈'.includes(mo.textContent))"
        " .map(mo => mo.getBoundingClientRect().x))"
    )
    assert any(len(step) > 2 for step in places)
    assert all(max(step) - min(step) < 1 for step in places if step)


LIT = """[...document.querySelectorAll('[data-t="5"], [data-row="5"]')].map(e =>
  getComputedStyle(e).backgroundColor)"""


def test_pointing_at_a_cached_term_lights_up_every_use_and_where_it_was_found(browser, pages):
    browser.open(pages["mlp"])
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    before = set(browser.ask(LIT))
    browser.hover('.cached[data-t="5"]')
    assert set(browser.ask(LIT)) == {"rgb(255, 216, 99)"}
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    assert set(browser.ask(LIT)) == before
    browser.send("Emulation.setScriptExecutionDisabled", value=False)


def test_a_cached_term_can_be_reached_and_followed_by_keyboard(browser, pages):
    browser.open(pages["mlp"])
    browser.ask("document.querySelector('.cached[data-t=\"5\"]').focus()")
    assert set(browser.ask(LIT)) == {"rgb(255, 216, 99)"}
    browser.press("Enter")
    assert browser.ask("location.hash") == "#s5"
    box = browser.ask("JSON.stringify(document.querySelector('#s5').getBoundingClientRect())")
    assert 0 <= json.loads(box)["top"] < 900


def test_a_click_jumps_to_the_step(browser, pages):
    browser.open(pages["mlp"])
    browser.click('.cached[data-t="13"]')
    assert browser.ask("location.hash") == "#s13"


STEPS = f"[...document.querySelectorAll('.step')].filter({SHOWN}).length"
ROWS = f"[...document.querySelectorAll('#grad_table tbody tr')].filter({SHOWN}).length"


def test_steps_are_revealed_one_by_one_and_the_table_grows(browser, pages):
    browser.open(pages["mlp"], 1500, 900)
    every = browser.ask(STEPS)
    browser.click(".reveal [data-go='0']")
    assert browser.ask(STEPS) == 1
    for _ in range(4):
        browser.press("ArrowRight")
    assert (browser.ask(STEPS), browser.ask(ROWS)) == (5, 1)
    browser.ask("document.activeElement.blur()")
    browser.press(" ")
    assert (browser.ask(STEPS), browser.ask(ROWS)) == (6, 2)
    browser.press("ArrowLeft")
    assert (browser.ask(STEPS), browser.ask(ROWS)) == (5, 1)
    browser.press("Escape")
    assert browser.ask(STEPS) == every


def test_everything_can_be_read_without_script(browser, pages):
    browser.open(pages["mlp"])
    with_script = browser.ask(STEPS)
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.ask("document.title = 'old'")
    browser.send("Page.reload")
    browser.wait("document.title != 'old' && document.readyState == 'complete'")
    assert browser.ask("document.querySelector('.reveal').hidden")
    assert browser.ask(STEPS) == with_script
    browser.send("Emulation.setScriptExecutionDisabled", value=False)


CONTRASTS = """(() => {
  const clear = 'rgba(0, 0, 0, 0)';
  const canvas = getComputedStyle(document.body).backgroundColor;
  const behind = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (c !== clear) return c; } return canvas; };
  const found = {};
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !SHOWN(e) || e.closest('.sr, script')) continue;
    const style = getComputedStyle(e);
    const ink = e.closest('svg') ? style.fill : style.color;
    found[ink + '|' + behind(e)] = e.outerHTML.slice(0, 80);
  }
  return found; })()""".replace("SHOWN", SHOWN)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_can_be_told_from_its_ground(browser, pages, name, dark):
    browser.open(pages[name], dark=dark)
    for pair, where in browser.ask(CONTRASTS).items():
        ink, ground = (luminance(colour) for colour in pair.split("|"))
        contrast = (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)
        assert contrast >= 4.5, (pair, where)


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_lit_up_can_still_be_read(browser, pages, dark):
    browser.open(pages["mlp"], dark=dark)
    browser.hover('.cached[data-t="5"]')
    lit = [pair for pair in browser.ask(CONTRASTS) if pair.endswith("|rgb(255, 216, 99)")]
    assert lit
    for pair in lit:
        ink, ground = (luminance(colour) for colour in pair.split("|"))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, pair


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", ["mlp", "layers", "blank"])
def test_print_shows_everything_on_white_and_breaks_between_steps(browser, pages, name):
    browser.open(pages[name], 680, 900, dark=True, medium="print")
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.ask(
        f"[...document.querySelectorAll('.line')].every(e => {SHOWN}(e.children[0]))"
    )
    assert not browser.ask(f"[...document.querySelectorAll('.reveal, summary')].some({SHOWN})")
    breaks = "[...document.querySelectorAll('.step')].map(s => getComputedStyle(s).breakInside)"
    assert set(browser.ask(breaks)) == {"avoid"}


@pytest.mark.parametrize("name", ["mlp", "mazur", "layers", "key"])
def test_no_formula_is_wider_than_the_paper(browser, pages, name):
    # 178 mm of A4 between the margins
    browser.open(pages[name], 673, 900, medium="print")
    wide = browser.ask(
        "[...document.querySelectorAll('.right > *, .right math')]"
        ".map(e => e.getBoundingClientRect().right).filter(x => x > 673)"
    )
    assert wide == []


def test_paper_pages_are_tagged_and_numbered(browser, pages):
    browser.open(pages["both"])
    printed = browser.send("Page.printToPDF", generateTaggedPDF=True, preferCSSPageSize=True)
    paper = base64.b64decode(printed["data"])
    assert b"/StructTreeRoot" in paper
    assert b"/MediaBox [0 0 594" in paper or b"/MediaBox [0 0 595" in paper


def test_an_exponent_stands_as_high_behind_brackets_as_behind_a_letter(browser, pages):
    browser.open(pages["mlp"])
    heights = browser.ask("""(() => {
      const line = document.createElement('p');
      const two = '<mn>2</mn></msup>', sign = s => `<mo stretchy="false">${s}</mo>`;
      line.innerHTML = `<math><msup><mi>x</mi>${two}<msup><mrow>${sign('(')}<mi>x</mi>${sign(')')}`
        + `</mrow>${two}<msub><mi>x</mi><mi>i</mi></msub><msub><mi>y</mi><mi>i</mi></msub></math>`;
      document.querySelector('main').append(line);
      return [...line.querySelectorAll('mn, msub > :last-child')].map(
        e => e.getBoundingClientRect().bottom / parseFloat(getComputedStyle(e).fontSize));
    })()""")
    assert abs(heights[0] - heights[1]) < 0.15
    assert abs(heights[2] - heights[3]) < 0.15


def test_fraction_bars_do_not_touch_one_another(browser, pages):
    browser.open(pages["mazur"])
    gaps = browser.ask("""(() => {
      const line = document.createElement('p');
      const fraction = '<mfrac><mn>1</mn><mn>2</mn></mfrac>';
      line.innerHTML = `<math>${fraction}${fraction}</math>`;
      document.querySelector('main').append(line);
      const [a, b] = [...line.querySelectorAll('mfrac > :first-child')].map(
        e => e.getBoundingClientRect());
      return (b.left - a.right) / parseFloat(getComputedStyle(line.querySelector('math')).fontSize);
    })()""")
    assert 0.2 < gaps < 0.4


def test_a_long_term_breaks_on_a_telephone_and_stays_whole_on_a_screen(browser, pages):
    broken = """[...document.querySelectorAll('.eq .n')].filter(e => {
      const left = [...e.querySelectorAll(':scope > math')].map(m =>
        m.getBoundingClientRect()).filter(b => b.width).map(b => b.left);
      return left.some((x, place) => place && x < left[place - 1]);
    }).length"""
    browser.open(pages["mazur"], 1000, 800)
    assert browser.ask("document.querySelectorAll('.eq .n').length") > 10
    assert browser.ask(broken) == 0
    browser.resize(390, 800)
    assert browser.ask(broken) > 0

"""Make the maths fonts that pages carry: small parts of STIX Two Math under a name of its own.

A page gets the smaller one, unless it has a sign that only the larger one has.

    npm pack @fontsource/stix-two-math && python tools/build_fonts.py fontsource-stix-two-math-*.tgz

The argument is that package, or any STIX Two Math font file with its licence beside it as
``OFL.txt`` or ``LICENSE``.  The same input gives the same bytes.  Needs ``fonttools[woff]``.
"""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Derive Math"
ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "templates" / "fonts" / "derive-math.woff2"
SMALL = ROOT / "templates" / "fonts" / "derive-math-small.woff2"
RARE = ROOT / "templates" / "fonts" / "rare.txt"  # the signs that only the larger one has
LICENCE = ROOT / "templates" / "fonts" / "OFL.txt"
WIDTHS = ROOT / "derive" / "figures" / "widths.json"

_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xA0),
    (0x2061, 0x2064),  # signs that are read aloud and not seen
    (0x391, 0x3A9),  # Greek, upright
    (0x3B1, 0x3C9),
    (0x1D400, 0x1D467),  # Latin, bold and italic
    (0x1D49C, 0x1D4B5),  # script capitals
    (0x1D6A4, 0x1D71B),  # Greek, bold and italic; i and j without their dots
    (0x1D7CE, 0x1D7D7),  # bold digits
)
_OTHERS = (
    "¬±·×÷¯´¨½¼¾¹²³ˆˇ˜˘˙˚\u0300\u0301\u0302\u0303\u0304\u0307\u0308\u030c\u20d7"
    "ıȷϑϕϖϱϵℎℓℬℰℱℋℐℒℳℛℂℕℚℝℤ𝔼𝟙"
    "‖†‡•…‰′″‴⁄−∓∗∘∙√∛∞∂∇∆∈∉∋∑∏∐∫∮∀∃∅∝∠∣∥∧∨∩∪∴∵∼≃≅≈≉≔≕≠≡≢≤≥≦≧≪≫≲≳≺≻"
    "⊂⊃⊆⊇⊕⊖⊗⊘⊙⊚⊛⊞⊟⊠⊢⊣⊤⊥⋀⋁⋂⋃⋅⋆⋮⋯⋰⋱⨀⨁⨂⟨⟩⌈⌉⌊⌋⟦⟧⏞⏟⏜⏝⎴⎵"
    "←↑→↓↔↕↖↗↘↙↦↩↪⇐⇑⇒⇓⇔⟵⟶⟷⟸⟹⟺⟼⇀↼■□▪▫▲△▼▽●○◆◇✓"
)
# What nearly every page has: letters in italics, brackets, the signs of calculus.  Pictures write
# Greek upright letters and show their italics.
_USUAL_RANGES = ((0x20, 0x7E), (0xA0, 0xA0), (0x2061, 0x2064), (0x3B1, 0x3C9))
_USUAL = "¬¯±·½×ˆ˙˜‖…′″−∗∘∂∆∇∈∏∑√∞≈≠≤≥⊙⊤⋅⋮⋯⋱←→⟨⟩⌈⌉⌊⌋ΔΘΣ▲ℎℒ𝟏𝟎"
# In a superscript a prime must be large and stand low; fonts have a second drawing for that, under
# the feature "ssty", which browsers ignore.  So the first drawing is replaced: heights in 1/1000.
_PRIMES = "′″‴"
_PRIME_WIDTH, _PRIME_FOOT, _PRIME_HEIGHT = 1.32, 85, 442

# What TeX measures from a letter, browsers measure from a letter's box: the exponent of a bracket
# would fly above it, the index of y and of ŷ hang below that of x.  With these the three stand
# where TeX's Computer Modern has them (sup_drop 0.386, sub_drop 0.05 less the depth of y).
# A bar of 0.05 em is one pixel on a screen; STIX's is one here and two there.
_CONSTANTS = {
    "SuperscriptBaselineDropMax": 386,
    "SubscriptBaselineDropMin": 0,
    "FractionRuleThickness": 52,
}
_DOT, _BESIDE_DOT = "⋅", 55  # browsers set it closer to its factors than other signs


def main(source: Path) -> None:
    """Write both fonts, their licence and the widths of their letters."""
    font, licence = made(source, every)
    small, _ = made(source, usual)
    WIDTHS.parent.mkdir(parents=True, exist_ok=True)
    WIDTHS.write_text(widths(font), encoding="utf-8")
    RARE.write_text("".join(map(chr, rare(font, small))) + "\n", encoding="utf-8")
    LICENCE.write_text(licence, encoding="utf-8")
    for part, file in ((font, FONT), (small, SMALL)):
        part.flavor = "woff2"
        part.save(file)


def made(source: Path, kept: Callable[[TTFont], set[int]]) -> tuple[TTFont, str]:
    """Return the part of the font that has these characters, and the licence."""
    font, licence = read(source)
    lower_primes(font)
    set_as_tex_does(font)
    thin(font, kept(font))
    add_italic(font)
    rename(font)
    return font, licence


def rare(font: TTFont, small: TTFont) -> list[int]:
    """Return the characters that only the larger font has."""
    return sorted(set(font.getBestCmap()) - set(small.getBestCmap()))


def read(source: Path) -> tuple[TTFont, str]:
    """Return the font and the text of its licence."""
    if source.suffix == ".tgz":
        with tarfile.open(source) as package:
            files = {member.name: member for member in package.getmembers()}
            name = next(name for name in files if name.endswith("-normal.woff2"))
            data, licence = (
                package.extractfile(files[name]),
                package.extractfile(files["package/LICENSE"]),
            )
            assert data is not None
            assert licence is not None
            return _font(io.BytesIO(data.read())), licence.read().decode("utf-8")
    licence_file = next(
        path for name in ("OFL.txt", "LICENSE") if (path := source.with_name(name)).exists()
    )
    return _font(source), licence_file.read_text(encoding="utf-8")


def _font(file: Path | io.BytesIO) -> TTFont:
    return TTFont(file, recalcTimestamp=False)


def lower_primes(font: TTFont) -> None:
    """Redraw the primes as they must look when a browser puts them in a superscript."""
    glyphs = font["glyf"]
    for prime in _PRIMES:
        name = font.getBestCmap()[ord(prime)]
        old = glyphs[name]
        scale = _PRIME_HEIGHT / (old.yMax - old.yMin)
        pen = TTGlyphPen(None)
        lowered = (_PRIME_WIDTH, 0, 0, scale, 0, _PRIME_FOOT - old.yMin * scale)
        font.getGlyphSet()[name].draw(TransformPen(pen, lowered))
        advance = round(font["hmtx"][name][0] * _PRIME_WIDTH)
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        font["hmtx"][name] = (advance, glyphs[name].xMin)


def set_as_tex_does(font: TTFont) -> None:
    """Put scripts at the height they have in TeX, and room around the dot of a product."""
    constants = font["MATH"].table.MathConstants
    for name, value in _CONSTANTS.items():
        getattr(constants, name).Value = value
    dot = font.getBestCmap()[ord(_DOT)]
    glyph = font["glyf"][dot]
    glyph.coordinates.translate((_BESIDE_DOT, 0))
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][dot] = (font["hmtx"][dot][0] + 2 * _BESIDE_DOT, glyph.xMin)


def every(font: TTFont) -> set[int]:
    """Return the characters of the larger font, as far as the source has them."""
    return _among(font, _RANGES, _OTHERS)


def usual(font: TTFont) -> set[int]:
    """Return the characters of the smaller font."""
    return _among(font, _USUAL_RANGES, _USUAL) | {ord(b) for b in italics(font).values()}


def _among(font: TTFont, ranges: Iterable[tuple[int, int]], others: str) -> set[int]:
    wanted = {code for first, last in ranges for code in range(first, last + 1)}
    return (wanted | set(map(ord, others))) & set(font.getBestCmap())


def thin(font: TTFont, kept: set[int]) -> None:
    """Take out all other glyphs; those that the MATH table grows a bracket from stay."""
    options = subset.Options(
        hinting=False,
        layout_features=[],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        recommended_glyphs=True,
        recalc_timestamp=False,
        drop_tables=["GPOS", "GSUB", "GDEF", "FFTM", "DSIG", "gasp", "BASE", "GlyphOrder"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(kept))
    subsetter.subset(font)


def italics(font: TTFont) -> dict[str, str]:
    """Return each letter with its mathematical italic: what ``<mi>`` does, for SVG's ``<text>``."""
    pairs = {letter: chr(0x1D434 + place) for place, letter in enumerate(_latin())}
    pairs["h"] = "ℎ"
    pairs.update(zip(_greek(), map(chr, range(0x1D6E2, 0x1D71C)), strict=True))
    cmap = font.getBestCmap()
    return {a: b for a, b in pairs.items() if ord(a) in cmap and ord(b) in cmap}


def _latin() -> str:
    return "".join(map(chr, (*range(65, 91), *range(97, 123))))


def _greek() -> str:
    """Return the Greek letters in the order of the italic block."""
    return "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"


def add_italic(font: TTFont) -> None:
    """Let ``font-feature-settings: "ital"`` show the italic of a plain letter.

    An SVG then says ``w``, which can be searched and copied, and shows 𝑤.
    """
    cmap = font.getBestCmap()
    rules = [f"sub {cmap[ord(a)]} by {cmap[ord(b)]};" for a, b in italics(font).items()]
    feature = "feature ital {" + " ".join(rules) + "} ital;"
    addOpenTypeFeaturesFromString(
        font, "languagesystem DFLT dflt; languagesystem latn dflt;" + feature
    )


def rename(font: TTFont) -> None:
    """Give the part a name of its own, so that nobody takes it for the whole font."""
    postscript = FAMILY.replace(" ", "")
    names = {1: FAMILY, 3: f"{postscript}-Regular", 4: FAMILY, 6: f"{postscript}-Regular"}
    table = font["name"]
    for record in list(table.names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (16, 17, 21, 22, 25):
            table.names.remove(record)


def widths(font: TTFont) -> str:
    """Return how wide letters are, in thousandths, as JSON: ``{style: {width: letters}}``."""
    slanted = italics(font)
    plain = {chr(code): chr(code) for code in font.getBestCmap() if code < 0x1D400}
    styles = {"italic": slanted, "upright": plain}
    found = {style: _by_width(font, pairs.items()) for style, pairs in styles.items()}
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _by_width(font: TTFont, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for letter, shown in sorted(pairs):
        advance = font["hmtx"][font.getBestCmap()[ord(shown)]][0]
        groups[str(round(advance * 1000 / font["head"].unitsPerEm))].append(letter)
    return {width: "".join(letters) for width, letters in groups.items()}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

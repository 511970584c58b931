"""A page as a tree, read strictly: what a browser would silently repair is an error here."""

import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "wbr", "br", "img", "input", "link"}
PHRASING = {
    "span",
    "a",
    "math",
    "b",
    "i",
    "button",
    "output",
    "summary",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
}
BLOCKS = {"div", "p", "section", "article", "ul", "table", "figure", "details", "header", "main"}
MATHS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup", "msub", "msubsup", "mover",
    "munder", "munderover", "mpadded", "mspace", "msqrt", "mtable", "mtr", "mtd",
}  # fmt: skip
CHILDREN = {
    "mfrac": 2,
    "msup": 2,
    "msub": 2,
    "msubsup": 3,
    "mover": 2,
    "munder": 2,
    "munderover": 3,
}


@dataclass
class Element:
    tag: str
    attributes: dict
    parent: "Element | None" = None
    children: list = field(default_factory=list)

    def all(self, tag="", **attributes):
        """Every element below with this tag and these attributes (``class_`` is one of several)."""
        return [
            each for each in self.walk() if (not tag or each.tag == tag) and each.has(**attributes)
        ]

    def has(self, class_="", **attributes):
        names = self.attributes.get("class", "").split()
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return (not class_ or class_ in names) and wanted.items() <= self.attributes.items()

    def walk(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    @property
    def text(self):
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def elements(self):
        return [child for child in self.children if isinstance(child, Element)]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag, attributes):
        assert len(dict(attributes)) == len(attributes), f"an attribute twice: {tag} {attributes}"
        element = Element(tag, {name: value or "" for name, value in attributes}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}> at {self.getpos()}"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment in the page: {data}")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)


def read(page):
    """Return the root of a page; AssertionError where tags do not match."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root


def faults(root):
    """Return what breaks the rules of HTML that matter to readers and to their machines."""
    found = []
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    found += [f"id {name} twice" for name in ids if ids.count(name) > 1]
    for link in root.all("a"):
        if link.attributes["href"].removeprefix("#") not in ids:
            found.append(f"{link.attributes['href']} leads nowhere")
    for element in root.walk():
        parent = element.parent
        if element.tag in BLOCKS and parent.tag in PHRASING:
            found.append(f"<{element.tag}> in <{parent.tag}>")
        if element.tag in MATHS and element.tag != "math" and parent.tag not in MATHS:
            found.append(f"<{element.tag}> outside <math>")
        if element.tag in CHILDREN and len(element.elements) != CHILDREN[element.tag]:
            found.append(f"<{element.tag}> with {len(element.elements)} parts")
        if "aria-label" in element.attributes and element.tag in ("div", "span"):
            found += [] if "role" in element.attributes else ["a label without a role"]
        if element.tag == "math" and not element.text.strip():
            found.append("an empty formula")
    levels = [
        int(each.tag[1]) for each in root.walk() if each.tag in ("h1", "h2", "h3", "h4", "h5")
    ]
    steps = zip([0, *levels], levels, strict=False)
    found += [f"h{level} follows h{before}" for before, level in steps if level > before + 1]
    return found


def letters(written):
    """Return the letters and digits of a formula in written order, whatever they are set in."""
    plain = unicodedata.normalize("NFKD", written.replace("ˆ", HAT).replace("∑", "Σ"))
    return "".join(letter for letter in plain if letter.isalnum() or letter == HAT)


HAT = "\u0302"

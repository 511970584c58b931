"""The commands of a shown formula and the characters that they stand for."""

from __future__ import annotations

RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\le": "≤",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\geq": "≥",
    r"\neq": "≠",
    r"\ne": "≠",
    r"\approx": "≈",
    r"\sim": "∼",
    r"\propto": "∝",
    r"\in": "∈",
    r"\to": "→",
    r"\rightarrow": "→",
    r"\longrightarrow": "⟶",
    r"\leftarrow": "←",
    r"\gets": "←",
    r"\leftrightarrow": "↔",
    r"\Rightarrow": "⇒",
    r"\mapsto": "↦",
    r"\mid": "∣",
    ":": ":",
}
OPERATORS = {
    "+": "+",
    "-": "−",
    "*": "∗",
    "/": "/",
    r"\cdot": "⋅",
    r"\times": "×",
    r"\pm": "±",
    r"\circ": "∘",
    r"\odot": "⊙",
    r"\cdots": "⋯",
    r"\dots": "…",
    r"\ldots": "…",
    r"\vdots": "⋮",
    r"\ddots": "⋱",
    r"\blacktriangle": "▲",
    r"\partial": "∂",
    r"\nabla": "∇",
    r"\Delta": "Δ",
    r"\infty": "∞",
    r"\top": "⊤",
    r"\star": "⋆",
    r"\ast": "∗",
    "!": "!",
    "%": "%",
}
PUNCTUATION = {",": ",", ";": ";", ".": ".", r"\colon": ":"}
WIDE = {r"\sum": "∑", r"\prod": "∏"}
# words that LaTeX sets upright; the ones in LIMITS take what stands below them under the word
FUNCTIONS = (
    "arg", "cos", "exp", "ln", "log", "sin", "tan", "tanh", "sinh", "cosh", "det",
)  # fmt: skip
LIMITS = ("lim", "max", "min", "inf", "sup")
BRACKETS = {
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    r"\{": "{",
    r"\}": "}",
    "|": "|",
    r"\|": "‖",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\langle": "⟨",
    r"\rangle": "⟩",
}
SPACES = {
    r"\,": 0.17,
    r"\:": 0.22,
    r"\;": 0.28,
    r"\ ": 0.33,
    "~": 0.33,
    r"\quad": 1.0,
    r"\qquad": 2.0,
}
# what is typed as a character means the same as its command
TYPED = {
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "→": r"\to",
    "←": r"\leftarrow",
    "⇒": r"\Rightarrow",
    "·": r"\cdot",
    "⋅": r"\cdot",
    "×": r"\times",
    "∘": r"\circ",
    "−": "-",
    "∂": r"\partial",
    "∇": r"\nabla",
    "∞": r"\infty",
    "∈": r"\in",
    "Σ": r"\sum",
    "…": r"\dots",
    "⋯": r"\cdots",
    "⋮": r"\vdots",
    "▲": r"\blacktriangle",
}
ACCENTS = {
    r"\hat": "hat",
    r"\widehat": "hat",
    r"\bar": "bar",
    r"\overline": "bar",
    r"\tilde": "tilde",
    r"\widetilde": "tilde",
    r"\vec": "vec",
    r"\overrightarrow": "vec",
    r"\dot": "dot",
}
STYLES = {
    r"\mathcal": "mathcal",
    r"\mathbf": "mathbf",
    r"\boldsymbol": "mathbf",
    r"\mathrm": "mathrm",
    r"\mathit": "mathit",
    r"\operatorname": "operatorname",
}
GRIDS = ("bmatrix", "pmatrix", "matrix", "cases", "vmatrix")

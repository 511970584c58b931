"""The network that an item of an outline looks at, as its keys describe it."""

from __future__ import annotations

from dataclasses import replace

from derive.activations import load as load_activation
from derive.core.text import Text
from derive.depth import initialisations
from derive.depth.sizes import Setting
from derive.lectures.spec import Spec

BATCH = 8  # samples, where batch normalisation asks for a batch and nobody says how large

KEYS = (
    "depth", "width", "inputs", "activation", "initialisation", "samples", "seed",
    "batch_normalisation",
)  # fmt: skip


def setting(spec: Spec, start: Setting) -> Setting:
    """Return ``start`` with what the item says changed; complaints name the key."""
    normalised = start.normalised
    if (given := spec.at("batch_normalisation")).value is not None:
        normalised = given.choice("yes", "no", "true", "false") in ("yes", "true")
    least = BATCH if normalised and start.samples < 2 else start.samples
    activation = spec.at("activation").word(start.activation)
    initialisation = spec.at("initialisation").word(start.initialisation)
    spec.at("activation").reading(lambda: load_activation(activation))
    spec.at("initialisation").reading(lambda: initialisations.load(initialisation))
    return spec.reading(
        lambda: replace(
            start,
            depth=spec.at("depth").whole(start.depth),
            width=spec.at("width").whole(start.width),
            inputs=spec.at("inputs").whole(start.inputs),
            samples=spec.at("samples").whole(least),
            seed=spec.at("seed").whole(start.seed),
            activation=activation,
            initialisation=initialisation,
            normalised=normalised,
        )
    )


def described(found: Setting) -> Text:
    """Return the network in words: its layers, its activation, how its weights start."""
    function, start = load_activation(found.activation), initialisations.load(found.initialisation)
    names = {"depth": found.depth, "width": found.width, "samples": found.samples}
    own = (NORMALISED if found.normalised else PLAIN).fill(**names)
    return Text(
        own.en + TAIL.fill(function=function.title.en, start=start.formula, **names).en,
        own.zh + TAIL.fill(function=function.title.zh, start=start.formula, **names).zh,
    )


PLAIN = Text("depth {depth}, width {width}", "{depth} 層、每層 {width} 個神經元")
NORMALISED = Text(
    "depth {depth}, width {width}, batch normalisation",
    "{depth} 層、每層 {width} 個神經元、加上批次正規化",
)
TAIL = Text(
    " (last layer linear; {function}; ${start}$; batch of {samples})",
    "（最後一層為線性；{function}；${start}$；{samples} 筆樣本）",
)

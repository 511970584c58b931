"""The remedies compared: the same network and data, one thing changed, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import fmean

from derive.core.text import Text
from derive.depth.remedies import EXPLODING, VANISHING, Remedy, against
from derive.depth.sizes import LayerSizes, Setting, layer_sizes, lesson
from derive.descent import Clipping, Course, descend, make_plan


@dataclass(frozen=True)
class Trial:
    """A network that was looked at and trained; ``remedy`` is None for the network as it was.

    ``sizes`` are means over many networks, ``course`` the training of one of them; both are None
    for a remedy that is only named.
    """

    remedy: Remedy | None
    sizes: LayerSizes | None
    course: Course | None

    @property
    def moved(self) -> tuple[float, ...]:
        """How far training moved the weights of each layer on average, the first layer first."""
        if self.course is None:
            return ()
        first, last = self.course.iterates[0], self.course.last
        ends = zip(self.course.parameters, first.parameters, last.parameters, strict=True)
        way = {name: abs(after - before) for name, before, after in ends}
        layers = self.course.lesson.network.weights
        return tuple(fmean(way[name] for row in layer for name in row) for layer in layers)

    @property
    def title(self) -> Text:
        """What was changed."""
        return self.remedy.title if self.remedy is not None else AS_IT_WAS


# deep sigmoids, whose gradients vanish; and weights that start too large, whose gradients explode
SETTINGS = {
    VANISHING: Setting(depth=8, width=4, activation="sigmoid", samples=8),
    EXPLODING: Setting(
        depth=5, width=3, activation="leaky_relu", initialisation="large_normal", samples=8
    ),
}
RATES = {VANISHING: 0.05, EXPLODING: 0.01}


def tried(
    problem: str,
    setting: Setting | None = None,
    *,
    steps: int = 100,
    learning_rate: float | None = None,
) -> tuple[Trial, ...]:
    """Try everything that helps against ``problem`` (``vanishing`` or ``exploding``).

    The first trial is the network as it was.
    """
    start = setting or SETTINGS[problem]
    rate = RATES[problem] if learning_rate is None else learning_rate
    return tuple(_trials(start, problem, steps, rate))


def _trials(setting: Setting, problem: str, steps: int, rate: float) -> Iterator[Trial]:
    yield _trial(setting, None, steps, rate)
    for remedy in against(problem):
        if remedy.runs:
            yield _trial(setting, remedy, steps, rate)
        else:
            yield Trial(remedy, None, None)


def _trial(setting: Setting, remedy: Remedy | None, steps: int, rate: float) -> Trial:
    changed = remedy.change(setting) if remedy is not None else setting
    clipping = remedy.clipping if remedy is not None else Clipping()
    network = lesson(changed, learning_rate=rate)
    plan = make_plan(network, learning_rate=rate, steps=steps, clipping=clipping)
    return Trial(remedy, layer_sizes(changed), descend(network, plan))


def by_depth(setting: Setting, depths: tuple[int, ...]) -> tuple[LayerSizes, ...]:
    """Measure the same kind of network at several depths."""
    return tuple(layer_sizes(replace(setting, depth=depth)) for depth in depths)


AS_IT_WAS = Text("as it was", "原本的網路")

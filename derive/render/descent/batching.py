"""Batches: how many updates an epoch has, and that the batches' gradients average to the whole."""

from __future__ import annotations

from collections.abc import Iterator

from derive.core.text import Text
from derive.descent.batches import Batch, batches, per_epoch
from derive.descent.machine import Machine
from derive.render.descent.pieces import Cell, Piece, Section, Table, says, shown

MOST_BATCHES, SHOWN_BATCHES = 12, 5  # in the table: all of a few, else the first and the last
MOST_UPDATES = 2000  # an epoch with more is not gone through for the sake of the table
MOST_COLUMNS = 4


def batching(machine: Machine) -> Iterator[Section]:
    """Yield the section on batches, if there are any."""
    size, samples = machine.plan.batch_size, machine.lesson.samples
    if size is None or samples is None:
        return
    count = per_epoch(samples, size)
    words = STOCHASTIC if size == 1 else MINI
    pieces: list[Piece] = [
        says(words.fill(samples=samples, size=size, count=count)),
        says(UPDATES.fill(samples=samples, size=size, count=count)),
    ]
    if samples % size:
        pieces.append(says(PARTIAL.fill(size=samples % size)))
    pieces.append(says(SHUFFLED.fill(seed=machine.plan.seed) if machine.plan.shuffle else IN_ORDER))
    if count <= MOST_UPDATES and not any(name.shape for name in machine.parameters):
        pieces += _averaged(machine, samples, size, count)
    yield Section(BATCHES, tuple(pieces), "batches")


def _averaged(machine: Machine, samples: int, size: int, count: int) -> Iterator[Piece]:
    """Yield every batch's gradient at the start, and their mean: the gradient on all samples."""
    source = batches(samples, size, machine.plan.seed, shuffle=machine.plan.shuffle)
    epoch: list[Batch] = [next(source) for _ in range(count)]
    names = machine.parameters[:MOST_COLUMNS]
    gradients = machine.recurring(first=True, update=1).gradients
    found = [machine.gradient(machine.start, batch.samples)[1:] for batch in epoch]
    whole = machine.gradient(machine.start)[1:]
    rows: list[tuple[Cell, ...]] = [
        (str(batch.number), str(len(batch.samples)), *map(shown, slopes[: len(names)]))
        for batch, slopes in zip(epoch, found, strict=True)
    ]
    if len(rows) > MOST_BATCHES:
        dots: tuple[Cell, ...] = ("⋮",) * (len(names) + 2)
        rows = [*rows[:SHOWN_BATCHES], dots, rows[-1]]
    weighted = [
        sum(len(b.samples) * g[place] for b, g in zip(epoch, found, strict=True)) / samples
        for place in range(len(names))
    ]
    rows.append((MEAN, str(samples), *map(shown, _rounded(weighted))))
    rows.append((ALL, str(samples), *map(shown, _rounded(list(whole[: len(names)])))))
    head: tuple[Cell, ...] = (BATCH, SAMPLES, *(gradients[name] for name in names))
    yield says(AVERAGE)
    yield Table(head, tuple(rows))


def _rounded(values: list[float]) -> list[float]:
    # what is left of adding in another order is no difference
    return [float(f"{value:.12g}") for value in values]


BATCHES = Text("Batches", "批次")
STOCHASTIC = Text(
    "One sample at a time is stochastic gradient descent (SGD).",
    "一次用一筆資料求梯度，稱為 Stochastic Gradient Descent（SGD）。",
)
MINI = Text(
    "A few samples at a time is mini-batch gradient descent; all at once would be batch gradient "
    "descent, one at a time stochastic.",
    "一次用一小批資料求梯度，稱為 Mini-batch Gradient Descent；一次用全部是 "
    "(Batch) Gradient Descent，"
    "一次一筆則是 Stochastic Gradient Descent。",
)
UPDATES = Text(
    "{samples} samples at batch size {size}: an epoch, one pass through all samples, makes {count} "
    "updates.",
    "{samples} 筆資料，Batch size 為 {size}，"
    "所以 1 個 epoch（看完全部資料 1 次）會更新 {count} 次。",
)
PARTIAL = Text(
    "What is left makes the last batch of an epoch: its n is only {size}.",
    "每個 epoch 的最後一批只有 {size} 筆，它的 n 就是 {size}。",
)
SHUFFLED = Text(
    "Before each epoch the samples are shuffled (seed {seed}: the same order every time one runs "
    "it).",
    "每個 epoch 之前都會重新打亂順序（亂數種子 {seed}，每次執行的順序都相同）。",
)
IN_ORDER = Text("The samples stay in their order.", "樣本維持原來的順序。")
AVERAGE = Text(
    "The gradient of each batch at the start. Weighted by their sizes, their mean is the gradient "
    "on all samples:",
    "各個 batch 在起點的梯度；依筆數加權平均，就等於全部資料的梯度：",
)
BATCH = Text("batch", "batch")
SAMPLES = Text("samples", "筆數")
MEAN = Text("mean", "平均")
ALL = Text("all samples", "全部資料")

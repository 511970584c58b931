"""Batches: which samples each update looks at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """The samples of one update, numbered from 0; ``number`` counts from 1 within its epoch."""

    epoch: int
    number: int
    samples: tuple[int, ...]


def per_epoch(samples: int, size: int) -> int:
    """Return how many updates one pass through all samples takes: 10 for 1000 samples by 100."""
    return math.ceil(samples / size)


def batches(samples: int, size: int, seed: int, *, shuffle: bool = True) -> Iterator[Batch]:
    """Yield batches without end, epoch after epoch; the last of an epoch may be smaller.

    Every epoch is shuffled anew; the same seed always gives the same order.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    epoch = 0
    while True:
        epoch += 1
        order = generator.permutation(samples) if shuffle else np.arange(samples)
        for number, start in enumerate(range(0, samples, size), 1):
            yield Batch(epoch, number, tuple(order[start : start + size].tolist()))

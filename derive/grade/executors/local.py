"""On this machine: a thread for each worker process, which only waits for what it says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from derive.grade.guard import dismiss
from derive.grade.setting import Setting


@contextmanager
def connect(address: str, setting: Setting, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """Give an executor with ``workers`` threads, by default one for each processor."""
    count = workers or processors()
    executor = ThreadPoolExecutor(count)
    try:
        yield executor, 2 * count
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        dismiss(setting)
        executor.shutdown()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

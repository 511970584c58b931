"""Where answers are judged, one file a place: this machine, or the machines of a cluster.

Each has ``connect(address, setting, workers)``, which gives an executor as ``concurrent.futures``
knows it, and how many answers to hand it at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from derive.core import folder
from derive.core.text import Text
from derive.grade.setting import Setting

_KIND = Text("executor", "執行器")


@contextmanager
def connect(where: str, setting: Setting, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """Give the executor that is meant by ``local`` or ``dask://host:port``.

    Raises DeriveError when there is no such kind, or nobody answers at the address.
    """
    kind, _, address = where.partition("://")
    with folder.load(__name__, kind, _KIND).connect(address, setting, workers) as executor:
        yield executor

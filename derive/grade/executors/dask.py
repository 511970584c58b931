"""On the machines of a Dask cluster, through the executor that dask.distributed provides."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from importlib import import_module

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.grade.guard import dismiss
from derive.grade.setting import Setting

_CONNECTING = 5  # seconds
_IN_FLIGHT = 4  # answers for each thread of the cluster


@contextmanager
def connect(address: str, setting: Setting, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """Give the cluster's executor; the limits and the kill of each answer hold over there too.

    Raises DeriveError when dask.distributed is not installed or nobody answers.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise DeriveError(_MISSING, _INSTALL) from None
    try:
        client = distributed.Client(f"tcp://{address}", timeout=_CONNECTING, set_as_default=False)
    except (OSError, ValueError):
        raise DeriveError(_NOBODY.fill(address=address)) from None
    try:
        threads = workers or sum(client.nthreads().values())
        yield client.get_executor(), _IN_FLIGHT * max(1, threads)
    finally:
        with suppress(OSError, TimeoutError):
            client.run(dismiss, setting)
            client.close(timeout=_CONNECTING)


_MISSING = Text("dask.distributed is not installed.", "沒有安裝 dask.distributed。")
_INSTALL = Text('Run pip install "derive[dask]".', '請執行 pip install "derive[dask]"。')
_NOBODY = Text("No Dask scheduler answers at {address}.", "{address} 沒有 Dask 排程器回應。")

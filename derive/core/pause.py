"""Building something large without Python looking for garbage in it over and over."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A growing tree has no garbage; looking for some again and again takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _keep_what_was_built()
            gc.enable()


def _keep_what_was_built() -> None:
    """Let what was built count as old, which costs nothing; else it is searched on the way out."""
    if gc.get_freeze_count() == 0:  # nobody else has frozen anything that must stay so
        gc.freeze()
        gc.unfreeze()

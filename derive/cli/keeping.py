"""Writing files anew without losing what a person has changed in them by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path

RECORD = ".derive.json"  # in the folder: what was written there, by the digest of its content


def write(folder: Path, files: Mapping[str, bytes]) -> Iterator[tuple[Path, Path | None]]:
    """Write files into a folder; yield each one's path, and where what stood there is kept.

    A file is replaced when it is as it was last written; one that was changed since, or that
    somebody else has put there, is renamed first.  Raises OSError where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _kept(path, content, known.get(name))
        path.write_bytes(content)
        known[name] = _digest(content)
        yield path, kept
    record = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1)
    (folder / RECORD).write_text(record + "\n", encoding="utf-8")


def _kept(path: Path, content: bytes, known: str | None) -> Path | None:
    """Rename a file that is not as it was written; return its new place, if it has one."""
    if not path.is_file():
        return None
    before = path.read_bytes()
    if before == content or _digest(before) == known:
        return None
    return path.rename(_free(path))


def _free(path: Path) -> Path:
    """Return a path beside a file that nothing has yet: ``handout.edited.tex``."""
    marks = (f".edited{number if number > 1 else ''}" for number in count(1))
    return next(
        other
        for mark in marks
        if not (other := path.with_name(path.stem + mark + path.suffix)).exists()
    )


def _known(folder: Path) -> dict[str, str]:
    """Return the record of a folder; none where it cannot be read, which keeps every file."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(digest) for name, digest in found.items()}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()

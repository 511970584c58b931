"""What has been found out so far, in a file that only ever grows: a second run goes on from it.

One line of JSON a student, on the disk before the next is begun.  A line that was cut off when the
process was killed is taken away, and that student is judged again.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.grade.setting import Setting

Reply = dict[str, Any]


class JournalError(DeriveError):
    """A journal that another run is writing into."""


class Journal:
    """The file, and what of it belongs to this run: the same question, program and seed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self._file: IO[bytes] = path.open("r+b")
        try:
            _lock(self._file, path)
        except JournalError:
            self._file.close()
            raise
        self._lines = self._read()
        self._run = 0
        self._known: dict[tuple[str, str], Reply] = {}

    def begin(self, question: str, seed: int | None, fresh: bool = False) -> int:
        """Go on with the last run of the same question, or begin one; return its seed.

        ``seed`` None takes the seed that run had, or a new one that nobody could know.
        """
        runs = [line for line in self._lines if "question" in line]
        same = [
            line
            for line in runs
            if line["question"] == question and seed in (None, line["seed"]) and not fresh
        ]
        if same:
            self._run, seed = same[-1]["run"], same[-1]["seed"]
        else:
            self._run = 1 + max((line["run"] for line in runs), default=0)
            seed = secrets.randbits(63) if seed is None else seed
            self._append({"run": self._run, "question": question, "seed": seed})
        for line in self._lines:
            if line["run"] == self._run and "student" in line:
                self._known[line["student"], line["content"]] = line
        return int(seed)

    def known(self, student: str, content: str, setting: Setting) -> Reply | None:
        """Return what was found out, unless it is worth another attempt.

        An answer that took too much is tried again when it may take more or less, and one at
        which the program broke is tried again each time.
        """
        line = self._known.get((student, content))
        if line is None:
            return None
        reply: Reply = line["reply"]
        failed = reply.get("failed")
        tried = line["limits"] == list(setting.limits)
        return reply if failed is None or (failed != "crash" and tried) else None

    def add(self, student: str, content: str, setting: Setting, reply: Reply) -> None:
        """Write down what was found out; it is on the disk when this returns."""
        line = {"run": self._run, "student": student, "content": content}
        self._append({**line, "limits": list(setting.limits), "reply": reply})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> list[dict[str, Any]]:
        content = self._file.read()
        whole = content.rfind(b"\n") + 1
        self._file.truncate(whole)
        self._file.seek(whole)
        lines = map(_line, content[:whole].splitlines())
        return [line for line in lines if line is not None]

    def _append(self, line: dict[str, Any]) -> None:
        # one write: a process that is killed leaves a whole line or its beginning
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _line(written: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(written)
    except ValueError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("run"), int) else None


def _lock(file: IO[bytes], path: Path) -> None:
    """Keep a second run out; the lock goes with the process, however that ends."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise JournalError(_BUSY, _WAIT, file=str(path.parent)) from None


_BUSY = Text("Another run is writing into this folder.", "另一個執行中的程序正在寫入這個資料夾。")
_WAIT = Text(
    "Wait until it has ended, or choose another with -o.", "請等它結束，或用 -o 指定其他資料夾。"
)

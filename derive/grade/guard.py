"""Watching over one worker process: asking it, and ending it when it takes too long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import derive
from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.grade.setting import Setting, fingerprint
from derive.grade.worker import OUT_OF_MEMORY, STARTING

Reply = dict[str, Any]

# the clock may run this much longer than the processor's time, on a machine with much else to do
_PATIENCE = 10.0
_OUT_OF_TIME = frozenset(
    -number
    for name in ("SIGPROF", "SIGXCPU")
    if (number := getattr(signal, name, None)) is not None
)


class StartError(DeriveError):
    """The workers cannot even be started with this lesson."""


def judge(setting: Setting, text: str) -> Reply:
    """Judge one answer in a worker of this machine; the same function runs on other machines.

    The reply has a ``report``, or ``refused`` with the reason, or ``failed`` with ``time``,
    ``memory`` or ``crash``.  Raises StartError when the lesson itself is at fault.
    """
    return crew(setting).judge(text)


_CREWS: dict[Setting, Crew] = {}
_HIRING = threading.Lock()


def crew(setting: Setting) -> Crew:
    """Return the workers of this process that know a setting; raises StartError when none can."""
    if setting.program != fingerprint():
        raise StartError(_VERSIONS.fill(here=fingerprint(), there=setting.program))
    with _HIRING:
        return _CREWS.setdefault(setting, Crew(setting))


def dismiss(setting: Setting) -> None:
    """End all workers of this process that know a setting, also those that are busy."""
    with _HIRING:
        mine = _CREWS.pop(setting, None)
    if mine is not None:
        mine.close()


class Crew:
    """Workers with one setting: as many as are asked at a time, kept for the next answer."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._lock = threading.Lock()
        self._idle: list[Guard] = []
        self._all: list[Guard] = []
        self._closed = False

    def judge(self, text: str) -> Reply:
        """Ask a free worker, or a new one."""
        guard = self._take()
        try:
            return guard.judge(text)
        finally:
            with self._lock:
                self._idle.append(guard)

    def close(self) -> None:
        """End all workers, also those that are busy."""
        with self._lock:
            self._closed = True
            for guard in self._all:
                guard.close()

    def _take(self) -> Guard:
        with self._lock:
            if self._idle and not self._closed:
                return self._idle.pop()
            guard = Guard(self.setting, closed=self._closed)
            self._all.append(guard)
            return guard


class Guard:
    """One worker process, started when it is first asked and again after it was ended."""

    def __init__(self, setting: Setting, closed: bool = False) -> None:
        self.setting, self._closed = setting, closed
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def judge(self, text: str) -> Reply:
        """Return what the worker says, or how it ended."""
        with self._lock:
            fresh = self._process is None
            reply = self._ask(text)
            if not fresh and reply.get("failed") in ("memory", "crash"):
                # a worker that has judged others before may have been worn out by them
                reply = self._ask(text)
            return reply

    def close(self) -> None:
        """End the process, for good, also while it is working."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._end()

    def _ask(self, text: str) -> Reply:
        process = self._running()
        reply = _exchange(process, text, self.setting.seconds * _PATIENCE)
        if "failed" in reply:
            self._end()
        return reply

    def _running(self) -> subprocess.Popen[str]:
        if self._closed:
            raise StartError(_STOPPED)
        if self._process is None:
            self._process = _start()
            reply = _exchange(self._process, asdict(self.setting), STARTING * _PATIENCE)
            if "ready" not in reply:
                self._end()
                raise _not_ready(reply)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _start() -> subprocess.Popen[str]:
    paths = [str(Path(derive.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return subprocess.Popen(
        # -P: a file of the folder one happens to be in must not be taken for a module
        [sys.executable, "-P", "-m", "derive.grade.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, **one_thread, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        # Ctrl-C is meant for the process that keeps the results
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _exchange(process: subprocess.Popen[str], question: Any, seconds: float) -> Reply:
    """Say one line and hear one; when the clock has run out, the process is ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    clock = _Clock(process, seconds)
    try:
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        reply: Reply = json.loads(process.stdout.readline())
        return reply
    except (OSError, ValueError):  # it has gone, perhaps in the middle of a line
        status = process.wait()
        if status == OUT_OF_MEMORY:
            return {"failed": "memory"}
        return {"failed": "time" if clock.rang or status in _OUT_OF_TIME else "crash"}
    finally:
        clock.cancel()


class _Clock(threading.Timer):
    """Ends a process after so many seconds, and remembers that it did."""

    def __init__(self, process: subprocess.Popen[str], seconds: float) -> None:
        super().__init__(seconds, self._ring)
        self.process, self.rang = process, False
        self.daemon = True
        self.start()

    def _ring(self) -> None:
        self.rang = True
        self.process.kill()


def _not_ready(reply: Reply) -> StartError:
    message = reply.get("message")
    if message:
        return StartError(Text(message["en"], message["zh-Hant"]))
    reason = " ".join(filter(None, [reply["failed"], reply.get("detail", "")]))
    return StartError(_NOT_STARTED.fill(reason=reason))


_VERSIONS = Text(
    "The workers have another version of the program ({there}, here {here}).",
    "工作程序的程式版本不同（{there}，此處為 {here}）。",
)
_STOPPED = Text("The workers have been stopped.", "工作程序已停止。")
_NOT_STARTED = Text(
    "The lesson could not be worked out by a worker ({reason}).",
    "工作程序無法推導這份教案（{reason}）。",
)

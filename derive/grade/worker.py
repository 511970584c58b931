"""The process that reads what students wrote: one answer after the other, within bounds.

It is told the setting in one line of JSON and then gets one line for each answer, on standard
input; it says one line for each.  Whatever happens to it happens to one student only.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from derive.core.errors import DeriveError
from derive.core.lesson import Lesson
from derive.core.text import LANGUAGES

OUT_OF_MEMORY = 77  # the exit status when there is not even enough left to say so
STARTING = 120.0  # seconds of the processor's time to work the lesson out
_TRIED = 20  # derivatives

Report = dict[str, Any]


def main() -> None:
    """Serve until standard input ends."""
    try:
        _serve()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _serve() -> None:
    source, sink = _channels()
    _limit_time(STARTING)
    try:
        setting = json.loads(source.readline())
        judge = _judge(setting)
    except Exception as problem:
        _say(sink, _failure(problem))
        return
    _limit_memory(setting["memory"])
    _say(sink, {"ready": True})
    for line in source:
        _limit_time(setting["seconds"])
        reply = _reply(judge, line)
        _limit_time(0.0)
        _say(sink, reply)
        if "failed" in reply:
            return  # whatever went wrong may have left something behind: the next one starts afresh


def _judge(setting: dict[str, Any]) -> Callable[[str], Report]:
    from derive.check.judge import Checker
    from derive.feedback.as_json import as_data
    from derive.lessons import loads

    lesson = loads(setting["lesson"], setting["name"], toml=setting["toml"], level=setting["level"])
    checker = Checker(lesson, seed=setting["seed"], reveal=setting["reveal"])
    checker.check(_trial(lesson))
    return lambda text: as_data(checker.check(text))


def _trial(lesson: Lesson) -> str:
    """Write an answer with a mistake in each line.

    What is worked out when a mistake is first looked for (which others there are, what they lead
    to) is then there, and counts neither as a student's time nor as a student's memory.
    """
    loss, asked = lesson.graph.loss.name, lesson.asked or lesson.parameters
    return "\n".join(
        f"\\frac{{\\partial {loss}}}{{\\partial {name.name}}} = {loss}" for name in asked[:_TRIED]
    )


def _reply(judge: Callable[[str], Report], line: str) -> Report:
    try:
        return {"report": judge(json.loads(line))}
    except DeriveError as problem:
        return {"refused": {language: _plainly(problem, language) for language in LANGUAGES}}
    except Exception as problem:
        return _failure(problem)


def _failure(problem: Exception) -> Report:
    if isinstance(problem, DeriveError):
        message = {language: problem.describe(language) for language in LANGUAGES}
        return {"failed": "error", "message": message}
    if isinstance(problem, MemoryError):
        return {"failed": "memory"}
    return {"failed": "crash", "detail": _where(problem)}


def _plainly(problem: DeriveError, language: str) -> str:
    """Say what is wrong without the place: it is wrong with the whole answer."""
    parts = filter(None, [problem.message, problem.remedy])
    return " ".join(part.in_language(language) for part in parts)


def _where(problem: Exception) -> str:
    """Name the error and the place in the program, for the program's maintainers."""
    trace, place = problem.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(problem).__name__} ({place})"


def _say(sink: IO[str], reply: Report) -> None:
    sink.write(json.dumps(reply) + "\n")
    sink.flush()


def _channels() -> tuple[IO[str], IO[str]]:
    """Take the two ends of the conversation, so that nothing printed by anybody gets into it."""
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return sys.stdin, sink


def _limit_time(seconds: float) -> None:
    """Let the system end this process after so much time of the processor; 0 for no limit.

    Nothing in Python runs when the time is over, so that a long operation on a huge number, which
    no signal handler could interrupt, ends too.
    """
    try:
        from signal import ITIMER_PROF, setitimer
    except ImportError:  # on Windows there is only the clock of the process that asked
        return
    setitimer(ITIMER_PROF, seconds)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    limits = (
        (resource.RLIMIT_AS, _size() + megabytes * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it has nothing to write to files
    )
    for kind, most in limits:
        with suppress(ValueError, OSError):  # a system that does not know this limit
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _size() -> int:
    """Return how many bytes of the address space are taken; not on Linux, a guess."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30


if __name__ == "__main__":
    main()

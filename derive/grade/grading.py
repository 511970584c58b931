"""The whole batch: what is known already is kept, the rest is judged and written down at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from derive.check.report import Report
from derive.core.text import Text
from derive.feedback.visible import visible
from derive.grade.guard import Reply, StartError, judge
from derive.grade.journal import Journal
from derive.grade.record import read_report
from derive.grade.setting import Setting
from derive.grade.submission import Submission, read

Handed = Sequence[tuple[str, Path]]


@dataclass(frozen=True)
class Graded:
    """What is said about one student; either there is a ``report`` or a ``reason`` for none."""

    submission: Submission
    report: Report | None = None
    reason: Text | None = None
    detail: str = ""

    @property
    def name(self) -> str:
        """The student's name, fit to be shown."""
        return self.submission.name

    @property
    def key(self) -> str:
        """What the student's own files are called."""
        return self.submission.key


def grade(
    handed: Handed,
    setting: Setting,
    journal: Journal,
    executor: Executor,
    at_a_time: int,
    done: Callable[[], None] = lambda: None,
) -> tuple[Graded, ...]:
    """Judge every answer, in any order, and return them in the order they were handed in.

    ``done`` is called after each.  Raises StartError when the lesson itself cannot be judged.
    """
    batch = _Batch(setting, journal, done)
    for place, (name, path) in enumerate(handed):
        submission = read(name, path)
        if batch.knows(place, submission):
            continue
        if len(batch.waiting) >= at_a_time:
            batch.collect()
        batch.waiting[executor.submit(judge, setting, submission.text)] = (place, submission)
    while batch.waiting:
        batch.collect()
    return tuple(batch.found[place] for place in range(len(handed)))


class _Batch:
    def __init__(self, setting: Setting, journal: Journal, done: Callable[[], None]) -> None:
        self.setting, self.journal, self.done = setting, journal, done
        self.found: dict[int, Graded] = {}
        self.waiting: dict[Future[Reply], tuple[int, Submission]] = {}

    def knows(self, place: int, submission: Submission) -> bool:
        """Take over what needs no judging: a file that was refused, or what the journal has."""
        if submission.refusal is not None:
            self._take(place, Graded(submission, reason=submission.refusal))
            return True
        reply = self.journal.known(submission.key, submission.digest, self.setting)
        if reply is None:
            return False
        self._take(place, _graded(submission, reply, self.setting))
        return True

    def collect(self) -> None:
        """Wait until some answers are judged, and write them down."""
        try:
            wait(self.waiting, return_when=FIRST_COMPLETED)
        finally:
            # also when Ctrl-C ends the waiting: what is finished is not to be lost
            for future in [future for future in self.waiting if future.done()]:
                place, submission = self.waiting.pop(future)
                reply = _reply(future)
                self.journal.add(submission.key, submission.digest, self.setting, reply)
                self._take(place, _graded(submission, reply, self.setting))

    def _take(self, place: int, graded: Graded) -> None:
        # the text is not needed any more, and two hundred large ones are a lot
        self.found[place] = replace(graded, submission=replace(graded.submission, text=""))
        self.done()


def _reply(future: Future[Reply]) -> Reply:
    """Return what the worker said; a machine of a cluster that went away is no reason to stop."""
    try:
        return future.result()
    except StartError:
        raise
    except Exception as problem:
        return {"failed": "crash", "detail": type(problem).__name__}


def _graded(submission: Submission, reply: Reply, setting: Setting) -> Graded:
    if "report" in reply:
        return Graded(submission, read_report(reply["report"]))
    if "refused" in reply:
        words = reply["refused"]
        return Graded(submission, reason=Text(visible(words["en"]), visible(words["zh-Hant"])))
    reason = _FAILED[reply["failed"]]
    reason = reason.fill(seconds=f"{setting.seconds:g}", memory=setting.memory)
    return Graded(submission, reason=reason, detail=reply.get("detail", ""))


_FAILED = {
    "time": Text(
        "Checking it took more than {seconds} s of computing time.",
        "檢查這份答案的運算時間超過 {seconds} 秒。",
    ),
    "memory": Text(
        "Checking it took more than {memory} MB of memory.",
        "檢查這份答案所需的記憶體超過 {memory} MB。",
    ),
    "crash": Text(
        "The program failed at it; that is no fault of the student's.",
        "程式檢查這份答案時發生錯誤；這不是學生的問題。",
    ),
}

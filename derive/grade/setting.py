"""Everything a worker has to know to judge an answer, and nothing of the answer itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import derive


@dataclass(frozen=True)
class Setting:
    """A lesson as text, how its answers are judged, and what one answer may take.

    Parameters
    ----------
    lesson, name, toml, level : the lesson file's text and what ``loads`` has to be told of it
    seed : chooses the points at which formulas are compared
    reveal : whether comments give the answer away
    seconds : of the processor's time, for one answer
    memory : megabytes, for one answer, over what the worker has when it is ready
    program : which program judges; workers on other machines must have the same
    """

    lesson: str
    name: str
    toml: bool = False
    level: str = ""
    seed: int = 0
    reveal: bool = False
    seconds: float = 2.0
    memory: int = 300
    program: str = ""

    @cached_property
    def question(self) -> str:
        """Identify what is asked and how it is judged, whatever the seed and the limits."""
        parts = (self.lesson, str(self.toml), self.level, str(self.reveal), self.program)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def limits(self) -> tuple[float, int]:
        """What one answer may take."""
        return self.seconds, self.memory


@cache
def fingerprint() -> str:
    """Identify this program: its version, and its source to the letter."""
    house = Path(derive.__file__).parent
    content = hashlib.sha256()
    for file in sorted(house.rglob("*.py")):
        content.update(file.relative_to(house).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{derive.__version__}+{content.hexdigest()[:12]}"

"""What was handed in: one file or one folder a student, read as data and never followed."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from derive.core.errors import DeriveError
from derive.core.text import Text
from derive.feedback.visible import visible
from derive.grade.encoding import decode
from derive.grade.file_stem import file_stem
from derive.grade.refusal import RefusedError
from derive.reading.limits import ANSWER

SUFFIXES = (".txt", ".md", ".tex", ".text", ".markdown", ".latex", "")
LARGEST = 4 * ANSWER.characters  # bytes; what is read of one student at most
MOST_FILES = 200  # looked at in one student's folder
# what systems and editors leave lying about
_LITTER = ("._*", ".DS_Store", "__MACOSX", "Thumbs.db", "desktop.ini", ".git*", "~$*", ".~lock*")


class FolderError(DeriveError):
    """A folder with nothing in it to judge."""


@dataclass(frozen=True)
class Part:
    """One file of a student's: its name, and the line of the joined text at which it begins."""

    name: str
    first_line: int


@dataclass(frozen=True)
class Submission:
    """One student's answer, or why there is none.

    Parameters
    ----------
    name : the student's, from the file or folder, with nothing in it that cannot be seen
    key : what the student's own files are called: letters, digits and hyphens
    text : the answer; of several files one under the other
    refusal : why there is nothing to judge
    notes : what else the student should know about the files
    """

    name: str
    key: str
    parts: tuple[Part, ...] = ()
    text: str = ""
    refusal: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def digest(self) -> str:
        """What identifies the content."""
        files = "".join(f"{part.first_line} {part.name}\n" for part in self.parts)
        return hashlib.sha256(f"{files}\n{self.text}".encode()).hexdigest()

    def place(self, line: int) -> tuple[str | None, int]:
        """Return the file, if there are several, and the line in it, for a line of the text."""
        if len(self.parts) < 2:
            return None, line
        part = max((part for part in self.parts if part.first_line <= line), key=_first_line)
        return part.name, line - part.first_line + 1


def find(folder: Path, without: Path | None = None) -> tuple[tuple[str, Path], ...]:
    """Return who handed in what, in the order of the names.

    A file is called without its ending, unless another one is called so too.  ``without`` is where
    results are written, should that be inside.  Raises FolderError when there is nothing.
    """
    if not folder.is_dir():
        raise FolderError(_NO_FOLDER, file=str(folder))
    own = without.resolve() if without else None
    found = [
        path
        for path in folder.iterdir()
        if not _is_litter(path.name) and folder.resolve() / path.name != own
    ]
    if not found:
        raise FolderError(_NOTHING, _ONE_EACH, file=str(folder))
    times = Counter(map(_short_name, found))
    named = [
        (path.name if times[_short_name(path)] > 1 else _short_name(path), path) for path in found
    ]
    return tuple(sorted(named, key=lambda pair: _in_order(pair[1])))


def read(name: str, path: Path) -> Submission:
    """Read what one student handed in; what cannot be read says why and never raises."""
    digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]
    shown, key = visible(name), f"{file_stem(name)}-{digest}"
    try:
        return _joined(shown, key, path)
    except RefusedError as refused:
        return Submission(shown, key, refusal=refused.reason)
    except OSError as problem:
        reason = _UNREADABLE.fill(problem=problem.strerror or type(problem).__name__)
        return Submission(shown, key, refusal=reason)


def _short_name(path: Path) -> str:
    return path.stem if path.suffix.lower() in SUFFIXES and not path.is_dir() else path.name


def _joined(name: str, key: str, path: Path) -> Submission:
    files, notes = _files(path)
    texts, parts, line, size = [], [], 1, 0
    for called, file in files:
        data = _bytes(file, LARGEST - size)
        size += len(data)
        text, guessed = decode(data)
        text = _body(text) if len(files) > 1 else text
        texts.append(text)
        parts.append(Part(visible(called), line))
        line += _ends(text) + 2
        notes += [note for note in (guessed, None if text.strip() else _EMPTY) if note]
    return Submission(name, key, tuple(parts), "\n\n".join(texts), notes=tuple(notes))


def _files(path: Path) -> tuple[list[tuple[str, Path]], list[Text]]:
    """Return the files to read, by name, and notes about those that are left alone."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        files, others = _inside(path)
        if not files:
            raise RefusedError(_NO_TEXT)
        return files, [_NOT_READ.fill(file=visible(other)) for other in others]
    if path.suffix.lower() not in SUFFIXES:
        raise RefusedError(_ENDING.fill(ending=visible(path.suffix)))
    return [(path.name, path)], []


def _inside(folder: Path) -> tuple[list[tuple[str, Path]], list[str]]:
    plain: list[tuple[str, Path]] = []
    others: list[str] = []
    for entry in _walk(folder):
        path = Path(entry.path)
        name = str(path.relative_to(folder))
        if entry.is_file(follow_symlinks=False) and path.suffix.lower() in SUFFIXES:
            plain.append((name, path))
        else:
            others.append(name)
    return sorted(plain, key=lambda pair: _in_order(pair[1])), sorted(others)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Give everything below a folder that is no folder; links are given and not followed."""
    waiting, count = [str(folder)], 0
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                count += 1
                if count > MOST_FILES:
                    raise RefusedError(_TOO_MANY.fill(most=MOST_FILES))
                if entry.is_dir(follow_symlinks=False):
                    waiting += [] if _is_litter(entry.name) else [entry.path]
                elif not _is_litter(entry.name):
                    yield entry


def _bytes(path: Path, most: int) -> bytes:
    """Read a plain file and nothing else; a pipe or a device is not even opened to be read."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise RefusedError(_NOT_A_FILE)
    # between looking and opening, the file may have been exchanged for a link or a pipe
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_RDONLY | careful | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedError(_NOT_A_FILE)
        data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError(_TOO_LARGE.fill(most=f"{LARGEST // 1024:,}"))
    return data


def _body(text: str) -> str:
    """Blank out the preamble of a LaTeX file, which would hide the files before it."""
    begin = text.find("\\begin{document}")
    if begin < 0:
        return text
    end = begin + len("\\begin{document}")
    return "\n" * _ends(text[:end]) + text[end:].partition("\\end{document}")[0]


def _ends(text: str) -> int:
    """Count the ends of lines as the reader counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _first_line(part: Part) -> int:
    return part.first_line


def _is_litter(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in _LITTER)


def _in_order(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Sort names as a person does: ``q2`` before ``q10``."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", str(path).casefold())
    return [(int(p[:18]), "") if p.isascii() and p.isdigit() else (-1, p) for p in pieces], str(
        path
    )


_NO_FOLDER = Text("This is not a folder.", "這不是資料夾。")
_NOTHING = Text("There is nothing in this folder.", "這個資料夾是空的。")
_ONE_EACH = Text(
    "Put one file (.txt, .md or .tex) or one folder a student into it.",
    "請放入每位學生的一個檔案（.txt、.md 或 .tex）或一個資料夾。",
)
_UNREADABLE = Text("The file could not be opened ({problem}).", "無法開啟檔案（{problem}）。")
_NOT_A_FILE = Text(
    "This is a link, a pipe or a device, and not a plain file; it is not opened.",
    "這是連結、管線或裝置，不是一般檔案，因此不開啟。",
)
_ENDING = Text(
    "Files that end in {ending} are not read. Hand in .txt, .md or .tex.",
    "不讀取副檔名為 {ending} 的檔案。請繳交 .txt、.md 或 .tex 檔。",
)
_NO_TEXT = Text(
    "There is no .txt, .md or .tex file in the folder.",
    "資料夾裡沒有 .txt、.md 或 .tex 檔。",
)
_TOO_MANY = Text(
    "There are more than {most} files in the folder.", "資料夾裡的檔案超過 {most} 個。"
)
_TOO_LARGE = Text("The answer is larger than {most} kB.", "答案檔案超過 {most} kB。")
_NOT_READ = Text("{file} was not read.", "沒有讀取 {file}。")
_EMPTY = Text("The file is empty.", "檔案是空的。")

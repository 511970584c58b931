"""What both kinds of lesson file share: names with values, the question, the learning rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from derive.core.errors import LessonError, ReadError
from derive.core.expression import Role, Variable
from derive.core.function import Function, lettered
from derive.core.graph import Graph
from derive.core.lesson import Lesson
from derive.core.notation import Notation
from derive.core.text import Text
from derive.lessons.ask import asked_for, name_table, refusal
from derive.lessons.document import Document, as_number
from derive.lessons.naming import typeset
from derive.notations import load as load_notation
from derive.reading import NameTable, read_name
from derive.spelling.name import split_name

ANY = "any"  # what a lesson writes for a function of which nothing is known
SECTIONS = {"data": Role.DATA, "parameters": Role.PARAMETER, "constants": Role.CONSTANT}


def notation(document: Document, default: str) -> Notation:
    """Return the notation the file names."""
    key = document.content.get("notation")
    try:
        return load_notation(str(key) if key is not None else default)
    except Exception as problem:
        if hasattr(problem, "line"):
            problem.line = document.line("notation")
        raise


def section(document: Document, key: str) -> dict[str, Any]:
    """Return the names of one section with their values as typed; a bare list has no values."""
    given = document.content.get(key)
    if given is None:
        return {}
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return dict.fromkeys(given)
    if isinstance(given, dict):
        return given
    raise document.error(_SECTION.fill(key=key), None, key)


def numbers(document: Document, value: Any, *path: str | int, gaps: bool = False) -> Any:
    """Return a float, or nested tuples of floats, for what was typed.

    With ``gaps`` an inner list may be empty: a layer without biases.
    """
    if isinstance(value, list):
        if not value:
            raise document.error(_EMPTY.fill(name=path[-1]), _FINITE, *path)
        return tuple(
            () if gaps and item == [] else numbers(document, item, *path, gaps=gaps)
            for item in value
        )
    number = as_number(value)
    if number is None:
        raise document.error(_NUMBER.fill(name=path[-1], value=typed(value)), _FINITE, *path)
    return number


def typed(value: Any) -> str:
    """Return a value as it stands in the file: ``{a: 1}``, ``[1, 2]``, ``fast``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {typed(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(typed, value)) + "]"
    return "" if value is None else str(value)


def names(document: Document, key: str) -> list[str]:
    """Return the names that a key lists; one name may stand without brackets."""
    given = document.content.get(key)
    listed = given if isinstance(given, list) else [] if given is None else [given]
    if not all(isinstance(name, str) for name in listed):
        raise document.error(_LISTED.fill(key=key), _LIST_NAMES.fill(key=key), key)
    return listed


def learning_rate(document: Document) -> float | None:
    """Return the learning rate, a number above zero."""
    given = document.content.get("learning_rate")
    if given is None:
        return None
    rate = as_number(given)
    if rate is None or rate <= 0:
        raise document.error(_RATE.fill(value=typed(given)), None, "learning_rate")
    return rate


def functions(document: Document) -> Mapping[str, Function]:
    """Return every spelling of a function, the file's own letters included."""
    from derive.activations import spellings_with

    return spellings_with(own_functions(document))


def own_functions(document: Document) -> Mapping[str, Function]:
    """Return the functions that the file has letters of its own for; ``any`` is an unknown one."""
    given = document.content.get("functions") or {}
    if not isinstance(given, dict):
        raise document.error(_FUNCTIONS, None, "functions")
    own = {}
    for letter, key in given.items():
        try:
            own[letter] = function_called(str(key), str(letter))
        except Exception as problem:
            if hasattr(problem, "line"):
                problem.line = document.line("functions", letter)
            raise
    return own


def function_called(key: str, letter: str) -> Function:
    """Return the function of that key, or the unknown one of that letter.

    Raises LessonError when there is no such function, or the letter cannot be one.
    """
    from derive.activations import load

    if key != ANY:
        return load(key)
    latex = typeset(letter)
    if latex is None or split_name(latex).primes:
        raise LessonError(_NO_LETTER.fill(letter=letter), _A_LETTER)
    return lettered(latex)


def check_no_numbers(document: Document, lesson: Lesson) -> None:
    """See that no numbers are to be put into an unknown function; LessonError where they are."""
    if lesson.unknown and lesson.has_values:
        name = lesson.unknown[0].name
        place = next(key for key in SECTIONS if key in document.content)
        raise document.error(_NUMBERS.fill(name=name), _SYMBOLS.fill(name=name), place)


def asked(document: Document, table: NameTable, graph: Graph) -> tuple[Variable, ...] | None:
    """Return what the file asks for, in its order."""
    if document.content.get("ask") is None:
        return None
    listed = names(document, "ask")
    if not listed:
        raise document.error(_NOTHING_ASKED, _ASK, "ask")
    found = []
    for place, name in enumerate(listed):
        named = _named(document, name, table, "ask", place)
        if said := refusal(named, graph):
            raise document.error(*said, "ask", place)
        found.append(asked_for(named))
    return tuple(dict.fromkeys(found))


def learnt(document: Document, name: Variable, *path: str | int) -> Variable:
    """Return a parameter that is to be frozen; anything else does not move anyway."""
    if name.role is not Role.PARAMETER:
        raise document.error(_NOT_LEARNT.fill(name=name.name), _FREEZE, *path)
    return name


def one_name(document: Document, text: str, table: NameTable, *path: str | int) -> Variable:
    """Return the variable a file names; ``dL/dw`` names w."""
    return asked_for(_named(document, text, table, *path))


def _named(document: Document, text: str, table: NameTable, *path: str | int) -> Variable:
    try:
        return read_name(text, table)
    except ReadError as problem:
        problem.file, problem.line = document.name, document.line(*path)
        raise


def points(document: Document) -> dict[str, float]:
    """Return the marks that the file gives to steps."""
    given = document.content.get("points") or {}
    if not isinstance(given, dict):
        raise document.error(_SECTION.fill(key="points"), None, "points")
    marks = {name: numbers(document, value, "points", name) for name, value in given.items()}
    for name, mark in marks.items():
        if not isinstance(mark, float) or mark < 0:
            raise document.error(_MARK.fill(name=name), _MARKS, "points", name)
    return marks


def guesses(
    document: Document, parameters: Iterable[Variable]
) -> dict[Variable, tuple[float, ...]]:
    """Return the numbers that the file lets one try for a parameter."""
    table = NameTable(parameters, {})
    found = {}
    for name in section(document, "guesses"):
        tried = numbers(document, section(document, "guesses")[name], "guesses", name)
        found[one_name(document, name, table, "guesses", name)] = (
            tried if isinstance(tried, tuple) else (tried,)
        )
    return found


def aliases(document: Document, lesson: Lesson) -> dict[str, Variable]:
    """Return the other names that the file allows for names of its own, as LaTeX."""
    table = name_table(lesson)
    found: dict[str, Variable] = {}
    for typed, meant in section(document, "aliases").items():
        latex = typeset(typed)
        if latex is None or not isinstance(meant, str):
            raise document.error(_ALIAS.fill(name=typed), _ALIAS_OF, "aliases", typed)
        if table.knows(latex) or latex in found:
            raise document.error(_TAKEN.fill(name=typed), _ANOTHER, "aliases", typed)
        found[latex] = one_name(document, meant, table, "aliases", typed)
    return found


_SECTION = Text("“{key}” holds one “name: value” a line.", "「{key}」底下一行寫一個「名稱：值」。")
_EMPTY = Text("The list of {name} is empty.", "{name} 的數列是空的。")
_NUMBER = Text(
    "The value of {name} is “{value}”, which is not a number.", "{name} 的值「{value}」不是數字。"
)
_FINITE = Text(
    "Give a finite number such as 0.1, -2 or 1/3.", "請填有限的數，例如 0.1、-2 或 1/3。"
)
_MARK = Text("The marks for {name} are not a number from 0.", "{name} 的配分不是 0 以上的數。")
_MARKS = Text("Give one number such as 2 or 0.5.", "請填一個數，例如 2 或 0.5。")
_LISTED = Text("“{key}:” is not a list of names.", "「{key}:」不是名稱的列表。")
_LIST_NAMES = Text("Write {key}: [w, b].", "請寫成 {key}: [w, b]。")
_NOTHING_ASKED = Text("“ask:” asks for nothing.", "「ask:」是空的。")
_ASK = Text(
    "Name what the loss is to be differentiated by, or delete the line for every parameter.",
    "請寫出要對哪些量微分；若要全部參數，刪掉這一行即可。",
)
_NOT_LEARNT = Text("{name} is not a parameter.", "{name} 不是參數。")
_FREEZE = Text(
    "Only a parameter can be frozen; everything else stays as it is in any case.",
    "只有參數需要凍結；其他量本來就不會更新。",
)
_ALIAS = Text(
    "“aliases:” cannot let {name} stand for something.",
    "「aliases:」不能用「{name}」代表別的名稱。",
)
_ALIAS_OF = Text(
    "Write one “other name: name of the lesson” a line, such as target_1: t_1.",
    "請一行寫一個「別名：教案裡的名稱」，例如 target_1: t_1。",
)
_TAKEN = Text(
    "{name} already means something in this lesson.", "「{name}」在這份教案裡已經有意思了。"
)
_ANOTHER = Text("Give the other name another spelling.", "請換一個別名。")
_RATE = Text(
    "The learning rate is “{value}”; it has to be a number above 0.",
    "學習率「{value}」必須是大於 0 的數。",
)
_NO_LETTER = Text(
    "“{letter}” cannot be the letter of an unknown function.", "「{letter}」不能當未知函數的名稱。"
)
_A_LETTER = Text("Take a letter, as in “f: any”.", "請用一個字母，例如「f: any」。")
_NUMBERS = Text(
    "Nothing is known of the function {name}, so no numbers can be put into it.",
    "函數 {name} 是未知的任意函數，無法代入數值。",
)
_SYMBOLS = Text(
    "Leave out every value and let it stay symbolic, or say which function {name} is, such as "
    "sigmoid.",
    "請拿掉所有數值（維持符號推導），或指定 {name} 是哪個函數，例如 sigmoid。",
)
_FUNCTIONS = Text(
    "“functions:” says what a letter stands for, as in “f: sigmoid”, or “f: any” where it stays "
    "open.",
    "「functions:」用來說明字母代表哪個函數，例如「f: sigmoid」，不指定則寫「f: any」。",
)

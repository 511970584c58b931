"""A quiz as data: questions, choices, key, marks, in both languages."""

from __future__ import annotations

import json
from typing import Any

from derive.core.expression import Expression
from derive.core.text import Text
from derive.quiz.question import Content, Question, Quiz, letter
from derive.render.descent.pieces import Table, Working
from derive.render.wording import Equation, Sentence
from derive.spelling.latex import latex
from derive.spelling.text import text

_LANGUAGES = ("en", "zh-Hant")


def to_json(quiz: Quiz) -> str:
    """Return the quiz with its key as JSON."""
    return json.dumps(as_data(quiz), ensure_ascii=False, indent=1)


def as_data(quiz: Quiz) -> dict[str, Any]:
    """Return the quiz as plain dictionaries, lists, strings and numbers."""
    questions = [_question(number, each) for number, each in enumerate(quiz.questions, 1)]
    return {
        "title": _said(quiz.title),
        "seed": quiz.seed,
        "marks": quiz.points,
        "questions": questions,
    }


def _question(number: int, question: Question) -> dict[str, Any]:
    return {
        "number": number,
        "kind": question.kind,
        "form": str(question.form),
        "asked": _sentence(question.asked),
        "shown": [_shown(each) for each in question.shown],
        "choices": [
            {
                "letter": letter(place),
                "content": _content(choice.content),
                "right": choice.right,
                "mistake": _said(choice.mistake) if choice.mistake is not None else None,
            }
            for place, choice in enumerate(question.choices)
        ],
        "hint": _sentence(question.hint),
        "key": question.key,
        "why": _sentence(question.why),
        "solution": [_shown(each) for each in question.solution],
        "marks": question.points,
    }


def _content(content: Content) -> Any:
    if isinstance(content, Expression):
        return {"text": text(content), "latex": latex(content)}
    return _said(content) if isinstance(content, Text) else content


def _shown(piece: Working | Table) -> dict[str, Any]:
    if isinstance(piece, Table):
        rows = [[_content(cell) for cell in row] for row in piece.rows]
        return {"head": [_content(cell) for cell in piece.head], "rows": rows}
    return {"left": _content(piece.left), "lines": [_content(line.right) for line in piece.lines]}


def _sentence(sentence: Sentence) -> dict[str, str]:
    return {language: "".join(map(_piece, sentence.pieces(language))) for language in _LANGUAGES}


def _piece(piece: Any) -> str:
    if isinstance(piece, Equation):
        return f"{text(piece.left)} = {text(piece.right)}"
    return text(piece) if isinstance(piece, Expression) else str(piece)


def _said(words: Text) -> dict[str, str]:
    return {language: words.in_language(language) for language in _LANGUAGES}

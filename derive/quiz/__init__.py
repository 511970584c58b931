"""Quizzes and homework from any derivation: questions, choices, hints, key and marks."""

from derive.quiz.make import make_quiz
from derive.quiz.question import Choice, Question, Quiz

__all__ = ["Choice", "Question", "Quiz", "make_quiz"]

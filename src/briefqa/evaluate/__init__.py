"""Measure answers and retrieval against questions whose answers are known."""

from briefqa.evaluate.evaluation import Evaluation, Subject, evaluate, evaluation_to_json
from briefqa.evaluate.questions import Question, read_question_files, read_questions

__all__ = [
    "Evaluation",
    "Question",
    "Subject",
    "evaluate",
    "evaluation_to_json",
    "read_question_files",
    "read_questions",
]

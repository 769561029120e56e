"""Read a question: its language, its concepts with their other wordings, its vector."""

from briefqa.query.concepts import Concept, Expansion, Query, Wording
from briefqa.query.question import QUESTION_LIMIT, check_question, language_of
from briefqa.query.reading import read_question
from briefqa.query.vocabulary import Vocabulary, idf

__all__ = [
    "QUESTION_LIMIT",
    "Concept",
    "Expansion",
    "Query",
    "Vocabulary",
    "Wording",
    "check_question",
    "idf",
    "language_of",
    "read_question",
]

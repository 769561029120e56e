"""The reading model: which words of a passage answer a question, and whether any do."""

from briefqa.comprehension.model import (
    EncodedPassage,
    EncodedQuestion,
    PassageScores,
    ReadSpan,
    SpanReader,
)

__all__ = ["EncodedPassage", "EncodedQuestion", "PassageScores", "ReadSpan", "SpanReader"]

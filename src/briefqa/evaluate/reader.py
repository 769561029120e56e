"""The reading model over bare passages: its best span, forced."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefqa.answerer.spans import unquoted
from briefqa.comprehension import SpanReader
from briefqa.evaluate.comprehension import Read
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import Vocabulary, read_question
from briefqa.records import BlockKind
from briefqa.text.terms import terms

TITLE_END = " [SEP] "  # what JSQuAD writes between an article's title and its passage


def passage_reader(texts: Sequence[str], *, model: SpanReader, lexicon: Lexicon) -> Read:
    """Return what answers from one of `texts`; how rare a word is, is counted over all of them.

    Each line of a passage is a block, and a title before `[SEP]` a heading.
    """
    counted = LexicalIndex.build([terms(text) for text in texts])
    vocabulary = Vocabulary.of(counted, (), lexicon)

    def read(question: str, passage: str) -> str:
        query = read_question(question, vocabulary=vocabulary, embedder=NoVectors())
        blocks = _blocks(passage)
        asked = model.encode_question(question, query.concepts)
        found = model.read(asked, model.encode_passage(blocks)).best(1)
        if not found:
            return passage
        return unquoted(blocks[found[0].block][1][found[0].start : found[0].end])

    return read


def _blocks(passage: str) -> list[tuple[BlockKind, str]]:
    title, is_titled, body = passage.partition(TITLE_END)
    lines = (body if is_titled else passage).split("\n")
    heading: list[tuple[BlockKind, str]] = [("heading", title)] if is_titled else []
    return [*heading, *(("body", line) for line in lines if line.strip())]


class NoVectors:
    """Stands for an embedder where a query's vector is not looked at: all are zeros."""

    name, revision, dimension = "none", "", 1

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return zeros, shape (len(texts), 1)."""
        return np.zeros((len(texts), 1), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return zeros, shape (len(texts), 1)."""
        return np.zeros((len(texts), 1), dtype=np.float32)

"""Search over bare passages, in memory, by the same path that questions take over an index."""

from collections.abc import Sequence

from briefqa.dense import FlatIndex
from briefqa.embedder import Embedder
from briefqa.evaluate.retrieval import Searcher
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import Vocabulary, read_question
from briefqa.ranker import Ranker
from briefqa.records import Passage
from briefqa.search import Library
from briefqa.text.normalise import normalise
from briefqa.text.terms import bigrams, terms


def passage_searcher(
    texts: Sequence[str], *, embedder: Embedder, lexicon: Lexicon, ranker: Ranker
) -> Searcher:
    """Return a search over `texts`, each of them one slide of one passage."""
    indexed = [normalise(text) for text in texts]
    library = Library(
        briefings=(),
        passages=[
            _passage(position, text, indexed_text)
            for position, (text, indexed_text) in enumerate(zip(texts, indexed, strict=True))
        ],
        terms=LexicalIndex.build([terms(text) for text in indexed]),
        bigrams=LexicalIndex.build([bigrams(text) for text in indexed]),
        dense=FlatIndex.build(embedder.embed_passages(indexed)),
    )
    vocabulary = Vocabulary.of(library.terms, (), lexicon)

    def find(question: str, limit: int) -> list[int]:
        query = read_question(question, vocabulary=vocabulary, embedder=embedder)
        return [hit.passage.slide - 1 for hit in ranker.search(query, library, limit=limit)]

    return find


def _passage(position: int, text: str, indexed_text: str) -> Passage:
    """Return a text as the only passage of slide `position + 1`."""
    return Passage(
        id=f"set/{position + 1}/1",
        briefing_id="set",
        slide=position + 1,
        kind="body",
        start=0,
        end=len(text),
        text=text,
        indexed_text=indexed_text,
    )

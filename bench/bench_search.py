"""How fast a search is, on one thread, beside the bare parts it is made of."""

# ruff: noqa: I001 - single_thread sets the environment before NumPy reads it
import bench.single_thread  # noqa: F401

import tempfile
from collections.abc import Callable
from pathlib import Path

import bm25s
import faiss
import fugashi
import numpy as np
import unidic_lite
from numpy.typing import NDArray

from bench.figures import arguments, milliseconds, quantiles
from bench.passages import headings, japanese_passages, write_corpus
from briefqa.embedder import Embedder, load_embedder
from briefqa.index import Contents, build_index, load_generation
from briefqa.lexicon import Lexicon
from briefqa.query import Vocabulary, read_question
from briefqa.search import Library, search

LIMIT = 10
WARM_UP = 50


def briefqa_steps(
    contents: Contents, embedder: Embedder
) -> tuple[Callable[[str], object], Callable[[str], object]]:
    """Return reading a question, and reading it and searching."""
    vocabulary = Vocabulary.of(contents.terms, contents.glossary, Lexicon.open())
    library = Library(
        contents.briefings, contents.passages, contents.terms, contents.bigrams, contents.dense
    )

    def read(question: str) -> object:
        return read_question(question, vocabulary=vocabulary, embedder=embedder)

    def find(question: str) -> object:
        query = read_question(question, vocabulary=vocabulary, embedder=embedder)
        return search(query, library, limit=LIMIT)

    return read, find


def bare_parts(
    passages: list[str], vectors: NDArray[np.float32], embedder: Embedder
) -> Callable[[str], object]:
    """Return the plainest hybrid search: words by fugashi, bm25s, FAISS, the sum of z-scores."""
    tagger = fugashi.GenericTagger(f"-Owakati -r /dev/null -d {unidic_lite.DICDIR}")
    retriever = bm25s.BM25(k1=0.9, b=0.4, method="lucene")
    retriever.index([tagger.parse(text).split() for text in passages], show_progress=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def find(question: str) -> object:
        known = retriever.get_tokens_ids(tagger.parse(question).split())
        lexical = retriever.get_scores_from_ids(known)
        found, positions = index.search(embedder.embed_queries([question]), len(passages))
        dense = np.empty(len(passages), dtype=np.float32)
        dense[positions[0]] = found[0]
        total = _z(lexical) + _z(dense)
        best = np.argpartition(-total, LIMIT)[:LIMIT]
        return best[np.argsort(-total[best])]

    return find


def _z(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return (scores - scores.mean()) / (scores.std() + np.float32(1e-6))


def report(name: str, call: Callable[[str], object], questions: list[str]) -> None:
    milliseconds(call, questions[:WARM_UP])
    print(f"{name}: {quantiles(milliseconds(call, questions))}")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--questions", type=int, default=500)
    options = parser.parse_args()
    embedder = load_embedder(options.embedder)
    passages = japanese_passages(options.data, options.passages)
    questions = headings(options.data, options.questions)
    with tempfile.TemporaryDirectory() as name:
        corpus, index = write_corpus(Path(name) / "corpus", passages), Path(name) / "index"
        build_index(corpus, index, embedder)
        contents = load_generation(index, embedder).generation.contents
    read, find = briefqa_steps(contents, embedder)
    print(f"{len(contents.passages)} passages, {len(questions)} questions, one thread")
    report("embedding a question", lambda q: embedder.embed_queries([q]), questions)
    report("briefqa, reading a question", read, questions)
    report("briefqa, reading it and searching", find, questions)
    bare = bare_parts(passages, contents.dense.vectors(), embedder)
    report("bare parts (fugashi, bm25s, FAISS)", bare, questions)


if __name__ == "__main__":
    main()

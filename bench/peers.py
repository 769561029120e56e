"""The same passages, questions and embedder through briefqa and, where installed, its peers.

Each candidate runs in a process of its own, for its import time and memory, on one thread.
"""

# ruff: noqa: I001 - single_thread sets the environment before NumPy reads it
import bench.single_thread  # noqa: F401

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import arguments, milliseconds, peak_memory_mb
from bench.passages import headings, japanese_passages, write_corpus

LIMIT = 10
WARM_UP = 10
NOT_INSTALLED = 3

Find = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: milliseconds a hybrid search, seconds to import and to index, peak MB."""

    name: str
    p50_ms: float
    p95_ms: float
    import_s: float
    index_s: float
    memory_mb: float


@dataclass(slots=True)
class Task:
    """What every candidate is given; `started` and `imported` are its two moments, in seconds."""

    passages: Sequence[str]
    embedder_name: str | None
    started: float
    imported: float = 0.0

    def embedder(self) -> Any:
        """Return the embedder, once all else is imported."""
        self.imported = time.perf_counter()
        from briefqa.embedder import load_embedder

        return load_embedder(self.embedder_name)


def briefqa(task: Task) -> Find:
    from briefqa.index import build_index, load_generation
    from briefqa.lexicon import Lexicon
    from briefqa.query import Vocabulary, read_question
    from briefqa.search import Library, search

    embedder = task.embedder()
    with tempfile.TemporaryDirectory() as name:
        corpus = write_corpus(Path(name) / "corpus", list(task.passages))
        build_index(corpus, Path(name) / "index", embedder)
        contents = load_generation(Path(name) / "index", embedder).generation.contents
    vocabulary = Vocabulary.of(contents.terms, contents.glossary, Lexicon.open())
    library = Library(
        contents.briefings, contents.passages, contents.terms, contents.bigrams, contents.dense
    )

    def find(question: str) -> object:
        query = read_question(question, vocabulary=vocabulary, embedder=embedder)
        return search(query, library, limit=LIMIT)

    return find


def llamaindex(task: Task) -> Find:
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    embedder = task.embedder()

    class Embedding(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return embedder.embed_queries([query])[0].tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return embedder.embed_passages([text])[0].tolist()

    vectors = embedder.embed_passages(task.passages)
    nodes = [
        TextNode(text=text, id_=str(number), embedding=vector.tolist())
        for number, (text, vector) in enumerate(zip(task.passages, vectors, strict=True))
    ]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(embedder.dimension))
    context = StorageContext.from_defaults(vector_store=store)
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=Embedding())
    retriever = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=LIMIT),
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=LIMIT),
        ],
        llm=MockLLM(),
        num_queries=1,
        similarity_top_k=LIMIT,
        mode="reciprocal_rerank",
        use_async=False,
    )
    return retriever.retrieve


def txtai(task: Task) -> Find:
    from txtai import Embeddings

    embedder = task.embedder()
    embeddings = Embeddings(
        method="external",
        transform=lambda texts: embedder.embed_passages(list(texts)),
        hybrid=True,
    )
    embeddings.index(list(task.passages))
    return lambda question: embeddings.search(question, LIMIT)


def haystack(task: Task) -> Find:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    embedder = task.embedder()
    vectors = embedder.embed_passages(task.passages)
    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(
        [
            Document(id=str(number), content=text, embedding=vector.tolist())
            for number, (text, vector) in enumerate(zip(task.passages, vectors, strict=True))
        ]
    )
    by_terms = InMemoryBM25Retriever(store, top_k=LIMIT)
    by_vector = InMemoryEmbeddingRetriever(store, top_k=LIMIT)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)

    def find(question: str) -> object:
        vector = embedder.embed_queries([question])[0].tolist()
        found = [by_terms.run(query=question), by_vector.run(query_embedding=vector)]
        return joiner.run(documents=[one["documents"] for one in found])

    return find


CANDIDATES: dict[str, Callable[[Task], Find]] = {
    "briefqa": briefqa,
    "LlamaIndex": llamaindex,
    "txtai": txtai,
    "Haystack": haystack,
}


def measure(name: str, options: argparse.Namespace) -> Figures:
    passages = japanese_passages(options.data, options.passages)
    questions = headings(options.data, options.questions)
    task = Task(passages, options.embedder, time.perf_counter())
    find = CANDIDATES[name](task)
    indexed = time.perf_counter()
    milliseconds(find, questions[:WARM_UP])
    times = milliseconds(find, questions)
    return Figures(
        name=name,
        p50_ms=round(float(np.median(times)), 2),
        p95_ms=round(float(np.quantile(times, 0.95)), 2),
        import_s=round(task.imported - task.started, 2),
        index_s=round(indexed - task.imported, 2),
        memory_mb=round(peak_memory_mb()),
    )


def measure_each(options: argparse.Namespace) -> None:
    print("| | search p50 | p95 | import | index | peak memory |\n|---|---|---|---|---|---|")
    for name in CANDIDATES:
        command = [sys.executable, "-m", "bench.peers", *sys.argv[1:], "--only", name]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == NOT_INSTALLED:
            print(f"| {name} | not installed | | | | |")
            continue
        done.check_returncode()
        found = Figures(**json.loads(done.stdout.splitlines()[-1]))
        print(
            f"| {found.name} | {found.p50_ms} ms | {found.p95_ms} ms | {found.import_s} s "
            f"| {found.index_s} s | {found.memory_mb:.0f} MB |",
            flush=True,
        )


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", choices=CANDIDATES, help="measure one, here; print JSON")
    options = parser.parse_args()
    if options.only is None:
        measure_each(options)
        return
    try:
        print(json.dumps(asdict(measure(options.only, options))))
    except ModuleNotFoundError as error:
        print(f"{options.only}: {error}", file=sys.stderr)
        raise SystemExit(NOT_INSTALLED) from error


if __name__ == "__main__":
    main()

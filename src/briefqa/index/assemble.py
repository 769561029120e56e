"""Turn a corpus into the contents of a generation: passages, terms, vectors, glossary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from briefqa.corpus import Corpus
from briefqa.dense import FlatIndex
from briefqa.embedder import Embedder
from briefqa.errors import EmbedderError
from briefqa.glossary import GlossaryEntry, mine
from briefqa.index.contents import Contents, Generation
from briefqa.index.manifest import describe
from briefqa.index.progress import Progress, of_stage
from briefqa.lexical import LexicalIndex
from briefqa.passages import split_passages
from briefqa.records import Briefing, Passage
from briefqa.termlists import Cutter, cutting

BATCH = 1_000  # passages embedded between two reports of progress


@dataclass(frozen=True, slots=True)
class Assembled:
    """The contents, and how many passages took their vector over from an earlier generation."""

    contents: Contents
    reused_vectors: int


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors made before: the one of a text is the row of `rows` that `row_of` names."""

    row_of: Mapping[str, int] = field(default_factory=dict)
    rows: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def assemble(
    corpus: Corpus, known: KnownVectors, embedder: Embedder, progress: Progress
) -> Assembled:
    """Index the briefings of `corpus`; texts in `known` are not embedded again.

    With many slides, terms are cut by other processes while this one embeds.
    """
    with cutting(sum(len(briefing.slides) for briefing in corpus.briefings)) as cutter:
        passages = _passages(corpus.briefings, cutter, of_stage(progress, "passages"))
        texts = [passage.indexed_text for passage in passages]
        dense = FlatIndex.build(embed(texts, known, embedder, of_stage(progress, "vectors")))
        glossary = _glossary(corpus)
        cut = cutter.collect(lambda done: progress("terms", done, len(texts)))
    contents = Contents(
        briefings=corpus.briefings,
        unreadable=corpus.unreadable,
        passages=passages,
        terms=LexicalIndex.build_from_term_lists([share.terms for share in cut]),
        bigrams=LexicalIndex.build_from_term_lists([share.bigrams for share in cut]),
        dense=dense,
        glossary=glossary,
    )
    return Assembled(contents, sum(text in known.row_of for text in texts))


def known_vectors(previous: Generation | None, embedder: Embedder) -> KnownVectors:
    """Return the vectors of `previous`, by text, if `embedder` made them."""
    if previous is None or previous.manifest.embedder != describe(embedder):
        return KnownVectors()
    passages = previous.contents.passages
    row_of = {passage.indexed_text: row for row, passage in enumerate(passages)}
    return KnownVectors(row_of, previous.contents.dense.vectors())


def embed(
    texts: Sequence[str],
    known: KnownVectors,
    embedder: Embedder,
    report: Callable[[int, int], None],
) -> NDArray[np.float32]:
    """Return one row a text, shape (len(texts), dimension); equal texts are embedded once."""
    new_texts = [text for text in dict.fromkeys(texts) if text not in known.row_of]
    batches = [new_texts[start : start + BATCH] for start in range(0, len(new_texts), BATCH)]
    new_rows = np.zeros((len(new_texts), embedder.dimension), dtype=np.float32)
    report(0, len(new_texts))
    done = 0
    for batch in batches:
        new_rows[done : done + len(batch)] = _checked(
            embedder.embed_passages(batch), batch, embedder
        )
        done += len(batch)
        report(done, len(new_texts))
    new_row_of = {text: row for row, text in enumerate(new_texts)}
    rows = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    for position, text in enumerate(texts):
        row = new_row_of.get(text)
        rows[position] = known.rows[known.row_of[text]] if row is None else new_rows[row]
    return rows


def _passages(
    briefings: Sequence[Briefing], cutter: Cutter, report: Callable[[int, int], None]
) -> tuple[Passage, ...]:
    """Return the passages of all briefings, and give their texts to `cutter` as they come."""
    passages: list[Passage] = []
    for done, briefing in enumerate(briefings, start=1):
        new = split_passages(briefing)
        cutter.add(passage.indexed_text for passage in new)
        passages += new
        report(done, len(briefings))
    return tuple(passages)


def _glossary(corpus: Corpus) -> tuple[GlossaryEntry, ...]:
    """Return the user's own entries, then the mined ones that are not among them."""
    entries = (*corpus.glossary, *mine(corpus.briefings))
    first: dict[tuple[str, str], GlossaryEntry] = {}
    for entry in entries:
        first.setdefault((entry.term, entry.expansion), entry)
    return tuple(first.values())


def _checked(
    rows: NDArray[np.float32], texts: Sequence[str], embedder: Embedder
) -> NDArray[np.float32]:
    wanted = (len(texts), embedder.dimension)
    if rows.shape != wanted or not np.isfinite(rows).all():
        raise EmbedderError(
            f"{embedder.name}: {len(texts)} passages gave vectors of shape {rows.shape} "
            f"instead of {wanted}, or with values that are no numbers.",
            hint="Use another model (BRIEFQA_EMBEDDER).",
        )
    return rows

"""Decks and questions that were written to learn from, and what the reading model sees of them.

Language models wrote the decks of `training/written` (each a `.txt`, a form feed between
slides, and a `.jsonl` of questions in the shape of `briefqa eval`), to be as decks and
questions of people are, where questions made by template are not. A question is put to the
passages that the search finds, as it will be; those that hold no accepted answer teach when to
say none.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.answerer.readings import read_blocks
from briefqa.assistant import HITS_READ, Assistant
from briefqa.embedder import Embedder
from briefqa.evaluate import read_questions
from briefqa.evaluate.questions import Question
from briefqa.index import build_index
from briefqa.query import Query
from briefqa.records import Passage, Slide
from briefqa.text.normalise import fold
from training.reading_examples import AnswerSpan, TextBlock

WRITTEN = Path(__file__).parent / "written"
PASSAGES = 4  # of a question, those found first
GROUP = "written:"


@dataclass(frozen=True, slots=True)
class WrittenExample:
    """A question as it is read, over one passage: its blocks, and where they answer, if they do."""

    query: Query
    blocks: tuple[TextBlock, ...]
    answers: tuple[AnswerSpan, ...]
    group: str


def written_decks(folder: Path = WRITTEN) -> list[Path]:
    """Return the decks' texts, in the order of their names; each has its questions beside it."""
    return [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".jsonl").exists()]


def is_kept_back(deck: Path, share: float) -> bool:
    """Say whether a deck is among the `share` that the reading model does not learn from."""
    return zlib.crc32(f"{GROUP}{deck.stem}".encode()) % 10_000 < share * 10_000


def index_of(deck: Path, folder: Path, embedder: Embedder) -> Path:
    """Build the index of one deck in `folder` and return its path."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "deck.txt").write_text(deck.read_text(encoding="utf-8"), encoding="utf-8")
    build_index(corpus, folder / "index", embedder)
    return folder / "index"


def examples_of(assistant: Assistant, deck: Path) -> Iterator[WrittenExample]:
    """Yield what a deck's questions teach, over the deck alone."""
    for question in read_questions(deck.with_suffix(".jsonl")):
        query, hits = assistant.find(question.text, HITS_READ)
        found = [hit.passage for hit in hits]
        wanted = [p for p in found if p.slide in question.slides]
        for passage in dict.fromkeys([*found[:PASSAGES], *wanted[:2]]):
            slide = assistant.slide(passage.briefing_id, passage.slide)
            example = _example(question, query, slide, passage, GROUP + deck.stem)
            if example is not None:
                yield example


def _example(
    question: Question, query: Query, slide: Slide, passage: Passage, group: str
) -> WrittenExample | None:
    """Return a question over a passage; None where it answers across the bounds of blocks."""
    blocks = tuple(TextBlock(kind, text) for kind, text in read_blocks(slide, passage))
    holds = passage.slide in question.slides
    answers = tuple(_places(blocks, question.answers[:1]) or _places(blocks, question.answers))
    if holds and not answers:
        return None
    if answers and not holds:  # the same words, and perhaps not the same fact
        return None
    return WrittenExample(query, blocks, answers, group)


def _places(blocks: Sequence[TextBlock], answers: Sequence[str]) -> list[AnswerSpan]:
    """Return where blocks hold one of the answers, width and white space apart."""
    found: list[AnswerSpan] = []
    for number, block in enumerate(blocks):
        folded = fold(block.text)
        kept = [i for i, character in enumerate(folded.text) if not character.isspace()]
        said = "".join(folded.text[i] for i in kept)
        for answer in answers:
            wanted = "".join(fold(answer).text.split())
            at = said.find(wanted) if wanted else -1
            if at >= 0:
                start, end = folded.origin(kept[at], kept[at + len(wanted) - 1] + 1)
                found.append(AnswerSpan(number, start, end))
    return found

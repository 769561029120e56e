"""The frozen records that the modules hand to each other; no I/O."""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "body", "bullet", "row", "footnote", "source"]
Status = Literal["answered", "not_found"]
Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a slide that reads on its own: heading, sentences, bullet, row or note.

    `start` and `end` are character offsets into `Slide.text` (0-based, `end` exclusive). `text` is
    the block as read: its lines joined, white space at line ends gone, every other character as
    written. `briefqa.text.align` maps offsets of `text` back into the slide.
    """

    kind: BlockKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `text` as written in the source, and its blocks in order.

    `number` is 1-based. `title` and `section` are as read (lines joined), "" where there is none.
    """

    briefing_id: str
    number: int
    # Not hashed: what is kept for a slide is looked up many times a question, by its place.
    text: str = field(hash=False)
    title: str
    section: str
    blocks: tuple[Block, ...] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Briefing:
    """One briefing of the corpus.

    `id` is a stable slug. `date` is ISO 8601 of any precision (`2025`, `2025-06`, `2025-06-11`)
    or "". `language` is a BCP 47 tag. `source` is the file's name inside the corpus folder and
    `digest` the hex SHA-256 of its bytes and its sidecar's.
    """

    id: str
    title: str
    date: str
    publisher: str
    language: str
    source: str
    digest: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a slide of it (1-based; 0 for the whole file), that gave no text, and why."""

    source: str
    slide: int
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found and quoted: a stretch of one slide.

    `id` is its place, `briefing/slide/part` (part counts from 1). `text` equals
    `slide.text[start:end]`. `indexed_text` is what terms and vectors are made of: the passage as
    read with its context (slide title and section), normalised.
    """

    id: str
    briefing_id: str
    slide: int
    kind: BlockKind
    start: int
    end: int
    text: str
    indexed_text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which briefings a question is put to.

    `briefings` empty means all. `since` and `until` are ISO 8601 dates of any precision, both
    inclusive; "" means open. A briefing without a date is outside any bounded scope.
    """

    briefings: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with where each index ranked it.

    `score` is the fused score (higher is better, comparable within one query only). Ranks are
    1-based; 0 means that index did not find it. Raw scores: BM25 sum and cosine similarity.
    """

    passage: Passage
    score: float
    lexical_rank: int
    lexical_score: float
    dense_rank: int
    dense_score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words an answer rests on: `slide_text[start:end] == quote`.

    `marker` counts from 1. `start`, `end`: character offsets into the slide's text, end exclusive.
    """

    marker: int
    briefing: str
    briefing_title: str
    slide: int
    slide_title: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """A slide near the question, the way out where nothing answers.

    `score` in [0, 1], higher is nearer.
    """

    briefing: str
    slide: int
    slide_title: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answerer says: `text` is None exactly when `status` is `not_found`.

    `confidence` in [0, 1]: how likely the answer is right (for `not_found`: that of the best
    candidate that was turned down).
    """

    status: Status
    text: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer object that the CLI, the API and the chat share; `briefqa.wire` gives its JSON."""

    id: str | None
    question: str
    language: Language
    answer: Answer
    generation: str
    timings_ms: dict[str, float] = field(default_factory=dict)

"""What the reading model learns from: a question, the blocks of a slide, and where they answer."""

from dataclasses import dataclass

from briefqa.records import BlockKind


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block as a reader of files would give it: its kind and its text as read."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Where an answer stands: offsets into the text of block `block` (0-based), `end` exclusive."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingExample:
    """One question over one slide-like passage.

    `answers` are equally good; empty where the passage does not answer. `group` names the article
    or document: what is held back is held back by group, so that no text is on both sides.
    """

    question: str
    blocks: tuple[TextBlock, ...]
    answers: tuple[AnswerSpan, ...]
    group: str

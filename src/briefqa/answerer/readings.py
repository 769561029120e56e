"""What the reading model says of the passages found, put together into one distribution."""

import math
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from briefqa.answerer import Slides
from briefqa.answerer.cells import headed_cells
from briefqa.answerer.units import Unit
from briefqa.comprehension import EncodedPassage, PassageScores, SpanReader
from briefqa.query import Query
from briefqa.records import BlockKind, Hit, Passage, Slide
from briefqa.text.align import offsets

# A third takes 8 to 15 ms, and gave 3 more right answers of 312 on five sets of questions
# (docs/benchmarks.md).
PASSAGES_READ = 2
PASSAGES_KEPT = 64  # encoded; about 200 kB each
BESIDE = 40  # characters; a span that holds so much beside an answer still says it
_SPANS = 12  # of a passage, which stand for all of its spans where answers are compared


@dataclass(frozen=True, slots=True)
class Likely:
    """A span that the model gives: offsets in the text of block `position` (0-based) of a slide."""

    slide: Slide
    position: int
    start: int
    end: int
    probability: float

    def is_in(self, unit: Unit) -> bool:
        """Say whether the span stands in the block of a unit."""
        return self.position == unit.position and _are_same(self.slide, unit.slide)


@dataclass(frozen=True, slots=True)
class _Read:
    """One passage's scores.

    `outline`: what was read of it. `log_share`: log of the probability that it holds the answer.
    """

    slide: Slide
    outline: "_Outline"
    scores: PassageScores
    log_share: float


@dataclass(frozen=True, slots=True)
class Readings:
    """The model's probabilities over the spans of all passages read, and of no answer at all.

    Each passage has odds of holding an answer against holding none; the answer stands in exactly
    one passage, or in none.
    """

    reads: tuple[_Read, ...] = ()
    likely: tuple[Likely, ...] = ()
    none: float = 1.0

    def agreement(self, unit: Unit, start: int, end: int) -> float:
        """Return in [0, 1] the F1, over characters, that a span of a unit's block is expected to
        reach against the model's own spans."""
        return math.fsum(
            one.probability * _overlap(one, start, end) for one in self.likely if one.is_in(unit)
        )

    def holding(self, unit: Unit, start: int, end: int) -> float:
        """Return in [0, 1] the probability, by the model, that a span of a unit's block holds the
        answer without much beside it."""
        return math.fsum(
            one.probability
            for one in self.likely
            if one.is_in(unit)
            and start <= one.start
            and one.end <= end
            and end - start - (one.end - one.start) <= BESIDE
        )


def _are_same(one: Slide, other: Slide) -> bool:
    """Say whether two records are of one slide; units are kept, and may hold an equal record."""
    return one.number == other.number and one.briefing_id == other.briefing_id


def _overlap(one: Likely, start: int, end: int) -> float:
    shared = min(one.end, end) - max(one.start, start)
    return 2 * shared / (one.end - one.start + end - start) if shared > 0 else 0.0


class PassageReader:
    """Reads passages with the reading model; what does not hang on the question is kept.

    Threads may share it.
    """

    def __init__(self, reader: SpanReader) -> None:
        """Read with `reader`."""
        self._reader = reader
        self._kept: OrderedDict[str, tuple[Slide, EncodedPassage]] = OrderedDict()
        self._lock = Lock()

    def read(self, query: Query, hits: Sequence[Hit], slides: Slides) -> Readings:
        """Return what the model says of the best passages, at most PASSAGES_READ."""
        question = self._reader.encode_question(query.text, query.concepts)
        found: list[tuple[Slide, _Outline, PassageScores]] = []
        for hit in hits[:PASSAGES_READ]:
            slide = slides.slide(hit.passage.briefing_id, hit.passage.slide)
            scores = self._reader.read(question, self._passage(hit.passage, slide))
            found.append((slide, _outline(slide, hit.passage), scores))
        return _together(found)

    def _passage(self, passage: Passage, slide: Slide) -> EncodedPassage:
        with self._lock:
            kept = self._kept.get(passage.id)
            if kept is not None and kept[0] is slide:
                self._kept.move_to_end(passage.id)
                return kept[1]
        encoded = self._reader.encode_passage(list(read_blocks(slide, passage)))
        with self._lock:
            self._kept[passage.id] = (slide, encoded)
            while len(self._kept) > PASSAGES_KEPT:
                self._kept.popitem(last=False)
        return encoded


def _together(found: Sequence[tuple[Slide, "_Outline", PassageScores]]) -> Readings:
    """Put the passages' distributions together; see `Readings`."""
    if not found:
        return Readings()
    odds = np.array([scores.total - scores.none for *_, scores in found])
    top = max(0.0, float(odds.max()))
    whole = top + math.log(math.exp(-top) + float(np.exp(odds - top).sum()))
    reads = tuple(
        _Read(slide, outline, scores, float(odd) - whole)
        for (slide, outline, scores), odd in zip(found, odds, strict=True)
    )
    likely = [one for read in reads for one in _likely(read)]
    likely.sort(key=lambda one: -one.probability)
    return Readings(reads, tuple(likely), math.exp(-whole))


def _likely(read: _Read) -> Iterator[Likely]:
    heads = len(read.outline.heads)
    for span in read.scores.best(_SPANS):
        if span.block >= heads:
            part = read.outline.parts[span.block - heads]
            probability = math.exp(span.score - read.scores.total + read.log_share)
            found = part.places(span.start, span.end)
            if found is not None:
                yield Likely(read.slide, part.position, *found, probability)


@dataclass(frozen=True, slots=True)
class _Part:
    """What of the block at `position` (0-based) a passage has, from `start` in the block's text.

    `text` is as it is read, with heads of columns put into it at `added`: ranges of `text`.
    """

    position: int
    kind: BlockKind
    start: int
    text: str
    added: tuple[tuple[int, int], ...] = ()

    def places(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the range of the block's text that a range of `text` is, None for one of heads."""
        if any(first < end and start < last for first, last in self.added):
            return None
        before = sum(last - first for first, last in self.added if last <= start)
        return self.start + start - before, self.start + end - before


@dataclass(frozen=True, slots=True)
class _Outline:
    """A passage as it is read: the headings that go before it, and its blocks in order."""

    heads: tuple[str, ...]
    parts: tuple[_Part, ...]


def _outline(slide: Slide, passage: Passage) -> _Outline:
    parts = tuple(_parts(slide, passage))
    own = {part.text for part in parts}
    heads = (text for text in (slide.section, slide.title) if text and text not in own)
    return _Outline(tuple(heads) if parts else (), parts)


def _parts(slide: Slide, passage: Passage) -> Iterator[_Part]:
    for position, block in enumerate(slide.blocks):
        if block.end <= passage.start or passage.end <= block.start:
            continue
        first, last = 0, len(block.text)
        if block.start < passage.start or passage.end < block.end:  # cut for being long
            places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
            first, last = bisect_left(places, passage.start), bisect_left(places, passage.end)
        # The model has learned from cells that spaces part; one for one, so that places stay.
        text = block.text[first:last].replace("\t", "\u3000")
        if text.strip():
            yield _with_heads(slide, _Part(position, block.kind, first, text))


def _with_heads(slide: Slide, part: _Part) -> _Part:
    """Put the head of its column before each cell of a row, as `label: value` is written."""
    block = slide.blocks[part.position]
    if not block.cells or block.is_head:
        return part
    text, added = "", []
    at = 0
    for cell in headed_cells(slide, block):
        start = cell.start - part.start
        if cell.is_label or not 0 <= start < len(part.text) or not cell.header:
            continue
        text += part.text[at:start]
        added.append((len(text), len(text) + len(cell.header) + 1))
        text += f"{cell.header}："
        at = start
    return replace(part, text=text + part.text[at:], added=tuple(added))


def read_blocks(slide: Slide, passage: Passage) -> Iterator[tuple[BlockKind, str]]:
    """Yield the kind and the text of what is read of a passage: headings above it, its blocks."""
    outline = _outline(slide, passage)
    for text in outline.heads:
        yield "heading", text
    for part in outline.parts:
        yield part.kind, part.text

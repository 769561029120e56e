"""Shape a question and its answer for the templates; pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from briefqa.answerer.evidence import Evidence
from briefqa.app.sentences import Pieces
from briefqa.app.views import Stretch, as_read, find_words, stretches_of
from briefqa.export import entry_of, source_line, to_text
from briefqa.records import (
    Alternative,
    Answer,
    Briefing,
    Citation,
    Language,
    Nearest,
    Reply,
    Row,
    TraceHit,
    TraceSpan,
)
from briefqa.refusal import Refusal, refusal_of
from briefqa.wire import picture_path

Confidence = Literal["high", "fair", "low"]
Size = Literal["value", "phrase", "passage"]

HIGH_CONFIDENCE = 0.8
FAIR_CONFIDENCE = 0.5
VALUE_WIDTH = 11  # in full-width characters: one line at the largest size
PHRASE_WIDTH = 40
CELL_WIDTH = 12
PHONE_CELL_WIDTH = 9  # two of them stand beside each other on a phone
NEAREST_SHOWN = 3
EXCERPT_LENGTH = 90  # characters: two lines
TRACED_SHOWN = 5
QUOTES_SHOWN = 1  # beside rows or points, which are words of the quotes; more are folded away


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation; its stretches are the quote in order, the words of the answer marked.

    `source`: the line that says where the words stand, in the question's language.
    """

    citation: Citation
    language: str
    stretches: tuple[Stretch, ...]
    source: str

    @property
    def mark(self) -> str:
        """The quote's offsets as `?mark=` takes them."""
        return f"{self.citation.start}-{self.citation.end}"


@dataclass(frozen=True, slots=True)
class NearestView:
    """A slide near the question; `picture`: its address or None, `excerpt`: how its text begins."""

    nearest: Nearest
    briefing_title: str
    language: str
    picture: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class WordsView:
    """Words of an answer with what they are cited from.

    `original`: the words as written where `text` says them otherwise, else "". `as_of`: an ISO 8601
    date or "".
    """

    text: str
    language: str
    original: str
    original_language: str
    as_of: str
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a row: `original` as `WordsView` has it; `is_short` ones stay on a line."""

    text: str
    language: str
    original: str
    original_language: str

    @property
    def is_short(self) -> bool:
        """Whether no line breaks in its words, nor in those as written, on a wide screen."""
        return self._width <= CELL_WIDTH

    @property
    def is_tiny(self) -> bool:
        """Whether none breaks on a phone either."""
        return self._width <= PHONE_CELL_WIDTH

    @property
    def _width(self) -> float:
        return max(width_of(self.text), width_of(self.original))


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the answer."""

    label: CellView
    value: CellView
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A passage found, by its slide."""

    hit: TraceHit
    briefing: str
    slide: int
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, ready to be set.

    `asked_in`: the conversation that the question was sent with, or "". `asked_of`: the briefings
    that it was put to, none for all. `copied`: question, answer and quotes as text. `words`: the
    answer itself, whose markers are those that no other value has. `readings`: all values where
    slides disagree, this one first. `lines`: the points of a summary. `hits`: those of the trace.
    `sentences`: a language model's, `is_awaited` while they may yet come. `suggestions`: questions
    that lead on.
    """

    reply: Reply
    asked_in: str
    asked_of: tuple[Briefing, ...]
    copied: str
    words: WordsView
    citations: tuple[CitationView, ...]
    nearest: tuple[NearestView, ...]
    rows: tuple[RowView, ...]
    readings: tuple[WordsView, ...]
    lines: tuple[WordsView, ...]
    hits: tuple[HitView, ...]
    refusal: Refusal | None
    confidence: Confidence
    size: Size
    sentences: Pieces = ()
    is_awaited: bool = False
    suggestions: tuple[str, ...] = ()

    @property
    def shown_first(self) -> int:
        """How many passages and candidates the trace shows before the rest is folded away."""
        return TRACED_SHOWN

    @property
    def signs(self) -> tuple[str, ...]:
        """The names of what speaks for any candidate, which the trace explains."""
        seen = {name for span in self.spans for name in span.evidence}
        return tuple(one.name for one in fields(Evidence) if one.name in seen)

    @property
    def spans(self) -> tuple[TraceSpan, ...]:
        """The candidates of the trace."""
        return self.reply.trace.working.spans if self.reply.trace is not None else ()

    @property
    def is_rows_alone(self) -> bool:
        """Whether the rows are the answer, which as one text would only repeat them."""
        is_long = self.size == "passage" and len(self.rows) > 1
        return is_long and not self.reply.answer.is_computed

    @property
    def has_values(self) -> bool:
        """Whether any row has more than a name."""
        return any(view.value.text for view in self.rows)

    @property
    def is_folded(self) -> bool:
        """Whether the quotes are folded away: rows or points show their words and markers."""
        return bool(self.rows or self.lines) and len(self.citations) > QUOTES_SHOWN

    @property
    def markers(self) -> tuple[CitationView, ...]:
        """The markers beside the answer: none where its rows or points have them."""
        return () if self.is_folded else self.words.citations


def turn(
    reply: Reply, briefings: Sequence[Briefing], *, asked_in: str = "", asked_of: Iterable[str] = ()
) -> Turn:
    """Return the view of a reply over `briefings`, which hold every slide it names.

    `asked_in`: the conversation that the question was sent with; `asked_of`: the ids of the
    briefings that it was put to.
    """
    by_id = {briefing.id: briefing for briefing in briefings}
    answer = reply.answer
    cited = _citations(reply, by_id)
    words = _answer_words(reply, cited)
    return Turn(
        reply=reply,
        asked_in=asked_in,
        asked_of=tuple(by_id[one] for one in dict.fromkeys(asked_of) if one in by_id),
        copied=_copied(reply, by_id),
        words=words,
        citations=tuple(cited.values()),
        nearest=tuple(_nearest(near, by_id) for near in answer.nearest[:NEAREST_SHOWN]),
        rows=tuple(_row(row, reply.language, cited) for row in answer.rows),
        readings=_readings(reply, words, cited),
        lines=_lines(answer, cited),
        hits=_hits(reply, by_id),
        refusal=refusal_of(reply),
        confidence=confidence_in_words(answer.confidence),
        size=size_of(answer.text or ""),
    )


_Cited = Mapping[int, CitationView]
_Briefings = Mapping[str, Briefing]


def _copied(reply: Reply, briefings: _Briefings) -> str:
    entry = entry_of(reply, briefings)
    quotes = tuple(replace(quote, text=as_read(quote.text)) for quote in entry.quotes)
    return to_text(replace(entry, quotes=quotes))


def _citations(reply: Reply, briefings: _Briefings) -> dict[int, CitationView]:
    """Return the views by marker; in each quote the words that it is cited for are marked."""
    answer = reply.answer
    words: dict[int, list[str]] = {one.marker: [] for one in answer.citations}
    pairs = [(marker, other.original) for other in answer.alternatives for marker in other.markers]
    pairs += [(row.marker, row.value or row.label) for row in answer.rows]
    for marker, said in pairs:
        words.get(marker, []).append(said)
    own = [answer.original or answer.text or ""]
    return {
        one.marker: _citation_view(
            one, briefings[one.briefing], words[one.marker] or own, reply.language
        )
        for one in answer.citations
    }


def _citation_view(
    citation: Citation, briefing: Briefing, words: Sequence[str], language: Language
) -> CitationView:
    found = [span for said in words for span in find_words(citation.quote, said)]
    marks = [(citation.start + start, citation.start + end) for start, end in found]
    slide = briefing.slides[citation.slide - 1]
    stretches = stretches_of(slide, (citation.start, citation.end), marks)
    source = source_line(citation, briefing, language)
    return CitationView(citation, briefing.language, stretches, source)


def _nearest(nearest: Nearest, briefings: _Briefings) -> NearestView:
    briefing = briefings[nearest.briefing]
    slide = briefing.slides[nearest.slide - 1]
    words = as_read(slide.text.removeprefix(nearest.slide_title))
    excerpt = f"{words[:EXCERPT_LENGTH]}…" if len(words) > EXCERPT_LENGTH else words
    picture = picture_path(briefing, slide)
    return NearestView(nearest, briefing.title, briefing.language, picture, excerpt)


def _answer_words(reply: Reply, cited: _Cited) -> WordsView:
    answer = reply.answer
    others = {marker for other in answer.alternatives for marker in other.markers}
    own = [view for marker, view in cited.items() if marker not in others]
    return _words(reply, answer.text or "", answer.original or "", answer.as_of, own)


def _words(
    reply: Reply, text: str, original: str, as_of: str, citations: Sequence[CitationView]
) -> WordsView:
    written = citations[0].language if citations else reply.language
    is_rendered = bool(original) and text != original
    return WordsView(
        text=text,
        language=reply.language if is_rendered else written,
        original=original if is_rendered else "",
        original_language=written,
        as_of=as_of,
        citations=tuple(citations),
    )


def _readings(reply: Reply, words: WordsView, cited: _Cited) -> tuple[WordsView, ...]:
    def view(other: Alternative) -> WordsView:
        citations = [cited[marker] for marker in other.markers if marker in cited]
        return _words(reply, other.text, other.original, other.as_of, citations)

    others = tuple(view(other) for other in reply.answer.alternatives)
    return (words, *others) if others else ()


def _row(row: Row, asked_in: Language, cited: _Cited) -> RowView:
    citations = tuple(cited[marker] for marker in (row.marker,) if marker in cited)
    written = citations[0].language if citations else ""

    def cell(words: str, english: str) -> CellView:
        if english and english != words:
            return CellView(english, asked_in, words, written)
        return CellView(words, written, "", written)

    return RowView(
        cell(row.label, row.label_english), cell(row.value, row.value_english), citations
    )


def _lines(answer: Answer, cited: _Cited) -> tuple[WordsView, ...]:
    """Return the points of a summary, where it has a citation for each of its lines."""
    lines = (answer.text or "").splitlines()
    if answer.type != "summary" or len(lines) != len(cited):
        return ()
    return tuple(
        WordsView(line, view.language, "", view.language, "", (view,))
        for line, view in zip(lines, cited.values(), strict=True)
    )


def _hits(reply: Reply, briefings: _Briefings) -> tuple[HitView, ...]:
    found = reply.trace.hits if reply.trace is not None else ()
    return tuple(_hit(hit, briefings) for hit in found)


def _hit(hit: TraceHit, briefings: _Briefings) -> HitView:
    briefing_id, slide, _ = hit.passage.rsplit("/", 2)
    briefing = briefings[briefing_id]
    title = briefing.slides[int(slide) - 1].title
    return HitView(hit, briefing_id, int(slide), title, briefing.language)


def confidence_in_words(confidence: float) -> Confidence:
    """Return the step that the interface names."""
    if confidence >= HIGH_CONFIDENCE:
        return "high"
    return "fair" if confidence >= FAIR_CONFIDENCE else "low"


def width_of(words: str) -> float:
    """Return how wide a text is set, in full-width characters."""
    return sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in words
    )


def size_of(words: str) -> Size:
    """Return how large an answer of this length is set."""
    width = width_of(words)
    if width <= VALUE_WIDTH and "\n" not in words:
        return "value"
    return "phrase" if width <= PHRASE_WIDTH else "passage"

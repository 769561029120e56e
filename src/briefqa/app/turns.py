"""Shape a question and its answer for the templates; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from briefqa.answerer.evidence import Evidence
from briefqa.app.nearest import NearestView, nearest_view
from briefqa.app.outline import Apart, told_apart
from briefqa.app.quotes import CitationView, citation_view
from briefqa.app.rows import Heads, RowView, heads_of, rows_of, width_of
from briefqa.app.sentences import Pieces
from briefqa.app.views import words_as_read
from briefqa.export import entry_of, to_text
from briefqa.records import (
    Alternative,
    Answer,
    Briefing,
    Reply,
    TraceHit,
    TraceSpan,
)
from briefqa.refusal import Refusal, refusal_of

Confidence = Literal["high", "fair", "low"]
Size = Literal["value", "phrase", "passage"]

HIGH_CONFIDENCE = 0.8
FAIR_CONFIDENCE = 0.5
VALUE_WIDTH = 11  # in full-width characters: one line at the largest size
PHRASE_WIDTH = 40
NEAREST_SHOWN = 3
TRACED_SHOWN = 5
QUOTES_SHOWN = 1  # beside rows or points, which are words of the quotes; more are folded away


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
    answer itself, whose markers are those that no other value has. `apart`: see `told_apart`.
    `languages`: of the briefings, by their ids. `readings`: all values where slides disagree, this
    one first. `lines`: the points of a summary. `hits`: those of the trace. `sentences`: a language
    model's, `is_awaited` while they may yet come. `suggestions`: questions that lead on.
    """

    reply: Reply
    asked_in: str
    asked_of: tuple[Briefing, ...]
    copied: str
    words: WordsView
    citations: tuple[CitationView, ...]
    apart: Mapping[str, Apart]
    languages: Mapping[str, str]
    nearest: tuple[NearestView, ...]
    rows: tuple[RowView, ...]
    heads: Heads | None
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
    apart = told_apart(briefings)
    answer = reply.answer
    cited = _citations(reply, by_id, apart)
    words = _answer_words(reply, cited)
    return Turn(
        reply=reply,
        asked_in=asked_in,
        asked_of=tuple(by_id[one] for one in dict.fromkeys(asked_of) if one in by_id),
        copied=_copied(reply, by_id),
        words=words,
        citations=tuple(cited.values()),
        apart=apart,
        languages={briefing.id: briefing.language for briefing in briefings},
        nearest=tuple(
            nearest_view(near, by_id[near.briefing], apart.get(near.briefing))
            for near in answer.nearest[:NEAREST_SHOWN]
        ),
        rows=rows_of(answer, reply.language, cited),
        heads=heads_of(answer, by_id),
        readings=_readings(reply, words, cited),
        lines=_lines(answer, cited),
        hits=_hits(reply, by_id),
        refusal=refusal_of(reply),
        confidence=confidence_in_words(answer.confidence),
        size=size_of(answer.text or ""),
    )


_Cited = Mapping[int, CitationView]
_Briefings = Mapping[str, Briefing]
_Apart = Mapping[str, Apart]


def _copied(reply: Reply, briefings: _Briefings) -> str:
    entry = entry_of(reply, briefings)
    read = {
        one.marker: words_as_read(
            briefings[one.briefing].slides[one.slide - 1], (one.start, one.end)
        )
        for one in reply.answer.citations
    }
    quotes = tuple(replace(quote, text=read[quote.marker]) for quote in entry.quotes)
    return to_text(replace(entry, quotes=quotes))


def _citations(reply: Reply, briefings: _Briefings, apart: _Apart) -> dict[int, CitationView]:
    """Return the views by marker; in each quote the words that it is cited for are marked."""
    answer = reply.answer
    words: dict[int, list[str]] = {one.marker: [] for one in answer.citations}
    pairs = [(marker, other.original) for other in answer.alternatives for marker in other.markers]
    pairs += [(row.marker, row.value or row.label) for row in answer.rows]
    for marker, said in pairs:
        words.get(marker, []).append(said)
    own = [answer.original or answer.text or ""]
    return {
        one.marker: citation_view(
            one,
            briefings[one.briefing],
            words[one.marker] or own,
            apart=apart.get(one.briefing),
        )
        for one in answer.citations
    }


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


def size_of(words: str) -> Size:
    """Return how large an answer of this length is set."""
    width = width_of(words)
    if width <= VALUE_WIDTH and "\n" not in words:
        return "value"
    return "phrase" if width <= PHRASE_WIDTH else "passage"

"""Answer with a slide's own words: the shortest stretch that answers, and where else it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice

from briefqa.answerer import Slides
from briefqa.answerer.agreement import agreeing, disagreeing
from briefqa.answerer.ask import Ask
from briefqa.answerer.ask_english import read_english
from briefqa.answerer.ask_japanese import focus_japanese, read_japanese
from briefqa.answerer.candidates import FORMLESS_KINDS, Candidate, Source, candidates
from briefqa.answerer.evidence import (
    Evidence,
    answerable,
    confidence,
    is_unsupported,
    probability,
)
from briefqa.answerer.readings import PassageReader
from briefqa.answerer.rows import RowsAnswer, answer_from_rows
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.statement import Statement, state, title_of, type_of
from briefqa.answerer.unknown import says_unknown, unknown_names
from briefqa.comprehension import SpanReader
from briefqa.embedder import Embedder
from briefqa.query import Query
from briefqa.records import (
    Alternative,
    Answer,
    Citation,
    Hit,
    Language,
    Nearest,
    TraceSpan,
    Working,
)
from briefqa.text.normalise import squeeze

SLIDES_READ = 8
SPANS_TRACED = 10
ROWS_LEAST = 0.6  # strength from which on rows of a table answer
_FROM_NOTES: Mapping[Language, str] = {
    "ja": "発表者ノートにある言葉です。",
    "en": "From the speaker notes.",
}
_SHORT_CELL = 24  # characters
THRESHOLD = 0.5  # of the probability that there is an answer; see docs/architecture.md


@dataclass(frozen=True, slots=True)
class ExtractiveAnswerer:
    """Reads the slides of the best hits unit by unit, with the shipped reading model's help."""

    vectors: WordVectors
    reader: PassageReader
    threshold: float = THRESHOLD

    @classmethod
    def of(cls, embedder: Embedder, reader: SpanReader) -> "ExtractiveAnswerer":
        """Return an answerer whose word vectors are `embedder`'s and whose model is `reader`."""
        return cls(WordVectors(embedder), PassageReader(reader))

    def answer(self, query: Query, hits: Sequence[Hit], slides: Slides) -> Answer:
        """Return the answer; see `briefqa.answerer.Answerer`."""
        ask = read_ask(query)
        hits = defining_first(hits, query, ask)
        sources = read_sources(hits, slides)
        readings = self.reader.read(query, hits, slides)
        found = candidates(query, ask, sources, self.vectors, readings)
        near = nearest(hits, slides)
        refused = Answer("not_found", None, 0.0, nearest=near, type=type_of(ask, query.text))
        unknown = unknown_names(query, [source.slide for source in sources])
        if unknown:
            return replace(refused, message=says_unknown(unknown, query.language))
        read = [source.slide for source in sources]
        rows = answer_from_rows(query, ask, read, slides, self.vectors)
        if rows is not None and rows.strength >= ROWS_LEAST:
            stated = _where_stated(rows, found)
            if not stated:
                return _of_rows(rows, refused)
            sure = replace(refused, confidence=rows.strength)
            return _stated(_noticed(sure, stated[0], query), stated, ask, slides)
        if not found:
            return refused
        evidence = replace(found[0].evidence, margin=margin([(c.text, c.score) for c in found]))
        chance = probability(answerable(evidence, query.language))
        answer = replace(
            refused,
            confidence=confidence(evidence, query.language),
            working=Working(_traced(found), chance, self.threshold),
        )
        if chance < self.threshold or _lacks_focus(found[0], evidence, ask, query.language):
            return answer
        return _stated(_noticed(answer, found[0], query), found, ask, slides)


def _lacks_focus(best: Candidate, evidence: Evidence, ask: Ask, language: Language) -> bool:
    """Say whether the best candidate is a figure or a cell of something else than is asked of it.

    What a short cell is, its heads say: there the reading model's word does not count.
    """
    is_short = best.unit.is_cell and len(best.unit.text) <= _SHORT_CELL
    is_bare = ask.kind == "number" or (best.unit.is_cell and ask.kind in FORMLESS_KINDS)
    return is_unsupported(
        evidence, language, is_bare=is_bare, is_read=not is_short or ask.kind == "number"
    )


def _noticed(answer: Answer, best: Candidate, query: Query) -> Answer:
    """Return an answer that says where its words are not on the slide as shown."""
    if best.unit.kind != "note":
        return answer
    return replace(answer, notices=(*answer.notices, _FROM_NOTES[query.language]))


def _where_stated(rows: RowsAnswer, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with that first which says what one row does; none for several rows.

    So that a value of a table is held against other slides as any other is.
    """
    if rows.is_computed or len(rows.rows) != 1 or rows.value is None:
        return []
    said, place = squeeze(rows.original), rows.citations[0]
    same = [
        c
        for c in found
        if squeeze(c.text) == said
        and (c.unit.slide.briefing_id, c.unit.slide.number) == (place.briefing, place.slide)
    ]
    return [same[0], *(c for c in found if c is not same[0])] if same else []


def _of_rows(rows: RowsAnswer, refused: Answer) -> Answer:
    """Return the answer that rows of a table give.

    Items that stand side by side on the slide are said as they stand there.
    """
    beside = rows.original.replace("、", " ")
    is_one_stretch = len(rows.citations) == 1 and squeeze(beside) in squeeze(
        rows.citations[0].quote
    )
    original = beside if is_one_stretch else rows.original
    return replace(
        refused,
        status="answered",
        text=original,
        original=original,
        value=rows.value,
        confidence=rows.strength,
        citations=rows.citations,
        rows=rows.rows,
        is_computed=rows.is_computed,
        coverage=rows.coverage,
    )


def _stated(answer: Answer, found: Sequence[Candidate], ask: Ask, slides: Slides) -> Answer:
    """Return the answer that the best candidate gives, with what agrees and what does not."""
    best = found[0]
    facts = [_fact(one, found, ask, slides) for one in (best, *disagreeing(best, found, ask))]
    first, *others = _newest_first(facts, slides)
    cited = [citation for fact in (first, *others) for citation in fact.citations]
    markers = iter(range(1, len(cited) + 1))
    places = [tuple(islice(markers, len(fact.citations))) for fact in (first, *others)]
    return replace(
        answer,
        status="answered",
        text=first.said.text,
        original=first.said.text,
        value=first.said.value,
        as_of=first.said.as_of,
        citations=numbered(cited),
        alternatives=tuple(
            Alternative(o.said.text, o.said.text, o.said.value, o.said.as_of, at)
            for o, at in zip(others, places[1:], strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    """What one candidate says, and the citations of all slides that say the same."""

    said: Statement
    citations: tuple[Citation, ...]


def _fact(candidate: Candidate, found: Sequence[Candidate], ask: Ask, slides: Slides) -> _Fact:
    said = state(candidate, ask, slides)
    same = [state(one, ask, slides).citation for one in agreeing(candidate, found, ask)]
    return _Fact(said, (said.citation, *same))


def _newest_first(facts: Sequence[_Fact], slides: Slides) -> list[_Fact]:
    """Return facts by when they held, newest first, else by the date of their briefing.

    Where one of the dates is not known, the order stays.
    """
    dates = [f.said.as_of or slides.briefing(f.said.citation.briefing).date for f in facts]
    if not all(dates):
        return list(facts)
    order = sorted(range(len(facts)), key=lambda i: dates[i], reverse=True)
    return [facts[i] for i in order]


def _traced(found: Sequence[Candidate]) -> tuple[TraceSpan, ...]:
    return tuple(
        TraceSpan(
            candidate.text,
            candidate.unit.slide.briefing_id,
            candidate.unit.slide.number,
            candidate.score,
            {f.name: v for f in fields(Evidence) if (v := getattr(candidate.evidence, f.name))},
        )
        for candidate in found[:SPANS_TRACED]
    )


def read_ask(query: Query) -> Ask:
    """Return what the query asks for."""
    return read_japanese(query.text) if query.language == "ja" else read_english(query.text)


def defining_first(hits: Sequence[Hit], query: Query, ask: Ask) -> Sequence[Hit]:
    """Return hits with those first that say "X is", where what X is is asked in Japanese.

    The word itself stands on many slides of its deck; where it is explained, it stands before とは.
    """
    if ask.kind != "definition" or query.language != "ja":
        return hits
    subject = squeeze(focus_japanese(query.text))
    if not subject or not hits:
        return hits
    top = hits[0].score
    return sorted(
        (
            replace(hit, score=max(hit.score, top))
            if f"{subject}とは" in squeeze(hit.passage.text)
            else hit
            for hit in hits
        ),
        key=lambda hit: -hit.score,
    )


def read_sources(hits: Sequence[Hit], slides: Slides) -> list[Source]:
    """Return the slides of the best hits, each once, with their scores relative to the best."""
    found: dict[tuple[str, int], Source] = {}
    top = max((hit.score for hit in hits), default=0.0)
    for hit in hits:
        place = (hit.passage.briefing_id, hit.passage.slide)
        if place not in found and len(found) < SLIDES_READ:
            prior = max(0.0, hit.score / top) if top > 0 else 0.0
            found[place] = Source(slides.slide(*place), prior)
    return list(found.values())


def nearest(hits: Sequence[Hit], slides: Slides, *, limit: int = 3) -> tuple[Nearest, ...]:
    """Return the slides that came closest, best first, each once."""
    found: dict[tuple[str, int], Nearest] = {}
    for hit in hits:
        place = (hit.passage.briefing_id, hit.passage.slide)
        if place not in found and len(found) < limit:
            score = min(1.0, max(0.0, hit.score))
            found[place] = Nearest(*place, title_of(slides.slide(*place)), round(score, 4))
    return tuple(found.values())


def margin(ranked: Sequence[tuple[str, float]]) -> float:
    """Return by how much the best of ranked texts leads the next that says something else.

    Texts come with their scores, best first. In [0, 1]; 1 where there is no other.
    """
    said = squeeze(ranked[0][0])
    other = next((score for text, score in ranked if not _says(squeeze(text), said)), None)
    return min(1.0, ranked[0][1] - other) if other is not None else 1.0


def _says(text: str, said: str) -> bool:
    """Say whether one of two squeezed texts is part of the other."""
    return text in said or said in text


def numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return citations with their markers, from 1."""
    return tuple(replace(citation, marker=i) for i, citation in enumerate(citations, start=1))

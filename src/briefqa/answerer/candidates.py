"""Candidates: spans of units with what speaks for each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefqa.answerer.ask import Ask
from briefqa.answerer.evidence import RANKING, Evidence
from briefqa.answerer.forms import forms
from briefqa.answerer.kinds import (
    can_answer,
    is_inside_address,
    is_of_another,
    is_other_role,
    names_holder,
)
from briefqa.answerer.match import Matcher, cover
from briefqa.answerer.nearness import places_of, proximity
from briefqa.answerer.reading import (
    Reading,
    focus_share,
    is_labelled,
    label_of_unit,
    said,
    says_meaning,
)
from briefqa.answerer.readings import Readings
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.spans import Span, plain, value_of, words_start
from briefqa.answerer.typed import typed_spans
from briefqa.answerer.units import Unit, term_set, units_of
from briefqa.query import Query
from briefqa.records import Slide
from briefqa.text.edges import cuts_number
from briefqa.text.normalise import squeeze

_CAUSE = re.compile("ため|ので|から|により|によって|理由|背景|目的|because|due to|in order to")
_WORD = re.compile(r"\w")
# Asked for in words that have no form of their own.
FORMLESS_KINDS = frozenset({"text", "reason", "definition", "list", "yes_no"})
_NAMED_KINDS = ("place", "person", "organisation")
_IS_SAID = 0.5  # from here on the question says a term
_LIKELY = 0.02  # probability from which on a span that the reading model gives is a candidate
_TOO_MANY = 1.2  # off the fit of such a span that holds several figures
_ASKS_OF_TITLE = 0.5  # of the question that a title holds, from which on it answers none
_OUTRIGHT = 1.0  # fit from which on a form states the answer outright
# Fit of such a span where it holds nothing of the kind asked for.
_FORMLESS = {"place": -1.0, "person": -1.0, "organisation": -1.0, "number": -0.6, "date": -0.6}
LEAST_COVER = 0.1  # of what is asked; a unit with less says nothing to the question
UNITS_READ = 24  # units looked into for spans, the best by what they cover


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a unit that could be the answer, and what speaks for it.

    `start`, `end`: offsets inside the block's text as read. `score`: higher is better.
    """

    unit: Unit
    start: int
    end: int
    evidence: Evidence
    score: float

    @property
    def text(self) -> str:
        """The candidate's words as read."""
        return self.unit.block.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """A slide to read, with its search score relative to the best slide's, in [0, 1]."""

    slide: Slide
    prior: float


def candidates(
    query: Query,
    ask: Ask,
    sources: Sequence[Source],
    vectors: WordVectors,
    readings: Readings,
) -> list[Candidate]:
    """Return the candidates of the most promising units, best first; ties in the order of units.

    `readings` is what the reading model says of the passages; its likeliest spans are candidates
    too.
    """
    asked = Reading.of(query, ask)
    weighed = [
        (reading, unit, weigh)
        for source in sources
        for reading in (asked.on(source.slide, vectors),)
        for unit, weigh in _on_slide(reading, source, vectors)
    ]
    weighed.sort(key=lambda item: -item[2].weighed(RANKING))
    found = [
        candidate
        for reading, unit, evidence in weighed[:UNITS_READ]
        if evidence.all >= LEAST_COVER
        for candidate in _of_unit(reading, unit, evidence, readings)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _on_slide(
    reading: Reading, source: Source, vectors: WordVectors
) -> Iterator[tuple[Unit, Evidence]]:
    """Yield the units of a slide with what speaks for each whatever its span, but its focus."""
    before = here = 0.0
    position = -1
    likes = vectors.units(reading.query, source.slide)
    for unit, like in zip(units_of(source.slide), likes, strict=True):
        labelled = is_labelled(reading.ask, unit)
        covered = cover(reading.matcher, unit, labelled=labelled)
        if unit.position != position:
            before, here, position = here, 0.0, unit.position
        here = max(here, covered.own)
        yield (
            unit,
            Evidence(
                own=covered.own,
                all=covered.all,
                names=covered.names,
                prior=source.prior,
                labelled=float(labelled),
                label=label_of_unit(reading, unit),
                cause=float(reading.ask.kind == "reason" and _CAUSE.search(unit.text) is not None),
                heading=float(unit.block.is_heading),
                source=float(unit.kind == "source"),
                like=float(like),
                numbers=covered.numbers,
                missing=covered.missing,
                known=reading.known,
                strange=reading.strange,
                # A row says nothing of the next.
                after=0.0 if unit.is_cell else max(0.0, before - covered.own),
                note=float(unit.kind == "note"),
            ),
        )


def _of_unit(
    reading: Reading, unit: Unit, weighed: Evidence, readings: Readings
) -> Iterator[Candidate]:
    if is_other_role(unit, reading.role) or is_of_another(reading, unit):
        return
    if _WORD.search(plain(unit.text)) is None:
        return  # a note's mark and its number
    if unit.is_field and not unit.headed_by:
        return  # the label of a form says what its value is, and nothing else
    if reading.ask.kind == "definition" and not says_meaning(unit):
        return
    is_title = unit.text == unit.slide.title and weighed.own >= _ASKS_OF_TITLE
    if is_title and reading.ask.kind in FORMLESS_KINDS:
        return  # it says what the slide is about, as the question does
    weighed = replace(weighed, focus=focus_share(reading, unit))
    places = places_of(reading, unit)
    formed = list(forms(reading, unit))
    formed += list(_likely_spans(reading, unit, readings, formed))
    for span, fit in _without_subject(formed, reading.ask):
        text = unit.text[span.start : span.end]
        if not _may_answer(reading, unit, span, text):
            continue
        evidence = replace(
            weighed,
            fit=fit,
            misfit=float(fit < 0),
            near=proximity(places, unit, span),
            repeats=_repeats(reading.matcher, text),
            agree=readings.agreement(unit, unit.start + span.start, unit.start + span.end),
            holds=readings.holding(unit, unit.start + span.start, unit.start + span.end),
            whole=float(reading.ask.kind in FORMLESS_KINDS and span == value_of(unit.text)),
        )
        if evidence.repeats == 1.0 and reading.ask.kind in _NAMED_KINDS:
            continue  # what the question names itself is not what it asks for
        said = _only_figure(unit, span, reading.ask)
        start, end = unit.start + said.start, unit.start + said.end
        yield Candidate(unit, start, end, evidence, evidence.weighed(RANKING))


def _only_figure(unit: Unit, span: Span, ask: Ask) -> Span:
    """Return the one figure or date of a span where one is asked for, else the span: 30か国一覧."""
    if ask.kind not in ("number", "date") or len(ask.units) > 1:
        return span
    typed = typed_spans(unit.text, ask.kind)
    inside = [one for one in typed if span.start <= one.start and one.end <= span.end]
    return inside[0] if len(inside) == 1 else span


def _without_subject(
    formed: Sequence[tuple[Span, float]], ask: Ask
) -> Iterator[tuple[Span, float]]:
    """Yield spans but those that say a definition's subject again before its predicate."""
    outright = [s for s, fit in formed if ask.kind == "definition" and fit > _OUTRIGHT]
    for span, fit in formed:
        if not any(span.start < one.start and one.end <= span.end for one in outright):
            yield span, fit


def _may_answer(reading: Reading, unit: Unit, span: Span, text: str) -> bool:
    """Say whether a span is a candidate at all: whole, of the kind asked for, and something new."""
    if cuts_number(unit.text, span.start, span.end) or span.end <= words_start(unit.text):
        return False  # part of a figure, or the number by which a list counts
    if reading.ask.kind in ("number", "date") and is_inside_address(
        unit.text, span.start, span.end
    ):
        return False
    if _WORD.search(plain(text)) is None or (squeeze(text) in reading.words and len(text) > 1):
        return False
    return can_answer(text, reading.ask) and names_holder(text, reading.role)


def _likely_spans(
    reading: Reading, unit: Unit, readings: Readings, formed: Sequence[tuple[Span, float]]
) -> Iterator[tuple[Span, float]]:
    """Yield the spans of a unit that the reading model finds likely and no form gave.

    One that holds a span of the kind asked for fits as that does; one that holds none speaks of
    something else where a place, a person, an organisation, a figure or a date is asked for.
    """
    given = {(span.start, span.end): fit for span, fit in formed}
    kind = reading.ask.kind
    typed = [(s.start, s.end) for s in typed_spans(unit.text, kind)]
    for likely in readings.likely:
        if likely.probability < _LIKELY:
            return
        if not likely.is_in(unit):
            continue
        start, end = likely.start - unit.start, likely.end - unit.start
        if 0 <= start < end <= len(unit.text) and (start, end) not in given:
            held = [given.get(one, 0.0) for one in typed if start <= one[0] and one[1] <= end]
            # Two figures at once are no answer to how many; two places can be one to where.
            best = min if kind in ("number", "date") and len(held) > 1 else max
            fit = best(held, default=_FORMLESS.get(kind, 0.0))
            yield Span(start, end), fit - (_TOO_MANY if best is min else 0.0)


def _repeats(matcher: Matcher, text: str) -> float:
    """Return in [0, 1] how much of a span only says again what the question says."""
    held = term_set(text)
    if not held:
        return 0.0
    again = sum(1 for term in held if said(matcher, term) >= _IS_SAID)
    return (again / len(held)) ** 2

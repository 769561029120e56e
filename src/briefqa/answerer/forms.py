"""The stretches of a unit that could be said in answer, and how well their form fits."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefqa.answerer.ask import Ask
from briefqa.answerer.definitions import explanations, spelled_out
from briefqa.answerer.lists import items_of
from briefqa.answerer.measures import (
    fit_bound,
    fit_headed,
    fit_limit,
    fit_measure,
    side_by_side,
)
from briefqa.answerer.names import ABBREVIATION, ACTOR, BODY, is_country, organisations
from briefqa.answerer.reading import Reading, said, said_share, states_value
from briefqa.answerer.series import counterparts, enumerations
from briefqa.answerer.spans import Span, value_of
from briefqa.answerer.typed import typed_spans
from briefqa.answerer.units import Unit, term_set
from briefqa.text.normalise import fold, normalise, squeeze

CLAUSE_LIMIT = 60  # characters; of a longer unit the clauses are looked at too
UNIT_LIMIT = 100  # characters; a longer unit is no answer as a whole
_BOTH = re.compile("同士|どことどこ|どの.{1,4}とどの|between|whichtwo")
_PAIR = re.compile(r"[（(](?P<pair>[^（()）]{1,20}[-ー－ｰ‐―–~〜・][^（()）]{1,20})[）)]")
_REMARK = re.compile(r"[（(](?P<remark>[^（()）]{2,40})[）)][。]?$")
_CLAUSE_END = re.compile("[、，；;]|(?<=[a-z]), ")
_CLAUSES = 3  # clauses that are said together at most
_CLAUSE_LEAST = 4  # characters
_PLACE_LIMIT = 12  # characters of a place's name among others
# Fits of what names nobody, where a person is asked for, and of what may abbreviate anything.
_NAMELESS = {ACTOR: 0.1, BODY: -0.2, ABBREVIATION: 0.0}
_BESIDE = re.compile(r"\s*(?:[、，,・]|と|や|及び|および|並びに|ならびに)\s*")
_RESPECTIVE = 1.2  # more fit for the figure that goes with what the question names
_IS_SAID = 0.8  # from here on the question says a term


# How well a form fits was set by hand and tried on questions over slides not in the repository, see
# docs/architecture.md: 1 is the very form asked for, 0 says nothing, below 0 speaks against it.
# More than 1 is for what states the answer outright, such as a definition of the thing asked about.


def forms(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield spans with how well their form fits the question, in [-1, 3.2]; higher is better."""
    ask = reading.ask
    if ask.kind == "name":
        yield from spelled_out(reading, unit)
        return
    explained = list(explanations(reading, unit)) if ask.kind == "definition" else []
    yield from explained
    if ask.kind not in ("number", "date", "list"):
        yield from _bracketed(reading, unit)
    if ask.kind in ("place", "text", "organisation", "list") and _is_pair(unit):
        label = unit.label
        for span in counterparts(unit.text, lambda cell: _names(reading, cell)):
            if unit.text[span.start : span.end] != label:
                yield span, 0.45
        yield from _pairs(reading, unit)
    if ask.kind not in ("number", "reason") and states_value(reading, unit):
        dated = typed_spans(unit.text, "date") if ask.kind == "date" else ()
        yield dated[0] if len(dated) == 1 else value_of(unit.text), 0.6
    if ask.wants_all or ask.kind in ("list", "organisation"):
        yield from _enumerated(reading, unit)
    if ask.kind == "place" and not ask.wants_all:
        yield from _places_together(unit)
    typed = typed_spans(unit.text, ask.kind)
    if ask.kind == "number" and len(ask.units) > 1:
        typed = side_by_side(typed, ask)
    meant = _respective(reading, unit, typed)
    for span in typed:
        if meant is None or span == meant:
            yield span, _fit(span, reading, unit) + (_RESPECTIVE if meant is not None else 0.0)
    whole = value_of(unit.text)
    if ask.kind == "choice":
        yield from _options(ask, unit)
    length = whole.end - whole.start
    if any(fit > 1.0 for _, fit in explained):
        return  # with its subject before it, the predicate would say the question again
    if not typed and ask.kind not in ("number", "date") and length <= UNIT_LIMIT:
        form = ask.kind in ("place", "person", "organisation")
        if not form or length <= CLAUSE_LIMIT:
            yield whole, -1.0 if form else _fit(whole, reading, unit)
    if ask.kind in ("text", "list", "definition", "reason", "yes_no") or (
        not typed and not ask.is_sure
    ):
        for span in _clauses(unit):
            yield span, 0.0 if ask.kind != "number" else -0.6


def _enumerated(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield what a unit lists; where an organisation is asked for, the lists that name one."""
    for span in enumerations(unit.text):
        named = unit.text[span.start : span.end]
        if reading.ask.kind != "organisation" or any(organisations(named)):
            yield span, 0.2 + _items(reading, re.split("[、，,・や]", named))


def _respective(reading: Reading, unit: Unit, typed: Sequence[Span]) -> Span | None:
    """Return which figure goes with what the question names, where several go respectively.

    Of 2030年度、2040年度にそれぞれ46％、73％ the second is 2040's.
    """
    at = unit.text.find("それぞれ")
    if at < 0 or reading.ask.kind != "number":
        return None
    values = [span for span in typed if span.start > at]
    dated = [span for span in typed_spans(unit.text, "date") if span.end <= at]
    runs = (dated[i : i + len(values)] for i in range(len(dated) - len(values) + 1))
    keys = next((run for run in runs if _are_side_by_side(unit.text, run)), [])
    asked = [k for k in keys if squeeze(unit.text[k.start : k.end]) in reading.words]
    return values[keys.index(asked[0])] if len(values) > 1 and len(asked) == 1 else None


def _are_side_by_side(text: str, spans: Sequence[Span]) -> bool:
    """Say whether nothing but a comma or an "and" stands between spans."""
    gaps = (text[one.end : other.start] for one, other in pairwise(spans))
    return all(_BESIDE.fullmatch(gap) for gap in gaps)


def _options(ask: Ask, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield where a unit says one of the answers that the question names; the longest there."""
    text = fold(unit.text)
    taken: list[tuple[int, int]] = []
    for option in sorted(map(normalise, ask.options), key=len, reverse=True):
        for found in re.finditer(re.escape(option), text.text):
            if not any(a < found.end() and found.start() < b for a, b in taken):
                taken.append(found.span())
                yield Span(*text.origin(*found.span())), 1.5


def _places_together(unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield names of places that stand side by side: one of them would be half an answer."""
    for span in enumerations(unit.text):
        items = _CLAUSE_END.split(unit.text[span.start : span.end])
        are_short = max(map(len, items)) <= _PLACE_LIMIT
        if len(items) > 1 and are_short and typed_spans(items[0], "place"):
            yield span, 0.4


def _is_pair(unit: Unit) -> bool:
    return unit.kind in ("row", "title", "heading", "body") or unit.text.endswith(("）", ")"))


def _pairs(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield the whole of a pair in brackets where both of its sides are asked for."""
    if not _BOTH.search(reading.words):
        return
    found = _PAIR.search(unit.text)
    if found is not None:
        yield Span(*found.span("pair")), 1.5


def _fit(span: Span, reading: Reading, unit: Unit) -> float:
    """Return in [-1, 1.5] how well a span of the kind asked for, or a whole unit, fits."""
    ask = reading.ask
    if ask.kind == "number":
        if not span.measure and unit.headed_by:
            return fit_headed(unit, reading)
        return fit_measure(span.measure, reading) + fit_limit(unit.text, span, reading)
    if ask.kind == "list" or ask.wants_all:
        return _items(reading, items_of(unit))
    if reading.wants_country and ask.kind == "place":
        return 0.6 if is_country(unit.text[span.start : span.end]) else -0.1
    if span.measure in _NAMELESS:
        return _NAMELESS[span.measure]
    if ask.kind == "date":
        return 0.3 + fit_bound(unit.text, span, reading)
    return 0.3 if ask.kind in ("place", "person", "organisation") else 0.0


def _items(reading: Reading, items: Sequence[str]) -> float:
    """Return in [-1, 1.5] how much a stretch with these items looks like the list asked for."""
    some = min(0.5, 0.12 * (len(items) - 1))
    if not reading.wants_places:
        return some
    return some + (1.0 if sum(1 for _ in typed_spans(" ".join(items), "place")) >= 3 else -1.0)


def _names(reading: Reading, cell: str) -> bool:
    """Say whether a cell is what the question names: most of its words are the question's."""
    held = term_set(cell)
    again = sum(said(reading.matcher, term) >= _IS_SAID for term in held)
    return bool(held) and again >= 0.6 * len(held)


def _bracketed(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield a unit's closing remark in brackets where the words before it are asked about."""
    found = _REMARK.search(unit.text)
    if found is None or found.start() < 2:
        return
    held = term_set(unit.text[: found.start()])
    if held and said_share(reading.matcher, held) >= 0.4:
        yield Span(*found.span("remark")), 0.35


def _clauses(unit: Unit) -> Iterator[Span]:
    """Yield the clauses of a long unit, and what two or three of them make up.

    A short unit has none.
    """
    whole = value_of(unit.text)
    if whole.end - whole.start <= CLAUSE_LIMIT:
        return
    marks = [m.end() for m in _CLAUSE_END.finditer(unit.text, 0, whole.end)]
    cuts = sorted({whole.start, *(mark for mark in marks if mark > whole.start), whole.end})
    for i, start in enumerate(cuts[:-1]):
        for end in cuts[i + 1 : i + 1 + _CLAUSES]:
            stripped = len(unit.text[:end].rstrip("、，,；; "))
            if end - start <= CLAUSE_LIMIT and stripped - start >= _CLAUSE_LEAST:
                yield Span(start, stripped)
    if len(cuts) == 2:
        yield whole

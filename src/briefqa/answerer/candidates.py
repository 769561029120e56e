"""Candidates: spans of units with what speaks for each."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefqa.answerer.ask import Ask
from briefqa.answerer.match import Cover, Similarity, cover, match
from briefqa.answerer.spans import Span, counterparts, spans, value_of
from briefqa.answerer.units import Unit, is_figure, units_of
from briefqa.glossary import slide_pairs
from briefqa.query import Concept, Query
from briefqa.readers.marks import label_of, strip_mark
from briefqa.records import Slide
from briefqa.text.normalise import fold, normalise, squeeze
from briefqa.text.terms import terms

# Labels under which slides state what a kind of question asks for.
LABELS = {
    "date": re.compile("日時|日程|期日|期間|年月|時期|開催日|発表日|date|when|schedule"),
    "place": re.compile("場所|会場|開催地|所在|venue|place|location"),
    "person": re.compile("議長|代表|責任者|氏名|担当|講師|発表者|委員長|会長|社長|著者|name|speaker|author|chair"),
    "organisation": re.compile("主催|共催|所属|機関|団体|事務局|実施主体|organi|host"),
}
# Words of a question that only say what kind of thing is asked for.
KIND_WORDS = {
    "date": re.compile("^(?:日|日付|時期|時|開催|年月|日程|日時|date|time|year|held|hold|take|place)$"),
    "place": re.compile("^(?:地|場所|開催|会場|所在|位置|国|都市|place|location|venue|held|hold|take|country|city)$"),
    "person": re.compile("^(?:人|氏名|名前|人物|方|name|person)$"),
    "reason": re.compile("^(?:理由|原因|目的|reason|purpose)$"),
    "name": re.compile("^(?:略|略称|訳|正式|名称|stand|abbreviation|acronym|full|name)$"),
    "definition": re.compile("^(?:意味|定義|definition|meaning|define)$"),
    "number": re.compile("^(?:数|値|平均値|割合|number|count|amount|figure)$"),
    "list": re.compile("^(?:一覧|全て|列挙|list|all)$"),
}
_CAUSE = re.compile("ため|ので|から|により|によって|理由|背景|目的|because|due to|in order to")
_CLAUSE_LIMIT = 70  # characters; a longer unit is cut to the clauses that answer
_COUNTED_ENGLISH = re.compile(
    r"\bhow many (?P<a>[a-z -]+?)(?= (?:is|are|was|were|do|does|did|has|have|had|will|can|in|of|join|take|participat|work|use)\b|\?|$)"
    r"|\bnumber of (?P<b>[a-z -]+?)(?= (?:in|of|at|for|from|by|to|that|which)\b|\?|$)|(?P<c>[a-z-]+) count\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a unit that could be the answer, and what speaks for it.

    Offsets are inside `unit.text` plus `unit.start`, that is, inside the block's text as read.
    `score`: higher is better. `fit` in [-1, 1]: whether its form is what was asked for.
    """

    unit: Unit
    start: int
    end: int
    cover: Cover
    fit: float
    score: float

    @property
    def text(self) -> str:
        return self.unit.block.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """A slide to read, with its search score relative to the best slide's, in [0, 1]."""

    slide: Slide
    prior: float


def candidates(
    query: Query, ask: Ask, sources: Sequence[Source], similarity: Similarity
) -> list[Candidate]:
    """Return the candidates of all units, best first; ties in the order of slides and units."""
    counted = _counted(query, ask)
    found = [
        candidate
        for source in sources
        for unit in units_of(source.slide)
        for candidate in _of_unit(query, ask, source, unit, counted, similarity)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _of_unit(
    query: Query,
    ask: Ask,
    source: Source,
    unit: Unit,
    counted: tuple[Concept, ...],
    similarity: Similarity,
) -> Iterator[Candidate]:
    covered = cover(query, unit, similarity, is_stated=stated(ask, unit))
    if covered.all < 0.1:
        return
    base = covered.all + 0.5 * covered.own + 0.35 * source.prior + 0.4 * covered.names
    base += _unit_bonus(query, ask, unit)
    question = squeeze(query.text)
    for span, fit in _spans(query, ask, unit, counted):
        text = unit.text[span.start : span.end]
        if squeeze(text) in question and len(text) > 1:
            continue
        score = base + 0.7 * fit + 0.5 * _proximity(query, unit, span) + _novelty(query, text)
        yield Candidate(
            unit, unit.start + span.start, unit.start + span.end, covered, fit, score
        )


def stated(ask: Ask, unit: Unit) -> Callable[[Concept], float]:
    """Return how far a unit states, by its form, the concepts that only say what kind is asked for."""
    words = KIND_WORDS.get(ask.kind)
    labelled = is_labelled(ask, unit)

    def is_stated(concept: Concept) -> float:
        if words is None or words.search(concept.text) is None:
            return -1.0
        return 1.0 if labelled else 0.0

    return is_stated


def is_labelled(ask: Ask, unit: Unit) -> bool:
    """Say whether a unit's label names what the question asks for, as 場所 does where 'where' is asked."""
    label = label_of(unit.text)
    pattern = LABELS.get(ask.kind)
    return pattern is not None and label is not None and pattern.search(normalise(label)) is not None


def _label_share(query: Query, unit: Unit) -> float:
    """Return how much of a row's label the question says, in [0, 1]; 0 for a unit without label."""
    label = label_of(unit.text)
    held = frozenset(terms(label)) if label is not None else frozenset()
    if not held:
        return 0.0
    said = sum(max((match(c, frozenset((t,))) for c in query.concepts), default=0.0) for t in held)
    return said / len(held)


def _unit_bonus(query: Query, ask: Ask, unit: Unit) -> float:
    bonus = 0.0
    if is_labelled(ask, unit):
        bonus += 0.4
    bonus += 0.5 * _label_share(query, unit)
    if ask.kind == "reason" and _CAUSE.search(unit.text):
        bonus += 0.25
    if unit.kind == "heading":
        bonus -= 0.25 if ask.kind in ("number", "date") else 0.45
    if unit.kind == "source":
        bonus -= 0.5
    return bonus


def _spans(
    query: Query, ask: Ask, unit: Unit, counted: tuple[Concept, ...]
) -> Iterator[tuple[Span, float]]:
    """Yield spans with how well their form fits the question, in [-1, 1]."""
    if ask.kind == "name":
        yield from _spelled_out(query, unit)
        return
    if ask.kind == "definition":
        yield from _defined(query, unit)
    if ask.kind in ("place", "text", "organisation", "list", "person"):
        named = [concept for concept in query.concepts if concept.is_name or query.language == "ja"]
        for span in counterparts(unit.text, lambda cell: _names(cell, named)):
            yield span, 0.45
    typed = spans(unit.text, ask.kind)
    if ask.kind == "number" and len(ask.units) > 1:
        typed = _side_by_side(typed, ask)
    for span in typed:
        yield span, _fit(span, ask, unit, counted)
    if not typed and ask.kind not in ("number", "date"):
        whole = value_of(unit.text)
        form = ask.kind in ("place", "person", "organisation")
        yield whole, (0.0 if is_labelled(ask, unit) else -0.4) if form else _fit(whole, ask, unit, counted)
    if ask.kind in ("text", "list", "definition", "reason") or (not typed and not ask.is_sure):
        for span in _clauses(query, unit):
            yield span, 0.0 if ask.kind != "number" else -0.6


def _fit(span: Span, ask: Ask, unit: Unit, counted: tuple[Concept, ...]) -> float:
    if ask.kind == "number":
        if ask.units:
            asked = [unit for units in ask.units for unit in units]
            return 1.0 if any(_same_measure(span.measure, one) for one in asked) else -0.8
        if counted:
            measured = frozenset(terms(span.measure)) | frozenset(span.measure)
            fits = any(match(concept, measured) >= 0.25 for concept in counted)
            return 0.9 if fits else -0.3
        return 0.3 if span.measure else -0.2
    if ask.kind == "list":
        items = len(re.findall("[、，,・]|\\s", unit.text[span.start : span.end])) + 1
        return min(0.5, 0.12 * (items - 1))
    return 0.3 if ask.kind in ("date", "place", "person", "organisation") else 0.0


def _same_measure(measure: str, asked: str) -> bool:
    if not measure:
        return False
    have, want = (re.sub("[カヵヶケ箇]", "か", one) for one in (measure, normalise(asked)))
    have, want = (one.removesuffix("目").lstrip("千百万億兆") for one in (have, want))
    return have == want or (len(want) > 1 and want in have) or (len(want) == 1 and have.endswith(want))


def _counted(query: Query, ask: Ask) -> tuple[Concept, ...]:
    """Return the concepts that an English question counts: "how many member states"."""
    if query.language != "en" or ask.kind != "number":
        return ()
    found = _COUNTED_ENGLISH.search(normalise(query.text))
    if found is None:
        return ()
    words = frozenset(terms(next(group for group in found.groups() if group)))
    return tuple(concept for concept in query.concepts if concept.text in words)


def _side_by_side(typed: Sequence[Span], ask: Ask) -> tuple[Span, ...]:
    """Return the stretches that hold one figure for each unit asked, side by side."""
    found: list[Span] = []
    for first in typed:
        last, rest = first, list(ask.units)
        for span in [s for s in typed if s.start >= first.start and s.start - last.end <= 3]:
            hit = [units for units in rest if any(_same_measure(span.measure, u) for u in units)]
            if not hit:
                break
            rest.remove(hit[0])
            last = span
        if not rest:
            found.append(Span(first.start, last.end, ask.units[0][0]))
    return tuple(found) or tuple(typed)


def _names(cell: str, concepts: Sequence[Concept]) -> bool:
    held = frozenset(terms(cell))
    return any(match(concept, held) >= 0.8 and len(concept.text) > 1 for concept in concepts)


def _spelled_out(query: Query, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield names whose abbreviation the question holds, and abbreviations whose name it holds."""
    question = squeeze(query.text)
    for short, name, _ in slide_pairs(unit.slide):
        for asked, wanted in ((short, name), (name, short)):
            if squeeze(asked) in question and wanted in unit.text:
                start = unit.text.index(wanted)
                near = 0.3 if asked in unit.text else 0.0
                yield Span(start, start + len(wanted)), 0.7 + near


def _defined(query: Query, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield the predicate of "X is ..." where X is what the question speaks of."""
    text = unit.text
    body = strip_mark(text)
    offset = len(text) - len(body)
    found = re.match(r"(?P<subject>.{1,40}?)(?:とは、?|は、?|[：:＝=])\s*", body)
    if found is not None:
        share = _subject_share(query, found["subject"])
        if share > 0.6:
            end = len(text.rstrip("。．. 　"))
            yield Span(offset + found.end(), max(end, offset + found.end() + 1)), 0.5 + 0.5 * share
    heading = _heading_before(unit)
    if heading is not None and "とは" in heading and _subject_share(query, heading.split("とは")[0]) > 0.5:
        yield value_of(text), 0.9


def _subject_share(query: Query, subject: str) -> float:
    """Return how far a subject and the question's concepts are the same, in [0, 1]."""
    held = frozenset(terms(subject))
    total = sum(concept.importance for concept in query.concepts)
    if not total or not held:
        return 0.0
    found = sum(concept.importance * match(concept, held) for concept in query.concepts)
    extra = sum(1 for term in held if not any(match(c, frozenset((term,))) for c in query.concepts))
    return found / total - 0.4 * extra


def _heading_before(unit: Unit) -> str | None:
    if unit.position == 0:
        return None
    previous = unit.slide.blocks[unit.position - 1]
    return previous.text if previous.kind == "heading" else None


def _clauses(query: Query, unit: Unit) -> Iterator[Span]:
    """Yield the part of a long unit that says most of what is asked; nothing for a short one."""
    whole = value_of(unit.text)
    if whole.end - whole.start <= _CLAUSE_LIMIT:
        return
    marks = [m.end() for m in re.finditer("[、，；;]|(?<=[a-z]), ", unit.text[: whole.end])]
    cuts = sorted({whole.start, *(mark for mark in marks if mark > whole.start), whole.end})
    best: tuple[float, Span] | None = None
    for i, start in enumerate(cuts[:-1]):
        for end in cuts[i + 1 :]:
            if end - start > _CLAUSE_LIMIT:
                break
            held = frozenset(terms(unit.text[start:end]))
            said = sum(c.importance * match(c, held) for c in query.concepts)
            value = said + 0.01 * (end - start)
            if best is None or value > best[0]:
                best = (value, Span(start, end))
    if best is not None:
        end = len(unit.text[: best[1].end].rstrip("、，,；; "))
        yield Span(best[1].start, end)


def _proximity(query: Query, unit: Unit, span: Span) -> float:
    """Return in [0, 1] how near to the span the question's words stand; before counts most."""
    if is_figure(unit.text):
        return 0.6
    plain = fold(unit.text).text
    if len(plain) != len(unit.text):
        plain = unit.text.lower()
    total = near = 0.0
    for concept in query.concepts:
        total += concept.importance
        places = [
            m.start()
            for wording in concept.wordings
            for term in wording.terms
            for m in re.finditer(re.escape(term), plain)
        ]
        if places:
            distance = min(_distance(place, span) for place in places)
            near += concept.importance * math.exp(-distance / 18.0)
    return near / total if total else 0.0


def _distance(place: int, span: Span) -> float:
    if place < span.start:
        return float(span.start - place)
    return 1.6 * (place - span.end) + 6.0 if place >= span.end else 0.0


def _novelty(query: Query, text: str) -> float:
    """Return a penalty, at most 0, for a span that only says again what the question says."""
    held = frozenset(terms(text))
    if not held:
        return 0.0
    asked = [c for c in query.concepts]
    new = sum(1 for term in held if not any(match(c, frozenset((term,))) >= 0.5 for c in asked))
    return -0.6 * (1.0 - new / len(held)) ** 2

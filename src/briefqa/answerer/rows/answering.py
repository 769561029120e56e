"""From a question to the rows that answer it: lists, counts, ranks, sums, items of tables."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from briefqa.answerer import Slides
from briefqa.answerer.ask import Ask
from briefqa.answerer.rows.lookup import is_named_outright
from briefqa.answerer.rows.operation import Operation, OperationKind, read_operation
from briefqa.answerer.rows.places import Places
from briefqa.answerer.rows.question import Question
from briefqa.answerer.rows.results import Result
from briefqa.answerer.rows.selecting import Selection, labels_are, select
from briefqa.answerer.rows.stating import cite_rows, coverage_of
from briefqa.answerer.rows.working import work
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.units import term_set
from briefqa.query import Query
from briefqa.records import Citation, Row, Slide, Value
from briefqa.tables import Table, TableKind, tables_of
from briefqa.text.normalise import fold
from briefqa.text.quantities import read_value

_LEAST_TOPIC = 0.5
_LEAST_NAMED = 0.3  # where the n-th of a list is asked for, or what goes with a cell
_RANK_COST = 0.015  # off the strength for each slide that search found better
_STATED = 0.5  # times the strength of a count that the slide states itself
# Kinds of question that rows do not answer, and those that they do by their ranks alone.
_NO_ROWS = ("definition", "reason", "name", "yes_no", "summary")
_WITH_VALUES: tuple[TableKind, ...] = ("values", "numbered", "grid")
_ALL_KINDS: tuple[TableKind, ...] = (*_WITH_VALUES, "pairs", "names", "items")
# The kinds of table that each operation can work on.
_KINDS: dict[OperationKind, tuple[TableKind, ...]] = {
    "nth": ("numbered",),
    "position": ("numbered",),
    "rank": (*_WITH_VALUES, "pairs", "items"),
    "sum": _ALL_KINDS,
    "difference": _WITH_VALUES,
    "average": _WITH_VALUES,
    "threshold": _WITH_VALUES,
    "item": (*_WITH_VALUES, "pairs"),
    "count": _ALL_KINDS,
    "list": _ALL_KINDS,
}
_RANKS_ALONE = ("date", "person", "organisation", "choice")


@dataclass(frozen=True, slots=True)
class RowsAnswer:
    """An answer made of rows.

    `text`: what answers, in the slide's own words unless `is_computed`, its items joined as the
    question's language does; `original` the same as the slide's does. `rows`: those it is made
    of or worked out from, the best first; `citations` hold them. `coverage`: for people, how many
    rows were looked at. `strength`, in [0, 1]: how surely this is what was asked.
    """

    text: str
    original: str
    value: Value | None
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    is_computed: bool
    coverage: str
    strength: float


@dataclass(frozen=True, slots=True)
class _Found:
    selection: Selection
    result: Result
    strength: float


def answer_from_rows(
    query: Query,
    ask: Ask,
    slides_found: Sequence[Slide],
    slides: Slides,
    vectors: WordVectors,
) -> RowsAnswer | None:
    """Return what rows of the slides found answer, or None where they do not.

    `slides_found` are the slides of the best hits, the best first. A question that names something
    which is neither a row nor what the table is about gets None, not the other rows.
    """
    operation = None if ask.kind in _NO_ROWS else read_operation(query.text, ask, query.language)
    if operation is None:
        return None
    is_fit = _is_fit(ask, operation)
    is_list = operation.kind == "list" and ask.wants_all
    question = Question.of(query, ask, operation if is_fit or is_list else Operation("item"))
    places = cache(partial(Places.on, slides_found))
    best: _Found | None = None
    for rank, slide in enumerate(slides_found):
        deck = term_set(slides.briefing(slide.briefing_id).title)
        tables = _tables(question, slide, only_real=not is_fit)
        for found in _on_slide(question, tables, deck=deck, places=places, vectors=vectors):
            strength = found.strength - _RANK_COST * rank
            if strength > 0 and (best is None or strength > best.strength + 1e-9):
                best = _Found(found.selection, found.result, strength)
    return _state(question, best, slides) if best is not None else None


def _is_fit(ask: Ask, operation: Operation) -> bool:
    """Say whether rows can be of the kind asked for."""
    if ask.kind not in _RANKS_ALONE or operation.kind == "rank":
        return True
    if ask.kind == "person" and operation.kind == "nth":
        return True
    if operation.kind == "list" and operation.pairs:
        return ask.kind != "date"
    return ask.kind == "organisation" and ask.wants_all and operation.kind == "list"


def _tables(question: Question, slide: Slide, *, only_real: bool) -> list[Table]:
    """Return the tables of a slide on which the question's operation can work.

    Words that rows of figures do not hold, such as who and when, are looked up in those alone whose
    cells the file tells.
    """
    return [
        table
        for table in tables_of(slide)
        if table.kind in _KINDS[question.operation.kind] and (table.is_real or not only_real)
    ]


def _on_slide(
    question: Question,
    tables: Sequence[Table],
    *,
    deck: frozenset[str],
    places: Callable[[], Places],
    vectors: WordVectors,
) -> list[_Found]:
    """Return what the question's operation gives on tables of one slide."""
    found: list[_Found] = []
    if not tables:
        return []
    reading = cache(partial(question.reading.on, tables[0].slide, vectors))  # many need none
    for table in tables:
        selection = select(question, table, reading, deck=deck, places=places)
        if selection is None or selection.topic < _least(question, selection):
            continue
        lacks = selection.missing and table.kind in _WITH_VALUES and not _is_listing(question)
        if lacks and not is_named_outright(question, selection):
            continue
        result = work(question, selection)
        if result is not None:
            found.append(_Found(selection, result, _strength(question, selection, result)))
    return found


def _is_listing(question: Question) -> bool:
    """Say whether rows are asked for, not what they hold: there one word may stand for another."""
    ask, kind = question.ask, question.operation.kind
    is_list = kind == "list" and (ask.wants_all or ask.kind in ("list", "place"))
    return is_list or kind in ("nth", "position")


def _least(question: Question, selection: Selection) -> float:
    is_named = question.operation.kind == "nth" or (
        question.operation.kind == "list" and selection.cells
    )
    return _LEAST_NAMED if is_named else _LEAST_TOPIC


def _strength(question: Question, selection: Selection, result: Result) -> float:
    strength = (0.3 + 0.7 * selection.topic) * result.fit
    counts = question.operation.kind in ("count", "sum") and result.is_computed
    if counts and not selection.is_narrowed and _is_stated(question, selection, result.text):
        strength *= _STATED
    return strength


def _is_stated(question: Question, selection: Selection, text: str) -> bool:
    """Say whether the slide states a figure itself: its words are then the better answer.

    It does where the figure worked out stands there with a unit, and where any figure stands there
    that has the unit in which the question counts.
    """
    number = re.match(r"[\d,.]*", text)
    plain = fold(selection.table.slide.text).text
    units = {one for unit in question.ask.units for one in unit}
    if question.wants_country:
        units |= {"か国", "ヵ国", "ヶ国", "カ国", "国"}
    said = "|".join(map(re.escape, sorted(units)))
    if units and question.operation.kind == "count" and re.search(rf"\d ?(?:{said})", plain):
        return True
    if number is None or not number.group():
        return False
    stated = rf"(?<![\d.]){re.escape(number.group())} ?(?:{said or '[ぁ-ヿ一-龠]'})"
    return re.search(stated, plain) is not None


def _state(question: Question, found: _Found, slides: Slides) -> RowsAnswer:
    table, result = found.selection.table, found.result
    language = question.query.language
    rows, citations = cite_rows(table.slide, result.shown, slides)
    if result.items:
        original = "、".join(result.items)
        text = original if language == "ja" else _in_english(result.items)
        value = read_value(result.items[0]) if len(result.items) == 1 else None
    else:
        original = text = _counted(question, found.selection, result)
        value = read_value(text)
    return RowsAnswer(
        text,
        original,
        value,
        rows,
        citations,
        result.is_computed,
        coverage_of(found.selection, result.count, language),
        round(min(1.0, found.strength), 4),
    )


def _in_english(items: Sequence[str]) -> str:
    plain = (re.sub("（([^（）]*)）$", r" (\1)", item) for item in items)
    return ", ".join(plain)


def _counted(question: Question, selection: Selection, result: Result) -> str:
    """Return a worked figure; one without a unit with that in which a Japanese question counts."""
    kind, language = question.operation.kind, question.query.language
    is_plain = re.fullmatch(r"[\d,.]+", result.text) is not None
    if kind not in ("count", "threshold", "sum") or language == "en" or not is_plain:
        return result.text
    units = question.ask.units
    if not units and question.wants_country and labels_are(selection.table) == "country":
        return f"{result.text}か国"
    unit = units[0][0] if units else ""
    return f"{result.text}{unit}" if f"何{unit}" in question.plain else result.text

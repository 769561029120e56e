"""Where else slides say the same as the best candidate, and where they give another value."""

import re
from collections.abc import Sequence

from briefqa.answerer.ask import Ask
from briefqa.answerer.candidates import Candidate
from briefqa.answerer.spans import value_of
from briefqa.answerer.statement import value_of_words
from briefqa.answerer.units import Unit, term_set
from briefqa.records import Moment, Quantity, Value
from briefqa.text.normalise import squeeze
from briefqa.text.quantities import as_of, is_comparable, same_value, values_in

CITATION_LIMIT = 5  # slides that say the same
_AGREEING = 0.6  # of the best candidate's score; another slide's must have as much to be cited too
# For another value of the same fact: of the best's score and cover; shared words of the two units.
_DISAGREEING, _COVERING, _SHARED = 0.8, 0.9, 0.6
_LABELLED = 0.75  # of a row's label that the question must say, for values that are no figures
# A figure under such a word is another fact than the one without it.
_MEANT = re.compile(
    r"目標|計画|予定|見込|見通し|予測|想定|予算|実績|上限|下限|最大|最小|最高|最低|平均|うち|累計|延べ|のべ|合計|総|前年|増加|減少"
    r"|削減|残り"
)
_ROUNDED = 0.02  # of a figure said to be about so much; an exact one as near is no other
_NO_FACT = frozenset(["現在", "時点", "約", "計"])  # terms that two units may differ in
_FEWEST_SHARED = 2  # words that two units share at least; one alone is a topic


def agreeing(best: Candidate, found: Sequence[Candidate], ask: Ask) -> list[Candidate]:
    """Return the best candidate of each other slide that says the same as `best`."""
    said, value = squeeze(best.text), value_of_words(best.text, ask)
    taken = {place_of(best)}
    same: list[Candidate] = []
    for candidate in found:
        if place_of(candidate) in taken or not _says_same(candidate, said, value, ask):
            continue
        if (
            candidate.score >= _AGREEING * best.score
            and candidate.evidence.names >= best.evidence.names
        ):
            taken.add(place_of(candidate))
            same.append(candidate)
    return same[: CITATION_LIMIT - 1]


def _says_same(candidate: Candidate, said: str, value: Value | None, ask: Ask) -> bool:
    if squeeze(candidate.text) == said:
        return True
    other = value_of_words(candidate.text, ask) if value is not None else None
    return value is not None and other is not None and same_value(value, other)


def disagreeing(best: Candidate, found: Sequence[Candidate], ask: Ask) -> list[Candidate]:
    """Return the best candidate of each other slide that gives another value for the same fact.

    It speaks of the same, in the same words: a figure of the same measure that stands under other
    words is another fact, and so is one under another year or name. What is no figure must stand
    under the same label.
    """
    value = value_of_words(best.text, ask)
    if value is None or ask.kind not in ("number", "date"):
        return _labelled_alike(best, found)
    taken = {place_of(best)}
    others: list[Candidate] = []
    for candidate in found:
        other = value_of_words(candidate.text, ask)
        if place_of(candidate) in taken or other is None:
            continue
        taken.add(place_of(candidate))  # the best of a slide speaks for it
        if not is_comparable(value, other) or same_value(value, other) or _rounds(value, other):
            continue
        if ask.kind == "number" and _are_of_other_years(best.unit, candidate.unit):
            continue
        if _covers_alike(best, candidate) and _share_words(best.unit, candidate.unit):
            others.append(candidate)
    return others[: CITATION_LIMIT - 1]


def _labelled_alike(best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidate of each other briefing that has another value under this label."""
    label = best.unit.label
    if label is None or best.evidence.label < _LABELLED or not _is_whole_value(best):
        return []
    taken = {best.unit.slide.briefing_id}
    others: list[Candidate] = []
    for candidate in found:
        briefing = candidate.unit.slide.briefing_id
        if briefing in taken or not _is_whole_value(candidate):
            continue
        if candidate.unit.label is None or squeeze(candidate.unit.label) != squeeze(label):
            continue
        taken.add(briefing)
        if squeeze(candidate.text) != squeeze(best.text):
            others.append(candidate)
    return others[: CITATION_LIMIT - 1]


def _is_whole_value(candidate: Candidate) -> bool:
    """Say whether a candidate is all that its row says under its label."""
    span, unit = value_of(candidate.unit.text), candidate.unit
    return (candidate.start, candidate.end) == (unit.start + span.start, unit.start + span.end)


def place_of(candidate: Candidate) -> tuple[str, int]:
    """Return which slide a candidate stands on."""
    return candidate.unit.slide.briefing_id, candidate.unit.slide.number


def _covers_alike(best: Candidate, other: Candidate) -> bool:
    return (
        other.score >= _DISAGREEING * best.score
        and other.evidence.own >= _COVERING * best.evidence.own
        and other.evidence.names >= best.evidence.names
        and other.evidence.numbers >= best.evidence.numbers
        and other.evidence.fit >= best.evidence.fit
    )


def _share_words(one: Unit, other: Unit) -> bool:
    """Say whether two units say the same but for their figures and the dates at which these held.

    Where each has a word that the other has not, it is of another thing: 東部の, 西部の.
    """
    if set(_MEANT.findall(one.text)) != set(_MEANT.findall(other.text)):
        return False
    first, second = _words_of(one), _words_of(other)
    if first - second - _NO_FACT and second - first - _NO_FACT:
        return False
    shared = len(first & second)
    return shared >= _FEWEST_SHARED and shared >= _SHARED * max(len(first), len(second))


def _rounds(one: Value, other: Value) -> bool:
    """Say whether one of two figures is the other, rounded: 約270件, 268件."""
    if not (isinstance(one, Quantity) and isinstance(other, Quantity)):
        return False
    if one.unit != other.unit or "about" not in (one.qualifier, other.qualifier):
        return False
    rounded, exact = (one, other) if one.qualifier == "about" else (other, one)
    return abs(rounded.value - exact.value) <= _ROUNDED * abs(rounded.value)


def _are_of_other_years(one: Unit, other: Unit) -> bool:
    first, second = _years_of(one), _years_of(other)
    return bool(first and second) and first != second


def _years_of(unit: Unit) -> frozenset[str]:
    """Return the years of a unit that say whose its figures are, not when they held."""
    held = as_of(unit.text)
    moments = (f.value for f in values_in(unit.text) if isinstance(f.value, Moment))
    return frozenset(m.date[:4] for m in moments if m.date[:4] != held[:4])


def _words_of(unit: Unit) -> frozenset[str]:
    text, end = "", 0
    for found in values_in(unit.text):
        text += f"{unit.text[end : found.start]} "
        end = found.end
    return term_set(text + unit.text[end:])

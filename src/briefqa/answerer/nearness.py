"""How near to a span the words of a question stand."""

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answerer.reading import Reading
from briefqa.answerer.spans import Span
from briefqa.answerer.units import Unit, is_figure
from briefqa.text.normalise import fold

# How nearness falls with distance, in characters: to 1/e over `_REACH`. A comma between counts as
# more, and so does standing after the span. Fitted on questions over slides not in the repository,
# see docs/architecture.md.
_REACH = 18.0
_COMMA_BEFORE, _COMMA_AFTER = 8.0, 12.0
_AFTER_LEAST, _AFTER_EACH = 6.0, 1.6
_NAME = 1.5  # weight of a name's nearness
_COMMA = re.compile("[、，,。；;]")
_FIGURE_NEAR = 0.6  # a bare figure has its label beside it, not around it
_CELL_SHORT = 24  # characters
_LEAST_WORTH = 0.2  # of a term that stands for a concept; less is no sign of where it is spoken of


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of one concept stand in a unit's text, ascending, and what it is worth."""

    importance: float
    offsets: tuple[int, ...]


def places_of(reading: Reading, unit: Unit) -> tuple[Place, ...]:
    """Return where each concept's wordings stand in the unit's text."""
    plain = fold(unit.text).text
    if len(plain) != len(unit.text):
        plain = unit.text.lower()
    found: list[Place] = []
    for matched in reading.matcher.concepts:
        if matched.is_form:
            continue
        words = [
            term for term, worth in matched.ranked if worth >= _LEAST_WORTH and term in unit.terms
        ]
        offsets = [m.start() for word in words for m in re.finditer(re.escape(word), plain)]
        weight = _NAME if matched.concept.is_name else 1.0
        found.append(Place(matched.concept.importance * weight, tuple(sorted(offsets))))
    return tuple(found)


def proximity(places: Sequence[Place], unit: Unit, span: Span) -> float:
    """Return in [0, 1] how near to the span the question's words stand; before counts most.

    A bare figure, and a short cell, have their label beside them.
    """
    if is_figure(unit.text) or (unit.is_cell and len(unit.text) <= _CELL_SHORT):
        return _FIGURE_NEAR
    total = near = 0.0
    for place in places:
        total += place.importance
        if place.offsets:
            distance = min(_distance(unit.text, at, span) for at in _closest(place.offsets, span))
            near += place.importance * math.exp(-distance / _REACH)
    return near / total if total else 0.0


def _closest(offsets: Sequence[int], span: Span) -> Sequence[int]:
    """Return the last of ascending `offsets` before a span and the first in or after it."""
    at = bisect_left(offsets, span.start)
    return offsets[max(0, at - 1) : at + 1]


def _distance(text: str, place: int, span: Span) -> float:
    """Return how far a word is from a span, in characters; a comma between them counts as more."""
    if place < span.start:
        commas = len(_COMMA.findall(text, place, span.start))
        return span.start - place + _COMMA_BEFORE * commas
    if place >= span.end:
        commas = len(_COMMA.findall(text, span.end, place))
        return _AFTER_EACH * (place - span.end) + _AFTER_LEAST + _COMMA_AFTER * commas
    return 0.0

"""The typed values of a text: figures, money, shares, dates and periods; how two compare."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from briefqa.records import Moment, Period, Quantity, Value
from briefqa.text.amounts import amounts_in, kanji_amount
from briefqa.text.codes import addresses_in, marks_in
from briefqa.text.kinds import kind_of
from briefqa.text.moments import moments_in
from briefqa.text.normalise import Folded, fold

_PLAIN_DIGITS = frozenset("0123456789０１２３４５６７８９")
_HIDDEN = "\x1f"  # no folded text has it


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands: `text[start:end]` of the text given, `end` exclusive."""

    start: int
    end: int
    value: Value


@lru_cache(maxsize=4_096)
def values_in(text: str) -> tuple[Found, ...]:
    """Return every figure, sum of money, share, date and period of `text`, in order.

    None overlaps another. What has digits and no value is left out: a place (第6条, 3回目), a name
    (PM2.5), an address, a clock time, a note's mark, a date that the calendar does not have.

    >>> [(f.start, f.value.date) for f in values_in("設立は2026年1月27日")]
    [(3, '2026-01-27')]
    """
    folded = fold(text)
    plain, written = _without_marks(folded, text), _in_case(folded, text)
    spans = chain(
        ((start, end, None) for start, end in addresses_in(plain)),
        ((found.start, found.end, found.value) for found in moments_in(plain, written)),
        ((start, end, None) for start, end in marks_in(plain)),
        ((found.start, found.end, found.value) for found in amounts_in(plain, written)),
    )
    return tuple(sorted(_first_come(folded, spans), key=lambda found: found.start))


def _first_come(folded: Folded, spans: Iterator[tuple[int, int, Value | None]]) -> Iterator[Found]:
    """Yield of spans that overlap the one given first, where it has a value."""
    is_taken = bytearray(len(folded.text))
    for start, end, value in spans:
        if is_taken.find(1, start, end) >= 0:
            continue
        is_taken[start:end] = b"\x01" * (end - start)
        is_split = end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]
        if value is not None and not is_split:
            yield Found(*folded.origin(start, end), value)


def _without_marks(folded: Folded, text: str) -> str:
    """Return the folded text without digits that are marks (①, ³ after a word) and no figures.

    The ² of m² and the ₂ of CO₂ stay.
    """
    characters = list(folded.text)
    for at, character in enumerate(characters):
        if character.isdigit() and text[folded.starts[at]] not in _PLAIN_DIGITS:
            previous = characters[at - 1] if at else ""
            if not (character.isascii() and previous.isascii() and previous.isalpha()):
                characters[at] = _HIDDEN
    return "".join(characters)


def _in_case(folded: Folded, text: str) -> str:
    """Return the folded text with its letters in the case that they are written in."""
    if not any(character.isupper() for character in unicodedata.normalize("NFKC", text)):
        return folded.text
    return "".join(
        character.upper() if _is_capital(character, text[start]) else character
        for character, start in zip(folded.text, folded.starts, strict=True)
    )


@lru_cache(maxsize=4_096)
def _is_capital(character: str, written: str) -> bool:
    wide = unicodedata.normalize("NFKC", written)
    upper = character.upper()
    return len(upper) == 1 and upper != character and upper in wide and character not in wide


def read_value(text: str) -> Value | None:
    """Return the value that a short text is as a whole, None where it is none or holds several.

    >>> read_value("約27０件")
    Quantity(value=270.0, unit='件', qualifier='about')
    """
    bare = text.strip()
    found = values_in(bare)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(bare)):
        return found[0].value
    return kanji_amount(fold(bare).text) if bare else None


def as_of(text: str) -> str:
    """Return the date at which what `text` says held, ISO 8601 of any precision, or ""."""
    for found in values_in(text):
        if isinstance(found.value, Moment) and re.match(r"\s?末?(?:時点|現在)", text[found.end :]):
            return found.value.date
    return ""


def same_value(a: Value, b: Value) -> bool:
    """Say whether two values are equal: 1,000kW and 1MW, 30か国 and 30 countries."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        (kind_a, one_a), (kind_b, one_b) = kind_of(a.unit), kind_of(b.unit)
        if kind_a != kind_b and a.unit and b.unit:
            return False
        if kind_a != kind_b:
            one_a = one_b = 1
        return math.isclose(a.value * one_a, b.value * one_b, rel_tol=1e-9)
    return a == b


def is_comparable(a: Value, b: Value) -> bool:
    """Say whether two values measure the same, so that a difference is a conflict."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return kind_of(a.unit)[0] == kind_of(b.unit)[0]
    return isinstance(a, Moment | Period) and type(a) is type(b)

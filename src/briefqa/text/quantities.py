"""The typed values of a text: figures, money, shares, dates and periods, and how they compare."""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from briefqa.records import Moment, Period, Quantity, Value
from briefqa.text.amounts import amounts_in, codes_in
from briefqa.text.moments import moments_in
from briefqa.text.normalise import Folded, fold
from briefqa.text.units import kind_of

_PLAIN_DIGITS = frozenset("0123456789０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands: `text[start:end]` of the text given, `end` exclusive."""

    start: int
    end: int
    value: Value


@lru_cache(maxsize=4_096)
def values_in(text: str) -> tuple[Found, ...]:
    """Return every figure, sum of money, share, date and period of `text`, in order, not overlapping.

    >>> [(f.start, f.value) for f in values_in("2026年1月から約27０件")]  # doctest: +NORMALIZE_WHITESPACE
    [(0, Period(start='2026-01', end='', is_fiscal=False)),
     (9, Quantity(value=270.0, unit='件', qualifier='about'))]
    """
    folded = fold(text)
    plain, written = _plain(folded, text), _written(folded, text)
    taken = list(codes_in(plain))
    spans: list[tuple[int, int, Value | None]] = []
    for dated in moments_in(plain, written):
        spans.append((dated.start, dated.end, dated.value))
    spans += [(start, end, None) for start, end in taken]
    spans += [(a.start, a.end, a.value) for a in amounts_in(plain, written)]
    return tuple(_in_order(folded, spans))


def _in_order(folded: Folded, spans: list[tuple[int, int, Value | None]]) -> list[Found]:
    """Keep of overlapping spans the one given first, and return them in order."""
    is_taken = bytearray(len(folded.text))
    kept: list[Found] = []
    for start, end, value in spans:
        if any(is_taken[start:end]):
            continue
        is_taken[start:end] = b"\x01" * (end - start)
        if value is not None:
            kept.append(Found(*folded.origin(start, end), value))
    return sorted(kept, key=lambda found: found.start)


def _plain(folded: Folded, text: str) -> str:
    """Return the folded text without digits that are marks (①, ³ after a word) and not figures."""
    characters = list(folded.text)
    for at, character in enumerate(characters):
        if character.isdigit() and text[folded.starts[at]] not in _PLAIN_DIGITS:
            is_in_unit = at > 0 and characters[at - 1].isalpha() and characters[at - 1].isascii()
            if not is_in_unit or not character.isascii():
                characters[at] = "\x1f"
    return "".join(characters)


def _written(folded: Folded, text: str) -> str:
    """Return the folded text with its letters in their own case, of the same length."""
    characters: list[str] = []
    for at, character in enumerate(folded.text):
        wide = unicodedata.normalize("NFKC", text[folded.starts[at] : folded.ends[at]])
        upper = character.upper()
        characters.append(upper if upper in wide and character not in wide else character)
    return "".join(characters)


def read_value(text: str) -> Value | None:
    """Return the value that a short text is as a whole, None where it is none or holds several."""
    bare = text.strip()
    found = values_in(bare)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(bare)):
        return None
    return found[0].value


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
            one_a = one_b = one_a / one_a
        return math.isclose(a.value * float(one_a), b.value * float(one_b), rel_tol=1e-9)
    return a == b


def is_comparable(a: Value, b: Value) -> bool:
    """Say whether two values measure the same, so that a difference is a conflict."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return kind_of(a.unit)[0] == kind_of(b.unit)[0]
    return isinstance(a, Moment | Period) and type(a) is type(b)

"""The formulas of an evaluation; pure functions."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_EXTRA = 40  # characters an answer may be longer than the accepted answer it holds
_SEPARATORS = ".,"  # of thousands and decimals, after NFKC


def comparable(text: str) -> str:
    """Return the text as answers are compared: NFKC, without white space, case-folded.

    >>> comparable("約 27０ 件 ＣＯ２")
    '約270件co2'
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def holds(text: str, accepted: str) -> bool:
    """Say whether a text holds an accepted answer, and not as part of a longer number.

    >>> holds("参加校は30校です", "30校"), holds("2030年", "30"), holds("30.5%", "30")
    (True, False, False)
    """
    given, wanted = comparable(text), comparable(accepted)
    if not wanted:
        return False
    starts = (match.start() for match in re.finditer(f"(?={re.escape(wanted)})", given))
    return any(not _is_inside_number(given, start, start + len(wanted)) for start in starts)


def _is_inside_number(text: str, start: int, end: int) -> bool:
    """Say whether a digit at an end of text[start:end] has its number go on beyond that end."""
    before, after = text[:start][::-1], text[end:]
    return (text[start].isdecimal() and _continues_number(before)) or (
        text[end - 1].isdecimal() and _continues_number(after)
    )


def _continues_number(outside: str) -> bool:
    """Say whether text, read away from a digit, begins with a digit or a separator and a digit."""
    return outside[:1].isdecimal() or (
        outside[:1] != "" and outside[0] in _SEPARATORS and outside[1:2].isdecimal()
    )


def is_right(given: str | None, accepted: Iterable[str]) -> bool:
    """Say whether an answer holds an accepted one and is at most LONGEST_EXTRA characters longer.

    >>> is_right("定員は30名", ["30人", "30名"]), is_right(None, ["30名"])
    (True, False)
    """
    if given is None:
        return False
    length = len(comparable(given))
    return any(
        holds(given, answer) and length - len(comparable(answer)) <= LONGEST_EXTRA
        for answer in accepted
    )


def recall_at(relevance: Sequence[bool], limit: int) -> float:
    """Return 1.0 where a relevant slide stands among the first `limit`, else 0.0.

    Each relevant slide holds the answer by itself, so one of them is enough.
    """
    return float(any(relevance[:limit]))


def ndcg_at(relevance: Sequence[bool], limit: int, *, relevant: int) -> float:
    """Return the normalised discounted cumulative gain of a ranking, in [0, 1], higher is better.

    Gains are 0 or 1, the discount is log2(rank + 1) (Järvelin and Kekäläinen 2002); `relevant` is
    how many relevant items there are, found or not.
    """
    best = sum(_discount(rank) for rank in range(1, min(relevant, limit) + 1))
    gained = sum(_discount(rank) for rank, hit in enumerate(relevance[:limit], start=1) if hit)
    return gained / best if best else 0.0


def _discount(rank: int) -> float:
    return 1.0 / math.log2(rank + 1)


def mean(values: Iterable[float]) -> float | None:
    """Return the arithmetic mean, None of nothing."""
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else None


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return the smallest value that at least `share` (0 < share <= 1) of all do not exceed.

    The nearest-rank definition: always one of the values. None of nothing.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie in [low, high)."""

    low: float
    high: float
    count: int


def histogram(values: Sequence[float], *, most: int = 20) -> tuple[Bin, ...]:
    """Count values (0 or more) in equal bins from 0, at most `most`, 1, 2 or 5 times 10^n wide."""
    if not values:
        return ()
    width = _round_width(max(values) / most)
    counts = [0] * (math.floor(max(values) / width) + 1)
    for value in values:
        counts[math.floor(value / width)] += 1
    return tuple(
        Bin(low=index * width, high=(index + 1) * width, count=count)
        for index, count in enumerate(counts)
    )


def _round_width(least: float) -> float:
    """Return the smallest of 1, 2 or 5 times 10^n that is greater than `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power > least)

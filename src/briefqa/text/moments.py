"""Dates in a text and the periods between them, in Japanese and English.

Works on text that `briefqa.text.normalise.fold` has folded. A date that the calendar does not have
(2月30日) is found without a value, so that its figures are taken for nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefqa.records import Moment, Period
from briefqa.text.days import Day, day_at, days_at, short_day_at, short_year_at
from briefqa.text.numerals import NUMERAL
from briefqa.text.qualifiers import before
from briefqa.text.units import english_end, makes_figure

_START = re.compile(
    r"西暦|明治|大正|昭和|平成|令和|(?<![a-z])[mtshr](?=[0-9])"
    r"|(?<![0-9])[0-9](?=[0-9]{3}(?:[0-9]{4})?(?![0-9])|[0-9]?(?:\s?月|/[0-9]|\s?[~〜-]\s?[0-9]|\s?(?:to|and)\s"
    r"|(?:st|nd|rd|th)?\s(?:of\s)?[jfmasond]|[/-][jfmasond][a-z]{2}))"
    r"|(?<![〇一二三四五六七八九十])[〇一二三四五六七八九十](?=[〇一二三四五六七八九十月])"
    r"|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|fy"
    r"|fiscal)"
)
_PART_OF_NAME = re.compile(r"[0-9a-z.,/$€¥£_▲△±+]|(?<=[0-9])-")
# Words that place a date more nearly than its value can say; the date's precision stays.
_EDGE = re.compile(
    r"\s?(?:末|初頭|初め|春|夏|秋|冬|[上中下]旬|中(?![一-鿿])|内(?![一-鿿])|頃|ごろ|前後)"
)
_PART = re.compile(r"の?(?:(?P<half>[上下]半?期|[前後]半)|第(?P<quarter>[1-4一二三四])四半期)")
_TO_FIGURE = re.compile(rf"\s?[~〜-]\s?{NUMERAL}")
_DECADE = re.compile(r"(?P<year>(?:1[5-9]|20)[0-9]0)(?:年代|s(?![a-z0-9]))")
_JOIN = re.compile(
    r"\s{0,2}(?:[~〜-]|から|より|to\s|until\s|through\s|and\s)\s{0,2}(?:[翌同]年の?)?"
)
_UNTIL = re.compile(r"\s?(?:までに?|迄に?|にかけて)")
_FROM_OPEN = re.compile(r"(?:^|[\s(:、「])(?P<tilde>[~〜])\s?\Z")
_OPEN_END = re.compile(
    r"\s?(?:から|以降|以後|以来|より(?![もは多少高低大小前早遅良い])|onwards?(?![a-z]))"
    r"|\s?[~〜](?!\s?[0-9a-z])"
)
_OPEN_START = re.compile(r"\s?(?:までに?|迄に?|以前)")
_LEAD = re.compile(
    r"(?<![a-z])(?P<word>between|from|since|by(?: the end of)?|until|till|up to|around|circa|about"
    r"|approximately)"
    r"\s\Z"
)
_LEAD_LIMIT = 18  # characters; no word of the above is longer
_ABOUT = frozenset(["around", "circa", "about", "approximately"])


@dataclass(frozen=True, slots=True)
class Dated:
    """What was found at [start, end) of folded text; `value` None for a date that cannot be."""

    start: int
    end: int
    value: Moment | Period | None


def moments_in(text: str, written: str) -> Iterator[Dated]:
    """Yield the dates and periods of folded `text`, in order, not overlapping.

    `written`: as `text`, its letters in their own case.
    """
    position = 0
    while match := _START.search(text, position):
        found = _days(text, written, match.start()) or _dated(text, written, match.start())
        if found is None:
            position = match.end()
            continue
        found = _with_lead(text, found, position)
        yield found
        position = found.end


def _days(text: str, written: str, start: int) -> Dated | None:
    found = days_at(text, written, start)
    return Dated(start, found[2], _period(found[0], found[1])) if found else None


def _dated(text: str, written: str, start: int) -> Dated | None:
    """Read the date, or the period, that begins at `start`."""
    if decade := _DECADE.match(text, start):
        year = int(decade["year"])
        return Dated(start, decade.end(), Period(str(year), str(year + 9)))
    found = day_at(text, written, start)
    if found is None:
        return None
    day, end = found
    if day.is_bare and start and _PART_OF_NAME.match(text, start - 1):
        return None
    if joined := _joined(text, written, day, end):
        return Dated(start, joined[1], joined[0])
    if day.is_bare and _is_figure(text, start, end):
        return None
    return _alone(text, start, day, end)


def _is_figure(text: str, start: int, end: int) -> bool:
    """Say whether a bare 2024 counts something: 2024 MW, 2000~2500人, 約2000."""
    if makes_figure(text, end) or (
        (ranged := _TO_FIGURE.match(text, end)) and makes_figure(text, ranged.end())
    ):
        return True
    first, _ = before(text, start)
    return first < start and (not text[first].isascii() or english_end(text, end) > end)


def _alone(text: str, start: int, day: Day, end: int) -> Dated | None:
    """Read on after a date that no second one joins: 頃, 上半期, 末, から, までに."""
    if not (iso := day.iso()):
        return Dated(start, end, None)
    if (part := _PART.match(text, end)) and (months := _part_of_year(day, part)):
        return Dated(start, part.end(), months)
    edge = _EDGE.match(text, end)
    end = edge.end() if edge else end
    if match := _OPEN_START.match(text, end):
        return Dated(start, match.end(), Period("", iso, day.is_fiscal))
    if match := _OPEN_END.match(text, end):
        return Dated(start, match.end(), Period(iso, "", day.is_fiscal))
    is_about = edge is not None and edge[0].strip() in ("頃", "ごろ", "前後")
    return Dated(start, end, Moment(iso, "about" if is_about else "", day.is_fiscal))


def _part_of_year(day: Day, part: re.Match[str]) -> Period | None:
    """Return the months of a half or a quarter of a year; a fiscal year begins in April."""
    if not day.year or day.month:
        return None
    if part["quarter"]:
        number, months = "1234一二三四".index(part["quarter"]) % 4, 3
    else:
        number, months = int(part["half"][0] in "下後"), 6
    first = number * months + (3 if day.is_fiscal else 0)
    return Period(_month(day.year, first), _month(day.year, first + months - 1))


def _month(year: int, offset: int) -> str:
    """Return the month `offset` months after January of `year`."""
    return Day(year + offset // 12, offset % 12 + 1, 0).iso()


def _with_lead(text: str, found: Dated, since: int) -> Dated:
    """Take in the English word before a date: since 2013, by 2030, around 2000."""
    lead = _LEAD.search(text, max(since, found.start - _LEAD_LIMIT), found.start)
    if lead is None or found.value is None:
        return _with_tilde(text, found, since)
    word, value = lead["word"], found.value
    if isinstance(value, Period):
        is_led = word in ("between", "from") and value.start and value.end
        return replace(found, start=lead.start()) if is_led else found
    if word in _ABOUT:
        return Dated(lead.start(), found.end, replace(value, qualifier="about"))
    if word == "between":
        return found
    ends = (value.date, "") if word in ("from", "since") else ("", value.date)
    return Dated(lead.start(), found.end, Period(*ends, value.is_fiscal))


def _with_tilde(text: str, found: Dated, since: int) -> Dated:
    """Take in a tilde that no other date stands before: ～2030年."""
    tilde = _FROM_OPEN.search(text, max(since, found.start - 3), found.start)
    if tilde is None or not isinstance(found.value, Moment):
        return found
    value = Period("", found.value.date, found.value.is_fiscal)
    return Dated(tilde.start("tilde"), found.end, value)


def _joined(text: str, written: str, first: Day, end: int) -> tuple[Period, int] | None:
    """Read on after a date: ～11月21日, から令和6年3月まで, -2035; None where none joins."""
    edge = _EDGE.match(text, end)
    joiner = _JOIN.match(text, edge.end() if edge else end)
    if joiner is None:
        return None
    at = joiner.end()
    second = (
        short_year_at(text, first, end, at)
        or day_at(text, written, at)
        or short_day_at(text, first, at)
    )
    if second is None:
        return None
    last, last_end = second
    is_figure = not text[at].isdigit() or makes_figure(text, last_end)
    if last.is_bare and (is_figure or not first.year):
        return None
    edge = _EDGE.match(text, last_end)
    last_end = edge.end() if edge else last_end
    until = _UNTIL.match(text, last_end)
    period = _period(first, last)
    return (period, until.end() if until else last_end) if period else None


def _period(first: Day, last: Day) -> Period | None:
    """Return the period between two dates, what one leaves out filled in from the other."""
    if first.is_bare or last.is_bare:
        is_fiscal = first.is_fiscal or last.is_fiscal
        first, last = replace(first, is_fiscal=is_fiscal), replace(last, is_fiscal=is_fiscal)
    if first.year and not last.year and first.month and last.month:
        turns = (last.month, last.day) < (first.month, first.day)
        last = replace(last, year=first.year + turns)
    elif last.year and not first.year and first.month and last.month:
        turns = (first.month, first.day) > (last.month, last.day)
        first = replace(first, year=last.year - turns)
    start, end = first.iso(), last.iso()
    length = min(len(start), len(end))
    if not length or bool(first.year) != bool(last.year):
        return None
    if first.year and start[:length] > end[:length]:
        return None
    return Period(start, end, first.is_fiscal and last.is_fiscal)

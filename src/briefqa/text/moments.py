"""Dates, months, years and fiscal years in Japanese and English, and the periods between them.

Works on text that `briefqa.text.normalise.fold` has folded. A date that the calendar does not have
(2月30日) is found without a value, so that its figures are taken for nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from briefqa.records import Moment, Period, Qualifier
from briefqa.text.numerals import number_of
from briefqa.text.units import is_measured
from briefqa.text.wareki import western_year

_INITIALS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ERA = (
    r"(?P<era>明治|大正|昭和|平成|令和)\s?(?P<n>元|[0-9]{1,2}(?![0-9])|[一二三四五六七八九十]{1,3})"
)
_WESTERN = r"(?P<year>(?:1[5-9]|20|21)[0-9]{2})"
_IN_BRACKETS = (
    r"(?:\s?\((?:(?:明治|大正|昭和|平成|令和)\s?(?:元|[0-9]{1,2})|[12][0-9]{3})年?度?\))?"
)
_YEAR = (
    rf"(?:(?:西暦)?{_WESTERN}(?![0-9])|(?<![a-z0-9])(?P<i>[mtshr])(?P<short>[0-9]{{1,2}})(?![0-9])"
    rf"|{_ERA}|(?P<kanji>[一二][〇一二三四五六七八九]{{3}})(?![十百千]))"
)
_DAY_OF_WEEK = (
    r"(?:\s{0,2}\((?:[月火水木金土日](?:曜日?)?)?[・,/]?(?:祝日?|休)?\)|[月火水木金土日]曜日?)"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_DAY = r"(?P<day>[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?日"
_NO_MONTH_AFTER = r"(?![号間額次例謝面齢給収])"
_JAPANESE = re.compile(
    rf"{_YEAR}{_IN_BRACKETS}\s?年(?:(?P<fiscal>度)|(?!間|以[上内下]|ごと|毎|目|代|生|半|版)){_IN_BRACKETS}"
    rf"(?:\s?の?\s?{_MONTH}{_NO_MONTH_AFTER}(?:\s?{_DAY}(?!間){_DAY_OF_WEEK}?)?)?"
)
_MONTH_DAY = re.compile(rf"(?<![0-9]){_MONTH}\s?{_DAY}(?!間){_DAY_OF_WEEK}?")
_MONTH_ONLY = re.compile(
    rf"(?<![0-9])(?P<month>1[0-2]|0?[1-9])\s?月{_NO_MONTH_AFTER}(?!\s?[0-9]{{1,2}}\s?日)"
)
_SEPARATED = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})|(?<![a-z0-9])(?P<i>[mtshr])(?P<short>[0-9]{1,2})"
    r"|(?P<era>明治|大正|昭和|平成|令和)(?P<n>元|[0-9]{1,2}))"
    r"(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])(?![0-9])(?:(?P=sep)(?P<day>[0-9]{1,2})(?![0-9]))?"
    rf"(?![.,]?[0-9]|[万億兆%])(?:t[0-9:]{{4,8}}z?)?{_DAY_OF_WEEK}?"
)
_SLASHED = re.compile(rf"(?<![0-9/])(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-9]{{1,2}}){_DAY_OF_WEEK}")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAY_NAME = (
    r"(?:(?<![a-z])(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
)
_NUMBERED = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z])"
_LATE_YEAR = r"(?:,?\s(?P<year>(?:1[5-9]|20|21)[0-9]{2})(?![0-9]))"
_DAY_MONTH = re.compile(rf"{_WEEKDAY_NAME}{_NUMBERED}\s(?:of\s)?{_NAME}{_LATE_YEAR}?")
_NAMED_DAY = re.compile(
    rf"{_WEEKDAY_NAME}{_NAME}\s{{1,2}}{_NUMBERED}(?!:)(?:\s[0-9:]{{5,8}}(?:\s[a-z]{{3,4}})?)?{_LATE_YEAR}?"
)
_NAMED_MONTH = re.compile(rf"{_NAME}{_LATE_YEAR}")
_FISCAL = re.compile(
    r"(?:fy|fiscal\s(?:year\s)?)\s?'?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
)
_BARE = re.compile(
    r"(?<![0-9a-z.,/$€¥£_-])(?P<year>(?:19|20)[0-9]{2}|2100)(?![0-9a-z%:年/]|[.,][0-9])"
)
_ERA_ONLY = re.compile(rf"{_ERA}(?=\s?[~〜-]\s?(?:[0-9]{{1,2}}|元)年)")
_PATTERNS = (
    _JAPANESE, _SEPARATED, _SLASHED, _MONTH_DAY, _MONTH_ONLY, _DAY_MONTH, _NAMED_DAY, _NAMED_MONTH,
    _FISCAL, _ERA_ONLY, _BARE,
)  # fmt: skip
_NEEDS_CAPITAL = (_DAY_MONTH, _NAMED_DAY, _NAMED_MONTH)

_START = re.compile(
    r"西暦|明治|大正|昭和|平成|令和|(?<![a-z])[mtshr](?=[0-9])|(?<![0-9])[0-9]"
    r"|(?<![〇一二三四五六七八九十])[〇一二三四五六七八九十](?=[〇一二三四五六七八九十月])|(?<=[〇一二三四五六七八九十])月"
    r"|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|fy|fis)"
)
_EDGE = re.compile(
    r"(?P<half>(?:の)?[上下]半期|(?:の)?第[1-4一二三四]四半期)|(?P<about>\s?(?:頃|ごろ|前後))"
    r"|\s?(?:末|初頭|初め|春|夏|秋|冬|前半|後半|[上中下]旬|中(?![一-鿿])|内(?![一-鿿]))"
)
_JOIN = re.compile(r"\s{0,2}(?:[~〜-]|から|より|to\s|until\s|through\s|and\s)\s{0,2}")
_TO = re.compile(r"\s?(?:までに?|迄)")
_OPEN_END = re.compile(
    r"\s?(?:から|以降|以後|以来|より(?![もは多少高低大小前早遅良い])|onwards?(?![a-z]))|\s?[~〜](?![0-9a-z])"
)
_OPEN_START = re.compile(r"\s?(?:までに?|迄に?|以前)")
_BEFORE = re.compile(
    r"(?<![a-z])(?P<word>between|from|since|by|until|till|up to|around|circa|about|approximately)\s$"
)
_SHORT_YEAR = re.compile(r"(?P<two>[0-9]{2}|元|[0-9])(?![0-9])(?:\s?年(?P<fiscal>度)?(?!間))?")
_SHORT_DAY = re.compile(rf"{_DAY}(?!間){_DAY_OF_WEEK}?")
_DAYS_FIRST = re.compile(
    rf"(?<![0-9])(?P<first>[0-9]{{1,2}})\s?(?:-|~|〜|to|and)\s?{_NUMBERED}\s{_NAME}{_LATE_YEAR}?"
)
_DAYS_LAST = re.compile(
    rf"{_NAME}\s(?P<first>[0-9]{{1,2}})\s?(?:-|~|〜|to|and)\s?{_NUMBERED}{_LATE_YEAR}?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in parts; `year`, `month` and `day` are 0 where not said. `is_fiscal` as in `Moment`."""

    year: int
    month: int
    day: int
    is_fiscal: bool = False
    is_bare: bool = False
    is_about: bool = False

    def iso(self) -> str:
        """Return the date as `Moment.date` has it, "" where the calendar does not have it."""
        try:
            date(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError:
            return ""
        year = f"{self.year:04}" if self.year else "-"
        parts = [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join([year, *parts])


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period found at [start, end) of folded text; `value` None for one that cannot be."""

    start: int
    end: int
    value: Moment | Period | None


def moments_in(text: str, written: str) -> Iterator[Dated]:
    """Yield the dates and periods of folded `text`, in order, not overlapping.

    `written`: as `text`, its letters in their own case; a month's name begins with a capital.
    """
    position = 0
    while match := _START.search(text, position):
        start = match.start()
        found = _days(text, start) or _dated(text, written, start)
        if found is None:
            position = match.end()
            continue
        found = _with_before(text, found, position)
        yield found
        position = found.end


def _days(text: str, start: int) -> Dated | None:
    """Read `10-21 November 2025` and `November 10-21, 2025`."""
    match = _DAYS_FIRST.match(text, start) or _DAYS_LAST.match(text, start)
    if match is None:
        return None
    last = _day_of(match)
    return Dated(start, match.end(), _period(replace(last, day=int(match["first"])), last))


def _dated(text: str, written: str, start: int) -> Dated | None:
    """Read the date, or the period, that begins at `start`."""
    first = _day_at(text, written, start)
    if first is None:
        return None
    day, end = first
    if joined := _joined(text, written, day, end):
        return Dated(start, joined[1], joined[0])
    if day.is_bare and is_measured(text, end):
        return None
    return _alone(text, start, day, end)


def _alone(text: str, start: int, day: Day, end: int) -> Dated | None:
    if not (iso := day.iso()):
        return Dated(start, end, None)
    if edge := _EDGE.match(text, end):
        if edge["half"]:
            if half := _part_of_year(day, edge["half"]):
                return Dated(start, edge.end(), half)
        else:
            end = edge.end()
            day = replace(day, is_about=edge["about"] is not None)
    if match := _OPEN_START.match(text, end):
        return Dated(start, match.end(), Period("", iso, day.is_fiscal))
    if match := _OPEN_END.match(text, end):
        return Dated(start, match.end(), Period(iso, "", day.is_fiscal))
    qualifier: Qualifier = "about" if day.is_about else ""
    return Dated(start, end, Moment(iso, qualifier, day.is_fiscal))


def _with_before(text: str, found: Dated, since: int) -> Dated:
    """Take in the English word before a date: since 2013, by 2030, around 2000."""
    before = _BEFORE.search(text, max(since, found.start - 16), found.start)
    if before is None:
        return found
    word, value = before["word"], found.value
    start = before.start()
    if isinstance(value, Period):
        is_range = bool(value.start and value.end)
        return replace(found, start=start) if word in ("between", "from") and is_range else found
    if value is None or word == "between":
        return found
    if word in ("around", "circa", "about", "approximately"):
        return Dated(start, found.end, replace(value, qualifier="about"))
    if word in ("from", "since"):
        return Dated(start, found.end, Period(value.date, "", value.is_fiscal))
    return Dated(start, found.end, Period("", value.date, value.is_fiscal))


def _part_of_year(day: Day, part: str) -> Period | None:
    """Return the months of a half or a quarter of a year; a fiscal year begins in April."""
    if not day.year or day.month:
        return None
    if "四半期" in part:
        first = (
            "1234".find(part.strip("の")[1]) + 1 or "一二三四".find(part.strip("の")[1]) + 1
        ) * 3 - 2
        months = 3
    else:
        first, months = (1 if "上" in part else 7), 6
    start = first - 1 + (3 if day.is_fiscal else 0)
    last = start + months - 1
    return Period(
        Day(day.year + start // 12, start % 12 + 1, 0).iso(),
        Day(day.year + last // 12, last % 12 + 1, 0).iso(),
    )


def _day_at(text: str, written: str, start: int) -> tuple[Day, int] | None:
    for pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match is None:
            continue
        if pattern in _NEEDS_CAPITAL and not written[match.start("name")].isupper():
            continue
        day = _day_of(match)
        if pattern is _BARE:
            day = replace(day, is_bare=True)
        return day, match.end()
    return None


def _day_of(match: re.Match[str]) -> Day:
    """Return the date that one of the patterns matched."""
    parts = match.groupdict()
    year = _year_of(parts)
    month = _number(parts.get("month"))
    if parts.get("name"):
        month = _MONTH_NAMES.index(str(parts["name"])[:3]) + 1
    is_fiscal = bool(parts.get("fiscal")) or match.re is _FISCAL
    if is_fiscal and month:
        year, is_fiscal = year + (month < 4), False
    return Day(year, month, _number(parts.get("day")), is_fiscal)


def _year_of(parts: dict[str, str | None]) -> int:
    if parts.get("era"):
        return western_year(str(parts["era"]), 1 if parts["n"] == "元" else _number(parts["n"]))
    if parts.get("i"):
        return western_year(_INITIALS[str(parts["i"])], _number(parts["short"]))
    year = _number(parts.get("year") or parts.get("kanji"))
    return year + 2000 if 0 < year < 100 else year


def _number(digits: str | None) -> int:
    return int(number_of(digits)) if digits else 0


def _joined(text: str, written: str, first: Day, end: int) -> tuple[Period, int] | None:
    """Read on after a date: ～11月21日, から令和6年3月まで, -2035; None where no second date joins."""
    edge = _EDGE.match(text, end)
    joiner = _JOIN.match(text, edge.end() if edge and not edge["half"] else end)
    if joiner is None:
        return None
    at = joiner.end()
    second = (
        _short_year(text, first, at, end)
        or _day_at(text, written, at)
        or _short_day(text, first, at)
    )
    if second is None:
        return None
    last, last_end = second
    if (last.is_bare and not first.year) or (last.is_bare and is_measured(text, last_end)):
        return None
    if edge := _EDGE.match(text, last_end):
        last_end = last_end if edge["half"] else edge.end()
    period = _period(first, last)
    if period is None:
        return None
    if until := _TO.match(text, last_end):
        last_end = until.end()
    return period, last_end


def _short_year(text: str, first: Day, at: int, end: int) -> tuple[Day, int] | None:
    """Read the second year of 2013～25年度, 令和3～5年度 and 2024-25."""
    match = _SHORT_YEAR.match(text, at)
    if match is None or not first.year or first.month:
        return None
    year = _number(match["two"].replace("元", "1"))
    before = re.search(
        r"(明治|大正|昭和|平成|令和)\s?[元0-9]{1,2}(?:年度?)?$", text[max(0, end - 8) : end]
    )
    if before and match.end() > match.end("two"):
        year = western_year(before[1], year)
    elif len(match["two"]) == 2 and year > first.year % 100:
        year += first.year // 100 * 100
    else:
        return None
    return Day(
        year, 0, 0, bool(match["fiscal"]), is_bare=match.end() == match.end("two")
    ), match.end()


def _short_day(text: str, first: Day, at: int) -> tuple[Day, int] | None:
    """Read the second day of 11月10日～21日."""
    match = _SHORT_DAY.match(text, at)
    if match is None or not first.day:
        return None
    return replace(first, day=_number(match["day"])), match.end()


def _period(first: Day, last: Day) -> Period | None:
    """Return the period between two dates, what one of them leaves out filled in from the other."""
    if first.is_bare and last.is_fiscal:
        first = replace(first, is_fiscal=True)
    if last.is_bare and first.is_fiscal:
        last = replace(last, is_fiscal=True)
    if first.year and not last.year and last.month:
        wraps = (last.month, last.day) < (first.month, first.day)
        last = replace(last, year=first.year + (wraps and first.month > 0))
    elif last.year and not first.year and first.month and last.month:
        wraps = (first.month, first.day) > (last.month, last.day)
        first = replace(first, year=last.year - wraps)
    start, end = first.iso(), last.iso()
    if not start or not end or bool(first.year) != bool(last.year):
        return None
    if first.year and start[: len(end)] > end[: len(start)]:
        return None
    return Period(start, end, first.is_fiscal and last.is_fiscal)

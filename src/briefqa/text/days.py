"""Single dates in Japanese and English: a day, a month, a year or a fiscal year.

Patterns are for text that `briefqa.text.normalise.fold` has folded.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from briefqa.text.numerals import MULTIPLIER, number_of
from briefqa.text.wareki import western_year

_INITIALS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_MONTHS = 12
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ERA_YEAR = "(?:0?[1-9]|[1-9][0-9])"
_ERA = (
    r"(?P<era>明治|大正|昭和|平成|令和)\s?"
    rf"(?P<n>元|{_ERA_YEAR}(?![0-9])|[一二三四五六七八九十]{{1,3}})"
)
_WESTERN = r"(?P<year>(?:1[5-9]|20|21)[0-9]{2})(?![0-9])"
_SHORT = rf"(?<![a-z0-9])(?P<i>[mtshr])(?P<short>{_ERA_YEAR})(?![0-9])"
_YEAR = (
    rf"(?:(?:西暦)?{_WESTERN}|{_SHORT}|{_ERA}"
    r"|(?P<kanji>[一二][〇一二三四五六七八九]{3})(?![十百千]))"
)
# The same year in the other calendar: 2025年(令和7年)6月, 令和7(2025)年度.
_AGAIN = r"(?:\s?\((?:(?:明治|大正|昭和|平成|令和)\s?(?:元|[0-9]{1,2})|[12][0-9]{3})年?度?\))?"
_WEEKDAY = (
    r"(?:\s{0,2}\((?:[月火水木金土日](?:曜日?)?)?[・,/]?(?:祝日?|休)?\)|[月火水木金土日]曜日?)"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_DAY = r"(?P<day>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?日(?![間本])"
_NO_MONTH = r"(?![号間額次例謝面齢給収])"
# 2000年以上, 2000年間 are spans of time.
_NO_YEAR = "(?!間|以[上内下]|ごと|毎|目(?![標的指])|代|生|半(?![期ば])|版)"
_JAPANESE = re.compile(
    rf"{_YEAR}{_AGAIN}\s?年(?:(?P<fiscal>度)|{_NO_YEAR}){_AGAIN}"
    rf"(?:\s?の?\s?{_MONTH}{_NO_MONTH}(?:\s?{_DAY}{_WEEKDAY}?)?)?"
)
_MONTH_DAY = re.compile(rf"(?<![0-9]){_MONTH}\s?{_DAY}{_WEEKDAY}?")
_MONTH_ONLY = re.compile(
    rf"(?<![0-9])(?P<month>1[0-2]|0?[1-9])\s?月{_NO_MONTH}(?!\s?[0-9]{{1,2}}\s?日)"
)
_SEPARATED = re.compile(
    r"(?![mt][0-9]{1,2}[./-][0-9]{1,2}(?![./-]?[0-9]))"  # a magnitude, M7.3, and no month of 明治
    rf"(?:(?P<year>(?:19|20)[0-9]{{2}})|{_SHORT}|(?P<era>明治|大正|昭和|平成|令和)(?P<n>元|{_ERA_YEAR}))"
    r"(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])(?![0-9])(?:(?P=sep)(?P<day>[0-9]{1,2})(?![0-9]))?"
    rf"(?![.,]?[0-9]|[万億兆%])(?:t[0-9:]{{4,8}}z?)?{_WEEKDAY}?"
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])"
)
_SLASHED = re.compile(rf"(?<![0-9/])(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-9]{{1,2}}){_WEEKDAY}")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAY_NAME = r"(?:(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)(?:s?|nes|r|rs|ur)(?:day)?\.?,?\s)?"
_NUMBERED = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z])"
_LATE_YEAR = r"(?:[.,]?\s(?P<year>(?:1[5-9]|20|21)[0-9]{2})(?![0-9]))"
_DAY_MONTH = re.compile(rf"{_WEEKDAY_NAME}{_NUMBERED}\s(?:of\s)?{_NAME}{_LATE_YEAR}?")
_NAMED_DAY = re.compile(
    rf"{_WEEKDAY_NAME}{_NAME}\s{{1,2}}{_NUMBERED}(?!:)(?:\s[0-9:]{{5,8}}(?:\s[a-z]{{3,4}})?)?"
    rf"{_LATE_YEAR}?(?:\s\+[0-9]{{4}}(?![0-9]))?"
)
_NAMED_MONTH = re.compile(rf"{_NAME}{_LATE_YEAR}")
_YEAR_NAME = re.compile(
    rf"(?P<year>(?:19|20)[0-9]{{2}})(?P<sep>[/-]){_NAME}(?:(?P=sep)(?P<day>[0-9]{{1,2}})(?![0-9]))?"
)
_DAY_NAME_YEAR = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?P<sep>[/-]){_NAME}(?P=sep)(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])"
)
# As spreadsheets and charts write days where no other notation is chosen: month first. One that no
# month can be is the day.
_YEAR_LAST = re.compile(
    r"(?<![0-9/])(?P<one>[0-9]{1,2})/(?P<other>[0-9]{1,2})/(?P<year>(?:19|20)[0-9]{2})(?![0-9/])"
)
_MONTH_YEAR = re.compile(r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)[0-9]{2})(?![0-9/])")
_FISCAL = re.compile(
    r"(?<![a-z])(?:fy|fiscal\s(?:year\s)?)\s?'?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
)
_BARE = re.compile(
    rf"(?P<year>(?:19|20)[0-9]{{2}}|2100)(?![0-9a-z%:年/]|[.,][0-9]|\s?{MULTIPLIER})"
)
_ERA_ONLY = re.compile(rf"{_ERA}(?=\s?[~〜-]\s?(?:明治|大正|昭和|平成|令和)?(?:[0-9]{{1,2}}|元)年)")
_PATTERNS = (
    _JAPANESE, _SEPARATED, _YEAR_LAST, _SLASHED, _MONTH_DAY, _MONTH_ONLY, _DAY_MONTH, _NAMED_DAY,
    _NAMED_MONTH, _COMPACT, _YEAR_NAME, _DAY_NAME_YEAR, _MONTH_YEAR, _FISCAL, _ERA_ONLY, _BARE,
)  # fmt: skip
_DAYS_FIRST = re.compile(
    rf"(?<![0-9])(?P<first>[0-9]{{1,2}})\s?(?:[-~〜]|to|and)\s?{_NUMBERED}\s{_NAME}{_LATE_YEAR}?"
)
_DAYS_LAST = re.compile(
    rf"{_NAME}\s(?P<first>[0-9]{{1,2}})\s?(?:[-~〜]|to|and)\s?{_NUMBERED}{_LATE_YEAR}?"
)
# One month or year for both ends: 2024年4～6月, 11月10～21日.
_BOTH_MONTHS = re.compile(
    rf"(?:{_YEAR}{_AGAIN}\s?年(?P<fiscal>度)?\s?)?(?P<first>1[0-2]|0?[1-9])\s?[~〜-]\s?{_MONTH}{_NO_MONTH}"
    r"(?!\s?[0-9]{1,2}\s?日)"
)
_BOTH_DAYS = re.compile(
    rf"(?:{_YEAR}{_AGAIN}\s?年\s?)?{_MONTH}\s?(?P<first>[0-9]{{1,2}})\s?[~〜-]\s?{_DAY}{_WEEKDAY}?"
)
_SHORT_DATE = re.compile(r"(?P<month>1[0-2]|0?[1-9])[/.](?P<day>[0-9]{1,2})(?![0-9./])")
_SHORT_DAY = re.compile(rf"{_DAY}{_WEEKDAY}?")
_SHORT_YEAR = re.compile(r"(?P<two>[0-9]{2}|元|[0-9])(?![0-9])(?:\s?年(?P<fiscal>度)?(?!間))?")
_ERA_BEFORE = re.compile(r"(明治|大正|昭和|平成|令和)\s?[元0-9]{1,2}(?:年度?)?\Z")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in parts; `year`, `month` and `day` are 0 where not said.

    `is_fiscal` as in `Moment`; `is_bare`: a year without a word that says so.
    """

    year: int
    month: int
    day: int
    is_fiscal: bool = False
    is_bare: bool = False

    def iso(self) -> str:
        """Return the date as `Moment.date` has it, "" where the calendar does not have it.

        >>> Day(2024, 2, 29).iso(), Day(2023, 2, 29).iso(), Day(0, 4, 8).iso(), Day(0, 4, 0).iso()
        ('2024-02-29', '', '--04-08', '--04')
        """
        try:
            date(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError:
            return ""
        year = f"{self.year:04}" if self.year else "-"
        return "-".join([year, *(f"{part:02}" for part in (self.month, self.day) if part)])


def day_at(text: str, written: str, start: int) -> tuple[Day, int] | None:
    """Return the date that begins at `start` of folded `text`, and its end; None if none does.

    `written`: as `text`, its letters in their own case: the name of a month has a capital.
    """
    for pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match is not None and _is_name(match, written):
            return _day_of(match), match.end()
    return None


def days_at(text: str, written: str, start: int) -> tuple[Day, Day, int] | None:
    """Read `10-21 November 2025`, `November 10-21, 2025`, 11月10～21日, 4～6月: both, the end."""
    for pattern in (_DAYS_FIRST, _DAYS_LAST, _BOTH_DAYS, _BOTH_MONTHS):
        match = pattern.match(text, start)
        if match is not None and _is_name(match, written):
            last, first = _day_of(match), int(match["first"])
            if pattern is not _BOTH_MONTHS:
                return replace(last, day=first), last, match.end()
            return *_turned(last, first, is_fiscal=bool(match["fiscal"])), match.end()
    return None


def _turned(last: Day, month: int, *, is_fiscal: bool) -> tuple[Day, Day]:
    """Return both months of 2024年12～2月; the year said is that of the first, or a fiscal year."""
    turns = last.year > 0 and month > last.month
    first = replace(last, month=month, year=last.year - (turns and is_fiscal))
    return first, replace(last, year=last.year + (turns and not is_fiscal))


def short_day_at(text: str, first: Day, start: int) -> tuple[Day, int] | None:
    """Read the second day of 11月10日～21日 and 2025/4/3-4/28."""
    if not first.day:
        return None
    if match := _SHORT_DATE.match(text, start):
        return Day(0, _number(match["month"]), _number(match["day"])), match.end()
    match = _SHORT_DAY.match(text, start)
    return (replace(first, day=_number(match["day"])), match.end()) if match else None


def short_year_at(text: str, first: Day, first_end: int, start: int) -> tuple[Day, int] | None:
    """Read the second year of 2013～25年度, 令和3～5年度 and 2024-25."""
    match = _SHORT_YEAR.match(text, start)
    if match is None or not first.year or first.month:
        return None
    year, is_bare = _number(match["two"].replace("元", "1")), match.end() == match.end("two")
    era = _ERA_BEFORE.search(text, max(0, first_end - 8), first_end)
    if era and not is_bare:
        year = western_year(era[1], year)
    elif len(match["two"]) == 2 and year > first.year % 100:
        year += first.year // 100 * 100
    else:
        return None
    return Day(year, 0, 0, bool(match["fiscal"]), is_bare), match.end()


def _is_name(match: re.Match[str], written: str) -> bool:
    return not match.groupdict().get("name") or written[match.start("name")].isupper()


def _day_of(match: re.Match[str]) -> Day:
    parts = match.groupdict()
    if match.re is _YEAR_LAST:
        one, other = sorted((int(parts["one"]), int(parts["other"])), key=lambda n: n > _MONTHS)
        return Day(int(parts["year"]), one, other)
    year, month = _year_of(parts), _number(parts.get("month"))
    if name := parts.get("name"):
        month = _MONTH_NAMES.index(name[:3]) + 1
    is_fiscal = bool(parts.get("fiscal")) or match.re is _FISCAL
    if is_fiscal and month:
        year, is_fiscal = year + (month < 4), False
    is_bare = match.re in (_BARE, _ERA_ONLY)
    return Day(year, month, _number(parts.get("day")), is_fiscal, is_bare)


def _year_of(parts: dict[str, str | None]) -> int:
    if era := parts.get("era"):
        return western_year(era, 1 if parts["n"] == "元" else _number(parts["n"]))
    if initial := parts.get("i"):
        return western_year(_INITIALS[initial], _number(parts["short"]))
    year = _number(parts.get("year") or parts.get("kanji"))
    return year + 2000 if 0 < year < 100 else year


def _number(digits: str | None) -> int:
    return int(number_of(digits)) if digits else 0

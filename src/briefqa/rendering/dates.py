"""English for dates and periods, as British usage has them: 21 May 2023."""

import re

from briefqa.records import Moment, Period
from briefqa.rendering.cldr import month_names
from briefqa.rendering.data import tables
from briefqa.text.quantities import read_value

_DASH = "\N{EN DASH}"
_OPEN = re.compile(r"\s?[~〜]$")


def render_date(text: str) -> str | None:
    """Return English for NFKC text that is a date or period as a whole; None for any other.

    >>> [render_date(t) for t in ("2018年1月", "2027年度", "2016年より", "2025年3月末")]
    ['January 2018', 'fiscal year 2027', 'since 2016', 'end of March 2025']
    """
    for word, around in tables("phrases")["dates"].items():
        if text.endswith(word) and (inner := _dated(text.removesuffix(word).rstrip(" の"))):
            return str(around).format(inner)
    if _OPEN.search(text) and (inner := _moment(_OPEN.sub("", text))):
        return f"from {inner}"
    value = read_value(text)
    return moment_words(value) if isinstance(value, Moment | Period) else None


def _dated(text: str) -> str | None:
    """Return English for a date, which may itself say which part of it is meant: 夏 of 夏頃."""
    return render_date(text) if isinstance(read_value(text), Moment) else None


def _moment(text: str) -> str | None:
    value = read_value(text)
    return moment_words(value) if isinstance(value, Moment) else None


def moment_words(value: Moment | Period) -> str:
    """Return English for a date or period.

    >>> moment_words(Period("2023-05-19", "2023-05-21")), moment_words(Moment("--04-08"))
    ('19–21 May 2023', '8 April')
    """
    if isinstance(value, Moment):
        words = _words(value.date, is_fiscal=value.is_fiscal)
        return f"around {words}" if value.qualifier == "about" else words
    if not value.end:
        return f"from {_words(value.start, is_fiscal=value.is_fiscal)}"
    if not value.start:
        return f"until {_words(value.end, is_fiscal=value.is_fiscal)}"
    return _range(value)


def _parts(date: str) -> tuple[str, str, str]:
    """Return year, month and day of an ISO date, "" for what it leaves out."""
    year, month, day = ([*date.removeprefix("--").split("-"), "", ""])[:3]
    return ("", year, month) if date.startswith("--") else (year, month, day)


def _words(date: str, *, is_fiscal: bool) -> str:
    year, month, day = _parts(date)
    name = month_names()[int(month)] if month else ""
    words = " ".join(part for part in (str(int(day)) if day else "", name, year) if part)
    return f"fiscal year {words}" if is_fiscal else words


def _range(period: Period) -> str:
    """Return a period with what both its ends share said once."""
    first, last = _parts(period.start), _parts(period.end)
    if period.is_fiscal:
        return f"fiscal years {first[0]}{_DASH}{last[0]}"
    start, end = (_words(iso, is_fiscal=False) for iso in (period.start, period.end))
    if first[:2] == last[:2] and first[2] and last[2]:
        return f"{int(first[2])}{_DASH}{end}"
    if first[0] == last[0] and first[1] and last[1]:
        start = start.removesuffix(first[0]).rstrip()
    joiner = f" {_DASH} " if " " in start else _DASH
    return f"{start}{joiner}{end}"

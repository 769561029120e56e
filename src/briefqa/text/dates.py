"""Tell dates from what only looks like one."""

import re
from datetime import date

_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_JANUARY_FIRST = "-01-01"


def is_date(text: str) -> bool:
    """Tell whether `text` is a date of the calendar in ISO 8601: a year, a month or a day.

    >>> is_date("2024"), is_date("2024-06"), is_date("2024-02-30")
    (True, True, False)
    """
    if not _ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + _JANUARY_FIRST[len(text) - 4 :])
    except ValueError:
        return False
    return True

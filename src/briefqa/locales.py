"""Dates and numbers as readers of a language write them, by Unicode's CLDR."""

import re
from collections.abc import Mapping
from datetime import date as calendar_date

from briefqa.records import Language

# English as most of the world writes it, 11 June 2024, which is how answers say it too.
_LOCALES: Mapping[Language, str] = {"ja": "ja", "en": "en_001"}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def show_date(language: Language, date: str) -> str:
    """Return an ISO 8601 date of any precision as people write it; other text as it is.

    >>> show_date("ja", "2024-06"), show_date("en", "2024-06-11"), show_date("en", "FY2024")
    ('2024年6月', '11 June 2024', 'FY2024')
    """
    found = _DATE.fullmatch(date)
    if found is None:
        return date
    year, month, day = found.groups()
    try:
        first = calendar_date(int(year), int(month or 1), int(day or 1))
    except ValueError:  # such as the 30th of February
        return date
    # Imported here: what only answers questions shows no date.
    from babel.dates import format_date, format_skeleton

    if day:
        return format_date(first, "long", locale=_LOCALES[language])
    return format_skeleton("yMMMM" if month else "y", first, locale=_LOCALES[language])


def show_number(language: Language, number: float) -> str:
    """Return a number with its digits grouped, and at most three decimals.

    >>> show_number("ja", 1234), show_number("en", 0.5)
    ('1,234', '0.5')
    """
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_LOCALES[language])

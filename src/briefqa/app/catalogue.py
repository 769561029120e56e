"""The interface's words in Japanese and English, all from `web/messages.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefqa.records import Language

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages by key, then by language; `en_one` holds the English singular where it differs."""

    messages: Mapping[str, Mapping[str, str]]

    def text(self, language: Language, key: str, **values: str | int) -> str:
        """Return the message with its `{names}` filled in; a `count` of 1 takes the singular."""
        forms = self.messages[key]
        singular = f"{language}_one"
        is_single = values.get("count") == 1 and singular in forms
        return forms[singular if is_single else language].format(**values)


def load_catalogue(file: Path) -> Catalogue:
    """Read the messages of `file`."""
    with file.open("rb") as stream:
        return Catalogue(tomllib.load(stream))


def show_date(language: Language, date: str) -> str:
    """Return an ISO 8601 date of any precision as people write it; other text as it is.

    >>> show_date("ja", "2024-06"), show_date("en", "2024-06-11")
    ('2024年6月', '11 June 2024')
    """
    found = _DATE.fullmatch(date)
    if not found:
        return date
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 0 <= month <= len(_MONTHS):
        return date
    if language == "ja":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    words = (str(day) if day else "", _MONTHS[month - 1] if month else "", str(year))
    return " ".join(word for word in words if word)

"""Japanese era years as Western ones."""

import re

# First Western year of each era, by the Western year in which its year 1 began.
_ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_INITIALS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}

ERA_YEAR = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和)\s?(?P<year>元|\d{1,2})\s?年(?P<fiscal>度)?"
    r"|(?<![a-z0-9])(?P<initial>[mtshr])(?P<short>\d{1,2})(?=年|\.\d)"
)


def western_year(era: str, year: int) -> int:
    """Return the Western year of an era's year (1-based: year 1 is 元年).

    Raises KeyError for an unknown era.

    >>> western_year("令和", 7), western_year("昭和", 64)
    (2025, 1989)
    """
    return _ERAS[era] + year - 1


def era_years(text: str) -> list[tuple[int, str]]:
    """Return (Western year, "年度" or "年") for each era year in normalised `text`, in order.

    >>> era_years("平成30年度から令和元年まで")
    [(2018, '年度'), (2019, '年')]
    """
    found: list[tuple[int, str]] = []
    for match in ERA_YEAR.finditer(text):
        era = match["era"] or _INITIALS[match["initial"]]
        year = match["year"] or match["short"]
        number = 1 if year == "元" else int(year)
        found.append((western_year(era, number), "年度" if match["fiscal"] else "年"))
    return found

"""What a page says of itself: its title, its date, who publishes it."""

import re

from briefqa.readers.html.nodes import Page, attribute
from briefqa.text.dates import is_date

# In the order of trust: a page's own date of publication before its last change.
_DATES = (
    "article:published_time",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "datepublished",
    "pubdate",
    "date",
    "dcterms.created",
    "article:modified_time",
    "dcterms.modified",
    "last-modified",
)
_PUBLISHERS = (
    "dcterms.publisher",
    "dc.publisher",
    "citation_publisher",
    "publisher",
    "og:site_name",
    "dcterms.creator",
    "dc.creator",
    "author",
)
_TITLES = ("og:title", "dcterms.title", "dc.title")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")


def metadata_of(page: Page) -> tuple[str, str, str]:
    """Return the page's title, date (ISO 8601 of any precision) and publisher, "" for none."""
    found: dict[str, str] = {}
    for node in page.css("meta"):
        name = attribute(node, "property") or attribute(node, "name") or attribute(node, "itemprop")
        content = " ".join(attribute(node, "content").split())
        if name and content:
            found.setdefault(name.lower(), content)
    head = page.css_first("title")
    title = " ".join(head.text().split()) if head is not None else ""
    title = title or next(filter(None, (found.get(name, "") for name in _TITLES)), "")
    day = next(filter(None, (iso_day(found.get(name, "")) for name in _DATES)), "")
    publisher = next(filter(None, (found.get(name, "") for name in _PUBLISHERS)), "")
    return title, day or _time_of(page), publisher


def iso_day(text: str) -> str:
    """Return the date that a text begins with in ISO 8601, "" for none.

    >>> iso_day("2025/6/3 10:00"), iso_day("2025-06-11T09:00:00+09:00"), iso_day("soon")
    ('2025-06-03', '2025-06-11', '')
    """
    match = _DAY.match(text.strip())
    if match is None:
        return ""
    iso = "-".join(part.zfill(2) for part in match.groups() if part)
    return iso if is_date(iso) else ""


def _time_of(page: Page) -> str:
    node = page.css_first("time[pubdate], time[itemprop=datePublished]")
    return iso_day(attribute(node, "datetime")) if node is not None else ""

"""Read what a deck says of itself: its slides in order, their size and sections, its properties."""

import re
from dataclasses import dataclass

from briefqa.readers.ooxml.package import Package, PartError
from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    integer,
    relation_id,
)
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.text import clean

# The size of a slide where the file gives none: ECMA-376 Part 1, 19.2.1.39, 4:3.
_WIDTH, _HEIGHT = 9_144_000, 6_858_000
_SIZES = range(91_440, 100_000_000)  # EMU; 0.1 inch and more
_NAME_LIMIT = 200  # characters of a section's name
# What PowerPoint calls a section or a deck that nobody named.
_NO_SECTION = re.compile(
    r"^(?:既定のセクション|Default Section|(?:タイトルなしの|無題の)セクション|Untitled Section)$",
    re.I,
)
_NO_TITLE = re.compile(
    r"^(?:(?:Microsoft )?PowerPoint\s*(?:プレゼンテーション|Presentation)|プレゼンテーション\s*\d*"
    r"|Presentation\s*\d*|(?:スライド|Slide)\s*(?:番号)?\s*\d*|(?:無題|タイトルなし|Untitled).*|タイトル|Title)$",
    re.IGNORECASE,
)
_NO_PUBLISHER = re.compile(
    r"^(?:(?:PC|Windows|Microsoft Office|Microsoft)?\s*(?:user|ユーザー?|ユーザ)\d*|owner"
    r"|admin(?:istrator)?|unknown|steve canny|apache poi|python-pptx|libreoffice|openoffice"
    r"|pptxgenjs|作成者|所有者|\d+|.)$",
    re.IGNORECASE,
)
_DATE = re.compile(r"^(?:19[89]\d|20\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class SlideEntry:
    """A slide of the deck: the name of its part, "" where the deck does not say, and section."""

    part: str
    section: str


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck: its slides in the order of the show, a slide's rectangle, and how text looks."""

    part: str
    slides: tuple[SlideEntry, ...]
    whole: Rect
    text_style: Element | None


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself: "" for what it does not say."""

    title: str
    date: str
    publisher: str


def read_deck(package: Package) -> Deck:
    """Return the deck. Raises PartError where its list of slides cannot be read."""
    part = package.related("", "officeDocument") or "ppt/presentation.xml"
    try:
        root = package.root(part)
    except PartError:
        root = package.loose_root(part)
    relations = package.relations(part)
    sections = _sections(root)
    slides = tuple(
        SlideEntry(
            relations[key].target if (key := relation_id(entry)) in relations else "",
            sections.get(attribute(entry, "id"), ""),
        )
        for entry in children(child(root, "sldIdLst"), "sldId")
    )
    size = child(root, "sldSz")
    width, height = integer(size, "cx"), integer(size, "cy")
    if width not in _SIZES or height not in _SIZES:
        width, height = _WIDTH, _HEIGHT
    return Deck(part, slides, Rect(0, 0, width, height), child(root, "defaultTextStyle"))


def _sections(root: Element) -> dict[str, str]:
    """Return the section of each slide by its id: [MS-PPTX] 2.3.35, `p14:sectionLst`."""
    return {
        attribute(entry, "id"): name
        for section in descendants(next(descendants(root, "sectionLst"), None), "section")
        if not _NO_SECTION.match(name := clean(attribute(section, "name")).strip()[:_NAME_LIMIT])
        for entry in descendants(section, "sldId")
    }


def read_properties(package: Package) -> Properties:
    """Return the title, the date of the last change (its day, UTC) and the company, or author.

    The date is of the last change, not of the making: a deck is often made from another one, and
    keeps the day on which that was made.
    """
    core = package.optional(package.related("", "core-properties") or "docProps/core.xml")
    more = package.optional(package.related("", "extended-properties") or "docProps/app.xml")
    title = _value(core, "title")
    names = (_value(more, "Company"), _value(core, "creator"))
    changed = _DATE.match(_value(core, "modified"))
    return Properties(
        "" if _NO_TITLE.match(title) else title,
        changed[0] if changed else "",
        next((name for name in names if name and not _NO_PUBLISHER.match(name)), ""),
    )


def _value(root: Element | None, name: str) -> str:
    found = child(root, name)
    return "" if found is None else " ".join(clean(str(found.text or "")).split())

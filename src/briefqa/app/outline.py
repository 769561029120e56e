"""Shape briefings for their pages: their slides, and what could not be read of them; pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefqa.inspection.words import numbers_in_words
from briefqa.records import Briefing, LossKind, Slide, Unreadable
from briefqa.remarks import Remark
from briefqa.wire import incomplete_slides, picture_path

FOUND_SHOWN = 3
EXCERPT_LENGTH = 40  # characters that stand for a title where there is none


@dataclass(frozen=True, slots=True)
class Entry:
    """A slide of the outline; `picture` is its address or None, `excerpt` stands for a title."""

    slide: Slide
    picture: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Lost:
    """One kind of loss, and the numbers of the slides that have it."""

    kind: LossKind
    slides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A briefing, its slides in order, and what is missing of them."""

    briefing: Briefing
    entries: tuple[Entry, ...]
    losses: tuple[Lost, ...]

    @property
    def incomplete(self) -> int:
        """How many slides something is missing of."""
        return len(incomplete_slides(self.briefing))

    @property
    def has_pictures(self) -> bool:
        """Whether the slides are shown by their pictures."""
        return any(entry.picture for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Apart:
    """What tells a briefing from others of its title: its date, or else its file's name."""

    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A briefing in the list; `cover` is the address of its first slide's picture or None.

    `excerpt`: how its first slide begins, where there is no picture. `apart`: what tells it from
    others of its title, None where there are none. `found`: the first of its slides that hold the
    words looked for, of `found_count` that do.
    """

    briefing: Briefing
    cover: str | None
    excerpt: str
    incomplete: int
    apart: Apart | None
    found: tuple[Slide, ...] = ()
    found_count: int = 0


def shelf(briefings: Iterable[Briefing], find: str = "") -> tuple[Shelved, ...]:
    """Return briefings as they are listed: by their dates, the newest first.

    `find`: words that a briefing's title, publisher or file name must hold, or one of its slides,
    compared without width and case; "" for all briefings.
    """
    wanted = fold(find).split()
    known = newest_first(briefings)
    apart = told_apart(known)
    listed = (_shelved(briefing, wanted, apart.get(briefing.id)) for briefing in known)
    return tuple(one for one in listed if one.found or _is_named(one.briefing, wanted))


def _shelved(briefing: Briefing, wanted: Sequence[str], apart: Apart | None) -> Shelved:
    cover = next((picture_path(briefing, slide) for slide in briefing.slides), None)
    holding = [slide for slide in briefing.slides if wanted and _holds(slide.text, wanted)]
    incomplete = len(incomplete_slides(briefing))
    excerpt = next((_excerpt(slide) for slide in briefing.slides if slide.blocks), "")
    found = tuple(holding[:FOUND_SHOWN])
    return Shelved(briefing, cover, excerpt, incomplete, apart, found, len(holding))


def _is_named(briefing: Briefing, wanted: Sequence[str]) -> bool:
    return _holds(f"{briefing.title} {briefing.publisher} {briefing.source}", wanted)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in wanted)


def fold(text: str) -> str:
    """Return `text` without differences of width and case.

    >>> fold("ＳＢＯＭ ｶﾞｲﾄﾞ")
    'sbom ガイド'
    """
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gave no text, or slides of it that gave none for one reason.

    `slides`: how many; `numbers`: which, in words; 0 and "" for a whole file.
    """

    source: str
    slides: int
    numbers: str
    reason: Remark


def unread(unreadable: Iterable[Unreadable]) -> tuple[Unread, ...]:
    """Return what could not be read, the slides of a file together."""
    found: dict[tuple[str, Remark, bool], list[int]] = {}
    for one in unreadable:
        found.setdefault((one.source, one.reason, one.slide > 0), []).append(one.slide)
    return tuple(
        Unread(source, len(slides), numbers_in_words(tuple(slides)), reason)
        if is_slides
        else Unread(source, 0, "", reason)
        for (source, reason, is_slides), slides in found.items()
    )


def newest_first(briefings: Iterable[Briefing]) -> tuple[Briefing, ...]:
    """Return briefings by their dates, the newest first, those without a date last."""
    by_name = sorted(briefings, key=lambda briefing: briefing.id)
    return tuple(sorted(by_name, key=lambda briefing: briefing.date, reverse=True))


def told_apart(briefings: Iterable[Briefing]) -> Mapping[str, Apart]:
    """Return, by id, what tells briefings of the same title apart; others are left out."""
    titled: dict[str, list[Briefing]] = {}
    for briefing in briefings:
        titled.setdefault(fold(briefing.title), []).append(briefing)
    apart: dict[str, Apart] = {}
    for alike in titled.values():
        dates = {briefing.date for briefing in alike}
        is_dated = len(dates) == len(alike) and "" not in dates
        for one in alike if len(alike) > 1 else ():
            apart[one.id] = Apart(date=one.date) if is_dated else Apart(source=one.source)
    return apart


def outline(briefing: Briefing) -> Outline:
    """Return the outline of a briefing."""
    entries = tuple(
        Entry(slide, picture_path(briefing, slide), _excerpt(slide)) for slide in briefing.slides
    )
    return Outline(briefing, entries, losses_of(briefing.slides))


def losses_of(slides: tuple[Slide, ...]) -> tuple[Lost, ...]:
    """Return the losses of slides by their kind, those first that most slides have."""
    found: dict[LossKind, list[int]] = {}
    for slide in slides:
        for kind in dict.fromkeys(loss.kind for loss in slide.losses):
            found.setdefault(kind, []).append(slide.number)
    losses = [Lost(kind, tuple(numbers)) for kind, numbers in found.items()]
    return tuple(sorted(losses, key=lambda one: (-len(one.slides), one.slides, one.kind)))


def _excerpt(slide: Slide) -> str:
    first = next((block.text for block in slide.blocks), "")
    is_long = len(first) > EXCERPT_LENGTH
    return f"{first[: EXCERPT_LENGTH - 1]}…" if is_long else first

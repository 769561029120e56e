"""Tell what a document's pages repeat or count: running heads and feet, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.readers.pdf.paragraphs import Paragraph
from briefqa.readers.pdf.sketch import Sketch, middle_size
from briefqa.text.normalise import squeeze

_SHARE = 0.35  # of the pages; what fewer of them repeat is text
_FEWEST = 3  # pages of a document that has furniture, and on which it is repeated
_ZONE = 0.13  # of the printed height, at the head and at the foot of what pages usually print
_EDGE, _MOST = 0.1, 0.3  # of the page's height, whatever pages print: the zone's least and most
_SIDE = 0.06  # of the page's width, at its sides
_PLACE = 24.0  # points; what is repeated stands in one place to about this
_LARGE = 1.2  # times the page's body: heads of pages, not of the document
_NUMBER = re.compile(
    r"^(?:[-–—―‐ｐpP<＜\[（(]|page|Page|PAGE)?[.．]?\s*(?P<number>[0-9０-９]{1,4})\s*"
    r"(?:[-–—―‐>＞\]）)]|ページ|頁|[/／]\s*[0-9０-９]{1,4}|of\s*[0-9]{1,4})?$"
)
_DIGITS = re.compile("[0-9０-９]+")


def find_furniture(sketches: Sequence[Sketch]) -> list[set[int]]:
    """Return for each page the `id`s of the paragraphs that are furniture."""
    if len(sketches) < _FEWEST:
        return [set() for _ in sketches]
    zone = _zone(sketches)
    repeated = _repeated(sketches, zone)
    counted = _counted(sketches, zone)
    return [_of_page(sketch, zone, repeated, counted) for sketch in sketches]


def _of_page(
    sketch: Sketch, zone: "_Zone", repeated: set[tuple[str, int]], counted: set["Place"]
) -> set[int]:
    largest = max((p.size for p in sketch.paragraphs), default=0.0)
    found: set[int] = set()
    for frame in sketch.frames:
        numbers = {id(p) for p in frame.paragraphs if _is_counted(p, sketch, counted, zone)}
        words = {
            id(p)
            for p in frame.paragraphs
            if _key(p) in repeated and zone.holds(p) and not _could_title(p, sketch, largest)
        }
        found |= numbers
        # What stands in one box with the page's own text is a part of that.
        if len(words | numbers) == len(frame.paragraphs):
            found |= words
    return found


def _key(paragraph: Paragraph) -> tuple[str, int]:
    """Return what pages that repeat a paragraph share: its words, save figures, and its size."""
    return _DIGITS.sub("#", squeeze(paragraph.text)), round(paragraph.size)


@dataclass(frozen=True, slots=True)
class _Zone:
    """Where furniture stands, in points: above `head`, below `foot`, outside `left` and `right`."""

    head: float
    foot: float
    left: float
    right: float

    def holds(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph lies wholly in the zone."""
        return (
            self.is_outer(paragraph) or paragraph.right <= self.left or paragraph.left >= self.right
        )

    def is_outer(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph lies wholly at the head or the foot."""
        return paragraph.bottom <= self.head or paragraph.top >= self.foot


def _zone(sketches: Sequence[Sketch]) -> _Zone:
    """Return the zone of a document: its slides may be printed small on larger sheets."""
    printed = [sketch for sketch in sketches if sketch.frames]
    tops = sorted(min(p.top for p in sketch.paragraphs) for sketch in printed)
    feet = sorted(max(p.bottom for p in sketch.paragraphs) for sketch in printed)
    width = max((sketch.width for sketch in printed), default=0.0)
    if not printed:
        return _Zone(0.0, 0.0, 0.0, 0.0)
    height = max(sketch.height for sketch in printed)
    top, foot = tops[len(tops) // 2], feet[len(feet) // 2]
    reach = _ZONE * (foot - top)
    return _Zone(
        head=min(max(top + reach, _EDGE * height), _MOST * height),
        foot=max(min(foot - reach, (1 - _EDGE) * height), (1 - _MOST) * height),
        left=_SIDE * width,
        right=(1 - _SIDE) * width,
    )


def _could_title(paragraph: Paragraph, sketch: Sketch, largest: float) -> bool:
    """Say whether a repeated paragraph heads its page all the same: two pages of one title."""
    if paragraph.tag is not None and paragraph.tag.is_heading:
        return True
    size = middle_size([pair for pair in sketch.sizes if pair[0] < 0.95 * largest])
    is_large = paragraph.size > _LARGE * size and paragraph.size >= 0.95 * largest
    return is_large and paragraph.bottom < sketch.height / 2


def _repeated(sketches: Sequence[Sketch], zone: _Zone) -> set[tuple[str, int]]:
    """Return the keys of what at least a third of the pages have at about the same place."""
    pages: Counter[tuple[tuple[str, int], int, int]] = Counter()
    for sketch in sketches:
        places = {
            (_key(p), column, row)
            for p in sketch.paragraphs
            if len(p.text) <= 200 and zone.holds(p)
            for column in _near(p.left)
            for row in _near(p.top)
        }
        pages.update(places)
    fewest = max(_FEWEST, _SHARE * len(sketches))
    return {key for (key, _, _), count in pages.items() if count >= fewest}


def _near(value: float) -> tuple[int, int]:
    place = int(value // _PLACE)
    return place, place + 1


def _page_number(paragraph: Paragraph) -> int | None:
    text = squeeze(paragraph.text)
    match = _NUMBER.match(text) if len(text) <= 16 else None
    return int(match["number"]) if match is not None else None


Place = tuple[int, int]


def _counted(sketches: Sequence[Sketch], zone: _Zone) -> set[Place]:
    """Return where numbers stand that grow with the page, and by how much they are ahead of it."""
    pages: Counter[Place] = Counter()
    for sketch in sketches:
        places: set[Place] = set()
        for paragraph in sketch.paragraphs:
            number = _page_number(paragraph)
            if number is not None and zone.is_outer(paragraph):
                row = round(paragraph.top / _PLACE)
                places |= {(number - sketch.number, row + near) for near in (-1, 0, 1)}
        pages.update(places)
    fewest = max(_FEWEST, _SHARE * len(sketches))
    return {place for place, count in pages.items() if count >= fewest}


def _is_counted(paragraph: Paragraph, sketch: Sketch, counted: set[Place], zone: _Zone) -> bool:
    number = _page_number(paragraph)
    if number is None or not zone.is_outer(paragraph):
        return False
    return (number - sketch.number, round(paragraph.top / _PLACE)) in counted

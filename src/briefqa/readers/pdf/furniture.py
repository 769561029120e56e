"""Tell what a document's pages repeat or count: running heads and feet, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from briefqa.readers.pdf.paragraphs import Paragraph
from briefqa.readers.pdf.sketch import Sketch
from briefqa.text.normalise import squeeze

_SHARE = 0.35  # of the pages; what fewer of them repeat is text
_FEWEST = 3  # pages of a document that has furniture, and on which it is repeated
_ZONE = 0.14  # of the page's height, at its top and at its foot
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
    repeated = _repeated(sketches)
    counted = _counted(sketches)
    found: list[set[int]] = []
    for sketch in sketches:
        largest = max((p.size for p in sketch.paragraphs), default=0.0)
        found.append(
            {
                id(paragraph)
                for paragraph in sketch.paragraphs
                if _key(paragraph) in repeated
                and _is_at_edge(paragraph, sketch)
                and not _could_title(paragraph, sketch, largest)
            }
            | {
                id(paragraph)
                for paragraph in sketch.paragraphs
                if _is_counted(paragraph, sketch, counted)
            }
        )
    return found


def _key(paragraph: Paragraph) -> tuple[str, int]:
    """Return what pages that repeat a paragraph share: its words, save figures, and its size."""
    return _DIGITS.sub("#", squeeze(paragraph.text)), round(paragraph.size)


def _is_at_edge(paragraph: Paragraph, sketch: Sketch) -> bool:
    return (
        paragraph.bottom <= _ZONE * sketch.height
        or paragraph.top >= (1 - _ZONE) * sketch.height
        or paragraph.right <= _SIDE * sketch.width
        or paragraph.left >= (1 - _SIDE) * sketch.width
    )


def _could_title(paragraph: Paragraph, sketch: Sketch, largest: float) -> bool:
    """Say whether a repeated paragraph heads its page all the same: two pages of one title."""
    if paragraph.tag is not None and paragraph.tag.is_heading:
        return True
    is_large = paragraph.size > _LARGE * sketch.body_size and paragraph.size >= 0.95 * largest
    return is_large and paragraph.bottom < sketch.height / 2


def _repeated(sketches: Sequence[Sketch]) -> set[tuple[str, int]]:
    """Return the keys of what at least a third of the pages have at about the same place."""
    pages: Counter[tuple[tuple[str, int], int, int]] = Counter()
    for sketch in sketches:
        places = {
            (_key(p), column, row)
            for p in sketch.paragraphs
            if len(p.text) <= 200 and _is_at_edge(p, sketch)
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


Place = tuple[int, int, int]


def _counted(sketches: Sequence[Sketch]) -> set[Place]:
    """Return where numbers stand that grow with the page, and by how much they are ahead of it."""
    pages: Counter[Place] = Counter()
    for sketch in sketches:
        places: set[Place] = set()
        for paragraph in sketch.paragraphs:
            number = _page_number(paragraph)
            if number is not None and _is_in_margin(paragraph, sketch):
                row = round(paragraph.top / _PLACE)
                places |= {(number - sketch.number, row + near, 0) for near in (-1, 0, 1)}
        pages.update(places)
    fewest = max(_FEWEST, _SHARE * len(sketches))
    return {place for place, count in pages.items() if count >= fewest}


def _is_in_margin(paragraph: Paragraph, sketch: Sketch) -> bool:
    return paragraph.bottom <= 0.2 * sketch.height or paragraph.top >= 0.8 * sketch.height


def _is_counted(paragraph: Paragraph, sketch: Sketch, counted: set[Place]) -> bool:
    number = _page_number(paragraph)
    if number is None or not _is_in_margin(paragraph, sketch):
        return False
    return (number - sketch.number, round(paragraph.top / _PLACE), 0) in counted

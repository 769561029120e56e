"""Find where characters of a slide stand on its picture: offsets in, rectangles out; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefqa.records import Box, Page

Span = tuple[int, int]

PICTURE_EDGE = 1280  # pixels, the longer edge of a slide's picture
ADJOINING = 1e-4  # of the page: a tenth of a pixel of a picture, which readers round away


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a page, from its top left corner, in fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    def scaled(self, size: tuple[int, int]) -> "Rectangle":
        """Return it in pixels of a picture of this width and height, to a tenth."""
        width, height = size
        return Rectangle(
            round(self.left * width, 1),
            round(self.top * height, 1),
            round(self.right * width, 1),
            round(self.bottom * height, 1),
        )


def picture_size(page: Page) -> tuple[int, int]:
    """Return the width and height in pixels of a page's picture, (0, 0) where it has no size.

    >>> picture_size(Page(1, 960.0, 540.0))
    (1280, 720)
    """
    if not min(page.width, page.height) > 0:
        return 0, 0
    scale = PICTURE_EDGE / max(page.width, page.height)
    return max(1, round(page.width * scale)), max(1, round(page.height * scale))


def rectangles(page: Page, spans: Iterable[Span]) -> tuple[Rectangle, ...]:
    """Return what the characters of `spans` cover on the page, in the order of its boxes.

    `spans`: offsets into the slide's text, `end` exclusive; they may overlap, and reach beyond it.
    A box whose characters' places are known gives the part of it that the span covers, any other
    the whole of it, and nothing where a more exact box holds the same characters. Rectangles that
    adjoin on one line are one.
    """
    wanted = joined(spans)
    exact = joined((box.start, box.end) for box in page.boxes if box.stops)
    found: list[Rectangle] = []
    for box in page.boxes:
        for span in _overlaps(wanted, (box.start, box.end)):
            if not box.stops and _overlaps(exact, span):
                continue
            part = _part(box, span)
            if part.left < part.right and part.top < part.bottom:
                _append(found, part)
    return tuple(found)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that overlap or touch as one, empty ones left out.

    >>> joined([(8, 9), (0, 2), (2, 5), (6, 6)])
    ((0, 5), (8, 9))
    """
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _overlaps(spans: Sequence[Span], within: Span) -> list[Span]:
    cut = [(max(start, within[0]), min(end, within[1])) for start, end in spans]
    return [(start, end) for start, end in cut if start < end]


def _part(box: Box, span: Span) -> Rectangle:
    """Return what the characters of `span`, all within the box, cover of it."""
    whole = Rectangle(box.left, box.top, box.right, box.bottom)
    if not box.stops or span == (box.start, box.end):
        return whole
    # Not always in order: Arabic runs from the right.
    stops = box.stops[span[0] - box.start : span[1] - box.start + 1]
    first, last = min(stops), max(stops)
    if box.is_vertical:
        return replace(whole, top=max(first, box.top), bottom=min(last, box.bottom))
    return replace(whole, left=max(first, box.left), right=min(last, box.right))


def _append(found: list[Rectangle], part: Rectangle) -> None:
    """Add a rectangle, or widen the last one where both stand side by side on one line."""
    if not found or not _is_beside(found[-1], part):
        found.append(part)
        return
    last = found[-1]
    found[-1] = Rectangle(
        min(last.left, part.left),
        min(last.top, part.top),
        max(last.right, part.right),
        max(last.bottom, part.bottom),
    )


def _is_beside(one: Rectangle, other: Rectangle) -> bool:
    edges = ((one.top, other.top), (one.bottom, other.bottom))
    if any(abs(first - second) > ADJOINING for first, second in edges):
        return False
    gap = max(one.left, other.left) - min(one.right, other.right)
    return gap <= ADJOINING

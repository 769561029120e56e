"""Quotes at exact offsets: from a span of a block as read back to the slide's text as written."""

from dataclasses import dataclass

from briefqa.readers.marks import BULLET, FOOTNOTE
from briefqa.records import Block, Slide
from briefqa.text.align import offsets


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a slide's text: `slide.text[start:end] == text`."""

    text: str
    start: int
    end: int


def written(slide: Slide, block: Block, start: int, end: int) -> tuple[int, int]:
    """Return the bounds in `slide.text` of `block.text[start:end]`."""
    places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
    return places[start], places[end - 1] + 1


def quote(slide: Slide, block: Block, start: int, end: int) -> Quote:
    """Return the words of `block.text[start:end]` as written on the slide."""
    first, last = written(slide, block, start, end)
    return Quote(slide.text[first:last], first, last)


def without_mark(text: str, start: int) -> int:
    """Return where the words begin in `text` from `start` on: after a bullet or a footnote's mark."""
    if start:
        return start
    match = BULLET.match(text) or FOOTNOTE.match(text)
    return match.end() if match is not None and match.end() < len(text) else start

"""Quotes at exact offsets: from words of blocks as read back to the slide's text as written."""

from dataclasses import dataclass

from briefqa.answerer.spans import words_start
from briefqa.records import Block, Slide
from briefqa.text.align import offsets


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a slide's text: `slide.text[start:end] == text`."""

    text: str
    start: int
    end: int


def quote(slide: Slide, block: Block, start: int, end: int) -> Quote:
    """Return the words of `block.text[start:end]` as written on the slide."""
    places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
    first, last = places[start], places[end - 1] + 1
    return Quote(slide.text[first:last], first, last)


def quote_blocks(slide: Slide, first: int, last: int) -> Quote:
    """Return the blocks from position `first` to `last` (exclusive), without the first's mark."""
    blocks = slide.blocks[first:last]
    start = quote(slide, blocks[0], words_start(blocks[0].text), len(blocks[0].text)).start
    return Quote(slide.text[start : blocks[-1].end], start, blocks[-1].end)

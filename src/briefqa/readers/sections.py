"""Name the section that slides of a deck share: a heading that several of them repeat."""

from collections import Counter
from dataclasses import replace

from briefqa.readers.layout import is_marked
from briefqa.records import Block, Slide
from briefqa.text.normalise import squeeze

_LIMIT = 40  # characters; a longer repeated block is text, not a name


def name_sections(slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """Return the slides with `section` filled in where they end or begin with a repeated heading.

    A repeated heading is one that stands as the first or last block on two slides at least and is
    not the title of the slide it is the section of, unless the slide has no other title.
    """
    counts = Counter(name for slide in slides for name in {squeeze(b.text) for b in _edges(slide)})
    return tuple(_with_section(slide, counts) for slide in slides)


def _edges(slide: Slide) -> tuple[Block, ...]:
    ends = (slide.blocks[-1], slide.blocks[0]) if len(slide.blocks) > 1 else slide.blocks
    return tuple(block for block in ends if _could_name(block))


def _could_name(block: Block) -> bool:
    named = block.kind in ("title", "heading", "body", "row") and 3 <= len(block.text) <= _LIMIT
    return named and not is_marked(block.text) and not block.text.endswith("。")


def _with_section(slide: Slide, counts: Counter[str]) -> Slide:
    for block in _edges(slide):
        if counts[squeeze(block.text)] < 2:
            continue
        if block.text != slide.title:
            return replace(slide, section=block.text)
        others = [b for b in slide.blocks if b.is_heading and b.text != slide.title]
        first = others[0].text if others and others[0] is not block else ""
        if first:
            return replace(slide, section=block.text, title=first)
    return slide

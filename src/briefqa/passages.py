"""Cut a briefing into passages: what is found, scored and quoted. Pure."""

from collections.abc import Iterator

from briefqa.records import Block, Briefing, Passage, Slide
from briefqa.text.normalise import normalise

# Characters of a passage. Most slides are one passage: question words spread over title and blocks,
# so cutting a slide loses more than it gains (measured on the dev sets, docs/architecture.md).
LIMIT = 700


def split_passages(briefing: Briefing) -> tuple[Passage, ...]:
    """Return the passages of a briefing in order; those of a slide together hold all its text.

    A passage is a run of whole blocks. It ends before a heading once it is half full, and before
    the block that would take it past the limit; a single longer block is a passage of its own.
    """
    found: list[Passage] = []
    for slide in briefing.slides:
        for part, group in enumerate(_groups(slide), start=1):
            start, end = group[0].start, group[-1].end
            found.append(
                Passage(
                    id=f"{briefing.id}/{slide.number}/{part}",
                    briefing_id=briefing.id,
                    slide=slide.number,
                    kind=max(group, key=lambda block: len(block.text)).kind,
                    start=start,
                    end=end,
                    text=slide.text[start:end],
                    indexed_text=_indexed_text(slide, group),
                )
            )
    return tuple(found)


def _groups(slide: Slide) -> Iterator[list[Block]]:
    group: list[Block] = []
    length = 0
    for block in slide.blocks:
        is_full = length + len(block.text) > LIMIT or (block.is_heading and length > LIMIT // 2)
        if group and is_full:
            yield group
            group, length = [], 0
        group.append(block)
        length += len(block.text)
    if group:
        yield group


def _indexed_text(slide: Slide, group: list[Block]) -> str:
    # Not the briefing's title: in each passage, its words would tell none of them from another.
    heads = [slide.section, slide.title]
    lines = [head for head in heads if head] + [block.text for block in group]
    return normalise("\n".join(dict.fromkeys(lines)))

"""Lists that layout has spread over several blocks: rows of cells, bullets under one heading."""

import re

from briefqa.answerer.units import Unit
from briefqa.readers.marks import BULLET, label_of
from briefqa.records import Slide
from briefqa.text.normalise import squeeze

_LIMIT = 12  # blocks of one list


def list_range(unit: Unit) -> tuple[int, int]:
    """Return the range of block positions (end exclusive) of the list that `unit` is part of.

    Rows of short cells go together until an item comes a second time: there another list begins.
    """
    slide, at = unit.slide, unit.position
    if not _is_cells(slide, at):
        return at, at + 1
    first = at
    while first > 0 and _is_cells(slide, first - 1) and _are_new(slide, first - 1, first, at + 1):
        first -= 1
    last = at + 1
    while (
        last < len(slide.blocks) and _is_cells(slide, last) and _are_new(slide, last, first, last)
    ):
        last += 1
    return first, min(last, first + _LIMIT)


def items_of(unit: Unit) -> list[str]:
    """Return the items of the list that `unit` is part of: cells of its rows, else what commas part."""
    first, last = list_range(unit)
    if last - first > 1 or _is_cells(unit.slide, unit.position):
        return [cell for block in unit.slide.blocks[first:last] for cell in cells(block.text)]
    return [item for item in re.split("[、，,・]", unit.text) if item.strip()]


def cells(text: str) -> list[str]:
    """Return the cells of a row that white space parts.

    >>> cells("札幌 仙台　名古屋")
    ['札幌', '仙台', '名古屋']
    """
    return [cell for cell in re.split(r"\s+", BULLET.sub("", text)) if cell]


def _is_cells(slide: Slide, position: int) -> bool:
    block = slide.blocks[position]
    found = cells(block.text)
    words = all(not re.search(r"\d", cell) for cell in found)
    return block.kind == "row" and len(found) >= 2 and label_of(block.text) is None and words


def _are_new(slide: Slide, position: int, first: int, last: int) -> bool:
    seen = {squeeze(cell) for block in slide.blocks[first:last] for cell in cells(block.text)}
    return not any(squeeze(cell) in seen for cell in cells(slide.blocks[position].text))

"""Lists that layout has spread over several blocks: rows of cells that go together."""

import re

from briefqa.answerer.units import Unit
from briefqa.readers.marks import BULLET, label_of
from briefqa.records import Slide
from briefqa.text.normalise import squeeze

_LIMIT = 12  # blocks of one list; no longer one was met, and a quote is to be read


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
    count = len(slide.blocks)
    while last < count and _is_cells(slide, last) and _are_new(slide, last, first, last):
        last += 1
    first = max(first, at + 1 - _LIMIT)
    return first, min(last, first + _LIMIT)


def items_of(unit: Unit) -> list[str]:
    """Return the items of the list that `unit` is part of.

    They are the cells of its rows, else what commas and middle dots part.
    """
    first, last = list_range(unit)
    if _is_cells(unit.slide, unit.position):
        return [cell for block in unit.slide.blocks[first:last] for cell in cells(block.text)]
    return [item for item in re.split("[、，,・]", unit.text) if item.strip()]


def cells(text: str) -> list[str]:
    """Return the cells of a row that white space parts.

    >>> cells("札幌 仙台　名古屋")
    ['札幌', '仙台', '名古屋']
    """
    return BULLET.sub("", text).split()


def _is_cells(slide: Slide, position: int) -> bool:
    """Say whether a block is a row of at least two cells, without label and without figures."""
    block = slide.blocks[position]
    if block.cells or block.kind != "row" or label_of(block.text) is not None:
        return False
    return len(cells(block.text)) >= 2 and re.search(r"\d", block.text) is None


def _are_new(slide: Slide, position: int, first: int, last: int) -> bool:
    """Say whether a row has no cell that the rows from `first` to `last` (exclusive) have."""
    seen = {squeeze(cell) for block in slide.blocks[first:last] for cell in cells(block.text)}
    return not any(squeeze(cell) in seen for cell in cells(slide.blocks[position].text))

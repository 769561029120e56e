"""The cells of a row or of a chart's point, where they stand in their block, what heads them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefqa.records import Block, Slide
from briefqa.tables import label_width
from briefqa.text.align import offsets


@dataclass(frozen=True, slots=True)
class HeadedCell:
    """A cell of a block: `block.text[start:end]`.

    `heads`: the words that say what it is: the row's label, where it is none itself, and the head
    of its column. `row`: the row's label alone, "" for a label.
    """

    start: int
    end: int
    heads: tuple[str, ...]
    row: str


def headed_cells(slide: Slide, block: Block) -> Iterator[HeadedCell]:
    """Yield the cells that stand in a block, in order; those merged from above stand there."""
    width = _label_widths(slide).get(block.table, 1)
    labels = tuple(dict.fromkeys(cell.text for cell in block.cells[:width] if cell.text))
    places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
    last = 0
    for at, cell in enumerate(block.cells):
        if not block.start <= cell.start < cell.end <= block.end:
            continue
        start, end = bisect_left(places, cell.start), bisect_left(places, cell.end)
        words = block.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if last <= start < end:
            last = end
            above = labels if at >= width else tuple(t for t in labels[:at] if t != cell.text)
            heads = () if block.is_head else tuple(filter(None, (*above, cell.header)))
            row = " ".join(labels) if at >= width and not block.is_head else ""
            yield HeadedCell(start, end, heads, row)


@lru_cache(maxsize=2_048)
def _label_widths(slide: Slide) -> Mapping[int, int]:
    """Return how many cells label each row, by table."""
    tables = dict.fromkeys(block.table for block in slide.blocks if block.cells)
    return {
        table: label_width(
            [b for b in slide.blocks if b.cells and b.table == table and not b.is_head]
        )
        for table in tables
        if table
    }

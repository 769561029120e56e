"""The cells of a row or of a chart's point, where they stand in their block, what heads them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefqa.records import Block, Cell, Slide
from briefqa.tables import Grid, grids_of, rows_of
from briefqa.text.align import offsets


@dataclass(frozen=True, slots=True)
class HeadedCell:
    """A cell of a block, or a line of one that holds several rows: `block.text[start:end]`.

    `heads`: the words that say what it is: the row's label, where it is none itself, and the head
    of its column. `is_label`: it is a part of that, or of no table. `is_field`: it stands in a
    form.
    """

    start: int
    end: int
    heads: tuple[str, ...]
    header: str
    is_label: bool
    is_field: bool


def headed_cells(slide: Slide, block: Block) -> Iterator[HeadedCell]:
    """Yield the cells that stand in a block, in order; those merged from above stand there."""
    grid = _grids(slide).get(block.start)
    places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
    rows = rows_of(slide, grid, block) if grid is not None else [block.cells]
    found = [cell for cells in rows for cell in _of_row(block, cells, grid, places)]
    last = 0
    for cell in sorted(found, key=lambda cell: cell.start):
        if last <= cell.start < cell.end:
            last = cell.end
            yield cell


def _of_row(
    block: Block, cells: Sequence[Cell], grid: Grid | None, places: Sequence[int]
) -> Iterator[HeadedCell]:
    width = grid.labels if grid is not None else len(cells)
    labels = tuple(dict.fromkeys(cell.text for cell in cells[:width] if cell.text))
    for at, cell in enumerate(cells):
        if not block.start <= cell.start < cell.end <= block.end:
            continue
        start, end = bisect_left(places, cell.start), bisect_left(places, cell.end)
        words = block.text[start:end]
        start += len(words) - len(words.lstrip())
        above = labels if at >= width else tuple(t for t in labels[:at] if t != cell.text)
        header = grid.header(cells, at) if grid is not None else ""
        heads = tuple(filter(None, (*above, header))) if grid is not None else ()
        yield HeadedCell(
            start,
            start + len(words.strip()),
            heads,
            header,
            is_label=at < width,
            is_field=grid is not None and grid.is_form,
        )


@lru_cache(maxsize=2_048)
def _grids(slide: Slide) -> Mapping[int, Grid]:
    """Return the grid of each row of a slide, by where the row begins."""
    return {block.start: grid for grid in grids_of(slide) for block in grid.rows}

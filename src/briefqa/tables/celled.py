"""Tables and charts whose cells the file itself tells: rows under heads, and columns as rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from briefqa.records import Block, Slide
from briefqa.records import Cell as ReadCell
from briefqa.tables.parts import Cell, Table, TableRow, is_blank, is_figure
from briefqa.text.align import join_lines
from briefqa.text.normalise import fold

_CAPTION_LIMIT = 60  # characters of a line above a table that says what it is
_COLUMNS = 60  # of a table; wider ones are forms or calendars
_ABOVE = 2  # blocks between a table and the heading that is its caption
_LABEL_LIMIT = 24  # characters of a form's label
_HEAD_LIMIT = 40  # characters of a head that nothing but its place tells


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or chart of a slide as its file has it.

    `heads`: the blocks that hold the heads of columns; `rows`: the others. `size`: how many cells
    most rows have. `headers`: the head of each column, "" where it has none. `labels`: how many
    cells at the front of a row say what it is about. `is_counted`: the first of these only counts.
    `is_form`: a row holds pairs of a label and its value, one pair or several.
    """

    heads: tuple[Block, ...]
    rows: tuple[Block, ...]
    size: int
    headers: tuple[str, ...]
    labels: int
    is_counted: bool = False
    is_form: bool = False

    def header(self, cells: Sequence[ReadCell], at: int) -> str:
        """Return the head over the cell at `at` of a row, "" where there is none."""
        if self.is_form:
            return ""
        return cells[at].header or (self.headers[at] if len(cells) == self.size else "")


@lru_cache(maxsize=2_048)
def grids_of(slide: Slide) -> tuple[Grid, ...]:
    """Return the tables and charts of a slide, in order."""
    runs = groupby(slide.blocks, key=lambda block: block.table if block.cells else -1)
    found = (_grid(list(blocks)) for table, blocks in runs if table >= 0)
    return tuple(grid for grid in found if grid is not None)


def _grid(blocks: Sequence[Block]) -> Grid | None:
    if _is_form(blocks):
        return Grid((), tuple(blocks), 2, ("", ""), 1, is_form=True)
    heads = tuple(block for block in blocks if block.is_head)
    rows = tuple(block for block in blocks if not block.is_head)
    if not heads and _is_head_by_place(rows):
        heads, rows = rows[:1], rows[1:]
    if not rows:
        return None
    size = max(len(block.cells) for block in rows)
    widest = next(block for block in rows if len(block.cells) == size)
    headers = tuple(cell.header for cell in widest.cells)
    if heads and not any(headers) and len(heads[0].cells) == size:
        headers = tuple(cell.text for cell in heads[0].cells)
    is_counted = _are_counted(rows)
    merged = max((_merged(block) for block in rows), default=0)
    labels = 1 + max(merged, int(is_counted))
    return Grid(heads, rows, size, headers, labels, is_counted=is_counted)


def _is_form(blocks: Sequence[Block]) -> bool:
    """Say whether each row holds pairs of a short label and its value, not all as many."""
    counts = {len(block.cells) for block in blocks}
    labels = [cell.text for block in blocks for cell in block.cells[::2]]
    are_pairs = len(counts) > 1 and not any(count % 2 for count in counts)
    return are_pairs and all(0 < len(text) <= _LABEL_LIMIT for text in labels)


def _is_head_by_place(rows: Sequence[Block]) -> bool:
    """Say whether the first row heads the others: its corner is empty, its other cells are not."""
    if len(rows) < 2 or any(cell.header for block in rows for cell in block.cells):
        return False
    corner, *heads = rows[0].cells
    texts = [cell.text for cell in heads]
    is_whole = all(0 < len(text) <= _HEAD_LIMIT for text in texts) and len(set(texts)) == len(texts)
    below = [block.cells[0].text for block in rows[1:]]
    return not corner.text and len(texts) > 1 and is_whole and all(below)


def _merged(block: Block) -> int:
    """Return how many of a row's cells, from its first, stand in a row above."""
    count = 0
    for cell in block.cells[:-2]:
        if block.start <= cell.start < block.end or not cell.text:
            break
        count += 1
    return count


def _are_counted(rows: Sequence[Block]) -> bool:
    """Say whether the first column counts the rows: 1, 2, 3."""
    firsts = [fold(block.cells[0].text).text.strip(" .)") for block in rows]
    is_wide = all(len(block.cells) > 2 for block in rows)
    return is_wide and len(rows) > 1 and firsts == [str(n) for n in range(1, len(rows) + 1)]


def rows_of(slide: Slide, grid: Grid, block: Block) -> list[tuple[ReadCell, ...]]:
    """Return the rows that a block of a grid holds: mostly one.

    They are several in a form, and where each cell has a line for each of them. That is how a table
    without rules between its rows is read. The lines of some column are then figures of one unit:
    lines of words, or of 19社 and 36名, may be one text.
    """
    if grid.is_form:
        return [block.cells[at : at + 2] for at in range(0, len(block.cells), 2)]
    cut = [_lines(slide, cell) for cell in block.cells]
    counts = {len(lines) for lines in cut if lines}
    if len(counts) != 1 or max(counts) < 2 or not cut[0]:
        return [block.cells]
    if not any(lines and _are_of_a_kind(lines) for lines in cut[1:]):
        return [block.cells]
    (count,) = counts
    empty = [[replace(cell, end=cell.start, text="")] * count for cell in block.cells]
    columns = [lines or blank for lines, blank in zip(cut, empty, strict=True)]
    return [tuple(column[n] for column in columns) for n in range(count)]


def _are_of_a_kind(lines: Sequence[ReadCell]) -> bool:
    """Say whether the lines of a cell are all figures, of one unit."""
    units = {re.sub(r"[\d,.:\s]+", "", fold(line.text).text) for line in lines}
    return len(units) == 1 and all(is_figure(line.text) for line in lines)


def _lines(slide: Slide, cell: ReadCell) -> list[ReadCell]:
    """Return the lines of a cell that are not blank, as cells."""
    found: list[ReadCell] = []
    at = cell.start
    for line in slide.text[cell.start : cell.end].split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            found.append(replace(cell, start=start, end=start + len(words), text=words))
        at += len(line) + 1
    return found


def celled_tables(slide: Slide) -> Iterator[Table]:
    """Yield the tables and charts of a slide that have cells; with several heads, twice.

    Once with its rows, once with its columns as rows: which of the two are the things that the
    table is about is not told.
    """
    for grid in grids_of(slide):
        table = _table(slide, grid)
        if table is not None:
            yield table
            if len(table.heads) > 1:
                yield _turned(table)


def _table(slide: Slide, grid: Grid) -> Table | None:
    rows = tuple(_rows(slide, grid)) if grid.labels < grid.size <= _COLUMNS else ()
    if not rows:
        return None
    columns = grid.headers[grid.labels :]
    return Table(
        "grid",
        slide,
        rows,
        columns,
        caption=_caption(slide, (grid.heads or grid.rows)[0]),
        heads=_heads(grid, columns),
        is_real=True,
        label_head=grid.headers[grid.labels - 1],
    )


def _rows(slide: Slide, grid: Grid) -> Iterator[TableRow]:
    """Yield the rows; one that is a single cell across the table heads those below it."""
    group = ""
    for number, block in enumerate(grid.rows, start=1):
        texts = list(dict.fromkeys(cell.text for cell in block.cells if cell.text))
        if len(texts) == 1 and len(block.cells) != 2:
            group = texts[0]
            continue
        for cells in rows_of(slide, grid, block):
            if len(cells) != grid.size or not cells[grid.labels - 1].text:
                continue
            label = cells[grid.labels - 1]
            above = [group, *(c.text for c in cells[int(grid.is_counted) : grid.labels - 1])]
            own = [c for c in cells if block.start <= c.start <= c.end <= block.end]
            yield TableRow(
                own[0].start if grid.is_form else block.start,
                own[-1].end if grid.is_form else block.end,
                _cell(label),
                tuple(_value(cell) for cell in cells[grid.labels :]),
                number=number if grid.is_counted else None,
                group=" ".join(filter(None, above)),
                names=tuple(line.text for line in lines)
                if len(lines := _lines(slide, label)) > 1
                else (),
            )


def _cell(cell: ReadCell) -> Cell:
    return Cell(join_lines(cell.text), cell.start, cell.end)


def _value(cell: ReadCell) -> Cell | None:
    return None if not cell.text.strip() or is_blank(cell.text) else _cell(cell)


def _heads(grid: Grid, columns: Sequence[str]) -> tuple[Cell, ...]:
    """Return where the heads of the columns stand; nothing where they stand in several rows."""
    if len(grid.heads) != 1 or len(grid.heads[0].cells) != grid.size or not all(columns):
        return ()
    heads = grid.heads[0].cells[-len(columns) :]
    are_same = all(cell.text == text for cell, text in zip(heads, columns, strict=True))
    is_each = len(set(columns)) == len(columns)
    return tuple(map(_cell, heads)) if are_same and is_each else ()


def _turned(table: Table) -> Table:
    """Return a table with its columns as rows; each row's label is then a head."""
    columns = tuple(" ".join(filter(None, (row.group, row.label.text))) for row in table.rows)
    rows = tuple(
        TableRow(head.start, head.end, head, tuple(row.values[at] for row in table.rows))
        for at, head in enumerate(table.heads)
    )
    heads = tuple(row.label for row in table.rows)
    return Table("grid", table.slide, rows, columns, table.caption, heads=heads, is_real=True)


def _caption(slide: Slide, first: Block) -> str:
    """Return the short line right above a table, else the heading near above it."""
    at = next(i for i, block in enumerate(slide.blocks) if block is first)
    above = slide.blocks[max(0, at - 1 - _ABOVE) : at]
    for block in reversed(above):
        is_near = block is above[-1] and block.kind in ("body", "bullet")
        if (block.is_heading or is_near) and len(block.text) <= _CAPTION_LIMIT:
            return "" if block.text == slide.title else block.text.rstrip("：: ")
    return ""

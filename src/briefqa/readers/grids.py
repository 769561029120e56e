"""Lay the cells of a table, merged ones too, onto its grid, and find the heads of its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.readers.marks import SENTENCE_END

COLUMN_LIMIT = 200
ROW_LIMIT = 5_000
_HEAD_LIMIT = 24  # characters of a column's head that is not marked as one
_FIGURES = re.compile(r"^[\d０-９.,，．%％▲△+\-()（）~～〜/:：\s億兆万千百円年月日度人件社トンt]+$")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its document has it. `across`, `down`: how many columns and rows it takes."""

    text: str
    is_head: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows of cells, each cell in the row and place where it begins."""

    rows: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in one column of a row. `source`: which cell of the table, from 0, in reading order;
    the columns and rows of a merged cell share it. `header`: the head of the column."""

    text: str
    source: int
    header: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid, `is_head` where it holds heads of columns."""

    cells: tuple[PlacedCell, ...]
    is_head: bool


def is_cut(table: Table) -> bool:
    """Say whether the table has more rows, or more cells in a row, than are read."""
    longest = max((len(row) for row in table.rows), default=0)
    return len(table.rows) > ROW_LIMIT or longest > COLUMN_LIMIT


def grid_rows(table: Table) -> list[GridRow]:
    """Return the table's rows, each with a cell for each of its columns.

    A cell over several columns stands in each of them, save in a row of heads and where it fills
    the whole row, where it stands once; rows and columns past the limits are left out.
    """
    cells, grid = _lay_out(table.rows[:ROW_LIMIT])
    heads = _count_heads(cells, grid)
    headers = _headers(cells, grid[:heads])
    rows: list[GridRow] = []
    for r, row in enumerate(grid):
        is_head = r < heads
        is_one = len({source for source in row if source is not None}) == 1
        placed: list[PlacedCell] = []
        for c, source in enumerate(row):
            if source is None:
                continue
            is_repeated = bool(placed) and placed[-1].source == source
            if is_repeated and (is_head or is_one or not heads):
                continue
            header = "" if is_head or (is_one and len(row) > 1) else headers[c]
            placed.append(PlacedCell(cells[source].text, source, header))
        rows.append(GridRow(tuple(placed), is_head))
    return rows


def _lay_out(
    rows: Sequence[Sequence[GridCell]],
) -> tuple[list[GridCell], list[list[int | None]]]:
    """Return all cells, and for each row and column which cell stands there, None for none."""
    cells: list[GridCell] = []
    taken: dict[tuple[int, int], int] = {}
    width = 0
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            across = min(max(cell.across, 1), COLUMN_LIMIT - column)
            if across <= 0:
                break
            for down in range(r, min(r + max(cell.down, 1), len(rows))):
                for c in range(column, column + across):
                    taken.setdefault((down, c), len(cells))
            cells.append(cell)
            column += across
            width = max(width, column)
    width = max(width, max((c + 1 for _, c in taken), default=0))
    grid = [[taken.get((r, c)) for c in range(width)] for r in range(len(rows))]
    return cells, grid


def _count_heads(cells: Sequence[GridCell], grid: Sequence[Sequence[int | None]]) -> int:
    """Return how many rows at the top hold heads of columns."""
    count = 0
    for row in grid:
        filled = [cells[s] for s in dict.fromkeys(row) if s is not None and cells[s].text.strip()]
        if not filled or not all(cell.is_head for cell in filled):
            break
        count += 1
    if count == len(grid):
        count = 1 if len(grid) > 1 else 0
    if count == 0 and _looks_headed(cells, grid):
        count = 1
    return count


def _looks_headed(cells: Sequence[GridCell], grid: Sequence[Sequence[int | None]]) -> bool:
    """Say whether a table without marks has heads: words over at least one column of figures."""
    if len(grid) < 3 or len(grid[0]) < 2 or None in grid[0]:
        return False
    texts = [[cells[s].text.strip() if s is not None else "" for s in row] for row in grid]
    top = texts[0]
    if len(set(top)) < len(top) or any(not _could_head(text) for text in top[1:]):
        return False
    for c in range(1, len(top)):
        below = [row[c] for row in texts[1:] if row[c]]
        figures = sum(1 for text in below if _FIGURES.match(text))
        if below and figures >= 0.6 * len(below):
            return True
    return False


def _could_head(text: str) -> bool:
    is_short = 0 < len(text) <= _HEAD_LIMIT and not SENTENCE_END.search(text)
    is_year = re.fullmatch(r".*\d年度?|(?:19|20)\d\d", text) is not None
    return is_short and (is_year or not _FIGURES.match(text))


def _headers(cells: Sequence[GridCell], heads: Sequence[Sequence[int | None]]) -> list[str]:
    """Return the head of each column: the cells over it, from the top, joined by a space."""
    if not heads:
        return [""] * COLUMN_LIMIT
    found: list[str] = []
    for c in range(len(heads[0])):
        over = [
            row[c] for row in heads if row[c] is not None and (len(heads) == 1 or len(set(row)) > 1)
        ]
        parts = [cells[s].text.strip() for s in dict.fromkeys(over) if s is not None]
        found.append(" ".join(filter(None, parts)))
    return found

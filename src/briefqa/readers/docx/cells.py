"""The tables of a Word document as rows of cells, merged ones with what they span."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefqa.readers.docx.names import Element, W, contents, is_on, number_of, value_of
from briefqa.readers.grids import GridCell, Table

_PLAIN_FILLS = ("", "auto", "ffffff", "clear")


@dataclass(frozen=True, slots=True)
class CellWords:
    """What a cell shows, and whether all of it is bold."""

    text: str
    is_bold: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A cell in its place: `column` from 0; `goes_on`: it is the rest of the one above."""

    cell: GridCell
    column: int
    goes_on: bool
    is_marked: bool


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table that are shown."""
    for row in contents(table):
        if row.tag == f"{W}tr":
            own = row.find(f"{W}trPr")
            gone = own is not None and own.find(f"{W}del") is not None
            hidden = own is not None and is_on(own.find(f"{W}hidden"))
            if not gone and not hidden:
                yield row


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [cell for cell in contents(row) if cell.tag == f"{W}tc"]


def read_table(table: Element, read: Callable[[Element], CellWords]) -> Table:
    """Return the table; `read` gives what a cell shows.

    Heads of columns are the rows that repeat on each page, else the first row where it alone is
    shaded or bold.
    """
    rows = [_laid_row(row, read) for row in rows_of(table)]
    repeated = [is_on(row.find(f"{W}trPr/{W}tblHeader")) for row in rows_of(table)]
    if not any(repeated):
        repeated = [bool(row) and all(laid.is_marked for laid in row) for row in rows]
        if all(repeated):
            repeated = [False] * len(rows)
    return Table(
        tuple(
            tuple(replace(laid.cell, is_head=is_head) for laid in row if not laid.goes_on)
            for row, is_head in zip(_merged(rows), repeated, strict=True)
        )
    )


def _laid_row(row: Element, read: Callable[[Element], CellWords]) -> list[_Laid]:
    found: list[_Laid] = []
    column = number_of(row.find(f"{W}trPr/{W}gridBefore"))
    if column > 0:
        found.append(_Laid(GridCell("", across=column), 0, goes_on=False, is_marked=True))
    for cell in cells_of(row):
        own = cell.find(f"{W}tcPr")
        across = 1 if own is None else max(number_of(own.find(f"{W}gridSpan"), default=1), 1)
        merge = None if own is None else own.find(f"{W}vMerge")
        goes_on = merge is not None and value_of(merge) in ("", "continue")
        words = read(cell)
        fill = value_of(None if own is None else own.find(f"{W}shd"), "fill").lower()
        is_marked = words.is_bold or fill not in _PLAIN_FILLS or not words.text
        found.append(_Laid(GridCell(words.text, across=across), column, goes_on, is_marked))
        column += across
    return found


def _merged(rows: Sequence[Sequence[_Laid]]) -> list[list[_Laid]]:
    """Give each cell that begins a merge the number of rows that it spans."""
    merged = [list(row) for row in rows]
    open_at: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for i, laid in enumerate(row):
            if not laid.goes_on or laid.column not in open_at:
                open_at[laid.column] = (r, i)
                merged[r][i] = replace(laid, goes_on=False)
                continue
            top, at = open_at[laid.column]
            first = merged[top][at]
            merged[top][at] = replace(first, cell=replace(first.cell, down=r - top + 1))
    return merged

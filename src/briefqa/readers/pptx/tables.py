"""Read tables: cells with what they span, and where columns and rows stand."""

from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import TableCell, TablePiece
from briefqa.readers.pptx.styles import TextStyle
from briefqa.readers.pptx.text import read_frame
from briefqa.readers.pptx.xml import (
    Element,
    attribute,
    child,
    children,
    integer,
    is_on,
    name_of,
)

_COLUMN_LIMIT = 200  # PowerPoint makes up to 75
_ROW_LIMIT = 2_000  # PowerPoint makes up to 75


def read_table(table: Element, rect: Rect, style: TextStyle) -> tuple[TablePiece, bool]:
    """Return the table of an `a:tbl`, and whether rows or columns past the limits were left out."""
    widths = [integer(column, "w") for column in children(child(table, "tblGrid"), "gridCol")]
    lines = children(table, "tr")
    rows = tuple(_read_row(line, style) for line in lines[:_ROW_LIMIT])
    heights = [integer(line, "h") for line in lines[:_ROW_LIMIT]]
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    widths = (widths + [0] * columns)[:columns]
    is_cut = len(lines) > _ROW_LIMIT or any(
        len(children(line, "tc")) > _COLUMN_LIMIT for line in lines
    )
    piece = TablePiece(
        rect,
        rows,
        _edges(rect.left, rect.right, widths),
        _edges(rect.top, rect.bottom, heights),
        is_on(child(table, "tblPr"), "firstRow"),
    )
    return piece, is_cut


def _edges(start: float, end: float, sizes: list[int]) -> tuple[float, ...]:
    """Return where each column begins and the last ends, `sizes` stretched to fill the table."""
    total = sum(sizes)
    if total <= 0:
        sizes, total = [1] * len(sizes), max(len(sizes), 1)
    edges, at = [start], 0
    for size in sizes:
        at += size
        edges.append(start + (end - start) * at / total)
    return tuple(edges)


def _read_row(line: Element, style: TextStyle) -> tuple[TableCell, ...]:
    cells: list[TableCell] = []
    for column, cell in enumerate(children(line, "tc")[:_COLUMN_LIMIT]):
        if is_on(cell, "hMerge"):
            continue
        frame = read_frame(child(cell, "txBody"), style)
        bold = bool(frame.paragraphs) and all(p.is_bold for p in frame.paragraphs)
        # The cell is one of a tab-parted row, so that a tab of its own must be a space.
        text = "\n".join(p.text.replace("\t", " ") for p in frame.paragraphs)
        cells.append(
            TableCell(
                text,
                column,
                min(max(integer(cell, "gridSpan", 1), 1), _COLUMN_LIMIT - column),
                max(integer(cell, "rowSpan", 1), 1),
                goes_on=is_on(cell, "vMerge"),
                is_marked=bold or _fill_of(cell) != "",
            )
        )
    return tuple(cells)


def _fill_of(cell: Element) -> str:
    """Return the colour that a cell is filled with, "" for none of its own."""
    fill = child(cell, "tcPr", "solidFill")
    if fill is None or not len(fill):
        return ""
    return name_of(fill[0]) + attribute(fill[0], "val")

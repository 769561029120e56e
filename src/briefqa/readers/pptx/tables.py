"""Read tables: cells with what they span, and where columns and rows stand."""

from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    integer,
    is_on,
    name_of,
)
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import TableCell, TablePiece
from briefqa.readers.pptx.styles import TextStyle
from briefqa.readers.pptx.text import read_frame

# PowerPoint's "No Style, No Grid" and "No Style, Table Grid": a first row looks like any other.
_PLAIN_STYLES = ("{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}")
_COLUMN_LIMIT = 200  # PowerPoint makes up to 75
_ROW_LIMIT = 2_000  # PowerPoint makes up to 75


def read_table(table: Element, rect: Rect, text_style: TextStyle) -> tuple[TablePiece, bool]:
    """Return the table of an `a:tbl`, and whether rows or columns past the limits were left out."""
    widths = [integer(column, "w") for column in children(child(table, "tblGrid"), "gridCol")]
    lines = children(table, "tr")
    rows = tuple(_read_row(line, text_style) for line in lines[:_ROW_LIMIT])
    heights = [integer(line, "h") for line in lines[:_ROW_LIMIT]]
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    widths = (widths + [0] * columns)[:columns]
    properties = child(table, "tblPr")
    named = child(properties, "tableStyleId")
    style = "" if named is None else str(named.text or "").strip().upper()
    is_cut = len(lines) > _ROW_LIMIT or any(
        len(children(line, "tc")) > _COLUMN_LIMIT for line in lines
    )
    piece = TablePiece(
        rect,
        rows,
        _edges(rect.left, rect.right, widths),
        _edges(rect.top, rect.bottom, heights),
        is_on(properties, "firstRow"),
        style not in ("", *_PLAIN_STYLES),
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
                is_bold=bold,
                is_plain=_is_plain(cell),
                fill=_fill_of(cell),
            )
        )
    return tuple(cells)


def _is_plain(cell: Element) -> bool:
    runs = list(descendants(cell, "r"))
    return bool(runs) and all(attribute(child(run, "rPr"), "b") in ("0", "false") for run in runs)


def _fill_of(cell: Element) -> str:
    properties = child(cell, "tcPr")
    for fill in () if properties is None else properties:
        if name_of(fill) == "noFill":
            return "none"
        if name_of(fill).endswith("Fill"):
            colours = [name_of(colour) + attribute(colour, "val") for colour in fill]
            return " ".join([name_of(fill), *colours])
    return ""

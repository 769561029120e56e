"""Make rows of tables and charts: their cells, and the head that stands over each of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import ChartPiece, Paragraph, TableCell, TablePiece
from briefqa.records import BlockKind
from briefqa.text.align import join_lines

_FIGURE = re.compile(r"^[約▲△+\-−±¥$]?[\d０-９][\d０-９.,，．]*\s*\D{0,3}$")
_PERIOD = re.compile(r"^(?:(?:19|20)\d\d|[令平昭][和成]?\d|[RHS]\d)\D{0,3}$|[年月日期Q]$")
_TABBED = 3
_HEAD_LIMIT = 20  # characters of a head that nothing but its words tells
_HEAD_ROWS = 3  # no real table has heads of more levels


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell to be written. `key`: its place in its table; `goes_on`: the place that it repeats."""

    text: str
    header: str = ""
    rect: Rect | None = None
    key: tuple[int, int] = (-1, -1)
    goes_on: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A block to be written: its lines, or its cells; `rects`: where each line stands."""

    kind: BlockKind
    text: str = ""
    rects: tuple[Rect, ...] = ()
    level: int = 0
    cells: tuple[DraftCell, ...] = ()
    table: int = 0
    is_head: bool = False
    is_vertical: bool = False


def table_drafts(piece: TablePiece, *, table: int) -> list[Draft]:
    """Return a table's rows, those that hold nothing of their own left out."""
    heads = _head_count(piece)
    headers = _headers(piece.rows[:heads])
    origins: dict[int, tuple[int, TableCell]] = {}
    found: list[Draft] = []
    for number, row in enumerate(piece.rows):
        cells: list[DraftCell] = []
        for cell in row:
            if not cell.goes_on:
                origins[cell.column] = (number, cell)
            first, origin = origins.get(cell.column, (number, cell))
            header = "" if number < heads else headers.get(cell.column, "")
            key = (number, cell.column)
            cells.append(
                DraftCell(
                    origin.text,
                    header,
                    _cell_rect(piece, first, origin),
                    key,
                    (first, cell.column) if cell.goes_on and first != number else None,
                )
            )
        if any(cell.text.strip() and cell.goes_on is None for cell in cells):
            found.append(Draft("row", cells=tuple(cells), table=table, is_head=number < heads))
    return found


def _cell_rect(piece: TablePiece, row: int, cell: TableCell) -> Rect:
    right = min(cell.column + cell.columns, len(piece.lefts) - 1)
    bottom = min(row + cell.rows, len(piece.tops) - 1)
    return Rect(piece.lefts[cell.column], piece.tops[row], piece.lefts[right], piece.tops[bottom])


def _head_count(piece: TablePiece) -> int:
    """Return how many rows at the table's top hold the heads of its columns."""
    rows = piece.rows
    if len(rows) < 2 or not _has_head(piece):
        return 0
    # A head over several columns has another level of heads under it; the heads beside it that
    # have none go down to that level, or have an empty cell over them.
    first = rows[0]
    if not any(cell.columns > 1 for cell in first):
        return 1
    levels = max(cell.rows for cell in first)
    filled = [cell for cell in first if cell.text.strip()]
    is_over_others = len(filled) == 1 or not first[0].text.strip()
    if levels == 1 and is_over_others and not any(_is_figure(c.text) for c in rows[1][1:]):
        levels = 2
    return min(levels, _HEAD_ROWS, len(rows) - 1)


def _has_head(piece: TablePiece) -> bool:
    first, second = piece.rows[0], piece.rows[1]
    filled = [cell for cell in first if cell.text.strip()]
    if not filled or sum(_is_figure(cell.text) for cell in filled[1:]) * 2 > len(filled):
        return False
    if _is_set_off(piece, filled, second):
        return True
    if not piece.has_head or any(cell.columns > 1 for cell in first):
        return False
    # Nothing sets the row off but the flag, which every new table has. A form has it too, whose
    # first row is a label and its value; only a row of words over figures is surely a head.
    if len(filled) < len(first) or any(len(cell.text) > _HEAD_LIMIT for cell in filled):
        return False
    return len(first) > 2 or (len(first) == 2 and _has_figures(piece.rows[1:], first[1].column))


def _has_figures(rows: Sequence[Sequence[TableCell]], column: int) -> bool:
    cells = [cell for row in rows for cell in row if cell.column == column]
    return sum(_is_figure(cell.text) for cell in cells) * 2 > len(cells)


def _is_set_off(piece: TablePiece, first: Sequence[TableCell], second: Sequence[TableCell]) -> bool:
    """Say whether the first row's cells look other than the second's: by the style, or their own.

    `first`: those that hold something.
    """
    fills = {cell.fill for cell in first}
    if "" in fills and piece.has_head and piece.is_styled:
        return not all(cell.is_plain for cell in first)
    if len(first) < 2:
        return False
    is_filled = not fills & {"", "none", *(cell.fill for cell in second)}
    bold = sum(cell.is_bold for cell in second)
    return is_filled or (all(cell.is_bold for cell in first) and bold * 2 <= len(second))


def _is_figure(text: str) -> bool:
    return _FIGURE.match(text.strip()) is not None and not _PERIOD.search(text.strip())


def _headers(rows: Sequence[Sequence[TableCell]]) -> dict[int, str]:
    """Return the head of each column: the texts over it, from the top, joined by spaces."""
    found: dict[int, list[str]] = {}
    for row in rows:
        is_title = len(rows) > 1 and len([cell for cell in row if not cell.goes_on]) == 1
        for cell in row:
            text = join_lines(cell.text)
            if cell.goes_on or not text or is_title:
                continue
            for column in range(cell.column, cell.column + cell.columns):
                levels = found.setdefault(column, [])
                if text not in levels:
                    levels.append(text)
    return {column: " ".join(levels) for column, levels in found.items()}


def tabbed_rows(paragraphs: Sequence[Paragraph]) -> dict[int, list[str]]:
    """Return the cells of paragraphs that tabs lay out as a table, by their place in the frame.

    One with a tab may be no more than a remark set apart: three of as many cells make a table.
    """
    found: dict[int, list[str]] = {}
    for at, paragraph in enumerate(paragraphs):
        cells = [part.strip() for part in paragraph.text.split("\t") if part.strip()]
        if len(cells) > 1 and "\n" not in paragraph.text:
            found[at] = cells
    counts = Counter(len(cells) for cells in found.values())
    return {at: cells for at, cells in found.items() if counts[len(cells)] >= _TABBED}


def chart_drafts(piece: ChartPiece, *, table: int) -> list[Draft]:
    """Return a chart's title, the titles of its axes, the names of its series, and its rows."""
    found: list[Draft] = []
    lines = (piece.rect,)
    if piece.title:
        found.append(Draft("heading", piece.title, lines * (piece.title.count("\n") + 1)))
    found += [Draft("body", axis, lines * (axis.count("\n") + 1)) for axis in piece.axes]
    names = [name.replace("\t", " ") for name in piece.series]
    if any(name and name != piece.title for name in names):
        heads = (DraftCell(""), *(DraftCell(name, rect=piece.rect) for name in names))
        found.append(Draft("chart", cells=heads, table=table, is_head=True))
    for row in piece.rows:
        cells = [
            DraftCell(text.replace("\t", " "), name, piece.rect)
            for text, name in zip(row, ["", *names], strict=True)
        ]
        found.append(Draft("chart", cells=tuple(cells), table=table))
    return found

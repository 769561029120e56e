"""Tell how many rows at the top of a table hold the heads of its columns."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from briefqa.readers.pdf.grid import Grid, GridCell

_FIGURE = re.compile(r"(?:[約▲△+\-−±¥$]?[\d０-９][\d０-９.,，．:：]*\s*\D{0,5}){1,2}")
_PERIOD = re.compile(r"(?:(?:19|20)\d\d|[令平昭][和成]?\d|[RHS]\d)\D{0,3}|.*[年月日期Q]")
_HEAD_LIMIT = 20  # characters of a head that nothing but its words tells
_MOST_LEVELS = 3  # no real table has heads of more

Place = tuple[int, int]


def head_rows(
    grid: Grid, texts: Mapping[Place, str], *, bold: Collection[Place] = frozenset()
) -> int:
    """Return how many leading rows are heads, 0 where nothing tells that there are any.

    `texts`: by the row and column where a cell begins; `bold`: those whose text is bold. Told by
    the ground's colour, by bold text, or by words over figures; two levels by spans.
    """
    cells = [cell for cell in grid.cells if _text(cell, texts)]
    title = _title_rows(grid, cells)
    levels = _levels(grid, title)
    heads = [cell for cell in cells if title <= cell.row < title + levels]
    below = [cell for cell in cells if cell.row >= title + levels]
    if not heads or not below or _figures(heads, texts) * 2 > len(heads):
        return 0
    if not (
        _has_own_ground(grid, title, levels)
        or _is_bold_alone(heads, below, bold)
        or _is_over_figures(heads, below, texts)
        or (levels == 1 and _could_all_head(grid, heads, texts))
    ):
        return 0
    return title + levels


def _text(cell: GridCell, texts: Mapping[Place, str]) -> str:
    return texts.get((cell.row, cell.column), "").strip()


def _title_rows(grid: Grid, cells: Iterable[GridCell]) -> int:
    """Return 1 where the first row is one cell over all columns: the table's title."""
    first = [cell for cell in cells if cell.row == 0]
    is_title = len(first) == 1 and first[0].column_span == grid.columns > 1 and grid.rows > 2
    return first[0].row_span if is_title else 0


def _levels(grid: Grid, start: int) -> int:
    """Return how many rows the heads take, if they are heads: a head over others makes two."""
    first = [cell for cell in grid.cells if cell.row == start]
    wide = [cell for cell in first if cell.column_span > 1]
    deepest = max((cell.row_span for cell in first), default=1)
    if not wide or (deepest == 1 and not _is_over_others(grid, start, first)):
        return 1
    return min(max(deepest, 2), _MOST_LEVELS)


def _is_over_others(grid: Grid, start: int, first: Sequence[GridCell]) -> bool:
    """Say whether wide heads stand over narrow ones, and beside them only what stands on top."""
    return any(cell.row == start + 1 for cell in grid.cells) and all(
        cell.column_span > 1 or cell.column == 0 for cell in first
    )


def _has_own_ground(grid: Grid, start: int, levels: int) -> bool:
    """Say whether all heads lie on a ground that no cell below them has: one of a band returns."""
    end = start + levels
    heads = [cell.fill for cell in grid.cells if start <= cell.row < end and cell.column]
    below = {cell.fill for cell in grid.cells if cell.row >= end and cell.column}
    return bool(heads) and bool(below) and None not in heads and not below & set(heads)


def _is_bold_alone(
    heads: Sequence[GridCell], below: Sequence[GridCell], bold: Collection[Place]
) -> bool:
    def is_bold(cell: GridCell) -> bool:
        return (cell.row, cell.column) in bold

    beside = [cell for cell in below if cell.column]
    return (
        len(heads) > 1
        and all(map(is_bold, heads))
        and bool(beside)
        and sum(map(is_bold, beside)) * 2 <= len(beside)
    )


def _is_over_figures(
    heads: Iterable[GridCell], below: Sequence[GridCell], texts: Mapping[Place, str]
) -> bool:
    """Say whether a head, of words or of a period, stands over a column mostly of figures."""
    for head in heads:
        if head.column == 0 or len(_text(head, texts)) > _HEAD_LIMIT:
            continue
        column = [cell for cell in below if cell.column == head.column]
        figures = sum(_is_value(_text(cell, texts)) for cell in column)
        if column and figures * 2 > len(column) and not _is_figure(_text(head, texts)):
            return True
    return False


def _could_all_head(grid: Grid, heads: Sequence[GridCell], texts: Mapping[Place, str]) -> bool:
    """Say whether the first row is of short words over three columns or more, none left out."""
    words = [_text(cell, texts) for cell in heads]
    is_regular = all(cell.column_span == 1 for cell in grid.cells)  # no form
    return (
        is_regular
        and grid.rows > 2
        and grid.columns > 2
        and len(words) == grid.columns
        and len(set(words)) == len(words)
        and all(len(word) <= _HEAD_LIMIT and not _is_figure(word) for word in words)
    )


def _figures(cells: Iterable[GridCell], texts: Mapping[Place, str]) -> int:
    return sum(_is_figure(_text(cell, texts)) for cell in cells)


def _is_figure(text: str) -> bool:
    return _is_value(text) and _PERIOD.fullmatch(text) is None


def _is_value(text: str) -> bool:
    """Say whether each line is a figure, its unit included."""
    lines = text.split("\n")
    return all(_FIGURE.fullmatch(line.strip()) for line in lines)

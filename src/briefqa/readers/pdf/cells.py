"""Put a page's characters into the cells of its tables, and tell what heads each column."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.heads import head_rows
from briefqa.readers.pdf.lines import Line, build_lines
from briefqa.readers.pdf.order import in_order
from briefqa.readers.pdf.overlays import Place, find_overlays
from briefqa.readers.pdf.paragraphs import build_frames
from briefqa.readers.pdf.regions import region_of
from briefqa.readers.pdf.tables import Grid, GridCell
from briefqa.text.align import join_lines


@dataclass(frozen=True)
class FilledCell:
    """A cell with its lines, from the top. `header`: the head of its column, "" for none."""

    place: GridCell
    lines: tuple[Line, ...]
    header: str = ""

    @cached_property
    def text(self) -> str:
        """Its lines, one a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class FilledRow:
    """The cells that stand in one row of a table, those too that began in a row above."""

    number: int
    cells: tuple[FilledCell, ...]
    is_head: bool


@dataclass(frozen=True)
class FilledTable:
    """A table with its rows, from the top."""

    grid: Grid
    rows: tuple[FilledRow, ...]


def fill_tables(
    grids: Sequence[Grid], glyphs: Sequence[Glyph], *, groups: dict[int, int]
) -> tuple[tuple[FilledTable, ...], list[Glyph]]:
    """Return the tables that hold text, and the characters that stand in none of them.

    `groups`: as of `build_lines`.
    """
    if not grids:
        return (), list(glyphs)
    finders = [_Finder(grid) for grid in grids]
    places = [_place(glyph, finders) for glyph in glyphs]
    overlays = find_overlays(glyphs, places)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    for i, (glyph, place) in enumerate(zip(glyphs, places, strict=True)):
        if place is None or i in overlays:
            outside.append(glyph)
        else:
            inside[place[0]].setdefault(place[1], []).append(glyph)
    tables = [
        _filled(grid, cells, groups) for grid, cells in zip(grids, inside, strict=True) if cells
    ]
    return tuple(tables), outside


def _place(glyph: Glyph, finders: Sequence["_Finder"]) -> Place | None:
    for table, finder in enumerate(finders):
        at = finder.find(glyph)
        if at is not None:
            return table, at
    return None


class _Finder:
    """Finds the cell that holds a character, without looking at each of them."""

    def __init__(self, grid: Grid) -> None:
        self._cells = grid.cells
        self._grid = grid
        self._tops = sorted({cell.top for cell in grid.cells})
        self._lefts = sorted({cell.left for cell in grid.cells})
        self._known: dict[tuple[int, int], int | None] = {}

    def find(self, glyph: Glyph) -> int | None:
        """Return which cell holds the middle of a character, None for none."""
        grid, x, y = self._grid, glyph.x, glyph.y
        if not (grid.left <= x < grid.right and grid.top <= y < grid.bottom):
            return None
        place = (bisect_right(self._tops, y), bisect_right(self._lefts, x))
        at = self._known.get(place)
        if at is None or not self._cells[at].holds(glyph):
            at = next((i for i, cell in enumerate(self._cells) if cell.holds(glyph)), None)
            self._known[place] = at
        return at


def _bold(
    cells: Sequence[FilledCell], inside: dict[int, list[Glyph]]
) -> frozenset[tuple[int, int]]:
    """Return row and column of the cells whose text is mostly bold."""
    return frozenset(
        (cell.place.row, cell.place.column)
        for at, cell in enumerate(cells)
        if (letters := [glyph for glyph in inside.get(at, ()) if glyph.text.strip()])
        and 2 * sum(glyph.is_bold for glyph in letters) > len(letters)
    )


def _filled(grid: Grid, inside: dict[int, list[Glyph]], groups: dict[int, int]) -> FilledTable:
    lines = {at: _in_cell(build_lines(glyphs, groups=groups)) for at, glyphs in inside.items()}
    cells = [FilledCell(cell, lines.get(at, ())) for at, cell in enumerate(grid.cells)]
    texts = {(c.place.row, c.place.column): c.text for c in cells}
    heads = head_rows(grid, texts, bold=_bold(cells, inside))
    headers = _headers(cells, heads)
    headed = [
        FilledCell(c.place, c.lines, "" if c.place.row < heads else headers.get(c.place.column, ""))
        for c in cells
    ]
    rows: list[list[FilledCell]] = [[] for _ in range(grid.rows)]
    for cell in headed:
        for row in range(cell.place.row, cell.place.row + cell.place.row_span):
            rows[row].append(cell)
    return FilledTable(
        grid,
        tuple(
            FilledRow(number, tuple(sorted(row, key=lambda c: c.place.column)), number < heads)
            for number, row in enumerate(rows)
        ),
    )


def _in_cell(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a cell as read: those of another text box that lies over it apart."""
    if len(lines) < 2:
        return tuple(lines)
    frames = in_order([region_of(frame) for frame in build_frames(lines, tags={})])
    return tuple(
        line
        for region in frames
        for paragraph in region.part.paragraphs
        for line in paragraph.lines
    )


def _headers(cells: Iterable[FilledCell], heads: int) -> dict[int, str]:
    """Return the head of each column: the cells over it, from the top, joined by a space."""
    over: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.place.row, cell.place.column)):
        text = join_lines(cell.text)
        if cell.place.row >= heads or not text:
            continue
        for column in range(cell.place.column, cell.place.column + cell.place.column_span):
            over.setdefault(column, []).append(text)
    return {column: " ".join(dict.fromkeys(texts)) for column, texts in over.items()}

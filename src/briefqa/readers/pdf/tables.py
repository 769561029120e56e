"""Find the tables of a page by the lines and fills that bound their cells."""

from collections.abc import Iterable, Sequence

from briefqa.readers.pdf.adjoining import adjoining
from briefqa.readers.pdf.bands import find_bands, with_walls_of_neighbours
from briefqa.readers.pdf.drawings import Box, Drawings, Rect
from briefqa.readers.pdf.figures import with_rows_of_figures
from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.grid import Grid, GridCell, places
from briefqa.readers.pdf.lattice import Lattice, find_lattices

__all__ = ["Grid", "GridCell", "find_grids"]

_LEAST_FILLED = 0.5  # of a table's cells: fewer hold text in charts, forms and drawings
_MOST_TORN = 0.02  # of the pairs of neighbours in words that a table's borders may part
_WORD_GAP = 0.2  # of the size: characters of one word stand no further apart
_FEW_CELLS = 0.6  # of the cells that the bands of a table tell: less was told by crossing lines
_WHOLE_PAGE = 0.5  # of the page: a fill as large as that is its ground


def find_grids(drawings: Drawings, glyphs: Sequence[Glyph]) -> tuple[Grid, ...]:
    """Return the tables of a page, from the top.

    A table has two rows and two columns at least, its borders cut no words, and most of its cells
    hold text: frames, diagrams and the lines of charts are none.
    """
    page = Rect(0, 0, drawings.sheet.width, drawings.sheet.height)
    boxes = [box for box in drawings.boxes if box.rect.area < _WHOLE_PAGE * page.area]
    sides = [side for box in adjoining(boxes, drawings.rules) for side in box.sides()]
    fills = [box for box in boxes if box.colour is not None]
    rules = [*drawings.rules, *sides]
    ruled = _grids(find_lattices(drawings.rules), fills, glyphs)
    found = _grids(find_lattices(rules), fills, glyphs) if sides else []
    kept = [grid for grid in found if not any(_replaces(better, grid) for better in ruled)]
    kept += [grid for grid in ruled if not any(_overlap(grid, other) for other in kept)]
    bands = [*drawings.rules, *(side for box in boxes for side in box.sides())]
    for grid in _grids(find_bands(bands, glyphs), fills, glyphs):
        under = [other for other in kept if _overlap(grid, other)]
        if sum(len(other.cells) for other in under) < _FEW_CELLS * len(grid.cells):
            kept = [other for other in kept if other not in under] + [grid]
    return tuple(sorted(kept, key=lambda grid: (grid.top, grid.left)))


def _grids(
    lattices: Iterable[Lattice], fills: Sequence[Box], glyphs: Sequence[Glyph]
) -> list[Grid]:
    found = (_grid(lattice, fills, glyphs) for lattice in lattices)
    return [grid for grid in found if grid is not None]


def _replaces(ruled: Grid, grid: Grid) -> bool:
    """Say whether the lines alone tell a table as well as with the sides of boxes.

    Boxes that lie on a table part its cells; where they are the cells, there are many more of them.
    """
    return ruled.rect.shared(grid.rect) >= 0.9 * grid.rect.area and len(grid.cells) < 1.5 * len(
        ruled.cells
    )


def _overlap(grid: Grid, other: Grid) -> bool:
    return grid.rect.shared(other.rect) > 0.1 * min(grid.rect.area, other.rect.area)


def _grid(lattice: Lattice, fills: Sequence[Box], glyphs: Sequence[Glyph]) -> Grid | None:
    inside = _inside(lattice, glyphs)
    lattice = with_rows_of_figures(with_walls_of_neighbours(lattice, inside), inside)
    cells = _cells(lattice, fills)
    if not cells:
        return None
    owners = places(cells, inside)
    filled = {owner for owner in owners if owner is not None}
    if len(filled) < max(3, _LEAST_FILLED * len(cells)) or _is_torn(inside, owners):
        return None
    grid = Grid(lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1], tuple(cells))
    return grid if grid.rows >= 2 and grid.columns >= 2 else None


def _inside(lattice: Lattice, glyphs: Iterable[Glyph]) -> list[Glyph]:
    left, right = lattice.xs[0], lattice.xs[-1]
    top, bottom = lattice.ys[0], lattice.ys[-1]
    return [
        glyph
        for glyph in glyphs
        if left <= glyph.x < right and top <= glyph.y < bottom and glyph.text.strip()
    ]


def _cells(lattice: Lattice, fills: Sequence[Box]) -> list[GridCell]:
    """Return the cells: what no border parts is one. There are none where one is no rectangle."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    taken: set[tuple[int, int]] = set()
    found: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            region = _region(lattice, row, column)
            taken |= region
            bottom, right = max(r for r, _ in region), max(c for _, c in region)
            if len(region) != (bottom - row + 1) * (right - column + 1):
                return []
            rect = Rect(
                lattice.xs[column], lattice.ys[row], lattice.xs[right + 1], lattice.ys[bottom + 1]
            )
            found.append(
                GridCell(
                    row,
                    column,
                    bottom - row + 1,
                    right - column + 1,
                    rect.left,
                    rect.top,
                    rect.right,
                    rect.bottom,
                    _ground(rect, fills),
                )
            )
    return found


def _region(lattice: Lattice, row: int, column: int) -> set[tuple[int, int]]:
    """Return the rows and columns that are reached without crossing a border."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    found = {(row, column)}
    waiting = [(row, column)]
    while waiting:
        r, c = waiting.pop()
        steps = []
        if c + 1 < columns and not lattice.walls[r][c + 1]:
            steps.append((r, c + 1))
        if c > 0 and not lattice.walls[r][c]:
            steps.append((r, c - 1))
        if r + 1 < rows and not lattice.floors[r + 1][c]:
            steps.append((r + 1, c))
        if r > 0 and not lattice.floors[r][c]:
            steps.append((r - 1, c))
        waiting += [step for step in steps if step not in found]
        found.update(steps)
    return found


def _ground(rect: Rect, fills: Sequence[Box]) -> tuple[int, int, int] | None:
    """Return the colour of the last fill that covers a cell."""
    over = (fill.colour for fill in reversed(fills) if fill.rect.encloses(rect))
    return next(over, None)


def _is_torn(glyphs: Sequence[Glyph], owners: Sequence[int | None]) -> bool:
    """Say whether borders part characters of one word too often for a table's."""
    pairs = torn = 0
    for i in range(1, len(glyphs)):
        before, glyph = glyphs[i - 1], glyphs[i]
        if before.is_vertical or abs(glyph.y - before.y) > 0.3 * glyph.size:
            continue
        if not -0.5 * glyph.size <= glyph.left - before.right <= _WORD_GAP * glyph.size:
            continue
        pairs += 1
        torn += owners[i - 1] != owners[i]
    return torn > max(_MOST_TORN * pairs, 1)

"""What a table is made of: cells in rows and columns, and which of them holds a character."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.readers.pdf.drawings import Rect
from briefqa.readers.pdf.glyphs import Glyph


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell, in points from the page's top left corner as shown; rows and columns from 0.

    `fill`: the colour of its ground (red, green, blue), None where it has none of its own.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float
    fill: tuple[int, int, int] | None = None

    @property
    def rect(self) -> Rect:
        """Where it stands."""
        return Rect(self.left, self.top, self.right, self.bottom)

    def holds(self, glyph: Glyph) -> bool:
        """Say whether the middle of a character lies in it."""
        return self.left <= glyph.x < self.right and self.top <= glyph.y < self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, in points from the page's top left corner; cells by row, then column."""

    left: float
    top: float
    right: float
    bottom: float
    cells: tuple[GridCell, ...]

    @property
    def rect(self) -> Rect:
        """Where it stands."""
        return Rect(self.left, self.top, self.right, self.bottom)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max(cell.row + cell.row_span for cell in self.cells)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max(cell.column + cell.column_span for cell in self.cells)


def places(cells: Sequence[GridCell], glyphs: Iterable[Glyph]) -> list[int | None]:
    """Return for each character which cell holds its middle, None for none."""
    tops = sorted({cell.top for cell in cells})
    lefts = sorted({cell.left for cell in cells})
    rows, columns = {top: i for i, top in enumerate(tops)}, {x: i for i, x in enumerate(lefts)}
    owner: dict[tuple[int, int], int] = {}
    for i, cell in enumerate(cells):
        for row in range(rows[cell.top], bisect_left(tops, cell.bottom)):
            for column in range(columns[cell.left], bisect_left(lefts, cell.right)):
                owner[row, column] = i
    found: list[int | None] = []
    for glyph in glyphs:
        place = owner.get((bisect_right(tops, glyph.y) - 1, bisect_right(lefts, glyph.x) - 1))
        found.append(place if place is not None and cells[place].holds(glyph) else None)
    return found


def by_rows(ys: Sequence[float], glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the visible characters between each of the places down the page and the next."""
    found: list[list[Glyph]] = [[] for _ in ys[1:]]
    for glyph in glyphs:
        row = bisect_right(ys, glyph.y) - 1
        if 0 <= row < len(found) and glyph.text.strip():
            found[row].append(glyph)
    return found

"""What a table is made of: cells in rows and columns, and which of them holds a character."""

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
    """Return for each character which cell holds it, None for none."""
    found: list[int | None] = []
    last = 0
    for glyph in glyphs:
        if cells[last].holds(glyph):
            found.append(last)
            continue
        place = next((i for i, cell in enumerate(cells) if cell.holds(glyph)), None)
        found.append(place)
        last = place or 0
    return found

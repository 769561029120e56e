"""Tell how many rows at the top of a table hold the heads of its columns."""

from collections.abc import Mapping

from briefqa.readers.pdf.grid import Grid


def head_rows(grid: Grid, texts: Mapping[tuple[int, int], str]) -> int:
    """Return how many leading rows are heads; `texts` by the row and column where a cell begins."""
    return 1 if grid.rows > 2 else 0

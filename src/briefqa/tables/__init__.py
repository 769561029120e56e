"""Tables and lists of a slide, flattened to text by extraction, read back into rows of cells."""

from briefqa.tables.celled import Grid, grids_of, rows_of
from briefqa.tables.parts import Cell, Table, TableKind, TableRow, is_figure
from briefqa.tables.read import tables_of

__all__ = [
    "Cell",
    "Grid",
    "Table",
    "TableKind",
    "TableRow",
    "grids_of",
    "is_figure",
    "rows_of",
    "tables_of",
]

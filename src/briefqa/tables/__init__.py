"""Tables and lists of a slide, flattened to text by extraction, read back into rows of cells."""

from briefqa.tables.celled import label_width
from briefqa.tables.parts import Cell, Table, TableKind, TableRow, is_figure
from briefqa.tables.read import tables_of

__all__ = ["Cell", "Table", "TableKind", "TableRow", "is_figure", "label_width", "tables_of"]

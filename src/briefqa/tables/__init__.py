"""Tables and lists of a slide, flattened to text by extraction, read back into rows of cells."""

from briefqa.tables.parts import Cell, Table, TableKind, TableRow
from briefqa.tables.read import tables_of

__all__ = ["Cell", "Table", "TableKind", "TableRow", "tables_of"]

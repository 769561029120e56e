"""The tables of a page as rows of cells, merged ones with what they span."""

import re
from collections.abc import Callable

from briefqa.readers.grids import GridCell, Table
from briefqa.readers.html.nodes import Node, attribute, inside, is_hidden, tag_of
from briefqa.readers.parts import Part, Text
from briefqa.records import Loss

_HEADING = re.compile("h[1-6]")
_SPAN_LIMIT = 1_000  # columns or rows that one cell may take; the HTML standard's limit for columns


def is_layout(table: Node) -> bool:
    """Say whether a table only lays out what is in it: it holds blocks that no cell holds."""
    if attribute(table, "role") in ("presentation", "none"):
        return True
    rows = cells = 0
    for node in inside(table, without=frozenset(("table",))):
        tag = tag_of(node)
        if tag == "th":
            return False
        if tag == "table" or _HEADING.fullmatch(tag):
            return True
        rows += tag == "tr"
        cells += tag == "td"
    return cells <= 1


def read_table(table: Node, read: Callable[[Node], tuple[str, list[Loss]]]) -> list[Part]:
    """Return a table, its caption before it and what cannot stand in it after it.

    `read` gives what a cell shows, and what of it is lost.
    """
    rows: list[tuple[GridCell, ...]] = []
    before: list[Part] = []
    aside: list[Part] = []
    row: list[GridCell] | None = None
    in_head = False
    for node in inside(table, without=frozenset(("table", "td", "th", "caption"))):
        tag = tag_of(node)
        if tag in ("thead", "tbody", "tfoot"):
            in_head = tag == "thead"
        elif tag == "tr":
            if row is not None:
                rows.append(tuple(row))
            row = None if is_hidden(node) else []
        elif tag in ("td", "th") and row is not None and not is_hidden(node):
            text, losses = read(node)
            aside += losses
            row.append(_grid_cell(node, text, is_head=in_head or tag == "th"))
        elif tag == "caption":
            text, losses = read(node)
            before += [Text("heading", text, level=9), *losses]
    if row is not None:
        rows.append(tuple(row))
    return [*before, Table(tuple(rows)), *aside]


def _grid_cell(node: Node, text: str, *, is_head: bool) -> GridCell:
    return GridCell(
        text, is_head, across=_span(node, "colspan"), down=_span(node, "rowspan", none=_SPAN_LIMIT)
    )


def _span(node: Node, name: str, *, none: int = 1) -> int:
    """Return how far a cell spans; a rowspan of 0 is to the table's end."""
    text = attribute(node, name).strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(int(text[:6]), _SPAN_LIMIT) or none

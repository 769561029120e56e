"""Tables and charts whose cells the file itself tells: rows under heads, and columns as rows."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from briefqa.records import Block, Slide
from briefqa.records import Cell as ReadCell
from briefqa.tables.parts import Cell, Table, TableRow, is_blank
from briefqa.text.normalise import fold

_CAPTION_LIMIT = 60  # characters of a line above a table that says what it is
_COLUMNS = 60  # of a table; wider ones are forms or calendars
_ABOVE = 2  # blocks between a table and the heading that is its caption


def celled_tables(slide: Slide) -> Iterator[Table]:
    """Yield the tables and charts of a slide that have cells; with several heads, twice.

    Once with its rows, once with its columns as rows: which of the two are the things that the
    table is about is not told.
    """
    for _, blocks in groupby(_celled(slide), key=lambda block: block.table):
        held = list(blocks)
        rows = [block for block in held if not block.is_head]
        table = _table(slide, held, rows) if rows else None
        if table is not None:
            yield table
            if len(table.heads) > 1:
                yield _turned(table)


def label_width(rows: Sequence[Block]) -> int:
    """Return how many cells at the head of each row of a table say what it is about.

    One, and one more for each column before it that only counts the rows, or that holds cells
    merged over several rows.
    """
    merged = max((_merged(block) for block in rows), default=0)
    return 1 + max(merged, int(_are_counted(rows)))


def _are_counted(rows: Sequence[Block]) -> bool:
    """Say whether the first column counts the rows: 1, 2, 3."""
    firsts = [fold(block.cells[0].text).text.strip(" .)") for block in rows]
    is_wide = all(len(block.cells) > 2 for block in rows)
    return is_wide and len(rows) > 1 and firsts == [str(n) for n in range(1, len(rows) + 1)]


def _merged(block: Block) -> int:
    """Return how many of a row's cells, from its first, stand in a row above."""
    count = 0
    for cell in block.cells[:-2]:
        if block.start <= cell.start < block.end or not cell.text:
            break
        count += 1
    return count


def _celled(slide: Slide) -> Iterator[Block]:
    return (block for block in slide.blocks if block.table and block.cells)


def _table(slide: Slide, held: Sequence[Block], rows: Sequence[Block]) -> Table | None:
    size = max(len(block.cells) for block in rows)
    width = label_width(rows)
    if not width < size <= _COLUMNS:
        return None
    widest = next(block for block in rows if len(block.cells) == size)
    columns = tuple(cell.header for cell in widest.cells[width:])
    caption = _caption(slide, held[0])
    heads = _heads([block for block in held if block.is_head], columns, size)
    found = tuple(_rows(rows, size, width, is_counted=_are_counted(rows)))
    if not found:
        return None
    return Table(
        "grid",
        slide,
        found,
        columns,
        caption=caption,
        heads=heads,
        is_real=True,
        label_head=widest.cells[width - 1].header,
    )


def _rows(rows: Sequence[Block], size: int, width: int, *, is_counted: bool) -> Iterator[TableRow]:
    """Yield the rows; one that is a single cell across the table heads those below it."""
    group = ""
    for number, block in enumerate(rows, start=1):
        texts = list(dict.fromkeys(cell.text for cell in block.cells if cell.text))
        if len(texts) == 1 and len(block.cells) != 2:
            group = texts[0]
            continue
        label = block.cells[width - 1]
        if len(block.cells) != size or not label.text:
            continue
        above = [group, *(cell.text for cell in block.cells[int(is_counted) : width - 1])]
        values = tuple(_value(cell) for cell in block.cells[width:])
        yield TableRow(
            block.start,
            block.end,
            _cell(label),
            values,
            number=number if is_counted else None,
            group=" ".join(filter(None, above)),
        )


def _cell(cell: ReadCell) -> Cell:
    return Cell(cell.text, cell.start, cell.end)


def _value(cell: ReadCell) -> Cell | None:
    return None if not cell.text.strip() or is_blank(cell.text) else _cell(cell)


def _heads(held: Sequence[Block], columns: Sequence[str], size: int) -> tuple[Cell, ...]:
    """Return where the heads of the columns stand; nothing where they stand in several rows."""
    if len(held) != 1 or len(held[0].cells) != size or not all(columns):
        return ()
    heads = held[0].cells[-len(columns) :]
    are_same = all(cell.text == text for cell, text in zip(heads, columns, strict=True))
    is_each = len(set(columns)) == len(columns)
    return tuple(map(_cell, heads)) if are_same and is_each else ()


def _turned(table: Table) -> Table:
    """Return a table with its columns as rows; each row's label is then a head."""
    columns = tuple(" ".join(filter(None, (row.group, row.label.text))) for row in table.rows)
    rows = tuple(
        TableRow(head.start, head.end, head, tuple(row.values[at] for row in table.rows))
        for at, head in enumerate(table.heads)
    )
    heads = tuple(row.label for row in table.rows)
    return Table("grid", table.slide, rows, columns, table.caption, heads=heads, is_real=True)


def _caption(slide: Slide, first: Block) -> str:
    """Return the short line right above a table, else the heading near above it."""
    at = next(i for i, block in enumerate(slide.blocks) if block is first)
    above = slide.blocks[max(0, at - 1 - _ABOVE) : at]
    for block in reversed(above):
        is_near = block is above[-1] and block.kind in ("body", "bullet")
        if (block.is_heading or is_near) and len(block.text) <= _CAPTION_LIMIT:
            return "" if block.text == slide.title else block.text.rstrip("：: ")
    return ""

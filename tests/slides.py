"""Slides built from a short description, as the readers of real decks give them."""

from collections.abc import Sequence

from briefqa.records import Block, BlockKind, Cell, Slide
from briefqa.text.align import join_lines

Described = tuple[BlockKind, str] | Sequence[Sequence[str]]


def slide_of(
    *described: Described,
    title: str = "",
    section: str = "",
    heads: int = 1,
    briefing_id: str = "deck",
    number: int = 1,
) -> Slide:
    """Return a slide of blocks and tables, in order, an empty line between them.

    A block is (kind, text). A table is a sequence of rows of cells; its first `heads` rows hold the
    heads of the columns. A cell "^" is merged with the one above it. A title goes first.
    """
    text = ""
    blocks: list[Block] = []
    tables = 0
    if title:
        described = (("title", title), *described)
    for one in described:
        text += "\n\n" if text else ""
        if len(one) == 2 and isinstance(one[0], str):
            kind, words = one
            assert isinstance(words, str)
            blocks.append(_block(kind, len(text), words))  # type: ignore[arg-type]
            text += words
        else:
            tables += 1
            made, words = _table(one, len(text), tables, heads)  # type: ignore[arg-type]
            blocks += made
            text += words
    return Slide(briefing_id, number, text, title, section, tuple(blocks))


def chart(title: str, series: Sequence[str], points: Sequence[Sequence[str]]) -> Slide:
    """Return a slide that is a chart: its title, then the category and its values on each line."""
    text, blocks = title, [_block("heading", 0, title)] if title else []
    for point in points:
        text += "\n" if text else ""
        row, words = _row(point, ["", *series], len(text), [])
        blocks.append(Block("chart", len(text), len(text) + len(words), words, cells=row, table=1))
        text += words
    return Slide("deck", 1, text, "", "", tuple(blocks))


def _block(kind: BlockKind, start: int, words: str) -> Block:
    return Block(kind, start, start + len(words), join_lines(words))


def _table(
    rows: Sequence[Sequence[str]], start: int, table: int, heads: int
) -> tuple[list[Block], str]:
    header = [
        " ".join(dict.fromkeys(filter(None, (row[c] for row in rows[:heads]))))
        for c in range(len(rows[0]))
    ]
    blocks: list[Block] = []
    above: list[Cell] = []
    text = ""
    for r, row in enumerate(rows):
        text += "\n" if text else ""
        at = start + len(text)
        is_head = r < heads
        above, words = _row(row, [""] * len(row) if is_head else header, at, above)
        end = at + len(words)
        blocks.append(
            Block("row", at, end, join_lines(words), cells=above, table=table, is_head=is_head)
        )
        text += words
    return blocks, text


def _row(
    row: Sequence[str], header: Sequence[str], start: int, above: Sequence[Cell]
) -> tuple[tuple[Cell, ...], str]:
    cells: list[Cell] = []
    text = ""
    for c, words in enumerate(row):
        if words == "^":
            cells.append(above[c])
            continue
        text += "\t" if text or (c and any(cell.start >= start for cell in cells)) else ""
        at = start + len(text)
        cells.append(Cell(at, at + len(words), join_lines(words), header[c]))
        text += words
    return tuple(cells), text

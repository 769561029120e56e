"""Two columns of names, under headings of groups, their cells on one line or wrapped over several.

Extraction keeps no columns. What tells them is that one column's cells are written in katakana and
the other's are not, end alike, or come again and again. Where none of that holds, only what stands
on one line is read, and a heading where exactly one line stands between two rows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefqa.readers.marks import BULLET, FOOTNOTE
from briefqa.records import Block, Slide
from briefqa.tables.parts import (
    ROW_LIMIT,
    Cell,
    Table,
    TableRow,
    block_cell,
    cells_of,
    gap_between,
    is_heading,
    is_japanese,
    is_name,
    split_cells,
)
from briefqa.text.tagger import tag

_LEAST = 3  # rows on one line each
_ALIKE = 0.8  # share of a column's cells that end in the same character
_KATAKANA = re.compile("[ァ-ヺ][ァ-ヺー]")
_POINTER = re.compile(r"\s*[※＊*]\d*$")  # to a note, no part of a name
_GOES_ON = re.compile(r"^[・、／/]")
_WRAPPED_LIMIT = 60  # characters of a cell that runs over lines


@dataclass(frozen=True, slots=True)
class _Pair:
    left: Cell
    right: Cell


_Token = _Pair | Cell | None  # None: what can be no part of the table
_Sides = tuple[frozenset[str], frozenset[str]]


def pair_tables(slide: Slide) -> Iterator[Table]:
    """Yield the tables of two columns of names."""
    run: list[_Token] = []
    for token in [*_tokens(slide), None]:
        if token is not None:
            run.append(token)
            continue
        pairs = [t for t in run if isinstance(t, _Pair)]
        if len(pairs) >= _LEAST and _are_columns(pairs):
            yield from _table(slide, run, pairs)
        run = []


def _tokens(slide: Slide) -> list[_Token]:
    found: list[_Token] = []
    for at, block in enumerate(slide.blocks):
        if FOOTNOTE.match(block.text):
            continue
        above = found[-1] if found else None
        is_near = at > 0 and not gap_between(slide, slide.blocks[at - 1], block)
        if isinstance(above, Cell) and is_near and _GOES_ON.match(block.text):
            found[-1] = Cell(above.text + block.text, above.start, block.end)
        else:
            found.append(_token(slide, block))
    return found


def _token(slide: Slide, block: Block) -> _Token:
    text = block.text
    if len(text) > ROW_LIMIT or BULLET.match(text) or re.search(r"\d|[。：:！？!?]", text):
        return None
    spans = split_cells(text)
    if len(spans) == 2:
        left, right = (_unpointed(cell) for cell in cells_of(slide, block, spans))
        if is_name(left.text) and is_name(right.text) and is_japanese(left.text + right.text):
            return _Pair(left, right)
        return None
    return block_cell(block) if len(spans) == 1 and 1 < len(text) <= _WRAPPED_LIMIT else None


def _unpointed(cell: Cell) -> Cell:
    text = _POINTER.sub("", cell.text)
    return Cell(text, cell.start, cell.end - (len(cell.text) - len(text)))


def _are_columns(pairs: Sequence[_Pair]) -> bool:
    """Say whether pairs are rows of two columns, and not a roster that has two cells a line."""
    if _is_split_by_script(pairs):
        return True
    lefts, rights = Counter(p.left.text for p in pairs), Counter(p.right.text for p in pairs)
    if lefts.keys() & rights.keys():
        return False
    if max(lefts.values()) > 1 or max(rights.values()) > 1:
        return True
    left, right = (_ending(column) for column in ([*lefts], [*rights]))
    return left != right and "" not in (left, right)


def _ending(texts: Sequence[str]) -> str:
    """Return the character that most of `texts` end in, or ""."""
    (ending, count), *_ = Counter(text[-1] for text in texts).most_common(1)
    return ending if count >= _ALIKE * len(texts) else ""


def _is_split_by_script(pairs: Sequence[_Pair]) -> bool:
    """Say whether all cells of one column are in katakana and none of the other are."""
    lefts = {_KATAKANA.search(pair.left.text) is not None for pair in pairs}
    rights = {_KATAKANA.search(pair.right.text) is not None for pair in pairs}
    return len(lefts) == len(rights) == 1 and lefts != rights


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of a table; `waiting`: cells that have no partner yet."""

    rows: list[tuple[Cell, Cell, str]] = field(default_factory=list)
    waiting: list[Cell] = field(default_factory=list)
    group: str = ""

    def pair(self, pair: _Pair) -> None:
        """Take a row that stands on one line; a cell that waits is the heading above it."""
        self.head(self.waiting[-1:])
        self.rows.append((pair.left, pair.right, self.group))
        self.waiting = []

    def right(self, cell: Cell) -> None:
        """Take a cell of the right column: it goes with the one above, which may have a heading."""
        if self.waiting:
            self.head(self.waiting[-2:-1])
            self.rows.append((self.waiting[-1], cell, self.group))
        self.waiting = []

    def head(self, cells: Sequence[Cell]) -> None:
        if cells and is_heading(cells[0].text):
            self.group = cells[0].text


def _table(slide: Slide, run: Sequence[_Token], pairs: Sequence[_Pair]) -> Iterator[Table]:
    reader = _by_script(run, pairs) if _is_split_by_script(pairs) else _by_place(run, pairs)
    rows = [
        TableRow(left.start, right.end, left, (right,), group=group)
        for left, right, group in reader.rows
    ]
    columns: tuple[str, ...] = ("",)
    if _is_head(rows):
        columns = tuple(cell.text for cell in rows[0].values if cell is not None)
        rows = [row for row in rows if row is not rows[0]]
    yield Table("pairs", slide, tuple(rows), columns)


def _by_script(run: Sequence[_Token], pairs: Sequence[_Pair]) -> _Reader:
    """Read tokens whose column their script tells."""
    left_is_katakana = _KATAKANA.search(pairs[0].left.text) is not None
    reader = _Reader()
    for token in run:
        if isinstance(token, _Pair):
            reader.pair(token)
        elif isinstance(token, Cell):
            if (_KATAKANA.search(token.text) is not None) != left_is_katakana:
                reader.right(token)
            else:
                reader.waiting = _merged(reader.waiting, token)
    return reader


def _merged(waiting: list[Cell], cell: Cell) -> list[Cell]:
    """Add a left cell, or make it the rest of the one that ends on the line right above."""
    if waiting and cell.start - waiting[-1].end == 1:
        last = waiting[-1]
        return [*waiting[:-1], Cell(last.text + cell.text, last.start, cell.end)]
    return [*waiting, cell]


def _by_place(run: Sequence[_Token], pairs: Sequence[_Pair]) -> _Reader:
    """Read tokens whose column is known where they stood in it before on one line."""
    known: _Sides = (
        frozenset(pair.left.text for pair in pairs),
        frozenset(pair.right.text for pair in pairs),
    )
    reader = _Reader()
    for token in run:
        if isinstance(token, _Pair):
            if len(reader.waiting) > 1:  # a row that was not understood, or a heading of headings
                reader.group = ""
                reader.waiting = []
            reader.pair(token)
        elif isinstance(token, Cell):
            above = reader.waiting[-1].text if reader.waiting else ""
            if above in known[0] or (above and token.text in known[1]):
                reader.right(token)
            else:
                reader.waiting.append(token)
    return reader


def _is_head(rows: Sequence[TableRow]) -> bool:
    """Say whether the first row names the columns: its words are no proper names, others' are."""
    if len(rows) < _LEAST + 1 or _has_name(rows[0]):
        return False
    named = sum(_has_name(row) for row in rows[1:])
    return named >= _ALIKE * (len(rows) - 1)


def _has_name(row: TableRow) -> bool:
    cells = [row.label, *(cell for cell in row.values if cell is not None)]
    return any("固有名詞" in token.pos or not token.lemma for c in cells for token in tag(c.text))

"""Shape the rows of a slide's tables and charts as grids; pure, and losing no character."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefqa.app.segments import Segment, Span, marked_within
from briefqa.records import Block, Cell, Slide

_FIGURE = re.compile(r"[-+−△▲▼~≈(]{0,2}[¥$€£]?[0-9][0-9,.]*[^0-9]{0,3}")


@dataclass(slots=True)
class GridCell:
    """A cell of a grid: its words, and the white space around them in the slide's text.

    `rows`, `columns`: how many it spans. `is_repeated`: its words stand elsewhere on the slide.
    `is_figure`: it holds a number, which stands at the column's end. `is_label`: it is of the first
    column, and says what its row is about.
    """

    segments: tuple[Segment, ...]
    before: str = ""
    after: str = ""
    rows: int = 1
    columns: int = 1
    is_repeated: bool = False
    is_figure: bool = False
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid, without the cells that one above it or before it spans."""

    cells: tuple[GridCell, ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or a chart of a slide; `heads` are those of its columns where no row holds them."""

    is_chart: bool
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    kind: str = field(default="grid", init=False)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The text that the grid takes from the slide, in order."""
        return tuple(
            segment
            for row in self.rows
            for cell in row.cells
            if not cell.is_repeated
            for segment in (_space(cell.before), *cell.segments, _space(cell.after))
        )


def runs_of_rows(slide: Slide) -> Iterator[tuple[Block, ...]]:
    """Yield the rows of each table and chart: blocks whose cells hold all of their characters.

    Nothing but white space stands between the rows of a run.
    """
    run: list[Block] = []
    place = 0
    for block in sorted(slide.blocks, key=lambda block: block.start):
        key = _table_of(block, slide.text) if block.start >= place else None
        place = max(place, block.end)
        if run and not (key == _key(run[0]) and not slide.text[run[-1].end : block.start].strip()):
            yield tuple(run)
            run = []
        if key is not None:
            run.append(block)
    if run:
        yield tuple(run)


def grid_of(slide: Slide, rows: Sequence[Block], marks: Sequence[Span]) -> Grid:
    """Return the grid of one run of rows; it takes the text from the first to the last of them."""
    ends = [*(block.start for block in rows[1:]), rows[-1].end]
    is_headed = any(block.is_head for block in rows)
    heads = () if is_headed else tuple(cell.header for cell in rows[0].cells)
    maker = _Maker(slide.text, marks)
    made = tuple(
        GridRow(tuple(maker.cells(block, end)), block.is_head)
        for block, end in zip(rows, ends, strict=True)
    )
    maker.align_heads()
    return Grid(rows[0].kind == "chart", heads if any(heads) else (), made)


def _space(text: str) -> Segment:
    return Segment(text, is_marked=False)


def is_figure(text: str) -> bool:
    """Tell whether a cell holds a number, with its sign and a short unit.

    >>> is_figure("３,６８７万人"), is_figure("△12.5%"), is_figure("3つの柱からなる計画")
    (True, True, False)
    """
    return bool(_FIGURE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def _table_of(block: Block, text: str) -> tuple[str, int] | None:
    """Return what tells tables apart, or None for a block that is not set as a row of one."""
    own = _own_cells(block)
    if block.kind not in ("row", "chart") or not own:
        return None
    bounds = [block.start, *(place for cell in own for place in (cell.start, cell.end)), block.end]
    gaps = [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
    is_whole = bounds == sorted(bounds) and not any(gap.strip() for gap in gaps)
    return _key(block) if is_whole else None


def _key(block: Block) -> tuple[str, int]:
    return block.kind, block.table


def _own_cells(block: Block) -> list[Cell]:
    """Return the cells that stand in the block, each of several columns once."""
    inside = [cell for cell in block.cells if block.start <= cell.start <= cell.end <= block.end]
    places = list(dict.fromkeys((cell.start, cell.end) for cell in inside))
    firsts = {(cell.start, cell.end): cell for cell in reversed(inside)}
    return [firsts[place] for place in places]


class _Maker:
    """Makes the cells of one grid, row by row, and widens those that later cells belong to."""

    def __init__(self, text: str, marks: Sequence[Span]) -> None:
        self._text = text
        self._marks = marks
        self._above: list[tuple[Span, GridCell]] = []
        self._columns: dict[int, list[GridCell]] = {}
        self._heads: list[tuple[int, GridCell]] = []

    def cells(self, block: Block, end: int) -> Iterable[GridCell]:
        """Return the cells of the next row, whose text ends where the row after it begins."""
        begin = block.start
        places = [(cell.start, cell.end) for cell in _own_cells(block)]
        until = dict(zip(places, [*(start for start, _ in places[1:]), end], strict=False))
        made: list[GridCell] = []
        row: list[tuple[Span, GridCell]] = []
        for column, cell in enumerate(block.cells):
            place = (cell.start, cell.end)
            known = self._spanning(place, column, row)
            if known is None:
                is_first = all(place != other for other, _ in row) or cell.start == cell.end
                is_own = is_first and block.start <= cell.start <= cell.end <= block.end
                stop = until[place] if is_own else begin
                known = self._cell(cell, begin, stop) if is_own else self._repeated(cell)
                begin = stop
                known.is_label = column == 0
                made.append(known)
                if block.is_head:
                    self._heads.append((column, known))
                else:
                    self._columns.setdefault(column, []).append(known)
            row.append((place, known))
        self._above = row
        return made

    def align_heads(self) -> None:
        """Set the heads of columns of figures as those are."""
        for column, head in self._heads:
            below = [cell for cell in self._columns.get(column, []) if cell.segments]
            head.is_figure = bool(below) and all(cell.is_figure for cell in below)

    def _spanning(
        self, place: Span, column: int, row: Sequence[tuple[Span, GridCell]]
    ) -> GridCell | None:
        """Return the cell before or above of which this place is a part, made wider or taller."""
        if place[0] == place[1]:
            return None
        above = self._above[column] if column < len(self._above) else None
        if row and row[-1][0] == place:
            if above is None or above[1] is not row[-1][1]:
                row[-1][1].columns += 1
            return row[-1][1]
        if above is not None and above[0] == place:
            above[1].rows += 1
            return above[1]
        return None

    def _cell(self, cell: Cell, begin: int, until: int) -> GridCell:
        return GridCell(
            marked_within(self._text, (cell.start, cell.end), self._marks),
            self._text[begin : cell.start],
            self._text[max(begin, cell.end) : until],
            is_figure=is_figure(cell.text),
        )

    def _repeated(self, cell: Cell) -> GridCell:
        segments = (Segment(cell.text, is_marked=False),)
        return GridCell(segments, is_repeated=True, is_figure=is_figure(cell.text))

"""Write the text of one slide from its parts, and its blocks and cells with where they stand."""

import re
from collections.abc import Sequence
from itertools import groupby

from briefqa.readers.grids import Table, grid_rows, is_cut
from briefqa.readers.parts import Chart, Pair, Part, Text
from briefqa.records import Block, BlockKind, Cell, Loss
from briefqa.text.align import join_lines
from briefqa.text.normalise import squeeze

TEXT_LIMIT = 400_000  # characters of one slide, some 200 pages of print; the rest is named as lost
BLOCK_LIMIT = 20_000  # of one slide
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return `text` without control characters, its line breaks as `\\n`, tabs as spaces.

    Tabs part the cells of a row, and must mean nothing else.
    """
    text = _CONTROL.sub("", _LINE_BREAK.sub("\n", text)).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").rstrip()


class Sheet:
    """A slide's text as it grows, with its blocks."""

    def __init__(self) -> None:
        """Begin an empty slide."""
        self._pieces: list[str] = []
        self._length = 0
        self._tables = 0
        self.blocks: list[Block] = []
        self.losses: list[Loss] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def add(self, part: Part) -> None:
        """Write a part below what there is; what does not fit is among the losses."""
        if isinstance(part, Loss):
            self.losses.append(part)
        elif isinstance(part, Text):
            self._add_text(part)
        elif isinstance(part, Pair):
            self._add_cells([(clean(part.label), ""), (clean(part.value), "")])
        elif isinstance(part, Chart):
            self._add_chart(part)
        else:
            self._add_table(part)

    def _add_text(self, part: Text) -> None:
        text = clean(part.text).strip()
        room = TEXT_LIMIT - self._length
        if len(text) > room:
            self.losses.append(Loss("cut"))
            text = text[:room].strip()
        start = self._begin(text)
        if start is None:
            return
        kind: BlockKind = part.kind
        if kind == "title" and any(block.kind == "title" for block in self.blocks):
            kind = "heading"
        level = part.level if kind == "bullet" else 0
        end = start + len(text)
        self.blocks.append(Block(kind, start, end, join_lines(text), level=level))

    def _begin(self, text: str) -> int | None:
        """Write `text` after an empty line and return where it starts; None if it is blank."""
        stripped = text.strip()
        if not stripped or not squeeze(stripped):
            return None
        if self._length + len(stripped) > TEXT_LIMIT or len(self.blocks) >= BLOCK_LIMIT:
            self.losses.append(Loss("cut"))
            return None
        if self._pieces:
            self._write("\n\n")
        start = self._length
        self._write(stripped)
        return start

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _add_table(self, table: Table) -> None:
        rows = grid_rows(table)
        if is_cut(table):
            self.losses.append(Loss("cut"))
        if not any(cell.text.strip() for row in rows for cell in row.cells):
            return
        self._tables += 1
        placed: dict[int, tuple[int, int]] = {}
        for row in rows:
            cells = [(clean(cell.text), cell.header) for cell in row.cells]
            self._add_cells(
                cells,
                sources=[cell.source for cell in row.cells],
                placed=placed,
                table=self._tables,
                is_head=row.is_head,
            )

    def _add_chart(self, chart: Chart) -> None:
        """Write a chart's title, the titles of its axes, the names of its series, and its rows."""
        self._add_text(Text("heading", chart.title))
        for axis in chart.axes:
            self._add_text(Text("body", axis))
        self._tables += 1
        names = [clean(name) for name in chart.series]
        if any(name and name != chart.title for name in names):
            heads = [("", ""), *((name, "") for name in names)]
            self._add_cells(heads, kind="chart", table=self._tables, is_head=True)
        for row in chart.rows:
            cells = [(clean(text), name) for text, name in zip(row, ["", *names], strict=True)]
            self._add_cells(cells, kind="chart", table=self._tables)

    def _add_cells(
        self,
        cells: Sequence[tuple[str, str]],
        *,
        kind: BlockKind = "row",
        sources: Sequence[int] = (),
        placed: dict[int, tuple[int, int]] | None = None,
        table: int = 0,
        is_head: bool = False,
    ) -> None:
        """Write a row. `sources`: which cell of the table each is; one that is `placed` above, or
        before it in the row, is not written again."""
        placed = {} if placed is None else placed
        keys = sources or range(len(cells))
        new = [key for key, _ in groupby(keys) if key not in placed]
        texts = dict(zip(keys, (text for text, _ in cells), strict=True))
        line = "\t".join(texts[key] for key in new)
        start = self._begin(line)
        if start is None:
            return
        end = start + len(line.strip())
        offset = start - (len(line) - len(line.lstrip()))
        for key in new:
            # Tabs of empty cells at the ends of the row are no part of the block.
            first, last = (min(max(at, start), end) for at in (offset, offset + len(texts[key])))
            placed[key] = (first, last)
            offset += len(texts[key]) + 1
        written = self._pieces[-1]
        made = tuple(
            Cell(*placed[key], join_lines(text), join_lines(header))
            for key, (text, header) in zip(keys, cells, strict=True)
            if key in placed
        )
        self.blocks.append(
            Block(kind, start, end, join_lines(written), cells=made, table=table, is_head=is_head)
        )

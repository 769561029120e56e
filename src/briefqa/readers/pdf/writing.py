"""Write a page's slide: its text in reading order, its blocks, and where each line stands."""

from collections.abc import Sequence

from briefqa.readers.pdf.cells import FilledCell, FilledRow, FilledTable
from briefqa.readers.pdf.kinds import is_heading, kind_of, levels_of
from briefqa.readers.pdf.lines import Line
from briefqa.readers.pdf.order import Region, in_order, turn
from briefqa.readers.pdf.paragraphs import Frame, Paragraph
from briefqa.readers.pdf.regions import region_of
from briefqa.readers.pdf.sketch import Sketch
from briefqa.records import Block, BlockKind, Box, Cell, Loss, Page, Slide
from briefqa.text.align import join_lines


def write_page(
    sketch: Sketch, title: Sequence[Paragraph], furniture: set[int]
) -> tuple[Slide, Page]:
    """Return the slide of a page, its title first, and its page with a box for each line."""
    left_out = furniture | {id(paragraph) for paragraph in title}
    frames = [
        Frame(kept)
        for frame in sketch.frames
        if (kept := tuple(p for p in frame.paragraphs if id(p) not in left_out))
    ]
    sheet = _Sheet(sketch)
    if title:
        sheet.add([line for paragraph in title for line in paragraph.lines], "title")
    parts = _ordered(frames, sketch.tables)
    in_boxes = [part for part in parts if isinstance(part, Frame)]
    levels = levels_of(in_boxes)
    ordered = [paragraph for frame in in_boxes for paragraph in frame.paragraphs]
    following = dict(zip(map(id, ordered), ordered[1:], strict=False))
    for part in parts:
        if isinstance(part, FilledTable):
            sheet.add_table(part)
            continue
        for i, paragraph in enumerate(part.paragraphs):
            kind = kind_of(paragraph)
            if kind == "body" and is_heading(part, i, following.get(id(paragraph))):
                kind = "heading"
            sheet.add(paragraph.lines, kind, level=levels.get(id(paragraph), 0))
    named = sheet.blocks[0].text if title else ""
    losses = tuple(loss for loss in sketch.losses if loss.kind != "no_text")
    if not sheet.blocks and not any(loss.kind in ("pictures", "page") for loss in losses):
        losses = (*losses, Loss("no_text"))
    slide = Slide(
        briefing_id="",
        number=sketch.number,
        text=sheet.text,
        title=named,
        section="",
        blocks=tuple(sheet.blocks),
        losses=tuple(dict.fromkeys(losses)),
    )
    words = tuple(p.read for p in sketch.paragraphs if id(p) in furniture)
    return slide, Page(
        sketch.number, sketch.width, sketch.height, tuple(sheet.boxes), furniture=words
    )


def _ordered(frames: Sequence[Frame], tables: Sequence[FilledTable]) -> list[Frame | FilledTable]:
    """Return boxes and tables as read, the page turned so that most lines run to the right."""
    weights: dict[int, int] = {}
    for frame in frames:
        for paragraph in frame.paragraphs:
            angle = paragraph.lines[0].angle
            weights[angle] = weights.get(angle, 0) + len(paragraph.text)
    angle = max(weights, key=lambda angle: weights[angle], default=0)
    regions: list[Region[Frame | FilledTable]] = [
        *(region_of(frame) for frame in frames),
        *(_table_region(table) for table in tables),
    ]
    return [region.part for region in in_order([turn(region, angle=angle) for region in regions])]


def _table_region(table: FilledTable) -> Region[Frame | FilledTable]:
    grid = table.grid
    return Region(table, grid.left, grid.top, grid.right, grid.bottom, lines=grid.rows)


class _Sheet:
    """A slide's text as it grows, with its blocks and boxes."""

    def __init__(self, sketch: Sketch) -> None:
        self._width = max(sketch.width, 1.0)
        self._height = max(sketch.height, 1.0)
        self._written: list[str] = []
        self._length = 0
        self._tables = 0
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []

    @property
    def text(self) -> str:
        return "".join(self._written)

    def add(self, lines: Sequence[Line], kind: BlockKind, *, level: int = 0) -> None:
        """Write a block of lines, an empty line after what is before it."""
        if self._length:
            self._write("\n\n")
        start = self._length
        for i, line in enumerate(lines):
            if i:
                self._write("\n")
            if line.stops:
                self.boxes.append(self._box(line))
            self._write(line.text)
        read = join_lines(self.text_from(start))
        level = level if kind == "bullet" else 0
        self.blocks.append(Block(kind, start, self._length, read, level=level))

    def add_table(self, table: FilledTable) -> None:
        """Write a table's rows, its cells parted by tabs; a cell of several rows in its first."""
        self._tables += 1
        written: dict[tuple[int, int], tuple[int, int]] = {}
        for row in table.rows:
            self._add_row(row, written)

    def _add_row(self, row: FilledRow, written: dict[tuple[int, int], tuple[int, int]]) -> None:
        own = [cell for cell in row.cells if cell.place.row == row.number]
        if not any(cell.lines for cell in own):
            return
        if self._length:
            self._write("\n\n")
        # White space at a block's ends is not a part of it: no tabs for empty cells there.
        filled = [at for at, cell in enumerate(own) if cell.lines]
        start = self._length
        for at, cell in enumerate(own):
            if filled[0] < at <= filled[-1]:
                self._write("\t")
            began = self._length
            for i, line in enumerate(cell.lines):
                if i:
                    self._write("\n")
                self.boxes.append(self._box(line))
                self._write(line.text)
            written[cell.place.row, cell.place.column] = (began, self._length)
            if cell.lines:
                self.boxes.append(self._cell_box(cell, began))
        cells = tuple(
            Cell(*written[place], join_lines(cell.text), cell.header)
            for cell in row.cells
            if (place := (cell.place.row, cell.place.column)) in written
        )
        read = join_lines(self.text_from(start))
        self.blocks.append(
            Block(
                "row",
                start,
                self._length,
                read,
                cells=cells,
                table=self._tables,
                is_head=row.is_head,
            )
        )

    def _cell_box(self, cell: FilledCell, start: int) -> Box:
        place = cell.place
        return Box(
            start=start,
            end=self._length,
            left=_part(place.left, self._width),
            top=_part(place.top, self._height),
            right=_part(place.right, self._width),
            bottom=_part(place.bottom, self._height),
        )

    def text_from(self, start: int) -> str:
        """Return what is written from an offset on."""
        back: list[str] = []
        length = self._length
        for piece in reversed(self._written):
            if length <= start:
                break
            back.append(piece)
            length -= len(piece)
        return "".join(reversed(back))

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._length += len(text)

    def _box(self, line: Line) -> Box:
        whole = self._height if line.is_vertical else self._width
        return Box(
            start=self._length,
            end=self._length + len(line.text),
            left=_part(line.left, self._width),
            top=_part(line.top, self._height),
            right=_part(line.right, self._width),
            bottom=_part(line.bottom, self._height),
            stops=tuple(_part(stop, whole) for stop in line.stops),
            is_vertical=line.is_vertical,
        )


def _part(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 5)

"""Write a slide's text, and say where in it and on the slide each block, cell and line stands."""

from collections.abc import Sequence
from dataclasses import replace

from briefqa.readers.pptx.geometry import EMU_PER_POINT, Rect
from briefqa.readers.pptx.grid import Draft, DraftCell
from briefqa.records import Block, Box, Cell, Page, Slide
from briefqa.text.align import join_lines

TEXT_LIMIT = 100_000  # characters of one slide; no screen holds as many
_BETWEEN = "\n\n"


class Writer:
    """Writes blocks one after the other."""

    def __init__(self, whole: Rect) -> None:
        """Begin a slide whose rectangle is `whole`."""
        self._whole = whole
        self._parts: list[str] = []
        self._length = 0
        self._written: dict[tuple[int, tuple[int, int]], Cell] = {}
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.is_cut = False

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def write(self, draft: Draft) -> None:
        """Write a block that holds something, as far as TEXT_LIMIT."""
        text = _row_text(draft.cells) if draft.cells else draft.text
        if not text.strip() or self.is_cut:
            return
        room = TEXT_LIMIT - self._length - len(_BETWEEN)
        if len(text) > room:
            self.is_cut = True
            if draft.cells or not text[: max(room, 0)].strip():
                return
            text = text[:room].strip()
            draft = replace(draft, text=text)
        self._put(_BETWEEN if self._parts else "")
        start = self._length
        cells = tuple(self._cells(draft, start))
        if not cells:
            self._box_lines(draft, start)
        self._put(text)
        self.blocks.append(
            Block(
                draft.kind,
                start,
                self._length,
                join_lines(text),
                draft.level,
                cells,
                draft.table,
                draft.is_head,
            )
        )

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _cells(self, draft: Draft, start: int) -> list[Cell]:
        found: list[Cell] = []
        at = start
        for cell in draft.cells:
            own = "" if cell.goes_on is not None else cell.text
            written = Cell(at, at + len(own), join_lines(own), cell.header)
            if cell.goes_on is not None:
                first = self._written.get((draft.table, cell.goes_on))
                if first is not None:
                    written = Cell(first.start, first.end, first.text, cell.header)
            self._written[(draft.table, cell.key)] = written
            if own.strip() and cell.rect is not None:
                self._box(at, at + len(own), cell.rect, is_vertical=False)
            found.append(written)
            at += len(own) + 1  # the tab
        return found

    def _box_lines(self, draft: Draft, start: int) -> None:
        at = start
        for number, line in enumerate(draft.text.split("\n")):
            if number < len(draft.rects):
                self._box(at, at + len(line), draft.rects[number], is_vertical=draft.is_vertical)
            at += len(line) + 1

    def _box(self, start: int, end: int, rect: Rect, *, is_vertical: bool) -> None:
        whole = self._whole
        left, right = (_within((x - whole.left) / whole.width) for x in (rect.left, rect.right))
        top, bottom = (_within((y - whole.top) / whole.height) for y in (rect.top, rect.bottom))
        if left < right and top < bottom:
            self.boxes.append(Box(start, end, left, top, right, bottom, is_vertical=is_vertical))


def _row_text(cells: Sequence[DraftCell]) -> str:
    return "\t".join("" if cell.goes_on is not None else cell.text for cell in cells)


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def compose(
    drafts: Sequence[Draft], *, number: int, whole: Rect, furniture: Sequence[str]
) -> tuple[Slide, Page, bool]:
    """Return the slide and its page, and whether it was cut short."""
    writer = Writer(whole)
    for draft in drafts:
        writer.write(draft)
    title = next((block.text for block in writer.blocks if block.kind == "title"), "")
    slide = Slide("", number, writer.text, title, "", tuple(writer.blocks))
    page = Page(
        number,
        whole.width / EMU_PER_POINT,
        whole.height / EMU_PER_POINT,
        tuple(writer.boxes),
        furniture=tuple(dict.fromkeys(furniture)),
    )
    return slide, page, writer.is_cut

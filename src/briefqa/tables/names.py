"""Rosters, whose cells are all names of one kind, and bulleted lists."""

import re
from collections.abc import Iterator, Sequence

from briefqa.readers.marks import BULLET, FOOTNOTE, NUMBERED, SOURCE, label_of
from briefqa.records import Block, Slide
from briefqa.tables.parts import (
    ROW_LIMIT,
    Cell,
    Table,
    TableRow,
    block_cell,
    caption_of,
    cells_of,
    gap_between,
    is_heading,
    is_japanese,
    is_name,
    split_cells,
)
from briefqa.text.normalise import squeeze

_LEAST = 3  # names of a roster
_ARROWS = "⇒→➔➡⇔※"
_AND_MORE = re.compile(r"(?:など|[ 　]等|ほか)$|^\W*(?:など|等|etc\W*)$")
_ITEM_LIMIT = 160  # characters
_CAPTION_LIMIT = 60  # characters of the bullet or line that says what those under it are
# The pair that a project is of, in brackets at its end, and the year that may follow.
_PAIR = re.compile(
    r"[（(](?P<left>[^（()）]{2,24}?)\s*(?:[-－ｰ‐―–~〜]|(?<![ァ-ヺー])ー)\s*(?P<right>[^（()）\s]{2,16}?)\s*[）)]"
    r"\s*(?P<year>\d{4}年度?)?$"
)


def rosters(slide: Slide) -> Iterator[Table]:
    """Yield the runs of rows of names; a name that comes a second time begins another roster."""
    run: list[list[Cell]] = []
    first = 0
    for at, block in enumerate(slide.blocks):
        cells = _names(slide, block)
        seen = {squeeze(cell.text) for row in run for cell in row}
        if run and (not cells or any(squeeze(cell.text) in seen for cell in cells)):
            yield from _roster(slide, run, first, at)
            run = []
        if cells:
            first = first if run else at
            run.append(cells)
    if run:
        yield from _roster(slide, run, first, len(slide.blocks))


def _names(slide: Slide, block: Block) -> list[Cell]:
    """Return the cells of a row of at least two names, or nothing."""
    if (
        len(block.text) > ROW_LIMIT
        or block.is_heading
        or label_of(block.text)
        or BULLET.match(block.text)
    ):
        return []
    spans = split_cells(block.text)
    texts = [block.text[a:b] for a, b in spans]
    if len(texts) < 2 or not all(is_name(t) and is_japanese(t) for t in texts):
        return []
    return cells_of(slide, block, spans)


def _roster(slide: Slide, run: Sequence[list[Cell]], first: int, end: int) -> Iterator[Table]:
    cells = [cell for row in run for cell in row]
    if len(cells) < _LEAST or len({squeeze(cell.text) for cell in cells}) < len(cells):
        return
    last = [block_cell(b) for b in _single(slide, cells, end)]
    caption = caption_of(slide, first, end + len(last))
    rows = tuple(TableRow(cell.start, cell.end, cell) for cell in [*cells, *last])
    alone = [at for at in (first - 1, end + len(last)) if _is_alone(slide, at, caption)]
    yield Table("names", slide, rows, caption=caption, is_whole=not alone)


def _single(slide: Slide, cells: Sequence[Cell], at: int) -> list[Block]:
    """Return the block after a roster where it is the roster's last name, on a line of its own."""
    if not 0 < at < len(slide.blocks) or gap_between(slide, slide.blocks[at - 1], slide.blocks[at]):
        return []
    block = slide.blocks[at]
    endings = {cell.text[-1] for cell in cells}
    fits = is_name(block.text) and len(endings) == 1 and block.text[-1] in endings
    return [block] if fits and not block.is_heading else []


def _is_alone(slide: Slide, at: int, caption: str) -> bool:
    """Say whether a block beside a roster could be one more of its names."""
    if not 0 <= at < len(slide.blocks):
        return False
    block = slide.blocks[at]
    is_known = block.text in (slide.title, slide.section) or bool(caption and caption in block.text)
    return is_name(block.text) and not is_known and len(block.text) <= 8


def bulleted(slide: Slide) -> Iterator[Table]:
    """Yield the bulleted lists: bullets of one mark, whatever stands below them in other marks."""
    marks = [_mark(block) for block in slide.blocks]
    for mark in dict.fromkeys(mark for mark in marks if len(mark) == 1 and mark not in _ARROWS):
        run: list[int] = []
        for at, other in enumerate([*marks, ""]):
            if other == mark:
                run.append(at)
            elif run and (not other or _is_parent(marks, run[0], at)):
                yield from _items(slide, run)
                run = []


def levelled(slide: Slide) -> Iterator[Table]:
    """Yield the lists whose bullets are told by their level, under what these stand under."""
    runs: dict[tuple[int, int], list[int]] = {}
    above: list[int] = []  # the block that each level stands under
    for at, block in enumerate(slide.blocks):
        if block.kind != "bullet":
            above = [at] if block.kind != "note" else []
            continue
        above = above[: block.level + 1]
        if above:
            runs.setdefault((above[-1], block.level), []).append(at)
        above += [at] * (block.level + 2 - len(above))
    for (parent, _), run in runs.items():
        items = [row for at in run if (row := _item(slide, slide.blocks[at])) is not None]
        if len(items) == len(run) > 1 and not any(row.values for row in items):
            head = slide.blocks[parent]
            is_head = len(head.text) <= _CAPTION_LIMIT and head.text != slide.title
            is_whole = _AND_MORE.search(items[-1].label.text) is None
            caption = head.text.rstrip("：: ") if is_head else ""
            yield Table("items", slide, tuple(items), caption=caption, is_whole=is_whole)


def _mark(block: Block) -> str:
    if FOOTNOTE.match(block.text):
        return "note"
    if NUMBERED.match(block.text) or SOURCE.match(block.text):
        return ""
    match = BULLET.match(block.text)
    return match.group().strip() if match is not None else ""


def _is_parent(marks: Sequence[str], first: int, at: int) -> bool:
    """Say whether the mark at `at` stood before the run that begins at `first`: it is above it."""
    before = first - 1
    while before >= 0 and marks[before]:
        if marks[before] == marks[at]:
            return True
        before -= 1
    return False


def _items(slide: Slide, run: Sequence[int]) -> Iterator[Table]:
    rows = tuple(row for at in run if (row := _item(slide, slide.blocks[at])) is not None)
    # One alone is no list, but may be part of one whose items name a pair each.
    if len(rows) == len(run) and (len(rows) > 1 or (rows and rows[0].values)):
        caption = _caption(slide, run)
        columns = ("", "", "") if any(row.values for row in rows) else ()
        is_whole = _AND_MORE.search(rows[-1].label.text) is None
        yield Table("items", slide, rows, columns, caption=caption, is_whole=is_whole)


def _caption(slide: Slide, run: Sequence[int]) -> str:
    found = caption_of(slide, run[0], run[-1] + 1)
    if found or run[0] == 0:
        return found
    above = slide.blocks[run[0] - 1]
    is_above = (above.is_heading or above.kind == "bullet") and above.text != slide.title
    return above.text if is_above and (len(above.text) <= 60 or is_heading(above.text)) else ""


def _item(slide: Slide, block: Block) -> TableRow | None:
    mark = BULLET.match(block.text)
    start = mark.end() if mark is not None else 0
    if not 0 < len(block.text) - start <= _ITEM_LIMIT:
        return None
    pair = _PAIR.search(block.text, start)
    if pair is None or pair.start() <= start:
        end = len(block.text.rstrip("、，, "))
        if end <= start:
            return None
        (label,) = cells_of(slide, block, [(start, end)])
        return TableRow(label.start, block.end, label)
    name = block.text[start : pair.start()].rstrip()
    spans = [(start, start + len(name)), pair.span("left"), pair.span("right")]
    label, left, right = cells_of(slide, block, spans)
    year = cells_of(slide, block, [pair.span("year")])[0] if pair["year"] else None
    return TableRow(label.start, block.end, label, (left, right, year))

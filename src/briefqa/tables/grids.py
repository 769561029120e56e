"""Rows over columns, whole lines or one cell a line."""

import re
from collections.abc import Iterator, Sequence

from briefqa.readers.lines import Line, lines_of
from briefqa.records import Block, Slide
from briefqa.tables.parts import (
    CELL_LIMIT,
    ROW_LIMIT,
    Cell,
    Table,
    TableRow,
    cells_of,
    gap_between,
    is_blank,
    is_figure,
    is_titled,
    split_cells,
)

_LEAST = 2  # rows of figures with a label on their line
_LEAST_STACKED = 3  # rows of one cell a line, whose columns nothing shows
_HEADS_LIMIT = 12
_BRACKETS = re.compile(
    r"(?:括弧|かっこ|カッコ|[（(][\s　]*[）)])内?[はの]?(?P<words>[^、。，（()）]{2,20})"
)
_IN_BRACKETS = re.compile(r"^[（(].*[）)]$")


def lined_grids(slide: Slide) -> Iterator[Table]:
    """Yield grids whose rows are lines: a label, then as many figures as the head has columns."""
    lines = lines_of(slide.text)
    cut = [_line_cells(line) for line in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_row(cut[end]) and len(cut[end]) == len(cut[at]):
            end += 1
        if end - at >= _LEAST:
            yield from _lined(slide, cut, at, end)
        at = max(end, at + 1)


def _line_cells(line: Line) -> list[Cell]:
    spans = split_cells(line.text) if len(line.text) <= ROW_LIMIT else []
    return [Cell(line.text[a:b], line.start + a, line.start + b) for a, b in spans]


def _is_row(cells: Sequence[Cell]) -> bool:
    """Say whether cells are a label and figures."""
    if not 2 <= len(cells) <= _HEADS_LIMIT or not _is_label(cells[0].text):
        return False
    values = [cell.text for cell in cells[1:]]
    return any(map(is_figure, values)) and all(is_figure(v) or is_blank(v) for v in values)


def _is_label(text: str) -> bool:
    return (
        not is_figure(text)
        and len(text) <= CELL_LIMIT
        and re.search(r"[^\W_]", text) is not None
        and re.search(r"[。：:]$|^\d+[.．)）]$", text) is None
    )


def _lined(slide: Slide, cut: Sequence[list[Cell]], first: int, end: int) -> Iterator[Table]:
    width = len(cut[first]) - 1
    heads = cut[first - 1] if first > 0 else []
    above: tuple[Cell, ...] = ()
    if heads and all(_is_label(cell.text) for cell in heads):
        if len(heads) == width + 1:
            above = tuple(heads[1:])
        elif len(heads) == width > 1:
            above = tuple(heads)
    columns = tuple(cell.text for cell in above)
    if not columns:
        if width > 1:
            return
        columns = ("",)
    rows = tuple(_row(cells) for cells in cut[first:end])
    if len({row.label.text for row in rows}) == len(rows):
        caption = _above(slide, rows[0].start, heads)
        yield Table("grid", slide, rows, columns, caption=caption, heads=above)


def _row(cells: Sequence[Cell]) -> TableRow:
    values = tuple(cell if is_figure(cell.text) else None for cell in cells[1:])
    return TableRow(cells[0].start, cells[-1].end, cells[0], values)


def _above(slide: Slide, start: int, heads: Sequence[Cell]) -> str:
    """Return the block above a grid and its head, where it could be its caption."""
    top = min([start, *(cell.start for cell in heads)])
    above = [block for block in slide.blocks if block.end <= top]
    if not above or above[-1].text == slide.title or len(above[-1].text) > 60:
        return ""
    return above[-1].text.rstrip("：: ")


def stacked_grids(slide: Slide) -> Iterator[Table]:
    """Yield grids of a head of columns on one line, and their figures below, a column at a time.

    The head's cells become the labels: each has a figure of each kind.
    """
    for at, block in enumerate(slide.blocks):
        heads = split_cells(block.text) if len(block.text) <= ROW_LIMIT else []
        if not 2 <= len(heads) <= _HEADS_LIMIT:
            continue
        texts = [block.text[a:b] for a, b in heads]
        if not all(_is_label(text) for text in texts) or len(set(texts)) < len(texts):
            continue
        columns, end = _columns_below(slide, at + 1, len(heads))
        if columns:
            yield from _stacked(slide, at, cells_of(slide, block, heads), columns, end)


def _columns_below(slide: Slide, at: int, count: int) -> tuple[list[list[Cell]], int]:
    """Return the figures of each of `count` columns below a head, and the block after them."""
    end = at
    while end < len(slide.blocks) and _figures(slide, slide.blocks[end]):
        end += 1
    blocks = slide.blocks[at:end]
    lines = [_figures(slide, block) for block in blocks]
    if lines and all(len(line) == count for line in lines):
        return [list(column) for column in zip(*lines, strict=True)], end
    paragraphs: list[list[Cell]] = []
    for i, line in enumerate(lines):
        if len(line) != 1:
            return [], end
        if i == 0 or gap_between(slide, blocks[i - 1], blocks[i]):
            paragraphs.append([])
        paragraphs[-1] += line
    if len(paragraphs) != count or len({len(p) for p in paragraphs}) != 1:
        return [], end
    return paragraphs, end


def _figures(slide: Slide, block: Block) -> list[Cell]:
    """Return the cells of a block that is nothing but figures, or nothing."""
    spans = split_cells(block.text) if len(block.text) <= ROW_LIMIT else []
    if not spans or not all(is_figure(block.text[a:b]) for a, b in spans):
        return []
    return cells_of(slide, block, spans)


def _stacked(
    slide: Slide, at: int, heads: Sequence[Cell], columns: Sequence[list[Cell]], end: int
) -> Iterator[Table]:
    caption = _caption(slide, at, end)
    kinds = _kinds([cell.text for cell in columns[0]], caption)
    if kinds is None:
        return
    rows = tuple(
        TableRow(cells[0].start, cells[-1].end, head, tuple(cells))
        for head, cells in zip(heads, columns, strict=True)
    )
    yield Table("grid", slide, rows, kinds, caption=caption)


def _caption(slide: Slide, at: int, end: int) -> str:
    """Return the words right after the figures, else above the head, that say what they are."""
    blocks = slide.blocks
    after = blocks[end].text if end < len(blocks) else ""
    if _BRACKETS.search(after) or (0 < len(after) <= 40 and blocks[end].is_heading):
        return after
    for above in reversed(blocks[:at]):
        if above.text == slide.title:
            return ""
        if _BRACKETS.search(above.text) or is_titled(above.text) or above.is_heading:
            return above.text
        if above.kind not in ("row", "body") or at - blocks.index(above) > 2:
            return ""
    return ""


def _kinds(figures: Sequence[str], caption: str) -> tuple[str, ...] | None:
    """Return what each figure of a column is, by the caption; None where they cannot be told."""
    if len(figures) == 1:
        return (caption,)
    said = _BRACKETS.search(caption)
    in_brackets = [_IN_BRACKETS.match(text) is not None for text in figures]
    if said is None or sum(in_brackets) != 1 or len(figures) != 2:
        return None
    plain = re.split("[（(]", caption)[0] or caption
    return tuple(said["words"] if inside else plain for inside in in_brackets)


def celled_grids(slide: Slide) -> Iterator[Table]:
    """Yield grids read one cell a line: a label, then its figures, again and again."""
    blocks = slide.blocks
    kinds = [
        "figure" if is_figure(b.text) else "label" if _is_label(b.text) else "" for b in blocks
    ]
    at = 0
    while at < len(blocks):
        width = _width(kinds, at)
        end = at
        while width and _is_celled(kinds, end, width):
            end += width + 1
        rows = (end - at) // (width + 1)
        is_cut = end < len(blocks) and kinds[end] == "figure"
        if width >= 1 and rows >= _LEAST_STACKED and not is_cut:
            yield from _celled(slide, kinds, at, rows, width)
            at = end
        else:
            at += 1


def _width(kinds: Sequence[str], at: int) -> int:
    """Return how many figures follow the label at `at`."""
    if kinds[at] != "label":
        return 0
    width = 0
    while at + 1 + width < len(kinds) and kinds[at + 1 + width] == "figure":
        width += 1
    return width


def _is_celled(kinds: Sequence[str], at: int, width: int) -> bool:
    return at < len(kinds) and _width(kinds, at) == width


def _celled(slide: Slide, kinds: Sequence[str], at: int, rows: int, width: int) -> Iterator[Table]:
    blocks = slide.blocks
    if at > 0 and kinds[at - 1] == "figure":  # figures may stand above their labels
        return
    heads = tuple(Cell(b.text, b.start, b.end) for b in blocks[max(0, at - width) : at])
    known = width > 1 and len(heads) == width and all(_is_label(cell.text) for cell in heads)
    if width > 1 and not (known and all(kinds[i] == "label" for i in range(at - width, at))):
        return
    found: list[TableRow] = []
    for first in range(at, at + rows * (width + 1), width + 1):
        cells = [Cell(b.text, b.start, b.end) for b in blocks[first : first + width + 1]]
        found.append(TableRow(cells[0].start, cells[-1].end, cells[0], tuple(cells[1:])))
    if len({row.label.text for row in found}) == len(found):
        caption = _above(slide, blocks[at - width].start if known else found[0].start, [])
        heads = heads if known else ()
        columns = tuple(cell.text for cell in heads) or ("",)
        yield Table("grid", slide, tuple(found), columns, caption=caption, heads=heads)

"""Put what stands on a slide into the order in which it is read, by where it stands.

A recursive cut along the widest white band (Nagy and Seth, 1984, "XY cut"): rows from top to
bottom, columns from left to right. Which of the two comes first is told by the widths of the bands
and by whether the columns stand in line, as in a table laid out with boxes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from briefqa.readers.pptx.geometry import EMU_PER_POINT, Rect
from briefqa.readers.pptx.pieces import GroupPiece, Paragraph, Piece, TextPiece

_CUT_LIMIT = 150  # pieces; more are put in rows at once
_SLACK = 0.2  # of the smaller height or width: how far neighbours may reach into each other
_LINE = 1.2  # a line's height, of its letters'
_NARROW = 0.55  # the width of a Latin letter, of its height
_ALIKE = 0.7  # of the boxes of one column that have a box of the other beside them, to be rows


@dataclass(frozen=True, slots=True)
class _Item:
    piece: Piece
    rect: Rect  # about what its letters cover


def reading_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces in reading order, groups taken apart but kept together."""
    items = [_Item(piece, extent(piece)) for piece in _loosened(pieces)]
    found: list[Piece] = []
    for item in _ordered(items):
        if isinstance(item.piece, GroupPiece):
            found += reading_order(item.piece.pieces)
        else:
            found.append(item.piece)
    return found


def _loosened(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, a group that others stand in taken apart: it is not one thing to read."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, GroupPiece) and any(
            other is not piece and piece.rect.holds(extent(other).middle)
            for other in (*pieces[:at], *pieces[at + 1 :])[:_CUT_LIMIT]
        ):
            found += _loosened(piece.pieces)
        else:
            found.append(piece)
    return found


def extent(piece: Piece) -> Rect:
    """Return about what the letters of a piece cover; its own rectangle where it is no text."""
    if not isinstance(piece, TextPiece) or piece.places or piece.flow != "down":
        return piece.rect
    inner = piece.inner
    width = min(inner.width, max(_width(p) for p in piece.paragraphs))
    height = min(
        inner.height, sum(lines_of(p, inner.width) * line_height(p) for p in piece.paragraphs)
    )
    top = inner.top
    if piece.anchor != "top":
        top += (inner.height - height) / (2 if piece.anchor == "middle" else 1)
    left = inner.left
    align = piece.paragraphs[0].align
    if align != "left":
        left += (inner.width - width) / (2 if align == "middle" else 1)
    return Rect(left, top, left + width, top + height)


def line_height(paragraph: Paragraph) -> float:
    """Return the height of a line, in EMU."""
    return paragraph.size * EMU_PER_POINT * _LINE


def lines_of(paragraph: Paragraph, width: float) -> int:
    """Return about how many lines a paragraph fills in a frame of a width in EMU."""
    return sum(line_counts(paragraph, width))


def line_counts(paragraph: Paragraph, width: float) -> list[int]:
    """Return, for each line as written, about how many lines it fills."""
    room = max(width, EMU_PER_POINT)
    return [
        max(1, ceil(_run(line, paragraph.size) / room - 0.05))
        for line in paragraph.text.split("\n")
    ]


def _width(paragraph: Paragraph) -> float:
    return max(_run(line, paragraph.size) for line in paragraph.text.split("\n"))


def _run(line: str, size: float) -> float:
    """Return about how long a line is, in EMU."""
    narrow = sum(1 for letter in line if letter < "\u0250")
    return (len(line) - narrow * (1 - _NARROW)) * size * EMU_PER_POINT


def _ordered(items: list[_Item]) -> list[_Item]:
    if len(items) < 2:
        return items
    if len(items) > _CUT_LIMIT:
        return _in_rows(items)
    rows, columns = _bands(items, down=True), _bands(items, down=False)
    if len(rows) == 1 and len(columns) == 1:
        return _in_rows(items)
    # Rows are parted one band at a time: what stands under a wide title may be in columns.
    parts = columns if _columns_first(rows, columns) else _widest(rows, down=True)
    return [item for part in parts for item in _ordered(part)]


def _bands(items: list[_Item], *, down: bool) -> list[list[_Item]]:
    """Part the items where a white band runs across (`down`: from top to bottom) all of them."""
    ordered = sorted(items, key=lambda item: _start(item, down=down))
    bands: list[list[_Item]] = [[ordered[0]]]
    reach = _end(ordered[0], down=down)
    for item in ordered[1:]:
        size = _end(item, down=down) - _start(item, down=down)
        last = min(_end(one, down=down) - _start(one, down=down) for one in bands[-1])
        if _start(item, down=down) >= reach - _SLACK * min(size, last):
            bands.append([item])
        else:
            bands[-1].append(item)
        reach = max(reach, _end(item, down=down))
    return bands


def _start(item: _Item, *, down: bool) -> float:
    return item.rect.top if down else item.rect.left


def _end(item: _Item, *, down: bool) -> float:
    return item.rect.bottom if down else item.rect.right


def _gaps(bands: list[list[_Item]], *, down: bool) -> list[float]:
    """Return how wide the white is after each band but the last."""
    return [
        max(0.0, min(_start(i, down=down) for i in after) - max(_end(i, down=down) for i in before))
        for before, after in pairwise(bands)
    ]


def _widest(bands: list[list[_Item]], *, down: bool) -> list[list[_Item]]:
    """Return the two sides of the widest band of white; of equal ones, the first."""
    gaps = _gaps(bands, down=down)
    at = gaps.index(max(gaps)) + 1
    return [
        [item for band in bands[:at] for item in band],
        [item for band in bands[at:] for item in band],
    ]


def _columns_first(rows: list[list[_Item]], columns: list[list[_Item]]) -> bool:
    """Say whether to read down each column rather than across the rows."""
    if len(rows) == 1 or len(columns) == 1:
        return len(rows) == 1
    across, down = max(_gaps(columns, down=False)), max(_gaps(rows, down=True))
    if _are_in_line(columns):
        # Heads over their columns: low boxes, and right under each a higher one.
        is_headed = len(rows) == 2 and _height(rows[0]) < 0.6 * _height(rows[1])
        return is_headed and across > down
    return across > down


def _height(band: list[_Item]) -> float:
    heights = sorted(item.rect.height for item in band)
    return heights[len(heights) // 2]


def _are_in_line(columns: list[list[_Item]]) -> bool:
    """Say whether each box has one beside it in the next column, as the cells of a table have."""
    pairs = list(pairwise(columns))
    return all(_is_beside(a, b) and _is_beside(b, a) for a, b in pairs)


def _is_beside(column: list[_Item], other: list[_Item]) -> bool:
    found = sum(any(_overlap(a.rect, b.rect) >= 0.5 for b in other) for a in column)
    return found >= _ALIKE * len(column)


def _overlap(a: Rect, b: Rect) -> float:
    """Return how much of the lower one's height two boxes share."""
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared / max(min(a.height, b.height), 1.0)


def _in_rows(items: list[_Item]) -> list[_Item]:
    """Return items that no band of white parts: rows of those that stand side by side."""
    ordered = sorted(items, key=lambda item: (item.rect.top, item.rect.left))
    found: list[_Item] = []
    taken: set[int] = set()
    for at, first in enumerate(ordered):
        if at in taken:
            continue
        near = range(at + 1, min(at + _CUT_LIMIT, len(ordered)))
        row = [i for i in near if i not in taken and _overlap(first.rect, ordered[i].rect) >= 0.5]
        taken.update(row)
        found += sorted([first, *(ordered[i] for i in row)], key=lambda item: item.rect.left)
    return found

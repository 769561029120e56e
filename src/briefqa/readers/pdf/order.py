"""Put what stands on a page into the order in which a person reads it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

_DEPTH_LIMIT = 24
_GUTTER = 7.0  # points; narrower white between two columns parts none
_CLEFT = 0.5  # points; white between two rows
_LABEL = 0.5  # a column of labels is at most this part as wide as what it labels
_LOOSE = 1.8  # rows this many times farther apart than columns are read row by row
_CELL = 15  # characters of a table's cells, where nothing but their rows shows that they are such
_SHORT = 3  # lines of what stands in one place of a matrix
_FILLED = 0.75  # of its places

Part = TypeVar("Part", covariant=True)


@dataclass(frozen=True, slots=True)
class Region(Generic[Part]):
    """Something with a place, in points.

    `lines`: how many lines of text it has; `length`: characters of the longest.
    """

    part: Part
    left: float
    top: float
    right: float
    bottom: float
    lines: int = 1
    length: int = 0


def turn(region: Region[Part], *, angle: int) -> Region[Part]:
    """Return the region as it stands when the page is turned so that its lines run to the right."""
    left, top, right, bottom = region.left, region.top, region.right, region.bottom
    match angle:
        case 90:
            left, top, right, bottom = top, -right, bottom, -left
        case 180:
            left, top, right, bottom = -right, -bottom, -left, -top
        case 270:
            left, top, right, bottom = -bottom, left, -top, right
    return Region(region.part, left, top, right, bottom, region.lines, region.length)


def in_order(regions: Sequence[Region[Part]], *, depth: int = 0) -> list[Region[Part]]:
    """Return the regions as read: rows from the top, columns from the left.

    White that runs across parts rows; white that runs down through several rows parts columns,
    each of which is read to its end, unless the rows are those of a table or of labels.
    """
    if len(regions) < 2:
        return list(regions)
    if depth >= _DEPTH_LIMIT:
        return sorted(regions, key=lambda region: (region.top, region.left))
    rows = _parted(regions, _down, _CLEFT)
    found: list[Region[Part]] = []
    for group, gutter in _grouped(rows):
        inside = [region for row in group for region in row]
        if gutter is not None and len(group) > 1 and not _is_read_by_rows(group, gutter):
            middle = (gutter[0] + gutter[1]) / 2
            for side in _sides(inside, middle):
                found += in_order(side, depth=depth + 1)
            continue
        for row in group:
            found += _row_in_order(row, depth=depth)
    return found


def _row_in_order(row: Sequence[Region[Part]], *, depth: int) -> list[Region[Part]]:
    columns = _parted(row, _across, 0.0)
    if len(columns) == 1:
        return _entangled(row)
    return [region for column in columns for region in in_order(column, depth=depth + 1)]


def _entangled(row: Sequence[Region[Part]]) -> list[Region[Part]]:
    """Order regions that no white parts: by their tops, what is level from the left."""
    left = sorted(row, key=lambda region: region.top)
    found: list[Region[Part]] = []
    while left:
        first = left[0]
        edge = first.top + 0.5 * min(first.bottom - first.top, 24.0)
        level = [region for region in left if region.top <= edge]
        level.sort(key=lambda region: region.left)
        found += level
        left = left[len(level) :]
    return found


def _down(region: Region[Part]) -> tuple[float, float]:
    return region.top, region.bottom


def _across(region: Region[Part]) -> tuple[float, float]:
    return region.left, region.right


def _parted(
    regions: Sequence[Region[Part]],
    extent: Callable[[Region[Part]], tuple[float, float]],
    white: float,
) -> list[list[Region[Part]]]:
    """Part regions wherever at least `white` points are free of all of them."""
    found: list[list[Region[Part]]] = []
    end = 0.0
    for region in sorted(regions, key=extent):
        low, high = extent(region)
        if not found or low >= end + white:
            found.append([])
            end = high
        found[-1].append(region)
        end = max(end, high)
    return found


Gap = tuple[float, float]


def _grouped(
    rows: Sequence[list[Region[Part]]],
) -> Iterator[tuple[list[list[Region[Part]]], Gap | None]]:
    """Group rows, one below the other, that one white gutter runs down through."""
    group: list[list[Region[Part]]] = []
    free: list[Gap] = []
    for row in rows:
        gaps = _free(row)
        shared = _common(free, gaps) if group else gaps
        inner = _inner(shared, [*group, row])
        if group and not inner and (len(group) > 1 or _inner(free, group)):
            yield group, _widest(_inner(free, group))
            group, shared = [], gaps
        elif group and not inner:
            yield group, None
            group, shared = [], gaps
        group.append(row)
        free = shared
    if group:
        yield group, _widest(_inner(free, group))


def _free(row: Sequence[Region[Part]]) -> list[Gap]:
    """Return the stretches across the page that a row leaves white, those at its ends too."""
    gaps: list[Gap] = []
    end = float("-inf")
    for region in sorted(row, key=lambda region: region.left):
        if region.left > end:
            gaps.append((end, region.left))
        end = max(end, region.right)
    return [*gaps, (end, float("inf"))]


def _common(some: Sequence[Gap], others: Sequence[Gap]) -> list[Gap]:
    both = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return [(a, b) for a, b in both if b - a >= _GUTTER]


def _inner(gaps: Sequence[Gap], rows: Sequence[Sequence[Region[Part]]]) -> list[Gap]:
    """Return the gaps with something on either side of them."""
    left = min(region.left for row in rows for region in row)
    right = max(region.right for row in rows for region in row)
    return [(a, b) for a, b in gaps if a > left and b < right and b - a >= _GUTTER]


def _widest(gaps: Sequence[Gap]) -> Gap | None:
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _sides(
    regions: Sequence[Region[Part]], middle: float
) -> tuple[list[Region[Part]], list[Region[Part]]]:
    before = [region for region in regions if region.left + region.right < 2 * middle]
    after = [region for region in regions if region.left + region.right >= 2 * middle]
    return before, after


def _is_read_by_rows(rows: Sequence[Sequence[Region[Part]]], gutter: Gap) -> bool:
    """Say whether rows on both sides of a gutter are a table's, or labels with their texts."""
    middle = (gutter[0] + gutter[1]) / 2
    shared = [sides for sides in (_sides(row, middle) for row in rows) if all(sides)]
    if not shared:
        return True
    if len(shared) < 2:
        return False
    steps = [min(r.top for r in b) - max(r.bottom for r in a) for a, b in pairwise(rows)]
    if sorted(steps)[len(steps) // 2] > _LOOSE * (gutter[1] - gutter[0]):
        return True
    alone = len(rows) - len(shared)
    if alone > len(shared) / 2:
        return False
    columns = _parted([region for row in rows for region in row], _across, _GUTTER)
    if len(columns) >= 3 and _is_matrix(rows, columns):
        return True
    before = [region for left, _ in shared for region in left]
    after = [region for _, right in shared for region in right]
    if all(len(left) == 1 for left, _ in shared) and max(r.lines for r in before) <= 2:
        width = max(r.right for r in before) - min(r.left for r in before)
        if width <= _LABEL * (max(r.right for r in after) - min(r.left for r in after)):
            return True
    return len(shared) >= 3 and all(
        region.lines == 1 and region.length <= _CELL for region in (*before, *after)
    )


def _is_matrix(
    rows: Sequence[Sequence[Region[Part]]], columns: Sequence[Sequence[Region[Part]]]
) -> bool:
    """Say whether most rows have something short in most of three columns or more."""
    if max(region.lines for row in rows for region in row) > _SHORT:
        return False
    edges = [(min(r.left for r in c), max(r.right for r in c)) for c in columns]
    filled = sum(
        any(region.left < right and region.right > left for region in row)
        for row in rows
        for left, right in edges
    )
    return filled >= _FILLED * len(rows) * len(columns)

"""Find tables whose rows alone are drawn, by lines between them or by bands of colour."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from briefqa.readers.pdf.drawings import REACH, Rule
from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.grid import by_rows
from briefqa.readers.pdf.lattice import RULE_LIMIT, Lattice, joined_rules

_LEAST_ROW = 6.0  # points between two lines: closer ones are a double line
_LEAST_ROWS = 3
_JOINTS_SHARE = (
    0.6  # of a table's lines that are pieced together at the same place: a column's edge
)
_HEAD_REACH = 1.8  # of the size of the text, from the middle of heads to the line below them
_GUTTER = 1.0  # of the size of the text: the least room between columns that nothing else tells
_FULL_ROWS = 0.8  # of the rows that hold text in two columns and more


def find_bands(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """Return lattices of lines across the page that begin and end alike.

    `rules` may be sides of boxes too. Columns are parted where the lines are pieced together, cell
    by cell, or where no row has a character.
    """
    pieces = [rule for rule in rules if rule.is_across]
    if len(pieces) > RULE_LIMIT:
        return []
    found = (_lattice(stack, pieces, glyphs) for stack in _stacks(joined_rules(pieces)))
    return [lattice for lattice in found if lattice is not None]


def _stacks(floors: Iterable[Rule]) -> Iterable[list[Rule]]:
    """Yield groups of lines that begin and end alike, from the top."""
    stacks: list[list[Rule]] = []
    for rule in floors:
        for stack in stacks:
            if abs(stack[0].start - rule.start) <= REACH and abs(stack[0].end - rule.end) <= REACH:
                if rule.at - stack[-1].at >= _LEAST_ROW:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return (stack for stack in stacks if len(stack) > _LEAST_ROWS)


def _lattice(
    stack: Sequence[Rule], pieces: Iterable[Rule], glyphs: Sequence[Glyph]
) -> Lattice | None:
    left, right = stack[0].start, stack[0].end
    ys = tuple(rule.at for rule in stack)
    inside = [
        glyph
        for glyph in glyphs
        if left <= glyph.x <= right and ys[0] <= glyph.y <= ys[-1] and glyph.text.strip()
    ]
    edges = _joints(stack, pieces) or _gutters(inside)
    xs = (left, *(edge for edge in edges if left + REACH < edge < right - REACH), right)
    if len(xs) < 3 or not _is_full(xs, ys, inside):
        return None
    ys = (*_top_of_heads(xs, ys[0], glyphs), *ys)
    rows = len(ys) - 1
    return Lattice(xs, ys, ((True,) * len(xs),) * rows, ((True,) * (len(xs) - 1),) * len(ys))


def _top_of_heads(xs: Sequence[float], floor: float, glyphs: Iterable[Glyph]) -> tuple[float, ...]:
    """Return where a row begins that stands, one line high, on a table's first line, if any."""
    above = [
        glyph
        for glyph in glyphs
        if xs[0] <= glyph.x <= xs[-1]
        and floor - _HEAD_REACH * glyph.size <= glyph.y < floor
        and glyph.text.strip()
    ]
    columns = {sum(x <= glyph.x for x in xs[1:-1]) for glyph in above}
    is_cut = any(glyph.left < x < glyph.right for glyph in above for x in xs[1:-1])
    if is_cut or len(columns) < max(2, len(xs) - 2):
        return ()
    return (min(glyph.top for glyph in above) - 1,)


def _joints(stack: Sequence[Rule], pieces: Iterable[Rule]) -> list[float]:
    """Return where the lines are pieced together, most of them at the same places."""
    ends = sorted(
        (end, i)
        for piece in pieces
        for i, rule in enumerate(stack)
        if abs(piece.at - rule.at) <= REACH
        for end in (piece.start, piece.end)
        if rule.start + REACH < end < rule.end - REACH
    )
    found: list[float] = []
    group: list[tuple[float, int]] = []
    for end, i in [*ends, (float("inf"), -1)]:
        if group and end - group[-1][0] > REACH:
            if len({line for _, line in group}) >= _JOINTS_SHARE * len(stack):
                found.append(median(place for place, _ in group))
            group = []
        group.append((end, i))
    return found


def _gutters(glyphs: Iterable[Glyph]) -> list[float]:
    """Return the middles of the strips down a table in which nothing is written."""
    found: list[float] = []
    reach = None
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        if reach is not None and glyph.left - reach >= _GUTTER * glyph.size:
            found.append((reach + glyph.left) / 2)
        reach = glyph.right if reach is None else max(reach, glyph.right)
    return found


def _is_full(xs: Sequence[float], ys: Sequence[float], glyphs: Iterable[Glyph]) -> bool:
    """Say whether most rows hold text in two columns and more."""
    filled = [{bisect_right(xs[1:-1], glyph.x) for glyph in row} for row in by_rows(ys, glyphs)]
    return sum(len(columns) > 1 for columns in filled) >= _FULL_ROWS * len(filled)


def with_walls_of_neighbours(lattice: Lattice, glyphs: Sequence[Glyph]) -> Lattice:
    """Return a lattice in which rows without columns of their own have those of the row above.

    Tables whose bands are drawn cell by cell have nothing drawn between them. A row stays whole
    where a character stands on the edge of a column, or where it fills but one column.
    """
    walls = list(lattice.walls)
    rows = by_rows(lattice.ys, glyphs)
    for row, own in enumerate(walls):
        if any(own[1:-1]):
            continue
        other = next((walls[r] for r in _around(row, len(walls)) if any(walls[r][1:-1])), own)
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        inside = rows[row]
        edges = [x for x, wall in zip(lattice.xs, other, strict=True) if wall][1:-1]
        is_cut = any(glyph.left < x - 1 and glyph.right > x + 1 for glyph in inside for x in edges)
        if edges and not is_cut and _is_full((0, *edges, 0), (top, bottom), inside):
            walls[row] = other
    return replace(lattice, walls=tuple(walls))


def _around(row: int, rows: int) -> list[int]:
    """Return the rows above a row, the nearest first, then those below it."""
    return [*range(row - 1, -1, -1), *range(row + 1, rows)]

"""Part the rows of tables that have no lines between them, by their columns of figures."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.grid import by_rows
from briefqa.readers.pdf.lattice import Lattice

_LEAST_LINES = 3  # fewer may be the lines of one text
_LONGEST = 14  # characters of a line that is a figure, its unit included
_DIGIT = re.compile("[0-9０-９]")
_SAME_LINE = 0.5  # of the size, from the middle of one character to that of another


def with_rows_of_figures(lattice: Lattice, glyphs: Sequence[Glyph]) -> Lattice:
    """Return a lattice in which rows of several lines are parted into one for each line.

    Those are parted whose first column has as many lines as a column of figures, and whose other
    lines stand level with these.
    """
    rows = by_rows(lattice.ys, glyphs)
    ys: list[float] = []
    walls: list[tuple[bool, ...]] = []
    floors: list[tuple[bool, ...]] = []
    for row, own in enumerate(lattice.walls):
        is_whole = all(lattice.floors[row]) and all(lattice.floors[row + 1])
        cuts = _cuts(lattice.xs, own, rows[row]) if is_whole else []
        ys += [lattice.ys[row], *cuts]
        walls += [own] * (len(cuts) + 1)
        floors += [lattice.floors[row], *[(True,) * len(lattice.floors[row])] * len(cuts)]
    return Lattice(lattice.xs, (*ys, lattice.ys[-1]), tuple(walls), (*floors, lattice.floors[-1]))


def _cuts(xs: Sequence[float], walls: Sequence[bool], glyphs: Sequence[Glyph]) -> list[float]:
    """Return where a row is to be parted, nowhere where it is one."""
    edges = [x for x, wall in zip(xs, walls, strict=True) if wall][1:-1]
    columns: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in glyphs:
        columns[bisect_right(edges, glyph.x)].append(glyph)
    first, *others = [_lines(column) for column in columns]
    if len(first) < _LEAST_LINES or not any(_are_figures(lines, len(first)) for lines in others):
        return []
    size = max(glyph.size for glyph in glyphs)
    levels = [_middle(line) for line in first]
    if not all(
        any(abs(_middle(line) - level) <= _SAME_LINE * size for level in levels)
        for lines in others
        for line in lines
    ):
        return []
    return [(level + below) / 2 for level, below in pairwise(levels)]


def _lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the characters of a cell in lines, from the top."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if found and glyph.y - found[-1][-1].y <= _SAME_LINE * glyph.size:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _middle(line: Sequence[Glyph]) -> float:
    return sum(glyph.y for glyph in line) / len(line)


def _are_figures(lines: Sequence[Sequence[Glyph]], count: int) -> bool:
    """Say whether there are so many lines, and each is a figure."""
    return len(lines) == count and all(
        len(line) <= _LONGEST and any(_DIGIT.match(glyph.text) for glyph in line) for line in lines
    )

"""Build lines of text from the characters of a page, in the order of its stream."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefqa.readers.marks import BULLET, NUMBERED
from briefqa.readers.pdf.glyphs import Glyph

# In ems, that is in sizes of the font.
_OFF_LINE = 0.45  # characters whose middles are farther apart stand on different lines
_OFF_ROW = 0.3  # and pieces that the stream has apart are not of one line
_OVERLAP = 0.9  # how far a character may reach back over the one before it
_GAP = 1.1  # a wider gap parts what stands side by side
_GAP_OF_PIECES = 0.55  # as _GAP, where the stream has them apart
_GAP_AFTER_MARK = 6.0  # as _GAP, after a bullet or number, whose text begins at a tab
_GAP_IN_ITEM = 10.0  # as _GAP, from an item to what stands at its tab
_SPACE = 0.28  # a gap between Latin words that no character stands for
_SPACE_UP = 0.4  # the same on a line up or down the page, whose boxes are close about the letters
_WIDE_SPACE = 0.75  # beside Japanese, whose letters may be spaced out
_TIGHT = 0.08  # letters that are not have gaps smaller than that

_STRIP = 8.0  # points; pieces are compared with those in the same or the next strip this high
_MARK_LIMIT = 8  # characters of an item's number
# As NUMBERED, with letters: a. b) iii.
LETTERED = re.compile(r"^\s*(?:[A-Za-z]|[ivx]{2,4})[.)．）]\s+(?=\S)")
_CHAPTER = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|第[\d０-９一二三四五六七八九十]{1,3}[章節部条編])$"
)
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that read on, without white space at their ends. Lengths are in points.

    `left`, `top`, `right`, `bottom`: on the page as shown, from its top left corner. `start`,
    `end`: where it begins and ends in its own direction (`angle`, as a glyph's), growing as one
    reads; `depth`: where its middle stands across that, growing line by line. `stops`: where each
    character begins and the last one ends, across the page or, for a line that runs up or down it,
    from its top. `size`: the commonest of its letters, as `is_bold` is of most. `mark`: the marked
    content of its first character, -1 for none.
    """

    text: str
    stops: "array[float]"  # quoted for Python 3.11, where it takes no argument
    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float
    depth: float
    angle: int
    size: float
    is_bold: bool
    mark: int

    @property
    def is_vertical(self) -> bool:
        """Whether it runs up or down the page."""
        return self.angle in (90, 270)

    def reach(self, count: int) -> float:
        """Return how far the first `count` characters reach, in points."""
        return abs(self.stops[min(count, len(self.text))] - self.stops[0])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that follow one another in the stream, and where they stand; as in `Line`."""

    glyphs: list[Glyph]
    start: float
    end: float
    depth: float
    size: float
    group: int


def along(glyph: Glyph) -> tuple[float, float]:
    """Return where a character begins and ends in the direction of its line."""
    match glyph.angle:
        case 90:
            return glyph.top, glyph.bottom
        case 180:
            return -glyph.right, -glyph.left
        case 270:
            return -glyph.bottom, -glyph.top
    return glyph.left, glyph.right


def across(glyph: Glyph) -> float:
    """Return where the middle of a character stands across its line, growing line by line."""
    match glyph.angle:
        case 90:
            return -glyph.x
        case 180:
            return -glyph.y
        case 270:
            return glyph.x
    return glyph.y


def build_lines(glyphs: Iterable[Glyph], *, groups: dict[int, int]) -> list[Line]:
    """Return lines in the order of the stream.

    `groups` tells, for a marked content, the number of its paragraph: a line keeps to one of them.
    """
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1], glyph, groups):
            runs[-1].append(glyph)
        elif glyph.text.strip():
            runs.append([glyph])
    pieces = [_piece(run, groups) for run in runs]
    return [_line(sorted(joined, key=lambda piece: piece.start)) for joined in _joined(pieces)]


def _goes_on(run: Sequence[Glyph], glyph: Glyph, groups: dict[int, int]) -> bool:
    last = run[-1]
    if last.angle != glyph.angle:
        return False
    if groups.get(last.mark, -1) != groups.get(glyph.mark, -1) and glyph.text.strip():
        return False
    size = max(last.size, glyph.size, 0.1)
    if abs(across(last) - across(glyph)) > _OFF_LINE * size:
        return False
    gap = (along(glyph)[0] - along(last)[1]) / size
    if gap < -_OVERLAP:
        return False
    if gap < _GAP or (gap < _GAP_AFTER_MARK and is_mark(run)):
        return True
    return gap < _GAP_IN_ITEM and _is_value_of(run, glyph)


def _is_value_of(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Say whether what stands at a tab belongs to the item on its left: (1) 手数料     5,500円"""
    if BULLET.match(f"{glyph.text} ") or NUMBERED.match(f"{glyph.text} "):
        return False
    text = "".join(g.text for g in run)
    return any(mark.match(text) for mark in (BULLET, NUMBERED, LETTERED))


def is_mark(glyphs: Sequence[Glyph]) -> bool:
    """Say whether characters are no more than a bullet or the number of an item."""
    return len(glyphs) <= _MARK_LIMIT and is_only_mark("".join(g.text for g in glyphs).strip())


def is_only_mark(text: str) -> bool:
    """Say whether a text is no more than a bullet or the number of an item.

    >>> is_only_mark("•"), is_only_mark("(1)"), is_only_mark("1.2"), is_only_mark("2025")
    (True, True, True, False)
    """
    for mark in (BULLET, NUMBERED, LETTERED):
        match = mark.match(text + " x")
        if match is not None and match.end() == len(text) + 1:
            return bool(text)
    return _CHAPTER.match(text) is not None


def _piece(run: list[Glyph], groups: dict[int, int]) -> _Piece:
    while not run[-1].text.strip():
        run.pop()
    sizes = Counter(round(glyph.size, 1) for glyph in run if glyph.text.strip())
    edges = [along(glyph) for glyph in run]
    depths = sorted(across(glyph) for glyph in run)
    return _Piece(
        glyphs=run,
        start=min(edge[0] for edge in edges),
        end=max(edge[1] for edge in edges),
        depth=depths[len(depths) // 2],  # so that a raised or lowered letter does not count
        size=max(max(sizes, key=lambda size: (sizes[size], size)), 0.1),
        group=groups.get(run[0].mark, -1),
    )


def _joined(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Join pieces of one line that the stream has apart, Latin words say, into the earliest."""
    strips: dict[tuple[int, int, int], list[int]] = {}
    for i, piece in enumerate(pieces):
        reach = min(_OFF_ROW * piece.size, 10 * _STRIP)
        low, high = int((piece.depth - reach) // _STRIP), int((piece.depth + reach) // _STRIP)
        for strip in range(low, high + 1):
            strips.setdefault((piece.glyphs[0].angle, piece.group, strip), []).append(i)
    owner = list(range(len(pieces)))

    def first(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    for strip_of in strips.values():
        for a, b in pairwise(sorted(strip_of, key=lambda i: pieces[i].start)):
            if _is_one_line(pieces[a], pieces[b]):
                low, high = sorted((first(a), first(b)))
                owner[high] = low
    joined: dict[int, list[_Piece]] = {}
    for i, piece in enumerate(pieces):
        joined.setdefault(first(i), []).append(piece)
    return [joined[i] for i in sorted(joined)]


def _is_one_line(a: _Piece, b: _Piece) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) < 0.6 * size or abs(a.depth - b.depth) > _OFF_ROW * size:
        return False
    gap = (b.start - a.end) / size
    return -0.25 <= gap <= (_GAP_AFTER_MARK if is_mark(a.glyphs) else _GAP_OF_PIECES)


def _line(pieces: Sequence[_Piece]) -> Line:
    """Return the line with spaces where there is room between its letters."""
    glyphs: list[Glyph] = []
    is_tight = _is_tight(pieces)
    for glyph in (glyph for piece in pieces for glyph in piece.glyphs):
        if glyphs and _is_space_between(glyphs[-1], glyph, is_tight=is_tight):
            glyphs.append(_space(glyphs[-1], glyph))
        glyphs.append(glyph)
    longest = max(pieces, key=lambda piece: len(piece.glyphs))
    return Line(
        text="".join(glyph.text for glyph in glyphs),
        stops=_stops(glyphs),
        left=min(glyph.left for glyph in glyphs),
        top=min(glyph.top for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        bottom=max(glyph.bottom for glyph in glyphs),
        start=pieces[0].start,
        end=max(piece.end for piece in pieces),
        depth=longest.depth,
        angle=glyphs[0].angle,
        size=longest.size,
        is_bold=2 * sum(glyph.is_bold for glyph in glyphs) > len(glyphs),
        mark=glyphs[0].mark,
    )


def _stops(glyphs: Sequence[Glyph]) -> "array[float]":
    stops = array("f")
    for glyph in glyphs:
        first, last = _ends(glyph)
        count = len(glyph.text)
        stops.extend(first + (last - first) * i / count for i in range(count))
    stops.append(_ends(glyphs[-1])[1])
    return stops


def _ends(glyph: Glyph) -> tuple[float, float]:
    """Return where a character begins and ends on the page, along its line."""
    match glyph.angle:
        case 90:
            return glyph.top, glyph.bottom
        case 180:
            return glyph.right, glyph.left
        case 270:
            return glyph.bottom, glyph.top
    return glyph.left, glyph.right


def _is_tight(pieces: Sequence[_Piece]) -> bool:
    """Say whether most letters of a line follow one another without room between them."""
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    gaps = sorted((along(b)[0] - along(a)[1]) / max(a.size, 0.1) for a, b in pairwise(glyphs))
    return len(gaps) >= 3 and gaps[len(gaps) // 2] < _TIGHT


def _is_space_between(last: Glyph, glyph: Glyph, *, is_tight: bool) -> bool:
    if not last.text.strip() or not glyph.text.strip():
        return False
    gap = (along(glyph)[0] - along(last)[1]) / max(last.size, glyph.size, 0.1)
    if _WIDE.match(last.text) or _WIDE.match(glyph.text):
        return gap > (_SPACE if is_tight and glyph.is_spaced else _WIDE_SPACE)
    if glyph.is_vertical:
        return gap > _SPACE_UP
    return gap > _SPACE or (glyph.is_spaced and gap > 0.12)


def _space(last: Glyph, glyph: Glyph) -> Glyph:
    """Return a space that fills the gap between two characters."""
    if last.is_vertical:
        edges = sorted((last.top, last.bottom, glyph.top, glyph.bottom))
        return replace(last, text=" ", top=edges[1], bottom=edges[2], run=-1)
    edges = sorted((last.left, last.right, glyph.left, glyph.right))
    return replace(last, text=" ", left=edges[1], right=edges[2], run=-1)

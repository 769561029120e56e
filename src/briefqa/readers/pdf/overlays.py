"""Tell the text boxes that lie over a table, callouts say, from the text of its cells."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.lines import across, along

# In ems, that is in sizes of the font.
_LEVEL = 0.45
_GAP = 1.1  # from one character to the next of a line
_JOINT = (0.3, 0.08)  # between characters that nothing parts, of one text object or of two
_PITCH = (0.4, 1.5)  # from a line to the next of one box
_OWN = 0.7  # of a box's characters: a cell that has as many owns what juts out of it
_SMALLER = 0.9  # times a cell's own size: what is written into it later is another's

Place = tuple[int, int]  # which table, and which of its cells


def find_overlays(glyphs: Sequence[Glyph], places: Sequence[Place | None]) -> set[int]:
    """Return which characters are of boxes over a table, by their index.

    `places`: the cell that holds the middle of each character, None for none. A box is laid over a
    table when it reaches over a cell's border, or comes to a cell again, smaller, when others have
    been written.
    """
    found: set[int] = set()
    lines = _lines(glyphs)
    boxes = _boxes(glyphs, lines)
    owners: dict[Place, float] = {}
    last: Place | None = None
    for box in boxes:
        members = [i for line in box for i in line]
        counts = Counter(places[i] for i in members if glyphs[i].text.strip())
        if set(counts) <= {None}:
            last = None
            continue
        (main, most), size = counts.most_common(1)[0], glyphs[members[0]].size
        if len(counts) > 1 and most < _OWN * counts.total() and _is_torn(glyphs, places, box):
            found.update(members)
            last = None
            continue
        if main is not None:
            known = owners.get(main)
            if known is not None and main != last and size < _SMALLER * known:
                found.update(members)
                continue
            owners.setdefault(main, size)
            last = main
    return found


def _lines(glyphs: Sequence[Glyph]) -> list[list[int]]:
    """Return runs of characters that follow one another on a line, by index."""
    lines: list[list[int]] = []
    for i, glyph in enumerate(glyphs):
        if lines and _follows(glyphs[lines[-1][-1]], glyph):
            lines[-1].append(i)
        elif glyph.text.strip():
            lines.append([i])
    return lines


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size, 0.1)
    if last.angle != glyph.angle or abs(across(last) - across(glyph)) > _LEVEL * size:
        return False
    return -1.0 < (along(glyph)[0] - along(last)[1]) / size < _GAP


def _boxes(glyphs: Sequence[Glyph], lines: Sequence[list[int]]) -> list[list[list[int]]]:
    """Return runs of lines of one size, each close below the one before it."""
    boxes: list[list[list[int]]] = []
    for line in lines:
        if boxes and _is_below(glyphs, boxes[-1][-1], line):
            boxes[-1].append(line)
        else:
            boxes.append([line])
    return boxes


def _is_below(glyphs: Sequence[Glyph], line: Sequence[int], following: Sequence[int]) -> bool:
    above, first = glyphs[line[0]], glyphs[following[0]]
    size = max(above.size, first.size, 0.1)
    if above.angle != first.angle or min(above.size, first.size) < _SMALLER * size:
        return False
    if not _PITCH[0] < (across(first) - across(above)) / size < _PITCH[1]:
        return False
    starts = (along(above)[0], along(first)[0])
    ends = (along(glyphs[line[-1]])[1], along(glyphs[following[-1]])[1])
    return max(starts) < min(ends)


def _is_torn(
    glyphs: Sequence[Glyph], places: Sequence[Place | None], box: Sequence[Sequence[int]]
) -> bool:
    """Say whether a border runs through a box: through a line of it, or between close lines."""
    for line in box:
        for i, j in pairwise(line):
            if places[i] != places[j] and _is_joint(glyphs[i], glyphs[j]):
                return True
    homes = [Counter(places[i] for i in line).most_common(1)[0][0] for line in box]
    return None in homes and len(set(homes)) > 1


def _is_joint(glyph: Glyph, following: Glyph) -> bool:
    gap = along(following)[0] - along(glyph)[1]
    return gap < _JOINT[glyph.run != following.run] * glyph.size

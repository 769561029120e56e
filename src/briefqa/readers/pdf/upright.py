"""Find the characters that stand upright one below the other: lines down the page (tategaki)."""

import re
from dataclasses import replace

from briefqa.readers.pdf.glyphs import Glyph

_COLUMN = 3  # characters of text objects of their own, one below the other, that make a line
_CLOSE = 1.16  # ems between the middles of letters of a line; lines are farther apart
_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def turn_upright(glyphs: list[Glyph]) -> list[Glyph]:
    """Mark the characters that stand upright, each close below the one before it (tategaki).

    Lines of one letter are farther apart, and a column of figures is no line.
    """
    found: list[Glyph] = []
    column: list[Glyph] = []
    for glyph in glyphs:
        if column and not _is_below(column[-1], glyph):
            found += _turned(column)
            column = []
        column.append(glyph)
    return found + _turned(column)


def _turned(column: list[Glyph]) -> list[Glyph]:
    upright = [glyph for glyph in column if glyph.angle == 0]
    is_long = len(upright) >= _COLUMN or (len(upright) > 1 and upright[0].run == upright[-1].run)
    if not is_long or not any(_LETTER.match(glyph.text) for glyph in upright):
        return column
    turned: list[Glyph] = []
    for glyph in column:
        above = turned[-1] if turned else None
        if above is not None and _is_small(glyph):  # its box is its ink's; give it its place
            glyph = replace(
                glyph,
                left=above.left,
                top=above.bottom,
                right=above.right,
                bottom=above.bottom + glyph.size,
            )
        turned.append(replace(glyph, angle=90, is_upright=glyph.angle == 0))
    return turned


def _is_small(glyph: Glyph) -> bool:
    """Say whether a character is a comma or stop in a corner of its place."""
    return glyph.right - glyph.left < 0.5 * glyph.size and glyph.text in "、。，．"


def _is_below(above: Glyph, glyph: Glyph) -> bool:
    size = max(glyph.size, above.size)
    if {glyph.angle, above.angle} - {0, 90}:
        return False
    if above.angle == glyph.angle == 90:
        return abs(glyph.x - above.x) < 0.3 * size
    if _is_small(glyph):
        is_within = above.left - 0.2 * size < glyph.x < above.right + 0.2 * size
        return is_within and -0.6 * size < glyph.top - above.bottom < size
    if _is_small(above):
        is_within = glyph.left - 0.2 * size < above.x < glyph.right + 0.2 * size
        return is_within and 0.0 < glyph.y - above.y < 1.6 * size
    is_within = abs(glyph.x - above.x) < 0.3 * size
    return is_within and 0.25 * size < glyph.y - above.y < _CLOSE * size

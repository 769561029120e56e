"""Find words that a page shows as drawn outlines, where the file's tags tell what they say."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from briefqa.readers.pdf.glyphs import Glyph, sheet_of
from briefqa.readers.pdf.tags import Tag
from briefqa.text.normalise import strip_invisible

_OBJECT_LIMIT = 20_000  # of one page
_DEPTH_LIMIT = 4  # of forms within forms
_LETTERS = 400  # of one drawing; more are not the words of one outline
_FIRST_RUN = 1_000_000  # so that their runs are no text object's
_FLAT = 0.35  # of the height that words of a drawing's width have
_WHITE = re.compile(r"\s+")

Rect = tuple[float, float, float, float]


def with_outlined(
    page: pdfium.PdfPage, glyphs: Sequence[Glyph], tags: Mapping[int, Tag]
) -> list[Glyph]:
    """Return the characters with those of drawn words, which PowerPoint makes of text effects.

    Their tag gives the words, the drawing their place; within it each takes an equal part.
    """
    present = {glyph.mark for glyph in glyphs}
    missing = {mark for mark, tag in tags.items() if tag.words.strip() and mark not in present}
    if not missing:
        return list(glyphs)
    boxes = _boxes(page, missing)
    found = list(glyphs)
    for mark in sorted(boxes, reverse=True):
        if _is_underline(tags[mark].words, boxes[mark]):
            continue
        letters = list(_letters(tags[mark].words, boxes[mark], mark))
        at = next((i for i, glyph in enumerate(found) if glyph.mark > mark), len(found))
        found[at:at] = letters
    return found


def _boxes(page: pdfium.PdfPage, marks: set[int]) -> dict[int, Rect]:
    """Return where the drawings of these marked contents stand on the page as shown."""
    sheet = sheet_of(page)
    found: dict[int, Rect] = {}
    for number, shape in enumerate(page.get_objects(max_depth=_DEPTH_LIMIT)):
        if number >= _OBJECT_LIMIT:
            break
        mark = raw.FPDFPageObj_GetMarkedContentID(shape)
        if shape.type == raw.FPDF_PAGEOBJ_TEXT or mark not in marks:
            continue
        try:
            box = sheet.place(*shape.get_bounds())
        except pdfium.PdfiumError:
            continue
        found[mark] = _around(found.get(mark, box), box)
    return {
        mark: box
        for mark, box in found.items()
        if all(map(math.isfinite, box))
        and box[2] > box[0]
        and box[3] > box[1]
        and 0 <= (box[0] + box[2]) / 2 <= sheet.width
        and 0 <= (box[1] + box[3]) / 2 <= sheet.height
    }


def _around(one: Rect, other: Rect) -> Rect:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _letters(words: str, box: Rect, mark: int) -> Iterator[Glyph]:
    """Lay words into a box, on as many lines as their number and the box's shape ask for."""
    text = _WHITE.sub(" ", strip_invisible(words))[:_LETTERS]
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    count = max(1, min(round(math.sqrt(_width(text) * height / width)), len(text)))
    share = math.ceil(len(text) / count)
    line = height / count
    size = min(max(line, width * count / max(_width(text), 0.5)), 1.3 * line)
    for i, letter in enumerate(text):
        row, column = divmod(i, share)
        step = width / share
        yield Glyph(
            text=letter,
            left=left + column * step,
            top=top + row * line,
            right=left + (column + 1) * step,
            bottom=top + (row + 1) * line,
            size=size,
            run=_FIRST_RUN + mark,
            mark=mark,
        )


def _is_underline(words: str, box: Rect) -> bool:
    """Say whether a drawing is too flat for its words."""
    left, top, right, bottom = box
    return (bottom - top) * max(_width(words.strip()), 1.0) < _FLAT * (right - left)


def _width(text: str) -> float:
    """Return how wide text is in ems, Latin letters taken as half of one."""
    return sum(0.5 if letter < "\u2e80" else 1.0 for letter in text)

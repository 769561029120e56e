"""Say what of a page could not be read: pictures of words, words drawn as outlines, odd fonts."""

from collections.abc import Sequence

import pypdfium2 as pdfium

from briefqa.readers.pdf.drawings import Drawings, read_drawings
from briefqa.readers.pdf.glyphs import Glyph
from briefqa.records import Loss

_PICTURE_SHARE = 0.15  # of the page that pictures must cover to be most of what it shows
_FEW_LETTERS = 100
_UNREADABLE_SHARE = 0.05


def losses_of(
    page: pdfium.PdfPage, glyphs: Sequence[Glyph], *, drawings: Drawings | None = None
) -> tuple[Loss, ...]:
    """Return what of a page could not be read; `glyphs` are its words', without furniture."""
    drawings = drawings or read_drawings(page)
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    found: list[Loss] = []
    covered = sum(picture.area for picture in drawings.pictures)
    area = drawings.sheet.width * drawings.sheet.height
    if covered >= _PICTURE_SHARE * area and len(shown) < _FEW_LETTERS:
        found.append(Loss("pictures"))
    elif not shown:
        found.append(Loss("no_text"))
    if sum(glyph.is_unmapped for glyph in shown) > _UNREADABLE_SHARE * len(shown):
        found.append(Loss("unreadable"))
    return tuple(found)

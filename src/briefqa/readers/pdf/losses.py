"""Say what of a page could not be read: pictures of words, words drawn as outlines, odd fonts."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from briefqa.readers.pdf.drawings import Drawings, Rect
from briefqa.readers.pdf.fallback import is_corrupt
from briefqa.readers.pdf.glyphs import Glyph, Sheet
from briefqa.readers.pdf.pictures import render
from briefqa.records import Loss

Look = Callable[[pdfium.PdfPage], Image.Image | None]

_VIEW_EDGE = 512  # pixels: letters are still uneven there, and it takes 20 ms
# Of the view that the edges of pictures take up: on 61 pages with pictures of 12 real decks, those
# whose pictures hold words have 12 thousandths and more, clip art and grounds at most 10; and all
# of the former, none of the latter, have more edges in pictures than in their text.
_EDGES = 0.012
_CONTRAST = 48  # of 255, between a pixel and the one beside it
# A page is looked at where pictures cover as much of it, or it has as many other shapes as a short
# line of text drawn as outlines; a logo has up to thirty.
_LEAST_COVER = 0.08
_LEAST_OUTLINES = 60
# Of a page that is not looked at: pictures cover as much of it, and there are so few letters.
_MUCH_COVER = 0.3
_EDGE = 2.0  # points: a picture as near to an edge of the page touches it
_FEW_LETTERS = 80
_MANY_LETTERS = 400  # of a page that has text of its own, or over a scan, whatever else it shows
_UNMAPPED_SHARE = 0.05
_LEAST_UNMAPPED = 12  # characters: bullets and icons are fewer
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # ISO 32000-1, 9.6.4


def look_at(page: pdfium.PdfPage) -> Image.Image | None:
    """Return a small grey view of a page, None where it cannot be drawn."""
    return render(page, long_edge=_VIEW_EDGE, is_grey=True)


def losses_of(
    page: pdfium.PdfPage,
    glyphs: Sequence[Glyph],
    *,
    drawings: Drawings,
    look: Look | None = None,
) -> tuple[Loss, ...]:
    """Return what of a page could not be read; `glyphs`: all its characters.

    `look` (`look_at`) gives a view of the page, by which pictures of words are told from others;
    without it they are told by their size. Drawing takes time that broken files waste.
    """
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    found: list[Loss] = []
    if _is_pictured(page, shown, drawings, look):
        found.append(Loss("pictures"))
    elif not shown:
        found.append(Loss("no_text"))
    unmapped = [glyph.font for glyph in shown if glyph.is_unmapped]
    is_odd = len(unmapped) >= max(_LEAST_UNMAPPED, _UNMAPPED_SHARE * len(shown))
    if is_odd or is_corrupt("".join(glyph.text for glyph in shown)):
        fonts = Counter(_SUBSET.sub("", font) for font in unmapped)
        found.append(Loss("unreadable", max(fonts, key=fonts.__getitem__, default="")))
    return tuple(found)


def _is_pictured(
    page: pdfium.PdfPage, shown: Sequence[Glyph], drawings: Drawings, look: Look | None
) -> bool:
    """Say whether most of what the page shows is pictures or drawn outlines."""
    whole = drawings.sheet.width * drawings.sheet.height or 1
    cover = _cover(drawings.pictures) / whole
    has_outlines = len(drawings.outlines) >= _LEAST_OUTLINES
    if len(shown) > _MANY_LETTERS or (cover < _LEAST_COVER and not has_outlines):
        return False
    if not shown:
        return True
    view = look(page) if look is not None else None
    if view is None:
        pictures = [rect for rect in drawings.pictures if not _is_ground(rect, drawings.sheet)]
        return _cover(pictures) >= _MUCH_COVER * whole and len(shown) < _FEW_LETTERS
    unread, read = _edges(view, shown, drawings)
    return unread > max(read, _EDGES * view.width * view.height)


def _is_ground(rect: Rect, sheet: Sheet) -> bool:
    """Say whether a picture reaches three edges of the page, as one under its words does."""
    edges = (rect.left, rect.top, sheet.width - rect.right, sheet.height - rect.bottom)
    return sum(edge <= _EDGE for edge in edges) >= 3


def _cover(pictures: Iterable[Rect]) -> float:
    """Return the area of all pictures; of those that lie over one another, of the largest."""
    kept: list[Rect] = []
    for rect in sorted(pictures, key=lambda rect: -rect.area)[:200]:
        if not any(other.encloses(rect) for other in kept):
            kept.append(rect)
    return sum(rect.area for rect in kept)


def _edges(view: Image.Image, shown: Iterable[Glyph], drawings: Drawings) -> tuple[int, int]:
    """Return how many pixels are edges in pictures and outlines without text, and in the text."""
    scale = max(view.size) / max(drawings.sheet.width, drawings.sheet.height)
    edges = ImageChops.difference(view, ImageChops.offset(view, 1, 0)).point(
        [0] * _CONTRAST + [255] * (256 - _CONTRAST)
    )
    drawn, read = Image.new("1", view.size), Image.new("1", view.size)
    for rect in (*drawings.pictures, *drawings.outlines):
        # Without its own border, of which a photo's edge would be one.
        _mark(
            drawn,
            rect.left * scale + 1,
            rect.top * scale,
            rect.right * scale - 1,
            rect.bottom * scale,
        )
    for glyph in shown:
        _mark(
            read,
            glyph.left * scale - 1,
            glyph.top * scale - 1,
            glyph.right * scale + 1,
            glyph.bottom * scale + 1,
        )
    unread = ImageChops.logical_and(drawn, ImageChops.invert(read))
    return edges.histogram(unread)[255], edges.histogram(read)[255]


def _mark(mask: Image.Image, left: float, top: float, right: float, bottom: float) -> None:
    if left <= right and top <= bottom:
        ImageDraw.Draw(mask).rectangle((left, top, right, bottom), fill=1)

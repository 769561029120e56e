"""Draw a page as a picture that fits a screen."""

import math
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

LONG_EDGE = 1280  # pixels
# Points; the longest page of PDF before 1.6 (ISO 32000-1, annex C.2), twice the longest poster.
# Larger pages are plans and hostile files, on whose picture nothing could be read.
_LONGEST_PAGE = 14_400
# On 74 pages of 14 decks, 23 ms and 58 kB a page, and text stays crisp. Method 4 (Pillow's own
# choice) takes 79 ms for 47 kB, quality 60 blurs thin strokes of kanji on coloured ground.
_QUALITY = 80
_METHOD = 1


def save_picture(page: pdfium.PdfPage, path: Path) -> bool:
    """Write a page as WebP, LONG_EDGE pixels along its longer edge, and say whether that was done.

    It is not where the page is too large to be read on a picture, or cannot be drawn. Raises
    OSError where the file cannot be written.
    """
    image = render(page, long_edge=LONG_EDGE)
    if image is None:
        return False
    image.save(path, "WEBP", quality=_QUALITY, method=_METHOD)
    return True


def render(page: pdfium.PdfPage, *, long_edge: int, is_grey: bool = False) -> Image.Image | None:
    """Return a page drawn, `long_edge` pixels along its longer edge.

    None where it is too large for that to be read, or cannot be drawn.
    """
    width, height = page.get_size()
    longest = max(width, height)
    if not (math.isfinite(width) and math.isfinite(height) and 0 < longest <= _LONGEST_PAGE):
        return None
    # A hair less, or rounding gives a pixel more.
    scale = long_edge * (1 - 1e-7) / longest
    try:
        bitmap = page.render(scale=scale, rev_byteorder=True, grayscale=is_grey)
    except pdfium.PdfiumError:
        return None
    try:
        image: Image.Image = bitmap.to_pil().copy()
    finally:
        bitmap.close()
    return image

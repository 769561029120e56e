"""Give a deck the pictures, and the exact boxes, of the PDF that it was printed as.

The deck and the PDF are two readings of the same slides: the deck knows what each text is, the PDF
where it came to stand. `briefqa.office.render_to_pdf` makes the PDF, the reader of PDF reads it.
"""

from collections.abc import Iterator
from dataclasses import replace

from briefqa.readers.pptx.places import Glyph, placed
from briefqa.records import Box, Document, Loss, Page, Slide

_NO_PICTURE = Loss("picture")


def with_printed(document: Document, printed: Document | None) -> Document:
    """Return the deck's document with the pictures of `printed`, and its lines' boxes as printed.

    `printed`: what the reader of PDF, asked for pictures, made of the deck printed with its hidden
    slides, a page a slide; None where it could not be printed or read. Without it, or where its
    pages are not the slides, each slide loses its picture, and the boxes are its shapes' still.
    """
    if printed is None or len(printed.pages) != len(document.slides):
        slides = tuple(_without_picture(slide) for slide in document.slides)
        return replace(document, slides=slides)
    pairs = [
        _merged(slide, page, other, printed_page)
        for slide, page, other, printed_page in zip(
            document.slides, document.pages, printed.slides, printed.pages, strict=True
        )
    ]
    return replace(
        document,
        slides=tuple(slide for slide, _ in pairs),
        pages=tuple(page for _, page in pairs),
    )


def _without_picture(slide: Slide) -> Slide:
    return replace(slide, losses=(*slide.losses, _NO_PICTURE), has_picture=False)


def _merged(slide: Slide, page: Page, other: Slide, printed: Page) -> tuple[Slide, Page]:
    found = placed(slide, page, list(_glyphs(other.text, printed)))
    if not printed.picture:
        return _without_picture(slide), found
    return replace(slide, has_picture=True), replace(found, picture=printed.picture)


def _glyphs(text: str, page: Page) -> Iterator[Glyph]:
    """Yield the letters of a printed page, in the order of its text."""
    for box in sorted(page.boxes, key=lambda box: box.start):
        stops = box.stops or _even_stops(box)
        for at in range(box.start, box.end):
            start, end = stops[at - box.start], stops[at - box.start + 1]
            if not text[at].isspace():
                yield (
                    Glyph(text[at], box.left, start, box.right, end)
                    if box.is_vertical
                    else Glyph(text[at], start, box.top, end, box.bottom)
                )


def _even_stops(box: Box) -> tuple[float, ...]:
    start, end = (box.top, box.bottom) if box.is_vertical else (box.left, box.right)
    count = box.end - box.start
    return tuple(start + (end - start) * at / count for at in range(count + 1))

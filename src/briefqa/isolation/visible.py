"""Take out of a document the characters that show nothing: NUL, bidirectional, zero-width, tags."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from briefqa.records import Block, Box, Cell, Document, Page, Slide
from briefqa.text.normalise import is_visible, strip_invisible

NAME_LIMIT = 1_000  # characters; the pool refuses names that no author writes


def visible(document: Document) -> Document:
    """Return the document without invisible characters, and with every offset moved to fit.

    Lone surrogates become U+FFFD. A block of nothing else goes, a box too. What the document says
    of itself is cut at `NAME_LIMIT` characters.
    """
    pages = {page.number: page for page in document.pages}
    slides: list[Slide] = []
    for slide in document.slides:
        is_whole = _is_whole(slide)  # as nearly all are: nothing of them is copied
        kept = () if is_whole else _kept(slide.text)
        slides.append(slide if is_whole else _slide(slide, kept))
        if slide.number in pages:
            pages[slide.number] = _page(pages[slide.number], kept)
    return replace(
        document,
        slides=tuple(slides),
        pages=tuple(pages.get(page.number, page) for page in document.pages),
        title=strip_invisible(document.title)[:NAME_LIMIT],
        date=strip_invisible(document.date)[:NAME_LIMIT],
        publisher=strip_invisible(document.publisher)[:NAME_LIMIT],
    )


def _is_whole(slide: Slide) -> bool:
    """Say whether there is nothing to be taken out of a slide."""
    has_blocks = all(block.start < block.end for block in slide.blocks)
    return has_blocks and is_visible("\n".join(_words(slide)))


def _words(slide: Slide) -> Iterator[str]:
    """Yield all texts of a slide."""
    yield from (slide.text, slide.title, slide.section)
    yield from (loss.detail for loss in slide.losses)
    for block in slide.blocks:
        yield block.text
        for cell in block.cells:
            yield from (cell.text, cell.header)


def _kept(text: str) -> tuple[int, ...]:
    """Return, for each offset and the end, how many characters before it stay; () where all do."""
    if len(strip_invisible(text)) == len(text):
        return ()
    return tuple(accumulate((len(strip_invisible(each)) for each in text), initial=0))


def _slide(slide: Slide, kept: tuple[int, ...]) -> Slide:
    blocks = (_block(block, kept) for block in slide.blocks)
    return replace(
        slide,
        text=strip_invisible(slide.text),
        title=strip_invisible(slide.title),
        section=strip_invisible(slide.section),
        blocks=tuple(block for block in blocks if block.start < block.end),
        losses=tuple(replace(loss, detail=strip_invisible(loss.detail)) for loss in slide.losses),
    )


def _block(block: Block, kept: tuple[int, ...]) -> Block:
    start, end = _moved(block.start, block.end, kept)
    return replace(
        block,
        start=start,
        end=end,
        text=strip_invisible(block.text),
        cells=tuple(_cell(cell, kept) for cell in block.cells),
    )


def _cell(cell: Cell, kept: tuple[int, ...]) -> Cell:
    start, end = _moved(cell.start, cell.end, kept)
    return Cell(start, end, strip_invisible(cell.text), strip_invisible(cell.header))


def _page(page: Page, kept: tuple[int, ...]) -> Page:
    boxes = (_box(box, kept) for box in page.boxes) if kept else page.boxes
    return replace(
        page,
        boxes=tuple(box for box in boxes if box.start < box.end),
        furniture=tuple(strip_invisible(words) for words in page.furniture),
    )


def _box(box: Box, kept: tuple[int, ...]) -> Box:
    start, end = _moved(box.start, box.end, kept)
    stops = box.stops
    if len(stops) == box.end - box.start + 1:
        places = range(box.start, box.end)
        stays = [kept[place] < kept[place + 1] for place in places]
        stops = (*(stop for stop, stay in zip(stops, stays, strict=False) if stay), stops[-1])
    return replace(box, start=start, end=end, stops=stops)


def _moved(start: int, end: int, kept: tuple[int, ...]) -> tuple[int, int]:
    return (kept[start], kept[end]) if kept else (start, end)

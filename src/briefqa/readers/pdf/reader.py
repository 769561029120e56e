"""The reader of PDF files: text, layout and pictures, page by page."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from briefqa.errors import NoTextLayerError, ReadError, TruncatedFileError
from briefqa.readers.pdf.cells import fill_tables
from briefqa.readers.pdf.characters import GLYPH_LIMIT, read_glyphs
from briefqa.readers.pdf.drawings import Drawings, read_drawings
from briefqa.readers.pdf.fallback import FallbackGlyphs, corruption, is_corrupt, mend
from briefqa.readers.pdf.furniture import find_furniture
from briefqa.readers.pdf.glyphs import Glyph, sheet_of
from briefqa.readers.pdf.hasty import read_hastily
from briefqa.readers.pdf.lines import build_lines
from briefqa.readers.pdf.losses import look_at, losses_of
from briefqa.readers.pdf.opening import OpenPdf, open_pdf
from briefqa.readers.pdf.outlined import with_outlined
from briefqa.readers.pdf.outlines import bookmarks_of
from briefqa.readers.pdf.paragraphs import build_frames
from briefqa.readers.pdf.pictures import save_picture
from briefqa.readers.pdf.sections import find_sections
from briefqa.readers.pdf.sketch import Sketch
from briefqa.readers.pdf.tables import find_grids
from briefqa.readers.pdf.tags import tags_of
from briefqa.readers.pdf.titles import find_titles
from briefqa.readers.pdf.writing import write_page
from briefqa.records import Document, Loss, Page, Slide

_SHARE = 0.6  # of it may be spent when a page is read with its layout, or anew by pdfminer
_LOOKED_AT = 20_000_000  # pixels of a page's pictures; two scans of A4 at 300 dpi have 17 million
_BUDGET = 15.0  # seconds of CPU, of the 20 that a file may take; pictures past it are left out


class PdfReader:
    """PDF: a page is a slide.

    `budget`: seconds of CPU. After _SHARE of them pages are read without their layout, so that all
    are read; when they are spent no more pictures are drawn, and the slides tell of it.
    """

    def __init__(self, *, budget: float = _BUDGET) -> None:
        """Read within `budget` seconds of CPU, as far as pictures go."""
        self._budget = budget

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the document; see `briefqa.readers.Reader`.

        Raises what `open_pdf` raises, NoTextLayerError where no page holds a character, and
        TruncatedFileError where none does that is left of a file that was cut short.
        """
        began = time.process_time()
        with open_pdf(data, path=path) as pdf:
            pages_of = _Pages(pdf, until=began + _SHARE * self._budget)
            sketches = list(pages_of.sketches())
            if not any(sketch.frames or sketch.tables for sketch in sketches):
                raise _no_words(path, len(sketches), is_cut=pdf.is_cut)
            slides, pages = _write(sketches)
            slides = _with_end(slides) if pdf.is_cut else slides
            if pictures is not None:
                slides, pages = _draw(
                    pdf, slides, pages, folder=pictures, until=began + self._budget
                )
        return Document(slides, pages, pdf.title, pdf.date, pdf.publisher)

    def draw(self, data: bytes, *, path: Path, pictures: Path) -> None:
        """Draw the pages into the folder `pictures`, in order, until `budget` is spent.

        For whoever keeps the text apart, because drawing may end the process. Raises what
        `open_pdf` raises.
        """
        until = time.process_time() + self._budget
        with open_pdf(data, path=path) as pdf:
            for number in range(1, len(pdf.document) + 1):
                if time.process_time() >= until:
                    return
                _draw_one(pdf, number, pictures / f"{number:04}.webp")


def _no_words(path: Path, pages: int, *, is_cut: bool) -> ReadError:
    if is_cut:
        return TruncatedFileError(
            path,
            "the file is cut short, and what is left holds no words",
            hint="Get it again, whole.",
        )
    return NoTextLayerError(
        path,
        "its page holds no words" if pages == 1 else "its {pages} pages hold no words",
        hint="Recognise its text (OCR) and build again.",
        values={"pages": pages},
    )


class _Pages:
    """The pages of one open document, read one after the other."""

    def __init__(self, pdf: OpenPdf, *, until: float) -> None:
        self._document = pdf.document
        self._bookmarks = bookmarks_of(pdf.document)
        self._fallback = FallbackGlyphs(pdf.data)
        self._until = until

    def sketches(self) -> Iterator[Sketch]:
        """Yield a sketch of each page; of one that is broken, that it is."""
        for number in range(1, len(self._document) + 1):
            try:
                page = self._document[number - 1]
            except pdfium.PdfiumError:
                yield Sketch(number, 0.0, 0.0, losses=(Loss("page"),))
                continue
            try:
                yield self._sketch(page, number)
            except pdfium.PdfiumError:
                sheet = sheet_of(page)
                yield Sketch(number, sheet.width, sheet.height, losses=(Loss("page"),))
            finally:
                page.close()

    def _sketch(self, page: pdfium.PdfPage, number: int) -> Sketch:
        sheet = sheet_of(page)
        if time.process_time() >= self._until:
            marks = self._bookmarks.get(number, ())
            frames = read_hastily(page, sheet)
            return Sketch(number, sheet.width, sheet.height, frames, bookmarks=marks)
        tags = {mark: tag for mark, tag in tags_of(page).items() if tag.is_paragraph}
        glyphs, losses = self._glyphs(page, number)
        glyphs = with_outlined(page, glyphs, tags)
        drawings = read_drawings(page)
        groups = {mark: tag.paragraph for mark, tag in tags.items()}
        tables, outside = fill_tables(find_grids(drawings, glyphs), glyphs, groups=groups)
        lines = build_lines(outside, groups=groups)
        return Sketch(
            number,
            sheet.width,
            sheet.height,
            tuple(build_frames(lines, tags=tags)),
            tables,
            self._bookmarks.get(number, ()),
            (*losses, *_lost(page, glyphs, drawings)),
        )

    def _glyphs(self, page: pdfium.PdfPage, number: int) -> tuple[list[Glyph], tuple[Loss, ...]]:
        """Return the page's characters, by pdfminer where pdfium misreads them."""
        glyphs = read_glyphs(page)
        text = "".join(glyph.text for glyph in glyphs)
        losses = (Loss("cut"),) if len(glyphs) >= GLYPH_LIMIT else ()
        if is_corrupt(text):
            others = self._fallback.glyphs(number)
            other = "".join(glyph.text for glyph in others)
            if other.strip() and corruption(other) < corruption(text):
                glyphs, text = others, other
        if mend(text) != text:
            glyphs = [replace(glyph, text=mend(glyph.text)) for glyph in glyphs]
        return glyphs, losses


def _lost(page: pdfium.PdfPage, glyphs: Sequence[Glyph], drawings: Drawings) -> tuple[Loss, ...]:
    """Return what of a page was not read. A page is looked at only where that is surely cheap.

    To draw a page is what hostile files make dear, and it would cost the words of all pages.
    """
    is_light = drawings.is_complete and drawings.pixels <= _LOOKED_AT
    return losses_of(page, glyphs, drawings=drawings, look=look_at if is_light else None)


def _with_end(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Say of the last slide that the file goes on after it, or did before it was cut short."""
    last = replace(slides[-1], losses=(*slides[-1].losses, Loss("cut", "end of the file")))
    return (*slides[:-1], last)


def _write(sketches: Sequence[Sketch]) -> tuple[tuple[Slide, ...], tuple[Page, ...]]:
    furniture = find_furniture(sketches)
    titles = find_titles(sketches, furniture)
    written = [
        write_page(sketch, title, left_out)
        for sketch, title, left_out in zip(sketches, titles, furniture, strict=True)
    ]
    sections = find_sections(sketches, titles, furniture)
    slides = tuple(
        replace(slide, section="" if name == slide.title else name)
        for (slide, _), name in zip(written, sections, strict=True)
    )
    return slides, tuple(page for _, page in written)


def _draw(
    pdf: OpenPdf, slides: Sequence[Slide], pages: Sequence[Page], *, folder: Path, until: float
) -> tuple[tuple[Slide, ...], tuple[Page, ...]]:
    """Draw the pages into `folder` until the CPU time is spent; a slide without tells of it."""
    drawn: list[tuple[Slide, Page]] = []
    for slide, page in zip(slides, pages, strict=True):
        name = f"{page.number:04}.webp"
        if time.process_time() < until and _draw_one(pdf, page.number, folder / name):
            drawn.append((replace(slide, has_picture=True), replace(page, picture=name)))
        else:
            losses = (*slide.losses, Loss("picture"))
            drawn.append((replace(slide, losses=losses), page))
    return tuple(slide for slide, _ in drawn), tuple(page for _, page in drawn)


def _draw_one(pdf: OpenPdf, number: int, path: Path) -> bool:
    try:
        page = pdf.document[number - 1]
    except pdfium.PdfiumError:
        return False
    try:
        return save_picture(page, path)
    finally:
        page.close()

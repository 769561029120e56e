"""The reader of PDF files: text, layout and pictures, page by page."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from briefqa.errors import NoTextLayerError
from briefqa.readers.pdf.furniture import find_furniture
from briefqa.readers.pdf.glyphs import read_glyphs, sheet_of
from briefqa.readers.pdf.lines import build_lines
from briefqa.readers.pdf.opening import OpenPdf, open_pdf
from briefqa.readers.pdf.outlines import bookmarks_of
from briefqa.readers.pdf.paragraphs import build_frames
from briefqa.readers.pdf.pictures import save_picture
from briefqa.readers.pdf.sketch import Sketch
from briefqa.readers.pdf.tags import tags_of
from briefqa.readers.pdf.titles import find_titles
from briefqa.readers.pdf.writing import write_page
from briefqa.readers.sections import name_sections
from briefqa.records import Document, Loss, Page, Slide

_BUDGET = 15.0  # seconds of CPU, of the 20 that a file may take; pictures past it are left out


class PdfReader:
    """PDF: a page is a slide.

    `budget`: seconds of CPU after which no more pictures are drawn; the slides tell of it.
    """

    def __init__(self, *, budget: float = _BUDGET) -> None:
        """Read within `budget` seconds of CPU, as far as pictures go."""
        self._budget = budget

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the document; see `briefqa.readers.Reader`.

        Raises what `open_pdf` raises, and NoTextLayerError where no page holds a character.
        """
        began = time.process_time()
        with open_pdf(data, path=path) as pdf:
            sketches = list(_sketches(pdf))
            if not any(sketch.frames for sketch in sketches):
                raise NoTextLayerError(
                    path,
                    f"its {len(sketches):,} pages are pictures without words",
                    hint="Recognise its text (OCR) and build again.",
                )
            slides, pages = _write(sketches)
            if pictures is not None:
                slides, pages = _draw(
                    pdf, slides, pages, folder=pictures, until=began + self._budget
                )
        return Document(slides, pages, pdf.title, pdf.date, pdf.publisher)


def _sketches(pdf: OpenPdf) -> Iterator[Sketch]:
    bookmarks = bookmarks_of(pdf.document)
    for number in range(1, len(pdf.document) + 1):
        try:
            page = pdf.document[number - 1]
        except pdfium.PdfiumError:
            yield Sketch(number, 0.0, 0.0, losses=(Loss("page"),))
            continue
        try:
            yield _sketch(page, number, bookmarks.get(number, ()))
        finally:
            page.close()


def _sketch(page: pdfium.PdfPage, number: int, bookmarks: tuple[str, ...]) -> Sketch:
    sheet = sheet_of(page)
    losses: tuple[Loss, ...] = ()
    try:
        glyphs = read_glyphs(page)
    except pdfium.PdfiumError:
        glyphs, losses = [], (Loss("page"),)
    tags = {mark: tag for mark, tag in tags_of(page).items() if tag.is_paragraph}
    lines = build_lines(glyphs, groups={mark: tag.paragraph for mark, tag in tags.items()})
    frames = tuple(build_frames(lines, tags=tags))
    return Sketch(number, sheet.width, sheet.height, frames, bookmarks, losses)


def _write(sketches: Sequence[Sketch]) -> tuple[tuple[Slide, ...], tuple[Page, ...]]:
    furniture = find_furniture(sketches)
    titles = find_titles(sketches, furniture)
    written = [
        write_page(sketch, title, left_out)
        for sketch, title, left_out in zip(sketches, titles, furniture, strict=True)
    ]
    slides = tuple(slide for slide, _ in written)
    sectioned = name_sections(slides)
    return (
        tuple(
            replace(slide, section=named.section)
            for slide, named in zip(slides, sectioned, strict=True)
        ),
        tuple(page for _, page in written),
    )


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

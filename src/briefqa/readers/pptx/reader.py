"""The reader of PowerPoint's PPTX."""

from dataclasses import replace
from pathlib import Path

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    NoTextLayerError,
    ReadError,
    TooLargeError,
)
from briefqa.readers.bounds import check_slides
from briefqa.readers.ooxml.package import Package, PartError, PartTooLargeError, Relation
from briefqa.readers.ooxml.xml import Element, attribute, child, descendants, is_on
from briefqa.readers.pptx.compose import compose
from briefqa.readers.pptx.drafts import slide_drafts
from briefqa.readers.pptx.furniture import fixed_words, set_apart
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import Drawing, Paragraph
from briefqa.readers.pptx.presentation import Deck, SlideEntry, read_deck, read_properties
from briefqa.readers.pptx.sections import with_sections
from briefqa.readers.pptx.shapes import ShapeReader
from briefqa.readers.pptx.styles import Inheritance, TextStyle, placeholder_of
from briefqa.readers.pptx.text import read_frame
from briefqa.readers.pptx.titles import find_titles
from briefqa.records import Document, Loss, Page, Slide

_PICTURE_SHARE = 0.15  # of the slide that pictures must cover to be most of what it shows
_FEW_LETTERS = 60  # letters beside the title; the pages of real decks with text have more
_NOT_NOTES = frozenset({"sldImg", "sldNum", "dt", "ftr", "hdr"})


class PptxReader:
    """PPTX, PPSX, PPTM and POTX: slides in the order of the show, the hidden ones too."""

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the slides, without pictures: those are made of the deck printed as a PDF.

        Raises EmptyFileError where the deck has no slide or no text, NoTextLayerError where all it
        shows is pictures, TooManyPagesError, DamagedFileError, and what
        `briefqa.readers.packages.check_package` raises; see `briefqa.readers.Reader`.
        """
        package = Package(data, path=path)
        try:
            deck = read_deck(package)
        except PartError as error:
            raise _damaged(path, "its list of slides cannot be read") from error
        if not deck.slides:
            raise EmptyFileError(path, "the deck has no slides", hint="Remove it or add slides.")
        check_slides(len(deck.slides), path=path)
        drawings = _Drawer(package, deck).draw_all()
        slides, pages = _written(drawings, deck.whole)
        if not any(slide.text for slide in slides):
            raise _without_text(path, drawings)
        properties = read_properties(package)
        return Document(slides, pages, properties.title, properties.date, properties.publisher)


def _damaged(path: Path, reason: str) -> DamagedFileError:
    return DamagedFileError(path, reason, hint="Save it again as a new file and build again.")


def _without_text(path: Path, drawings: list[Drawing]) -> ReadError:
    if any(loss.kind == "cut" for drawing in drawings for loss in drawing.losses):
        return TooLargeError(path, "its slides hold more than is read", hint="Split the file.")
    if all(any(loss.kind == "page" for loss in drawing.losses) for drawing in drawings):
        return _damaged(path, "none of its slides can be read")
    if any(drawing.pictures for drawing in drawings):
        return NoTextLayerError(
            path, "its slides are pictures without words", hint="Give it text and build again."
        )
    return EmptyFileError(
        path, "its slides hold no text that is read", hint="Remove it or give it text."
    )


class _Drawer:
    """Reads one slide of a deck after the other, and keeps the layouts that they share."""

    def __init__(self, package: Package, deck: Deck) -> None:
        self._package = package
        self._deck = deck
        self._layouts: dict[str, tuple[Inheritance, list[str], bool]] = {}

    def draw_all(self) -> list[Drawing]:
        return [self._draw(entry) for entry in self._deck.slides]

    def _draw(self, entry: SlideEntry) -> Drawing:
        drawing = Drawing(section=entry.section)
        try:
            root = self._root(entry.part, drawing)
        except PartTooLargeError:
            drawing.lose(Loss("cut"))
            return drawing
        except PartError:
            drawing.lose(Loss("page"))
            return drawing
        relations = self._package.relations(entry.part)
        inheritance, words, drawing.heads_section = self._layout(relations)
        drawing.is_hidden = not is_on(root, "show", default=True)
        drawing.furniture += words if is_on(root, "showMasterSp", default=True) else []
        reader = ShapeReader(self._package, relations, inheritance, drawing, self._deck.whole)
        reader.read(child(root, "cSld", "spTree"))
        drawing.notes = self._notes(relations)
        return drawing

    def _root(self, part: str, drawing: Drawing) -> Element:
        try:
            return self._package.root(part)
        except PartTooLargeError:
            raise
        except PartError:
            root = self._package.loose_root(part)
            drawing.lose(Loss("page"))
            return root

    def _layout(self, relations: dict[str, Relation]) -> tuple[Inheritance, list[str], bool]:
        part = _target(relations, "slideLayout")
        if part not in self._layouts:
            layout = self._package.optional(part)
            master = self._package.optional(self._package.related(part, "slideMaster"))
            shown = is_on(layout, "showMasterSp", default=True)
            words = fixed_words(layout, master if shown else None)
            inheritance = Inheritance(layout, master, self._deck.text_style)
            self._layouts[part] = inheritance, words, attribute(layout, "type") == "secHead"
        return self._layouts[part]

    def _notes(self, relations: dict[str, Relation]) -> list[Paragraph]:
        """Return the speaker notes, without the number, date and heads of their page."""
        root = self._package.optional(_target(relations, "notesSlide"))
        found: list[Paragraph] = []
        for shape in descendants(child(root, "cSld", "spTree"), "sp"):
            placeholder = placeholder_of(shape)
            if placeholder is None or placeholder.kind not in _NOT_NOTES:
                found += read_frame(child(shape, "txBody"), TextStyle()).paragraphs
        return found


def _target(relations: dict[str, Relation], kind: str) -> str:
    return next((r.target for r in relations.values() if r.kind == kind), "")


def _written(drawings: list[Drawing], whole: Rect) -> tuple[tuple[Slide, ...], tuple[Page, ...]]:
    set_apart(drawings, whole)
    titles = find_titles(drawings, whole)
    slides: list[Slide] = []
    pages: list[Page] = []
    for number, (drawing, title) in enumerate(zip(drawings, titles, strict=True), start=1):
        slide, page, is_cut = compose(
            slide_drafts(drawing, title), number=number, whole=whole, furniture=drawing.furniture
        )
        if is_cut:
            drawing.lose(Loss("cut"))
        _lose_pictures(drawing, slide, whole)
        slides.append(replace(slide, losses=tuple(drawing.losses), is_hidden=drawing.is_hidden))
        pages.append(page)
    return with_sections(slides, pages, drawings), tuple(pages)


def _lose_pictures(drawing: Drawing, slide: Slide, whole: Rect) -> None:
    shown = [block for block in slide.blocks if block.kind != "note"]
    letters = sum(len(block.text) for block in shown if block.kind != "title")
    covered = sum(picture.shared(whole) for picture in drawing.pictures)
    if covered >= _PICTURE_SHARE * whole.area and letters < _FEW_LETTERS:
        drawing.lose(Loss("pictures"))
    elif not shown and not drawing.losses:
        drawing.lose(Loss("no_text"))

"""What a tagged PDF says of its own text: which paragraph each piece of it belongs to."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_ELEMENT_LIMIT = 20_000  # of one page
_WORDS_LIMIT = 4_000  # bytes of UTF-16 of one element
_DEPTH_LIMIT = 60  # a structure tree is as deep as its maker likes, and may be made to be deeper
_TITLES = ("Title", "H", "H1")
_HEADINGS = ("H2", "H3", "H4", "H5", "H6")
# The elements that hold one paragraph. PDF 32000-1:2008, 14.8.4.3.
_PARAGRAPHS = (*_TITLES, *_HEADINGS, "P", "Caption", "TD", "TH", "TOCI", "BlockQuote", "Note")
_ITEM = "LI"
_CELLS = ("TD", "TH")
_SHAPES = ("Sect", "Div", "Art", "Part", "NonStruct", "Form", "Figure")


@dataclass(frozen=True, slots=True)
class Tag:
    """The paragraph that a piece of marked content belongs to.

    `paragraph` and `shape` (the element around it, a text box) number the page's elements; `name`
    is the paragraph's standard type (`P`, `H1`, `LI`, `TD` ...). `depth`: lists around it. `words`:
    what the piece says, where the file tells, else "".
    """

    paragraph: int
    shape: int
    name: str
    depth: int = 0
    words: str = ""

    @property
    def is_paragraph(self) -> bool:
        """Whether it is one paragraph, not a figure or a section with text of its own."""
        return self.name in _PARAGRAPHS or self.name == _ITEM

    @property
    def is_heading(self) -> bool:
        """Whether the file says that it heads something."""
        return self.name in _TITLES or self.name in _HEADINGS


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree the walk stands."""

    paragraph: int = -1
    shape: int = -1
    name: str = ""
    depth: int = 0


def tags_of(page: pdfium.PdfPage) -> dict[int, Tag]:
    """Return the tag of each marked content of a page, by its id; none where it is not tagged."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        return dict(_walk(tree))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _walk(tree: raw.FPDF_STRUCTTREE) -> Iterator[tuple[int, Tag]]:
    stack = []
    for i in range(min(max(raw.FPDF_StructTree_CountChildren(tree), 0), _ELEMENT_LIMIT)):
        element = raw.FPDF_StructTree_GetChildAtIndex(tree, i)
        if element:
            stack.append((element, _Place(), 0))
    stack.reverse()
    number = 0
    while stack and number < _ELEMENT_LIMIT:
        element, place, deep = stack.pop()
        number += 1
        here = _enter(_type_of(element), place, number)
        words = ""
        children = []
        for i in range(min(max(raw.FPDF_StructElement_CountChildren(element), 0), _ELEMENT_LIMIT)):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, i)
            if mark >= 0:
                words = words or _words_of(element)
                yield mark, Tag(here.paragraph, here.shape, here.name, here.depth, words)
                words = " "
            elif deep < _DEPTH_LIMIT:
                child = raw.FPDF_StructElement_GetChildAtIndex(element, i)
                if child:
                    children.append((child, here, deep + 1))
        stack += reversed(children)


def _enter(name: str, place: _Place, number: int) -> _Place:
    """Return the place inside the element of this type, met as the `number`th of the page."""
    if name == "L":
        return _Place(number, place.shape, name, place.depth + 1)
    if name == _ITEM:
        return _Place(number, place.shape, name, place.depth)
    if place.name == _ITEM and name not in _CELLS:
        return place  # its label, its body and what these hold are one item
    if name in _PARAGRAPHS:
        return _Place(number, place.shape, name, place.depth)
    if name in _SHAPES and place.name not in _PARAGRAPHS:
        return _Place(number, number, name, place.depth)
    if place.paragraph < 0:
        return _Place(number, place.shape, name, place.depth)
    return place


def _type_of(element: raw.FPDF_STRUCTELEMENT) -> str:
    buffer = ctypes.create_string_buffer(64)
    length = raw.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")


def _words_of(element: raw.FPDF_STRUCTELEMENT) -> str:
    """Return what an element says that its text does not, a space for nothing."""
    length = raw.FPDF_StructElement_GetActualText(element, None, 0)
    if not 2 < length <= _WORDS_LIMIT:
        return " "
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetActualText(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace") or " "

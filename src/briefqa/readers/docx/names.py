"""The names of WordprocessingML, and the few questions that are asked of its elements."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O_OFFICE = "{urn:schemas-microsoft-com:office:office}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

Element: TypeAlias = Any  # lxml has no types
_STRICT = "http://purl.oclc.org/ooxml/"
_OFF = ("0", "false", "off", "none")


def as_transitional(root: Element) -> Element:
    """Return a part of ISO 29500 Strict with the names of the usual, Transitional form."""
    if not root.tag.startswith(f"{{{_STRICT}"):
        return root
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = _renamed(element.tag)
            for name, value in element.attrib.items():
                if name.startswith(f"{{{_STRICT}"):
                    del element.attrib[name]
                    element.set(_renamed(name), value)
    return root


def _renamed(name: str) -> str:
    return re.sub(rf"^{{{_STRICT}(\w+)/", r"{http://schemas.openxmlformats.org/\1/2006/", name)


def value_of(element: Element | None, name: str = "val") -> str:
    """Return an attribute of an element, "" where either is missing.

    >>> value_of(None)
    ''
    """
    return "" if element is None else element.get(W + name, "")


def number_of(element: Element | None, *, default: int = 0) -> int:
    """Return an element's value as a whole number, `default` where it is none."""
    text = value_of(element)
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else default


def is_on(element: Element | None) -> bool:
    """Say whether a switch is set: it is there and not turned off."""
    return element is not None and value_of(element).lower() not in _OFF


def contents(parent: Element) -> Iterator[Element]:
    """Yield the elements inside `parent`, going into what only wraps them.

    Content controls, insertions and custom XML are gone into, of alternatives the first is taken,
    and what was deleted or moved away is left out.
    """
    for child in parent:
        tag = child.tag
        if tag in _WRAPS:
            yield from contents(child)
        elif tag == f"{MC}AlternateContent":
            chosen = child.find(f"{MC}Choice")
            chosen = child.find(f"{MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from contents(chosen)
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None and not _is_table_of_contents(child):
                yield from contents(content)
        elif tag not in _LEFT_OUT:
            yield child


def _is_table_of_contents(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value_of(gallery) == "Table of Contents"


_WRAPS = frozenset(
    W + name for name in ("ins", "moveTo", "customXml", "smartTag", "hyperlink", "dir", "bdo")
)
_LEFT_OUT = frozenset(W + name for name in ("del", "moveFrom", "sectPr", "commentReference"))

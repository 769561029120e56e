"""Read a document's outline: the names under which it leads to its pages."""

from dataclasses import dataclass
from itertools import islice

import pypdfium2 as pdfium

from briefqa.text.normalise import strip_invisible

_NAME_LIMIT = 1_000  # characters of a bookmark
_LIMIT = 5_000  # bookmarks that are read
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A name in the outline. `level`: 0 the outermost."""

    name: str
    level: int


def bookmarks_of(document: pdfium.PdfDocument) -> dict[int, tuple[Bookmark, ...]]:
    """Return the bookmarks of each page (from 1), in the order of the outline."""
    found: dict[int, tuple[Bookmark, ...]] = {}
    for bookmark in islice(document.get_toc(max_depth=_DEPTH), _LIMIT):
        try:
            target = bookmark.get_dest()
            index = target.get_index() if target is not None else None
            name = bookmark.get_title()
        except (pdfium.PdfiumError, UnicodeDecodeError):
            continue
        if index is not None and name.strip():
            found[index + 1] = (
                *found.get(index + 1, ()),
                Bookmark(strip_invisible(name).strip()[:_NAME_LIMIT], bookmark.level),
            )
    return found

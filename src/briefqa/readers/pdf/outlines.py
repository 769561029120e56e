"""Read a document's outline: the names under which it leads to its pages."""

from itertools import islice

import pypdfium2 as pdfium

_LIMIT = 5_000  # bookmarks that are read
_DEPTH = 6


def bookmarks_of(document: pdfium.PdfDocument) -> dict[int, tuple[str, ...]]:
    """Return the bookmarks of each page (from 1), in the order of the outline."""
    found: dict[int, tuple[str, ...]] = {}
    for bookmark in islice(document.get_toc(max_depth=_DEPTH), _LIMIT):
        try:
            target = bookmark.get_dest()
            index = target.get_index() if target is not None else None
            name = bookmark.get_title()
        except (pdfium.PdfiumError, UnicodeDecodeError):
            continue
        if index is not None and name.strip():
            found[index + 1] = (*found.get(index + 1, ()), name)
    return found

"""Open PDFs with qpdf, which mends what it can, without a word on what it mended."""

import io
import logging
from contextlib import AbstractContextManager

import pikepdf


def open_with_qpdf(data: bytes) -> AbstractContextManager[pikepdf.Pdf]:
    """Open a document. Raises PdfError where nothing of it can be had, PasswordError if locked."""
    # It warns of every flaw of a file, to stderr where no one listens; `suppress_warnings` keeps
    # back but some of them.
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)

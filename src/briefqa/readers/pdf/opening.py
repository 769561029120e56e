"""Open the bytes of a PDF, mended where they are broken, or say why they cannot be opened."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    ReadError,
    TooManyPagesError,
    TruncatedFileError,
)
from briefqa.readers.pdf.metadata import read_metadata
from briefqa.readers.pdf.qpdf import open_with_qpdf

PAGE_LIMIT = 1_000  # RELIABILITY.md, "Starting limits"
_TAIL = 2_048  # bytes at the end of a file in which readers of PDF look for its end mark
_MAGIC = b"%PDF-"


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """An open PDF: `data` are the bytes that it was opened from, mended ones where need was.

    `title`, `date` (ISO 8601) and `publisher`: as the file's metadata has them, or "". `is_cut`:
    the end of the file is missing, so that pages may be.
    """

    document: pdfium.PdfDocument
    data: bytes
    title: str
    date: str
    publisher: str
    is_cut: bool


@contextmanager
def open_pdf(data: bytes, *, path: Path) -> Iterator[OpenPdf]:
    """Open a PDF of 1 to PAGE_LIMIT pages; `path` names it in messages.

    Raises EmptyFileError, EncryptedFileError where it asks for a password, TooManyPagesError,
    TruncatedFileError and DamagedFileError where no page can be had of it.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFileError(path, "the file is empty", hint="Remove it, or copy it here again.")
    document, whole = _open(data, path)
    try:
        _check_count(document, path)
        found = read_metadata(document, whole)
        yield OpenPdf(
            document, whole, found.title, found.date, found.publisher, is_cut=_is_cut(data)
        )
    finally:
        document.close()


def _open(data: bytes, path: Path) -> tuple[pdfium.PdfDocument, bytes]:
    """Return the document and the bytes it was opened from."""
    try:
        return _with_pages(data), data
    except pdfium.PdfiumError as error:
        if refusal := _refusal(error, path):
            raise refusal from error
    try:
        mended = _mend(data)
        return _with_pages(mended), mended
    except pikepdf.PasswordError as error:
        raise _locked(path) from error
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError, RuntimeError) as error:
        raise _broken(data, path) from error


def _with_pages(data: bytes) -> pdfium.PdfDocument:
    """Open a document. Raises PdfiumError where it has no pages."""
    document = pdfium.PdfDocument(data)
    if len(document) < 1:
        document.close()
        raise pdfium.PdfiumError("no pages", err_code=raw.FPDF_ERR_FORMAT)
    return document


def _refusal(error: pdfium.PdfiumError, path: Path) -> ReadError | None:
    """Return why a document may not be opened, None where it is merely broken."""
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return _locked(path)
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return EncryptedFileError(
            path,
            "the file is protected in a way that is not read",
            hint="Save it without protection and build again.",
        )
    return None


def _locked(path: Path) -> EncryptedFileError:
    return EncryptedFileError(
        path, "the file asks for a password", hint="Save it without one and build again."
    )


def _mend(data: bytes) -> bytes:
    """Return the document as qpdf writes it anew. Raises PdfError where it finds no page."""
    start = max(data.find(_MAGIC), 0)
    with open_with_qpdf(data[start:]) as document:
        if not len(document.pages):
            raise pikepdf.PdfError("no pages")
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def _broken(data: bytes, path: Path) -> ReadError:
    if _is_cut(data) and _MAGIC in data:
        return TruncatedFileError(
            path,
            "the file breaks off after {size} bytes",
            hint="Copy or download it again.",
            values={"size": len(data)},
        )
    return DamagedFileError(
        path,
        "the file is damaged: no page of it can be read",
        hint="Open it in a PDF viewer, save or print it as a new PDF and build again.",
    )


def _is_cut(data: bytes) -> bool:
    tail = data[-_TAIL:]
    return b"%%EOF" not in tail and b"startxref" not in tail


def _check_count(document: pdfium.PdfDocument, path: Path) -> None:
    if len(document) > PAGE_LIMIT:
        raise TooManyPagesError(
            path,
            "{count} pages, more than the {most} that are read",
            hint="Split the file.",
            values={"count": len(document), "most": PAGE_LIMIT},
        )

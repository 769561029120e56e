"""Read the bytes of a file into slides: one reader for each format, chosen by the content."""

from importlib import import_module
from pathlib import Path
from typing import Protocol

from briefqa.readers.formats import format_of
from briefqa.records import Document, FileFormat

__all__ = ["READERS", "Reader", "format_of", "read_document", "reader_of"]


class Reader(Protocol):
    """Turns the bytes of one file format into slides.

    A reader may also draw the pages by themselves, as `briefqa.isolation.child.Drawer` has it: a
    file read in a process of its own gives its text first, then its pictures.
    """

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the document: slides in order, numbered from 1; one without text keeps its number.

        `path` is for error messages alone. `pictures`: an empty folder for the slides' pictures,
        None where none are wanted. Raises ReadError when the bytes give no slide.
        """
        ...


# Each is imported when a file of its format is read: the libraries behind them are large, and a
# file is read in a process of its own.
READERS: dict[FileFormat, str] = {
    "text": "briefqa.readers.text:TextReader",
    "markdown": "briefqa.readers.markdown:MarkdownReader",
    "html": "briefqa.readers.html.reader:HtmlReader",
    "pdf": "briefqa.readers.pdf:PdfReader",
    "pptx": "briefqa.readers.pptx:PptxReader",
    "docx": "briefqa.readers.docx:DocxReader",
}


def reader_of(file_format: FileFormat) -> Reader:
    """Return the reader of a format."""
    module, _, name = READERS[file_format].partition(":")
    reader: Reader = getattr(import_module(module), name)()
    return reader


def read_document(data: bytes, *, path: Path, pictures: Path | None = None) -> Document:
    """Read a file with the reader of its format, in this process; see `Reader.read`."""
    return reader_of(format_of(data, path=path)).read(data, path=path, pictures=pictures)

"""Read the bytes of a file into slides: one reader for each format, chosen by the content."""

from pathlib import Path
from typing import Protocol

from briefqa.errors import UnsupportedFormatError
from briefqa.readers.text import TextReader
from briefqa.records import Document, FileFormat


class Reader(Protocol):
    """Turns the bytes of one file format into slides."""

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the document: slides in order, numbered from 1; one without text keeps its number.

        `path` is for error messages alone. `pictures`: an empty folder for the slides' pictures,
        None where none are wanted. Raises ReadError when the bytes give no slide.
        """
        ...


READERS: dict[FileFormat, Reader] = {"text": TextReader()}


def format_of(data: bytes, *, path: Path) -> FileFormat:
    """Return the format of the content.

    Raises UnsupportedFormatError where no reader reads it, MisnamedFileError where the file's name
    says another format, EmptyFileError where there is nothing.
    """
    if path.suffix.lower() != ".txt":
        raise UnsupportedFormatError(
            path,
            f"no reader for files of type {path.suffix or '(no suffix)'!r}",
            hint="Convert it to one of: .txt.",
        )
    return "text"


def read_document(data: bytes, *, path: Path, pictures: Path | None = None) -> Document:
    """Read a file with the reader of its format, in this process; see `Reader.read`."""
    return READERS[format_of(data, path=path)].read(data, path=path, pictures=pictures)

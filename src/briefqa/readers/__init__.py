"""Read a file of the corpus into slides: one reader for each file format, chosen by suffix."""

from pathlib import Path
from typing import Protocol

from briefqa.errors import UnsupportedFormatError
from briefqa.readers.text import TextReader
from briefqa.records import Slide


class Reader(Protocol):
    """Turns the bytes of one file format into slides."""

    def read(self, data: bytes, *, path: Path, briefing_id: str) -> tuple[Slide, ...]:
        """Return the slides in order, numbered from 1; a slide without text keeps its number.

        `path` is for error messages alone. Raises ReadError when the bytes give no slide.
        """
        ...


READERS: dict[str, Reader] = {".txt": TextReader()}


def reader_for(path: Path) -> Reader:
    """Return the reader of the file's format. Raises UnsupportedFormatError where there is none."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnsupportedFormatError(
            path,
            f"no reader for files of type {path.suffix or '(no suffix)'!r}",
            hint=f"Convert it to one of: {known}.",
        )
    return reader

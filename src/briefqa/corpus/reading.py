"""Read one file into a briefing: the reader's document, its sidecar, its date and publisher."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from briefqa.corpus.files import CorpusFile, unopened
from briefqa.corpus.looks import write_pages
from briefqa.corpus.sidecars import NO_SIDECAR, Sidecar
from briefqa.errors import ReadError, SettingsError
from briefqa.office import find_office
from briefqa.origin import date_of, publisher_of
from briefqa.readers import format_of, read_document
from briefqa.readers.formats import SUFFIXES
from briefqa.records import Briefing, Document, FileFormat, Slide

_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
_TEXTS: tuple[FileFormat, ...] = ("text", "markdown", "html", "docx")
_WITHOUT_PICTURES = frozenset(suffix for name in _TEXTS for suffix in SUFFIXES[name])
_NO_OFFICE = "none"
_PAGES_DIGITS = 16  # of a briefing's digest
_PRINT_SECONDS = 30.0  # RELIABILITY.md, wall clock of one file


class FileReader(Protocol):
    """Reads a file into a document; may be used by several threads at once."""

    @property
    def is_closed(self) -> bool:
        """Whether it reads no more, as after an interrupt."""
        ...

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        """Return the document, its pictures in the empty folder `pictures` (None: none are made).

        Raises ReadError.
        """
        ...


class _OwnProcess:
    is_closed = False

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        return read_document(_bytes(path), path=path, pictures=pictures)


@contextmanager
def _isolated(workers: int) -> Iterator[FileReader]:
    from briefqa.isolation import reading

    with reading(workers=workers) as pool:
        yield pool


@contextmanager
def _unprotected(workers: int) -> Iterator[FileReader]:
    yield _OwnProcess()


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read.

    `open_reader` makes the reader, for so many files at once, when the first one is to be read.
    `workers`: how many; None for as many as the machine has processors and memory for. `pictures`:
    whether slides get pictures. `office`: LibreOffice's program, which PowerPoint decks are drawn
    with, None for no pictures of these. `is_afresh`: files that are known are read again too; what
    a busy machine had no time for may be there then.
    """

    open_reader: Callable[[int], AbstractContextManager[FileReader]] = _isolated
    workers: int | None = None
    pictures: bool = True
    office: str | None = None
    is_afresh: bool = False

    @classmethod
    def described(cls, *, workers: int | None, pictures: bool, office: str | None) -> "Reading":
        """Return a reading as the settings of these names describe it.

        Raises SettingsError where LibreOffice is not where they say.
        """
        program = find_office() if office is None else office
        if program not in (None, _NO_OFFICE) and shutil.which(program) is None:
            raise SettingsError(
                f"office is {program!r}, but there is no such program.",
                hint="Give the path of LibreOffice's soffice, or none.",
            )
        return cls(
            workers=workers, pictures=pictures, office=None if program == _NO_OFFICE else program
        )

    def recipe(self, path: Path) -> str:
        """Return what of this decides what is made of a file, by the format that its name says."""
        suffix = path.suffix.lower()
        if not self.pictures or suffix in _WITHOUT_PICTURES:
            return "text"
        return "printed" if self.office and suffix not in SUFFIXES["pdf"] else "pictures"


# For files that are trusted, in tests and measurements: what a file does to a parser it does here.
IN_THIS_PROCESS = Reading(open_reader=_unprotected, workers=1)


def read_briefing(
    file: CorpusFile,
    reader: FileReader,
    reading: Reading,
    *,
    folder: Path | None,
    digest: str = "",
    sidecar: Sidecar = NO_SIDECAR,
) -> Briefing:
    """Read a file; the briefing's `id`, and with it its slides' `briefing_id`, is "" yet.

    `folder`: an empty one for pictures and boxes, or None for none. Raises ReadError.
    """
    pictures = folder if reading.pictures else None
    document = reader.read(file.path, pictures=pictures)
    file_format = _format_of(file.path)
    if file_format == "pptx" and pictures is not None and reading.office is not None:
        document = _printed(document, file.path, reader, pictures, reading.office)
    if folder is not None and document.pages:
        write_pages(folder, document.pages)
    return _briefing(document, file, file_format, digest, sidecar, has_pages=folder is not None)


def with_id(briefing: Briefing, briefing_id: str) -> Briefing:
    """Return a briefing, and its slides, with their id."""
    if briefing.id == briefing_id:
        return briefing
    slides = tuple(replace(slide, briefing_id=briefing_id) for slide in briefing.slides)
    return replace(briefing, id=briefing_id, slides=slides)


def _briefing(
    document: Document,
    file: CorpusFile,
    file_format: FileFormat,
    digest: str,
    sidecar: Sidecar,
    *,
    has_pages: bool,
) -> Briefing:
    told = sidecar.values
    date, date_from = date_of(document, file.source)
    publisher, publisher_from = publisher_of(document)
    return Briefing(
        id="",
        title=told.get("title") or _title(document, file),
        date=told.get("date", date),
        publisher=told.get("publisher", publisher),
        language=told.get("language") or _language(document.slides),
        source=file.source,
        digest=digest,
        slides=document.slides,
        format=file_format,
        date_from="sidecar" if "date" in told else date_from,
        publisher_from="sidecar" if "publisher" in told else publisher_from,
        pages=digest[:_PAGES_DIGITS] if has_pages and document.pages else "",
    )


def _printed(
    document: Document, path: Path, reader: FileReader, pictures: Path, office: str
) -> Document:
    """Return a deck with the pictures of the PDF that LibreOffice prints of it."""
    from briefqa.office import render_to_pdf
    from briefqa.readers.pptx import with_printed

    with tempfile.TemporaryDirectory(prefix="briefqa-") as name:
        pdf = render_to_pdf(
            path,
            Path(name),
            office=office,
            seconds=_PRINT_SECONDS,
            is_wanted=lambda: not reader.is_closed,
        )
        if pdf is None:
            return with_printed(document, None)
        try:
            return with_printed(document, reader.read(pdf, pictures=pictures))
        except ReadError:  # of the PDF, not of the user's file: its slides lose their pictures
            return with_printed(document, None)


def _format_of(path: Path) -> FileFormat:
    """Return the format of a file that was read.

    Its name does not lie, for then it would not have been; only where it says nothing are the
    bytes looked at, which this process otherwise never parses.
    """
    suffix = path.suffix.lower()
    named = (name for name, suffixes in SUFFIXES.items() if suffix in suffixes)
    return next(named, None) or format_of(_bytes(path), path=path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from error


def _title(document: Document, file: CorpusFile) -> str:
    """Return what a reader sees as the title; metadata often have that of a template."""
    shown = next((slide.title for slide in document.slides[:2] if slide.title), "")
    stem = file.source.rpartition("/")[2]
    return shown or document.title or stem.rpartition(".")[0] or stem


def _language(slides: tuple[Slide, ...]) -> str:
    return "ja" if any(_JAPANESE.search(slide.text) for slide in slides) else "en"

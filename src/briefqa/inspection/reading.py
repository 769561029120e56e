"""Read one file as a build would, without an index."""

from dataclasses import replace
from pathlib import Path

from briefqa.errors import ReadError
from briefqa.readers import format_of, read_document
from briefqa.records import Briefing, Page


def read_briefing(path: Path, *, pictures: Path | None) -> tuple[Briefing, tuple[Page, ...]]:
    """Return the briefing that a build would make of a file, and the looks of its slides.

    `pictures`: an empty folder for the slides' pictures, or None. Raises ReadError.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be opened") from error
    document = read_document(data, path=path, pictures=pictures)
    slides = tuple(replace(slide, briefing_id=path.stem) for slide in document.slides)
    title = document.title or next((one.title for one in slides[:2] if one.title), path.stem)
    briefing = Briefing(
        path.stem,
        title,
        document.date,
        document.publisher,
        "ja",
        path.name,
        "",
        slides,
        format_of(data, path=path),
        "metadata" if document.date else "",
        "metadata" if document.publisher else "",
    )
    return briefing, document.pages

"""Read one file as a build would, without an index."""

from dataclasses import replace
from pathlib import Path

from briefqa.isolation import reading
from briefqa.origin import date_of, publisher_of
from briefqa.readers import format_of
from briefqa.records import Briefing, Page


def read_briefing(path: Path, *, pictures: Path | None) -> tuple[Briefing, tuple[Page, ...]]:
    """Return the briefing that a build would make of a file, and the looks of its slides.

    `pictures`: an empty folder for the slides' pictures, or None. Raises ReadError.
    """
    with reading(workers=1) as pool:
        document = pool.read(path, pictures=pictures)
    slides = tuple(replace(slide, briefing_id=path.stem) for slide in document.slides)
    title = document.title or next((one.title for one in slides[:2] if one.title), path.stem)
    date, date_from = date_of(document, path.name)
    publisher, publisher_from = publisher_of(document)
    briefing = Briefing(
        id=path.stem,
        title=title,
        date=date,
        publisher=publisher,
        language="ja",
        source=path.name,
        digest="",
        slides=slides,
        format=format_of(path.read_bytes(), path=path),
        date_from=date_from,
        publisher_from=publisher_from,
    )
    return briefing, document.pages

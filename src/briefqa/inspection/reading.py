"""Read one file as a build would, without an index."""

from dataclasses import replace
from pathlib import Path

from briefqa.corpus import PAGES_FILE, CorpusFile, Reading, parse_page, read_briefing
from briefqa.corpus.sidecars import read_sidecar
from briefqa.records import Briefing, Page


def read_file(path: Path, reading: Reading, *, folder: Path) -> tuple[Briefing, tuple[Page, ...]]:
    """Return the briefing that a build would make of a file, and the looks of its slides.

    `folder`: an empty one, for pictures where `reading` makes them. Raises ReadError, which a
    malformed sidecar is too.
    """
    sidecar = read_sidecar(path.with_suffix(".toml"))
    file = CorpusFile(path, path.name)
    alone = replace(reading, workers=1)
    with alone.open_reader(1) as reader:
        briefing = read_briefing(file, reader, alone, folder=folder, sidecar=sidecar)
    looks = folder / PAGES_FILE
    lines = looks.read_bytes().splitlines() if looks.exists() else []
    return briefing, tuple(map(parse_page, lines))

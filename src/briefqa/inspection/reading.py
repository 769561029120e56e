"""Read one file as a build would, without an index."""

from dataclasses import dataclass, replace
from pathlib import Path

from briefqa.corpus import PAGES_FILE, CorpusFile, Reading, parse_page, read_briefing
from briefqa.corpus.sidecars import sidecar_of
from briefqa.records import Briefing, Page
from briefqa.remarks import Remark


@dataclass(frozen=True, slots=True)
class FileRead:
    """The briefing that a build would make of a file, the looks of its slides, and warnings."""

    briefing: Briefing
    pages: tuple[Page, ...]
    warnings: tuple[Remark, ...]


def read_file(path: Path, reading: Reading, *, folder: Path) -> FileRead:
    """Read a file; a malformed sidecar is warned of, as a build does.

    `folder`: an empty one, for pictures where `reading` makes them. Raises ReadError.
    """
    warnings: list[Remark] = []
    sidecar = sidecar_of(path, warnings)
    file = CorpusFile(path, path.name)
    alone = replace(reading, workers=1)
    with alone.open_reader(1) as reader:
        briefing = read_briefing(file, reader, alone, folder=folder, sidecar=sidecar)
    looks = folder / PAGES_FILE
    lines = looks.read_bytes().splitlines() if looks.exists() else []
    return FileRead(briefing, tuple(map(parse_page, lines)), tuple(warnings))

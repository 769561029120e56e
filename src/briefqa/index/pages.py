"""The pictures and boxes of a generation: listed, verified when they are read, and no sooner.

`page_files.jsonl` in the generation's folder lists them. The manifest names that list alone, so
that loading a generation takes the same time however many pictures there are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from briefqa.corpus import PAGES_FILE, parse_page
from briefqa.errors import IndexCorruptError
from briefqa.index.files import DISK, FileSystem, sha256_hex
from briefqa.index.manifest import REBUILD, FileEntry
from briefqa.records import Briefing, Page

LIST: Final = "page_files.jsonl"
FOLDER: Final = "pages"
_KEPT = 16  # briefings whose boxes stay in memory; a deck of 50 slides takes some 500 KB


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of pictures or boxes that a new generation is to have, and where it stands now.

    `is_published`: in a generation, and so on the disk for good.
    """

    entry: FileEntry
    path: Path
    is_published: bool


class Pages:
    """Reads the pictures and boxes of one generation. Safe to share between threads."""

    def __init__(self, folder: Path, listed: FileEntry | None, *, disk: FileSystem = DISK) -> None:
        """Take the generation's folder, and what its manifest says of the list; None: no files."""
        self._folder = folder
        self._listed = listed
        self._disk = disk
        self._lines = lru_cache(_KEPT)(self._read_lines)

    def page(self, briefing: Briefing, number: int) -> Page | None:
        """Return the size and boxes of a slide (1-based), None where they are not known.

        Raises IndexCorruptError where a file is missing or altered, here and below.
        """
        if not briefing.pages:
            return None
        lines = self._lines(briefing.pages)
        if not 1 <= number <= len(lines):
            return None
        try:
            return parse_page(lines[number - 1])
        except (ValueError, KeyError, TypeError) as error:
            name = f"{FOLDER}/{briefing.pages}/{PAGES_FILE}"
            raise self._corrupt(name, f"it cannot be read ({error})") from error

    def picture(self, briefing: Briefing, number: int) -> bytes | None:
        """Return the picture (WebP) of a slide (1-based), None where it has none."""
        page = self.page(briefing, number)
        if page is None or not page.picture:
            return None
        return self._read(self._entry(f"{FOLDER}/{briefing.pages}/{page.picture}"))

    def files_of(self, briefing: Briefing) -> tuple[PageFile, ...]:
        """Return the files of a briefing's pictures and boxes."""
        start = f"{FOLDER}/{briefing.pages}/"
        return tuple(
            PageFile(entry, self._folder / name, is_published=True)
            for name, entry in (self._entries.items() if briefing.pages else ())
            if name.startswith(start)
        )

    @property
    def is_listed(self) -> bool:
        """Whether the list itself can be read."""
        try:
            return self._entries is not None
        except IndexCorruptError:
            return False

    def is_whole(self, briefing: Briefing) -> bool:
        """Tell whether all pictures and boxes of a briefing are there and undamaged."""
        try:
            files = self.files_of(briefing)
            for file in files:
                self._read(file.entry)
        except IndexCorruptError:
            return False
        return bool(files) or not briefing.pages

    def problems(self) -> Iterator[str]:
        """Read all files, and yield what is wrong with each."""
        try:
            entries = tuple(self._entries.values())
        except IndexCorruptError as error:
            yield error.message
            return
        for entry in entries:
            try:
                self._read(entry)
            except IndexCorruptError as error:
                yield error.message

    @cached_property
    def _entries(self) -> Mapping[str, FileEntry]:
        """What is listed, by name."""
        if self._listed is None:
            return {}
        try:
            entries = [
                FileEntry(**json.loads(line)) for line in self._read(self._listed).splitlines()
            ]
        except (ValueError, TypeError) as error:
            raise self._corrupt(LIST, f"it cannot be read ({error})") from error
        return {entry.name: entry for entry in entries}

    def _read_lines(self, folder: str) -> tuple[bytes, ...]:
        return tuple(self._read(self._entry(f"{FOLDER}/{folder}/{PAGES_FILE}")).splitlines())

    def _entry(self, name: str) -> FileEntry:
        try:
            return self._entries[name]
        except KeyError:
            raise self._corrupt(LIST, f"it does not list {name}") from None

    def _read(self, entry: FileEntry) -> bytes:
        """Return the content of a file, checked."""
        try:
            data = self._disk.read(self._folder / entry.name)
        except OSError as error:
            reason = error.strerror or error
            raise self._corrupt(entry.name, f"it cannot be read ({reason})") from error
        if len(data) != entry.length:
            raise self._corrupt(entry.name, f"{len(data):,} bytes instead of {entry.length:,}")
        if sha256_hex(data) != entry.sha256:
            raise self._corrupt(entry.name, "its digest is not the one that is listed")
        return data

    def _corrupt(self, name: str, problem: str) -> IndexCorruptError:
        return IndexCorruptError(f"{self._folder.name}/{name}: {problem}.", hint=REBUILD)


NO_PAGES = Pages(Path(), None)


def page_files(
    briefings: Iterable[Briefing], looks: Mapping[str, Path], before: Pages
) -> tuple[PageFile, ...]:
    """Return the files of all pictures and boxes of a new generation, by name.

    `looks`: the folders of those that were just made, by `Briefing.pages`; the others are `before`.
    """
    found: dict[str, PageFile] = {}
    for briefing in briefings:
        if briefing.pages in looks:
            files = _made(briefing.pages, looks[briefing.pages])
        else:
            files = before.files_of(briefing)
        found |= {file.entry.name: file for file in files}
    return tuple(found[name] for name in sorted(found))


def list_files(files: Iterable[PageFile]) -> bytes:
    """Return the content of the list of pictures and boxes."""
    lines = (json.dumps(asdict(file.entry), ensure_ascii=True) + "\n" for file in files)
    return "".join(lines).encode("ascii")


def _made(name: str, folder: Path) -> tuple[PageFile, ...]:
    files = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        entry = FileEntry(f"{FOLDER}/{name}/{path.name}", len(data), sha256_hex(data))
        files.append(PageFile(entry, path, is_published=False))
    return tuple(files)

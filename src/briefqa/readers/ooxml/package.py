"""The parts of a package and how they point at each other; each is read when it is asked for."""

from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import ZipInfo

from briefqa.errors import TooLargeError
from briefqa.readers.ooxml.xml import (
    Element,
    XmlError,
    attribute,
    children,
    parse,
    parse_loosely,
)
from briefqa.readers.packages import check_package, entries_of, read_entry

# lxml takes some 300 bytes an element, and one slide's tree must leave room in 1 GiB. The largest
# part of the decks that were measured has 170 KB.
PART_LIMIT = 32_000_000  # bytes of XML
PART_TAGS = 500_000
# A tag takes 2 to 4 microseconds: a deck is to take no more than 5 s (RELIABILITY.md, case 14). The
# largest of 50 decks has 78,000 tags on 35 slides.
DECK_TAGS = 1_500_000


class PartError(ValueError):
    """A part is missing, broken or too large; the message says which and why."""


class PartTooLargeError(PartError):
    """A part holds more XML than is read."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points at: `kind` is the last word of its type, `target` a part's name."""

    kind: str
    target: str


class Package:
    """An Office Open XML package, checked as a whole before any part of it is parsed."""

    def __init__(self, data: bytes, *, path: Path) -> None:
        """Check the package. Raises the ReadErrors of `briefqa.readers.packages.check_package`."""
        check_package(data, path=path)
        self._data = data
        self._path = path
        self._tags = 0
        # Part names are compared without case: ECMA-376 Part 2, 6.2.2.3.
        self._entries: dict[str, ZipInfo] = {
            entry.filename.lower(): entry for entry in entries_of(data, path=path)
        }

    def __contains__(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name.lower() in self._entries

    def root(self, name: str) -> Element:
        """Return a part's root element. Raises PartError."""
        try:
            return parse(self._bytes(name))
        except XmlError as error:
            raise PartError(f"{name}: {error}") from error

    def loose_root(self, name: str) -> Element:
        """Return what can be read of a malformed part. Raises PartError."""
        try:
            return parse_loosely(self._bytes(name))
        except XmlError as error:
            raise PartError(f"{name}: {error}") from error

    def optional(self, name: str) -> Element | None:
        """Return a part's root element, None where it is missing or cannot be read."""
        try:
            return self.root(name)
        except PartError:
            return None

    def relations(self, name: str) -> dict[str, Relation]:
        """Return the relationships inside the package of a part ("" for the package's) by id."""
        folder, _, base = name.rpartition("/")
        root = self.optional(join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        for relation in children(root, "Relationship"):
            if attribute(relation, "TargetMode") != "External":
                kind = attribute(relation, "Type").rpartition("/")[2]
                target = _resolve(dirname(name), attribute(relation, "Target"))
                found.setdefault(attribute(relation, "Id"), Relation(kind, target))
        return found

    def related(self, name: str, *kinds: str) -> str:
        """Return the part that `name` points at by a relationship of one of the kinds, or ""."""
        relations = self.relations(name).values()
        return next((relation.target for relation in relations if relation.kind in kinds), "")

    def _bytes(self, name: str) -> bytes:
        entry = self._entries.get(name.lower())
        if entry is None:
            raise PartError(f"{name}: missing")
        if entry.file_size > PART_LIMIT:  # the size was checked while inflating
            raise PartTooLargeError(f"{name}: {entry.file_size:,} bytes")
        data = read_entry(self._data, entry, path=self._path, limit=PART_LIMIT)
        tags = data.count(b"<")
        if tags > PART_TAGS:
            raise PartTooLargeError(f"{name}: over {PART_TAGS:,} tags")
        self._tags += tags
        if self._tags > DECK_TAGS:
            raise TooLargeError(
                self._path, "its slides hold more than is read", hint="Split the file."
            )
        return data


def _resolve(folder: str, target: str) -> str:
    """Return the part that `target`, seen from `folder`, names.

    >>> _resolve("ppt/slides", "../media/a%20b.png"), _resolve("ppt", "/ppt/x.xml")
    ('ppt/media/a b.png', 'ppt/x.xml')
    """
    return normpath(join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")

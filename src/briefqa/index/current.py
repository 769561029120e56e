"""Names of generations, and the file CURRENT that says which one is in use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefqa.index.files import DISK, FileSystem

CURRENT_NAME = "CURRENT"
DRAFT_SUFFIX = ".tmp"
LOOKS_NAME = f"looks{DRAFT_SUFFIX}"
"""The folder that pictures and boxes stand in between reading and publishing."""

_GENERATION = re.compile(r"gen-([1-9][0-9]{0,8})")
_LEFTOVER = re.compile(rf"(?:gen-[1-9][0-9]{{0,8}}|{CURRENT_NAME}|looks){re.escape(DRAFT_SUFFIX)}")
_CURRENT_LINE = re.compile(rb"(gen-[1-9][0-9]{0,8}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Current:
    """What CURRENT says: the generation in use and the SHA-256 of its manifest (hex)."""

    name: str
    manifest_sha256: str

    def to_bytes(self) -> bytes:
        """Return the content of CURRENT."""
        return f"{self.name} {self.manifest_sha256}\n".encode("ascii")


def read_current(index_folder: Path, *, disk: FileSystem = DISK) -> Current | None:
    """Return what CURRENT says, or None where it is missing or damaged."""
    try:
        found = _CURRENT_LINE.fullmatch(disk.read(index_folder / CURRENT_NAME))
    except OSError:  # missing, a folder, or on a bad sector: nothing it could have said is known
        return None
    return Current(found[1].decode(), found[2].decode()) if found else None


def current_name(index_folder: Path) -> str | None:
    """Return the name of the generation in use, or None where CURRENT does not say one."""
    current = read_current(index_folder)
    return current.name if current else None


def number(generation: str) -> int:
    """Return the number in a generation's name.

    >>> number("gen-12")
    12
    """
    return int(generation.removeprefix("gen-"))


def generation_names(names: Iterable[str]) -> tuple[str, ...]:
    """Pick the generations' names out of those in the index folder, newest first.

    >>> generation_names(["gen-9", "README.md", "gen-10", "gen-11.tmp"])
    ('gen-10', 'gen-9')
    """
    return tuple(sorted(filter(_GENERATION.fullmatch, names), key=number, reverse=True))


def leftover_names(names: Iterable[str]) -> tuple[str, ...]:
    """Pick what a killed build left behind out of the names in the index folder.

    >>> leftover_names(["gen-9", "notes.tmp", "CURRENT.tmp", "gen-11.tmp"])
    ('CURRENT.tmp', 'gen-11.tmp')
    """
    return tuple(filter(_LEFTOVER.fullmatch, names))


def next_name(names: Iterable[str]) -> str:
    """Return the name of the next generation: one more than the highest there is.

    >>> next_name(["CURRENT", "gen-9", "gen-10"])
    'gen-11'
    """
    highest = max(map(number, generation_names(names)), default=0)
    return f"gen-{highest + 1}"

"""Walk the corpus folder, and tell by its bytes whether a file is the one that was read before."""

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from briefqa.errors import ReadError, TooLargeError
from briefqa.records import Unreadable
from briefqa.remarks import Remark, Value
from briefqa.text import RULES_VERSION
from briefqa.text.normalise import strip_invisible

SIZE_LIMIT = 50_000_000  # bytes
# What the readers and this package give. Raise it with every change of that: files whose digest
# was made with another number are read again.
READING_VERSION = 2
_OWNER_FILE = "~$"  # what Office puts beside a document that is open


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus. `source` is its name in the folder: parts joined by "/", NFC, shown."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found: files that are to be briefings, sidecars and other TOML files by path.

    `unreadable`: folders whose names cannot be listed, and what stands there but is no file: links
    to folders, links that lead nowhere, pipes and devices.
    """

    files: tuple[CorpusFile, ...]
    descriptions: tuple[Path, ...]
    unreadable: tuple[Unreadable, ...]


def find_files(folder: Path) -> tuple[CorpusFile, ...]:
    """Return the files that are to be briefings, by name; see `walk`."""
    return walk(folder).files


def walk(folder: Path) -> Walked:
    """Find what stands in `folder` and in folders within.

    Names that begin with a dot and the lock files of Office are left alone. Links to files are
    followed, links to folders are not, for they may lead back. Raises ReadError when `folder` is no
    folder.
    """
    if folder.is_file():
        raise ReadError(
            folder, "the corpus is a folder, and this is a file", hint="Name the folder it is in."
        )
    if not folder.is_dir():
        raise ReadError(
            folder, "the corpus folder does not exist", hint="Make it, or set BRIEFQA_CORPUS."
        )
    paths: list[Path] = []
    failed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(place, name).is_symlink()]
        names = [name for name in names if not name.startswith((".", _OWNER_FILE))]
        paths += [Path(place, name) for name in (*names, *links)]
    found = sorted(paths, key=lambda path: _order(path, folder))
    paths = [path for path in found if path.is_file()]
    return Walked(
        tuple(
            CorpusFile(path, name_of(path, folder))
            for path in paths
            if path.suffix.lower() != ".toml"
        ),
        tuple(path for path in paths if path.suffix.lower() == ".toml"),
        (
            *(
                _unavailable(
                    name_of(Path(error.filename), folder),
                    "the folder cannot be listed ({reason})",
                    "Check its permissions.",
                    values=(("reason", str(error.strerror)),),
                )
                for error in failed
            ),
            *(
                _unavailable(name_of(path, folder), *_why_no_file(path))
                for path in found
                if not path.is_file() and os.path.lexists(path)  # else it has just gone
            ),
        ),
    )


def _unavailable(
    source: str, *sentences: str, values: tuple[tuple[str, Value], ...] = ()
) -> Unreadable:
    return Unreadable(source, 0, Remark(sentences, values), "unavailable")


def _why_no_file(path: Path) -> tuple[str, str]:
    """Return what the matter is, and what to do."""
    if path.is_dir():
        return "it is a link to a folder, which is not followed", "Put the folder itself here."
    if path.is_symlink() and not path.exists():
        return "it is a link that leads nowhere", "Mend or remove it."
    return "it is no regular file", "Take it out of the corpus."


def name_of(path: Path, folder: Path) -> str:
    """Return a file's name inside the corpus: as people write it, whatever the system stores.

    macOS takes names apart (NFD), and a name on Linux need not be UTF-8.
    """
    name = path.relative_to(folder).as_posix()
    return strip_invisible(unicodedata.normalize("NFC", name))


def digest_of(content: str, *, sidecar: bytes, recipe: str) -> str:
    """Return the hex SHA-256 of a file, its sidecar, and all that decides what is made of them.

    `content`: the file's own digest. `recipe`: what of the rest this run was told.
    """
    rules = f"briefqa {version('briefqa')} {READING_VERSION} rules {RULES_VERSION} {recipe}"
    return hashlib.sha256(f"{rules}\n{content}\n".encode() + sidecar).hexdigest()


def content_digest_of(path: Path) -> str:
    """Return the hex SHA-256 of a file's bytes. Raises ReadError or TooLargeError."""
    digest = hashlib.sha256()
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise TooLargeError(
                path,
                "{size} MB, more than the {most} MB that are read",
                hint="Split the file.",
                values={"size": round(size / 1e6), "most": round(SIZE_LIMIT / 1e6)},
            )
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise unopened(path, error) from error
    return digest.hexdigest()


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written anew. Raises ReadError."""
    try:
        status = path.stat()
    except OSError as error:
        raise unopened(path, error) from error
    return status.st_ino, status.st_size, status.st_mtime_ns


def unopened(path: Path, error: OSError) -> ReadError:
    """Return what to raise where a file of the corpus cannot be opened."""
    is_gone = isinstance(error, FileNotFoundError)
    hint = "Build again." if is_gone else "Check its permissions."
    reason = {"reason": str(error.strerror)}
    return ReadError(path, "the file cannot be opened ({reason})", hint=hint, values=reason)


def _order(path: Path, folder: Path) -> tuple[tuple[str, ...], Path]:
    """Return what files are sorted by: their names part by part, the same on every system."""
    return tuple(name_of(path, folder).split("/")), path

"""The manifest of a generation: what it was made from and with, and the digest of each file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from briefqa.embedder import Embedder
from briefqa.errors import IndexCorruptError, IndexIncompatibleError
from briefqa.index.files import sha256_hex
from briefqa.remarks import NO_VALUES, Value
from briefqa.text import RULES_VERSION

FORMAT_VERSION = 2
MANIFEST_NAME = "manifest.json"
REBUILD = "Run `briefqa build`."


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A briefing the generation was made from; `digest` is the briefing's (hex SHA-256)."""

    id: str
    source: str
    digest: str


@dataclass(frozen=True, slots=True)
class EmbedderEntry:
    """The model that made the vectors."""

    name: str
    revision: str
    dimension: int


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the generation: its path inside the folder with "/", length in bytes, digest."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in `manifest.json`. No field depends on the clock or on the machine.

    `made_by` is briefqa's version: what readers gave under another version is read again.
    """

    format_version: int
    rules_version: int
    made_by: str
    generation: str
    embedder: EmbedderEntry
    sources: tuple[SourceEntry, ...]
    slides: int
    passages: int
    files: tuple[FileEntry, ...]

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON that ends with the digest of all before it."""
        values = asdict(self)
        return _canonical(values | {"digest": sha256_hex(_canonical(values))})


def parse_manifest(data: bytes, generation: str) -> Manifest:
    """Read the manifest found in the folder `generation`.

    Raises IndexCorruptError where a byte of it was altered or it belongs to another folder, and
    IndexIncompatibleError where another version of briefqa wrote it in another format.
    """
    values = _checked_values(data, generation)
    if values.get("format_version") != FORMAT_VERSION:
        raise IndexIncompatibleError(
            "the index has format {found}, this briefqa reads format {format}.",
            hint=REBUILD,
            values={"found": str(values.get("format_version")), "format": FORMAT_VERSION},
            subject=generation,
        )
    try:
        manifest = _from_values(values)
    except (KeyError, TypeError) as error:
        told = {"format": FORMAT_VERSION}
        raise _corrupt(generation, "its fields are not those of format {format}.", told) from error
    if manifest.generation != generation:
        other = {"other": manifest.generation}
        raise _corrupt(generation, "it is the manifest of {other}.", other)
    return manifest


def require_compatible(manifest: Manifest, embedder: Embedder) -> None:
    """Raise IndexIncompatibleError unless questions can be put to the generation as it is.

    Its terms must come from this version's text rules and its vectors from `embedder`.
    """
    if manifest.rules_version != RULES_VERSION:
        raise IndexIncompatibleError(
            "the index was made with text rules {found}, this briefqa has text rules {rules}.",
            hint=REBUILD,
            values={"found": str(manifest.rules_version), "rules": str(RULES_VERSION)},
            subject=manifest.generation,
        )
    mine = describe(embedder)
    if manifest.embedder != mine:
        raise IndexIncompatibleError(
            "the index was made with the embedder {found}, not with {embedder}.",
            hint="Run `briefqa build`, or set BRIEFQA_EMBEDDER to the one it was made with.",
            values={"found": _in_words(manifest.embedder), "embedder": _in_words(mine)},
            subject=manifest.generation,
        )


def describe(embedder: Embedder) -> EmbedderEntry:
    """Return what a manifest says of `embedder`."""
    return EmbedderEntry(embedder.name, embedder.revision, embedder.dimension)


def _in_words(entry: EmbedderEntry) -> str:
    return f"{entry.name} (revision {entry.revision[:12]}, {entry.dimension} dimensions)"


def _checked_values(data: bytes, generation: str) -> dict[str, Any]:
    """Return the manifest's fields once its own digest is right."""
    try:
        values = json.loads(data)
    except ValueError as error:
        raise _corrupt(generation, "it is not JSON.") from error
    digest = values.pop("digest", None) if isinstance(values, dict) else None
    if digest is None:
        raise _corrupt(generation, "it has no digest.")
    # Written again and compared: a changed blank or a doubled key does not survive either.
    if digest != sha256_hex(_canonical(values)) or data != _canonical(values | {"digest": digest}):
        raise _corrupt(generation, "its digest is wrong.")
    return dict(values)


def _from_values(values: dict[str, Any]) -> Manifest:
    return Manifest(
        **values
        | {
            "embedder": EmbedderEntry(**values["embedder"]),
            "sources": tuple(SourceEntry(**entry) for entry in values["sources"]),
            "files": tuple(FileEntry(**entry) for entry in values["files"]),
        }
    )


def _corrupt(
    generation: str, problem: str, values: Mapping[str, Value] = NO_VALUES
) -> IndexCorruptError:
    place = f"{generation}/{MANIFEST_NAME}"
    return IndexCorruptError(problem, hint=REBUILD, values=values, subject=place)


def _canonical(values: dict[str, Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=True, indent=1, allow_nan=False)
    return text.encode("ascii") + b"\n"

"""The manifest of a generation: what it was made from and with, and the digest of each file."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from briefqa.embedder import Embedder
from briefqa.errors import IndexCorruptError, IndexIncompatibleError
from briefqa.index.files import sha256_hex
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
            f"{generation}: the index has format {values.get('format_version')}, "
            f"this briefqa reads format {FORMAT_VERSION}.",
            hint=REBUILD,
        )
    try:
        manifest = _from_values(values)
    except (KeyError, TypeError) as error:
        raise _corrupt(
            generation, f"its fields are not those of format {FORMAT_VERSION}"
        ) from error
    if manifest.generation != generation:
        raise _corrupt(generation, f"it is the manifest of {manifest.generation}")
    return manifest


def require_compatible(manifest: Manifest, embedder: Embedder) -> None:
    """Raise IndexIncompatibleError unless questions can be put to the generation as it is.

    Its terms must come from this version's text rules and its vectors from `embedder`.
    """
    if manifest.rules_version != RULES_VERSION:
        raise IndexIncompatibleError(
            f"{manifest.generation}: the index was made with text rules {manifest.rules_version}, "
            f"this briefqa has text rules {RULES_VERSION}.",
            hint=REBUILD,
        )
    mine = describe(embedder)
    if manifest.embedder != mine:
        raise IndexIncompatibleError(
            f"{manifest.generation}: the index was made with the embedder "
            f"{_in_words(manifest.embedder)}, not with {_in_words(mine)}.",
            hint=f"{REBUILD[:-1]}, or set BRIEFQA_EMBEDDER to the one it was made with.",
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
        raise _corrupt(generation, "it is not JSON") from error
    digest = values.pop("digest", None) if isinstance(values, dict) else None
    if digest is None:
        raise _corrupt(generation, "it has no digest")
    # Written again and compared: a changed blank or a doubled key does not survive either.
    if digest != sha256_hex(_canonical(values)) or data != _canonical(values | {"digest": digest}):
        raise _corrupt(generation, "its digest is wrong")
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


def _corrupt(generation: str, problem: str) -> IndexCorruptError:
    return IndexCorruptError(f"{generation}/{MANIFEST_NAME}: {problem}.", hint=REBUILD)


def _canonical(values: dict[str, Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=True, indent=1, allow_nan=False)
    return text.encode("ascii") + b"\n"

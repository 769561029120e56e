"""Read a generation back, each byte checked first; where the newest fails, serve an older one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefqa.embedder import Embedder
from briefqa.errors import IndexCorruptError, IndexIncompatibleError, IndexMissingError
from briefqa.index.contents import FILE_NAMES, Generation, contents_from_files
from briefqa.index.current import Current, generation_names, number, read_current
from briefqa.index.files import DISK, FileSystem, sha256_hex
from briefqa.index.manifest import (
    MANIFEST_NAME,
    REBUILD,
    FileEntry,
    Manifest,
    parse_manifest,
    require_compatible,
)
from briefqa.index.pages import LIST, Pages
from briefqa.remarks import NO_VALUES, Remark, Value

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """A generation that passed its check; `notices` say why where it is not the expected one."""

    generation: Generation
    notices: tuple[Remark, ...]


def load_generation(index_folder: Path, embedder: Embedder, *, disk: FileSystem = DISK) -> Loaded:
    """Load the generation in use or, where it fails its check, the newest other one that passes.

    Raises IndexMissingError where nothing was built yet, IndexIncompatibleError where the
    generation in use was made with another format, text rules or embedder, and IndexCorruptError
    where no generation passes. Writes nothing, so a read-only folder serves.
    """
    return _load(index_folder, embedder, disk)


def load_to_reuse(index_folder: Path, *, disk: FileSystem = DISK) -> Loaded | None:
    """Load as `load_generation` does, whatever the embedder; None where nothing can be loaded."""
    try:
        return _load(index_folder, None, disk)
    except (IndexMissingError, IndexCorruptError, IndexIncompatibleError):
        return None  # the build that asks makes everything anew, which mends all three


def read_generation(
    index_folder: Path,
    name: str,
    *,
    embedder: Embedder | None = None,
    manifest_sha256: str = "",
    disk: FileSystem = DISK,
) -> Generation:
    """Read and check one generation, but for its pictures and boxes (`Generation.pages`).

    With an `embedder`, it must also be one that questions can be put to. `manifest_sha256`: the
    digest of the manifest as CURRENT has it, "" where CURRENT names another generation.
    """
    manifest = read_manifest(index_folder, name, manifest_sha256=manifest_sha256, disk=disk)
    if embedder is not None:
        require_compatible(manifest, embedder)
    entries = {entry.name: entry for entry in manifest.files}
    listed = entries.pop(LIST)  # read, and checked, when a picture is asked for
    files = {file: _checked(index_folder, name, entries[file], disk) for file in entries}
    try:
        contents = contents_from_files(files)
    except IndexCorruptError as error:
        raise IndexCorruptError(error.message, hint=error.hint, subject=name) from error
    if contents.dense.dimension != manifest.embedder.dimension:
        raise IndexCorruptError(
            "the vectors have {found} dimensions, the manifest says {dimension}.",
            hint=REBUILD,
            values={"found": contents.dense.dimension, "dimension": manifest.embedder.dimension},
            subject=name,
        )
    return Generation(name, manifest, contents, Pages(index_folder / name, listed, disk=disk))


def read_manifest(
    index_folder: Path, name: str, *, manifest_sha256: str = "", disk: FileSystem = DISK
) -> Manifest:
    """Read and check the manifest of one generation; arguments and errors as `read_generation`."""
    data = _read(index_folder, name, MANIFEST_NAME, disk)
    manifest = parse_manifest(data, name)
    if manifest_sha256 and sha256_hex(data) != manifest_sha256:
        raise _corrupt(name, MANIFEST_NAME, "it is not the manifest that CURRENT names.")
    listed = {entry.name for entry in manifest.files}
    if listed != {*FILE_NAMES, LIST}:
        raise _corrupt(name, MANIFEST_NAME, "it does not list the files of this format.")
    return manifest


def _load(index_folder: Path, embedder: Embedder | None, disk: FileSystem) -> Loaded:
    """Load what CURRENT names; again if builds put others in use meanwhile and removed it."""
    for _ in range(_ATTEMPTS):
        current = read_current(index_folder, disk=disk)
        try:
            loaded = _load_as_of(index_folder, current, embedder, disk)
        except (IndexCorruptError, IndexMissingError):
            if read_current(index_folder, disk=disk) == current:
                raise
        else:
            if not loaded.notices or read_current(index_folder, disk=disk) == current:
                return loaded
    raise IndexCorruptError(
        "the index was replaced {count} times while it was being read.",
        hint="Wait until the builds have ended, then try again.",
        values={"count": _ATTEMPTS},
        subject=str(index_folder),
    )


def _load_as_of(
    index_folder: Path, current: Current | None, embedder: Embedder | None, disk: FileSystem
) -> Loaded:
    names = generation_names(disk.names(index_folder))
    if current is None and not names:
        raise IndexMissingError("there is no index yet.", hint=REBUILD, subject=str(index_folder))
    first_error: IndexCorruptError | None = None
    for name in _in_order(names, current):
        is_current = current is not None and name == current.name
        try:
            generation = read_generation(
                index_folder,
                name,
                embedder=embedder,
                manifest_sha256=current.manifest_sha256 if current and is_current else "",
                disk=disk,
            )
        except IndexCorruptError as error:
            first_error = first_error or error
        except IndexIncompatibleError:
            if first_error is None:
                raise
        else:
            return Loaded(generation, _notices(generation.name, current, first_error))
    raise first_error or IndexMissingError(
        "no index is left.", hint=REBUILD, subject=str(index_folder)
    )


def _in_order(names: Iterable[str], current: Current | None) -> list[str]:
    """Return the one in use, those before it (newest first), then those after it."""
    if current is None:
        return list(names)
    others = [name for name in names if name != current.name]
    limit = number(current.name)
    return [
        current.name,
        *(name for name in others if number(name) < limit),
        *(name for name in others if number(name) > limit),
    ]


def _notices(
    served: str, current: Current | None, first_error: IndexCorruptError | None
) -> tuple[Remark, ...]:
    values = (("served", served),)
    if first_error is not None:
        error = first_error.remark
        said = (error.sentences[0], "{served} serves instead.", REBUILD)
        return (Remark(said, (*error.values, *values), error.subject),)
    if current is None:
        return (Remark(("CURRENT is missing or damaged; {served} serves.", REBUILD), values),)
    return ()


def _checked(index_folder: Path, name: str, entry: FileEntry, disk: FileSystem) -> bytes:
    data = _read(index_folder, name, entry.name, disk)
    if len(data) != entry.length:
        sizes = {"size": len(data), "length": entry.length}
        raise _corrupt(name, entry.name, "{size} bytes instead of {length}.", sizes)
    if sha256_hex(data) != entry.sha256:
        raise _corrupt(name, entry.name, "its digest is not the one in the manifest.")
    return data


def _read(index_folder: Path, name: str, file: str, disk: FileSystem) -> bytes:
    try:
        return disk.read(index_folder / name / file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _corrupt(name, file, "it cannot be read ({reason}).", {"reason": reason}) from error


def _corrupt(
    name: str, file: str, problem: str, values: Mapping[str, Value] = NO_VALUES
) -> IndexCorruptError:
    return IndexCorruptError(problem, hint=REBUILD, values=values, subject=f"{name}/{file}")

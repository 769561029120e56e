"""Put a generation in place so that a kill or a power loss at any point leaves a whole one in use.

The order is the protocol: all of `gen-N.tmp` is on the disk before it is renamed to `gen-N`, the
rename is on the disk before CURRENT says so, and that is on the disk before anything is removed.
"""

import errno
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from briefqa.index.current import (
    CURRENT_NAME,
    DRAFT_SUFFIX,
    LOOKS_NAME,
    Current,
    generation_names,
    leftover_names,
    next_name,
    read_current,
)
from briefqa.index.files import DISK, FileSystem, link_or_copy, sha256_hex, write_errors
from briefqa.index.manifest import MANIFEST_NAME, FileEntry, Manifest
from briefqa.index.pages import PageFile
from briefqa.remarks import Remark


def ignore_count(done: int, total: int) -> None:
    """Report nothing."""


def make_index_folder(index_folder: Path, *, disk: FileSystem = DISK) -> None:
    """Make the index folder, and its parents, where they are missing."""
    if disk.is_folder(index_folder):
        return
    with write_errors(index_folder):
        if index_folder.parent != index_folder:
            make_index_folder(index_folder.parent, disk=disk)
        disk.make_folder(index_folder)
        disk.sync(index_folder.parent)


@contextmanager
def drafting(index_folder: Path, *, disk: FileSystem = DISK) -> Iterator[str]:
    """Give the next generation's name, and an empty draft folder for it while the body runs.

    What an earlier build left when it was killed goes first. The folder is made before the long
    work, so that an index that cannot be written is told at once. The caller holds the lock.
    """
    with write_errors(index_folder):
        for leftover in leftover_names(disk.names(index_folder)):
            disk.remove(index_folder / leftover)
        name = next_name(disk.names(index_folder))
        disk.make_folder(index_folder / f"{name}{DRAFT_SUFFIX}")
    try:
        yield name
    finally:
        # After a failure there is something to remove; what cannot be goes with the next build.
        with suppress(OSError):
            _remove_unpublished(index_folder, name, disk)


@contextmanager
def making_looks(index_folder: Path) -> Iterator[Path]:
    """Give an empty folder for pictures and boxes while the body runs.

    It stands in the index folder, where there must be room for them anyway; what a kill leaves of
    it is removed by `drafting`. The processes that read files write there, on the real disk.
    """
    folder = index_folder / LOOKS_NAME
    with write_errors(index_folder):
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(
    index_folder: Path,
    manifest: Manifest,
    data: Mapping[str, bytes],
    *,
    pages: Sequence[PageFile] = (),
    disk: FileSystem = DISK,
    written: Callable[[int, int], None] = ignore_count,
) -> None:
    """Write `data`, `pages` and `manifest` into the draft of the generation and put it in use.

    `written(done, total)` counts files. Raises IndexWriteError, and then the generation in use
    before is still in use, unless the very last step failed: then the new one is, though a power
    loss could bring the old one back.
    """
    draft = index_folder / f"{manifest.generation}{DRAFT_SUFFIX}"
    with write_errors(index_folder):
        _write_draft(draft, manifest, data, pages, disk=disk, written=written)
        disk.rename(draft, index_folder / manifest.generation)
        disk.sync(index_folder)
        set_current(index_folder, manifest, disk=disk)


def set_current(index_folder: Path, manifest: Manifest, *, disk: FileSystem = DISK) -> None:
    """Put in use the generation that `manifest` belongs to, which is on the disk already."""
    draft = index_folder / f"{CURRENT_NAME}{DRAFT_SUFFIX}"
    disk.write(draft, Current(manifest.generation, sha256_hex(manifest.to_bytes())).to_bytes())
    disk.sync(draft)
    disk.rename(draft, index_folder / CURRENT_NAME)
    disk.sync(index_folder)


def remove_all_but(
    index_folder: Path, keep: frozenset[str], *, disk: FileSystem = DISK
) -> tuple[Remark, ...]:
    """Remove the generations not in `keep`; return a warning for each that cannot be removed.

    Each is renamed first, so that a half-removed folder never passes for a generation.
    """
    warnings: list[Remark] = []
    for name in generation_names(disk.names(index_folder)):
        if name in keep:
            continue
        draft = index_folder / f"{name}{DRAFT_SUFFIX}"
        try:
            disk.rename(index_folder / name, draft)
            disk.remove(draft)
        except OSError as error:
            values = (("name", name), ("error", str(error)))
            warnings.append(
                Remark(("The old generation {name} could not be removed: {error}.",), values)
            )
    return tuple(warnings)


def file_entries(data: Mapping[str, bytes]) -> tuple[FileEntry, ...]:
    """Return what a manifest says of each file, in the order of names."""
    return tuple(FileEntry(name, len(data[name]), sha256_hex(data[name])) for name in sorted(data))


def _write_draft(
    draft: Path,
    manifest: Manifest,
    data: Mapping[str, bytes],
    pages: Sequence[PageFile],
    *,
    disk: FileSystem,
    written: Callable[[int, int], None],
) -> None:
    """Write the files, the manifest last, and sync them and every folder, the innermost first."""
    folders = _folders([*data, *(page.entry.name for page in pages)])
    for folder in folders:
        disk.make_folder(draft / folder)
    files = {**data, MANIFEST_NAME: manifest.to_bytes()}
    total = len(pages) + len(files)
    for done, page in enumerate(pages, start=1):
        _write_page(draft, page, disk)
        written(done, total)
    for page in pages:  # after all are written: the disk then takes them together
        if not page.is_published:
            disk.sync(draft / page.entry.name)
    for done, (name, content) in enumerate(files.items(), start=len(pages) + 1):
        disk.write(draft / name, content)
        disk.sync(draft / name)
        written(done, total)
    for folder in (*reversed(folders), PurePosixPath()):
        disk.sync(draft / folder)


def _write_page(draft: Path, page: PageFile, disk: FileSystem) -> None:
    """Put a picture, or boxes, into the draft; one at a time is in memory."""
    target = draft / page.entry.name
    if page.is_published:
        link_or_copy(page.path, target, disk=disk)
        return
    data = page.path.read_bytes()
    if sha256_hex(data) != page.entry.sha256:
        raise OSError(errno.EIO, f"{page.path.name} changed after it was made")
    disk.write(target, data)


def _folders(names: Iterable[str]) -> tuple[PurePosixPath, ...]:
    """Return the folders that the files stand in, each after the one that it is in."""
    parents = {parent for name in names for parent in PurePosixPath(name).parents}
    return tuple(sorted(parents - {PurePosixPath()}))


def _remove_unpublished(index_folder: Path, name: str, disk: FileSystem) -> None:
    """Remove the draft of `name`, and `name` itself if it was renamed but never put in use."""
    names = disk.names(index_folder)
    for leftover in leftover_names(names):
        disk.remove(index_folder / leftover)
    current = read_current(index_folder, disk=disk)
    if name in names and (current is None or current.name != name):
        remove_all_but(index_folder, frozenset(names) - {name}, disk=disk)

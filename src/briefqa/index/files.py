"""The few file operations that publishing and loading are made of; fault tests bring their own."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from briefqa.errors import IndexWriteError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# Link counts run out, and some file systems have no hard links or let only some files have them.
_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP}
)
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class FileSystem(Protocol):
    """What a generation is written to and read from; every method raises OSError on failure."""

    def names(self, folder: Path) -> tuple[str, ...]:
        """Return the names in `folder`, sorted; none where there is no such folder."""
        ...

    def is_folder(self, path: Path) -> bool:
        """Tell whether there is a folder at `path`."""
        ...

    def read(self, path: Path) -> bytes:
        """Return the whole content of a file."""
        ...

    def make_folder(self, folder: Path) -> None:
        """Make one folder, whose parent exists."""
        ...

    def write(self, path: Path, data: bytes) -> None:
        """Create or replace a file; after a power loss nothing of it need be there."""
        ...

    def link(self, source: Path, target: Path) -> None:
        """Make `target` another name of a file, which is neither read nor written for it."""
        ...

    def copy(self, source: Path, target: Path) -> None:
        """Create `target` with the content of `source`, as `write` does."""
        ...

    def sync(self, path: Path) -> None:
        """Make a file's content, or a folder's list of names, outlast a power loss."""
        ...

    def rename(self, source: Path, target: Path) -> None:
        """Give a file or folder another name in one step, in place of a file of that name."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file, or a folder with all that is in it."""
        ...


class Disk:
    """The file system of this machine."""

    def names(self, folder: Path) -> tuple[str, ...]:
        """Return the names in `folder`, sorted; none where there is no such folder."""
        return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()

    def is_folder(self, path: Path) -> bool:
        """Tell whether there is a folder at `path`."""
        return path.is_dir()

    def read(self, path: Path) -> bytes:
        """Return the whole content of a file."""
        return path.read_bytes()

    def make_folder(self, folder: Path) -> None:
        """Make one folder, whose parent exists."""
        folder.mkdir()

    def write(self, path: Path, data: bytes) -> None:
        """Create or replace a file; after a power loss nothing of it need be there."""
        path.write_bytes(data)

    def link(self, source: Path, target: Path) -> None:
        """Make `target` another name of a file, which is neither read nor written for it."""
        os.link(source, target)

    def copy(self, source: Path, target: Path) -> None:
        """Create `target` with the content of `source`, as `write` does."""
        shutil.copyfile(source, target)

    def sync(self, path: Path) -> None:
        """Make a file's content, or a folder's list of names, outlast a power loss."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file or folder another name in one step, in place of a file of that name."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file, or a folder with all that is in it."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


DISK = Disk()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def link_or_copy(source: Path, target: Path, *, disk: FileSystem) -> None:
    """Give `target` the content of `source`, which is on the disk already, so that it is there too.

    The folder of `target` is left to be synced. Raises OSError.
    """
    try:
        disk.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        disk.copy(source, target)
        disk.sync(target)


@contextmanager
def write_errors(index_folder: Path) -> Iterator[None]:
    """Turn an OSError met while writing into an IndexWriteError that says what to do about it."""
    try:
        yield
    except OSError as error:
        raise _write_error(index_folder, error) from error


def _write_error(index_folder: Path, error: OSError) -> IndexWriteError:
    subject, values = str(index_folder), {"reason": error.strerror or str(error)}
    if error.errno in _FULL:
        return IndexWriteError(
            "disk full.",
            hint="The generation in use is untouched. Free some space, then run `briefqa build`.",
            subject=subject,
        )
    if error.errno in _READ_ONLY:
        return IndexWriteError(
            "the index folder is read-only ({reason}).",
            hint="The generation in use is untouched. Make it writable, or name another one with "
            "BRIEFQA_INDEX.",
            values=values,
            subject=subject,
        )
    return IndexWriteError(
        "the index cannot be written ({reason}).",
        hint="The generation in use is untouched. Check the disk, then run `briefqa build`.",
        values=values,
        subject=subject,
    )

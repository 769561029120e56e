"""One writer at a time: a lock that the operating system frees when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefqa.errors import IndexLockedError
from briefqa.index.files import write_errors

LOCK_NAME = ".lock"


@contextmanager
def writing(index_folder: Path) -> Iterator[None]:
    """Hold the lock of `index_folder`, which must exist, while the body runs.

    The lock is on an open file, not on its presence: `.lock` stays behind and means nothing by
    itself. Raises IndexLockedError at once where another build holds it.
    """
    with write_errors(index_folder):
        descriptor = os.open(index_folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(descriptor, index_folder)
        yield
    finally:
        os.close(descriptor)


def is_writing(index_folder: Path) -> bool:
    """Tell whether a build holds the lock now; nothing is made where there is none."""
    try:
        descriptor = os.open(index_folder / LOCK_NAME, os.O_RDWR)
    except OSError:  # no build was ever here, or the folder is read-only: the build itself will say
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(descriptor: int, index_folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise IndexLockedError(
            "another build is writing to this index.",
            hint="Wait until it has ended, then try again.",
            subject=str(index_folder),
        ) from error

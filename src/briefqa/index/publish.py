"""Put a generation in place so that a kill or a power loss at any point leaves a whole one in use.

The order is the protocol: all of `gen-N.tmp` is on the disk before it is renamed to `gen-N`, that
rename is on the disk before CURRENT names it, and CURRENT is on the disk before anything is removed.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from briefqa.index.current import (
    CURRENT_NAME,
    DRAFT_SUFFIX,
    Current,
    generation_names,
    leftover_names,
)
from briefqa.index.files import DISK, FileSystem, sha256_hex, write_errors
from briefqa.index.manifest import MANIFEST_NAME, Manifest

Written = Callable[[int, int], None]


def make_index_folder(index_folder: Path, *, disk: FileSystem = DISK) -> None:
    """Make the index folder, and its parents, where they are missing."""
    if disk.names(index_folder) or index_folder.is_dir():
        return
    with write_errors(index_folder):
        if not index_folder.parent.is_dir():
            make_index_folder(index_folder.parent, disk=disk)
        disk.make_folder(index_folder)
        disk.sync(index_folder.parent)

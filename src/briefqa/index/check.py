"""Verify the generations on disk, and go back to the one before."""

from dataclasses import dataclass
from pathlib import Path

from briefqa.errors import IndexCorruptError, IndexIncompatibleError, IndexMissingError
from briefqa.index.current import CURRENT_NAME, Current, generation_names, number, read_current
from briefqa.index.files import DISK, FileSystem, write_errors
from briefqa.index.load import read_generation
from briefqa.index.lock import writing
from briefqa.index.manifest import REBUILD
from briefqa.index.publish import set_current


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the check of one generation found; `problems` is empty exactly when it is sound."""

    name: str
    is_current: bool
    is_sound: bool
    problems: tuple[str, ...]


def check_index(index_folder: Path, *, disk: FileSystem = DISK) -> tuple[CheckResult, ...]:
    """Check every byte of every generation, the newest first.

    A CURRENT that says nothing, or names a generation that is not there, is reported too. Raises
    IndexMissingError where nothing was built yet.
    """
    current = read_current(index_folder, disk=disk)
    names = generation_names(disk.names(index_folder))
    if current is not None and current.name not in names:
        names = (current.name, *names)
    if not names:
        raise IndexMissingError("there is no index yet.", hint=REBUILD, subject=str(index_folder))
    results = tuple(_check(index_folder, name, current, disk) for name in names)
    if current is None:
        problem = f"{CURRENT_NAME}: it is missing or damaged."
        results = (CheckResult(CURRENT_NAME, False, False, (problem,)), *results)
    return results


def roll_back(index_folder: Path, *, disk: FileSystem = DISK) -> str:
    """Put in use the newest sound generation before the one in use, and return its name.

    Its pictures are not read for that: it answers without them.

    Raises IndexMissingError where there is none, IndexLockedError while a build runs.
    """
    if not disk.is_folder(index_folder):
        raise IndexMissingError("there is no index yet.", hint=REBUILD, subject=str(index_folder))
    with writing(index_folder):
        current = read_current(index_folder, disk=disk)
        for name in generation_names(disk.names(index_folder)):
            if current is not None and number(name) >= number(current.name):
                continue
            try:
                generation = read_generation(index_folder, name, disk=disk)
            except (IndexCorruptError, IndexIncompatibleError):
                continue  # `check_index` names what is wrong with it
            with write_errors(index_folder):
                set_current(index_folder, generation.manifest, disk=disk)
            return name
    raise IndexMissingError(
        "there is no sound generation before {generation}.",
        hint=REBUILD,
        values={"generation": current.name if current else "the one in use"},
        subject=str(index_folder),
    )


def _check(index_folder: Path, name: str, current: Current | None, disk: FileSystem) -> CheckResult:
    is_current = current is not None and current.name == name
    manifest_sha256 = current.manifest_sha256 if current and is_current else ""
    try:
        generation = read_generation(index_folder, name, manifest_sha256=manifest_sha256, disk=disk)
    except (IndexCorruptError, IndexIncompatibleError) as error:
        return CheckResult(name, is_current, False, (error.message,))
    problems = tuple(generation.pages.problems())
    return CheckResult(name, is_current, not problems, problems)

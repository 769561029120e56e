"""Put files into the corpus folder and take them out, without harm to any other file."""

import errno
import os
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from briefqa.corpus.files import CorpusFile, walk
from briefqa.corpus.reading import FileReader
from briefqa.corpus.sidecars import GLOSSARY_FILE, check_sidecar
from briefqa.errors import InputError, NameTakenError

_NOT_READ = (".", "~$")  # what the names of files begin with that a walk leaves alone


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that is to be copied to `target`, in the corpus folder."""

    path: Path
    target: Path


def plan_additions(
    paths: Sequence[Path], folder: Path, *, may_replace: bool
) -> tuple[Addition, ...]:
    """Return what is to be copied where; a file that is there already, byte for byte, is left out.

    Raises InputError where a file cannot be taken: it is none, its name would not be read, or
    another file of this name is there, or among `paths`, and `may_replace` is not set.
    """
    found: dict[str, Addition] = {}
    for path in paths:
        name = unicodedata.normalize("NFC", path.name)
        _check_name(path, name)
        if name.casefold() in found:
            raise NameTakenError(
                "{file} is named twice.",
                hint="Give one of the two another name.",
                values={"file": name},
            )
        target = folder / name
        if not target.exists():
            found[name.casefold()] = Addition(path, target)
        elif not _is_same(path, target):
            if not may_replace:
                raise NameTakenError(
                    "there is another file of this name.",
                    hint="Rename yours, or replace the other with --replace.",
                    subject=str(target),
                )
            found[name.casefold()] = Addition(path, target)
    return tuple(found.values())


def check_readable(path: Path, reader: FileReader) -> None:
    """Raise ReadError where a file cannot be read: as a sidecar if it is TOML, else as a briefing.

    The glossary is read with the whole corpus.
    """
    if path.suffix.lower() != ".toml":
        reader.read(path, pictures=None)
    elif path.name != GLOSSARY_FILE:
        check_sidecar(path)


def add_file(addition: Addition, *, may_replace: bool) -> None:
    """Copy a file into the corpus: whole or not at all. Raises InputError.

    Without `may_replace` it takes the place of no file, not even of one that has just appeared.
    """
    target = addition.target
    # Hidden, so that no build reads it; short, since the target's name may be long as can be.
    draft = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(addition.path, draft)
        if may_replace:
            draft.replace(target)
        else:
            _link(draft, target)
    except FileExistsError as error:
        message = "there is another file of this name now."
        raise NameTakenError(message, subject=str(target)) from error
    except OSError as error:
        raise InputError(
            "the file cannot be copied ({reason}).",
            hint="Check the folder's permissions and the disk.",
            values={"reason": error.strerror or str(error)},
            subject=str(target),
        ) from error
    finally:
        with suppress(OSError):  # the error above, where there is one, is what counts
            draft.unlink(missing_ok=True)


def find_source(folder: Path, source: str) -> CorpusFile | None:
    """Return the file of the corpus that has this name (`Briefing.source`), None where it is gone.

    It is looked for among the files of the folder, so that no name leads out of it.
    """
    return next((file for file in walk(folder).files if file.source == source), None)


def remove_file(file: CorpusFile, folder: Path) -> tuple[Path, ...]:
    """Delete a file and, where it describes no other, its sidecar; return what was deleted.

    Raises InputError where the file cannot be deleted.
    """
    sidecar = file.path.with_suffix(".toml")
    others = [other.path for other in walk(folder).files if other.path != file.path]
    is_shared = any(other.with_suffix(".toml") == sidecar for other in others)
    doomed = [file.path, *([sidecar] if sidecar.is_file() and not is_shared else [])]
    for path in doomed:
        try:
            path.unlink()
        except OSError as error:
            raise InputError(
                "the file cannot be deleted ({reason}).",
                hint="Check the folder's permissions.",
                values={"reason": error.strerror or str(error)},
                subject=str(path),
            ) from error
    return tuple(doomed)


def _check_name(path: Path, name: str) -> None:
    if not path.is_file():
        raise InputError(
            "there is no such file.",
            hint="Give the path of a file, not of a folder.",
            subject=str(path),
        )
    if name.startswith(_NOT_READ):
        raise InputError(
            "files whose names begin so are not read.",
            hint="Give it another name.",
            subject=str(path),
        )


def _is_same(one: Path, other: Path) -> bool:
    try:
        if one.samefile(other):
            return True
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _link(draft: Path, target: Path) -> None:
    """Give the draft its name in one step that fails where the name is taken."""
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        # No hard links here: the name is reserved, then replaced.
        target.touch(exist_ok=False)
        draft.replace(target)

"""Turn what a reader's process said, and how it ended, into a document or the error that fits."""

import signal
from pathlib import Path

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    MisnamedFileError,
    NoTextLayerError,
    ReaderCrashedError,
    ReadError,
    ReadLimitError,
    TooLargeError,
    TooManyPagesError,
    TruncatedFileError,
    UnsupportedFormatError,
)
from briefqa.isolation.limits import Limits
from briefqa.isolation.orders import END, Status
from briefqa.isolation.receiving import Answer, ExcessError, NonsenseError, decode
from briefqa.records import Document

_ERRORS: dict[str, type[ReadError]] = {
    kind.failure: kind
    for kind in (
        DamagedFileError,
        EmptyFileError,
        EncodingError,
        EncryptedFileError,
        MisnamedFileError,
        NoTextLayerError,
        ReadError,
        ReaderCrashedError,
        ReadLimitError,
        TooLargeError,
        TooManyPagesError,
        TruncatedFileError,
        UnsupportedFormatError,
    )
}
# A parser that is refused memory may abort, or trip over what it did not get.
_MEMORY_SHARE = 0.5  # of the limit; crashes of other causes were far below
_SPLIT = "Split the file, or save it again with less on its pages."
_SAVE = "Save it again as a new file, or as PDF, and build again."


def document_of(
    data: bytes, status: Status, *, path: Path, limits: Limits
) -> tuple[Document, bool]:
    """Return the document, and whether its pages were drawn after it. Raises the ReadError if none.

    What became of the process after its answer was written to the end, while it drew, is of no
    account here.
    """
    if len(data) > limits.output:
        raise _too_much(path, f"gives more than the {_megabytes(limits.output)} of output")
    written, end, _ = data.partition(END)
    if not end:
        _check_end(status, path, limits)
    try:
        said = decode(written, limits)
    except ExcessError as error:
        raise _too_much(path, f"gives {error}, more than the output") from error
    except NonsenseError as error:
        raise ReaderCrashedError(path, f"its reader gave {error}", hint=_SAVE) from error
    if said.document is None:
        raise _error_of(said, path, limits)
    return said.document, said.is_drawn


def _check_end(status: Status, path: Path, limits: Limits) -> None:
    """Raise where the process was killed."""
    code = status.exit_code
    if status.is_late:
        raise _too_much(path, f"takes more than the {limits.wall_seconds:g} s")
    if code == -signal.SIGXCPU:
        raise _too_much(path, f"takes more than the {limits.cpu_seconds} s of processor time")
    if code == -signal.SIGKILL or (code < 0 and status.memory > _MEMORY_SHARE * limits.memory):
        raise _out_of_memory(path, limits)
    if code < 0:
        name = signal.Signals(-code).name
        raise ReaderCrashedError(path, f"its reader crashed ({name})", hint=_SAVE)


def _error_of(said: Answer, path: Path, limits: Limits) -> ReadError:
    if said.failure is not None:
        return _ERRORS[said.failure](path, said.message, hint=said.hint)
    if said.limit == "memory":
        return _out_of_memory(path, limits)
    if said.limit == "depth":
        return ReadLimitError(
            path, "its parts lie deeper inside each other than is read", hint=_SAVE
        )
    if said.limit == "output":
        return _too_much(path, f"gives more than the {_megabytes(limits.output)} of output")
    return ReaderCrashedError(path, f"its reader failed ({said.bug})", hint=_SAVE)


def _out_of_memory(path: Path, limits: Limits) -> ReadLimitError:
    return _too_much(path, f"takes more than the {limits.memory >> 20:,} MiB of memory")


def _too_much(path: Path, what: str) -> ReadLimitError:
    return ReadLimitError(path, f"reading it {what} that one file may take", hint=_SPLIT)


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,} MB"

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
from briefqa.remarks import Value

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
_MEMORY = "reading it takes more than the {most} MiB of memory that one file may take"
_WALL = "reading it takes more than the {most} s that one file may take"
_PROCESSOR = "reading it takes more than the {most} s of processor time that one file may take"
_OUTPUT = "reading it gives more than the {most} MB of output that one file may take"
_PARTS = "reading it gives {most}, more than the output that one file may take"
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
        raise _too_much_output(path, limits)
    written, end, _ = data.partition(END)
    if not end:
        _check_end(status, path, limits)
    try:
        said = decode(written, limits)
    except ExcessError as error:
        raise _too_much(path, _PARTS, str(error)) from error
    except NonsenseError as error:
        values = {"what": str(error)}
        raise ReaderCrashedError(
            path, "its reader gave {what}", hint=_SAVE, values=values
        ) from error
    if said.document is None:
        raise _error_of(said, path, limits)
    return said.document, said.is_drawn


def _check_end(status: Status, path: Path, limits: Limits) -> None:
    """Raise where the process was killed."""
    code = status.exit_code
    if status.is_late:
        most = f"{limits.wall_seconds:g}"
        raise _too_much(path, _WALL, most)
    if code == -signal.SIGXCPU:
        raise _too_much(path, _PROCESSOR, limits.cpu_seconds)
    if code == -signal.SIGKILL or (code < 0 and status.memory > _MEMORY_SHARE * limits.memory):
        raise _out_of_memory(path, limits)
    if code < 0:
        values = {"signal": signal.Signals(-code).name}
        raise ReaderCrashedError(path, "its reader crashed ({signal})", hint=_SAVE, values=values)


def _error_of(said: Answer, path: Path, limits: Limits) -> ReadError:
    if said.failure is not None:
        message, hint = (*said.sentences, "")[:2]
        return _ERRORS[said.failure](path, message, hint=hint, values=said.values)
    if said.limit == "memory":
        return _out_of_memory(path, limits)
    if said.limit == "depth":
        return ReadLimitError(
            path, "its parts lie deeper inside each other than is read", hint=_SAVE
        )
    if said.limit == "output":
        return _too_much_output(path, limits)
    return ReaderCrashedError(
        path, "its reader failed ({bug})", hint=_SAVE, values={"bug": said.bug}
    )


def _out_of_memory(path: Path, limits: Limits) -> ReadLimitError:
    return _too_much(path, _MEMORY, limits.memory >> 20)


def _too_much_output(path: Path, limits: Limits) -> ReadLimitError:
    return _too_much(path, _OUTPUT, limits.output // 1_000_000)


def _too_much(path: Path, message: str, most: Value) -> ReadLimitError:
    return ReadLimitError(path, message, hint=_SPLIT, values={"most": most})

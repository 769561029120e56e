"""Take files from a multipart body: counted as they come, on disk under names of our own."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from briefqa.app.problems import BAD_REQUEST, TOO_SLOW, UPLOAD_TOO_LARGE, Problem, Refusal
from briefqa.corpus.files import SIZE_LIMIT
from briefqa.corpus.names import file_name

FIELD = "file"
FILES_LIMIT = 20
TOTAL_LIMIT = 200_000_000  # bytes of the whole body
PIECE_DEADLINE = 14.0  # seconds until the next piece
TOTAL_DEADLINE = 600.0  # seconds for the whole body
_FIELDS_LIMIT = 10
MEDIA_TYPE = "multipart/form-data"

NO_FILE = Problem(
    "bad-request",
    400,
    "The request holds no file",
    "Send one or several in the field `file` of a multipart/form-data body.",
)


async def receive_files(request: Request, folder: Path) -> list[Path]:
    """Write the files of a body into `folder`; return them in their order.

    Raises Refusal as soon as a file, their number or the whole is over its limit, or the body comes
    too slowly or is none.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Refusal(NO_FILE)
    if int(request.headers.get("content-length", "0")) > TOTAL_LIMIT:
        raise Refusal(UPLOAD_TOO_LARGE)
    try:
        form = await _Parser(
            request.headers,
            _counted(request),
            max_files=FILES_LIMIT,
            max_fields=_FIELDS_LIMIT,
        ).parse()
    except MultiPartException as error:
        is_number = error.message.startswith("Too many files")
        raise Refusal(UPLOAD_TOO_LARGE if is_number else BAD_REQUEST) from error
    try:
        sent = [item for item in form.getlist(FIELD) if isinstance(item, UploadFile)]
        named = [upload for upload in sent if upload.filename]
        if not named:
            raise Refusal(NO_FILE)
        return await asyncio.to_thread(_write, named, folder)
    finally:
        await form.close()


class _Parser(MultiPartParser):
    """The framework's parser, which has no limit on the size of a file."""

    _taken = 0

    def on_part_begin(self) -> None:
        super().on_part_begin()
        self._taken = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._taken += end - start
        if self._taken > SIZE_LIMIT:
            raise Refusal(UPLOAD_TOO_LARGE)
        super().on_part_data(data, start, end)


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    """Yield the body piece by piece, within the limits of time and size."""
    taken, pieces = 0, request.stream()
    end = asyncio.get_running_loop().time() + TOTAL_DEADLINE
    while True:
        try:
            async with asyncio.timeout_at(end), asyncio.timeout(PIECE_DEADLINE):
                piece = await anext(pieces, None)
        except TimeoutError as error:
            raise Refusal(TOO_SLOW) from error
        if piece is None:
            return
        taken += len(piece)
        request.scope["state"]["body_size"] = taken
        if taken > TOTAL_LIMIT:
            raise Refusal(UPLOAD_TOO_LARGE)
        yield piece


def _write(uploads: list[UploadFile], folder: Path) -> list[Path]:
    """Write the files, a second one of a name into a folder of its own, and return their paths."""
    paths = []
    for number, upload in enumerate(uploads):
        place = folder / str(number)
        place.mkdir()
        path = place / file_name(upload.filename or "")
        with path.open("xb") as file:
            shutil.copyfileobj(upload.file, file)
        paths.append(path)
    return paths

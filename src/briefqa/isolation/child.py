"""The process that reads one file: first it gives up what it does not need, then it reads."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Protocol, runtime_checkable

from briefqa.errors import ReadError
from briefqa.isolation.orders import END, Order
from briefqa.isolation.sending import encode, encode_bug, encode_error, encode_limit
from briefqa.isolation.visible import visible
from briefqa.readers import format_of, reader_of

_SOURCE, _ANSWER = 3, 4  # where the two descriptors that stay are put
_NICE = 5  # so that a server beside it goes on answering, and it still gets its time
# prctl(2)
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PIECE = 1 << 20
_OUT_OF_MEMORY = encode_limit("memory")  # made before there is none left
_TOO_DEEP = encode_limit("depth")


@runtime_checkable
class Drawer(Protocol):
    """A reader that can draw the pages of its files."""

    def draw(self, data: bytes, *, path: Path, pictures: Path) -> None:
        """Write into the folder `pictures` the picture of each page, `0001.webp` and so on."""
        ...


def run_reader(order: Order, source: int, answer: int, *, parent: int) -> NoReturn:
    """Read the file open as `source`, write the answer to `answer`, and end this process.

    The text is handed over before the first page is drawn, so that it is never lost for want of a
    picture. `parent` is the process that forked this one; when it dies, so does this one, on Linux
    at once.
    """
    code = 1
    try:
        _restrict(order, source, answer, parent)
        data = _read_all(_SOURCE)
        os.close(_SOURCE)
        said, drawer = _read(order, data)
        _write_all(_ANSWER, said + END)
        os.close(_ANSWER)
        if drawer is not None:
            drawer.draw(data, path=Path(order.name), pictures=Path(order.pictures))
        code = 0
    finally:
        os._exit(code)


def _read(order: Order, data: bytes) -> tuple[bytes, Drawer | None]:
    """Return the answer, and who is to draw the file's pages once it is written."""
    path = Path(order.name)
    try:
        reader = reader_of(format_of(data, path=path))
        drawer = reader if order.pictures and isinstance(reader, Drawer) else None
        document = reader.read(data, path=path, pictures=None)
        said = encode(visible(document), is_drawn=drawer is not None)
    except ReadError as error:
        return encode_error(error), None
    except MemoryError:
        return _OUT_OF_MEMORY, None
    except RecursionError:
        return _TOO_DEEP, None
    except Exception as error:  # noqa: BLE001 - whatever a bug raises, the pool is told of it
        return encode_bug(error), None
    if len(said) >= order.output:
        return encode_limit("output"), None
    return said, drawer


def _restrict(order: Order, source: int, answer: int, parent: int) -> None:
    """Give up terminal, signals, environment, descriptors, privileges; take the limits on."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:  # it died before the first call
            os._exit(1)
        _volunteer()
    _keep_only(source, answer)
    os.environ.clear()
    os.nice(_NICE)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, order.open_files),
        (resource.RLIMIT_FSIZE, order.picture),
        (resource.RLIMIT_AS, order.memory),
    ):
        _limit(kind, most, most)
    _limit(resource.RLIMIT_CPU, order.cpu_seconds, order.cpu_seconds + 1)  # SIGXCPU, SIGKILL


def _limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit, or the lower one that is in force already."""
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    try:
        resource.setrlimit(kind, (soft, hard))
    except ValueError:
        if sys.platform != "darwin":  # which refuses RLIMIT_AS
            raise


def _volunteer() -> None:
    """Ask the kernel to end this process first when the machine runs out of memory."""
    with suppress(OSError):  # a container may have no /proc, or one that is only read
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _keep_only(source: int, answer: int) -> None:
    """Put the two descriptors at their places, nothing behind 0, 1 and 2, and close all others."""
    high = max(source, answer, _ANSWER) + 1
    kept = [os.dup2(fd, high + i, inheritable=False) for i, fd in enumerate((source, answer))]
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    for fd, place in zip(kept, (_SOURCE, _ANSWER), strict=True):
        os.dup2(fd, place, inheritable=False)
    os.closerange(_ANSWER + 1, os.sysconf("SC_OPEN_MAX"))


def _read_all(fd: int) -> bytes:
    data = bytearray()
    os.lseek(fd, 0, os.SEEK_SET)
    while piece := os.read(fd, _PIECE):
        data += piece
    return bytes(data)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]

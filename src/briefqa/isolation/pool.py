"""The pool: hands each file to a process of its own and takes the answer back."""

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefqa.errors import ReaderCrashedError, ReadError, TooLargeError
from briefqa.isolation.limits import LIMITS, Limits
from briefqa.isolation.orders import Order
from briefqa.isolation.outcome import document_of
from briefqa.isolation.pictures import with_pictures
from briefqa.isolation.running import Run, run
from briefqa.isolation.starting import PROGRAM, Zygote
from briefqa.records import Document


@contextmanager
def reading(
    *, workers: int, limits: Limits = LIMITS, program: str = PROGRAM
) -> Iterator["ReaderPool"]:
    """Yield a pool that reads at most `workers` files at once; on leaving, all reading stops.

    Where an executor's threads use it, enter it after the executor: then an interrupt closes the
    pool before the executor waits for its threads, and they end at once.

    `program`: the module that forks the readers; another one serves other readers than ours.
    """
    pool = ReaderPool(workers=workers, limits=limits, program=program)
    try:
        yield pool
    finally:
        pool.close()


class ReaderPool:
    """Reads files, each in a fresh process within `limits`. May be used by several threads.

    The process that forks the readers starts with the first file. An interrupt (Ctrl-C), a closed
    pool and the death of this process kill all readers at once.
    """

    def __init__(self, *, workers: int, limits: Limits = LIMITS, program: str = PROGRAM) -> None:
        """Make the pool; `workers` files at most are read at once, others wait."""
        self._limits = limits
        self._program = program
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._zygote: Zygote | None = None
        self._is_closed = False
        self._peak = 0

    @property
    def is_closed(self) -> bool:
        """Whether it reads no more."""
        return self._is_closed

    @property
    def peak(self) -> int:
        """The most memory that one reader's process took so far, in bytes."""
        return self._peak

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        """Return the document, its pictures in the empty folder `pictures` (None for none).

        `path` may be a symbolic link to a regular file: the corpus is the user's own. Devices,
        pipes and folders are refused. A page that could not be drawn has no picture, and its slide
        the loss `picture`; its text is never lost for that.

        Raises the ReadError that fits: the reader's own, ReadLimitError, ReaderCrashedError,
        TooLargeError, or ReadError where the file cannot be opened.
        """
        with self._slots, _opened(path, self._limits) as source:
            order = _order(path, pictures, self._limits)
            done = self._run(order, source)
            if done.status is None and not self._is_closed:  # the zygote was killed, by whatever
                done = self._run(order, source)
        if done.status is None:
            raise ReaderCrashedError(path, "its reading was stopped", hint="Build again.")
        self._peak = max(self._peak, done.status.memory)
        document, is_drawn = document_of(done.answer, done.status, path=path, limits=self._limits)
        if pictures is not None and is_drawn:
            return with_pictures(document, pictures, self._limits)
        return document

    def close(self) -> None:
        """Kill all readers at once. What is being read raises ReaderCrashedError."""
        with self._lock:
            self._is_closed = True
            zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()

    def _run(self, order: Order, source: int) -> Run:
        with self._lock:
            if self._is_closed:
                return Run(b"", None)
            if self._zygote is None:
                self._zygote = Zygote(self._program)
            zygote = self._zygote
        done = run(zygote, order, source)
        if done.status is None or done.is_stuck:
            self._give_up(zygote)
        return done

    def _give_up(self, zygote: Zygote) -> None:
        """Have the next file start a new one; another thread may have done so already."""
        with self._lock:
            if self._zygote is not zygote:
                return
            self._zygote = None
        zygote.kill()


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[int]:
    """Open a regular file of a bounded size. Raises ReadError or TooLargeError."""
    try:
        # Not waiting, because a pipe would keep the opening until someone wrote into it.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        hint = "Check its permissions." if isinstance(error, PermissionError) else "Check its name."
        values = {"reason": reason}
        raise ReadError(
            path, "the file cannot be opened ({reason})", hint=hint, values=values
        ) from error
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(path, "it is no regular file", hint="Take it out of the corpus.")
        if status.st_size > limits.file:
            size, most = _megabytes(status.st_size), _megabytes(limits.file)
            raise TooLargeError(
                path,
                "the file has {size} MB, more than the {most} MB that are read",
                hint="Split the file, or save it with smaller pictures.",
                values={"size": size, "most": most},
            )
        yield fd
    finally:
        os.close(fd)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")


def _order(path: Path, pictures: Path | None, limits: Limits) -> Order:
    return Order(
        name=path.name,
        pictures=str(pictures.absolute()) if pictures is not None else "",
        memory=limits.memory,
        cpu_seconds=limits.cpu_seconds,
        wall_seconds=limits.wall_seconds,
        output=limits.output,
        picture=limits.picture,
        open_files=limits.open_files,
    )

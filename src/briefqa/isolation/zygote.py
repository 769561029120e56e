"""The process that forks a reader for each file: `python -m briefqa.isolation.zygote`.

It has imported what the readers need and parses nothing, so that a fork of it is cheap and clean.
It has one thread, and its end of the socket to the pool is its standard input: when that closes,
because the pool did or because its process died, the readers are killed and it ends. Works on Linux
and macOS.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from briefqa.isolation.child import run_reader
from briefqa.isolation.orders import Descriptors, Order, Status, receive_order
from briefqa.readers import READERS
from briefqa.readers.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class _Reader:
    """A reader at work: `deadline` by the monotonic clock, `status` where its end is told."""

    deadline: float
    status: int


class _Zygote:
    """Forks readers, kills those that are late, tells how each ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._readers: dict[int, _Reader] = {}
        self._late: set[int] = set()
        self._wake, wakes = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wakes, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler, no byte is written
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def run(self) -> None:
        """Serve orders until the pool closes."""
        while True:
            ready, _, _ = select.select(
                [self._control.fileno(), self._wake], [], [], self._patience()
            )
            if self._wake in ready:
                os.read(self._wake, 4096)
            self._kill_late()
            self._reap()
            if self._control.fileno() in ready:
                received = receive_order(self._control)
                if received is None:
                    self._stop()
                else:
                    self._fork(*received)

    def _patience(self) -> float | None:
        """Return the seconds until the next reader is late."""
        waiting = [r.deadline for pid, r in self._readers.items() if pid not in self._late]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _fork(self, order: Order, descriptors: Descriptors) -> None:
        _import_reader(order.name)
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            run_reader(order, descriptors.source, descriptors.answer, parent=zygote)
        os.close(descriptors.source)
        os.close(descriptors.answer)
        deadline = time.monotonic() + order.wall_seconds
        self._readers[pid] = _Reader(deadline, descriptors.status)

    def _kill_late(self) -> None:
        now = time.monotonic()
        for pid, reader in self._readers.items():
            if reader.deadline <= now and pid not in self._late:
                self._late.add(pid)
                _kill(pid)

    def _reap(self) -> None:
        for pid in list(self._readers):
            if sys.platform == "linux" and _has_ended(pid):
                _kill(pid)  # whatever it left behind; its number is not given anew before wait4
            ended, code, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                self._tell(pid, os.waitstatus_to_exitcode(code), usage.ru_maxrss)

    def _tell(self, pid: int, exit_code: int, peak: int) -> None:
        reader = self._readers.pop(pid)
        memory = peak if sys.platform == "darwin" else peak * 1024  # getrusage(2) of each
        status = Status(exit_code, pid in self._late, memory)
        self._late.discard(pid)
        try:
            os.write(reader.status, status.pack())
        except BrokenPipeError:
            pass  # the pool no longer waits for this file
        finally:
            os.close(reader.status)

    def _stop(self, *_: object) -> None:
        for pid in self._readers:
            _kill(pid)
        os._exit(0)


def _has_ended(pid: int) -> bool:
    if sys.platform == "linux":
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return False


def _kill(pid: int) -> None:
    """Kill a reader that was not waited for yet, and its group, if it made one already."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # macOS: a group of the dead is not permitted
            continue


def _import_reader(name: str) -> None:
    """Import the reader that the name asks for, once for all files that will come."""
    suffix = Path(name).suffix.lower()
    module = next((READERS[fmt] for fmt, known in SUFFIXES.items() if suffix in known), None)
    if module is None or module.partition(":")[0] in sys.modules:
        return
    try:
        import_module(module.partition(":")[0])
    except ImportError:
        return  # the file's own process meets it again, and reports it
    gc.collect()
    gc.freeze()  # so that the readers' collector does not copy every page it looks at


def main() -> None:
    """Serve the pool at the other end of standard input."""
    gc.freeze()
    _Zygote(socket.socket(fileno=0)).run()


if __name__ == "__main__":
    main()

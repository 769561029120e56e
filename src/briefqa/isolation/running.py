"""Have one file read by a process of its own, and take back what it says until it ends."""

import os
import select
import signal
import time
from dataclasses import dataclass

from briefqa.isolation.orders import STATUS_SIZE, Descriptors, Order, Status
from briefqa.isolation.starting import Zygote

_PIECE = 1 << 18
_GRACE = 5.0  # seconds after which a process that should have been killed is given up


@dataclass(frozen=True, slots=True)
class Run:
    """One process's reading: what it said and how it ended.

    `answer` is one byte longer than the order's `output` at most, and then cut short. `status` is
    None where the process that forks the readers died. `is_stuck`: it did not do its work in time.
    """

    answer: bytes
    status: Status | None
    is_stuck: bool = False


def run(zygote: Zygote, order: Order, source: int) -> Run:
    """Have the file open as `source` read. Returns when its process has ended."""
    answers, answer = os.pipe()
    statuses, status = os.pipe()
    deadline = time.monotonic() + order.wall_seconds + _GRACE
    try:
        try:
            zygote.send(order, Descriptors(source, answer, status))
        except OSError:  # it has ended
            return Run(b"", None)
        finally:
            os.close(answer)
            os.close(status)
        said = _take(answers, order.output + 1, deadline)
        os.close(answers)  # so that a process that goes on writing ends
        answers = -1
        told = _take(statuses, STATUS_SIZE, deadline)
    except TimeoutError:
        return Run(b"", Status(-signal.SIGKILL, is_late=True, memory=0), is_stuck=True)
    finally:
        os.close(statuses)
        if answers >= 0:
            os.close(answers)
    return Run(said, Status.unpack(told) if len(told) == STATUS_SIZE else None)


def _take(fd: int, most: int, deadline: float) -> bytes:
    """Return what comes through a pipe until it closes, `most` bytes at most. Raises TimeoutError.

    What comes beyond them stays in the pipe.
    """
    data = bytearray()
    poll = select.poll()  # not select, which a server with a thousand open files could not use
    poll.register(fd, select.POLLIN)
    while len(data) < most:
        if not poll.poll(1000 * max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        piece = os.read(fd, min(_PIECE, most - len(data)))
        if not piece:
            break
        data += piece
    return bytes(data)

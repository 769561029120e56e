"""What passes between the pool and the process that forks its readers: orders and statuses."""

import json
import socket
import struct
from dataclasses import asdict, dataclass

_LENGTH = struct.Struct("<I")
_STATUS = struct.Struct("<iiQ")
STATUS_SIZE = _STATUS.size
_DESCRIPTORS = 3
END = b"\n"  # closes an answer that was written to its end


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be read. `name` is for messages; `pictures` the folder's full path, or ""."""

    name: str
    pictures: str
    memory: int
    cpu_seconds: int
    wall_seconds: float
    output: int
    picture: int
    open_files: int


@dataclass(frozen=True, slots=True)
class Descriptors:
    """The open files that go with an order: the file, where the answer and the status go."""

    source: int
    answer: int
    status: int


@dataclass(frozen=True, slots=True)
class Status:
    """How a reading ended: exit code (negative: the signal), out of time or not, peak memory."""

    exit_code: int
    is_late: bool
    memory: int  # bytes resident

    def pack(self) -> bytes:
        """Return the bytes of `STATUS_SIZE`."""
        return _STATUS.pack(self.exit_code, self.is_late, self.memory)

    @classmethod
    def unpack(cls, data: bytes) -> "Status":
        """Return what `pack` packed."""
        exit_code, is_late, memory = _STATUS.unpack(data)
        return cls(exit_code, bool(is_late), memory)


def send_order(control: socket.socket, order: Order, descriptors: Descriptors) -> None:
    """Send an order; the descriptors are duplicated, not handed over. Raises OSError."""
    data = json.dumps(asdict(order)).encode()
    fds = [descriptors.source, descriptors.answer, descriptors.status]
    # The descriptors go with the length alone, so that no order is split or joined with the next.
    socket.send_fds(control, [_LENGTH.pack(len(data))], fds)
    control.sendall(data)


def receive_order(control: socket.socket) -> tuple[Order, Descriptors] | None:
    """Return the next order, or None where the pool has closed."""
    head, fds, _, _ = socket.recv_fds(control, _LENGTH.size, _DESCRIPTORS)
    if len(head) < _LENGTH.size or len(fds) < _DESCRIPTORS:
        return None
    (length,) = _LENGTH.unpack(head)
    data = control.recv(length, socket.MSG_WAITALL)
    return Order(**json.loads(data)), Descriptors(*fds)

"""Start, use and end the process that forks the readers, from the pool's side."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from briefqa.isolation.orders import Descriptors, Order, send_order

PROGRAM = "briefqa.isolation.zygote"
_PATIENCE = 5.0  # seconds that it may take to end


class Zygote:
    """The process of `briefqa.isolation.zygote`. Several threads may use it."""

    def __init__(self, program: str = PROGRAM) -> None:
        """Start the module `program`; orders wait until it is ready."""
        self._lock = threading.Lock()
        self._control, other = socket.socketpair()
        # The readers need nothing of the environment; -P keeps the present folder off the path.
        paths = os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)
        with other:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", program],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": paths, "PYTHONUTF8": "1"},
            )

    def send(self, order: Order, descriptors: Descriptors) -> None:
        """Have a file read. Raises OSError where the process has ended."""
        with self._lock:
            send_order(self._control, order, descriptors)

    def close(self) -> None:
        """End it and every reader that it forked, at once."""
        self._end()

    def kill(self) -> None:
        """End it where it does nothing any more."""
        self._process.kill()
        self._end()

    def _end(self) -> None:
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

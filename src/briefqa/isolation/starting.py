"""Start, use and end the process that forks the readers, from the pool's side."""

import os
import socket
import subprocess
import sys

from briefqa.isolation.orders import Descriptors, Order, send_order

_PATIENCE = 5.0  # seconds that it may take to end


class Zygote:
    """The process of `briefqa.isolation.zygote`. One thread at a time may use it."""

    def __init__(self) -> None:
        """Start it; it is ready when the first order has been read."""
        self._control, other = socket.socketpair()
        # The readers need nothing of the environment; -P keeps the present folder off the path.
        paths = os.pathsep.join(path for path in sys.path if path)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "briefqa.isolation.zygote"],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": paths, "PYTHONUTF8": "1"},
            )

    def send(self, order: Order, descriptors: Descriptors) -> None:
        """Have a file read. Raises OSError where the process has ended."""
        send_order(self._control, order, descriptors)

    def close(self) -> None:
        """End it and every reader that it forked, at once."""
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

"""A machine without a network: whatever asks for an address or a connection fails, and says so."""

import socket
from typing import Any


class NetworkAskedError(BaseException):
    """Something asked the network; no `except Exception` and no retry hides it."""


def refuse(*asked: Any) -> None:
    raise NetworkAskedError(f"the network was asked: {asked[-1]!r}")


def cut_network() -> None:
    """Cut it for the rest of this process."""
    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = refuse  # type: ignore[assignment]

"""Interrupts (Ctrl-C) that come while much is imported."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def remembering_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end where one was raised within and got lost.

    Python drops what is raised within a callback of the collector or of a weak reference, and the
    import system has one for each module: "Exception ignored in". Only the main thread may use it.
    """
    previous = signal.getsignal(signal.SIGINT)
    if previous is not signal.default_int_handler:  # interrupts are ignored, or somebody else's
        yield
        return
    came = False

    def remember(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
    if came:
        raise KeyboardInterrupt

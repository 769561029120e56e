"""Limits of time on a machine that does much else: met where one of a few runs meets them."""

import time
from collections.abc import Callable

PATIENCE = 60.0  # seconds, for what is sure to come


def soonest(act: Callable[[], float], limit: float, *, tries: int = 5) -> float:
    """Return the least of the seconds that `act` returns, done until it is within `limit`.

    The other runs may have had to wait for the machine; a fault delays every one of them.
    """
    least = act()
    for _ in range(tries - 1):
        if least <= limit:
            break
        least = min(least, act())
    return least


def took(act: Callable[[], object]) -> float:
    """Return the seconds that `act` takes by the clock."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def wait_until(holds: Callable[[], bool], *, patience: float = PATIENCE) -> bool:
    """Wait until it holds; say whether it does before the patience, in seconds, is at its end."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True

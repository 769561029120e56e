"""How a build tells what it is at."""

from collections.abc import Callable
from functools import partial
from typing import Protocol


class Progress(Protocol):
    """Told again and again how far a stage is.

    Stages, in order: "read", "passages", "terms", "vectors", "write"; what is counted: files to be
    read, briefings, passages, passages, files. "read" has a total of 0 until it is known which
    files were read before; its `name` is that of a file that is being read.
    """

    def __call__(self, stage: str, done: int, total: int, name: str = "") -> None:
        """Report that `done` of `total` are through `stage`."""
        ...


def silent(stage: str, done: int, total: int, name: str = "") -> None:
    """Report nothing."""


def of_stage(progress: Progress, stage: str) -> Callable[[int, int], None]:
    """Return `progress` for one stage alone."""
    return partial(progress, stage)

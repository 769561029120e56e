"""A progress bar on stderr, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(beginning: str) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows what is done: description, steps done, steps in all (0: unknown).

    `beginning` is shown until it is first called. Without a terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda description, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(beginning, total=None)

        def show(description: str, done: int, total: int) -> None:
            bars.update(task, description=description, completed=done, total=total or None)

        yield show

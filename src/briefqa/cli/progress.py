"""A progress bar on stderr, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from briefqa.cli.output import one_line, shorten

_WIDTH = 60  # characters; a bar has to fit beside them


@contextmanager
def progress_bar(beginning: str) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows what is done: description, steps done, steps in all (0: unknown).

    `beginning` is shown until it is first called. Without a terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda description, done, total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(beginning, total=None)

        def show(description: str, done: int, total: int) -> None:
            # It may hold the name of a file, which is no markup and no business of the terminal's.
            shown = escape(shorten(one_line(description), _WIDTH))
            bars.update(task, description=shown, completed=done, total=total or None)

        yield show

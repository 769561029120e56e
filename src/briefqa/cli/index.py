"""`briefqa build`, `add`, `remove`, `check` and `rollback`: what is done to the index."""

from typing import TYPE_CHECKING

import typer

from briefqa.cli import build, corpus
from briefqa.cli.options import IndexFolder
from briefqa.cli.output import note, one_line, write

if TYPE_CHECKING:
    from briefqa.index import CheckResult

CHECK_EXAMPLES = """\b
Example:
  briefqa check || briefqa build"""
ROLLBACK_EXAMPLES = """\b
Example:
  briefqa rollback"""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=build.EXAMPLES)(build.build)
    app.command(epilog=corpus.ADD_EXAMPLES)(corpus.add)
    app.command(epilog=corpus.REMOVE_EXAMPLES)(corpus.remove)
    app.command(epilog=CHECK_EXAMPLES)(check)
    app.command(epilog=ROLLBACK_EXAMPLES)(rollback)


def check(index: IndexFolder = None) -> None:
    """Verify every byte of the index.

    The exit code is 1 if the generation in use is damaged.
    """
    from briefqa.index import check_index
    from briefqa.settings import load_settings

    results = check_index(load_settings(index=index).index)
    for result in results:
        _write_check(result)
    if not any(result.is_current and result.is_sound for result in results):
        note("The generation in use is not sound. Run `briefqa build`, or `briefqa rollback`.")
        raise typer.Exit(1)


def rollback(index: IndexFolder = None) -> None:
    """Put the generation before back into use."""
    from briefqa.index import roll_back
    from briefqa.settings import load_settings

    write(f"{roll_back(load_settings(index=index).index)} is in use again.")


def _write_check(result: "CheckResult") -> None:
    use = " (in use)" if result.is_current else ""
    write(f"{result.name}{use}: {'sound' if result.is_sound else 'damaged'}")
    for problem in result.problems:
        write(f"  {one_line(problem)}")

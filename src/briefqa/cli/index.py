"""`briefqa build`, `briefqa check` and `briefqa rollback`."""

from typing import TYPE_CHECKING

import typer

from briefqa.cli.opening import embedder_of
from briefqa.cli.options import CorpusFolder, IndexFolder
from briefqa.cli.output import note, one_line, write
from briefqa.cli.progress import progress_bar

if TYPE_CHECKING:
    from briefqa.index import BuildReport, CheckResult

BUILD_EXAMPLES = """\b
Examples:
  briefqa build
  briefqa build --corpus briefings/2025 --index /srv/briefqa/index
  BRIEFQA_EMBEDDER=models/multilingual briefqa build"""
CHECK_EXAMPLES = """\b
Example:
  briefqa check || briefqa build"""
ROLLBACK_EXAMPLES = """\b
Example:
  briefqa rollback"""
STAGES = {
    "read": "Reading briefings",
    "passages": "Cutting passages",
    "terms": "Finding terms",
    "vectors": "Making vectors",
    "write": "Writing",
}
"""What a person is told about each stage of a build."""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=BUILD_EXAMPLES)(build)
    app.command(epilog=CHECK_EXAMPLES)(check)
    app.command(epilog=ROLLBACK_EXAMPLES)(rollback)


def build(corpus: CorpusFolder = None, index: IndexFolder = None) -> None:
    """Make the index of the briefings.

    Only files that changed since the last time are read again.
    """
    from briefqa.index import build_index
    from briefqa.settings import load_settings

    settings = load_settings(corpus=corpus, index=index)
    with progress_bar("Loading the model") as show:
        report = build_index(
            settings.corpus,
            settings.index,
            embedder_of(settings),
            progress=lambda stage, done, total, name="": show(STAGES[stage], done, total),
        )
    _write_report(report)


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


def _write_report(report: "BuildReport") -> None:
    state = "is in use" if report.is_new else "is up to date"
    write(
        f"{report.generation} {state}: {_count(report.briefings, 'briefing')}, "
        f"{_count(report.slides, 'slide')}, {_count(report.passages, 'passage')} "
        f"({report.reused_vectors} vectors reused) in {report.seconds:.1f} s"
    )
    changes = (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
    )
    for what, identifiers in changes:
        for identifier in identifiers:
            write(f"  {what:<10} {identifier}")
    if report.unchanged:
        write(f"  unchanged  {_count(len(report.unchanged), 'briefing')}")
    for item in report.unreadable:
        place = f"{item.source}, slide {item.slide}" if item.slide else item.source
        write(f"  unreadable {one_line(f'{place}: {item.reason}')}")
    for warning in report.warnings:
        write(f"  warning    {one_line(warning)}")


def _write_check(result: "CheckResult") -> None:
    use = " (in use)" if result.is_current else ""
    write(f"{result.name}{use}: {'sound' if result.is_sound else 'damaged'}")
    for problem in result.problems:
        write(f"  {one_line(problem)}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

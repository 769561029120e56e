"""`briefqa inspect`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.cli.build import reading_of
from briefqa.cli.output import note, write, write_bold, write_json
from briefqa.errors import InputError

if TYPE_CHECKING:
    from briefqa.inspection import Inspected

EXAMPLES = """\b
Examples:
  briefqa inspect corpus/deck.pdf
  briefqa inspect corpus/deck.pptx --slide 3 --slide 7-9
  briefqa inspect corpus/deck.pdf --html deck.html
  briefqa inspect corpus/deck.pdf --json | jq '.slides[].losses'"""
WIDTH_IN_PIPES = 100  # columns
_NUMBERS = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES)(inspect)


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A deck: PDF, PPTX, DOCX, ...")],
    slides: Annotated[
        list[str] | None,
        typer.Option(
            "--slide", metavar="N", help="Only this slide, or those of 3-5; may be repeated."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a page: pictures of the slides, boxes on them, blocks."
        ),
    ] = None,
) -> None:
    """Show what is understood of a file, slide by slide.

    Titles, sections, bullets, tables under their heads, charts, notes, what was left out as
    repeated on every page, and what could not be read. Nothing is added to the index.
    """
    if as_json and html is not None:
        raise typer.BadParameter("give either --json or --html")
    numbers = _numbers(slides or ())
    with tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
        inspected = _inspect(file, numbers, Path(folder), has_pictures=html is not None)
        if html is not None:
            from briefqa.inspection.page import page_of

            _write_page(html, page_of(inspected))
            return
    if as_json:
        from briefqa.inspection.shape import inspected_to_json

        write_json(inspected_to_json(inspected))
        return
    from briefqa.inspection.lines import lines_of

    for line in lines_of(inspected, width=_width()):
        (write_bold if line.is_bold else write)(line.text)


def _inspect(
    file: Path, numbers: Iterable[int], folder: Path, *, has_pictures: bool
) -> "Inspected":
    from briefqa.inspection import inspect as inspect_briefing
    from briefqa.inspection.reading import read_file
    from briefqa.settings import load_settings

    reading = replace(reading_of(load_settings()), pictures=has_pictures)
    read = read_file(file, reading, folder=folder)
    for warning in read.warnings:
        note(str(warning))
    return inspect_briefing(read.briefing, read.pages, pictures=folder, numbers=numbers)


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise InputError(
            f"{path}: the page cannot be written ({error.strerror}).", hint="Name another file."
        ) from error
    note(f"the page is in {path}.")


def _numbers(given: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers that `3`, `3-5` and `3,7-9` name."""
    numbers: list[int] = []
    for part in (part.strip() for text in given for part in text.split(",")):
        found = _NUMBERS.fullmatch(part)
        if not found:
            raise typer.BadParameter("--slide: give a number such as 3, or a range such as 3-5")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 0 < first <= last or last - first > 10_000:
            raise typer.BadParameter(f"--slide: {part} is no range of slides")
        numbers += range(first, last + 1)
    return tuple(numbers)


def _width() -> int:
    """Return how many columns there are: the terminal's, else those of a page of text."""
    if not sys.stdout.isatty():
        return WIDTH_IN_PIPES
    return shutil.get_terminal_size((WIDTH_IN_PIPES, 24)).columns

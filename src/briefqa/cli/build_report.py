"""What a build did, as a table for people; for programs, see `briefqa.wire`."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from briefqa.cli.output import one_line

if TYPE_CHECKING:
    from briefqa.index import BuildReport, FileReport
    from briefqa.records import Unreadable

HEADS = ("file", "state", "slides", "passages", "pictures", "seconds", "not read")
_NUMBERS = range(2, 6)  # columns that are set to the right
UNCHANGED_SHOWN = 30  # unchanged files; with more, a line counts them instead
_NAME_WIDTH = 48  # columns of a terminal


def report_lines(report: "BuildReport") -> Iterator[str]:
    """Yield the lines of the report: a table of files, what could not be read, the totals."""
    shown, folded = _shown(report.files)
    rows = [HEADS, *(_row(file) for file in shown)]
    yield from aligned(rows)
    if folded:
        yield f"and {_count(len(folded), 'file')} unchanged"
    for identifier in report.removed:
        yield f"  removed    {identifier}"
    for file in report.files:
        if file.state == "stale":
            yield f"  stale      {one_line(file.source)}: its earlier version stays in use"
    yield from _unreadable_lines(report.unreadable)
    for warning in report.warnings:
        yield f"  warning    {one_line(str(warning))}"
    state = "is in use" if report.is_new else "is up to date"
    yield (
        f"{report.generation} {state}: {_count(report.briefings, 'briefing')}, "
        f"{_count(report.slides, 'slide')}, {_count(report.passages, 'passage')} "
        f"({report.reused_vectors} vectors reused), {_count(report.pictures, 'picture')} "
        f"in {report.seconds:.1f} s"
    )


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns under each other, two spaces between; numbers to the right.

    >>> list(aligned([("file", "state", "slides"), ("港.pdf", "added", "7")]))
    ['file    state  slides', '港.pdf  added       7']
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            " " * (most - width(text)) + text
            if column in _NUMBERS
            else text + " " * (most - width(text))
            for column, (text, most) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Unicode's UAX 11, wide is two.

    >>> width("deck.pdf"), width("白書ｱ.pdf"), width("か\u3099")
    (8, 9, 2)
    """
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
        if not unicodedata.combining(char)
    )


def numbers(slides: Iterable[int]) -> str:
    """Return ascending numbers with runs as ranges.

    >>> numbers([3, 7, 8, 9, 12, 13])
    '3, 7-9, 12-13'
    """
    runs = []
    for _, group in groupby(enumerate(slides), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}")
    return ", ".join(runs)


def _unreadable_lines(unreadable: Iterable["Unreadable"]) -> Iterator[str]:
    """Yield a line for each file that gave nothing; slides that did stand in the table."""
    for item in unreadable:
        if not item.slide:
            yield f"  unreadable {one_line(f'{item.source}: {item.reason}')}"


def _shown(
    files: Sequence["FileReport"],
) -> tuple[list["FileReport"], list["FileReport"]]:
    """Part the files that have a row from those that are only counted."""
    unchanged = [file for file in files if file.state == "unchanged"]
    if len(unchanged) <= UNCHANGED_SHOWN:
        return list(files), []
    return [file for file in files if file.state != "unchanged"], unchanged


def _row(file: "FileReport") -> tuple[str, ...]:
    counts = (file.slides, file.passages, file.pictures)
    return (
        _shortened(one_line(file.source)),
        file.state,
        *(f"{count:,}" if file.id else "-" for count in counts),
        f"{file.seconds:.1f}" if file.seconds else "-",
        "; ".join(f"{kind}: {numbers(slides)}" for kind, slides in file.losses),
    )


def _shortened(name: str) -> str:
    """Return a name that fits its column: the end tells the format, so the middle goes."""
    if width(name) <= _NAME_WIDTH:
        return name
    end = name[-12:]
    start = ""
    for char in name:
        if width(start + char) + 1 + width(end) > _NAME_WIDTH:
            break
        start += char
    return f"{start}…{end}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

"""How much of one file is read at all: more is refused before it takes long."""

from pathlib import Path

from briefqa.errors import TooLargeError, TooManyPagesError

SLIDE_LIMIT = 1_000  # of one briefing; RELIABILITY.md, "Starting limits"
# Of a text or Markdown file: 50 on each of a thousand slides. A short line takes 10 to 50 us.
LINE_LIMIT = 50_000


def check_slides(count: int, *, path: Path) -> None:
    """Raise TooManyPagesError over SLIDE_LIMIT."""
    if count > SLIDE_LIMIT:
        raise TooManyPagesError(
            path,
            "{count} slides, more than the {most} that are read",
            hint="Split the file.",
            values={"count": count, "most": SLIDE_LIMIT},
        )


def check_lines(text: str, *, path: Path) -> None:
    """Raise TooLargeError over LINE_LIMIT."""
    count = text.count("\n") + 1
    if count > LINE_LIMIT:
        raise TooLargeError(
            path,
            "{count} lines, more than the {most} that are read",
            hint="Split the file.",
            values={"count": count, "most": LINE_LIMIT},
        )

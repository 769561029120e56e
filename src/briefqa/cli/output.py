"""Write to the terminal: UTF-8 in pipes, no control characters, JSON in one line."""

import json
import sys
import unicodedata
from io import TextIOWrapper
from typing import Any

import typer


def prepare_streams() -> None:
    """Make pipes and files UTF-8 whatever the locale, and let no character break the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def printable(text: str) -> str:
    """Replace control characters, which could steer a terminal; line ends and tabs stay.

    >>> printable("赤\\x1b[31m\\n青\\u202e")
    '赤�[31m\\n青�'
    """
    return "".join(
        "�" if unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t" else char
        for char in text
    )


def one_line(text: str) -> str:
    """Return printable text with each run of white space as one space.

    >>> one_line("a.txt:\\n  空です")
    'a.txt: 空です'
    """
    return " ".join(printable(text).split())


def shorten(text: str, limit: int = 160) -> str:
    """Return at most `limit` characters of a text, the last one "…" where some are left out.

    >>> shorten("あいうえお", 4)
    'あいう…'
    """
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def write(text: str = "") -> None:
    """Write text to stdout and end the line."""
    print(printable(text))


def write_bold(text: str) -> None:
    """Write text to stdout, in bold where stdout is a terminal, and end the line."""
    typer.secho(printable(text), bold=True)


def write_json(value: Any) -> None:
    """Write a JSON value as one line to stdout at once, for whoever reads line by line."""
    print(json.dumps(value, ensure_ascii=False, allow_nan=False), flush=True)


def note(text: str) -> None:
    """Write one line about the run, not its result, to stderr."""
    print(f"briefqa: {one_line(text)}", file=sys.stderr)

"""Options that several commands take, and how their values are read."""

from pathlib import Path
from typing import Annotated

import typer

from briefqa.text.dates import is_date


def date_of_any_precision(value: str) -> str:
    """Check an ISO 8601 date: a year, a month or a day."""
    if not is_date(value):
        raise typer.BadParameter("give a date such as 2025, 2025-06 or 2025-06-11")
    return value


IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="FOLDER", help="Folder of the index. [index]")
]
CorpusFolder = Annotated[
    Path | None, typer.Option("--corpus", metavar="FOLDER", help="Folder of briefings. [corpus]")
]
Briefings = Annotated[
    list[str] | None,
    typer.Option("--briefing", metavar="ID", help="Only this briefing; may be given repeatedly."),
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", parser=date_of_any_precision, help="Only briefings of this date or later."
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", parser=date_of_any_precision, help="Only briefings of this date or earlier."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]

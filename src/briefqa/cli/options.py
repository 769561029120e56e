"""Options that several commands take, and how their values are read."""

import datetime
import re
from pathlib import Path
from typing import Annotated

import typer

_DATE_FORMATS = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}  # by the length of the text


def date_of_any_precision(value: str) -> str:
    """Check an ISO 8601 date: a year, a month or a day."""
    form = _DATE_FORMATS.get(len(value)) if re.fullmatch(r"[0-9-]+", value) else None
    try:
        datetime.datetime.strptime(value, form or "")
    except ValueError as error:
        raise typer.BadParameter("give a date such as 2025, 2025-06 or 2025-06-11") from error
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

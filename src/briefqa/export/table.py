"""A conversation as a table: one line a quote, as spreadsheets read it."""

import csv
import io
from collections.abc import Sequence

from briefqa.export.transcript import PHRASES, Entry
from briefqa.records import Language

# A cell that begins with one of these is run as a formula by spreadsheets (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(entries: Sequence[Entry], language: Language) -> bytes:
    """Return CSV (RFC 4180) in UTF-8 with a byte-order mark, by which Excel tells the encoding.

    One line a quote; a question without an answer has one line with no quote. The heads of the
    columns are in `language`; the column of dates is ISO 8601, which sorts.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(PHRASES[language].columns)
    for entry in entries:
        for line in _lines(entry):
            writer.writerow([_inert(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _lines(entry: Entry) -> list[list[str]]:
    answer = entry.answer if entry.answer is not None else " ".join(entry.remarks)
    start = [entry.question, answer, entry.original, entry.as_of]
    if not entry.quotes:
        return [[*start, "", "", "", "", ""]]
    return [
        [*start, str(quote.marker), quote.text, quote.source, quote.briefing, str(quote.slide)]
        for quote in entry.quotes
    ]


def _inert(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it; figures such as -5 stay figures.

    >>> _inert("=SUM(A1)"), _inert("-5.2"), _inert("30か国")
    ("'=SUM(A1)", '-5.2', '30か国')
    """
    if not cell.startswith(_FORMULA) or cell.lstrip("+-").replace(".", "", 1).isdigit():
        return cell
    return f"'{cell}"

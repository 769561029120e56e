"""Carry a conversation away: as text, Markdown, a table (CSV), or in `word` a Word document."""

from briefqa.export.markdown import to_markdown
from briefqa.export.plain import to_text
from briefqa.export.table import to_csv
from briefqa.export.transcript import Entry, Quote, entry_of, source_line

__all__ = [
    "Entry",
    "Quote",
    "entry_of",
    "source_line",
    "to_csv",
    "to_markdown",
    "to_text",
]

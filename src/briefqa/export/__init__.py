"""Carry a conversation away: as text, as Markdown, as a table (CSV), as a Word document."""

from briefqa.export.markdown import to_markdown
from briefqa.export.plain import to_text
from briefqa.export.table import to_csv
from briefqa.export.transcript import Entry, Quote, entry_of, source_line
from briefqa.export.word import to_docx

__all__ = [
    "Entry",
    "Quote",
    "entry_of",
    "source_line",
    "to_csv",
    "to_docx",
    "to_markdown",
    "to_text",
]

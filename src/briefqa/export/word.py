"""A conversation as a Word document (DOCX)."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt

from briefqa.export.transcript import PHRASES, Entry
from briefqa.records import Language
from briefqa.text.normalise import strip_invisible

_JAPANESE_FONT = "Yu Gothic"  # comes with Word in Japan; others fall back to their own


def to_docx(entries: Sequence[Entry], language: Language) -> bytes:
    """Return the document: a heading a question, the answer, its rows, its quotes and sources."""
    document = Document()
    _set_font(document)
    document.core_properties.title = PHRASES[language].heading
    document.core_properties.author = "briefqa"
    document.add_heading(PHRASES[language].heading, level=1)
    for entry in entries:
        _add(document, entry)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_font(document: WordDocument) -> None:
    """Name the Japanese font, and the languages by which Word breaks and checks lines.

    The template's font covers Latin letters alone, and its languages are English for all.
    """
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _JAPANESE_FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "ja-JP")


def _add(document: WordDocument, entry: Entry) -> None:
    document.add_heading(_written(" ".join(entry.question.split())), level=2)
    for line in (entry.answer or "").splitlines():
        run = document.add_paragraph().add_run(_written(line))
        run.bold = True
        run.font.size = Pt(14)
    for remark in entry.remarks:
        document.add_paragraph(_written(remark))
    if entry.rows:
        _add_rows(document, entry)
    for quote in entry.quotes:
        document.add_paragraph(_written(quote.text), style="Quote")
        source = document.add_paragraph()
        source.add_run(_written(f"[{quote.marker}] {quote.source}")).font.size = Pt(9)
    if entry.nearest:
        document.add_paragraph(PHRASES[entry.language].nearest)
        for near in entry.nearest:
            document.add_paragraph(_written(near), style="List Bullet")


def _add_rows(document: WordDocument, entry: Entry) -> None:
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    for label, value, marker in entry.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, (label, value, f"[{marker}]"), strict=True):
            cell.text = _written(text)


def _written(text: str) -> str:
    """Return `text` without the control characters that XML 1.0 cannot hold."""
    return strip_invisible(text)

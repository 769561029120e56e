"""Read PDF files: text, layout, tables and pictures."""

from briefqa.readers.pdf.reader import PdfReader

__all__ = ["PdfReader"]

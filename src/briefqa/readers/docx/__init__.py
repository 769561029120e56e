"""The reader of Word documents: a section under a heading is a slide."""

from briefqa.readers.docx.reader import DocxReader

__all__ = ["DocxReader"]

"""Read PowerPoint's PPTX into slides."""

from briefqa.readers.pptx.reader import PptxReader

__all__ = ["PptxReader"]

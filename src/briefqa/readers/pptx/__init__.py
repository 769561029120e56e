"""Read PowerPoint's PPTX into slides."""

from briefqa.readers.pptx.pictures import with_printed
from briefqa.readers.pptx.reader import PptxReader

__all__ = ["PptxReader", "with_printed"]

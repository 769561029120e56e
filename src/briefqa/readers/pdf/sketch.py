"""A page as understood by itself, before the other pages tell its title and its furniture."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefqa.readers.pdf.cells import FilledTable
from briefqa.readers.pdf.outlines import Bookmark
from briefqa.readers.pdf.paragraphs import Frame, Paragraph
from briefqa.records import Loss


@dataclass(frozen=True)
class Sketch:
    """A page's text boxes in the order of its stream, its tables, and what else is known of it.

    `width`, `height`: of the page as shown, in points. `bookmarks`: the names under which the
    file's outline leads to it, the outermost first.
    """

    number: int
    width: float
    height: float
    frames: tuple[Frame, ...] = ()
    tables: tuple[FilledTable, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """All its paragraphs in the order of its stream."""
        return (paragraph for frame in self.frames for paragraph in frame.paragraphs)

    @cached_property
    def body_size(self) -> float:
        """The size of the letter in the middle when all are laid out by size; 0 without text."""
        sized = sorted((p.size, len(p.text)) for p in self.paragraphs)
        rest = sum(count for _, count in sized) / 2
        for size, count in sized:
            rest -= count
            if rest <= 0:
                return size
        return 0.0

"""A page as understood by itself, before the other pages tell its title and its furniture."""

from collections.abc import Iterator, Sequence
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
    def sizes(self) -> list[tuple[float, int]]:
        """The sizes of its lines in points, from the smallest, each with its number of letters."""
        lines = [line for paragraph in self.paragraphs for line in paragraph.lines]
        lines += [
            line
            for table in self.tables
            for row in table.rows
            for cell in row.cells
            for line in cell.lines
        ]
        return sorted((line.size, len(line.text)) for line in lines)

    @cached_property
    def body_size(self) -> float:
        """The size of the letter in the middle when all are laid out by size; 0 without text."""
        return middle_size(self.sizes)


def middle_size(sizes: Sequence[tuple[float, int]]) -> float:
    """Return the size that half of the letters have at most; `sizes`: from the smallest."""
    rest = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        rest -= count
        if rest <= 0:
            return size
    return 0.0

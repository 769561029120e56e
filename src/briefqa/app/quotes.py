"""Shape quotes for the templates: lines as lines, cells beside their heads; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefqa.app.grids import grid_of, runs_of_rows
from briefqa.app.outline import Apart
from briefqa.app.segments import Segment, Span, marked_within
from briefqa.app.views import Part, find_words, stretches_of
from briefqa.records import Block, Briefing, Citation, Slide


@dataclass(frozen=True, slots=True)
class HeadedCell:
    """A cell of a quoted row under its column's head, "" for none.

    `before`: white space that stands between it and the cell before it on the slide.
    """

    head: str
    before: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """What is quoted of one row of a table or chart, cell by cell; its text is the slide's."""

    cells: tuple[HeadedCell, ...]
    kind: str = field(default="cells", init=False)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The text that the cells take from the slide, in order."""
        return tuple(
            segment
            for cell in self.cells
            for segment in (Segment(cell.before, is_marked=False), *cell.segments)
        )


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation; its parts are the quote in order, the words of the answer marked.

    `apart`: what tells its briefing from others of that title, None where there are none.
    """

    citation: Citation
    language: str
    parts: tuple[Part | Cells, ...]
    apart: Apart | None

    @property
    def mark(self) -> str:
        """The quote's offsets as `?mark=` takes them."""
        return f"{self.citation.start}-{self.citation.end}"


def citation_view(
    citation: Citation,
    briefing: Briefing,
    words: Sequence[str],
    *,
    apart: Apart | None,
) -> CitationView:
    """Return the view of a citation with `words` marked in its quote."""
    found = [span for said in words for span in find_words(citation.quote, said)]
    marks = [(citation.start + start, citation.start + end) for start, end in found]
    slide = briefing.slides[citation.slide - 1]
    parts = quote_parts(slide, (citation.start, citation.end), marks)
    return CitationView(citation, briefing.language, parts, apart)


def quote_parts(slide: Slide, span: Span, marks: Sequence[Span]) -> tuple[Part | Cells, ...]:
    """Cut a quote at the blocks of its slide: several rows as a grid, part of them as cells.

    A single cell whose head is not known is words like any other.
    """
    start, end = span
    parts: list[Part | Cells] = []
    position = start
    for run in runs_of_rows(slide):
        rows = [row for row in run if row.start < end and start < row.end]
        if not rows:
            continue
        parts += stretches_of(slide, (position, max(position, rows[0].start)), marks)
        position = max(position, rows[0].start)
        until = min(end, rows[-1].end)
        if len(rows) > 1 and position == rows[0].start and until == rows[-1].end:
            parts.append(grid_of(slide, rows, marks))
        else:
            parts += _row_by_row(slide, rows, (position, until), marks)
        position = until
    return (*parts, *stretches_of(slide, (position, end), marks))


def _row_by_row(
    slide: Slide, rows: Sequence[Block], span: Span, marks: Sequence[Span]
) -> list[Part | Cells]:
    start, end = span
    begins = [start, *(row.start for row in rows[1:]), end]
    parts: list[Part | Cells] = []
    for row, (begin, until) in zip(rows, pairwise(begins), strict=True):
        last = min(until, row.end)
        cells = _cells(slide, row, (begin, last), marks)
        if len(cells) > 1 or any(cell.head for cell in cells):
            parts.append(Cells(cells))
        else:
            parts += stretches_of(slide, (begin, last), marks)
        parts += stretches_of(slide, (last, until), marks)
    return parts


def _cells(slide: Slide, row: Block, span: Span, marks: Sequence[Span]) -> tuple[HeadedCell, ...]:
    position, end = span
    found: list[HeadedCell] = []
    for cell in row.cells:
        begin, until = max(cell.start, position), min(cell.end, end)
        if begin < until:
            before = slide.text[position:begin]
            segments = marked_within(slide.text, (begin, until), marks)
            found.append(HeadedCell("" if row.is_head else cell.header, before, segments))
            position = until
    if found and position < end:  # white space after the last cell
        rest = marked_within(slide.text, (position, end), ())
        found[-1] = HeadedCell(found[-1].head, found[-1].before, (*found[-1].segments, *rest))
    return tuple(found)

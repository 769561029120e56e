"""Shape the rows of an answer for the templates; pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefqa.app.outline import fold
from briefqa.app.quotes import CitationView
from briefqa.records import Answer, Block, Briefing, Citation, Language, Row

CELL_WIDTH = 12  # in full-width characters
PHONE_CELL_WIDTH = 9  # two of them stand beside each other on a phone


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a row: `original` as `WordsView` has it; `is_short` ones stay on a line."""

    text: str
    language: str
    original: str
    original_language: str

    @property
    def is_short(self) -> bool:
        """Whether no line breaks in its words, nor in those as written, on a wide screen."""
        return self._width <= CELL_WIDTH

    @property
    def is_tiny(self) -> bool:
        """Whether none breaks on a phone either."""
        return self._width <= PHONE_CELL_WIDTH

    @property
    def _width(self) -> float:
        return max(width_of(self.text), width_of(self.original))


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the answer."""

    label: CellView
    value: CellView
    citations: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """What the slide calls the labels and the values of the rows; "" where that is not known."""

    label: str
    value: str
    language: str


def rows_of(
    answer: Answer, asked_in: Language, cited: Mapping[int, CitationView]
) -> tuple[RowView, ...]:
    """Return the rows, but none where one would only repeat the answer above its quotes."""
    said = answer.original or answer.text
    is_repeated = len(answer.rows) == 1 and not answer.is_computed and said is not None
    if is_repeated and fold(said or "") in {fold(answer.rows[0].label), fold(answer.rows[0].value)}:
        return ()
    return tuple(_row(row, asked_in, cited) for row in answer.rows)


def _row(row: Row, asked_in: Language, cited: Mapping[int, CitationView]) -> RowView:
    citations = tuple(cited[marker] for marker in (row.marker,) if marker in cited)
    written = citations[0].language if citations else ""

    def cell(words: str, english: str) -> CellView:
        if english and english != words:
            return CellView(english, asked_in, words, written)
        return CellView(words, written, "", written)

    return RowView(
        cell(row.label, row.label_english), cell(row.value, row.value_english), citations
    )


def heads_of(answer: Answer, briefings: Mapping[str, Briefing]) -> Heads | None:
    """Return the heads of the columns that the rows were taken from, where all have the same."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    found: set[tuple[str, str, str]] = set()
    for row in answer.rows:
        citation = by_marker.get(row.marker)
        if citation is None:
            return None
        briefing = briefings[citation.briefing]
        blocks = briefing.slides[citation.slide - 1].blocks
        found.add((*_heads(row, citation, blocks), briefing.language))
    heads = Heads(*found.pop()) if len(found) == 1 else None
    return heads if heads and (heads.label or heads.value) else None


def _heads(row: Row, citation: Citation, blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the heads over a row's label and its value: of the cells that hold these words."""
    for block in blocks:
        is_there = block.start < citation.end and citation.start < block.end
        by_text = {fold(cell.text): cell.header for cell in reversed(block.cells)}
        words = [fold(one) for one in (row.label, row.value) if one]
        if is_there and words and all(word in by_text for word in words):
            return by_text[words[0]], by_text[words[1]] if len(words) > 1 else ""
    return "", ""


def width_of(words: str) -> float:
    """Return how wide a text is set, in full-width characters."""
    return sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in words
    )

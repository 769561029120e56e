"""What a table is made of, and how text is cut into cells that know where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefqa.readers.marks import (
    BULLET,
    FOOTNOTE,
    NUMBERED,
    SENTENCE_END,
    SOURCE,
    TITLE_ENDING,
    URL,
    label_of,
)
from briefqa.records import Block, Slide
from briefqa.text.align import offsets
from briefqa.text.normalise import fold

TableKind = Literal["values", "numbered", "grid", "pairs", "names", "items"]

CELL_LIMIT = 24  # characters; a longer cell is a sentence, or two cells that grew together
ROW_LIMIT = 300  # characters of a block or line that may be a row; longer ones are prose
_HEADING_LIMIT = 24
# A figure with its unit. Years and ordinals are heads of rows and columns, not their values; kana
# other than the か of か国 bind words to something longer, as in 31日の場合.
_FIGURE = re.compile(
    r"^[(（]?[約▲△+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?::\d\d)?[千百万億兆]{0,2}"
    r"\s?(?!年(?!間)|月|日$|回|時$|[./])[か]?[^\s\d、。:ぁ-ん()（）]{0,6}[)）]?$"
)
_CIRCLED = re.compile("[①-⓿❶-➓]")  # numbers of items; normalised, they look like figures
_NO_FIGURE = re.compile(r"^(?:-{1,3}|―|ー|…|\*|n/?a|なし|該当なし)$")
# White space that parts cells where lines were laid out in columns.
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\t+|\u3000")
_FIGURE_AND_UNIT = re.compile(r"(?<=\d) (?=[^\s\d]{1,4}(?:\s|$))")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words as read, lines joined, and the range of `Slide.text` they fill."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: what it is about, and its values, one for each of the table's columns.

    `start`, `end` bound what is quoted for the row; a grid's head may stand outside (`label`).
    `number`: of a numbered list, else None. `group`: the heading that the row stands under, or "".
    `names`: the lines of a label of several, each of which may name the row. A value is None where
    the table leaves it out.
    """

    start: int
    end: int
    label: Cell
    values: tuple[Cell | None, ...] = ()
    number: int | None = None
    group: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind of one slide.

    Kinds: `values` are labels with a figure; `numbered` the items of a numbered list, sorted by
    their number; `grid` rows over columns; `pairs` two columns of names; `names` a roster;
    `items` a bulleted list. `columns`: the heads of the values, "" for one that is not known;
    `heads`: where these stand, if they stand anywhere as cells of their own.
    `caption`: the words that say what the rows are, or "". `is_whole`: False where the slide says
    that there are more (など). `is_real`: the file itself tells its cells, which may hold words;
    `label_head` is then the head of the labels, or "".
    """

    kind: TableKind
    slide: Slide
    rows: tuple[TableRow, ...]
    columns: tuple[str, ...] = ()
    caption: str = ""
    is_whole: bool = True
    heads: tuple[Cell, ...] = ()
    is_real: bool = False
    label_head: str = ""


def is_figure(text: str) -> bool:
    """Say whether a cell is a figure, with its unit if any.

    >>> [is_figure(text) for text in ("５４ 校", "(79)", "▲2.5％", "約2億円")]
    [True, True, True, True]
    >>> [is_figure(text) for text in ("第1回", "2024年度", "31日の場合", "3. 若葉町")]
    [False, False, False, False]
    """
    if len(text) > CELL_LIMIT or _CIRCLED.search(text):
        return False
    return _FIGURE.match(fold(text).text) is not None


def is_blank(text: str) -> bool:
    """Say whether a cell is a sign for "no value"."""
    return _NO_FIGURE.match(fold(text).text) is not None


def is_heading(text: str) -> bool:
    """Say whether a block could be the heading of a group of rows: short words, no figure."""
    if not 1 < len(text) <= _HEADING_LIMIT or any(map(str.isdigit, text)):
        return False
    if is_japanese(text) and re.search(r"\s", text):  # two cells, or more
        return False
    marks = (BULLET, NUMBERED, FOOTNOTE, SOURCE, SENTENCE_END, URL)
    return not any(m.search(text) for m in marks) and not text.endswith(("、", "，", "（", "("))


def is_name(text: str) -> bool:
    """Say whether a cell could be a name: letters, short, no sentence, no figure."""
    if not 1 < len(text) <= CELL_LIMIT or re.search(r"\d|[。：:！？!?]", text):
        return False
    return re.search(r"[^\W\d_]{2}", text) is not None


def is_japanese(text: str) -> bool:
    """Say whether a cell has kana or kanji."""
    return _JAPANESE.search(text) is not None


def split_cells(text: str) -> list[tuple[int, int]]:
    """Return the bounds of a line's cells: by wide gaps where it has some, else by spaces.

    A figure and its unit stay together.

    >>> line = "28 日 30 日"
    >>> [line[a:b] for a, b in split_cells(line)]
    ['28 日', '30 日']
    >>> line = "East Ward   12"
    >>> [line[a:b] for a, b in split_cells(line)]
    ['East Ward', '12']
    """
    joined = _FIGURE_AND_UNIT.sub("\x00", text)
    gaps = _WIDE_GAP if _WIDE_GAP.search(text.strip()) else re.compile(r"\s+")
    found: list[tuple[int, int]] = []
    at = 0
    for gap in [*gaps.finditer(joined), None]:
        end = gap.start() if gap is not None else len(text)
        if text[at:end].strip():
            found.append((at, end))
        at = gap.end() if gap is not None else end
    return found


def cells_of(slide: Slide, block: Block, spans: Sequence[tuple[int, int]]) -> list[Cell]:
    """Return stretches of `block.text` as cells."""
    places = offsets(slide.text[block.start : block.end], block.text, base=block.start)
    return [Cell(block.text[a:b], places[a], places[b - 1] + 1) for a, b in spans]


def block_cell(block: Block) -> Cell:
    """Return a whole block as a cell."""
    return Cell(block.text, block.start, block.end)


def gap_between(slide: Slide, first: Block, second: Block) -> bool:
    """Say whether a blank line stands between two blocks that follow each other."""
    return slide.text[first.end : second.start].count("\n") > 1


def caption_of(slide: Slide, first: int, last: int) -> str:
    """Return the words that say what the blocks from `first` to `last` (exclusive) list.

    They are a lead-in that ends in a colon right before or right after, else the heading above;
    not the slide's title, which goes for all that is on it.
    """
    blocks = slide.blocks
    around = [blocks[i].text for i in (first - 1, last) if 0 <= i < len(blocks)]
    for text in around:
        if text.rstrip().endswith(("：", ":")):
            return text.rstrip(" ：:")
    above = around[0] if first > 0 else ""
    return above if is_heading(above) and above != slide.title else ""


def label_and_rest(text: str) -> tuple[str, int] | None:
    """Return the label of a `label: value` block and where its value begins, or None."""
    label = label_of(text)
    if label is None:
        return None
    start = text.index(label) + len(label)
    rest = re.match(r"[\s：:]+", text[start:])
    return (label, start + rest.end()) if rest is not None else None


def distinct_runs(rows: Sequence[TableRow]) -> Iterator[list[TableRow]]:
    """Cut numbered rows where a number comes a second time: there another list begins."""
    run: list[TableRow] = []
    for row in rows:
        if any(row.number == other.number for other in run):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def is_titled(text: str) -> bool:
    """Say whether words end as titles do."""
    return TITLE_ENDING.search(text) is not None

"""What was read of the files of the corpus: briefings, slides, blocks, and where they stand."""

from dataclasses import dataclass, field
from typing import Literal

from briefqa.errors import ReadFailure
from briefqa.remarks import Remark

BlockKind = Literal[
    "title", "heading", "body", "bullet", "row", "chart", "footnote", "source", "note"
]
FileFormat = Literal["text", "pdf", "pptx", "docx", "html", "markdown"]
LossKind = Literal[
    "no_text",  # the slide holds no text at all
    "pictures",  # most of what it shows is pictures or drawn outlines, whose words are not read
    "unreadable",  # characters whose letters the file does not tell
    "chart",  # a chart whose figures are not in the file
    "diagram",
    "table",
    "shape",
    "embedded",  # another document or an object of another program
    "media",  # sound or film
    "page",  # the page itself is broken
    "cut",  # more text than is read of one slide
    "picture",  # the slide was read, but no picture could be made of it
]
Origin = Literal["", "sidecar", "metadata", "name", "slide"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's row, or a point of a chart.

    `start`, `end` are offsets into `Slide.text`; a cell merged over several rows stands in the
    first of them, and the others point there, outside their own block. `header`: the head of its
    column as read (two levels joined by a space; a chart's series), "" where it has none.
    """

    start: int
    end: int
    text: str
    header: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a slide that reads on its own: title, sentences, bullet, row or note.

    `start` and `end` are character offsets into `Slide.text` (0-based, `end` exclusive). `text` is
    the block as read: its lines joined, white space at line ends gone, every other character as
    written. `briefqa.text.align` maps offsets of `text` back into the slide.

    Kinds: `title` is the slide's, at most one; `heading` heads what follows it; `note` is of the
    speaker notes, which the slide does not show. `level`: depth of a bullet, 0 the outermost.
    `cells`: of a row, in order, the first being its label; of a chart, the category and its values.
    `table`: which table or chart of the slide (from 1) a row belongs to, 0 for one that was only
    laid out as a row. `is_head`: the row holds the heads of the columns.
    """

    kind: BlockKind
    start: int
    end: int
    text: str
    level: int = 0
    cells: tuple[Cell, ...] = ()
    table: int = 0
    is_head: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the block heads others: the slide's title, or a heading on it."""
        return self.kind in ("title", "heading")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a slide that could not be read. `detail`: its name in the file, or ""."""

    kind: LossKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `text` as written in the source, and its blocks in order.

    `number` is 1-based. `title` and `section` are as read (lines joined), "" where there is none.
    `losses`: what could not be read. `is_hidden`: the file keeps it from being shown.
    `has_picture`: there is a picture of it.
    """

    briefing_id: str
    number: int
    # Not hashed: what is kept for a slide is looked up many times a question, by its place.
    text: str = field(hash=False)
    title: str
    section: str
    blocks: tuple[Block, ...] = field(hash=False)
    losses: tuple[Loss, ...] = field(default=(), hash=False)
    is_hidden: bool = False
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """One briefing of the corpus.

    `id` is a stable slug. `date` is ISO 8601 of any precision (`2025`, `2025-06`, `2025-06-11`)
    or ""; `date_from` and `publisher_from` say where it and the publisher were found. `language` is
    a BCP 47 tag. `source` is the file's name inside the corpus folder, `content` the hex SHA-256 of
    its bytes alone ("" in indexes of before it was kept), and `digest` that of its bytes, its
    sidecar's and the version of the rules that read it.

    `pages`: the folder, inside a generation's `pages/`, of its pictures and boxes, "" for none.
    `stale`: why this is an earlier version of the file, whose present one cannot be read, or None.
    """

    id: str
    title: str
    date: str
    publisher: str
    language: str
    source: str
    digest: str
    slides: tuple[Slide, ...]
    format: FileFormat = "text"
    date_from: Origin = ""
    publisher_from: Origin = ""
    pages: str = ""
    stale: Remark | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a slide of it (1-based; 0 for the whole file), that gave no text, and why.

    `failure` and `digest` (as a briefing's) are given for whole files alone.
    """

    source: str
    slide: int
    reason: Remark
    failure: ReadFailure | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line, or a cell, stands on a slide: `start`, `end` are offsets into `Slide.text`.

    `left`, `top`, `right`, `bottom` are fractions in [0, 1] of the page as it is shown, from its
    top left corner. `stops`: where each character begins along the line and the last one ends
    (`end - start + 1` fractions, across the page or, where `is_vertical`, down it); empty where
    only the whole line's place is known.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    stops: tuple[float, ...] = ()
    is_vertical: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a slide's looks: its size in points (1/72 inch), as shown, and its boxes.

    `number` is the slide's. `picture`: the file's name of its WebP picture, "" for none.
    `furniture`: words that the page repeats or counts, left out of the slide's text.
    """

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    picture: str = ""
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one file. Its slides' `briefing_id` is "": the corpus gives ids.

    `pages`: one for each slide, in order, or none where the format has no pages. `title`, `date`
    (ISO 8601 of any precision) and `publisher`: as the file's own metadata has them, or "".
    """

    slides: tuple[Slide, ...]
    pages: tuple[Page, ...] = ()
    title: str = ""
    date: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found and quoted: a stretch of one slide.

    `id` is its place, `briefing/slide/part` (part counts from 1). `text` equals
    `slide.text[start:end]`. `indexed_text` is what terms and vectors are made of: the passage as
    read with its context (slide title and section), normalised.
    """

    id: str
    briefing_id: str
    slide: int
    kind: BlockKind
    start: int
    end: int
    text: str
    indexed_text: str

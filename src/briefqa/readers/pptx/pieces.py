"""What stands on a slide, read but not yet put in order. Lengths are in EMU, sizes in points."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefqa.readers.pptx.geometry import Rect
from briefqa.records import Loss

Alignment = Literal["left", "middle", "right"]
Anchor = Literal["top", "middle", "bottom"]
Role = Literal["title", "subtitle", "body", "other"]
Flow = Literal["down", "leftward", "rightward"]  # where the next line of a frame stands


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `text` with a line break as "\\n"; `size` is of its largest letters."""

    text: str
    level: int = 0
    is_bullet: bool = False
    size: float = 18.0
    is_bold: bool = False
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A frame of text. `rect` is the shape's, `inner` the one its letters may fill.

    `places`: where each paragraph stands, None where that is not known; empty for none known.
    """

    rect: Rect
    inner: Rect
    paragraphs: tuple[Paragraph, ...]
    role: Role = "other"
    anchor: Anchor = "top"
    flow: Flow = "down"
    places: tuple[Rect | None, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: how many columns and rows it fills, and whether it only goes on from another.

    `column` is where it begins, from 0.
    """

    text: str
    column: int
    columns: int = 1
    rows: int = 1
    goes_on: bool = False
    is_bold: bool = False
    is_plain: bool = False  # its author set it not to be bold, against the table's style
    fill: str = ""  # what it is filled with, "none" for nothing, "" where the table's style says


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table; `lefts` has one more than the columns, `tops` one more than the rows.

    `has_head`: the file says that its first row is a head, as it does of every new table;
    `is_styled`: and the table's style lets such a row look like one.
    """

    rect: Rect
    rows: tuple[tuple[TableCell, ...], ...]
    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    has_head: bool = False
    is_styled: bool = False


@dataclass(frozen=True, slots=True)
class ChartPiece:
    """A chart as data: its words, the names of its series, and a row of values a category."""

    rect: Rect
    title: str
    axes: tuple[str, ...]
    series: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the category, then one value a series, "" for none


@dataclass(frozen=True, slots=True)
class GroupPiece:
    """Shapes that the author grouped; never empty."""

    rect: Rect
    pieces: "tuple[Piece, ...]"


Piece: TypeAlias = TextPiece | TablePiece | ChartPiece | GroupPiece


@dataclass(slots=True)
class Drawing:
    """What was read of one slide.

    `furniture`: texts of fields and of footers. `pictures`: where pictures stand.
    """

    pieces: list[Piece] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    section: str = ""
    is_hidden: bool = False
    heads_section: bool = False

    def lose(self, loss: Loss) -> None:
        """Note what could not be read, once."""
        if loss not in self.losses:
            self.losses.append(loss)

"""Briefings and slides, as the API gives them."""

from typing import Annotated

from pydantic import BaseModel, Field

from briefqa.errors import ReadFailure
from briefqa.records import BlockKind, FileFormat, LossKind, Origin

Found = Annotated[
    Origin, Field(description="Where it was found; empty where it was not found, or is not known.")
]
Picture = Annotated[
    str | None,
    Field(description="The address of the slide's picture (WebP), null where there is none."),
]
Fraction = Annotated[float, Field(description="From 0 to 1, of the page as it is shown.")]
Points = Annotated[float | None, Field(description="In points (1/72 inch); null where unknown.")]


class BriefingSummary(BaseModel):
    """One briefing of the corpus."""

    id: str
    title: str
    date: Annotated[str, Field(description="A year, a month or a day, or empty.")]
    date_from: Found
    publisher: str
    publisher_from: Found
    language: str
    source: Annotated[str, Field(description="The file's name in the corpus folder.")]
    format: FileFormat
    slide_count: int
    incomplete_slides: Annotated[
        list[int], Field(description="Numbers of the slides of which something was not read.")
    ]
    stale: Annotated[
        str,
        Field(
            description="Why this is an earlier version of the file, whose present one cannot be "
            "read; or empty."
        ),
    ]


class UnreadableObject(BaseModel):
    """A file of the corpus, or a slide of it, that gave no text."""

    source: str
    slide: Annotated[int, Field(description="The slide's number, or 0 for the whole file.")]
    failure: Annotated[
        ReadFailure | None, Field(description="Of what kind it is; null for a single slide.")
    ]
    reason: str


class BriefingList(BaseModel):
    """All briefings of the index, the newest first, and what could not be read."""

    briefings: list[BriefingSummary]
    unreadable: list[UnreadableObject]
    generation: str


class LossObject(BaseModel):
    """Something of a slide that could not be read."""

    kind: LossKind
    detail: Annotated[str, Field(description="Its name in the file, or empty.")]


class OutlineEntry(BaseModel):
    """A slide's place in its briefing."""

    number: int
    title: str
    section: str
    is_hidden: Annotated[bool, Field(description="Whether the file keeps it from being shown.")]
    losses: list[LossObject]
    picture: Picture


class BriefingObject(BriefingSummary):
    """One briefing and its outline."""

    slides: list[OutlineEntry]


class CellObject(BaseModel):
    """A cell of a row, or a point of a chart, by its offsets into the slide's text.

    A cell merged over several rows stands in the first of them; the others point there.
    """

    start: int
    end: int
    text: str
    header: Annotated[
        str, Field(description="The head of its column, or a chart's series; or empty.")
    ]


class BlockObject(BaseModel):
    """A unit of a slide: `start` and `end` are offsets into the slide's text, `text` is as read."""

    kind: BlockKind
    start: int
    end: int
    text: str
    level: Annotated[int, Field(description="The depth of a bullet; 0 is the outermost.")]
    table: Annotated[
        int, Field(description="Which table or chart of the slide it belongs to, from 1; else 0.")
    ]
    is_head: Annotated[bool, Field(description="Whether it holds the heads of a table's columns.")]
    cells: Annotated[
        list[CellObject],
        Field(description="Of a row, its label first; of a chart, the category and its values."),
    ]


class RectangleObject(BaseModel):
    """A part of a page, from its top left corner."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction


class BoxObject(RectangleObject):
    """Where a line or a cell stands, by its offsets into the slide's text."""

    start: int
    end: int


class SlideObject(BaseModel):
    """One slide; `text` is as written in the source, and all offsets count in it."""

    briefing: str
    briefing_title: str
    number: int
    slide_count: int
    title: str
    section: str
    is_hidden: Annotated[bool, Field(description="Whether the file keeps it from being shown.")]
    text: str
    blocks: list[BlockObject]
    losses: list[LossObject]
    picture: Picture
    width: Points
    height: Points
    boxes: list[BoxObject]
    marks: Annotated[
        list[RectangleObject],
        Field(description="What the characters of `?mark=` cover on the picture."),
    ]

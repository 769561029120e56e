"""Briefings and slides, as the API gives them."""

from typing import Annotated

from pydantic import BaseModel, Field

from briefqa.records import BlockKind


class BriefingSummary(BaseModel):
    """One briefing of the corpus."""

    id: str
    title: str
    date: Annotated[str, Field(description="A year, a month or a day, or empty.")]
    publisher: str
    language: str
    source: Annotated[str, Field(description="The file's name in the corpus folder.")]
    slide_count: int


class UnreadableObject(BaseModel):
    """A file of the corpus, or a slide of it, that gave no text."""

    source: str
    slide: Annotated[int, Field(description="The slide's number, or 0 for the whole file.")]
    reason: str


class BriefingList(BaseModel):
    """All briefings of the index, and what could not be read."""

    briefings: list[BriefingSummary]
    unreadable: list[UnreadableObject]
    generation: str


class OutlineEntry(BaseModel):
    """A slide's place in its briefing."""

    number: int
    title: str
    section: str


class BriefingObject(BriefingSummary):
    """One briefing and its outline."""

    slides: list[OutlineEntry]


class BlockObject(BaseModel):
    """A unit of a slide: `start` and `end` are offsets into the slide's text, `text` is as read."""

    kind: BlockKind
    start: int
    end: int
    text: str


class SlideObject(BaseModel):
    """One slide; `text` is as written in the source, and all offsets count in it."""

    briefing: str
    briefing_title: str
    number: int
    slide_count: int
    title: str
    section: str
    text: str
    blocks: list[BlockObject]

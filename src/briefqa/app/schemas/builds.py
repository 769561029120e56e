"""Builds, as the API gives them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from briefqa.app.schemas.briefings import UnreadableObject
from briefqa.index import FileState
from briefqa.records import LossKind
from briefqa.upkeep import Task

Ids = Annotated[list[str], Field(description="Ids of briefings, sorted.")]


class FileObject(BaseModel):
    """What became of one file of the corpus."""

    source: str
    id: Annotated[str, Field(description="Of its briefing; empty where it gave none.")]
    state: FileState
    slides: int
    passages: int
    pictures: int
    losses: Annotated[
        dict[LossKind, list[int]],
        Field(description="What could not be read, by kind, with the slides' numbers."),
    ]
    seconds: Annotated[
        float, Field(description="That its reading took; 0 where it was not read this time.")
    ]
    failure: Annotated[str, Field(description="Why it cannot be read as it is now, or empty.")]


class ReportObject(BaseModel):
    """What a build did; as `briefqa build --json` prints it."""

    generation: str
    is_new: Annotated[bool, Field(description="False where the index was up to date.")]
    added: Ids
    changed: Ids
    removed: Ids
    unchanged: Ids
    unreadable: list[UnreadableObject]
    warnings: list[str]
    briefings: int
    slides: int
    passages: int
    reused_vectors: int
    seconds: float
    pictures: int
    files: list[FileObject]


class BuildObject(BaseModel):
    """A change of the briefings or the index, as far as it has come."""

    number: Annotated[int, Field(description="From 1, since the server started.")]
    task: Task | None
    subjects: Annotated[list[str], Field(description="The files added, or the briefing removed.")]
    state: Literal["idle", "running", "done", "failed"]
    stage: Annotated[
        str,
        Field(
            description="`check` while files that were sent are read, then `read`, `passages`, "
            "`terms`, `vectors`, `write`."
        ),
    ]
    done: Annotated[int, Field(description="Of the stage, out of `total`.")]
    total: Annotated[int, Field(description="0 where it is not known yet.")]
    file: Annotated[str, Field(description="That is being read, or empty.")]
    report: ReportObject | None
    generation: Annotated[str, Field(description="In use in the end; empty before.")]
    failure: Annotated[str, Field(description="Why it failed, or empty.")]

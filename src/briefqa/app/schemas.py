"""The JSON of the HTTP API as pydantic models, which check requests and describe responses."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from briefqa.records import BlockKind, Language, Scope, Status
from briefqa.text.dates import is_date

QUESTION_LIMIT = 2000  # characters


def _require_date(text: str) -> str:
    if not is_date(text):
        raise PydanticCustomError("date", "Give a date such as 2025, 2025-06 or 2025-06-11")
    return text


IsoDate = Annotated[str, AfterValidator(_require_date)]

QuestionText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=QUESTION_LIMIT,
        description="The question, in Japanese or English.",
        examples=["訪日客数は何人ですか？"],
    ),
]
BriefingIds = Annotated[
    list[Annotated[str, Field(max_length=200)]],
    Field(
        max_length=1000,
        description="Ids of the briefings to look in; none means all.",
        examples=[["kanko-2024"]],
    ),
]
Since = Annotated[
    IsoDate,
    Field(
        description="Only briefings of this date or later: a year, a month or a day.",
        examples=["2024", "2024-06"],
    ),
]
Until = Annotated[
    IsoDate,
    Field(
        description="Only briefings of this date or earlier: a year, a month or a day.",
        examples=["2025-03-31"],
    ),
]


class _Scoped(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    briefings: BriefingIds = []
    since: Since | None = None
    until: Until | None = None

    def scope(self) -> Scope:
        """Return where to look."""
        return Scope(frozenset(self.briefings), since=self.since or "", until=self.until or "")


class AskRequest(_Scoped):
    """A question, and where to look for its answer."""

    question: QuestionText
    id: Annotated[
        str | None, Field(max_length=200, description="Any name; the answer carries it back.")
    ] = None


class AskQuery(_Scoped):
    """A question in an address, and where to look for its answer."""

    q: QuestionText


class SearchRequest(_Scoped):
    """A question, and how many passages to return."""

    question: QuestionText
    limit: Annotated[int, Field(ge=1, le=100, description="Passages at most.")] = 10


class CitationObject(BaseModel):
    """The words an answer rests on; the slide's `text[start:end]` is `quote`."""

    marker: int
    briefing: str
    briefing_title: str
    slide: Annotated[int, Field(description="The slide's number, from 1.")]
    slide_title: str
    quote: str
    start: Annotated[int, Field(description="Offset in characters into the slide's text.")]
    end: Annotated[int, Field(description="Offset of the first character after the quote.")]


class NearestObject(BaseModel):
    """A slide near a question that nothing answers."""

    briefing: str
    slide: int
    slide_title: str
    score: Annotated[float, Field(description="From 0 to 1; higher is nearer.")]


class AnswerObject(BaseModel):
    """The answer; `answer` is null and `citations` empty where `status` is `not_found`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "d001",
                    "question": "訪日客数は何人ですか？",
                    "language": "ja",
                    "status": "answered",
                    "answer": "3,687万人",
                    "confidence": 0.93,
                    "citations": [
                        {
                            "marker": 1,
                            "briefing": "kanko-2024",
                            "briefing_title": "観光の動向",
                            "slide": 2,
                            "slide_title": "訪日旅行",
                            "quote": "2024年の訪日客数：3,687万人",
                            "start": 6,
                            "end": 23,
                        }
                    ],
                    "nearest": [],
                    "generation": "gen-3",
                    "timings_ms": {"search": 1.2, "answer": 0.8, "total": 2.3},
                }
            ]
        }
    )

    id: str | None
    question: str
    language: Language
    status: Status
    answer: str | None
    confidence: Annotated[float, Field(description="From 0 to 1: how likely it is right.")]
    citations: list[CitationObject]
    nearest: list[NearestObject]
    generation: Annotated[str, Field(description="The state of the index that answered.")]
    timings_ms: dict[str, float]


class RankObject(BaseModel):
    """Where one index ranked a passage: `rank` from 1, or 0 where it did not find it."""

    rank: int
    score: float


class HitObject(BaseModel):
    """A passage found; the slide's `text[start:end]` is `text`."""

    passage: str
    briefing: str
    slide: int
    kind: BlockKind
    text: str
    start: int
    end: int
    score: Annotated[float, Field(description="Higher is better, within one question only.")]
    lexical: RankObject
    dense: RankObject


class ExpansionObject(BaseModel):
    """A term that the glossary added to the question, and its weight."""

    model_config = ConfigDict(populate_by_name=True)

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    weight: float


class TraceObject(BaseModel):
    """How the question was read."""

    terms: list[str]
    expansions: list[ExpansionObject]


class SearchObject(BaseModel):
    """The passages nearest to a question, best first."""

    question: str
    language: Language
    hits: list[HitObject]
    trace: TraceObject
    generation: str
    timings_ms: dict[str, float]


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


class HealthObject(BaseModel):
    """The server is alive."""

    status: str


class ReadyObject(BaseModel):
    """The server can answer."""

    status: str
    generation: str
    briefings: int
    slides: int


class FieldProblem(BaseModel):
    """A field of the request that cannot be used."""

    field: str
    detail: str


class ProblemObject(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = []

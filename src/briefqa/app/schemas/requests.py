"""What clients send: questions, where to look for their answers, and what was said before."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from briefqa.records import Language, Scope, Turn
from briefqa.text.dates import is_date

QUESTION_LIMIT = 2000  # characters
TURNS_LIMIT = 20
CITED_LIMIT = 100
SLIDES_LIMIT = 100_000
EXPORT_LIMIT = 100  # questions


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
BriefingId = Annotated[str, Field(max_length=200)]
BriefingIds = Annotated[
    list[BriefingId],
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
ConversationId = Annotated[str, Field(min_length=1, max_length=200)]
IsTraced = Annotated[
    bool, Field(description="Whether the answer holds `trace`: how it came about.")
]


class TurnObject(BaseModel):
    """An earlier question of a conversation, what it was answered, and the slides cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Annotated[
        str,
        Field(
            min_length=1,
            max_length=QUESTION_LIMIT,
            description="As asked, or `interpreted_as` of its answer where there is one.",
        ),
    ]
    answer: Annotated[
        str | None,
        Field(max_length=QUESTION_LIMIT, description="Null or empty where nothing was found."),
    ] = None
    cited: Annotated[
        list[tuple[BriefingId, Annotated[int, Field(ge=1, le=SLIDES_LIMIT)]]],
        Field(
            max_length=CITED_LIMIT,
            description="The briefing's id and the slide's number of each citation.",
            examples=[[["kanko-2024", 2]]],
        ),
    ] = []

    def turn(self) -> Turn:
        """Return the turn as the assistant takes it."""
        return Turn(self.question, self.answer or "", tuple(self.cited))


def _kind_of_conversation(value: object) -> str:
    return "id" if isinstance(value, str) else "turns"


Conversation = Annotated[
    Annotated[ConversationId, Tag("id")]
    | Annotated[list[TurnObject], Field(max_length=TURNS_LIMIT), Tag("turns")],
    Discriminator(_kind_of_conversation),
    Field(
        description=(
            "What the question follows up: `conversation` of an earlier answer, or the earlier "
            'questions and answers themselves, oldest first. "new" begins a conversation that the '
            "server keeps for a while. Left out, the question stands alone."
        ),
        examples=["new"],
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
    """A question, where to look for its answer, and the conversation that it continues."""

    question: QuestionText
    id: Annotated[
        str | None, Field(max_length=200, description="Any name; the answer carries it back.")
    ] = None
    conversation: Conversation | None = None

    def earlier(self) -> str | tuple[Turn, ...] | None:
        """Return the conversation's id, its turns, or None where the question stands alone."""
        if isinstance(self.conversation, list):
            return tuple(said.turn() for said in self.conversation)
        return self.conversation


class AskQuery(_Scoped):
    """A question in an address, and where to look for its answer."""

    q: QuestionText
    conversation: Annotated[
        ConversationId | None,
        Field(description='`conversation` of an earlier answer, or "new" to begin one.'),
    ] = None
    trace: IsTraced = False


class SuggestionQuery(_Scoped):
    """A whole question in an address, from which others are to lead on."""

    q: QuestionText


class SearchRequest(_Scoped):
    """A question, and how many passages to return."""

    question: QuestionText
    limit: Annotated[int, Field(ge=1, le=100, description="Passages at most.")] = 10


class Exported(_Scoped):
    """As what a file of answers is written, and where the answers are looked for."""

    format: Annotated[
        Literal["markdown", "csv", "docx"], Field(description="Of the file.", examples=["docx"])
    ]
    language: Annotated[
        Language, Field(description="Of the headings; an answer speaks its question's language.")
    ] = "ja"


class ExportRequest(Exported):
    """Questions that are answered anew for a file."""

    questions: Annotated[
        list[QuestionText],
        Field(
            min_length=1,
            max_length=EXPORT_LIMIT,
            description="Whole ones: a follow-up as `interpreted_as` of its answer says it.",
            examples=[["訪日客数は何人ですか？"]],
        ),
    ]


class ExportQuery(Exported):
    """A question in an address that is answered anew for a file."""

    q: QuestionText

"""The answer object and the hits of a search, as the API gives them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from briefqa.app.schemas.example import ANSWER
from briefqa.records import AnswerType, BlockKind, Language, Qualifier, Status

Original = Annotated[str, Field(description="The words as written on the slide.")]
Said = Annotated[str, Field(description="In the question's language as far as rules render it.")]
AsOf = Annotated[
    str | None,
    Field(description="The date at which the slide says it held: a year, a month or a day."),
]
RowEnglish = Annotated[
    str | None,
    Field(description="Rendered for an English question; null where no rule does."),
]
Marker = Annotated[int, Field(description="`marker` of the citation that holds it.")]


class QuantityObject(BaseModel):
    """A figure in plain units: 3,000億ドル is 300000000000 USD."""

    value: int | float
    unit: Annotated[
        str, Field(description="An ISO 4217 code for money, else as the slide has it; or empty.")
    ]
    qualifier: Annotated[Qualifier, Field(description="Left out where there is none.")] = ""


class MomentObject(BaseModel):
    """A point in time."""

    date: Annotated[
        str,
        Field(description="ISO 8601: a year, a month or a day; `--04` where the year is not said."),
    ]
    qualifier: Annotated[Qualifier, Field(description="Left out where there is none.")] = ""
    fiscal: Annotated[bool, Field(description="A Japanese fiscal year, which begins in April.")] = (
        False
    )


class PeriodObject(BaseModel):
    """A stretch of time, both ends included; null for an open end."""

    model_config = ConfigDict(populate_by_name=True)

    start: Annotated[str | None, Field(alias="from")]
    end: Annotated[str | None, Field(alias="to")]
    fiscal: bool = False


ValueObject = Annotated[
    QuantityObject | MomentObject | PeriodObject | None,
    Field(description="The answer's figure or date, normalised; null where it is neither."),
]


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


class RowObject(BaseModel):
    """A row of a table or list, as written; `value` is empty where a row is a name alone."""

    label: str
    value: str
    label_english: RowEnglish
    value_english: RowEnglish
    marker: Marker


class AlternativeObject(BaseModel):
    """Another value that slides give for the same thing."""

    answer: Said
    answer_original: Original
    value: ValueObject
    as_of: AsOf
    markers: list[Marker]


class NearestObject(BaseModel):
    """A slide near a question that nothing answers."""

    briefing: str
    slide: int
    slide_title: str
    score: Annotated[float, Field(description="From 0 to 1; higher is nearer.")]


class ExpansionObject(BaseModel):
    """A term that the glossary added to the question, and its weight."""

    model_config = ConfigDict(populate_by_name=True)

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    weight: float


class TraceHitObject(BaseModel):
    """A passage that was found; each rank counts from 1, 0 where that index did not find it."""

    passage: str
    score: Annotated[float, Field(description="Higher is better, within one question only.")]
    lexical_rank: int
    dense_rank: int


class TraceSpanObject(BaseModel):
    """A candidate for the answer."""

    text: str
    briefing: str
    slide: int
    score: Annotated[float, Field(description="Higher is better.")]
    evidence: Annotated[
        dict[str, float], Field(description="What speaks for it, by name; zeros are left out.")
    ]


class AnswerTraceObject(BaseModel):
    """How an answer came about; the times stand in `timings_ms`."""

    terms: Annotated[list[str], Field(description="What the question was looked up by.")]
    expansions: list[ExpansionObject]
    hits: list[TraceHitObject]
    spans: Annotated[list[TraceSpanObject], Field(description="The best candidates, best first.")]
    probability: Annotated[
        float | None,
        Field(description="That there is an answer, from 0 to 1; null where it was no candidate."),
    ]
    threshold: Annotated[
        float, Field(description="Where `probability` is below it, `status` is `not_found`.")
    ]


class AnswerObject(BaseModel):
    """The answer; `answer` is null and `citations` empty where `status` is `not_found`."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWER]})

    id: str | None
    question: str
    interpreted_as: Annotated[
        str | None,
        Field(description="The whole question that a follow-up was read as; null for others."),
    ]
    language: Language
    status: Status
    type: Annotated[AnswerType, Field(description="What was asked for.")]
    answer: Said | None
    answer_original: Original | None
    value: ValueObject
    as_of: AsOf
    computed: Annotated[
        bool,
        Field(description="Whether the answer was counted, added up or compared from `rows`."),
    ]
    conflict: Annotated[
        bool, Field(description="Whether slides disagree; then `alternatives` has the others.")
    ]
    confidence: Annotated[float, Field(description="From 0 to 1: how likely it is right.")]
    citations: list[CitationObject]
    rows: Annotated[
        list[RowObject],
        Field(description="Those of a table that the answer is, or was worked out from."),
    ]
    coverage: Annotated[
        str, Field(description="How many rows were looked at, and where; empty without rows.")
    ]
    alternatives: Annotated[list[AlternativeObject], Field(description="Newest first.")]
    nearest: list[NearestObject]
    message: Annotated[
        str,
        Field(
            description="Why nothing is answered and how many slides were searched, for people; "
            "or empty."
        ),
    ]
    notices: Annotated[
        list[str], Field(description="What did not go as wished, for people: a line each.")
    ]
    slides_searched: Annotated[int, Field(description="How many slides were looked in.")]
    conversation: Annotated[
        str | None,
        Field(description="What to send with a question that follows this one up, or null."),
    ]
    generation: Annotated[str, Field(description="The state of the index that answered.")]
    timings_ms: dict[str, float]
    trace: Annotated[
        AnswerTraceObject, Field(description="Only where the request says `trace=true`.")
    ] = None  # type: ignore[assignment] # left out, never null


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


class SuggestionList(BaseModel):
    """Questions that lead on from one, the likeliest first; none where nothing was found."""

    suggestions: list[str]

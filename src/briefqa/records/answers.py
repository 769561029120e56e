"""What is asked, found and answered."""

from dataclasses import dataclass, field
from typing import Literal

from briefqa.records.briefings import Passage

Status = Literal["answered", "not_found"]
Language = Literal["ja", "en"]
AnswerType = Literal[
    "count",
    "number",
    "money",
    "percentage",
    "date",
    "period",
    "place",
    "person",
    "organisation",
    "name",
    "definition",
    "reason",
    "list",
    "yes_no",
    "text",
    "summary",
]
Qualifier = Literal["", "about", "at least", "at most", "more than", "less than"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which briefings a question is put to.

    `briefings` empty means all. `since` and `until` are ISO 8601 dates of any precision, both
    inclusive; "" means open. A briefing without a date is outside any bounded scope.
    """

    briefings: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with where each index ranked it.

    `score` is the fused score (higher is better, comparable within one query only). Ranks are
    1-based; 0 means that index did not find it. Raw scores: BM25 sum and cosine similarity.
    """

    passage: Passage
    score: float
    lexical_rank: int
    lexical_score: float
    dense_rank: int
    dense_score: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in plain units: 3,000億ドル is 3.0e11 USD, ３か国 is 3 か国, ▲46％ is -46 %.

    `unit`: an ISO 4217 code for money, else the unit of measure as the slide has it, normalised
    (`か国`, `%`, `トン`, `°c`), its multiplier (万, 億, 百万) worked into `value`; "" for none.
    """

    value: float
    unit: str = ""
    qualifier: Qualifier = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time. `date`: ISO 8601 of any precision (`2026`, `2026-01`, `2026-01-27`).

    `--04-08` is a day, `--04` a month whose year is not said. `is_fiscal`: a Japanese fiscal year,
    which begins in April; `date` is then the year in which it begins.
    """

    date: str
    qualifier: Qualifier = ""
    is_fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends inclusive, each as `Moment.date` or "" for open."""

    start: str
    end: str
    is_fiscal: bool = False


Value = Quantity | Moment | Period


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words an answer rests on: `slide_text[start:end] == quote`.

    `marker` counts from 1. `start`, `end`: character offsets into the slide's text, end exclusive.
    """

    marker: int
    briefing: str
    briefing_title: str
    slide: int
    slide_title: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table or list that an answer is made of.

    `label` and `value` are as written (`value` "" where a row is a name alone), `marker` that of
    the citation that holds them. `label_english` and `value_english` render them for an English
    question, "" where no rule does.
    """

    label: str
    value: str
    marker: int
    label_english: str = ""
    value_english: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that slides give for the same fact; see `Answer` for the fields."""

    text: str
    original: str
    value: Value | None
    as_of: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A slide near the question, the way out where nothing answers.

    `score` in [0, 1], higher is nearer.
    """

    briefing: str
    slide: int
    slide_title: str
    score: float


@dataclass(frozen=True, slots=True)
class TraceSpan:
    """A candidate: its words, where they stand, its score (higher is better), what speaks for it.

    `evidence`: the figures that are not zero, by name; see `briefqa.answerer.evidence`.
    """

    text: str
    briefing: str
    slide: int
    score: float
    evidence: dict[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Working:
    """How an answerer came to its answer: the best candidates, best first, and what decided.

    `probability`, in [0, 1]: that there is an answer; below `threshold` the answer is `not_found`.
    None where no candidate was found, or the answer did not come from one.
    """

    spans: tuple[TraceSpan, ...] = ()
    probability: float | None = None
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answerer says: `text` is None exactly when `status` is `not_found`.

    `confidence` in [0, 1]: how likely the answer is right (for `not_found`: that of the best
    candidate that was turned down).

    `text` is in the question's language as far as rules render it; `original` holds the words as
    written, None where `text` is None. `type`: what was asked for. `value`: the answer's figure or
    date, normalised; `as_of`: the date at which the slide says it held, ISO 8601, or "".

    `rows`: those of the table that the answer is, or was worked out from. `is_computed`: the text
    is the result of counting, adding up or comparing `rows`. `coverage`: how many rows were looked
    at and where, for people, or "". `alternatives`: where slides disagree, the values that they
    give beside this one, newest first. `message`: for people; why nothing is answered, or "".
    `notices`: for people; what did not go as wished, such as a language model that failed.
    `working`: how it came about, for the trace.
    """

    status: Status
    text: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    original: str | None = None
    type: AnswerType = "text"
    value: Value | None = None
    as_of: str = ""
    rows: tuple[Row, ...] = ()
    is_computed: bool = False
    coverage: str = ""
    alternatives: tuple[Alternative, ...] = ()
    message: str = ""
    notices: tuple[str, ...] = ()
    working: Working = field(default=Working(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation and what it was answered.

    `question` is whole: as interpreted, where it was a follow-up. `answer` "" where not found.
    `cited`: (briefing id, 1-based slide number) of its citations, in order.
    """

    question: str
    answer: str
    cited: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TraceHit:
    """A passage that was found: its id, its fused score, and both ranks (0: not found there)."""

    passage: str
    score: float
    lexical_rank: int
    dense_rank: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How a reply came about; `expansions`: (from, to, weight) of each wording that was added."""

    terms: tuple[str, ...]
    expansions: tuple[tuple[str, str, float], ...]
    hits: tuple[TraceHit, ...]
    working: Working


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer object that the CLI, the API and the chat share; `briefqa.wire` gives its JSON.

    `interpreted_as`: the whole question that a follow-up was read as, or None. `conversation`: the
    id under which the server keeps the conversation, or None. `slides_searched`: how many slides
    were in scope. `trace` where it was asked for.
    """

    id: str | None
    question: str
    language: Language
    answer: Answer
    generation: str
    timings_ms: dict[str, float] = field(default_factory=dict)
    interpreted_as: str | None = None
    conversation: str | None = None
    slides_searched: int = 0
    trace: Trace | None = None

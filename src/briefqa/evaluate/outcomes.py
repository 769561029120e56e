"""What one question gave, and what many come to; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefqa.evaluate.calibration import (
    ReliabilityBin,
    expected_calibration_error,
    reliability_bins,
)
from briefqa.evaluate.measures import holds, is_right, mean, ndcg_at, percentile, recall_at
from briefqa.evaluate.questions import Question
from briefqa.records import Status


@dataclass(frozen=True, slots=True)
class SlidePlace:
    """Which slide: `number` is 1-based within the briefing of id `briefing`."""

    briefing: str
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave.

    `given` is the answer in the question's language, `original` the words as written: an answer is
    right if either is.
    `expected` are the slides that hold the answer; `ranking` the slides found, best first, at most
    RANKED_SLIDES; `cited` the slides of the citations, in order. `milliseconds` is the time `ask`
    took, end to end.
    """

    question: Question
    status: Status
    given: str | None
    original: str | None
    confidence: float
    expected: frozenset[SlidePlace]
    ranking: tuple[SlidePlace, ...]
    cited: tuple[SlidePlace, ...]
    quotes_verbatim: int
    milliseconds: float

    @property
    def is_refused(self) -> bool:
        """Whether nothing was answered."""
        return self.status == "not_found"

    @property
    def is_right(self) -> bool:
        """Whether what was given is right: an accepted answer, or a refusal where there is none."""
        if not self.question.is_answerable:
            return self.is_refused
        if self.is_refused:
            return False
        if self.question.items:
            said = (self.given or "", self.original or "")
            return all(any(holds(text, item) for text in said) for item in self.question.items)
        accepted = self.question.answers
        return is_right(self.given, accepted) or is_right(self.original, accepted)

    @property
    def cites_right_slide(self) -> bool:
        """Whether any cited slide is one that holds the answer."""
        return any(place in self.expected for place in self.cited)

    @property
    def relevance(self) -> tuple[bool, ...]:
        """For each slide of the ranking, whether it holds the answer."""
        return tuple(place in self.expected for place in self.ranking)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a set of outcomes comes to: counts, and shares in [0, 1], None where of nothing.

    A question that was refused or found nothing counts as zero and stays in the mean.

    `recall_at_*`, `ndcg_at_10`, `cited_slide_right`: over answerable questions whose slides are
    known. `answers_right` and `answerable_refused` (lower is better): over answerable questions.
    `abstention_precision`: of the refused questions, those without an answer;
    `abstention_recall`: of the questions without an answer, those refused. `quotes_verbatim`: of
    all quotes, those that stand in their slide at their offsets. Latencies: milliseconds of `ask`.

    `mean_confidence`, `answered_right` and `expected_calibration_error` (lower is better): over the
    `answered` questions, those without an answer among them; see `reliability`.
    """

    questions: int
    answerable: int
    answered: int
    recall_at_1: float | None
    recall_at_3: float | None
    recall_at_5: float | None
    ndcg_at_10: float | None
    answers_right: float | None
    answerable_refused: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    cited_slide_right: float | None
    quotes: int
    quotes_verbatim: float | None
    mean_confidence: float | None
    answered_right: float | None
    expected_calibration_error: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of the questions that share a language, a type or a file."""

    name: str
    measures: Measures


def sorted_places(places: Iterable[SlidePlace]) -> list[SlidePlace]:
    """Return slides in the order of briefing and number."""
    return sorted(places, key=lambda place: (place.briefing, place.number))


def measure(outcomes: Sequence[Outcome]) -> Measures:
    """Sum up outcomes; pure."""
    answerable = [outcome for outcome in outcomes if outcome.question.is_answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.question.is_answerable]
    located = [outcome for outcome in answerable if outcome.expected]
    refused = [outcome for outcome in outcomes if outcome.is_refused]
    answered = [outcome for outcome in outcomes if not outcome.is_refused]
    quotes = sum(len(outcome.cited) for outcome in outcomes)
    verbatim = sum(outcome.quotes_verbatim for outcome in outcomes)
    latencies = [outcome.milliseconds for outcome in outcomes]
    return Measures(
        questions=len(outcomes),
        answerable=len(answerable),
        answered=len(answered),
        recall_at_1=mean(recall_at(outcome.relevance, 1) for outcome in located),
        recall_at_3=mean(recall_at(outcome.relevance, 3) for outcome in located),
        recall_at_5=mean(recall_at(outcome.relevance, 5) for outcome in located),
        ndcg_at_10=mean(
            ndcg_at(outcome.relevance, 10, relevant=len(outcome.expected)) for outcome in located
        ),
        answers_right=mean(outcome.is_right for outcome in answerable),
        answerable_refused=mean(outcome.is_refused for outcome in answerable),
        abstention_precision=mean(not outcome.question.is_answerable for outcome in refused),
        abstention_recall=mean(outcome.is_refused for outcome in unanswerable),
        cited_slide_right=mean(outcome.cites_right_slide for outcome in located),
        quotes=quotes,
        quotes_verbatim=verbatim / quotes if quotes else None,
        mean_confidence=mean(outcome.confidence for outcome in answered),
        answered_right=mean(outcome.is_right for outcome in answered),
        expected_calibration_error=expected_calibration_error(reliability(answered)),
        latency_p50_ms=percentile(latencies, 0.50),
        latency_p95_ms=percentile(latencies, 0.95),
    )


def group_by(outcomes: Iterable[Outcome], key: Callable[[Question], str]) -> tuple[Group, ...]:
    """Return the measures of the questions of each key, in the order of the keys."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome.question), []).append(outcome)
    return tuple(Group(name=name, measures=measure(groups[name])) for name in sorted(groups))


def reliability(outcomes: Iterable[Outcome]) -> tuple[ReliabilityBin, ...]:
    """Sort the answers given by their confidence, and say how many of them are right.

    A refused question gave no answer, and its confidence is that of the candidate turned down, so
    it has no place here; an answer to a question that has none counts as wrong.
    """
    return reliability_bins(
        (outcome.confidence, outcome.is_right) for outcome in outcomes if not outcome.is_refused
    )

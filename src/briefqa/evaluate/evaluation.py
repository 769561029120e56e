"""Put every question to the assistant, judge what comes back, and sum it up."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from briefqa.errors import InputError, UnknownBriefingError, UnknownSlideError
from briefqa.evaluate.calibration import ReliabilityBin
from briefqa.evaluate.outcomes import (
    Group,
    Measures,
    Outcome,
    SlidePlace,
    group_by,
    measure,
    reliability,
    sorted_places,
)
from briefqa.evaluate.questions import Question
from briefqa.records import Briefing, Citation, Hit, Reply, Slide

RANKED_SLIDES = 10  # slides of a ranking that are looked at: nDCG@10 needs no more
FIRST_LIMIT = 100  # passages searched at first; a slide has about ten


class Found(Protocol):
    """What a search brings back."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages found, best first."""
        ...


class Subject(Protocol):
    """What is evaluated: the assistant, or anything that answers as it does."""

    @property
    def briefings(self) -> tuple[Briefing, ...]:
        """All briefings that questions are put to."""
        ...

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        ...

    def ask(self, question: str, /) -> Reply:
        """Answer a question."""
        ...

    def search(self, question: str, /, *, limit: int) -> Found:
        """Find at most `limit` passages."""
        ...

    def slide(self, briefing_id: str, number: int, /) -> Slide:
        """Return a slide by its 1-based number."""
        ...


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A whole evaluation; groups are in the order of their names."""

    generation: str
    overall: Measures
    by_language: tuple[Group, ...]
    by_type: tuple[Group, ...]
    by_file: tuple[Group, ...]
    reliability: tuple[ReliabilityBin, ...]
    outcomes: tuple[Outcome, ...]


def evaluate(
    questions: Sequence[Question],
    subject: Subject,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """Put every question to the subject and measure what it gives.

    `progress` is told how many of how many are done. Raises InputError for a question whose
    briefing the subject does not hold.
    """
    expected = [_expected_slides(question, subject.briefings) for question in questions]
    outcomes = []
    for done, (question, slides) in enumerate(zip(questions, expected, strict=True), start=1):
        outcomes.append(_outcome(question, slides, subject))
        progress(done, len(questions))
    return Evaluation(
        generation=subject.generation,
        overall=measure(outcomes),
        by_language=group_by(outcomes, lambda question: question.language),
        by_type=group_by(outcomes, lambda question: question.type),
        by_file=group_by(outcomes, lambda question: question.file),
        reliability=reliability(outcomes),
        outcomes=tuple(outcomes),
    )


def _expected_slides(question: Question, briefings: Sequence[Briefing]) -> frozenset[SlidePlace]:
    """Say which slides of which briefing hold the answer."""
    if not question.slides:
        return frozenset()
    wanted = question.briefing
    named = [item for item in briefings if wanted in ("", item.id, item.source)]
    # A deck may have been read from another file of its name: its PDF, or its text.
    named = named or [item for item in briefings if Path(item.source).stem == Path(wanted).stem]
    if len(named) != 1:
        held = f"{len(briefings)} briefings"
        meant = f'"{wanted}", which is not one of' if wanted else "no briefing of"
        raise InputError(
            f"Question {question.id} names {meant} the {held} in the index.",
            hint='Add "briefing" with its id or its file name.',
        )
    return frozenset(SlidePlace(named[0].id, number) for number in question.slides)


def _outcome(question: Question, expected: frozenset[SlidePlace], subject: Subject) -> Outcome:
    start = time.perf_counter()
    reply = subject.ask(question.text)
    milliseconds = (time.perf_counter() - start) * 1000
    citations = reply.answer.citations
    return Outcome(
        question=question,
        status=reply.answer.status,
        given=reply.answer.text,
        original=reply.answer.original,
        confidence=reply.answer.confidence,
        expected=expected,
        ranking=rank_slides(question.text, subject),
        cited=tuple(SlidePlace(citation.briefing, citation.slide) for citation in citations),
        quotes_verbatim=sum(_is_verbatim(citation, subject) for citation in citations),
        milliseconds=milliseconds,
    )


def rank_slides(question: str, subject: Subject) -> tuple[SlidePlace, ...]:
    """Return the slides found, best first, each at its first hit; at most RANKED_SLIDES.

    A few slides can hold all the best passages, so the search widens until there are enough slides.
    """
    limit = FIRST_LIMIT
    while True:
        hits = subject.search(question, limit=limit).hits
        places = [SlidePlace(hit.passage.briefing_id, hit.passage.slide) for hit in hits]
        ranking = tuple(dict.fromkeys(places))
        if len(ranking) >= RANKED_SLIDES or len(hits) < limit:
            return ranking[:RANKED_SLIDES]
        limit *= 2


def _is_verbatim(citation: Citation, subject: Subject) -> bool:
    try:
        text = subject.slide(citation.briefing, citation.slide).text
    except (UnknownBriefingError, UnknownSlideError):
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the evaluation as JSON values; the names are those of the records."""
    return {
        "generation": evaluation.generation,
        "overall": asdict(evaluation.overall),
        "by_language": _groups_to_json(evaluation.by_language),
        "by_type": _groups_to_json(evaluation.by_type),
        "by_file": _groups_to_json(evaluation.by_file),
        "reliability": [asdict(item) for item in evaluation.reliability],
        "outcomes": [_outcome_to_json(outcome) for outcome in evaluation.outcomes],
    }


def _groups_to_json(groups: Sequence[Group]) -> dict[str, Any]:
    return {group.name: asdict(group.measures) for group in groups}


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.question.id,
        "file": outcome.question.file,
        "question": outcome.question.text,
        "accepted": list(outcome.question.answers),
        "status": outcome.status,
        "answer": outcome.given,
        "answer_original": outcome.original,
        "confidence": outcome.confidence,
        "right": outcome.is_right,
        "expected": [asdict(place) for place in sorted_places(outcome.expected)],
        "ranking": [asdict(place) for place in outcome.ranking],
        "cited": [asdict(place) for place in outcome.cited],
        "milliseconds": outcome.milliseconds,
    }

"""Reading comprehension: given the passage, does a model find the words that answer?

Exact match and F1 as JGLUE computes them for JSQuAD: the patch to transformers' `squad_metrics.py`
in https://github.com/yahoojapan/JGLUE (`fine-tuning/patch`). Answers are compared in lower case,
without full stops 。 at the end and with each run of white space as one space; brackets and width
stay. F1 is over characters, not words or morphemes. Of several accepted answers the best counts.

The baseline figures of JaQuAD (https://github.com/SkelterLabsInc/JaQuAD, `JaQuAD.ipynb`) are over
the subword positions of windows of 384, windows without the answer among them, and against the
first answer alone. Ours for JaQuAD are over characters of whole passages, as for JSQuAD, so the two
are near but not the same measure.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.evaluate.jsonlines import read_lines, text
from briefqa.evaluate.measures import mean, percentile

Read = Callable[[str, str], str]
"""Takes a question and a passage; returns the words of the passage that answer best, never none."""


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, the passage that answers it, and the accepted answers, at least one."""

    text: str
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """Means over the questions, in [0, 1], higher is better; the median time of one reading."""

    questions: int
    exact_match: float | None
    f1: float | None
    latency_p50_ms: float | None


def read_reading_questions(path: Path) -> tuple[ReadingQuestion, ...]:
    """Read `question`, `context` and `answers` (each with its `text`). Raises InputError."""
    return tuple(
        read_lines(
            path,
            lambda line: ReadingQuestion(
                text=text(line, "question"),
                passage=text(line, "context"),
                answers=tuple(text(answer, "text") for answer in line["answers"]),
            ),
        )
    )


def evaluate_reading(
    questions: Sequence[ReadingQuestion],
    read: Read,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ReadingScores:
    """Let `read` answer every question from its passage, and compare."""
    matches, f1s, latencies = [], [], []
    for done, question in enumerate(questions, start=1):
        start = time.perf_counter()
        given = read(question.text, question.passage)
        latencies.append((time.perf_counter() - start) * 1000)
        matches.append(exact_match(given, question.answers))
        f1s.append(character_f1(given, question.answers))
        progress(done, len(questions))
    return ReadingScores(
        questions=len(questions),
        exact_match=mean(matches),
        f1=mean(f1s),
        latency_p50_ms=percentile(latencies, 0.50),
    )


def normalise_answer(answer: str) -> str:
    """Return an answer as JGLUE compares it.

    >>> normalise_answer("「COP 29」で 決まった。。")
    '「cop 29」で 決まった'
    """
    return " ".join(answer.lower().rstrip("。").split())


def exact_match(given: str, accepted: Iterable[str]) -> float:
    """Return 1.0 where the answer is an accepted one, else 0.0."""
    return float(any(normalise_answer(given) == normalise_answer(one) for one in accepted))


def character_f1(given: str, accepted: Iterable[str]) -> float:
    """Return the best F1 of the answer's characters and those of an accepted one, in [0, 1].

    >>> character_f1("小笠原", ["小笠原諸島"]), character_f1("諸島", ["北海道", "小笠原"])
    (0.75, 0.0)
    """
    return max(
        (_f1(normalise_answer(given), normalise_answer(one)) for one in accepted), default=0.0
    )


def _f1(given: str, accepted: str) -> float:
    """Return the F1 of two bags of characters; 1.0 where both are empty."""
    if not given or not accepted:
        return float(given == accepted)
    shared = (Counter(given) & Counter(accepted)).total()
    return 2 * shared / (len(given) + len(accepted))

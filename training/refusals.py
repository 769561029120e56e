"""Fit whether the best candidate answers a question at all, and print the weights.

    python -m training.refusals --fit FILE INDEX [--fit ...] [--check FILE INDEX ...]

Each question of a FILE that has an answer is asked a second time with the slides that hold it left
out of what is found: the words of the question stand on slides of the deck and none answers it, as
with the questions that are refused too seldom. Such cases count half. The written decks are added,
those that the reading model has learned from for a tenth, since it is surer there than it may be.
Logistic regression over the evidence of the best candidate and over its score; the score's weight
is then laid on what the score is made of. Last comes for each file how well the fit, and what is in
use, part questions with an answer from those without, as the area under the curve. What is worth
keeping is rounded and copied by hand into `briefqa.answerer.evidence`.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from briefqa.answerer.candidates import candidates
from briefqa.answerer.evidence import BIAS, RANKING, Evidence, answerable
from briefqa.answerer.extractive import read_ask, read_sources
from briefqa.assistant import HITS_READ
from briefqa.embedder import load_embedder
from briefqa.evaluate import Question, read_questions
from briefqa.evaluate.measures import holds
from briefqa.records import Hit, Language
from training.answerer import Fitter
from training.reader_finish import KEPT_BACK
from training.written import index_of, is_kept_back, written_decks

# What the fit is over; the rest of the evidence comes in through the score.
NAMES = (
    "own", "all", "names", "known", "strange", "like", "missing", "fit", "misfit", "numbers",
    "agree", "holds",
)  # fmt: skip
LEFT_OUT = 0.5  # weight of a question asked without the slides that answer it
LEARNED = 0.1  # weight of a question over a deck that the reading model has learned from
STRENGTH = 0.1  # inverse of the penalty on the weights, each figure brought to unit variance
COMPUTED = frozenset({"superlative", "sum", "nth", "row_count", "list_all"})  # by rows, not spans


@dataclass(frozen=True, slots=True)
class Best:
    """The evidence of the best candidate for a question, and whether there is an answer."""

    evidence: Evidence
    language: Language
    is_answerable: bool
    weight: float


def best_of(fitter: Fitter, questions: Path, index: Path, *, weight: float = 1.0) -> Iterator[Best]:
    """Yield what is found best for each question, and once more where its slides are left out."""
    assistant = fitter.open(index)
    for question in read_questions(questions):
        if question.type in COMPUTED:
            continue
        query, hits = assistant.find(question.text, HITS_READ)
        others = [hit for hit in hits if not _answers(question, hit)]
        asked = [(hits, question.is_answerable, weight)]
        if question.is_answerable:
            asked.append((others, False, weight * LEFT_OUT))
        for found, is_answerable, counts in asked:
            readings = fitter.reader.read(query, found, assistant)
            sources = read_sources(found, assistant)
            best = candidates(query, read_ask(query), sources, fitter.vectors, readings)[:1]
            if best:
                yield Best(best[0].evidence, query.language, is_answerable, counts)


def _answers(question: Question, hit: Hit) -> bool:
    """Say whether a hit's slide is one that answers, or its words hold an accepted answer."""
    briefing = question.briefing.split(".")[0]
    is_there = not briefing or hit.passage.briefing_id == briefing
    is_named = is_there and hit.passage.slide in question.slides
    return is_named or any(holds(hit.passage.text, answer) for answer in question.answers)


def written() -> Iterator[Best]:
    """Yield the same over the written decks."""
    for deck in written_decks():
        weight = 1.0 if is_kept_back(deck, KEPT_BACK) else LEARNED
        with tempfile.TemporaryDirectory() as folder:
            index = index_of(deck, Path(folder), load_embedder(None))
            yield from best_of(Fitter(), deck.with_suffix(".jsonl"), index, weight=weight)


def fit(best: Sequence[Best]) -> tuple[Evidence, dict[Language, float]]:
    """Return the weights of the evidence, and the constant of each language."""
    rows = _rows(best)
    scale = rows.std(axis=0) + 1e-3
    model = LogisticRegression(C=STRENGTH, max_iter=3_000)
    wanted = [one.is_answerable for one in best]
    model.fit(rows / scale, wanted, sample_weight=[one.weight for one in best])
    *weights, of_score, of_english = (model.coef_[0] / scale).tolist()
    total = {name: of_score * weight for name, weight in asdict(RANKING).items()}
    for name, weight in zip(NAMES, weights, strict=True):
        total[name] += weight
    constant = float(model.intercept_[0])
    return Evidence(**total), {"ja": constant, "en": constant + of_english}


def _rows(best: Sequence[Best]) -> NDArray[np.float64]:
    return np.asarray(
        [
            [
                *(getattr(one.evidence, name) for name in NAMES),
                one.evidence.weighed(RANKING),
                float(one.language == "en"),
            ]
            for one in best
        ]
    )


def main() -> None:
    """Fit, and print the weights and what they do."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("fit", "check"):
        parser.add_argument(
            f"--{name}", nargs=2, type=Path, action="append", default=[], metavar=("FILE", "INDEX")
        )
    chosen = parser.parse_args()
    fitter = Fitter()
    asked = {path: list(best_of(fitter, path, index)) for path, index in chosen.fit + chosen.check}
    fitted_on = [one for path, _ in chosen.fit for one in asked[path]]
    weights, bias = fit([*fitted_on, *written()])
    for name, weight in asdict(weights).items():
        print(f"{name:10} {weight:6.2f}")
    print(f"bias {bias} (in use {dict(BIAS)})")
    for path, best in asked.items():
        wanted = [one.is_answerable for one in best]
        fitted = [bias[one.language] + one.evidence.weighed(weights) for one in best]
        in_use = [answerable(one.evidence, one.language) for one in best]
        print(
            f"{path}: area under the curve {roc_auc_score(wanted, fitted):.3f},"
            f" of what is in use {roc_auc_score(wanted, in_use):.3f}"
        )


if __name__ == "__main__":
    main()

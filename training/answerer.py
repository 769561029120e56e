"""Fit what the answerer's evidence weighs, on questions with known answers, and print it.

Ranking: the likelihood of the right candidates of each question under a softmax of the scores,
held near the weights in use. Confidence: logistic regression over the best candidate of each
question, those with an answer and those without weighing the same. What is worth keeping is rounded
and copied by hand into `briefqa.answerer.evidence`, where each weight has its name.
"""

import argparse
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from briefqa.answerer.candidates import candidates
from briefqa.answerer.evidence import RANKING, Evidence
from briefqa.answerer.extractive import ExtractiveAnswerer, read_ask, read_sources
from briefqa.answerer.similar import WordVectors
from briefqa.assistant import HITS_READ, Assistant
from briefqa.embedder import load_embedder
from briefqa.evaluate import read_questions
from briefqa.evaluate.measures import is_right
from briefqa.evaluate.questions import Question
from briefqa.index import load_generation
from briefqa.lexicon import Lexicon

NAMES = tuple(field.name for field in fields(Evidence))
SHARPNESS = 6.0  # of the softmax: scores of candidates differ by tenths
STRENGTH = 0.05  # with which weights are held near those in use
STEPS = 300


@dataclass(frozen=True, slots=True)
class Case:
    """A question's candidates: evidence, shape (candidates, figures); which of them are right."""

    evidence: NDArray[np.float32]
    is_right: NDArray[np.bool_]
    is_answerable: bool
    is_english: bool


def main() -> None:
    """Fit on the question files named and print both sets of weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="questions with known answers")
    parser.add_argument("--index", type=Path, default=Path("index"))
    chosen = parser.parse_args()
    embedder = load_embedder(None)
    vectors = WordVectors(embedder)
    assistant = Assistant(
        load_generation(chosen.index, embedder).generation,
        embedder=embedder,
        lexicon=Lexicon.open(),
        answerer=ExtractiveAnswerer(vectors),
    )
    questions = [question for file in chosen.files for question in read_questions(file)]
    cases = [_case(assistant, vectors, question) for question in questions]
    _show("ranking", fit_ranking(cases))
    _show("confidence", fit_confidence(cases))


def _case(assistant: Assistant, vectors: WordVectors, question: Question) -> Case:
    query, hits = assistant.find(question.text, HITS_READ)
    found = candidates(query, read_ask(query), read_sources(hits, assistant), vectors)
    rows = [[asdict(candidate.evidence)[name] for name in NAMES] for candidate in found]
    right = [
        candidate.unit.slide.number in question.slides
        and is_right(candidate.text, question.answers)
        for candidate in found
    ]
    return Case(
        np.asarray(rows, dtype=np.float32).reshape(len(found), len(NAMES)),
        np.asarray(right, dtype=np.bool_),
        is_answerable=bool(question.answers),
        is_english=query.language == "en",
    )


def fit_ranking(cases: list[Case]) -> dict[str, float]:
    """Return the weights under which right candidates come first."""
    in_use = torch.tensor([getattr(RANKING, name) for name in NAMES], dtype=torch.float32)
    weights = in_use.clone().requires_grad_()
    told = [case for case in cases if case.is_right.any()]
    optimiser = torch.optim.Adam([weights], lr=0.03)
    for _ in range(STEPS):
        loss = STRENGTH * ((weights - in_use) ** 2).sum()
        for case in told:
            scores = SHARPNESS * (torch.from_numpy(case.evidence) @ weights)
            right = torch.from_numpy(case.is_right)
            loss = loss - (scores[right].logsumexp(0) - scores.logsumexp(0)) / len(told)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return dict(zip(NAMES, weights.tolist(), strict=True))


def fit_confidence(cases: list[Case]) -> dict[str, float]:
    """Return the log-odds of each figure of the best candidate, of English, and the bias."""
    in_use = np.asarray([getattr(RANKING, name) for name in NAMES], dtype=np.float32)
    told = [case for case in cases if len(case.evidence)]
    best = [case.evidence[int(np.argmax(case.evidence @ in_use))] for case in told]
    rows = np.column_stack([np.stack(best), [case.is_english for case in told]])
    model = LogisticRegression(C=2.0, class_weight="balanced", max_iter=5_000)
    model.fit(rows, [case.is_answerable for case in told])
    weights = dict(zip((*NAMES, "english"), model.coef_[0].tolist(), strict=True))
    return {**weights, "bias": float(model.intercept_[0])}


def _show(title: str, weights: dict[str, float]) -> None:
    print(title)
    for name, weight in weights.items():
        print(f"  {name:10} {weight:6.2f}")


if __name__ == "__main__":
    main()

"""Fit what ranks the answerer's candidates on questions over real decks, and print the weights.

    python -m training.ranking --fit FILE INDEX [--fit ...] [--check FILE INDEX ...]

Each FILE of questions is put to its INDEX; the written decks that the reading model has not seen
are fitted on beside them. The likelihood of the right candidates of each question under a softmax
of the scores is made large, held near the weights in use (`STRENGTH`). Last comes for each file
in how many questions the best candidate is right, before and after. What is worth keeping is
rounded and copied by hand into `briefqa.answerer.evidence`.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from briefqa.answerer.evidence import RANKING, Evidence
from briefqa.embedder import load_embedder
from briefqa.evaluate import read_questions
from training.answerer import NAMES, Case, Fitter, fit_ranking
from training.decks import DeckQuestion
from training.reader_finish import KEPT_BACK
from training.written import index_of, is_kept_back, written_decks

STRENGTH = 0.02


def cases_of(fitter: Fitter, questions: Path, index: Path) -> list[Case]:
    assistant = fitter.open(index)
    asked = [DeckQuestion(q.text, q.answers, q.slides) for q in read_questions(questions)]
    return [fitter.case(assistant, question) for question in asked]


def written_cases() -> Iterator[Case]:
    """Yield the cases of the written decks that the reading model did not learn from."""
    for deck in written_decks():
        if is_kept_back(deck, KEPT_BACK):
            fitter = Fitter()
            with tempfile.TemporaryDirectory() as folder:
                index = index_of(deck, Path(folder), load_embedder(None))
                yield from cases_of(fitter, deck.with_suffix(".jsonl"), index)


def right(cases: Sequence[Case], weights: Evidence) -> tuple[int, int]:
    """Return in how many questions the best candidate is right, and how many have an answer."""
    vector = np.array([getattr(weights, name) for name in NAMES], dtype=np.float32)
    answerable = [case for case in cases if case.is_answerable]
    best = [
        bool(case.is_right[int(np.argmax(case.evidence @ vector))])
        for case in answerable
        if len(case.evidence)
    ]
    return sum(best), len(answerable)


def main() -> None:
    """Fit, and print the weights and what they do."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("fit", "check"):
        parser.add_argument(
            f"--{name}", nargs=2, type=Path, action="append", default=[], metavar=("FILE", "INDEX")
        )
    chosen = parser.parse_args()
    fitter = Fitter()
    asked = {path: cases_of(fitter, path, index) for path, index in chosen.fit + chosen.check}
    fitted_on = [case for path, _ in chosen.fit for case in asked[path]]
    weights = fit_ranking([*fitted_on, *written_cases()], strength=STRENGTH)
    for name, weight in asdict(weights).items():
        print(f"{name:10} {weight:6.2f}  (in use {getattr(RANKING, name):5.2f})")
    for path, cases in asked.items():
        before, count = right(cases, RANKING)
        after, _ = right(cases, weights)
        print(f"{path}: {before} of {count} right with the weights in use, {after} with these")


if __name__ == "__main__":
    main()

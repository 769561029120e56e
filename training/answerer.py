"""Fit what the answerer's evidence weighs, and what its confidence is worth, and print it.

On decks made of text that the reading model did not learn from (`training.decks`). Ranking: the
likelihood of the right candidates of each question under a softmax of the scores, held near the
weights in use; such decks are what the reading model learned from, so they trust it more than real
slides allow, and the weights are printed, not taken over whole. Confidence: logistic regression of
whether the best candidate is right, over all questions, those without an answer too. Last comes
what each threshold would refuse. What is worth keeping is rounded and copied by hand into
`briefqa.answerer.evidence`, where each weight has its name.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from briefqa.answerer.candidates import candidates
from briefqa.answerer.evidence import RANKING, Evidence, answerable, probability
from briefqa.answerer.extractive import ExtractiveAnswerer, margin, read_ask, read_sources
from briefqa.answerer.readings import PassageReader
from briefqa.answerer.similar import WordVectors
from briefqa.assistant import HITS_READ, Assistant
from briefqa.comprehension import SpanReader
from briefqa.embedder import Embedder, load_embedder
from briefqa.evaluate import read_questions
from briefqa.evaluate.measures import is_right
from briefqa.index import build_index, load_generation
from briefqa.lexicon import Lexicon
from briefqa.ranker import Ranker
from briefqa.records import Language
from training.decks import Deck, DeckQuestion, held_back_decks
from training.glosses import Glosser
from training.reader import LEXICON
from training.reader_training import ReaderRecipe

NAMES = tuple(field.name for field in fields(Evidence))
SHARPNESS = 6.0  # of the softmax: scores of candidates differ by tenths
STRENGTH = 0.02  # with which weights are held near those in use
STEPS = 300


@dataclass(frozen=True, slots=True)
class Case:
    """A question's candidates: evidence, shape (candidates, figures); which of them are right."""

    evidence: NDArray[np.float32]
    texts: tuple[str, ...]
    is_right: NDArray[np.bool_]
    is_answerable: bool
    language: Language


class Fitter:
    """Puts questions to decks, with models loaded once.

    `vectors` and `reader` are what its assistants answer with.
    """

    def __init__(self) -> None:
        """Load the shipped models."""
        self._embedder: Embedder = load_embedder(None)
        self.vectors = WordVectors(self._embedder)
        self._model = SpanReader.load()
        self.reader = PassageReader(self._model)
        self._lexicon = Lexicon.open()
        self._ranker = Ranker.open()

    def open(self, index: Path) -> Assistant:
        """Return an assistant over an index."""
        return Assistant(
            load_generation(index, self._embedder).generation,
            embedder=self._embedder,
            lexicon=self._lexicon,
            ranker=self._ranker,
            answerer=ExtractiveAnswerer(self.vectors, self.reader),
        )

    def cases(self, deck: Deck) -> Iterator[Case]:
        """Yield the cases of a deck's questions."""
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus"
            corpus.mkdir()
            (corpus / "deck.txt").write_text(deck.text, encoding="utf-8")
            build_index(corpus, Path(folder) / "index", self._embedder)
            assistant = self.open(Path(folder) / "index")
        # Each deck has the same id, and what is kept of slides and passages is kept by place.
        self.vectors = WordVectors(self._embedder)
        self.reader = PassageReader(self._model)
        for question in deck.questions:
            yield self.case(assistant, question)

    def case(self, assistant: Assistant, question: DeckQuestion) -> Case:
        """Return the candidates of a question and which are right."""
        query, hits = assistant.find(question.text, HITS_READ)
        readings = self.reader.read(query, hits, assistant)
        sources = read_sources(hits, assistant)
        found = candidates(query, read_ask(query), sources, self.vectors, readings)
        rows = [[asdict(candidate.evidence)[name] for name in NAMES] for candidate in found]
        right = [
            candidate.unit.slide.number in question.slides
            and is_right(candidate.text, question.answers)
            for candidate in found
        ]
        return Case(
            np.asarray(rows, dtype=np.float32).reshape(len(found), len(NAMES)),
            tuple(candidate.text for candidate in found),
            np.asarray(right, dtype=np.bool_),
            is_answerable=bool(question.answers),
            language=query.language,
        )


def main() -> None:
    """Fit, and print the weights and what the thresholds refuse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="files of questions")
    parser.add_argument("--index", type=Path, default=Path("index"), help="what --check asks")
    chosen = parser.parse_args()
    fitter, recipe = Fitter(), ReaderRecipe()
    decks = held_back_decks(chosen.data, Glosser.open(LEXICON), share=recipe.held, seed=recipe.seed)
    cases = [case for deck in track(decks, "asking") for case in fitter.cases(deck)]
    _show("ranking, fitted on held-back text alone", asdict(fit_ranking(cases)))
    _show("confidence", fit_confidence(cases, RANKING))
    _report("held back", cases, RANKING)
    for path in chosen.check:
        assistant = fitter.open(chosen.index)
        questions = [DeckQuestion(q.text, q.answers, q.slides) for q in read_questions(path)]
        _report(path.name, [fitter.case(assistant, one) for one in questions], RANKING)


def fit_ranking(cases: Sequence[Case], *, strength: float = STRENGTH) -> Evidence:
    """Return the weights under which right candidates come first."""
    in_use = _vector(RANKING)
    weights = in_use.clone().requires_grad_()
    told = [case for case in cases if case.is_right.any()]
    optimiser = torch.optim.Adam([weights], lr=0.03)
    for _ in range(STEPS):
        loss = strength * ((weights - in_use) ** 2).sum()
        for case in told:
            scores = SHARPNESS * (torch.from_numpy(case.evidence) @ weights)
            right = torch.from_numpy(case.is_right)
            loss = loss - (scores[right].logsumexp(0) - scores.logsumexp(0)) / len(told)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return Evidence(**dict(zip(NAMES, weights.tolist(), strict=True)))


def fit_confidence(cases: Sequence[Case], ranking: Evidence) -> dict[str, float]:
    """Return the weights of what confidence is made of, and its constant for such decks."""
    told = [case for case in cases if len(case.evidence)]
    best = [(best_of(case, ranking), case) for case in told]
    rows = [
        [answerable(evidence, case.language), evidence.agree, evidence.holds, evidence.margin]
        for (evidence, _), case in best
    ]
    model = LogisticRegression(C=1.0, max_iter=5_000)
    model.fit(np.asarray(rows), [is_right for (_, is_right), _ in best])
    names = ("answerable", "agree", "holds", "margin")
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return {**weights, "constant": float(model.intercept_[0])}


def best_of(case: Case, ranking: Evidence) -> tuple[Evidence, bool]:
    """Return the evidence of the best candidate, with its margin, and whether it is right."""
    scores = case.evidence @ _vector(ranking).numpy()
    order = np.argsort(-scores, kind="stable")
    lead = margin([(case.texts[i], float(scores[i])) for i in order])
    best = dict(zip(NAMES, case.evidence[order[0]].tolist(), strict=True))
    return replace(Evidence(**best), margin=lead), bool(case.is_right[order[0]])


def _report(title: str, cases: Sequence[Case], ranking: Evidence) -> None:
    """Print how often the best candidate is right, and what would be refused at which threshold."""
    print(f"{title}: {len(cases)} questions")
    best = [(best_of(case, ranking), case) for case in cases if len(case.evidence)]
    for language in ("ja", "en"):
        told = [right for (_, right), c in best if c.language == language and c.is_answerable]
        if told:
            print(f"  {language}: best candidate right {np.mean(told):.3f} of {len(told)}")
    chances = [(probability(answerable(e, c.language)), c.is_answerable) for (e, _), c in best]
    for threshold in np.arange(0.3, 0.75, 0.05):
        refused = [
            np.mean([chance < threshold for chance, has_answer in chances if has_answer == wanted])
            for wanted in (True, False)
        ]
        print(
            f"  below {threshold:.2f}: {refused[0]:.3f} of the answerable,"
            f" {refused[1]:.3f} of the unanswerable"
        )


def _vector(weights: Evidence) -> torch.Tensor:
    return torch.tensor([getattr(weights, name) for name in NAMES], dtype=torch.float32)


def _show(title: str, weights: Mapping[str, float]) -> None:
    print(title)
    for name, weight in weights.items():
        print(f"  {name:10} {weight:6.2f}")


if __name__ == "__main__":
    main()

"""Train the ranker and choose BM25's parameters: `python -m training.ranker --data DIR`.

Everything is learned from JaQuAD train. Its articles are parted into collections of different sizes
and shapes, each with an index of its own, so that what is learned holds for a briefing of 60
passages as for one of 1,500. Vectors take no part: the shipped embedder was trained on the same
questions, where its cosine is far better than on any other (nDCG@10 .96 against .76 on JaQuAD dev).
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from briefqa.dense import FlatIndex
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import Query, Vocabulary, read_question
from briefqa.ranker import DEPTH
from briefqa.ranker.features import FEATURES
from briefqa.ranker.network import Network
from briefqa.ranker.ranker import figures
from briefqa.records import Passage
from briefqa.search import Library, search
from briefqa.termlists import encode
from briefqa.text.normalise import normalise
from briefqa.text.terms import bigrams, terms
from training.cards import RANKER_CARD, source_table, write_licence
from training.export import write_manifest, write_ranker
from training.records import TrainingDataError, licences, read_records

SOURCE = "jaquad"
SHARE = FEATURES.index("share")
K1 = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9)
B = (0.3, 0.45, 0.6, 0.75, 0.9)
BIGRAMS = (0.2, 0.3, 0.4, 0.6, 0.8)
CUT = 160  # characters of a passage cut short, about


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the ranker is trained; `sharpness` is what scores are multiplied by in the softmax."""

    units: int = 32
    passes: int = 10
    batch: int = 128
    rate: float = 3e-3
    decay: float = 1e-4
    sharpness: float = 20.0
    seed: int = 20251123


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of collection: `articles` of JaQuAD, each passage under its title or not, cut or not.

    `with_answers`: each bare answer is a passage too, as relevant as the one that holds it, and so
    is each title, which answers nothing.
    """

    articles: int
    is_titled: bool = False
    is_cut: bool = False
    with_answers: bool = False


HELD_BACK = (Shape(50), Shape(50, is_titled=True, is_cut=True), Shape(20, True, with_answers=True))
SHAPES = (
    *[Shape(60), Shape(60, is_titled=True), Shape(40, is_titled=True, is_cut=True)],
    *[Shape(30, is_cut=True), Shape(60, is_titled=True, with_answers=True)],
    *[Shape(30, with_answers=True), Shape(60), Shape(40, is_titled=True, is_cut=True)],
    *[Shape(10), Shape(10, is_titled=True), Shape(10, is_titled=True, is_cut=True)] * 3,
    *[Shape(3), Shape(3, is_titled=True), Shape(5, is_titled=True, is_cut=True)] * 5,
    *[Shape(10, is_titled=True, with_answers=True)] * 2,
)


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and the questions put to them, each with the positions of what answers it."""

    shape: Shape
    passages: tuple[str, ...]
    questions: tuple[tuple[str, frozenset[int]], ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Ranked hits of many questions.

    `figures` (questions, DEPTH, len(FEATURES)); `is_hit`, `is_relevant` (questions, DEPTH);
    `relevant` (questions,): how many passages are relevant to each.
    """

    figures: NDArray[np.float32]
    is_hit: NDArray[np.bool_]
    is_relevant: NDArray[np.bool_]
    relevant: NDArray[np.int64]


def read_collections(data: Path, *, seed: int) -> tuple[list[Collection], list[Collection]]:
    """Return the collections to learn from and those held back, no article in two of them."""
    by_title: dict[str, list[dict[str, object]]] = {}
    for record in read_records(data, SOURCE):
        by_title.setdefault(str(record["title"]), []).append(record)
    if not by_title:
        raise TrainingDataError(f"{data} holds no {SOURCE}; name its folder with --data.")
    titles = sorted(by_title)
    rng = random.Random(seed)  # noqa: S311 - sampling, not security
    rng.shuffle(titles)
    left = iter(titles)
    held, learned = [], []
    for shapes, found in ((HELD_BACK, held), (SHAPES, learned)):
        for shape in shapes:
            chosen = [title for title, _ in zip(left, range(shape.articles), strict=False)]
            if chosen:
                found.append(_collection(shape, [r for t in chosen for r in by_title[t]]))
    return learned, held


def _collection(shape: Shape, records: Sequence[dict[str, object]]) -> Collection:
    positions: dict[str, int] = {}
    questions = []
    for record in records:
        title, context = str(record["title"]), str(record["context"])
        head = f"{title}\n" if shape.is_titled else ""
        answer = record["answers"][0]  # type: ignore[index]
        pieces = _pieces(context) if shape.is_cut else [(0, context)]
        held = [text for start, text in pieces if start <= answer["start"] < start + len(text)]
        for _, text in pieces:
            positions.setdefault(head + text, len(positions))
        relevant = {positions[head + (held[0] if held else context)]} if held else set()
        if shape.with_answers:
            positions.setdefault(title, len(positions))
            relevant.add(positions.setdefault(head + answer["text"], len(positions)))
        if relevant:
            questions.append((str(record["question"]), frozenset(relevant)))
    return Collection(shape, tuple(positions), tuple(questions))


def _pieces(context: str) -> list[tuple[int, str]]:
    """Cut a context after sentences, at about `CUT` characters, with where each piece begins."""
    found, start = [], 0
    for end in (i + 1 for i, character in enumerate(context) if character in "。\n"):
        if end - start >= CUT:
            found.append((start, context[start:end]))
            start = end
    if start < len(context):
        found.append((start, context[start:]))
    return found


def library_of(collection: Collection) -> Library:
    """Return a library of the collection's passages; its vectors are all alike."""
    texts = [normalise(text) for text in collection.passages]
    passages = [
        Passage(f"set/{n}/1", "set", n, "body", 0, len(text), text, text)
        for n, text in enumerate(texts, start=1)
    ]
    return Library(
        briefings=(),
        passages=passages,
        terms=LexicalIndex.build([terms(text) for text in texts]),
        bigrams=LexicalIndex.build([bigrams(text) for text in texts]),
        dense=FlatIndex.build(np.zeros((len(texts), 1), dtype=np.float32)),
    )


class NoVectors:
    """Stands where an embedder is wanted, and gives vectors of zeros."""

    name = revision = "none"
    dimension = 1

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 1), dtype=np.float32)

    embed_passages = embed_queries


def read_cases(collection: Collection, lexicon: Lexicon, *, progress: str) -> Cases:
    """Put every question of a collection to it, and take the figures of the best hits."""
    library = library_of(collection)
    vocabulary = Vocabulary.of(library.terms, (), lexicon)
    count = len(collection.questions)
    rows = np.zeros((count, DEPTH, len(FEATURES)), dtype=np.float32)
    is_hit, is_relevant = np.zeros((2, count, DEPTH), dtype=np.bool_)
    for i, (text, relevant) in enumerate(track(collection.questions, progress)):
        query = read_question(text, vocabulary=vocabulary, embedder=NoVectors())
        hits = search(query, library, limit=DEPTH)
        rows[i, : len(hits)] = figures(query, hits, library)
        is_hit[i, : len(hits)] = True
        is_relevant[i, : len(hits)] = [hit.passage.slide - 1 in relevant for hit in hits]
    relevant_counts = np.array([len(relevant) for _, relevant in collection.questions])
    return Cases(rows, is_hit, is_relevant, relevant_counts)


def together(cases: Sequence[Cases]) -> Cases:
    """Return all cases as one."""
    return Cases(
        *(np.concatenate([getattr(case, name) for case in cases]) for name in Cases.__slots__)
    )


def ndcg(scores: NDArray[np.float32], cases: Cases) -> float:
    """Return nDCG@10 of the hits in the order of their scores."""
    order = np.argsort(-np.where(cases.is_hit, scores, -np.inf), axis=1, kind="stable")[:, :10]
    discounts = 1 / np.log2(np.arange(10) + 2)
    gains = np.take_along_axis(cases.is_relevant, order, axis=1) @ discounts
    return float((gains / np.cumsum(discounts)[np.minimum(cases.relevant, 10) - 1]).mean())


def train(cases: Cases, held: Cases, recipe: Recipe, *, console: Console) -> dict[str, object]:
    """Return the network's arrays: those under which what is relevant comes first."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    hits = cases.figures[cases.is_hit]
    mean, spread = hits.mean(axis=0), hits.std(axis=0) + np.float32(1e-3)
    network = torch.nn.Sequential(
        torch.nn.Linear(len(FEATURES), recipe.units),
        torch.nn.ReLU(),
        torch.nn.Linear(recipe.units, 1, bias=False),
    )
    torch.nn.init.zeros_(network[2].weight)

    def scores(chosen: Cases, rows: NDArray[np.int64] | slice) -> torch.Tensor:
        scaled = torch.from_numpy((chosen.figures[rows] - mean) / spread)
        share = torch.from_numpy(chosen.figures[rows, :, SHARE])
        return network(scaled)[..., 0] + recipe.sharpness * share

    told = np.flatnonzero(cases.is_relevant.any(axis=1))
    steps = recipe.passes * -(-len(told) // recipe.batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, steps, pct_start=0.1)
    for done in range(recipe.passes):
        order = rng.permutation(told)
        for start in range(0, len(order), recipe.batch):
            rows = order[start : start + recipe.batch]
            loss = _loss(scores(cases, rows), cases, rows)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        with torch.no_grad():
            reached = ndcg(scores(held, slice(None)).numpy(), held)
        console.print(f"pass {done + 1} of {recipe.passes}: held back nDCG@10 {reached:.4f}")
    weights = [parameter.detach().numpy() for parameter in network.parameters()]
    return {
        "mean": mean,
        "spread": spread,
        "hidden": weights[0].T,
        "hidden_bias": weights[1],
        "output": weights[2][0] / np.float32(recipe.sharpness),
    }


def _loss(scores: torch.Tensor, cases: Cases, rows: NDArray[np.int64]) -> torch.Tensor:
    """Return the cross-entropy of each relevant hit against all that are not relevant."""
    is_relevant = torch.from_numpy(cases.is_relevant[rows])
    is_other = torch.from_numpy(cases.is_hit[rows]) & ~is_relevant
    others = scores.masked_fill(~is_other, -1e9).logsumexp(1, keepdim=True)
    each = torch.logaddexp(scores, others) - scores
    return each[is_relevant].mean()


@dataclass(frozen=True, slots=True)
class Choice:
    """Parameters of BM25, the weight of bigrams beside terms, and the nDCG@10 they reach."""

    k1: float
    b: float
    bigrams: float
    reached: float


def choose(
    collections: Sequence[Collection], lexicon: Lexicon, *, sample: int, seed: int
) -> list[Choice]:
    """Return all choices, best first, by the mean over the collections; no vectors, no ranker."""
    reached: dict[tuple[float, float, float], list[float]] = {}
    rng = random.Random(seed)  # noqa: S311 - sampling, not security
    for collection in collections:
        asked = rng.sample(collection.questions, min(sample, len(collection.questions)))
        library = library_of(collection)
        vocabulary = Vocabulary.of(library.terms, (), lexicon)
        queries = [
            read_question(text, vocabulary=vocabulary, embedder=NoVectors()) for text, _ in asked
        ]
        texts = [normalise(text) for text in collection.passages]
        of_words = encode(terms(text) for text in texts)
        of_pairs = encode(bigrams(text) for text in texts)
        grid = list(product(K1, B))
        for k1, b in track(grid, f"BM25 on {len(texts)} passages"):
            words = LexicalIndex.build_from_term_lists([of_words], k1=k1, b=b)
            pairs = LexicalIndex.build_from_term_lists([of_pairs], k1=k1, b=b)
            for weight, values in _scores_by_weight(words, pairs, queries):
                scores = [
                    _ndcg_of(value, relevant)
                    for value, (_, relevant) in zip(values, asked, strict=True)
                ]
                reached.setdefault((k1, b, weight), []).append(float(np.mean(scores)))
    choices = [Choice(*key, float(np.mean(values))) for key, values in reached.items()]
    return sorted(choices, key=lambda choice: -choice.reached)


def _scores_by_weight(
    words: LexicalIndex, pairs: LexicalIndex, queries: Sequence[Query]
) -> Iterator[tuple[float, list[NDArray[np.float32]]]]:
    """Yield for each weight of bigrams the scores of all passages, for each query."""
    parts = [(words.scores(query.terms), pairs.scores(query.bigrams)) for query in queries]
    for weight in BIGRAMS:
        yield weight, [first + np.float32(weight) * second for first, second in parts]


def _ndcg_of(scores: NDArray[np.float32], relevant: frozenset[int]) -> float:
    best = np.argsort(-scores, kind="stable")[:10]
    gains = sum(1 / np.log2(rank + 2) for rank, n in enumerate(best) if int(n) in relevant)
    return float(gains / sum(1 / np.log2(rank + 2) for rank in range(len(relevant))))


def build(data: Path, out: Path, recipe: Recipe, *, console: Console) -> None:
    """Train on `data` and write the model folder `out`."""
    started = time.monotonic()
    learned, held_back = read_collections(data, seed=recipe.seed)
    lexicon = Lexicon.open()
    cases = together(
        [
            read_cases(collection, lexicon, progress=f"{n} of {len(learned)} collections")
            for n, collection in enumerate(learned, start=1)
        ]
    )
    held = [read_cases(collection, lexicon, progress="held back") for collection in held_back]
    arrays = train(cases, together(held), recipe, console=console)
    write_ranker(out, arrays, FEATURES)
    network = Network.load(out, FEATURES)
    reached = [
        (collection, ndcg(case.figures[..., SHARE], case), ndcg(_ranked(network, case), case))
        for collection, case in zip(held_back, held, strict=True)
    ]
    minutes = (time.monotonic() - started) / 60
    console.print(f"trained in {minutes:.1f} minutes")
    _write_papers(out, data, recipe, reached, questions=len(cases.relevant), minutes=minutes)
    console.print(f"wrote {out}")


def _ranked(network: Network, cases: Cases) -> NDArray[np.float32]:
    added: NDArray[np.float32] = network(cases.figures)
    return cases.figures[..., SHARE] + added


def _write_papers(
    out: Path,
    data: Path,
    recipe: Recipe,
    reached: Sequence[tuple[Collection, float, float]],
    *,
    questions: int,
    minutes: float,
) -> None:
    """Write the model card, the licence and the manifest beside the weights."""
    known = licences(data)
    rows = [
        f"| {_called(collection.shape)} | {len(collection.passages):,} "
        f"| {len(collection.questions):,} | {before:.4f} | {after:.4f} |"
        for collection, before, after in reached
    ]
    card = RANKER_CARD.format(
        **asdict(recipe),
        figures=len(FEATURES),
        depth=DEPTH,
        questions=questions,
        scores="\n".join(rows),
        minutes=round(minutes),
        sources=source_table([SOURCE], known),
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, [SOURCE], known, subject="The ranker")
    write_manifest(out, data, [SOURCE], recipe=asdict(recipe))


def _called(shape: Shape) -> str:
    said = ["cut" if shape.is_cut else "whole"]
    said += ["with titles"] * shape.is_titled + ["answers beside them"] * shape.with_answers
    return ", ".join(said)


def main() -> None:
    """Read the command line and build, or print which parameters of BM25 do best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/briefqa/models/ranker"))
    parser.add_argument(
        "--choose", action="store_true", help="print which parameters of BM25 do best instead"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    console = Console(stderr=True)
    try:
        if not arguments.choose:
            build(arguments.data, arguments.out, Recipe(), console=console)
            return
        learned, _ = read_collections(arguments.data, seed=Recipe().seed)
        for choice in choose(learned[:4], Lexicon.open(), sample=800, seed=Recipe().seed):
            console.print(choice)
    except TrainingDataError as error:
        parser.exit(1, f"{parser.prog}: {error}\n")


if __name__ == "__main__":
    main()

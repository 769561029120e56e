"""Measure an embedder folder on the evaluation sets: `python -m training.evaluate_embedder`."""

import argparse
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Score:
    """One figure; `value` in [-1, 1], higher is better."""

    dataset: str
    measure: str
    value: float


def evaluate(encode: Encode, data: Path) -> list[Score]:
    """Return the scores of an embedder whose rows are unit vectors."""
    return [
        *_translation(encode, data),
        *_retrieval(encode, data, "jsquad_v1.3_valid.dev", "JSQuAD valid"),
        *_retrieval(encode, data, "jaquad.dev", "JaQuAD dev"),
        _similarity(encode, data, "jsts_v1.3_valid.dev", "JSTS valid"),
        _similarity(encode, data, "jsick.test", "JSICK test"),
    ]


def ndcg_at_10(ranks: NDArray[np.int64]) -> float:
    """Return the mean nDCG@10 of queries with one relevant text each, from its 1-based ranks.

    >>> round(ndcg_at_10(np.array([1, 3, 11])), 4)
    0.5
    """
    return float(np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0.0).mean())


def spearman(left: Vectors, right: Vectors) -> float:
    """Return the rank correlation of two series; ties share their mean rank.

    >>> spearman(np.array([1.0, 2.0, 2.0]), np.array([3.0, 5.0, 5.0]))
    1.0
    """
    return round(float(np.corrcoef(_ranks(left), _ranks(right))[0, 1]), 12)


def _translation(encode: Encode, data: Path) -> list[Score]:
    records = _read(data, "tatoeba_laser_enja.test")
    english = encode([record["a"] for record in records])
    japanese = encode([record["b"] for record in records])
    scores = english @ japanese.T
    to_english = _matches(scores.T)
    to_japanese = _matches(scores)
    return [
        Score("Tatoeba jpn-eng", "accuracy, Japanese to English", to_english[0]),
        Score("Tatoeba jpn-eng", "F1, Japanese to English", to_english[1]),
        Score("Tatoeba jpn-eng", "accuracy, English to Japanese", to_japanese[0]),
        Score("Tatoeba jpn-eng", "F1, English to Japanese", to_japanese[1]),
    ]


def _matches(scores: Vectors) -> tuple[float, float]:
    """Return accuracy and support-weighted F1 of taking each row's best column, as MTEB does."""
    best = scores.argmax(axis=1)
    gold = np.arange(len(scores))
    predicted = np.bincount(best, minlength=len(scores))
    right = best == gold
    f1 = np.where(right, 2 / (1 + np.maximum(predicted, 1)), 0.0)
    return float(right.mean()), float(f1.mean())


def _retrieval(encode: Encode, data: Path, name: str, title: str) -> list[Score]:
    records = _read(data, name)
    contexts = {text: number for number, text in enumerate({r["context"]: 0 for r in records})}
    gold = np.array([contexts[record["context"]] for record in records])
    scores = encode([r["question"] for r in records]) @ encode(list(contexts)).T
    of_gold = scores[np.arange(len(gold)), gold]
    ranks = 1 + (scores > of_gold[:, None]).sum(axis=1)
    return [
        Score(title, "nDCG@10", ndcg_at_10(ranks)),
        Score(title, "recall@1", float((ranks == 1).mean())),
    ]


def _similarity(encode: Encode, data: Path, name: str, title: str) -> Score:
    records = _read(data, name)
    left, right = (encode([record[side] for record in records]) for side in ("a", "b"))
    gold = np.array([record["score"] for record in records], dtype=np.float32)
    return Score(title, "Spearman", spearman((left * right).sum(axis=1), gold))


def _ranks(values: Vectors) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def _read(data: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load_encoder(folder: Path) -> Encode:
    """Return the encoding function of a static model's folder."""
    model = StaticModel.from_pretrained(folder, quantize_to="float32", normalize=True)
    return lambda texts: np.asarray(model.encode(list(texts)), dtype=np.float32)


def main() -> None:
    """Print the scores of a folder as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    for score in evaluate(load_encoder(arguments.folder), arguments.data):
        print(f"{score.dataset:16} {score.measure:32} {score.value:.4f}")


if __name__ == "__main__":
    main()

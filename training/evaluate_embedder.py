"""Measure an embedder folder on the evaluation sets: `python -m training.evaluate_embedder`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from model2vec import StaticModel

from briefqa.errors import InputError
from briefqa.evaluate.retrieval import Searcher, evaluate_retrieval, read_contexts
from briefqa.evaluate.similarity import (
    Embed,
    match_scores,
    rating_correlation,
    read_rated_pairs,
    read_translations,
)


@dataclass(frozen=True, slots=True)
class Score:
    """One figure; `value` in [-1, 1], higher is better."""

    dataset: str
    measure: str
    value: float


def evaluate(embed: Embed, data: Path) -> list[Score]:
    """Return the scores of an embedder whose rows are unit vectors."""
    return [
        *_translation(embed, data),
        *_retrieval(embed, data / "jsquad_v1.3_valid.dev.jsonl.gz", "JSQuAD valid"),
        *_retrieval(embed, data / "jaquad.dev.jsonl.gz", "JaQuAD dev"),
        _similarity(embed, data / "jsts_v1.3_valid.dev.jsonl.gz", "JSTS valid"),
        _similarity(embed, data / "jsick.test.jsonl.gz", "JSICK test"),
    ]


def _translation(embed: Embed, data: Path) -> list[Score]:
    pairs = read_translations(data / "tatoeba_laser_enja.test.jsonl.gz")
    english = embed([pair.english for pair in pairs])
    japanese = embed([pair.japanese for pair in pairs])
    to_english, to_japanese = match_scores(japanese, english), match_scores(english, japanese)
    return [
        Score("Tatoeba jpn-eng", "accuracy, Japanese to English", to_english.accuracy),
        Score("Tatoeba jpn-eng", "F1, Japanese to English", to_english.f1),
        Score("Tatoeba jpn-eng", "accuracy, English to Japanese", to_japanese.accuracy),
        Score("Tatoeba jpn-eng", "F1, English to Japanese", to_japanese.f1),
    ]


def _retrieval(embed: Embed, path: Path, title: str) -> list[Score]:
    contexts = read_contexts(path, name=title)
    scores = evaluate_retrieval(contexts, cosine_searcher(contexts.passages, embed))
    return [
        Score(title, "nDCG@10", scores.ndcg_at_10 or 0.0),
        Score(title, "recall@1", scores.recall_at_1 or 0.0),
    ]


def _similarity(embed: Embed, path: Path, title: str) -> Score:
    return Score(title, "Spearman", rating_correlation(read_rated_pairs(path), embed) or 0.0)


def cosine_searcher(texts: Sequence[str], embed: Embed) -> Searcher:
    """Return a search by the vectors alone; ties in the order of the texts."""
    vectors = embed(texts)

    def find(question: str, limit: int) -> list[int]:
        order = np.argsort(-(vectors @ embed([question])[0]), kind="stable")
        return [int(position) for position in order[:limit]]

    return find


def load_encoder(folder: Path) -> Embed:
    """Return the encoding function of a static model's folder."""
    model = StaticModel.from_pretrained(folder, quantize_to="float32", normalize=True)
    return lambda texts: np.asarray(model.encode(list(texts)), dtype=np.float32)


def main() -> None:
    """Print the scores of a folder as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    try:
        scores = evaluate(load_encoder(arguments.folder), arguments.data)
    except InputError as error:
        sys.exit(str(error))
    for score in scores:
        print(f"{score.dataset:16} {score.measure:32} {score.value:.4f}")


if __name__ == "__main__":
    main()

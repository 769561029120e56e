"""What each input gives the reading model: `python -m training.ablations --data DIR`.

The shipped weights with those of one input put to zero at a time. The model was not trained again
without it, so what is lost is more than the input is worth: an upper bound.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from briefqa.comprehension import SpanReader
from briefqa.comprehension.matches import FEATURES
from briefqa.comprehension.model import SHIPPED, VECTORS, VOCABULARY, WEIGHTS
from briefqa.comprehension.tokens import FLAGS, Tables
from briefqa.evaluate.comprehension import evaluate_reading, read_reading_questions
from briefqa.evaluate.reader import passage_reader
from briefqa.lexicon import Lexicon

SETS = {"JaQuAD dev": "jaquad.dev", "JSQuAD valid": "jsquad_v1.3_valid.dev"}
EVERY = 4  # of a set's questions, one in so many is asked
Weights = Mapping[str, NDArray[np.float32]]


def main() -> None:
    """Print a line of JSON for each input taken out: exact match and F1 of each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    arrays = load_file(SHIPPED / WEIGHTS)
    vectors = np.load(SHIPPED / VECTORS, allow_pickle=False)
    whole = {name: array.astype(np.float32) for name, array in arrays.items()}
    tables, lexicon = Tables.load(SHIPPED / VOCABULARY), Lexicon.open()
    for name, weights in _without(whole):
        model = SpanReader(tables, vectors, weights)
        scores = {
            title: _score(data / f"{file}.jsonl.gz", model, lexicon) for title, file in SETS.items()
        }
        print(json.dumps({"without": name, **scores}), flush=True)


def _score(path: Path, model: SpanReader, lexicon: Lexicon) -> list[float]:
    questions = read_reading_questions(path)[::EVERY]
    passages = list(dict.fromkeys(question.passage for question in questions))
    scores = evaluate_reading(questions, passage_reader(passages, model=model, lexicon=lexicon))
    return [round(score or 0.0, 4) for score in (scores.exact_match, scores.f1)]


def _without(whole: Weights) -> Iterator[tuple[str, Weights]]:
    """Yield the name of an input and the weights without it, first those with all."""
    yield "nothing", whole
    inward, fuse = whole["inward.weight"], whole["fuse.weight"]
    letters, parts = (whole[f"{name}.weight"].shape[1] for name in ("characters", "parts"))
    bounds = np.cumsum([inward.shape[1] - 2 * letters - parts - len(FLAGS), 2 * letters, parts])
    names = ("word vectors", "characters", "parts of speech", "flags")
    for name, columns in zip(names, np.split(np.arange(inward.shape[1]), bounds), strict=True):
        yield name, {**whole, "inward.weight": _zeroed(inward, columns)}
    width = fuse.shape[0]
    matched = np.arange(4 * width, 4 * width + FEATURES)
    yield "match figures", {**whole, "fuse.weight": _zeroed(fuse, matched)}
    yield (
        "attention to the question",
        {
            **whole,
            "fuse.weight": _zeroed(fuse, np.arange(width, 3 * width)),
        },
    )
    zeros = {name: 0 * whole[name] for name in ("left.weight", "left.bias")}
    yield "fit of start and end", {**whole, **zeros}


def _zeroed(matrix: NDArray[np.float32], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    changed = matrix.copy()
    changed[:, columns] = 0.0
    return changed


if __name__ == "__main__":
    main()

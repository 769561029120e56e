"""Train the shipped reading model, end to end: `python -m training.reader --data DIR --out DIR`."""

import argparse
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from safetensors.numpy import save_file

from briefqa.comprehension.model import VECTORS, VOCABULARY, WEIGHTS
from briefqa.embedder import load_embedder
from briefqa.evaluate.reader import NoVectors
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import Query, Vocabulary, read_question
from briefqa.text.terms import terms
from training.cards import EDRDG, READER_CARD, READER_FIRST, source_table, write_licence
from training.checkpoints import claim
from training.export import write_manifest
from training.glosses import Glosser
from training.reader_data import Encoded, Encoder, encode_all, is_held_back
from training.reader_network import ReaderNetwork, Sizes
from training.reader_sources import SOURCES, reading_examples
from training.reader_training import ReaderRecipe, train
from training.reader_vocabulary import Lists, count_words, tables_of, word_vectors
from training.reading_examples import ReadingExample
from training.records import TrainingDataError, file_digest, licences, train_path

MODELS = Path(__file__).parents[1] / "src" / "briefqa" / "models"
LEXICON = MODELS / "lexicon" / "lexicon.sqlite"
EMBEDDER = MODELS / "embedder" / "model.safetensors"
CHECKPOINT = "reader.pt"
WORKERS = 2
PASSAGES_COUNTED = 20_000  # of which the document frequencies of a question's words are taken


def build(data: Path, out: Path, work: Path, recipe: ReaderRecipe, *, console: Console) -> None:
    """Train on `data` and write the model folder `out`.

    `work` keeps the checkpoint, with a note of what it was made of, and the learning curve; a run
    of the same goes on from there.
    """
    started = time.monotonic()
    names = [name for name in SOURCES if train_path(data, name).exists()]
    if not names:
        raise TrainingDataError(f"{data} holds no training file; name its folder with --data.")
    inputs = {name: file_digest(train_path(data, name)) for name in names}
    models = {"lexicon": file_digest(LEXICON), "embedder": file_digest(EMBEDDER)}
    claim(work / CHECKPOINT, [asdict(recipe), inputs, models])
    console.print("making questions and slides")
    glosser = Glosser.open(LEXICON)
    examples = reading_examples(data, glosser, seed=recipe.seed, silver=recipe.silver or None)
    lists = count_words(examples, most=recipe.vocabulary)
    (work / "reader-vocabulary.json").write_text(_to_json(lists), encoding="utf-8")
    vectors = word_vectors(lists["words"], load_embedder(None), dimension=recipe.vector)
    taught, held = _encode(examples, lists, recipe, console)
    console.print(f"{len(taught):,} examples to learn from, {len(held):,} held back")
    torch.manual_seed(recipe.seed)
    network = ReaderNetwork(_sizes(lists, recipe), torch.from_numpy(vectors))
    weights = train(network, taught, held, recipe, checkpoint=work / CHECKPOINT)
    write_reader(out, lists, vectors, {k: v.float().cpu().numpy() for k, v in weights.items()})
    minutes = (time.monotonic() - started) / 60
    console.print(f"trained in {minutes:.1f} minutes")
    _write_papers(out, data, names, recipe, models=models, count=len(taught), minutes=minutes)
    console.print(f"wrote {out}")


def _sizes(lists: Lists, recipe: ReaderRecipe) -> Sizes:
    words, characters, parts = (len(lists[k]) + 2 for k in ("words", "characters", "parts"))
    return Sizes(words, characters, parts, recipe.vector, recipe.width, dropout=recipe.dropout)


def _encode(
    examples: Sequence[ReadingExample], lists: Lists, recipe: ReaderRecipe, console: Console
) -> tuple[list[Encoded], list[Encoded]]:
    """Return the examples to learn from and those held back, as arrays."""
    texts = dict.fromkeys(" ".join(block.text for block in example.blocks) for example in examples)
    counted = LexicalIndex.build([terms(text) for text in list(texts)[:PASSAGES_COUNTED]])
    done = track(
        encode_all(examples, EncoderMaker(lists, counted), workers=WORKERS),
        description="encoding",
        total=len(examples),
        console=console,
    )
    kept = [encoded for encoded in done if encoded is not None]
    held = [one for one in kept if is_held_back(one.group, recipe.held)]
    return [one for one in kept if not is_held_back(one.group, recipe.held)], held


@dataclass(frozen=True, slots=True)
class EncoderMaker:
    """Makes the encoder of a worker process: the lexicon's connection cannot be handed over."""

    lists: Lists
    counted: LexicalIndex

    def __call__(self) -> Encoder:
        """Open the lexicon and make the encoder."""
        vocabulary = Vocabulary.of(self.counted, (), Lexicon.open())

        def read_query(text: str) -> Query:
            return read_question(text, vocabulary=vocabulary, embedder=NoVectors())

        return Encoder(tables_of(self.lists), read_query)


def write_reader(
    folder: Path,
    lists: Lists,
    vectors: NDArray[np.float32],
    weights: dict[str, NDArray[np.float32]],
) -> None:
    """Write the weights (float16) and the vocabulary; tuned vectors are added to the others'."""
    folder.mkdir(parents=True, exist_ok=True)
    tuned = weights.pop("tuned.weight")
    vectors = vectors.copy()
    vectors[: len(tuned)] += tuned
    np.save(folder / VECTORS, vectors.astype(np.float16), allow_pickle=False)
    save_file({k: a.astype(np.float16) for k, a in weights.items()}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)
    (folder / VOCABULARY).write_text(_to_json(lists), encoding="utf-8")


def _to_json(lists: Lists) -> str:
    return json.dumps(lists, ensure_ascii=False, separators=(",", ":")) + "\n"


def _write_papers(
    out: Path,
    data: Path,
    names: Sequence[str],
    recipe: ReaderRecipe,
    *,
    models: dict[str, str],
    count: int,
    minutes: float,
) -> None:
    """Write the model card, the licence and the manifest beside the weights."""
    known = licences(data)
    first = READER_FIRST.format(**asdict(recipe))
    card = READER_CARD.format(
        recipe=f"{first} {count:,} examples, {minutes:.0f} minutes.",
        width=recipe.width,
        sources=source_table(names, known),
        edrdg=EDRDG,
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, names, known, subject="The reading model")
    digests = {f"{name}_sha256": digest for name, digest in models.items()}
    write_manifest(out, data, names, recipe={**asdict(recipe), **digests})


def _recipe(arguments: argparse.Namespace) -> ReaderRecipe:
    given = {field.name: getattr(arguments, field.name) for field in fields(ReaderRecipe)}
    return replace(
        ReaderRecipe(), **{name: value for name, value in given.items() if value is not None}
    )


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/briefqa/models/reader"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    for field in fields(ReaderRecipe):
        parser.add_argument(f"--{field.name}", type=type(field.default))
    arguments = parser.parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    try:
        build(
            arguments.data,
            arguments.out,
            arguments.work,
            _recipe(arguments),
            console=Console(stderr=True),
        )
    except TrainingDataError as error:
        parser.exit(1, f"{parser.prog}: {error}\n")


if __name__ == "__main__":
    main()

"""Train the shipped embedder, end to end: `python -m training.embedder --data DIR --out FOLDER`."""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

import torch
from rich.console import Console
from tokenizers import Tokenizer

from training.batches import EncodedStream, encode_stream, plan
from training.cards import EDRDG, EMBEDDER_CARD, score_table, source_table, write_licence
from training.contrastive import Recipe, train
from training.evaluate_embedder import evaluate, load_encoder
from training.export import write_manifest, write_model
from training.pairs import STREAMS, Pair, Stream, stream_pairs
from training.records import TrainingDataError, licences, train_path
from training.subwords import train_tokenizer

EVALUATION_FILE = "tatoeba_laser_enja.test.jsonl.gz"


def build(data: Path, out: Path, work: Path, recipe: Recipe, *, console: Console) -> None:
    """Train on `data` and write the model folder `out`.

    `work` keeps the tokenizer and the checkpoint, with the recipe they belong to; a run of the same
    recipe goes on from there.
    """
    started = time.monotonic()
    present = [stream for stream in STREAMS if train_path(data, stream.file).exists()]
    if not present:
        raise TrainingDataError(f"{data} holds no training file; name its folder with --data.")
    _claim(work, recipe)
    console.print(f"reading {len(present)} streams of pairs")
    pairs = {stream.name: stream_pairs(stream, data, seed=recipe.seed) for stream in present}
    tokenizer = _tokenizer(work / "tokenizer.json", list(pairs.values()), recipe, console)
    encoded = [_encoded(stream, pairs[stream.name], tokenizer) for stream in present]
    pairs.clear()
    batches = plan(encoded, size=recipe.batch, passes=recipe.passes, seed=recipe.seed)
    vectors = train(
        encoded,
        batches,
        recipe,
        vocabulary=tokenizer.get_vocab_size(),
        checkpoint=work / "checkpoint.pt",
    )
    write_model(out, vectors, tokenizer)
    minutes = (time.monotonic() - started) / 60
    console.print(f"trained in {minutes:.1f} minutes; measuring")
    names = [stream.file for stream in present]
    _write_papers(out, data, names, recipe, encoded=encoded, minutes=minutes)
    console.print(f"wrote {out}")


def _claim(work: Path, recipe: Recipe) -> None:
    """Drop what an earlier run with another recipe left in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    stamp = work / "recipe.json"
    wanted = json.dumps(
        {**asdict(recipe), "streams": [[s.name, s.cap, s.repeat] for s in STREAMS]}, indent=2
    )
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        for left_over in ("tokenizer.json", "checkpoint.pt"):
            (work / left_over).unlink(missing_ok=True)
        stamp.write_text(wanted, encoding="utf-8")


def _tokenizer(
    path: Path, streams: Sequence[list[Pair]], recipe: Recipe, console: Console
) -> Tokenizer:
    if not path.exists():
        console.print("learning the vocabulary")
        rng = random.Random(recipe.seed)  # noqa: S311 - sampling, not security
        texts = [
            text
            for pairs in streams
            for pair in rng.sample(pairs, min(len(pairs), recipe.sample))
            for text in pair
        ]
        train_tokenizer(texts, size=recipe.vocabulary).save(str(path), pretty=False)
    return Tokenizer.from_file(str(path))


def _encoded(stream: Stream, pairs: list[Pair], tokenizer: Tokenizer) -> EncodedStream:
    return encode_stream(stream.name, pairs, tokenizer, repeat=stream.repeat)


def _write_papers(
    out: Path,
    data: Path,
    names: Sequence[str],
    recipe: Recipe,
    *,
    encoded: Sequence[EncodedStream],
    minutes: float,
) -> None:
    """Write the model card, the licence and the manifest beside the weights."""
    known = licences(data)
    has_sets = (data / EVALUATION_FILE).exists()
    scores = evaluate(load_encoder(out), data) if has_sets else []
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "On a CPU"
    card = EMBEDDER_CARD.format(
        **asdict(recipe),
        pairs=sum(stream.size for stream in encoded),
        scores=score_table(scores),
        sources=source_table(names, known),
        edrdg=EDRDG,
        device=device,
        minutes=round(minutes),
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, names, known, subject="The embedding model")
    write_manifest(out, data, names, recipe=asdict(recipe))


def _recipe(arguments: argparse.Namespace) -> Recipe:
    given = {field.name: getattr(arguments, field.name) for field in fields(Recipe)}
    return replace(Recipe(), **{name: value for name, value in given.items() if value is not None})


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/briefqa/models/embedder"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    for field in fields(Recipe):
        parser.add_argument(f"--{field.name}", type=type(field.default))
    arguments = parser.parse_args()
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

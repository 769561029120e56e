"""Train the shipped embedder, end to end: `python -m training.embedder --data DIR --out FOLDER`."""

import argparse
import json
import random
import time
from collections.abc import Mapping, Sequence
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
from training.glosses import Glosser, glossed
from training.pairs import STREAMS, Pair, Stream, own_pairs, stream_pairs
from training.records import TrainingDataError, file_digest, licences, train_path
from training.subwords import train_tokenizer

LEXICON = Path(__file__).parents[1] / "src" / "briefqa" / "models" / "lexicon" / "lexicon.sqlite"
OWN_REPEAT = 8
TOKENIZER, CHECKPOINT = "tokenizer.json", "checkpoint.pt"
EVALUATION_FILE = "tatoeba_laser_enja.test.jsonl.gz"


def build(data: Path, out: Path, work: Path, recipe: Recipe, *, console: Console) -> None:
    """Train on `data` and write the model folder `out`.

    `work` keeps the tokenizer and the checkpoint, with a note of what they were made of; a run of
    the same goes on from there.
    """
    started = time.monotonic()
    present = [stream for stream in STREAMS if train_path(data, stream.file).exists()]
    if not present:
        raise TrainingDataError(f"{data} holds no training file; name its folder with --data.")
    streams = [[stream.name, stream.cap] for stream in present]
    _claim(work / TOKENIZER, [recipe.vocabulary, recipe.sample, recipe.seed, streams])
    lexicon = file_digest(LEXICON)
    _claim(
        work / CHECKPOINT,
        [asdict(recipe), lexicon, [[s.name, s.cap, s.repeat, s.is_glossed] for s in present]],
    )
    console.print(f"reading {len(present)} streams of pairs")
    pairs = {stream.name: stream_pairs(stream, data, seed=recipe.seed) for stream in present}
    tokenizer = _tokenizer(work / TOKENIZER, list(pairs.values()), recipe, console)
    encoded = _encode(present, pairs, tokenizer, recipe, console)
    pairs.clear()
    batches = plan(encoded, size=recipe.batch, passes=recipe.passes, seed=recipe.seed)
    vectors = train(
        encoded,
        batches,
        recipe,
        vocabulary=tokenizer.get_vocab_size(),
        checkpoint=work / CHECKPOINT,
    )
    write_model(out, vectors, tokenizer)
    minutes = (time.monotonic() - started) / 60
    console.print(f"trained in {minutes:.1f} minutes; measuring")
    names = [stream.file for stream in present]
    _write_papers(out, data, names, recipe, encoded=encoded, minutes=minutes)
    console.print(f"wrote {out}")


def _claim(path: Path, made_of: object) -> None:
    """Drop a file of an earlier run that was made of something else, and note what this one is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = path.with_suffix(".made-of.json")
    wanted = json.dumps(made_of, indent=2)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        path.unlink(missing_ok=True)
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


def _encode(
    streams: Sequence[Stream],
    pairs: Mapping[str, list[Pair]],
    tokenizer: Tokenizer,
    recipe: Recipe,
    console: Console,
) -> list[EncodedStream]:
    """Return the streams as token ids: those of the data, their glosses and our own lists."""
    console.print("glossing and encoding")
    encoded = [
        encode_stream(stream.name, pairs[stream.name], tokenizer, repeat=stream.repeat)
        for stream in streams
    ]
    glosser = Glosser.open(LEXICON)
    for stream in streams:
        if stream.is_glossed:
            said = glossed(pairs[stream.name], glosser, seed=f"{recipe.seed}:{stream.name}")
            encoded.append(encode_stream(f"{stream.name}:glossed", said, tokenizer, repeat=1))
    encoded.append(encode_stream("own lists", own_pairs(), tokenizer, repeat=OWN_REPEAT))
    return encoded


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
    recipe_and_lexicon = {**asdict(recipe), "lexicon_sha256": file_digest(LEXICON)}
    write_manifest(out, data, names, recipe=recipe_and_lexicon)


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

"""The two stages in which the embedder learns: everything once, then a short finish.

Each leaves a model folder. The second starts from any folder that a run of either wrote.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.batches import EncodedStream, draw, encode_stream, plan
from training.checkpoints import claim
from training.contrastive import Finish, Loss, Recipe, random_vectors, train
from training.export import write_manifest, write_model
from training.glosses import Glosser, glossed
from training.pairs import FINISH, GLOSSED, OWN, STREAMS, Pair, Stream, own_pairs, stream_pairs
from training.records import TrainingDataError, file_digest, train_path
from training.subwords import train_tokenizer

LEXICON = Path(__file__).parents[1] / "src" / "briefqa" / "models" / "lexicon" / "lexicon.sqlite"
OWN_REPEAT = 8
TOKENIZER, MANIFEST, WEIGHTS = "tokenizer.json", "manifest.json", "model.safetensors"
CHECKPOINT, FINISH_CHECKPOINT = "checkpoint.pt", "finish.pt"


def learn(data: Path, out: Path, work: Path, recipe: Recipe, *, console: Console) -> None:
    """Learn a vocabulary and its vectors from all streams, and write them as the folder `out`.

    `work` keeps the tokenizer and the checkpoint, with a note of what they were made of; a run of
    the same goes on from there.
    """
    present = present_streams(data)
    claim(
        work / TOKENIZER,
        [recipe.vocabulary, recipe.sample, recipe.seed, [[s.name, s.cap] for s in present]],
    )
    lexicon = file_digest(LEXICON)
    claim(
        work / CHECKPOINT,
        [asdict(recipe), lexicon, [[s.name, s.cap, s.repeat, s.is_glossed] for s in present]],
    )
    console.print(f"reading {len(present)} streams of pairs")
    pairs = {stream.name: stream_pairs(stream, data, seed=recipe.seed) for stream in present}
    tokenizer = _tokenizer(work / TOKENIZER, list(pairs.values()), recipe, console)
    encoded = _encode(present, pairs, tokenizer, seed=recipe.seed, console=console)
    pairs.clear()
    vectors = train(
        encoded,
        plan(encoded, size=recipe.batch, passes=recipe.passes, seed=recipe.seed),
        Loss(),
        start=random_vectors(tokenizer.get_vocab_size(), recipe.dimension, seed=recipe.seed),
        rate=recipe.rate,
        seed=recipe.seed,
        checkpoint=work / CHECKPOINT,
    )
    write_model(out, vectors, tokenizer)
    different_pairs = sum(stream.size for stream in encoded)
    made = {**asdict(recipe), "pairs": different_pairs, "lexicon_sha256": lexicon}
    write_manifest(out, data, [stream.file for stream in present], recipe=made)


def finish(
    start: Path, data: Path, out: Path, work: Path, stage: Finish, *, console: Console
) -> dict[str, Any]:
    """Train the vectors of the folder `start` a little longer, and write them as the folder `out`.

    Return the recipe of `start` with this stage added, which names the digest of what it began at.
    """
    recipe = read_manifest(start)["recipe"]
    made_of = {
        **asdict(stage),
        "start_sha256": file_digest(start / WEIGHTS),
        "lexicon_sha256": file_digest(LEXICON),
    }
    claim(work / FINISH_CHECKPOINT, [made_of, dict(FINISH)])
    tokenizer = Tokenizer.from_file(str(start / TOKENIZER))
    encoded = _finish_streams(data, stage, tokenizer, console)
    begun = load_file(start / WEIGHTS)["embedding.weight"].astype(np.float32)
    finished = train(
        encoded,
        draw(encoded, FINISH, size=stage.batch, steps=stage.steps, seed=stage.seed),
        Loss(scale=stage.scale, dropout=stage.dropout),
        start=begun,
        rate=stage.rate,
        seed=stage.seed,
        checkpoint=work / FINISH_CHECKPOINT,
    )
    write_model(out, begun + np.float32(stage.weight) * (finished - begun), tokenizer)
    return {**recipe, "finishes": [*recipe.get("finishes", []), made_of]}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a model folder.

    Raises:
        TrainingDataError: the folder holds no model that a run of this wrote.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingDataError(
            f"{folder} holds no trained embedder with its {MANIFEST}; name another with --start."
        ) from error
    return manifest


def _finish_streams(
    data: Path, stage: Finish, tokenizer: Tokenizer, console: Console
) -> list[EncodedStream]:
    wanted = {name.removesuffix(GLOSSED) for name in FINISH}
    streams = [
        replace(stream, cap=min(stream.cap, stage.pairs))
        for stream in present_streams(data)
        if stream.name in wanted
    ]
    console.print(f"reading {len(streams)} streams of pairs for the finish")
    pairs = {stream.name: stream_pairs(stream, data, seed=stage.seed) for stream in streams}
    encoded = _encode(streams, pairs, tokenizer, seed=stage.seed, console=console)
    return [stream for stream in encoded if stream.name in FINISH]


def present_streams(data: Path) -> list[Stream]:
    """Return the streams whose file is there.

    Raises:
        TrainingDataError: there is none.
    """
    present = [stream for stream in STREAMS if train_path(data, stream.file).exists()]
    if not present:
        raise TrainingDataError(f"{data} holds no training file; name its folder with --data.")
    return present


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
    *,
    seed: int,
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
            said = glossed(pairs[stream.name], glosser, seed=f"{seed}:{stream.name}")
            encoded.append(encode_stream(stream.name + GLOSSED, said, tokenizer, repeat=1))
    encoded.append(encode_stream(OWN, own_pairs(), tokenizer, repeat=OWN_REPEAT))
    return encoded

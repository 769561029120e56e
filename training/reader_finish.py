"""Finish the reading model on decks and questions written to learn from.

    python -m training.reader_finish --start MODEL --data DIR --out DIR

The model in `--start` learned from JaQuAD and from questions made by template (`training.reader`).
`SHARE` of what it now sees is of the written decks, each `PASSES` times; the rest is drawn anew
from what it learned from, so that it keeps that. Its vocabulary stays.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from safetensors.numpy import load_file

from briefqa.comprehension.matches import Asked, match
from briefqa.comprehension.model import VECTORS, VOCABULARY, WEIGHTS
from briefqa.comprehension.tokens import Tables, read_words
from briefqa.embedder import load_embedder
from briefqa.lexical import LexicalIndex
from briefqa.text.terms import terms
from training.answerer import Fitter
from training.cards import (
    EDRDG,
    READER_CARD,
    READER_FINISH,
    READER_FIRST,
    source_table,
    write_licence,
)
from training.checkpoints import claim
from training.export import write_manifest
from training.glosses import Glosser
from training.reader import LEXICON, PASSAGES_COUNTED, EncoderMaker, write_reader
from training.reader_data import FIELDS, Encoded, encode_all, word_span
from training.reader_network import ReaderNetwork, Sizes
from training.reader_sources import SOURCES, reading_examples
from training.reader_training import ReaderRecipe, train
from training.reader_vocabulary import Lists
from training.records import file_digest, licences, train_path
from training.written import (
    WRITTEN,
    WrittenExample,
    examples_of,
    index_of,
    is_kept_back,
    written_decks,
)

CHECKPOINT, MANIFEST = "reader-finish.pt", "manifest.json"
SHARE = 0.65  # of the examples that are of written decks
PASSES = 4  # over the written decks
KEPT_BACK = 0.15  # share of the written decks that the answerer's weights are fitted on instead
RECIPE = ReaderRecipe(passes=1, rate=0.0008, batch=6_400)


def open_network(folder: Path, *, dropout: float) -> tuple[ReaderNetwork, Lists, NDArray]:
    """Return the network of a model's folder, its vocabulary, and its words' vectors."""
    lists: Lists = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    vectors = np.load(folder / VECTORS, allow_pickle=False).astype(np.float32)
    arrays = {name: torch.from_numpy(a).float() for name, a in load_file(folder / WEIGHTS).items()}
    words, characters, parts = (len(lists[k]) + 2 for k in ("words", "characters", "parts"))
    width = arrays["start.weight"].shape[1]
    sizes = Sizes(words, characters, parts, vectors.shape[1], width, dropout=dropout)
    network = ReaderNetwork(sizes, torch.from_numpy(vectors))
    network.load_state_dict(arrays, strict=False)
    return network, lists, vectors


def encode_written(
    decks: Sequence[Path], tables: Tables, console: Console
) -> tuple[list[Encoded], list[Encoded]]:
    """Return the written examples to learn from and those kept back, as arrays."""
    taught: list[Encoded] = []
    held: list[Encoded] = []
    for deck in track(decks, description="reading written decks", console=console):
        kept = held if is_kept_back(deck, KEPT_BACK) else taught
        kept += [e for one in _asked_of(deck) if (e := _encode(one, tables)) is not None]
    return taught, held


def _asked_of(deck: Path) -> Iterator[WrittenExample]:
    fitter = Fitter()
    with tempfile.TemporaryDirectory(prefix="briefqa-written-") as folder:
        assistant = fitter.open(index_of(deck, Path(folder), load_embedder(None)))
        yield from examples_of(assistant, deck)


def _encode(example: WrittenExample, tables: Tables) -> Encoded | None:
    question = read_words([("body", example.query.text)], tables)
    passage = read_words([(block.kind, block.text) for block in example.blocks], tables)
    spans = {span for answer in example.answers if (span := word_span(passage, answer))}
    if not len(question) or not len(passage) or (example.answers and not spans):
        return None
    figures = match(Asked.of(example.query.concepts, question), passage).astype(np.float16)
    question_arrays, passage_arrays = (
        {name: getattr(side, name).astype(kind) for name, kind in FIELDS.items()}
        for side in (question, passage)
    )
    return Encoded(
        question_arrays,
        {**passage_arrays, "match": figures},
        np.array(sorted(spans), dtype=np.int32).reshape(-1, 2),
        example.group,
    )


def replay(data: Path, lists: Lists, count: int, seed: int, console: Console) -> list[Encoded]:
    """Return `count` of the examples that the model learned from, as arrays."""
    examples = reading_examples(data, Glosser.open(LEXICON), seed=seed, silver=None)
    chosen = random.Random(f"{seed}:replay").sample(examples, min(count, len(examples)))  # noqa: S311
    texts = dict.fromkeys(" ".join(block.text for block in example.blocks) for example in chosen)
    counted = LexicalIndex.build([terms(text) for text in list(texts)[:PASSAGES_COUNTED]])
    done = track(
        encode_all(chosen, EncoderMaker(lists, counted), workers=1),
        description="encoding what it learned from",
        total=len(chosen),
        console=console,
    )
    return [encoded for encoded in done if encoded is not None]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the model to go on from, the training data and the written decks are, and what is made
    and kept meanwhile."""

    start: Path
    data: Path
    written: Path
    out: Path
    work: Path


def finish(folders: Folders, *, console: Console) -> None:
    """Go on from the model in `start`, and write the model folder `out`."""
    start, data, out, work = folders.start, folders.data, folders.out, folders.work
    began = time.monotonic()
    network, lists, vectors = open_network(start, dropout=RECIPE.dropout)
    decks = written_decks(folders.written)
    made_of = [asdict(RECIPE), SHARE, PASSES, file_digest(start / WEIGHTS), digest_of(decks)]
    claim(work / CHECKPOINT, made_of)
    taught, held = encode_written(decks, Tables.of(lists), console)
    own = taught * PASSES
    old = replay(data, lists, int(len(own) * (1 - SHARE) / SHARE), RECIPE.seed, console)
    console.print(
        f"{len(taught):,} written examples, {len(held):,} kept back, {len(old):,} old ones"
    )
    torch.manual_seed(RECIPE.seed)
    weights = train(network, [*own, *old], held, RECIPE, checkpoint=work / CHECKPOINT)
    first = json.loads((start / MANIFEST).read_text(encoding="utf-8"))["recipe"]
    write_reader(out, lists, vectors, {k: v.float().cpu().numpy() for k, v in weights.items()})
    minutes = (time.monotonic() - began) / 60
    write_papers(out, data, first, made_of, count=len(taught), minutes=minutes)
    console.print(f"finished in {minutes:.1f} minutes; wrote {out}")


def digest_of(decks: Sequence[Path]) -> str:
    """Return one SHA-256 over the written decks and their questions."""
    found = sha256()
    for deck in decks:
        for path in (deck, deck.with_suffix(".jsonl")):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def write_papers(
    out: Path,
    data: Path,
    first: Mapping[str, Any],
    made_of: Sequence[Any],
    *,
    count: int,
    minutes: float,
) -> None:
    """Write the model card, the licence and the manifest beside the weights.

    `first`: the recipe of the model that was gone on from; `made_of`: what `finish` claims by.
    """
    names = [name for name in SOURCES if train_path(data, name).exists()]
    known = licences(data)
    recipe, share, passes, start, decks = made_of
    finishing = {
        **recipe,
        "share": share,
        "written_passes": passes,
        "start_sha256": start,
        "written_sha256": decks,
    }
    finish_text = READER_FINISH.format(
        **finishing, examples=count, percent=round(100 * share), minutes=round(minutes)
    )
    card = READER_CARD.format(
        recipe=f"{READER_FIRST.format(**first)}\n\n{finish_text}",
        width=first["width"],
        sources=source_table(names, known),
        edrdg=EDRDG,
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, names, known, subject="The reading model")
    write_manifest(out, data, names, recipe={**first, "finish": finishing})


def main() -> None:
    """Read the command line and go on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="the first stage's model")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--written", type=Path, default=WRITTEN)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    arguments = parser.parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    folders = Folders(**vars(arguments))
    finish(folders, console=Console(stderr=True))


if __name__ == "__main__":
    main()

"""Train the shipped embedder, end to end: `python -m training.embedder --data DIR --out FOLDER`.

With `--start FOLDER` the first stage is left out, and the second begins at the vectors there.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import torch
from rich.console import Console

from training.cards import EDRDG, EMBEDDER_CARD, score_table, source_table, write_licence
from training.contrastive import Finish, Recipe
from training.evaluate_embedder import evaluate, load_encoder
from training.export import write_manifest
from training.records import SUFFIX, TrainingDataError, licences
from training.stages import finish, learn, read_manifest

FIRST = "first"  # folder below --work that the first stage is written to
Part = TypeVar("Part", Recipe, Finish)
EVALUATION_FILE = "tatoeba_laser_enja.test.jsonl.gz"


def build(
    data: Path,
    out: Path,
    work: Path,
    *,
    recipe: Recipe,
    stage: Finish,
    start: Path | None,
    console: Console,
) -> None:
    """Train on `data` and write the model folder `out`.

    `start` is a folder of an earlier run to begin the second stage at; without one, the first stage
    is run. `work` keeps what a stopped run goes on from.
    """
    began = time.monotonic()
    if start is None:
        start = work / FIRST
        learn(data, start, work, recipe, console=console)
    sources = [name.removesuffix(SUFFIX) for name in read_manifest(start)["inputs_sha256"]]
    made = finish(start, data, out, work, stage, console=console)
    minutes = (time.monotonic() - began) / 60
    console.print(f"trained in {minutes:.1f} minutes; measuring")
    _write_papers(out, data, sources, made)
    console.print(f"wrote {out}")


def _write_papers(out: Path, data: Path, names: Sequence[str], made: Mapping[str, Any]) -> None:
    """Write the model card, the licence and the manifest beside the weights."""
    known = licences(data)
    has_sets = (data / EVALUATION_FILE).exists()
    scores = evaluate(load_encoder(out), data) if has_sets else []
    card = EMBEDDER_CARD.format(
        **{name: made[name] for name in ("dimension", "vocabulary", "passes", "batch", "rate")},
        seed=made["seed"],
        pairs=made["pairs"],
        finish=made["finishes"][-1],
        scores=score_table(scores),
        sources=source_table(names, known),
        edrdg=EDRDG,
        device=torch.cuda.get_device_name() if torch.cuda.is_available() else "On a CPU",
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, names, known, subject="The embedding model")
    write_manifest(out, data, names, recipe=made)


def _given(part: Part, arguments: argparse.Namespace, *, prefix: str = "") -> Part:
    """Return a recipe with what the command line says instead of its own."""
    said = {field.name: getattr(arguments, prefix + field.name) for field in fields(part)}
    return replace(part, **{name: value for name, value in said.items() if value is not None})


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/briefqa/models/embedder"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--start", type=Path, help="a model folder to begin the second stage at")
    for field in fields(Recipe):
        parser.add_argument(f"--{field.name}", type=type(field.default))
    for field in fields(Finish):
        parser.add_argument(f"--finish-{field.name}", type=type(field.default))
    arguments = parser.parse_args()
    try:
        build(
            arguments.data,
            arguments.out,
            arguments.work,
            recipe=_given(Recipe(), arguments),
            stage=_given(Finish(), arguments, prefix="finish_"),
            start=arguments.start,
            console=Console(stderr=True),
        )
    except TrainingDataError as error:
        parser.exit(1, f"{parser.prog}: {error}\n")


if __name__ == "__main__":
    main()

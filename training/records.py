"""Read the training files: gzip JSON Lines, of which only `*.train.jsonl.gz` may be opened here."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUFFIX = ".train.jsonl.gz"


class TrainingDataError(Exception):
    """The training data is not as it should be; the message names the file."""


def train_path(data: Path, name: str) -> Path:
    """Return the path of the training file called `name` (its stem before `.train.jsonl.gz`).

    There is no way to name a dev, test or evaluation file: the suffix is always the training one.
    """
    if not name.replace(".", "").replace("_", "").isalnum() or name.startswith("eval_"):
        raise TrainingDataError(f"{name!r} is not the name of a training file.")
    return data / f"{name}{SUFFIX}"


def read_records(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a training file in file order; nothing where the file is absent."""
    path = train_path(data, name)
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise TrainingDataError(f"{path.name} line {number} is not JSON.") from error


def file_digest(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def licences(data: Path) -> dict[str, str]:
    """Return the licence and source of each training file, from the data folder's README tables."""
    readme = data / "README.md"
    if not readme.exists():
        return {}
    rows = (line.strip("| \n").split(" | ") for line in readme.read_text("utf-8").splitlines())
    return {
        cells[0].removesuffix(SUFFIX): cells[-1].strip()
        for cells in rows
        if len(cells) == 5 and cells[0].endswith(SUFFIX)
    }

"""Files that a training run goes on from, each with a note of what it was made of."""

import json
from pathlib import Path


def claim(path: Path, made_of: object) -> None:
    """Drop a file of an earlier run that was made of something else, and note what this one is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = path.with_suffix(".made-of.json")
    wanted = json.dumps(made_of, indent=2)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        path.unlink(missing_ok=True)
        stamp.write_text(wanted, encoding="utf-8")

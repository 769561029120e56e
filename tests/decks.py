"""The folder of real decks, which are not part of the repository."""

from pathlib import Path

DECKS = Path(__file__).parents[2] / "shared" / "decks"


def decks(kind: str) -> tuple[Path, ...]:
    """Return the decks of a folder (`pdf`, `pptx`, `docx`), in order; none where it is missing."""
    return tuple(sorted(path for path in (DECKS / kind).glob("*") if path.is_file()))

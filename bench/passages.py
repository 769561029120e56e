"""Japanese passages of one length, and headings and questions to ask, from the training data."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

PASSAGES_FILE = "plain_ict_whitepaper_ja.train.jsonl.gz"
PLAIN_FILES = (  # running text; together 40 million characters
    PASSAGES_FILE,
    "plain_kyotowiki_ja.train.jsonl.gz",
    "plain_municipal_bulletin_ja.train.jsonl.gz",
    "plain_egov_laws_env_ja.train.jsonl.gz",
)
QUESTIONS_FILE = "jaquad.dev.jsonl.gz"
ENGLISH_QUESTIONS_FILE = "xquad_en.dev.jsonl.gz"
HEADINGS_FILE = "ict_whitepaper_heading_passage_ja.train.jsonl.gz"
SLIDES_PER_BRIEFING = 100


def japanese_passages(
    data: Path, count: int, *, length: int = 400, files: Sequence[str] = (PASSAGES_FILE,)
) -> list[str]:
    """Return `count` texts of exactly `length` characters: the running text, cut as it comes."""
    found: list[str] = []
    rest = ""
    for file in files:
        for record in _records(data / file):
            rest += record["text"].replace("\n", "")
            while len(rest) >= length and len(found) < count:
                found.append(rest[:length])
                rest = rest[length:]
            if len(found) == count:
                return found
    named = ", ".join(files)
    raise SystemExit(f"{named}: {len(found)} passages of {length} characters and no more.")


def headings(data: Path, count: int) -> list[str]:
    """Return `count` different headings, spread over the file, as questions to search with."""
    found = list(dict.fromkeys(record["a"] for record in _records(data / HEADINGS_FILE)))
    return found[:: max(1, len(found) // count)][:count]


def questions(data: Path, count: int, *, file: str = QUESTIONS_FILE) -> list[str]:
    """Return `count` different questions, spread over a question file."""
    found = list(dict.fromkeys(record["question"] for record in _records(data / file)))
    return found[:: max(1, len(found) // count)][:count]


def write_corpus(folder: Path, passages: list[str]) -> Path:
    """Write the passages as slides of briefings, a hundred each."""
    folder.mkdir()
    for start in range(0, len(passages), SLIDES_PER_BRIEFING):
        slides = passages[start : start + SLIDES_PER_BRIEFING]
        (folder / f"briefing-{start:06d}.txt").write_text("\f".join(slides), encoding="utf-8")
    return folder


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)

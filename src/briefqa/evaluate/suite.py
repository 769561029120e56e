"""The public suite: each set, what of briefqa it measures, and what others have published on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefqa.errors import InputError
from briefqa.evaluate.scoring import (
    Parts,
    Progress,
    Scores,
    score_contexts,
    score_judged,
    score_ratings,
    score_reading,
    score_translations,
)

Part = Literal["search", "embedder", "reading"]
"""What of briefqa a set measures: terms and vectors together, vectors alone, the reading model."""


@dataclass(frozen=True, slots=True)
class Published:
    """A figure by somebody else, on the same set by the same measure; `name` is of the model."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside the published ones; all of them are higher the better.

    `value` is None where a set has no question. `count` is of the questions or
    pairs that the figure is over; `latency_p50_ms` the median time of one search or reading.
    """

    set: str
    part: Part
    measure: str
    value: float | None
    published: tuple[Published, ...]
    count: int
    latency_p50_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A set: its files, how they are scored, and what has been published.

    `score` takes the name, the files, the parts and a progress. `published` holds each measure that
    has a row, in order.
    """

    set: str
    part: Part
    files: tuple[str, ...]
    score: Callable[[str, Sequence[Path], Parts, Progress], Scores]
    published: Mapping[str, tuple[Published, ...]]


E5_SMALL, E5_BASE, E5_LARGE = (f"multilingual-e5-{size}" for size in ("small", "base", "large"))
STATIC = "static-similarity-mrl-multilingual"
BM25 = "BM25 over lemmas (own run)"
JAQUAD, JSQUAD = "jaquad.dev.jsonl.gz", "jsquad_v1.3_valid.dev.jsonl.gz"

# Where the figures are from. Embedders: https://github.com/embeddings-benchmark/results (MTEB).
# BERT on JaQuAD: https://github.com/SkelterLabsInc/JaQuAD. People and BERT on JSQuAD:
# https://github.com/yahoojapan/JGLUE, by an earlier version of the same questions. BM25 over UniDic
# lemmas (k1 0.9, b 0.4) and over character bigrams: measured once with these files, published by
# nobody, for how far a plain search gets.
SUITE = (
    Entry(
        "MTEB JaQuADRetrieval",
        "search",
        tuple(
            f"eval_mteb_JaQuADRetrieval.{kind}.jsonl.gz" for kind in ("corpus", "queries", "qrels")
        ),
        score_judged,
        {
            "nDCG@10": (
                Published(E5_SMALL, 0.5900),
                Published(E5_BASE, 0.6103),
                Published(E5_LARGE, 0.6462),
                Published("LaBSE", 0.3915),
                Published("BM25 over bigrams (own run)", 0.6067),
            )
        },
    ),
    Entry(
        "JaQuAD dev passages",
        "search",
        (JAQUAD,),
        score_contexts,
        {"nDCG@10": (Published(BM25, 0.9157),), "recall@1": (Published(BM25, 0.834),)},
    ),
    Entry(
        "JSQuAD valid passages",
        "search",
        (JSQUAD,),
        score_contexts,
        {"nDCG@10": (Published(BM25, 0.9446),), "recall@1": (Published(BM25, 0.903),)},
    ),
    Entry(
        "Tatoeba jpn-eng",
        "embedder",
        ("tatoeba_laser_enja.test.jsonl.gz",),
        score_translations,
        {
            "F1": (
                Published(STATIC, 0.8703),
                Published(E5_SMALL, 0.8439),
                Published("potion-multilingual-128M", 0.4854),
            ),
            "accuracy": (),
        },
    ),
    Entry(
        "JSTS valid",
        "embedder",
        ("jsts_v1.3_valid.dev.jsonl.gz",),
        score_ratings,
        {"Spearman": (Published(STATIC, 0.7465), Published(E5_SMALL, 0.7892))},
    ),
    Entry(
        "JSICK test",
        "embedder",
        ("jsick.test.jsonl.gz",),
        score_ratings,
        {"Spearman": (Published(STATIC, 0.7867), Published(E5_SMALL, 0.8142))},
    ),
    Entry(
        "JaQuAD dev",
        "reading",
        (JAQUAD,),
        score_reading,
        {
            "EM": (Published("BERT base Japanese", 0.6101),),
            "F1": (Published("BERT base Japanese", 0.7735),),
        },
    ),
    Entry(
        "JSQuAD valid",
        "reading",
        (JSQUAD,),
        score_reading,
        {
            "EM": (Published("people", 0.871), Published("BERT base Japanese", 0.871)),
            "F1": (Published("people", 0.944), Published("BERT base Japanese", 0.941)),
        },
    ),
)


def measure_suite(
    folder: Path,
    parts: Parts,
    *,
    only: Part | None = None,
    progress: Progress = lambda description, done, total: None,
) -> tuple[Row, ...]:
    """Return the rows of the whole suite, or those of one part, in the order of SUITE.

    Raises InputError naming the files that are missing, before anything is measured, and a file
    that cannot be used.
    """
    entries = [entry for entry in SUITE if only in (None, entry.part)]
    _require_files(folder, entries)
    return tuple(row for entry in entries for row in _rows(entry, folder, parts, progress))


def _require_files(folder: Path, entries: Sequence[Entry]) -> None:
    names = dict.fromkeys(name for entry in entries for name in entry.files)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"{folder} lacks {', '.join(missing)}.",
            hint="Name the folder of the public sets by --data, or one part alone by --only.",
        )


def _rows(entry: Entry, folder: Path, parts: Parts, progress: Progress) -> list[Row]:
    progress(f"Reading {entry.set}", 0, 0)
    scores = entry.score(entry.set, [folder / name for name in entry.files], parts, progress)
    return [
        Row(
            set=entry.set,
            part=entry.part,
            measure=measure,
            value=scores.values[measure],
            published=published,
            count=scores.count,
            latency_p50_ms=scores.latency_p50_ms,
        )
        for measure, published in entry.published.items()
    ]

"""The public suite over small files: its rows, its parts, and what is said of missing files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from briefqa.errors import InputError
from briefqa.evaluate.retrieval import Searcher
from briefqa.evaluate.scoring import Parts
from briefqa.evaluate.similarity import Vectors
from briefqa.evaluate.suite import SUITE, Part, Row, measure_suite
from tests.public_sets import write_public_sets


def _search_over(texts: Sequence[str]) -> Searcher:
    """Rank the texts that share the first two characters of the question first."""

    def find(question: str, limit: int) -> list[int]:
        order = sorted(range(len(texts)), key=lambda position: question[:2] not in texts[position])
        return order[:limit]

    return find


def _embed(texts: Sequence[str]) -> Vectors:
    """One vector for what is about cats, one for the rest."""
    return np.array([[1, 0] if "猫" in t or "cat" in t else [0, 1] for t in texts], np.float32)


def _read(question: str, passage: str) -> str:
    return passage[3:5]


def _parts(**changes: object) -> Parts:
    return Parts(
        **{"search_over": _search_over, "embed": _embed, "read_over": lambda _: _read, **changes}
    )


def _figures(rows: Sequence[Row]) -> list[tuple[str, str, float | None, int | None]]:
    return [(row.set, row.measure, row.value, row.count) for row in rows]


def test_every_row_of_the_suite(tmp_path: Path) -> None:
    write_public_sets(tmp_path)
    rows = measure_suite(tmp_path, _parts())
    similar = pytest.approx(0.75**0.5)  # ratings 3 2 1; cosines 1 1 0, so ranks 2.5 2.5 1
    assert _figures(rows) == [
        ("MTEB JaQuADRetrieval", "nDCG@10", 1.0, 1),
        ("JaQuAD dev passages", "nDCG@10", 1.0, 2),
        ("JaQuAD dev passages", "recall@1", 1.0, 2),
        ("JSQuAD valid passages", "nDCG@10", 1.0, 2),
        ("JSQuAD valid passages", "recall@1", 1.0, 2),
        ("Tatoeba jpn-eng", "F1", 1.0, 2),
        ("Tatoeba jpn-eng", "accuracy", 1.0, 2),
        ("JSTS valid", "Spearman", similar, 3),
        ("JSICK test", "Spearman", similar, 3),
        ("JaQuAD dev", "EM", 1.0, 2),
        ("JaQuAD dev", "F1", 1.0, 2),
        ("JSQuAD valid", "EM", 1.0, 2),
        ("JSQuAD valid", "F1", 1.0, 2),
    ]
    assert [row.latency_p50_ms is not None for row in rows] == [True] * 5 + [False] * 4 + [True] * 4


def test_translations_are_sought_from_japanese(tmp_path: Path) -> None:
    write_public_sets(tmp_path)

    def astray(texts: Sequence[str]) -> Vectors:
        """Give "Good morning." no direction, so that it is nobody's nearest."""
        rows = {"A white cat.": [1, 1], "Good morning.": [0, 0]}
        return np.array([rows.get(text, [1, 0]) for text in texts], np.float32)

    rows = measure_suite(tmp_path, _parts(embed=astray), only="embedder")
    # Both Japanese sentences take the cat, one rightly: precision 1/2, recall 1. From English,
    # both would take the first Japanese one.
    assert _figures(rows)[:2] == [
        ("Tatoeba jpn-eng", "F1", pytest.approx((2 / 3) / 2), 2),
        ("Tatoeba jpn-eng", "accuracy", 0.5, 2),
    ]


@pytest.mark.parametrize(("part", "count"), [("search", 5), ("embedder", 4), ("reading", 4)])
def test_one_part_alone_needs_its_own_files_alone(part: Part, count: int, tmp_path: Path) -> None:
    write_public_sets(tmp_path)
    needed = {name for entry in SUITE if entry.part == part for name in entry.files}
    for path in tmp_path.iterdir():
        if path.name not in needed:
            path.unlink()
    rows = measure_suite(tmp_path, _parts(), only=part)
    assert {row.part for row in rows} == {part}
    assert len(rows) == count


def test_missing_files_are_all_named_before_anything_is_measured(tmp_path: Path) -> None:
    write_public_sets(tmp_path)
    for name in ("eval_mteb_JaQuADRetrieval.qrels.jsonl.gz", "jsick.test.jsonl.gz"):
        (tmp_path / name).unlink()
    told: list[str] = []
    with pytest.raises(InputError) as caught:
        measure_suite(tmp_path, _parts(), progress=lambda what, done, total: told.append(what))
    assert str(caught.value) == (
        f"{tmp_path} lacks eval_mteb_JaQuADRetrieval.qrels.jsonl.gz, jsick.test.jsonl.gz."
        " Name the folder of the public sets by --data, or one part alone by --only."
    )
    assert told == []


def test_progress_names_each_set(tmp_path: Path) -> None:
    write_public_sets(tmp_path)
    told: list[tuple[str, int, int]] = []
    measure_suite(tmp_path, _parts(), progress=lambda *step: told.append(step))
    assert ("Searching JaQuAD dev passages", 2, 2) in told
    assert ("Answering from JSQuAD valid", 1, 2) in told
    assert ("Embedding JSTS valid", 0, 0) in told

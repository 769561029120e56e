"""Passage retrieval on question-answering sets."""

import gzip
import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefqa.errors import InputError
from briefqa.evaluate.retrieval import (
    RetrievalQuery,
    RetrievalSet,
    evaluate_retrieval,
    read_public_sets,
    read_set,
)
from briefqa.evaluate.searcher import passage_searcher
from briefqa.lexicon import Lexicon
from tests.fakes import HashEmbedder


def _write(path: Path, records: list[dict[str, str]]) -> Path:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_bytes(gzip.compress(lines.encode()))
    return path


def test_each_distinct_context_is_one_passage(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "set.gz",
        [
            {"question": "q1", "context": "梅雨の話"},
            {"question": "q2", "context": "大仏の話"},
            {"question": "q3", "context": "梅雨の話"},
        ],
    )
    assert read_set(path, name="小") == RetrievalSet(
        name="小",
        passages=("梅雨の話", "大仏の話"),
        queries=(
            RetrievalQuery("q1", frozenset({0})),
            RetrievalQuery("q2", frozenset({1})),
            RetrievalQuery("q3", frozenset({0})),
        ),
    )


def test_scores_by_hand_with_an_unanswered_question_in_the_mean() -> None:
    found: dict[str, Sequence[int]] = {"first": [0, 1], "second": [0, 1], "none": []}
    queries = tuple(
        RetrievalQuery(text, frozenset({relevant}))
        for text, relevant in (("first", 0), ("second", 1), ("none", 0))
    )
    scores = evaluate_retrieval(
        RetrievalSet("s", ("a", "b"), queries), lambda text, limit: found[text][:limit]
    )
    assert (scores.queries, scores.passages) == (3, 2)
    assert scores.ndcg_at_10 == pytest.approx((1 + 1 / math.log2(3) + 0) / 3)
    assert scores.recall_at_1 == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"not gzip", id="not gzip"),
        pytest.param(gzip.compress(b"{}\n"), id="no question"),
        pytest.param(gzip.compress(b"[1]\n"), id="no object"),
        pytest.param(gzip.compress(b"{\n"), id="broken JSON"),
        pytest.param(gzip.compress(b"\xff\n"), id="not UTF-8"),
        pytest.param(gzip.compress(b'{"question": "q", "context": "c"}\n' * 99)[:-9], id="cut"),
    ],
)
def test_unusable_file_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "jaquad.dev.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"jaquad\.dev\.jsonl\.gz"):
        read_set(path, name="JaQuAD dev")


def test_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"jsquad_v1\.3_valid\.dev\.jsonl\.gz cannot be read"):
        read_public_sets(tmp_path)


def test_searcher_finds_the_passage_that_holds_the_words() -> None:
    passages = ("梅雨は雨の多い季節である。", "大仏は奈良にある。", "富士山の高さは3776メートル。")
    find = passage_searcher(passages, embedder=HashEmbedder(), lexicon=Lexicon.open())
    assert find("大仏はどこにありますか？", 3)[0] == 1
    assert find("富士山は何メートル？", 1) == [2]


def test_public_sets_are_read_by_their_file_names(tmp_path: Path) -> None:
    for name in ("jsquad_v1.3_valid.dev.jsonl.gz", "jaquad.dev.jsonl.gz"):
        _write(tmp_path / name, [{"question": "q", "context": "c"}])
    assert [item.name for item in read_public_sets(tmp_path)] == ["JSQuAD valid", "JaQuAD dev"]

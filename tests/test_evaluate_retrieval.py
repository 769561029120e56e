"""Passage retrieval on question-answering sets."""

import gzip
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefqa.errors import InputError
from briefqa.evaluate.retrieval import (
    RetrievalQuery,
    RetrievalSet,
    evaluate_retrieval,
    read_contexts,
    read_judged,
)
from briefqa.evaluate.searcher import passage_searcher
from briefqa.lexicon import Lexicon
from briefqa.ranker import Ranker
from tests.fakes import HashEmbedder
from tests.public_sets import write_lines


def test_each_distinct_context_is_one_passage(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "set.gz",
        [
            {"question": "q1", "context": "梅雨の話"},
            {"question": "q2", "context": "大仏の話"},
            {"question": "q3", "context": "梅雨の話"},
        ],
    )
    assert read_contexts(path, name="小") == RetrievalSet(
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
        read_contexts(path, name="JaQuAD dev")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.gz cannot be read: No such file"):
        read_contexts(tmp_path / "none.gz", name="s")


def test_faulty_line_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "q.gz", [{"question": "q", "context": "c"}, {"question": 1}])
    with pytest.raises(InputError, match=r"q\.gz, line 2 is not as it should be .*no text"):
        read_contexts(path, name="s")


CORPUS = [
    {"_id": "7", "title": "奈良", "text": "大仏の話"},
    {"_id": "9", "title": "奈良", "text": "東大寺"},
    {"_id": "8", "title": "", "text": "梅雨の話"},
]
QUERIES = [{"_id": "0", "text": "大仏は？"}, {"_id": "5", "text": "雪は？"}]


def _judged(folder: Path, judgements: list[dict[str, object]]) -> RetrievalSet:
    return read_judged(
        write_lines(folder / "corpus.gz", CORPUS),
        write_lines(folder / "queries.gz", QUERIES),
        write_lines(folder / "qrels.gz", judgements),
        name="小",
    )


def test_judged_texts_stand_under_their_titles(tmp_path: Path) -> None:
    judgements: list[dict[str, object]] = [
        {"query-id": "0", "corpus-id": "7", "score": 1},
        {"query-id": "0", "corpus-id": "9", "score": 1},
        {"query-id": "5", "corpus-id": "8", "score": 0},
    ]
    assert _judged(tmp_path, judgements) == RetrievalSet(
        name="小",
        passages=("奈良\n大仏の話", "奈良\n東大寺", "梅雨の話"),
        queries=(
            RetrievalQuery("大仏は？", frozenset({0, 1})),
            RetrievalQuery("雪は？", frozenset()),
        ),
    )


@pytest.mark.parametrize(("query", "found"), [("1", "7"), ("0", "6")])
def test_judgement_of_what_is_not_there_is_named(query: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"qrels\.gz judges {query} and {found}"):
        _judged(tmp_path, [{"query-id": query, "corpus-id": found, "score": 1}])


def test_both_of_two_relevant_passages_count() -> None:
    queries = (RetrievalQuery("q", frozenset({0, 2})),)
    scores = evaluate_retrieval(RetrievalSet("s", ("a", "b", "c"), queries), lambda *_: [1, 2, 0])
    second, third = 1 / math.log2(3), 1 / 2
    assert scores.ndcg_at_10 == pytest.approx((second + third) / (1 + second))
    assert scores.recall_at_1 == 0.0


def test_searcher_finds_the_passage_that_holds_the_words() -> None:
    passages = ("梅雨は雨の多い季節である。", "大仏は奈良にある。", "富士山の高さは3776メートル。")
    find = passage_searcher(
        passages, embedder=HashEmbedder(), lexicon=Lexicon.open(), ranker=Ranker.open()
    )
    assert find("大仏はどこにありますか？", 3)[0] == 1
    assert find("富士山は何メートル？", 1) == [2]

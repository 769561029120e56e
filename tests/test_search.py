"""Fusion of terms, bigrams and vectors, with numbers worked out by hand.

The lexical indexes are built with k1 = 0 and b = 0: a term found in a document scores its idf.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from briefqa.dense import FlatIndex
from briefqa.lexical import LexicalIndex
from briefqa.query import Query
from briefqa.records import Briefing, Hit, Language, Passage, Scope
from briefqa.search import BIGRAM_WEIGHT, DENSE_WEIGHT, POOL, Library, lexical_scores, search

# Of four passages: 港 stands in two, 船 in one.
HARBOUR = math.log(1 + 2.5 / 2.5)
SHIP = math.log(1 + 3.5 / 1.5)
DOCUMENTS = (("港", "船"), ("港",), ("魚",), ())
VECTORS = ((-0.6, 0.8), (1.0, 0.0), (0.6, 0.8), (-1.0, 0.0))
BRIEFINGS = (("minato", "2024-06"), ("sakana", ""), ("fune", "2025-01-15"))
HOMES = ("minato", "minato", "sakana", "fune")


def unit(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def library(
    documents: Sequence[Sequence[str]] = DOCUMENTS,
    *,
    bigrams: Sequence[Sequence[str]] | None = None,
    vectors: Sequence[Sequence[float]] = VECTORS,
    homes: Sequence[str] = HOMES,
) -> Library:
    return Library(
        briefings=tuple(
            Briefing(i, i, date, "", "ja", f"{i}.txt", "0", ()) for i, date in BRIEFINGS
        ),
        passages=tuple(
            Passage(f"{home}/{n}/1", home, n, "body", 0, 1, "港", "港")
            for n, home in enumerate(homes, start=1)
        ),
        terms=LexicalIndex.build(documents, k1=0.0, b=0.0),
        bigrams=LexicalIndex.build(bigrams or [[]] * len(documents), k1=0.0, b=0.0),
        dense=FlatIndex.build(np.array(vectors, dtype=np.float32).reshape(len(documents), 2)),
    )


def question(
    terms: Mapping[str, float],
    *,
    language: Language = "ja",
    bigrams: Mapping[str, float] | None = None,
) -> Query:
    return Query("港の船", language, (), (), dict(terms), dict(bigrams or {}), unit(1.0, 0.0))


def order(hits: Sequence[Hit]) -> list[int]:
    return [hit.passage.slide for hit in hits]


def test_hits_carry_the_fused_score_and_both_ranks_and_scores() -> None:
    first, second, third, fourth = search(question({"港": 1.0, "船": 1.0}), library())
    dense = DENSE_WEIGHT["ja"]
    everything = HARBOUR + SHIP
    assert first.score == pytest.approx(1.0 - 0.6 * dense)
    assert (first.passage.slide, first.lexical_rank, first.dense_rank) == (1, 1, 3)
    assert (first.lexical_score, first.dense_score) == (
        pytest.approx(everything),
        pytest.approx(-0.6),
    )
    assert second.score == pytest.approx(HARBOUR / everything + dense)
    assert (second.passage.slide, second.lexical_rank, second.dense_rank) == (2, 2, 1)
    assert (second.lexical_score, second.dense_score) == (pytest.approx(HARBOUR), 1.0)
    assert third.score == pytest.approx(0.6 * dense)
    assert (third.passage.slide, third.lexical_rank, third.dense_rank) == (3, 0, 2)
    assert third.lexical_score == 0.0
    assert (fourth.passage.slide, fourth.score) == (4, pytest.approx(-dense))


def test_english_leans_on_the_vectors() -> None:
    hits = search(question({"港": 1.0, "船": 1.0}, language="en"), library())
    dense = DENSE_WEIGHT["en"]
    assert order(hits) == [2, 3, 1, 4]
    assert hits[0].score == pytest.approx(HARBOUR / (HARBOUR + SHIP) + dense)
    assert hits[1].score == pytest.approx(0.6 * dense)
    assert hits[2].score == pytest.approx(1.0 - 0.6 * dense)


def test_a_words_weight_counts_in_the_score_and_in_what_it_is_a_share_of() -> None:
    second = search(question({"港": 1.0, "船": 0.5}), library())[1]
    assert second.lexical_score == pytest.approx(HARBOUR)
    assert second.score == pytest.approx(HARBOUR / (HARBOUR + 0.5 * SHIP) + DENSE_WEIGHT["ja"])


def test_words_that_occur_nowhere_lower_no_score() -> None:
    known = search(question({"港": 1.0, "船": 1.0}), library())
    assert search(question({"港": 1.0, "船": 1.0, "鯨": 9.0}), library()) == known


def test_bigrams_count_beside_the_terms() -> None:
    made = library(bigrams=[[], [], ["市場"], []])
    asked = question({"船": 1.0}, bigrams={"市場": 1.0, "場所": 1.0})
    assert lexical_scores(asked, made).tolist() == pytest.approx(
        [SHIP, 0.0, BIGRAM_WEIGHT * SHIP, 0.0]
    )
    found = {hit.passage.slide: hit for hit in search(asked, made)}
    share = BIGRAM_WEIGHT / (1 + BIGRAM_WEIGHT)
    assert found[3].score == pytest.approx(share + 0.6 * DENSE_WEIGHT["ja"])
    assert (found[1].lexical_rank, found[3].lexical_rank) == (1, 2)


def test_without_any_known_word_the_vectors_decide() -> None:
    hits = search(question({"鯨": 1.0}), library())
    assert order(hits) == [2, 3, 1, 4]
    assert [hit.lexical_rank for hit in hits] == [0, 0, 0, 0]
    assert [hit.dense_rank for hit in hits] == [1, 2, 3, 4]


def test_ties_stand_in_the_order_of_the_passages() -> None:
    made = library([["港"]] * 4, vectors=[[1.0, 0.0]] * 4)
    hits = search(question({"港": 1.0}), made)
    assert order(hits) == [1, 2, 3, 4]
    assert [hit.lexical_rank for hit in hits] == [hit.dense_rank for hit in hits] == [1, 2, 3, 4]
    assert len({hit.score for hit in hits}) == 1


def test_no_more_hits_than_asked_for() -> None:
    assert order(search(question({"港": 1.0}), library(), limit=1)) == [2]
    assert search(question({"港": 1.0}), library(), limit=0) == []


def test_an_empty_library_has_no_hits() -> None:
    assert search(question({"港": 1.0}), library((), vectors=(), homes=())) == []


@pytest.mark.parametrize(
    ("scope", "slides"),
    [
        (Scope(), [1, 2, 3, 4]),
        (Scope(briefings=frozenset({"sakana", "fune"})), [3, 4]),
        (Scope(briefings=frozenset({"unknown"})), []),
        (Scope(since="2025"), [4]),
        (Scope(until="2024"), [1, 2]),
        (Scope(since="2024-06-11"), [1, 2, 4]),  # June as a whole is since any of its days
        (Scope(since="2024-07"), [4]),
        (Scope(until="2024-06-01"), [1, 2]),
        (Scope(until="2024-05"), []),
        (Scope(until="2025-01-15"), [1, 2, 4]),
        (Scope(until="2025-01-14"), [1, 2]),
        (Scope(since="2024", until="2025"), [1, 2, 4]),
        (Scope(briefings=frozenset({"minato", "sakana"}), since="2000"), [1, 2]),
    ],
)
def test_only_briefings_in_scope_are_found(scope: Scope, slides: list[int]) -> None:
    assert sorted(order(search(question({"港": 1.0}), library(), scope=scope))) == slides


def test_a_scope_changes_no_score() -> None:
    asked = question({"港": 1.0, "船": 1.0})
    everywhere = {hit.passage.slide: hit.score for hit in search(asked, library())}
    (hit,) = search(asked, library(), scope=Scope(briefings=frozenset({"sakana"})))
    assert hit.score == everywhere[3]


def many(count: int) -> Library:
    """Passages of which the last alone holds the word, and is the farthest by its vector."""
    documents = [["魚"]] * (count - 1) + [["港"]]
    vectors = [[1.0, 0.0]] * (count - 1) + [[-1.0, 0.0]]
    return library(documents, vectors=vectors, homes=["sakana"] * (count - 1) + ["minato"])


def test_a_passage_beyond_the_vectors_pool_is_found_by_its_words() -> None:
    hits = search(question({"港": 1.0}), many(POOL + 2), limit=2)
    assert order(hits) == [POOL + 2, 1]
    assert (hits[0].score, hits[0].lexical_rank) == (pytest.approx(1.0), 1)
    assert (hits[0].dense_rank, hits[0].dense_score) == (0, 0.0)


def test_within_a_scope_every_passage_has_its_cosine() -> None:
    scope = Scope(briefings=frozenset({"minato"}))
    (hit,) = search(question({"鯨": 1.0}), many(POOL + 2), scope=scope)
    assert (hit.passage.slide, hit.dense_score) == (POOL + 2, pytest.approx(-1.0))

"""Translations found and pairs ranked by an embedder, with values worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from briefqa.errors import InputError
from briefqa.evaluate.similarity import (
    MatchScores,
    RatedPair,
    Translation,
    match_scores,
    rating_correlation,
    read_rated_pairs,
    read_translations,
    spearman,
)
from tests.fakes import ScriptedEmbedder
from tests.public_sets import write_lines

UNIT = np.eye(3, dtype=np.float32)


def test_every_translation_found() -> None:
    assert match_scores(UNIT, UNIT) == MatchScores(accuracy=1.0, f1=1.0)


def test_a_target_that_two_queries_choose_loses_precision() -> None:
    # The third query takes the first target: class 1 has precision 1/2 and recall 1, class 3 none.
    queries = UNIT[[0, 1, 0]]
    scores = match_scores(queries, UNIT)
    assert scores.accuracy == pytest.approx(2 / 3)
    assert scores.f1 == pytest.approx((2 / 3 + 1 + 0) / 3)


def test_queries_all_astray_score_nothing() -> None:
    assert match_scores(UNIT[[1, 2, 0]], UNIT) == MatchScores(accuracy=0.0, f1=0.0)


def test_equal_cosines_take_the_first_row() -> None:
    same = UNIT[[0, 0, 0]]
    scores = match_scores(same, same)  # all three take the first: precision 1/3, recall 1
    assert scores.accuracy == pytest.approx(1 / 3)
    assert scores.f1 == pytest.approx(0.5 / 3)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([1.0, 2.0, 3.0], [10.0, 20.0, 90.0], 1.0),
        ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0], -1.0),
        # Ranks 1 2 3 4 and 2 1 4 3: 1 - 6 * 4 / (4 * 15)
        ([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0], 0.6),
        # Ranks 1 2.5 2.5 and 1 2 3: covariance 1.5, over the root of 1.5 * 2
        ([0.0, 5.0, 5.0], [1.0, 2.0, 3.0], 1.5 / 3**0.5),
    ],
)
def test_spearman(left: list[float], right: list[float], expected: float) -> None:
    found = spearman(np.array(left, np.float32), np.array(right, np.float32))
    assert found == pytest.approx(expected)


def test_a_series_that_never_changes_has_no_correlation() -> None:
    steady, rising = np.ones(3, np.float32), np.arange(3, dtype=np.float32)
    assert spearman(steady, rising) is None
    assert spearman(rising, steady) is None


def test_rating_correlation_ranks_by_the_cosine() -> None:
    embed = ScriptedEmbedder({"東": (1.0, 0.0), "東北": (0.8, 0.6), "北": (0.0, 1.0)}).embed_queries
    pairs = [
        RatedPair("東", "東", 5.0),
        RatedPair("東", "東北", 4.0),
        RatedPair("東北", "北", 2.0),
        RatedPair("東", "北", 3.0),
    ]
    # Cosines 1, .8, .6, 0 have the ranks 4 3 2 1, the ratings 4 3 1 2: 1 - 6 * 2 / (4 * 15)
    assert rating_correlation(pairs, embed) == pytest.approx(0.8)


def test_files_are_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "t.gz", [{"a": "Rain.", "b": "雨だ。", "lang_a": "en"}])
    assert read_translations(path) == (Translation(english="Rain.", japanese="雨だ。"),)
    path = write_lines(tmp_path / "s.gz", [{"a": "雨", "b": "雪", "score": 2}])
    assert read_rated_pairs(path) == (RatedPair("雨", "雪", 2.0),)


@pytest.mark.parametrize("score", ["much", None, [1]])
def test_score_that_is_no_number_is_named(score: object, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.gz", [{"a": "雨", "b": "雪", "score": score}])
    with pytest.raises(InputError, match=r"s\.gz"):
        read_rated_pairs(path)

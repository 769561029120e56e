"""The formulas of an evaluation, with values worked out by hand."""

import math

import pytest

from briefqa.evaluate.measures import (
    Bin,
    comparable,
    histogram,
    holds,
    is_right,
    mean,
    ndcg_at,
    percentile,
    recall_at,
)


@pytest.mark.parametrize(
    ("text", "accepted", "expected"),
    [
        ("定員は30名", "30名", True),
        ("定員は３０ 名", "30名", True),  # width and white space do not matter
        ("2030年", "30", False),  # a digit before
        ("300名", "30", False),  # a digit after
        ("30.5%", "30", False),  # a decimal point and a digit after
        ("1,30", "30", False),  # a separator and a digit before
        ("30,000円", "30", False),
        ("約30.", "30", True),  # a full stop ends the sentence
        ("30、31", "30", True),  # 、 separates words, not digits
        ("2030年に30名", "30", True),  # the second place counts
        ("11111", "111", False),
        ("30名以上2030名", "30名", True),
        ("3,000億円", "3,000億円", True),
        ("13,000億円", "3,000億円", False),
        ("第30回", "30回", True),
        ("ISO9001", "iso9001", True),
        ("A30", "30", True),  # a letter is no part of a number
        ("何もない", "", False),
        ("", "30", False),
    ],
)
def test_holds(text: str, accepted: str, expected: bool) -> None:
    assert holds(text, accepted) is expected


def test_comparable_folds_width_space_and_case() -> None:
    assert comparable(" Ｔｏｋｙｏ\u3000２０ ２５\n℃ ") == "tokyo2025°c"


def test_answer_may_be_forty_characters_longer_and_no_more() -> None:
    assert is_right("答え" + "あ" * 40, ["答え"]) is True
    assert is_right("答え" + "あ" * 41, ["答え"]) is False
    assert is_right("答え" + "あ " * 40, ["答え"]) is True  # white space is not counted
    assert is_right("答えは長い" + "あ" * 38, ["答え", "答えは長い"]) is True  # the longer one fits


def test_missing_answer_is_not_right() -> None:
    assert is_right(None, ["答え"]) is False
    assert is_right("答え", []) is False


def test_recall_is_one_as_soon_as_one_relevant_slide_is_in_reach() -> None:
    relevance = [False, False, True, True]
    assert [recall_at(relevance, limit) for limit in (1, 2, 3, 4)] == [0.0, 0.0, 1.0, 1.0]
    assert recall_at([], 5) == 0.0


def test_ndcg_by_hand() -> None:
    assert ndcg_at([True], 10, relevant=1) == 1.0
    assert ndcg_at([False, True], 10, relevant=1) == pytest.approx(1 / math.log2(3))
    # Ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2 3)
    assert ndcg_at([True, False, True], 10, relevant=2) == pytest.approx(
        1.5 / (1 + 1 / math.log2(3))
    )
    assert ndcg_at([False, True], 1, relevant=1) == 0.0  # beyond the limit
    assert ndcg_at([], 10, relevant=3) == 0.0
    assert ndcg_at([True, True], 1, relevant=5) == 1.0  # the ideal is cut at the limit too


def test_mean_of_nothing_is_none() -> None:
    assert mean([]) is None
    assert mean([1.0, 0.0, 0.5]) == 0.5


def test_percentile_is_the_nearest_rank() -> None:
    values = [40.0, 10.0, 30.0, 20.0]
    assert percentile(values, 0.5) == 20.0
    assert percentile(values, 0.51) == 30.0
    assert percentile(values, 0.95) == 40.0
    assert percentile([7.0], 0.5) == 7.0
    assert percentile([], 0.5) is None


def test_histogram_has_round_edges_and_counts_everything() -> None:
    assert histogram([0.0, 0.4, 1.2, 9.9], most=10) == (
        Bin(0.0, 1.0, 2),
        Bin(1.0, 2.0, 1),
        *(Bin(float(low), low + 1.0, 0) for low in range(2, 9)),
        Bin(9.0, 10.0, 1),
    )
    assert histogram([]) == ()
    assert histogram([0.0]) == (Bin(0.0, 1.0, 1),)


@pytest.mark.parametrize("top", [0.001, 0.5, 1.0, 3.0, 99.9, 100.0, 12345.0])
def test_histogram_never_has_more_bins_than_asked_for(top: float) -> None:
    bins = histogram([0.0, top], most=20)
    assert len(bins) <= 20
    assert sum(item.count for item in bins) == 2
    assert bins[-1].high > top

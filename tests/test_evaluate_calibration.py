"""Reliability bins and calibration error, with values worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.evaluate.calibration import (
    ReliabilityBin,
    expected_calibration_error,
    reliability_bins,
    share_interval,
)

ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()))


def test_bins_are_closed_below_and_the_last_above_too() -> None:
    answers = [(0.0, False), (0.1, True), (0.15, False), (0.9, True), (1.0, True)]
    assert reliability_bins(answers) == (
        ReliabilityBin(low=0.0, high=0.1, count=1, confidence=0.0, right=0.0),
        ReliabilityBin(low=0.1, high=0.2, count=2, confidence=0.125, right=0.5),
        ReliabilityBin(low=0.9, high=1.0, count=2, confidence=0.95, right=1.0),
    )


def test_one_bin_holds_everything() -> None:
    assert reliability_bins([(0.25, True), (0.75, False)], count=1) == (
        ReliabilityBin(low=0.0, high=1.0, count=2, confidence=0.5, right=0.5),
    )


def test_error_is_weighted_by_the_answers_of_each_bin() -> None:
    # Four of 0.75, half of them right, are 0.25 off; one of 0.95, right, is 0.05 off.
    answers = [(0.75, True), (0.75, True), (0.75, False), (0.75, False), (0.95, True)]
    error = expected_calibration_error(reliability_bins(answers))
    assert error == pytest.approx((4 * 0.25 + 1 * 0.05) / 5)


def test_too_sure_and_too_modest_do_not_cancel_out() -> None:
    answers = [(0.65, True), (0.95, False)]
    assert expected_calibration_error(reliability_bins(answers)) == pytest.approx(0.65)


def test_nothing_has_no_error() -> None:
    assert reliability_bins([]) == ()
    assert expected_calibration_error(()) is None


@given(ANSWERS)
def test_every_answer_is_in_the_bin_of_its_confidence(answers: list[tuple[float, bool]]) -> None:
    bins = reliability_bins(answers)
    assert sum(item.count for item in bins) == len(answers)
    assert all(item.low <= item.confidence + 1e-9 for item in bins)
    assert all(item.confidence <= item.high + 1e-9 for item in bins)


@given(ANSWERS.filter(bool))
def test_error_is_at_least_that_of_a_single_bin(answers: list[tuple[float, bool]]) -> None:
    fine = expected_calibration_error(reliability_bins(answers))
    coarse = expected_calibration_error(reliability_bins(answers, count=1))
    assert fine is not None
    assert coarse is not None
    assert coarse - 1e-9 <= fine <= 1


def test_interval_by_hand() -> None:
    # z^2 = 3.8415. Of one answer, right: (1 + z^2/2 ± z sqrt(z^2/4)) / (1 + z^2), so 1 / 4.8415.
    assert share_interval(1.0, 1) == (pytest.approx(1 / 4.8415, abs=1e-4), pytest.approx(1.0))
    assert share_interval(0.0, 1)[1] == pytest.approx(3.8415 / 4.8415, abs=1e-4)
    low, high = share_interval(0.5, 10_000)
    assert high - low == pytest.approx(2 * 1.96 * math.sqrt(0.25 / 10_000), rel=1e-3)


def test_bin_knows_where_its_true_share_likely_lies() -> None:
    item = ReliabilityBin(low=0.9, high=1.0, count=10, confidence=0.95, right=0.5)
    assert item.likely == share_interval(0.5, 10)

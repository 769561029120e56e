"""Exact match and F1 as JGLUE computes them, with values worked out by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import InputError
from briefqa.evaluate.comprehension import (
    ReadingQuestion,
    character_f1,
    evaluate_reading,
    exact_match,
    normalise_answer,
    read_reading_questions,
)
from tests.public_sets import write_lines


@pytest.mark.parametrize(
    ("given", "accepted", "expected"),
    [
        ("小笠原諸島", ["小笠原諸島"], 1.0),
        ("小笠原諸島。", ["小笠原諸島"], 1.0),  # full stops at the end do not count
        ("COP29", ["cop29"], 1.0),  # nor does case
        (" 285 \u3000km/h ", ["285 km/h"], 1.0),  # nor how much white space, but that there is some
        ("285km/h", ["285 km/h"], 0.0),
        ("「雨季」", ["雨季"], 0.0),  # brackets count
        ("ＣＯＰ２９", ["COP29"], 0.0),  # and so does width
        ("雨。季", ["雨季"], 0.0),
        ("雨季", ["梅雨", "雨季"], 1.0),
        ("雨季", [], 0.0),
    ],
)
def test_exact_match(given: str, accepted: list[str], expected: float) -> None:
    assert exact_match(given, accepted) == expected


@pytest.mark.parametrize(
    ("given", "accepted", "expected"),
    [
        ("小笠原諸島", ["小笠原諸島"], 1.0),
        ("小笠原諸島を除く", ["小笠原諸島"], 2 * 5 / (8 + 5)),
        ("諸島小笠原", ["小笠原諸島"], 1.0),  # a bag of characters has no order
        ("ああい", ["あい"], 2 * 2 / (3 + 2)),  # the second あ has no partner
        ("2019年", ["令和元年"], 2 * 1 / (5 + 4)),
        ("北海道", ["本州"], 0.0),
        ("北海道", ["本州", "北海"], 2 * 2 / (3 + 2)),  # the best of several
        ("", ["北海道"], 0.0),
        ("。", ["。"], 1.0),  # nothing is left of either
        ("北海道", [], 0.0),
    ],
)
def test_character_f1(given: str, accepted: list[str], expected: float) -> None:
    assert character_f1(given, accepted) == pytest.approx(expected)


@given(st.text(alphabet="雨季。 \tAaＡ"), st.text(alphabet="雨季。 \tAaＡ"))
def test_f1_is_even_handed_and_at_least_the_exact_match(one: str, other: str) -> None:
    assert character_f1(one, [other]) == character_f1(other, [one])
    assert exact_match(one, [other]) <= character_f1(one, [other]) <= 1
    assert exact_match(one, [one]) == 1.0


def test_order_of_normalising_is_that_of_jglue() -> None:
    assert (
        normalise_answer("六月。 ") == "六月。"
    )  # a full stop before white space is not at the end


def test_scores_are_means_over_the_questions() -> None:
    questions = (
        ReadingQuestion("いつ？", "梅雨は六月に来る。", ("六月",)),
        ReadingQuestion("どこ？", "大仏は奈良にある。", ("奈良", "奈良県")),
    )
    told: list[tuple[int, int]] = []
    scores = evaluate_reading(
        questions,
        lambda question, passage: passage[3:5] if question == "いつ？" else passage[3:6],
        progress=lambda done, total: told.append((done, total)),
    )
    assert scores.questions == 2
    assert scores.exact_match == 0.5  # 奈良に is not 奈良
    assert scores.f1 == pytest.approx((1 + 2 * 2 / (3 + 2)) / 2)
    assert scores.latency_p50_ms is not None
    assert told == [(1, 2), (2, 2)]


def test_file_is_read(tmp_path: Path) -> None:
    answers = [{"text": "六月", "start": 3}, {"text": "六月に", "start": 3}]
    record = {"question": "いつ？", "context": "梅雨は六月に来る。", "answers": answers}
    path = write_lines(tmp_path / "q.gz", [record])
    assert read_reading_questions(path) == (
        ReadingQuestion("いつ？", "梅雨は六月に来る。", ("六月", "六月に")),
    )


@pytest.mark.parametrize("answers", [["六月"], [{"start": 3}], 3, None])
def test_answers_of_another_shape_are_named(answers: object, tmp_path: Path) -> None:
    record = {"question": "いつ？", "context": "梅雨は六月に来る。", "answers": answers}
    with pytest.raises(InputError, match=r"q\.gz"):
        read_reading_questions(write_lines(tmp_path / "q.gz", [record]))

"""A whole evaluation of a scripted assistant, with every measure worked out by hand."""

import json
import math
from dataclasses import asdict, replace

import pytest

from briefqa.errors import InputError
from briefqa.evaluate import Evaluation, Question, evaluate, evaluation_to_json
from briefqa.evaluate.calibration import ReliabilityBin
from briefqa.evaluate.evaluation import rank_slides
from briefqa.evaluate.outcomes import Outcome, measure
from briefqa.records import Citation
from tests.fakes import ScriptedAnswer, ScriptedAssistant

SLIDES = ("光の速さは秒速30万km", "音の速さは秒速340m", "水は100℃で沸く")


def _question(
    name: str,
    *slides: int,
    answers: tuple[str, ...] = (),
    language: str = "ja",
    kind: str = "n",
    file: str = "one.jsonl",
) -> Question:
    return Question(name, language, kind, name, answers, frozenset(slides), file=file)


QUESTIONS = (
    _question("right", 1, answers=("秒速30万km",)),
    _question("wrong", 2, answers=("340",), language="en"),
    _question("refused", 3, 1, answers=("100℃",), kind="t"),
    _question("unanswerable refused", language="en", kind="u"),
    _question("unanswerable answered", kind="u", file="more.jsonl"),
)
SCRIPT = {
    "right": ScriptedAnswer("秒速30万km", 0.95, ((1, "秒速30万km"),), (1, 1, 2, 3)),
    # The accepted 340 stands in a longer number; one quote is verbatim, of the wrong slide.
    "wrong": ScriptedAnswer("3405", 0.55, ((3, "水は100℃"), (2, "3405")), (3, 2)),
    "refused": ScriptedAnswer(None, 0.2, (), (2, 2, 1)),
    "unanswerable refused": ScriptedAnswer(None, 0.1, (), (2,)),
    "unanswerable answered": ScriptedAnswer("340m", 1.0, ((2, "340m"),), (2,)),
}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(QUESTIONS, ScriptedAssistant(SLIDES, SCRIPT))


def test_overall_measures(evaluation: Evaluation) -> None:
    overall = evaluation.overall
    assert (overall.questions, overall.answerable) == (5, 3)
    assert overall.recall_at_1 == pytest.approx(1 / 3)  # right
    assert overall.recall_at_3 == 1.0  # wrong and refused have it second
    assert overall.recall_at_5 == 1.0
    second = 1 / math.log2(3)  # gain at rank 2; "refused" has two relevant slides
    assert overall.ndcg_at_10 == pytest.approx((1 + second + second / (1 + second)) / 3)
    assert overall.answers_right == pytest.approx(1 / 3)
    assert overall.answerable_refused == pytest.approx(1 / 3)
    assert overall.abstention_precision == 0.5
    assert overall.abstention_recall == 0.5
    assert overall.cited_slide_right == pytest.approx(2 / 3)  # the second citation of "wrong" is
    assert overall.quotes == 4
    assert overall.quotes_verbatim == 0.75
    assert evaluation.generation == "gen-7"


def test_groups_are_in_the_order_of_their_names(evaluation: Evaluation) -> None:
    assert [(group.name, group.measures.questions) for group in evaluation.by_language] == [
        ("en", 2),
        ("ja", 3),
    ]
    assert [(group.name, group.measures.questions) for group in evaluation.by_type] == [
        ("n", 2),
        ("t", 1),
        ("u", 2),
    ]
    assert [(group.name, group.measures.questions) for group in evaluation.by_file] == [
        ("more.jsonl", 1),
        ("one.jsonl", 4),
    ]
    english = evaluation.by_language[0].measures
    assert (english.answers_right, english.abstention_recall) == (0.0, 1.0)
    unanswerable = evaluation.by_type[2].measures
    assert unanswerable.recall_at_1 is None
    assert unanswerable.answers_right is None


def test_latencies_are_values_that_occurred(evaluation: Evaluation) -> None:
    times = sorted(outcome.milliseconds for outcome in evaluation.outcomes)
    assert evaluation.overall.latency_p50_ms == times[2]
    assert evaluation.overall.latency_p95_ms == times[4]


def test_measures_of_nothing_are_none() -> None:
    assert asdict(measure([])) == {
        **dict.fromkeys(asdict(measure([]))),
        "questions": 0,
        "answerable": 0,
        "answered": 0,
        "quotes": 0,
    }


def test_quote_of_an_unknown_slide_is_not_verbatim() -> None:
    class Inventor(ScriptedAssistant):
        def _cite(self, marker: int, slide: int, quote: str) -> Citation:
            return replace(super()._cite(marker, slide, quote), slide=99)

    outcome = evaluate(QUESTIONS[:1], Inventor(SLIDES, SCRIPT)).outcomes[0]
    assert outcome.quotes_verbatim == 0
    assert outcome.cites_right_slide is False


def test_calibration_is_over_answered_questions_those_without_an_answer_among_them(
    evaluation: Evaluation,
) -> None:
    assert evaluation.reliability == (
        ReliabilityBin(low=0.5, high=0.6, count=1, confidence=0.55, right=0.0),
        ReliabilityBin(low=0.9, high=1.0, count=2, confidence=0.975, right=0.5),
    )
    overall = evaluation.overall
    assert overall.answered == 3
    assert overall.mean_confidence == pytest.approx((0.95 + 0.55 + 1.0) / 3)
    assert overall.answered_right == pytest.approx(1 / 3)
    # (1 * 0.55 + 2 * 0.475) / 3
    assert overall.expected_calibration_error == pytest.approx(0.5)
    english = evaluation.by_language[0].measures  # "wrong" alone was answered
    assert english.expected_calibration_error == pytest.approx(0.55)


def test_ranking_widens_until_it_has_ten_slides() -> None:
    crowded = ScriptedAnswer(ranking=(1,) * 150 + tuple(range(2, 13)))
    assistant = ScriptedAssistant(SLIDES, {"q": crowded})
    assert [place.number for place in rank_slides("q", assistant)] == list(range(1, 11))


def test_question_of_an_unknown_briefing_is_refused_before_any_is_asked() -> None:
    stray = Question("s1", "ja", "n", "q", ("a",), frozenset({1}), "kagaku")
    with pytest.raises(InputError) as caught:
        evaluate([stray], ScriptedAssistant(SLIDES, {}))
    assert str(caught.value) == (
        'Question s1 names "kagaku", which is not one of the 1 briefings in the index. '
        'Add "briefing" with its id or its file name.'
    )


@pytest.mark.parametrize("name", ["rika", "rika.txt", "rika.pdf"])
def test_briefing_is_named_by_id_or_file(name: str) -> None:
    question = Question("right", "ja", "n", "right", ("秒速30万km",), frozenset({1}), name)
    assert evaluate([question], ScriptedAssistant(SLIDES, SCRIPT)).overall.recall_at_1 == 1.0


@pytest.mark.parametrize(
    ("given", "original", "items", "is_right"),
    [
        ("30 countries", "30か国", (), True),
        ("Toyama City", "富山市", (), True),
        ("Toyama City", None, (), False),
        ("富山市、静岡市", "富山市、静岡市", ("静岡市", "富山市"), True),
        ("富山市", "富山市", ("静岡市", "富山市"), False),
    ],
)
def test_an_answer_is_right_in_either_language_and_a_list_when_it_is_whole(
    given: str, original: str | None, items: tuple[str, ...], is_right: bool
) -> None:
    question = Question("q", "en", "list", "?", ("30か国", "富山市"), frozenset(), items=items)
    outcome = Outcome(question, "answered", given, original, 0.5, frozenset(), (), (), 0, 1.0)
    assert outcome.is_right is is_right


def test_progress_is_told_after_each_question() -> None:
    told: list[tuple[int, int]] = []
    evaluate(
        QUESTIONS[:2],
        ScriptedAssistant(SLIDES, SCRIPT),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]


def test_json_is_plain_and_complete(evaluation: Evaluation) -> None:
    document = json.loads(json.dumps(evaluation_to_json(evaluation), allow_nan=False))
    assert list(document) == [
        "generation",
        "overall",
        "by_language",
        "by_type",
        "by_file",
        "reliability",
        "outcomes",
    ]
    assert document["by_file"]["more.jsonl"]["answered"] == 1
    assert document["reliability"][0] == {
        "low": 0.5,
        "high": 0.6,
        "count": 1,
        "confidence": 0.55,
        "right": 0.0,
    }
    assert document["by_language"]["en"]["questions"] == 2
    del document["outcomes"][1]["milliseconds"]
    assert document["outcomes"][1] == {
        "id": "wrong",
        "file": "one.jsonl",
        "question": "wrong",
        "accepted": ["340"],
        "status": "answered",
        "answer": "3405",
        "answer_original": None,
        "confidence": 0.55,
        "right": False,
        "expected": [{"briefing": "rika", "number": 2}],
        "ranking": [{"briefing": "rika", "number": 3}, {"briefing": "rika", "number": 2}],
        "cited": [{"briefing": "rika", "number": 3}, {"briefing": "rika", "number": 2}],
    }

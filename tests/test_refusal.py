"""What is said where nothing is answered, in both languages."""

import pytest

from briefqa.records import Answer, Language, Reply
from briefqa.refusal import refusal_of
from briefqa.wire import reply_to_json
from tests.replies import COUNT, NEAR_MISS, SMALL_TALK

UNKNOWN = Answer("not_found", None, 0.0, nearest=NEAR_MISS.nearest, message="No slide has it.")


def message(answer: Answer, language: Language, searched: int) -> str:
    reply = Reply(None, "?", language, answer, "gen-1", slides_searched=searched)
    said: str = reply_to_json(reply)["message"]
    return said


@pytest.mark.parametrize(
    ("answer", "language", "searched", "said"),
    [
        (
            NEAR_MISS,
            "ja",
            29,
            "資料の中には見つかりませんでした。29枚のスライドを探しました。"
            "見つからないことは、その事柄が誤りだという意味ではありません。",
        ),
        (
            NEAR_MISS,
            "en",
            29,
            "Not found in the briefings. 29 slides were searched."
            " Not being there does not make it false.",
        ),
        (
            UNKNOWN,
            "en",
            1,
            "No slide has it. 1 slide was searched. Not being there does not make it false.",
        ),
        (
            Answer("not_found", None, 0.0),
            "en",
            0,
            "Not found in the briefings. 0 slides were searched:"
            " none is within the bounds that were set.",
        ),
        (SMALL_TALK, "en", 29, SMALL_TALK.message),
        (COUNT, "en", 29, ""),
    ],
)
def test_a_refusal_says_why_and_how_many_slides_were_searched(
    answer: Answer, language: Language, searched: int, said: str
) -> None:
    assert message(answer, language, searched) == said


def test_an_answer_is_no_refusal() -> None:
    assert refusal_of(Reply(None, "?", "ja", COUNT, "gen-1", slides_searched=29)) is None

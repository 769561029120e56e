"""A question is refused by a name only where no slide holds that name."""

import pytest

from briefqa.assistant import Assistant
from tests.asking import assistant_over

DECK = """姉妹都市
---
都市の交流
・サンディアゴ市との交流事業：12件
・シャルロット市との交流事業：7件
---
風力発電所の整備
・出力：5MW
・タイムズ社の運営
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over({"deck": DECK})


@pytest.mark.parametrize(
    "question", ["サンディアゴとの交流事業は何件ですか", "風力発電所の出力をMWで教えてください"]
)
def test_a_word_that_is_cut_otherwise_on_its_slide_is_known(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).answer.message == ""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("タイとの交流事業は何件ですか", "タイ"),
        ("ＭＷｈの値は？", "ＭＷｈ"),
        ("名古屋市との交流事業は何件ですか", "名古屋"),
    ],
)
def test_a_part_of_another_word_is_not_the_name(
    assistant: Assistant, question: str, name: str
) -> None:
    assert assistant.ask(question).answer.message == f"「{name}」は、どのスライドにも出てきません。"

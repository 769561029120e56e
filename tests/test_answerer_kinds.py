"""What cannot be an answer of the kind asked for is none, whatever else speaks for it."""

import pytest

from briefqa.answerer.ask import MONEY, SHARE, Ask
from briefqa.answerer.kinds import can_answer, is_other_role
from briefqa.answerer.units import units_of
from tests.asking import slide_of

DATE, MANY = Ask("date"), Ask("number", units=(("人",),))
COSTS, PART = Ask("number", units=(MONEY,)), Ask("number", units=(SHARE,))


@pytest.mark.parametrize(
    ("text", "ask", "can"),
    [
        ("2024年9月1日（日）", DATE, True),
        ("毎月第2土曜日", DATE, True),
        ("1/9 (金)15:00", DATE, True),
        ("Jun. 27th, 2024", DATE, True),
        ("未定", DATE, True),
        ("第30回総会", DATE, False),
        ("青葉市", DATE, False),
        ("約4万5千人", MANY, True),
        ("三人", MANY, True),
        ("数百人", MANY, True),
        ("参加者", MANY, False),
        ("3億円", COSTS, True),
        ("US$300 billion", COSTS, True),
        ("20人", COSTS, False),
        ("6割", PART, True),
        ("半数以上", PART, True),
        ("30か所", PART, False),
        ("青葉市", Ask("date", is_sure=False), True),
        ("市の概要（2024年", Ask("text"), False),
        ("概要）", Ask("text"), False),
        ("https://example.org/a", Ask("definition"), False),
        ("https://example.org/a", Ask("text"), True),
    ],
)
def test_can_answer(text: str, ask: Ask, can: bool) -> None:
    assert can_answer(text, ask) is can


@pytest.mark.parametrize(
    ("text", "role", "is_other"),
    [
        ("副市長　佐藤花子", "市長", True),
        ("市長代理：佐藤花子", "市長", True),
        ("市長　山田太郎", "市長", False),
        ("前市長の山田太郎と市長の鈴木一郎", "市長", False),
        ("会長　高橋健", "市長", False),
        ("副市長", "", False),
    ],
)
def test_another_role_is_not_the_role(text: str, role: str, is_other: bool) -> None:
    (unit,) = units_of(slide_of(("body", text)))
    assert is_other_role(unit, role) is is_other

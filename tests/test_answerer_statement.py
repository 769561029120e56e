"""An answer's value is the figure or date that was asked for, or none."""

import pytest

from briefqa.answerer.ask import MONEY, SHARE, Ask
from briefqa.answerer.statement import value_of_words
from briefqa.records import Moment, Quantity, Value

PLACES = Ask("number", units=(("か所",),))


@pytest.mark.parametrize(
    ("text", "ask", "value"),
    [
        ("約36か所", PLACES, Quantity(36, "か所", "about")),
        ("福祉避難所は36ヵ所", PLACES, Quantity(36, "か所")),
        ("2025年４月に36か所", PLACES, Quantity(36, "か所")),
        ("36か所で、うち12か所", PLACES, None),
        ("福祉避難所は120人", PLACES, None),
        ("参加は約120名", Ask("number", units=(("人",),)), Quantity(120, "名", "about")),
        ("整備する30避難施設", Ask("number", units=(("施設",),)), Quantity(30, "避難施設")),
        ("総額は3億バーツ", Ask("number", units=(MONEY,)), Quantity(300_000_000, "THB")),
        ("3件で500円", Ask("number", units=(MONEY,)), Quantity(500, "JPY")),
        ("全体の3割", Ask("number", units=(SHARE,)), Quantity(30, "%")),
        ("出力は2MW", Ask("number", units=(("mw",),)), Quantity(2, "MW")),
        ("設置は12件", Ask("number"), Quantity(12, "件")),
        ("開設は2024年で36か所", Ask("date"), Moment("2024")),
        ("開設は36か所", Ask("date"), None),
        ("福祉避難所は36か所", Ask("text"), None),
    ],
)
def test_the_value_is_what_was_asked_for(text: str, ask: Ask, value: Value | None) -> None:
    assert value_of_words(text, ask) == value


def test_a_figure_in_a_long_text_is_not_its_value() -> None:
    words = "福祉避難所は36か所"
    assert value_of_words(words.rjust(40, "市"), PLACES) == Quantity(36, "か所")
    assert value_of_words(words.rjust(41, "市"), PLACES) is None

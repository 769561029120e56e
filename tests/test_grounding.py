"""Which numbers, dates and names of a text its quotes hold."""

from functools import cache

import pytest

from briefqa.grounding import Translate, translations, ungrounded
from tests.asking import lexicon


@cache
def translate() -> Translate:
    return translations(lexicon())


HELD = [
    ("US$300 billion by 2035", "2035年までに3,000億ドル"),
    ("It reached 30 countries.", "３０か国"),
    ("There are 128 schools.", "１２８校"),
    ("It was held on 27 January 2026.", "2026年1月27日に開催"),
    ("It was held in January 2026.", "2026年1月27日に開催"),
    ("It was held in 2026.", "2026年1月27日に開催"),
    ("令和6年に開いた", "2024年9月に開いた"),
    ("from 1 to 30 June 2024", "2024年6月1日に始まり、2024年6月30日に終わる"),
    ("about 270 cases", "約27０件"),
    ("a 46% cut", "▲46％"),
    ("About half of the shelters", "避難所の半分"),
    ("The third drill had two of them.", "第3回の訓練、2校"),
    ("第三回は三か所", "第3回：３か所"),
    ("一部の人と数百人", "一部の人、数百人"),
    ("No one came, one of them said.", "誰も来ない"),
    ("36か所で、うち12か所", "36か所※1で、\nうち12か所"),
    ("shelters in Mongolia", "モンゴルの避難所"),
    ("モンゴルの避難所", "shelters in Mongolia"),
    ("the US and the United Kingdom", "米国、イギリス"),
    ("Shelters in Niigata number 36.", "新潟市の避難所は36か所"),
    ("Hanako Sato is the mayor.", "市長は佐藤花子"),
    ("the Ministry of the Environment", "環境省"),
    ("Sunday, 1 September 2024", "2024年9月1日（日）"),
    ("The EWS v2.1 is used.", "早期警報システム（EWS v2.1）"),
    ("センターを建てた", "防災データセンターを建てた"),
    ("青葉市の避難所", "青葉\n市の避難所"),
]
NOT_HELD = [
    ("29 countries", "３０か国", ("29 countries",)),
    ("30校", "３０か国", ("30校",)),
    ("30か国", "130か国", ("30か国",)),
    ("5千人", "4万5千人", ("5千人",)),
    ("※12024年", "※1\n2024年", ("12024",)),
    ("US$300 billion", "3,000億円", ("US$300 billion",)),
    ("27 January 2026", "2026年1月", ("27 January 2026",)),
    ("It was held in FY2026.", "2026年1月", ("FY2026",)),
    ("2024年", "2024年度", ("2024年",)),
    ("The fourth drill", "第3回の訓練", ("fourth",)),
    ("one shelter", "避難所", ("one",)),
    ("一人", "人", ("一",)),
    ("shelters in Niger", "ナイジェリアの避難所", ("Niger",)),
    ("shelters in Guinea", "パプアニューギニアの避難所", ("Guinea",)),
    ("shelters in China", "中国地方の避難所", ("China",)),
    ("京都の避難所", "東京都の避難所", ("京都",)),
    ("札幌市と協定", "新潟市と協定", ("札幌市",)),
    ("データセンターを建てた", "センターを建てた", ("データセンター",)),
    ("災害対策推進機構が行う", "防災の会が行う", ("災害対策推進機構",)),
    ("Tom's shelters", "36", ("Tom",)),
    ("The mayor is Taro Yamada.", "市長は佐藤花子", ("Taro", "Yamada")),
    ("The EWS v2.2 is used.", "早期警報システム（EWS v2.1）", ("v2.2",)),
    ("see http://a.example/x here", "ここを見よ", ("http://a.example/x",)),
    ("Monday, 1 September 2025", "2025年9月1日", ()),  # part of the date, whose value is the same
    ("on Sunday", "月曜日", ("Sunday",)),
]


@pytest.mark.parametrize(("text", "quote"), HELD)
def test_what_a_quote_holds(text: str, quote: str) -> None:
    assert ungrounded(text, [quote], translate=translate()) == ()


@pytest.mark.parametrize(("text", "quote", "told"), NOT_HELD)
def test_what_it_does_not(text: str, quote: str, told: tuple[str, ...]) -> None:
    assert ungrounded(text, [quote], translate=translate()) == told


def test_nothing_is_held_without_quotes() -> None:
    assert ungrounded("避難所は36か所", []) == ("36か所",)


def test_any_quote_will_do_and_words_are_told_in_order() -> None:
    text = "札幌で36人、仙台で12人、福岡で5人"
    assert ungrounded(text, ["札幌で36人", "福岡で5人"]) == ("仙台", "12人")


def test_other_names_that_the_caller_knows_hold_in_both_directions() -> None:
    names = {"EWS": "早期警報システム"}
    assert ungrounded("EWSを入れた", ["早期警報システムを入れた"]) == ("EWS",)
    assert ungrounded("EWSを入れた", ["早期警報システムを入れた"], names=names) == ()
    assert ungrounded("早期警報システムを入れた", ["EWSを入れた"], names=names) == ()


def test_without_a_dictionary_a_capital_at_the_start_makes_a_name() -> None:
    assert ungrounded("Participants came.", ["参加者"]) == ("Participants",)
    assert ungrounded("Participants came.", ["参加者"], translate=translate()) == ()
    assert ungrounded("The participants came.", ["参加者"]) == ()

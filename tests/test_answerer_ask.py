"""What questions ask for, read from their words in either language."""

import pytest

from briefqa.answerer.ask import MONEY, SHARE, Ask, AskKind
from briefqa.answerer.ask_english import read_english
from briefqa.answerer.ask_japanese import read_japanese


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("避難所は何か所ありますか", ("か所",)),
        ("避難所は何ヵ所ですか", ("か所",)),
        ("登録者は何名ですか", ("名",)),
        ("いくつの学校が参加しましたか", ("学校",)),
        ("参加費はいくらですか", MONEY),
        ("入館料は何円ですか", MONEY),
        ("最高気温は何度ですか", ("°c", "度")),
        ("普及率は何パーセントですか", ("%",)),
        ("訓練は何年に1回行いますか", ("年", "年間")),
        ("講座は何日間ですか", ("日", "日間")),
        ("発電量（億kWh）は", ("億kwh",)),
        ("来館者数（人）", ("人",)),
    ],
)
def test_a_japanese_counter_names_the_unit(question: str, unit: tuple[str, ...]) -> None:
    assert read_japanese(question) == Ask("number", units=(unit,))


def test_several_counters_ask_for_several_units() -> None:
    assert read_japanese("何校の何人が参加しましたか").units == (("校",), ("人",))


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("進学率", SHARE),
        ("講座の運営費用を教えてください", MONEY),
        ("利用者数", ("利用者", "用者", "者")),
    ],
)
def test_a_noun_at_the_end_names_the_unit_less_surely(question: str, unit: tuple[str, ...]) -> None:
    assert read_japanese(question) == Ask("number", units=(unit,), is_sure=False)


@pytest.mark.parametrize(
    ("question", "kind", "is_sure", "wants_all"),
    [
        ("総会はいつ開かれますか", "date", True, False),
        ("何年に開校しましたか", "date", True, False),
        ("開館日", "date", False, False),
        ("会場はどこですか", "place", True, False),
        ("どの都市が参加しますか", "place", True, False),
        ("開催地", "place", False, False),
        ("誰が講師ですか", "person", True, False),
        ("講師の氏名", "person", False, False),
        ("訓練の参加者をすべて挙げてください", "person", False, True),
        ("どの機関が主催しますか", "organisation", True, False),
        ("主催はどこですか", "organisation", True, False),
        ("主催者はどこですか", "organisation", True, False),
        ("台帳を管理しているのはどこですか", "organisation", True, False),
        ("協定を結んだのはどこですか", "place", True, False),
        ("どの交通機関を使いますか", "organisation", False, False),
        ("ハザードマップとは何ですか", "definition", True, False),
        ("三つの柱とは何ですか", "list", True, True),
        ("避難所の一覧を教えてください", "list", False, True),
        ("EWSは何の略ですか", "name", True, False),
        ("なぜ延期されましたか", "reason", True, False),
        ("閉館の理由", "reason", False, False),
        ("教員の平均年齢を教えてください", "number", False, False),
        ("どのくらいの人が来ましたか", "number", True, False),
        ("避難について", "text", True, False),
        ("どんな対策がありますか", "text", True, False),
    ],
)
def test_japanese_kinds(question: str, kind: AskKind, is_sure: bool, wants_all: bool) -> None:
    assert read_japanese(question) == Ask(kind, is_sure=is_sure, wants_all=wants_all)


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("How many people joined?", ("人", "名")),
        ("How many years does the course last?", ("年間", "年")),
        ("How many school days are there?", ("日", "日間")),
        ("How much does the ticket cost?", MONEY),
        ("What percentage of pupils walk?", SHARE),
    ],
)
def test_english_words_name_the_unit(question: str, unit: tuple[str, ...]) -> None:
    assert read_english(question) == Ask("number", units=(unit,))


@pytest.mark.parametrize(
    ("question", "kind", "is_sure", "wants_all"),
    [
        ("How many shelters are there?", "number", True, False),
        ("number of shelters", "number", True, False),
        ("How hot was it?", "number", True, False),
        ("annual visitor target", "number", False, False),
        ("shelter capacity ?", "number", False, False),
        ("When does the museum open?", "date", True, False),
        ("What year was the school founded?", "date", True, False),
        ("Who gives the lecture?", "person", True, False),
        ("Who is told when the river rises?", "person", True, False),
        ("Where is the venue?", "place", True, False),
        ("Which city hosts the festival?", "place", True, False),
        ("Which prefectures take part?", "place", True, True),
        ("Which ministry runs the programme?", "organisation", True, False),
        ("What is a hazard map?", "definition", True, False),
        ("What does evacuation mean?", "definition", True, False),
        ("What does EWS stand for?", "name", True, False),
        ("Why was it closed?", "reason", True, False),
        ("List the museums", "list", True, True),
        ("Tell me about the drill", "text", True, False),
    ],
)
def test_english_kinds(question: str, kind: AskKind, is_sure: bool, wants_all: bool) -> None:
    assert read_english(question) == Ask(kind, is_sure=is_sure, wants_all=wants_all)

"""Answers from rows: lists, counts, ranks, sums and items of tables over invented decks."""

from functools import cache
from pathlib import Path

import pytest

from briefqa.answerer.extractive import read_ask, read_sources
from briefqa.answerer.rows import RowsAnswer, answer_from_rows
from briefqa.answerer.similar import WordVectors
from briefqa.assistant import Assistant
from briefqa.records import Quantity, Row
from briefqa.text.normalise import squeeze
from tests.asking import assistant_over, embedder

KANKOU = """若葉県の観光戦略
---
地区別の宿泊者数の推移

地区 2021年 2022年 2023年
海岸地区 120万人 150万人 180万人
山麓地区 80万人 75万人 90万人
温泉地区 200万人 210万人 205万人

（出典）若葉県観光課
---
観光案内所の利用者数

港町案内所：1,200人
駅前案内所：3,400人
空港案内所：2,100人
城下町案内所：900人
---
広域観光連携協定の一覧 ※番号は締結順

3. 白浜町: 4 事業
1. 青葉市: 12 事業
5. 東野村
2. 港市: 7 事業
4. 若松市: 7 事業
---
外国人宿泊者の国・地域

タイ 韓国 台湾
フランス ドイツ 豪州
"""
KOURYUU = """みどり市の国際交流
---
姉妹校の一覧

フランス

リヨン高校 第一高校

ニース高校 第二高校

カナダ

トロント高校 第一高校

モントリオール
・ケベック高校

第三高校

オタワ高校 第二高校

ニュージーランド

ウェリントン高校 第四高校
---
留学支援の募集と採択

第1期 第2期 第3期

12
(40)

15
(38)

9
(52)

期別の採択者数（括弧内は応募者数）
---
交流事業の課題

課題：

• 予算の確保
• 引率する教員の不足
• 保護者への説明
---
国別の留学生の数

1. タイ: 31 人
2. ベトナム: 24 人
3. チリ: 6 人
4. ケニア: 6 人
5. ラオス: 2 人
---
交流から生まれた企画

・合同写真展の開催（リヨン市-青葉市）
・陶芸教室の開催（リヨン市-港市）
・留学生の受け入れ（トロント市-港市）
"""
BOUSAI = """青葉市の避難所計画
---
避難所の収容人数

中央小学校  350人
東中学校    420人
西高校      500人
南公民館    120人
合計        1,390人
---
備蓄の体制

協力企業 青葉製薬、若葉食品、港運輸、北山電機
---
避難訓練の進め方

① 情報の収集
② 避難経路の確認
③ 避難の開始
④ 点呼
"""
DECKS = {"kankou": KANKOU, "kouryuu": KOURYUU, "bousai": BOUSAI}
BRIEFING = Path(__file__).parents[1] / "corpus" / "climate-briefing-2025.txt"


@cache
def deck(name: str) -> Assistant:
    return assistant_over({name: DECKS.get(name) or BRIEFING.read_text(encoding="utf-8")})


@cache
def vectors() -> WordVectors:
    return WordVectors(embedder())


def rows_for(name: str, question: str) -> RowsAnswer | None:
    assistant = deck(name)
    query, hits = assistant.find(question, 24)
    slides = [source.slide for source in read_sources(hits, assistant)]
    return answer_from_rows(query, read_ask(query), slides, assistant, vectors())


def answer(name: str, question: str) -> RowsAnswer:
    found = rows_for(name, question)
    assert found is not None
    return found


ITEMS = [
    ("kankou", "2023年の海岸地区の宿泊者数は", "180万人", 1),
    ("kankou", "駅前案内所の利用者数は", "3,400人", 1),
    ("kankou", "港市の事業数は", "7 事業", 1),
    ("kankou", "3番目に協定を締結した市町村は", "白浜町", 1),
    ("kankou", "最初に協定を締結したのはどこですか", "青葉市", 1),
    ("kankou", "最後に協定を締結した市町村は", "東野村", 1),
    ("kankou", "白浜町は何番目に締結しましたか", "3番目", 1),
    ("kankou", "Which was the third to sign the agreement?", "白浜町", 1),
    ("kouryuu", "第2期の採択者数は", "15", 1),
    ("kouryuu", "第2期の応募者数は", "38", 1),
    ("kouryuu", "How many applicants were there in the third phase?", "52", 1),
    ("bousai", "収容人数の合計は", "1,390人", 1),
    ("bousai", "避難訓練の3番目は何ですか", "避難の開始", 1),
    ("briefing", "Which was the 14th country to sign the JCM?", "チリ", 1),
    ("briefing", "第3回の応募提案数は？", "58", 1),
]
LISTS = [
    (
        "kankou",
        "外国人宿泊者の国をすべて挙げてください",
        "タイ、韓国、台湾、フランス、ドイツ、豪州",
        6,
    ),
    (
        "kankou",
        "List all municipalities in the agreement",
        "青葉市, 港市, 白浜町, 若松市, 東野村",
        5,
    ),
    (
        "kouryuu",
        "カナダの姉妹校をすべて挙げて",
        "トロント高校、モントリオール・ケベック高校、オタワ高校",
        3,
    ),
    ("kouryuu", "第一高校の姉妹校はどこですか", "リヨン高校、トロント高校", 2),
    (
        "kouryuu",
        "交流事業の課題をすべて挙げて",
        "予算の確保、引率する教員の不足、保護者への説明",
        3,
    ),
    ("kouryuu", "港市が関わる企画を挙げて", "陶芸教室の開催、留学生の受け入れ", 2),
    ("bousai", "備蓄の協力企業をすべて挙げて", "青葉製薬、若葉食品、港運輸、北山電機", 4),
    (
        "briefing",
        "ベトナムと連携する日本の都市はどこですか",
        "北九州市、横浜市、大阪市、神戸市、広島県、福岡県、滋賀県、"
        "堺市・大阪市、愛媛県、静岡市、堺市",
        13,
    ),
    (
        "briefing",
        "Which countries take part in AZEC?",
        "豪州, ブルネイ, カンボジア, インドネシア, 日本, ラオス, マレーシア, "
        "フィリピン, シンガポール, タイ, ベトナム",
        11,
    ),
]
COMPUTED = [
    ("kankou", "2023年に宿泊者数が最も多い地区は？", "温泉地区（205万人）", 3),
    ("kankou", "2022年に宿泊者数が最も少なかった地区は", "山麓地区（75万人）", 3),
    ("kankou", "協定の事業数が2番目に多いのはどこ", "港市（7 事業）、若松市（7 事業）", 4),
    ("kankou", "駅前案内所と港町案内所ではどちらが利用者が多いですか", "駅前案内所（3,400人）", 2),
    (
        "kankou",
        "利用者数が1,000人以上の案内所をすべて挙げてください",
        "駅前案内所、空港案内所、港町案内所",
        3,
    ),
    ("kankou", "4事業以下の市町村は", "白浜町", 1),
    ("kankou", "2023年の宿泊者数の合計は", "475万人", 3),
    ("kankou", "案内所の利用者数の平均は", "1,900人", 4),
    ("kankou", "2023年の温泉地区と山麓地区の宿泊者数の差は", "115万人", 2),
    ("kankou", "観光案内所は何か所ありますか", "4か所", 4),
    ("kankou", "外国人宿泊者の国は何か国ですか", "6か国", 6),
    ("kouryuu", "カナダの姉妹校はいくつありますか", "3", 3),
    ("kouryuu", "応募者数が最も多かった期は", "第3期（52）", 3),
    ("kouryuu", "第1期から第3期までの採択者数の合計は", "36", 3),
    ("kouryuu", "東南アジアの留学生の数の合計は", "57人", 3),
    ("briefing", "Which country has the most JCM projects?", "インドネシア (54 事業)", 18),
    (
        "bousai",
        "収容人数の多い順に3つ",
        "西高校（500人）、東中学校（420人）、中央小学校（350人）",
        4,
    ),
    ("bousai", "中央小学校と東中学校の収容人数の合計は", "770人", 2),
    ("bousai", "収容人数が400人以上の避難所はいくつありますか", "2", 2),
    ("bousai", "協力企業は何社ですか", "4社", 4),
    ("briefing", "最も事業数が多い国は", "インドネシア（54 事業）", 18),
    ("briefing", "タイの都市は何件の連携がありますか", "6件", 6),
    ("briefing", "How many AZEC members are there?", "11", 11),
    (
        "briefing",
        "How many JCM projects are there in Southeast Asia's three largest countries?",
        "155事業",
        3,
    ),
    ("briefing", "10事業以上の国はいくつ", "6か国", 6),
]
NOT_ROWS = [
    ("kankou", "図書館の利用者数の合計は"),  # not what the table is about
    ("kankou", "城下町案内所の職員数は"),
    ("kankou", "案内所の予算の合計は"),
    ("kankou", "2030年の海岸地区の宿泊者数は"),
    ("kankou", "宿泊者数が最も多い地区は"),  # of which year?
    ("kankou", "東野村の事業数は"),  # the list does not say
    ("kankou", "京都市の事業数は"),
    ("kankou", "7番目に協定を締結したのは"),
    ("kankou", "なぜ利用者数が減りましたか"),
    ("kankou", "利用者数はいつ集計されましたか"),
    ("kankou", "イタリアからの宿泊者数は"),
    ("kouryuu", "ドイツの姉妹校を挙げて"),
    ("kouryuu", "第5期の採択者数は"),
    ("kouryuu", "フランスの留学生の数は"),
    ("kouryuu", "留学生の数が最も多い都市は"),  # the rows are countries
    ("bousai", "北小学校の収容人数は"),
    ("briefing", "フランスのJCM事業数は？"),
    ("briefing", "number of JCM projects in France"),
    ("briefing", "名古屋市の連携先は？"),
    ("briefing", "2045年度の削減目標は"),
]


@pytest.mark.parametrize(("name", "question", "text", "rows"), [*ITEMS, *LISTS])
def test_rows_answer_in_the_slides_own_words(
    name: str, question: str, text: str, rows: int
) -> None:
    found = answer(name, question)
    assert (found.text, len(found.rows), found.is_computed) == (text, rows, False)


@pytest.mark.parametrize(("name", "question", "text", "rows"), COMPUTED)
def test_rows_are_counted_compared_and_added_up(
    name: str, question: str, text: str, rows: int
) -> None:
    found = answer(name, question)
    assert (found.text, len(found.rows), found.is_computed) == (text, rows, True)


@pytest.mark.parametrize(("name", "question"), NOT_ROWS)
def test_what_the_rows_do_not_hold_is_not_answered(name: str, question: str) -> None:
    assert rows_for(name, question) is None


@pytest.mark.parametrize(("name", "question"), [case[:2] for case in (*ITEMS, *LISTS, *COMPUTED)])
def test_quotes_are_verbatim_and_hold_the_rows(name: str, question: str) -> None:
    found = answer(name, question)
    slides = {c.marker: deck(name).slide(c.briefing, c.slide) for c in found.citations}
    assert [c.marker for c in found.citations] == list(range(1, len(found.citations) + 1))
    for citation in found.citations:
        assert citation.quote == slides[citation.marker].text[citation.start : citation.end]
        assert len(citation.quote) <= 400
    quoted = {c.marker: squeeze(c.quote) for c in found.citations}
    everything = "".join(quoted.values())
    for row in found.rows:
        assert squeeze(row.label) in everything
        assert squeeze(row.value or row.label) in quoted[row.marker] + everything


def test_the_coverage_says_how_many_rows_of_which_slide() -> None:
    assert answer("kankou", "外国人宿泊者の国をすべて挙げてください").coverage == "スライド5の6行"
    assert answer("kouryuu", "カナダの姉妹校をすべて挙げて").coverage == "スライド2の6行中の3行"
    in_region = answer("kouryuu", "東南アジアの留学生の数の合計は")
    assert in_region.coverage == "スライド5の5行中の3行（東南アジア）"
    in_english = answer("briefing", "Which country has the most JCM projects?")
    assert in_english.coverage == "18 of 30 rows on slide 21"


def test_ranks_show_the_rows_compared_the_best_first() -> None:
    found = answer("kankou", "利用者数が最も多い案内所はどこですか")
    assert found.rows == (
        Row("駅前案内所", "3,400人", 1),
        Row("空港案内所", "2,100人", 1),
        Row("港町案内所", "1,200人", 1),
        Row("城下町案内所", "900人", 1),
    )
    assert [c.quote for c in found.citations] == [
        "港町案内所：1,200人\n駅前案内所：3,400人\n空港案内所：2,100人\n城下町案内所：900人"
    ]


def test_figures_come_typed() -> None:
    assert answer("kankou", "2023年の宿泊者数の合計は").value == Quantity(4_750_000.0, "人")
    assert answer("kankou", "港市の事業数は").value == Quantity(7.0, "事業")
    assert answer("kankou", "3番目に協定を締結した市町村は").value is None


def test_a_count_that_the_slide_states_is_less_sure_than_one_that_it_does_not() -> None:
    stated = answer("briefing", "JCMのパートナー国は何か国ですか？")
    counted = answer("briefing", "AZECの参加国は何か国ですか")
    assert (stated.text, counted.text) == ("30か国", "11か国")
    assert stated.strength < 0.5 < counted.strength


def test_a_slide_that_search_found_later_is_less_sure() -> None:
    assistant = deck("kankou")
    query, hits = assistant.find("駅前案内所の利用者数は", 24)
    slides = [source.slide for source in read_sources(hits, assistant)]
    ask = read_ask(query)
    first = answer_from_rows(query, ask, slides, assistant, vectors())
    last = answer_from_rows(query, ask, slides[::-1], assistant, vectors())
    assert first is not None
    assert last is not None
    assert first.text == last.text
    assert first.strength > last.strength


def test_no_slides_no_rows() -> None:
    assistant = deck("kankou")
    query, _ = assistant.find("駅前案内所の利用者数は", 1)
    assert answer_from_rows(query, read_ask(query), [], assistant, vectors()) is None

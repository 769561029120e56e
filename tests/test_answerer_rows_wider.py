"""Ranks, sums, names and refusals over invented decks on water, schools, guests and shelters."""

from functools import cache

import pytest

from briefqa.answerer.extractive import ROWS_LEAST, read_ask, read_sources
from briefqa.answerer.rows import RowsAnswer, answer_from_rows
from briefqa.answerer.similar import WordVectors
from briefqa.assistant import Assistant
from briefqa.records import Row
from tests.asking import assistant_over, embedder

SUIDOU = """みなみ市の水道事業
---
浄水場の整備費

浄水場 2020年度 2021年度 2022年度 合計
東浄水場 12億円 15億円 9億円 36億円
西浄水場 8億円 6億円 11億円 25億円
北浄水場 20億円 18億円 22億円 60億円
---
水道技術協力事業の一覧（番号は協定の締結順）

1. タイ: 14 件
2. ベトナム: 9 件
3. カンボジア: 22 件
4. ラオス
5. ケニア: 3 件
6. ペルー: 4 件
7. ネパール: 9 件
8. フィジー
9. トンガ: 1 件
10. ボリビア: 2 件
11. インド: 17 件
12. モロッコ
---
技術研修に参加している国

カンボジア ラオス ネパール

ケニア ペルー
---
水源保全条例

提案会派 みどり会、市民の声、みなみ未来
---
海外水道との連携

カンボジア

シェムリアップ市 青葉市

プノンペン都 港市

バッタンバン州 港市

タイ

チェンマイ県 青葉市

パタヤ市 北山市・港市

ラオス

ルアンパバーン市 港市
"""
KYOUIKU = """ひがし県の教育施策
---
学級数の推移

校種 4月 7月 10月
小学校 320 318 325
中学校 180 182 181
高校 90 90 88
---
図書の貸出冊数

ひがし小学校：4,200冊
にし小学校：3,150冊
みなみ中学校：5,800冊
きた中学校：2,050冊
---
英語教育の重点

1. 発音の指導
2. 多読の推進
3. 交流授業の拡大
"""
KANKOU = """わかば町の観光
---
月別の入館者数

施設 4月 5月 6月
美術館 1,200人 1,850人 1,400人
水族館 5,300人 6,100人 4,900人
植物園 800人 950人 1,100人
---
観光大使の一覧 ※番号は就任順

1. 青木
2. 石田
3. 上野
4. 江川
5. 大島
6. 加藤
7. 木村
8. 久保
9. 小林
10. 佐野
11. 清水
12. 鈴木
13. 関
14. 園田
15. 高田
16. 千葉
17. 津田
18. 寺島
19. 富田
20. 中野
21. 西川
---
姉妹都市の交流事業

・合同写真展の開催（リヨン市-青葉市）
・陶芸教室の開催（ニース市-港市）
・留学生の受け入れ（トロント市-港市）
・料理教室の開催（リヨン市-港市）
"""
BOUSAI = """北山市の防災
---
防災訓練の参加者数

第1回 第2回 第3回 第4回

120
(15)

95
(18)

140
(9)

88
(12)

回別の参加者数（括弧内は参加団体数）
---
備蓄倉庫の水

北倉庫：2,400本
南倉庫：1,800本
東倉庫：2,400本
西倉庫：600本
---
応援協定に加盟している都市

札幌市 仙台市 新潟市

静岡市 広島市
"""
KYOURYOKU = """ひがし市の国際協力
---
海外水道との連携

カンボジア

シェムリアップ市 青葉市

プノンペン都 港市

タイ

チェンマイ県 青葉市

パタヤ市 港市
---
連携から生まれた案件

・浄水場の改修（チェンマイ-青葉市）
・漏水調査の導入（シェムリアップ市-青葉市）

2021年度

・水質検査の研修（プノンペン都-港市）

2022年度

・水道メーターの導入（パタヤ市-港市）
・配管網の更新（プノンペン都-港市）
"""
DECKS = {
    "kyouryoku": KYOURYOKU,
    "suidou": SUIDOU,
    "kyouiku": KYOUIKU,
    "kankou": KANKOU,
    "bousai": BOUSAI,
}


@cache
def deck(name: str) -> Assistant:
    return assistant_over({name: DECKS[name]})


@cache
def vectors() -> WordVectors:
    return WordVectors(embedder())


def sure(name: str, question: str) -> RowsAnswer | None:
    """Return the rows' answer where the assistant would give it."""
    assistant = deck(name)
    query, hits = assistant.find(question, 24)
    slides = [source.slide for source in read_sources(hits, assistant)]
    found = answer_from_rows(query, read_ask(query), slides, assistant, vectors())
    return found if found is not None and found.strength >= ROWS_LEAST else None


IN_THE_SLIDES_WORDS = [
    ("suidou", "東浄水場の3年間の合計は", "36億円", 1),
    ("suidou", "協定を12番目に締結した国は", "モロッコ", 1),
    ("suidou", "協定を最後に締結した国は", "モロッコ", 1),
    ("suidou", "ネパールの次に締結した国は", "フィジー", 1),
    ("suidou", "南アメリカの国はどれですか", "ペルー、ボリビア", 2),
    (
        "suidou",
        "カンボジア側で連携に加わっている都市はどこ？全部教えて",
        "シェムリアップ市、プノンペン都、バッタンバン州",
        3,
    ),
    ("suidou", "シェムリアップ市の連携先は", "青葉市", 1),
    ("suidou", "Who is Pattaya's counterpart in Japan?", "北山市・港市", 1),
    ("kyouiku", "英語教育の重点の三番目は", "交流授業の拡大", 1),
    ("kyouiku", "英語教育の重点の最後は", "交流授業の拡大", 1),
    ("kyouiku", "What is the second priority in English education?", "多読の推進", 1),
    ("kankou", "観光大使に21番目に就任したのは", "西川", 1),
    ("kankou", "観光大使の十五番目は", "高田", 1),
    ("kankou", "観光大使の最後は", "西川", 1),
    ("kankou", "関の次に就任した観光大使は", "園田", 1),
    ("kankou", "Who was the fifteenth tourism ambassador?", "高田", 1),
    ("kankou", "What is the name of the twenty-first tourism ambassador?", "西川", 1),
    ("kankou", "リヨン市の交流事業をすべて挙げて", "合同写真展の開催、料理教室の開催", 2),
    ("bousai", "第2回の参加団体数は", "18", 1),
    (
        "bousai",
        "応援協定に加盟している都市を全部教えて",
        "札幌市、仙台市、新潟市、静岡市、広島市",
        5,
    ),
    (
        "suidou",
        "港市の海外の連携先を全部教えて",
        "プノンペン都、バッタンバン州、パタヤ市、ルアンパバーン市",
        4,
    ),
    ("suidou", "タイの連携先を一覧にして", "チェンマイ県、パタヤ市", 2),
    ("suidou", "アフリカの国はどれですか", "ケニア、モロッコ", 2),
    (
        "suidou",
        "技術研修に参加している国をすべて挙げてください",
        "カンボジア、ラオス、ネパール、ケニア、ペルー",
        5,
    ),
    (
        "suidou",
        "Which countries take part in the technical training?",
        "カンボジア, ラオス, ネパール, ケニア, ペルー",
        5,
    ),
]
WORKED_OUT = [
    ("kyouryoku", "連携から生まれた案件は、カンボジアでは何件ですか", "3件", 3),
    ("kyouryoku", "連携から生まれたタイの案件は何件ですか", "2件", 2),
    ("kyouryoku", "港市の連携から生まれた案件は何件ですか", "3件", 3),
    ("suidou", "北浄水場の整備費が最も多かったのは何年度ですか", "2022年度（22億円）", 3),
    ("suidou", "北浄水場の年平均は", "20億円", 3),
    ("suidou", "2021年度に最も整備費が多い浄水場は", "北浄水場（18億円）", 3),
    ("suidou", "2022年度の整備費の合計は", "42億円", 3),
    ("suidou", "全期間の整備費の合計は", "121億円", 9),
    ("suidou", "水道技術協力の件数が第2位の国は", "インド（17 件）", 9),
    ("suidou", "技術協力の件数が3番目に多い国は", "タイ（14 件）", 9),
    ("suidou", "カンボジアの次に技術協力の件数が多い国は", "インド（17 件）", 9),
    ("suidou", "Which country has the second most cooperation projects?", "インド (17 件)", 9),
    (
        "suidou",
        "Which country has the most cooperation projects after Cambodia?",
        "インド (17 件)",
        9,
    ),
    (
        "suidou",
        "What are the top three countries by cooperation projects?",
        "カンボジア (22 件), インド (17 件), タイ (14 件)",
        9,
    ),
    (
        "suidou",
        "技術協力の件数の上位3か国は",
        "カンボジア（22 件）、インド（17 件）、タイ（14 件）",
        9,
    ),
    ("suidou", "技術研修に参加している国は全部で何か国", "5か国", 5),
    ("suidou", "技術研修に加わっている国は何か国ですか", "5か国", 5),
    ("suidou", "How many countries take part in the technical training in all?", "5", 5),
    ("suidou", "西浄水場と東浄水場の2か所の2021年度の整備費の合計は", "21億円", 2),
    ("suidou", "海外の連携先が最も多い日本の自治体はどこ", "港市（4件）", 4),
    ("suidou", "海外の連携先が2番目に多い国内の都市は", "青葉市（2件）", 2),
    ("suidou", "Which Japanese city has the most overseas partners?", "港市 (4)", 4),
    ("suidou", "連携が最も多い国は", "カンボジア（3件）", 3),
    ("suidou", "海外の連携先が最も少ない日本の都市は", "北山市（1件）", 1),
    ("suidou", "港市は何件の連携がありますか", "4件", 4),
    ("suidou", "タイには何件の連携がありますか", "2件", 2),
    ("kyouiku", "小学校の学級数が最も多かったのは何月ですか", "10月（325）", 3),
    ("kyouiku", "中学校の学級数が最も少なかったのは何月", "4月（180）", 3),
    ("kyouiku", "高校の学級数の平均は", "89.33", 3),
    ("kyouiku", "10月の学級数の合計は", "594", 3),
    ("kyouiku", "7月に学級数が最も多い校種は", "小学校（318）", 3),
    ("kyouiku", "貸出冊数が2番目に多い学校は", "ひがし小学校（4,200冊）", 4),
    ("kyouiku", "みなみ中学校の次に貸出冊数が多い学校は", "ひがし小学校（4,200冊）", 4),
    ("kyouiku", "貸出冊数が第4位の学校は", "きた中学校（2,050冊）", 4),
    ("kyouiku", "4校の貸出冊数の合計は", "15,200冊", 4),
    ("kyouiku", "貸出冊数の上位2校は", "みなみ中学校（5,800冊）、ひがし小学校（4,200冊）", 4),
    ("kankou", "水族館の入館者数が最も多かったのは何月ですか", "5月（6,100人）", 3),
    ("kankou", "植物園の入館者数が2番目に多かったのは何月", "5月（950人）", 3),
    ("kankou", "美術館の3か月間の入館者数の合計は", "4,450人", 3),
    ("kankou", "水族館の入館者数の平均は", "5,433.33人", 3),
    ("kankou", "5月の入館者数の合計は", "8,900人", 3),
    ("kankou", "全期間の入館者数の合計は", "23,600人", 9),
    ("kankou", "6月に入館者数が最も少ない施設は", "植物園（1,100人）", 3),
    ("kankou", "交流事業が最も多い海外の都市はどこですか", "リヨン市（2件）", 2),
    ("bousai", "参加者数がもっとも多かったのは第何回", "第3回（140）", 4),
    ("bousai", "参加団体数がもっとも多かったのは第何回でしたか", "第2回（18）", 4),
    ("bousai", "4回分の参加者数の合計は何人", "443人", 4),
    ("bousai", "参加団体数の平均は", "13.5", 4),
    ("bousai", "Which round had the fewest participants?", "第4回 (88)", 4),
    ("bousai", "第1回から第3回までの参加者数の合計は", "355", 3),
    ("bousai", "備蓄倉庫の水が最も多い倉庫は", "北倉庫（2,400本）、東倉庫（2,400本）", 4),
    ("bousai", "水が3番目に多い倉庫は", "南倉庫（1,800本）", 4),
    ("bousai", "北倉庫の次に水が多い倉庫は", "南倉庫（1,800本）", 4),
    ("bousai", "水が2,000本以上ある備蓄倉庫は", "北倉庫、東倉庫", 2),
    ("bousai", "備蓄倉庫の水の合計は", "7,200本", 4),
    ("bousai", "4か所の倉庫の水の合計は", "7,200本", 4),
    ("bousai", "応援協定に加盟している都市は何都市ですか", "5都市", 5),
    ("bousai", "応援協定に加盟している都市は全部でいくつ", "5", 5),
    ("suidou", "連携は全部で何件ですか", "6件", 6),
    ("suidou", "Which country has the most partnerships?", "カンボジア (3)", 3),
    ("suidou", "東南アジアの技術協力の件数の合計は", "45件", 3),
]
REFUSED = [
    ("kyouryoku", "連携から生まれたラオスの案件は何件ですか"),
    ("kyouryoku", "連携から生まれた案件は、どの言語で公開されていますか"),
    ("suidou", "西浄水場の2年間の合計は"),
    ("suidou", "ラオスの技術協力の件数は"),
    ("suidou", "フィジーは何件ですか"),
    ("suidou", "ブラジルの技術協力の件数は"),
    ("suidou", "技術研修に参加していない国はどこ"),
    ("suidou", "技術研修を拒否した国はどこですか"),
    ("suidou", "水源保全条例に反対した会派は"),
    ("suidou", "Who opposed the water source ordinance?"),
    ("suidou", "Who is the prime minister of Cambodia?"),
    ("suidou", "カンボジアの首相は誰"),
    ("suidou", "日本の連携先が最も多い海外の都市は"),
    ("suidou", "大阪市の連携先は"),
    ("suidou", "港市以外の連携先は"),
    ("kyouiku", "学級数が最も多い校種は"),
    ("kyouiku", "貸出冊数が最も多い学校の校長は誰"),
    ("kyouiku", "5校の貸出冊数の合計は"),
    ("kankou", "美術館の4か月間の入館者数の合計は"),
    ("kankou", "西川の次に就任した観光大使は"),
    ("kankou", "観光大使を辞めたのは誰"),
    ("kankou", "観光大使でない人は"),
    ("kankou", "美術館の館長は誰ですか"),
    ("kankou", "7月の水族館の入館者数は"),
    ("bousai", "3回分の参加者数の合計は何人"),
    ("bousai", "第5回の参加者数は"),
    ("bousai", "5か所の倉庫の水の合計は"),
    ("bousai", "応援協定を断った都市はどこ"),
    ("bousai", "応援協定に加盟していない都市は"),
    ("bousai", "応援協定に加盟している都市の市長は誰ですか"),
    ("suidou", "海外の連携先が最も多い海外の都市は"),
]


@pytest.mark.parametrize(("name", "question", "text", "rows"), IN_THE_SLIDES_WORDS)
def test_rows_are_named_in_the_slides_own_words(
    name: str, question: str, text: str, rows: int
) -> None:
    found = sure(name, question)
    assert found is not None
    assert (found.text, len(found.rows), found.is_computed) == (text, rows, False)


@pytest.mark.parametrize(("name", "question", "text", "rows"), WORKED_OUT)
def test_rows_are_ranked_counted_and_added_up(
    name: str, question: str, text: str, rows: int
) -> None:
    found = sure(name, question)
    assert found is not None
    assert (found.text, len(found.rows), found.is_computed) == (text, rows, True)


@pytest.mark.parametrize(("name", "question"), REFUSED)
def test_what_rows_cannot_say_is_left_unsaid(name: str, question: str) -> None:
    assert sure(name, question) is None


@pytest.mark.parametrize(
    ("name", "question"), [case[:2] for case in (*IN_THE_SLIDES_WORDS, *WORKED_OUT)]
)
def test_quotes_are_verbatim(name: str, question: str) -> None:
    found = sure(name, question)
    assert found is not None
    for citation in found.citations:
        slide = deck(name).slide(citation.briefing, citation.slide)
        assert citation.quote == slide.text[citation.start : citation.end]


def test_a_figure_of_one_row_is_shown_under_the_head_of_its_column() -> None:
    found = sure("kyouiku", "小学校の学級数が最も多かったのは何月ですか")
    assert found is not None
    assert found.rows == (Row("10月", "325", 1), Row("4月", "320", 1), Row("7月", "318", 1))
    assert [c.quote for c in found.citations] == ["4月 7月 10月\n小学校 320 318 325"]
    assert found.coverage == "スライド2の3行中の1行"


def test_rows_counted_for_a_name_are_those_that_hold_it() -> None:
    found = sure("suidou", "海外の連携先が2番目に多い国内の都市は")
    assert found is not None
    assert found.rows == (Row("シェムリアップ市", "青葉市", 1), Row("チェンマイ県", "青葉市", 2))

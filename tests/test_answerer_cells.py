"""Answers from the cells of tables and charts, and from speaker notes, over invented decks."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.answerer.salience import Weights, lines_of
from briefqa.answerer.typed import typed_spans
from briefqa.answerer.units import Unit, units_of
from briefqa.assistant import Assistant
from briefqa.records import Answer, Briefing, Quantity, Row, Slide
from tests.asking import assistant_of
from tests.slides import chart, slide_of

COMPANIES = slide_of(
    [
        ["会社名", "担当者", "開始日", "拠点", "契約額"],
        ["青葉製作所", "山田 太郎", "2024年4月1日", "仙台市", "1,200万円"],
        ["港運輸", "佐藤 花子", "2023年10月15日", "横浜市", "850万円"],
        ["緑食品", "鈴木 一郎", "2025年1月10日", "松本市", "2,300万円"],
    ],
    title="委託先企業の一覧",
)
FACILITIES = slide_of(
    ("heading", "地域別の拠点"),
    [
        ["区分", "施設", "定員", "開館時間"],
        ["北部", "中央公民館", "120人", "9時から21時まで"],
        ["^", "北図書館", "80人", "10時から18時まで"],
        ["南部", "南体育館", "300人", "9時から22時まで"],
        ["^", "港会館", "150人", "8時30分から17時まで"],
    ],
    title="公共施設の利用案内",
)
BUILDINGS = slide_of(
    [
        ["項目", "東棟", "西棟"],
        ["階数", "5階", "8階"],
        ["完成年", "1998年", "2015年"],
        ["設計者", "丸山 進", "大谷 誠"],
        ["用途", "事務所", "研究所"],
    ],
    title="建物の比較",
)
LECTURE = slide_of(
    [
        ["日時", "2025年3月14日 13:30〜16:00"],
        ["会場", "市民会館 大ホール"],
        ["講師", "高橋 明子（東都大学教授）"],
        ["参加費", "無料"],
        ["申込期限", "2025年2月28日"],
    ],
    heads=0,
    title="防災講演会の開催",
)
POWER = replace(
    chart(
        "電力の内訳（2023年度）",
        ["発電量", "割合"],
        [
            ["太陽光", "1,200 GWh", "32.5%"],
            ["水力", "980 GWh", "26.5%"],
            ["風力", "410 GWh", "11.1%"],
        ],
    ),
    title="再生可能エネルギー",
)
TASKS = slide_of(
    [
        ["課題", "原因", "対策", "担当部署"],
        ["手続に時間がかかる", "紙の申請が残っている", "電子申請の拡大", "情報政策課"],
        ["問合せが多い", "案内が分かりにくい", "案内文の見直し", "広報課"],
        ["職員が足りない", "退職者の増加", "採用の通年化", "人事課"],
    ],
    title="業務改善の方針",
)
OFFICE = slide_of(
    ("body", "来年度は新庁舎へ移転する。"),
    ("note", "移転の費用は約45億円と見込んでいる。"),
    title="新庁舎への移転",
)
HOURS = slide_of(
    ("body", "1か月の総枠は次の表のとおり。"),
    [
        ["暦日数", "週40時間の場合", "週44時間の場合"],
        ["31日の場合\n30日の場合", "177.1時間\n171.4時間", "194.8時間\n188.5時間"],
    ],
    title="変形労働時間制の総枠",
)
SERVICES = slide_of(
    [
        ["", "家具店", "運送会社"],
        ["求める効果", "在庫の削減", "配送の効率化"],
        ["最初の一歩", "棚卸しの電子化", "日報の電子化"],
    ],
    heads=0,
    title="業種ごとの進め方",
)


MEETINGS = slide_of(
    [
        ["日時", "内容", "参加"],
        ["第1回\n2024年4月25日", "方針の決定", "19社\n36名"],
        ["第2回\n2024年6月20日", "部会の設置", "11社\n19名"],
    ],
    title="水素研究会の活動",
)


KINDS = slide_of(
    [
        ["種類", "内容"],
        ["本人", "学生"],
        ["^", "求職者"],
        ["本人以外", "子ども"],
        ["^", "ペットの飼い主"],
    ],
    title="受益者の種別",
)
VENDORS = slide_of(
    ("bullet", "提供する価値"),
    ("bullet", "Linuxの配布元の例"),
    ("bullet", "Redhat"),
    ("bullet", "Debian"),
    ("bullet", "コミュニティとの関係"),
    title="配布元の企業",
)


# A form: labels and their values, two pairs on some lines; all of it is about one company.
FORM = slide_of(
    [
        ["会社名", "山手精機", "掲載", "可"],
        ["記入者", "西　学", "記入日", "2024/5/7"],
        ["取組", "・救命講習（3時間、年2回）を全拠点で開く。英語、中国語の教材もある。"],
        ["課題", "・夜勤の職員が受けにくい"],
    ],
    heads=0,
    title="各社の救命講習",
)
ATTENDANCE = replace(
    chart(
        "会合の参加",
        ["参加者数", "参加団体数"],
        [
            ["2023/Nov/28", "41", "17"],
            ["12/19/2023", "52", "23"],
            ["2024/Feb/6", "38", "19"],
        ],
    ),
    title="地域会合の記録",
)


def nested(slide: Slide, levels: tuple[int, ...]) -> Slide:
    blocks = zip(slide.blocks, levels, strict=True)
    return replace(slide, blocks=tuple(replace(block, level=level) for block, level in blocks))


@cache
def assistant() -> Assistant:
    slides = (
        *(COMPANIES, FACILITIES, BUILDINGS, LECTURE, POWER, TASKS, OFFICE, HOURS, SERVICES),
        *(MEETINGS, KINDS, nested(VENDORS, (0, 0, 0, 1, 1, 0)), FORM, ATTENDANCE),
    )
    numbered = tuple(replace(slide, number=n) for n, slide in enumerate(slides, start=1))
    return assistant_of(
        (Briefing("deck", "市政の概要", "2025-04", "", "ja", "deck.pptx", "0", numbered),)
    )


@cache
def ask(question: str) -> Answer:
    return assistant().ask(question).answer


@pytest.mark.parametrize(
    ("question", "answer", "quote"),
    [
        ("港運輸の担当者は誰ですか", "佐藤 花子", None),
        ("青葉製作所との契約はいつ始まりましたか", "2024年4月1日", None),
        ("青葉製作所の開始日は", "2024年4月1日", "青葉製作所\t山田 太郎\t2024年4月1日"),
        ("緑食品の拠点はどこですか", "松本市", None),
        ("港運輸の契約額はいくらですか", "850万円", None),
        ("北図書館の定員は何人ですか", "80人", "北図書館\t80人"),
        ("防災講演会はどこで開かれますか", "市民会館 大ホール", "会場\t市民会館 大ホール"),
        ("防災講演会の申込期限はいつですか", "2025年2月28日", "申込期限\t2025年2月28日"),
        ("参加費はいくらですか", "無料", "参加費\t無料"),
        ("問合せが多いという課題の対策は何ですか", "案内文の見直し", None),
        ("手続に時間がかかる原因は何ですか", "紙の申請が残っている", None),
    ],
)
def test_the_cell_of_a_named_row_and_column_answers(
    question: str, answer: str, quote: str | None
) -> None:
    found = ask(question)
    assert found.original == answer
    if quote is not None:
        assert found.citations[0].quote == quote


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("山手精機の救命講習は何時間ですか", "3時間"),
        ("山手精機の救命講習の資料を書いたのは誰ですか", "西　学"),
    ],
)
def test_all_of_a_form_is_about_what_it_names(question: str, answer: str) -> None:
    assert ask(question).original == answer


def test_the_label_of_a_form_is_no_answer() -> None:
    found = ask("山手精機の救命講習の教材はどの言語ですか")
    assert found.original not in ("会社名", "取組", "課題", "掲載")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("2023年11月28日の会合の参加者数は", "41"),
        ("2023年12月19日の会合の参加団体数は", "23"),
        ("How many people took part in the meeting of February 6, 2024?", "38"),
    ],
)
def test_a_day_is_found_in_whatever_notation_a_chart_writes_it(question: str, answer: str) -> None:
    assert ask(question).original == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("西棟を設計したのは誰ですか", "大谷 誠"),
        ("東棟の設計者は", "丸山 進"),
        ("西棟は何階建てですか", "8階"),
        ("東棟はいつ完成しましたか", "1998年"),
        ("西棟の用途は何ですか", "研究所"),
    ],
)
def test_columns_can_be_what_is_asked_about(question: str, answer: str) -> None:
    assert ask(question).original == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("鈴木一郎さんが担当する会社はどこですか", "緑食品"),
        ("人事課が担当する課題は何ですか", "職員が足りない"),
    ],
)
def test_a_row_is_found_by_one_of_its_cells(question: str, answer: str) -> None:
    assert ask(question).original == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("契約額が最も大きい会社は", "緑食品（2,300万円）"),
        ("契約額の合計は", "4,350万円"),
        ("委託先は何社ありますか", "3社"),
        ("担当者を全て挙げてください", "山田 太郎、佐藤 花子、鈴木 一郎"),
        ("北部の施設の一覧", "中央公民館、北図書館"),
        ("南部の施設の定員の合計は", "450人"),
    ],
)
def test_rows_and_columns_are_listed_counted_and_added_up(question: str, answer: str) -> None:
    assert ask(question).original == answer


def test_values_of_a_chart_keep_the_format_they_are_written_in() -> None:
    found = ask("太陽光の発電量は")
    assert (found.original, found.value) == ("1,200 GWh", Quantity(1200.0, "GWh"))
    assert found.citations[0].quote == "太陽光\t1,200 GWh"
    assert ask("水力の割合は何％ですか").original == "26.5%"
    assert ask("発電量が最も少ないのは").original == "風力（410 GWh）"


def test_lines_of_cells_are_rows_where_figures_stand_on_them() -> None:
    assert ask("暦日数が30日の場合、週44時間の場合の総枠は何時間ですか").original == "188.5時間"


def test_a_first_row_with_an_empty_corner_heads_the_columns() -> None:
    assert ask("運送会社が求める効果は何ですか").original == "配送の効率化"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("第2回の水素研究会には何名が参加しましたか", "19名"),
        ("水素研究会の2024年6月20日の内容は何ですか", "部会の設置"),
        ("水素研究会で部会の設置があったのはいつですか", "2024年6月20日"),
    ],
)
def test_a_row_is_named_by_a_line_of_its_label_and_by_its_date(question: str, answer: str) -> None:
    assert ask(question).original == answer


def test_one_of_the_answers_that_a_question_names_is_the_label_of_the_row_it_names() -> None:
    assert ask("ペットの飼い主は受益者の種別では本人か本人以外か").original == "本人以外"
    assert ask("学生は受益者の種別では本人か本人以外か").original == "本人"


def test_what_stands_under_another_head_defines_no_label() -> None:
    assert ask("青葉製作所とは何ですか").status == "not_found"


def test_bullets_under_a_bullet_are_the_list_that_it_names() -> None:
    assert ask("Linuxの配布元の例は？").original == "Redhat Debian"


@pytest.mark.parametrize(
    "question",
    [
        "水素研究会の2023年6月20日の内容は何ですか",
        "青葉製作所の電話番号は",
        "白川工業の担当者は誰ですか",
        "地熱の割合は何％ですか",
        "講演会の講師の電話番号は",
        "中央公民館の休館日はいつですか",
    ],
)
def test_what_no_row_or_column_holds_is_not_found(question: str) -> None:
    found = ask(question)
    assert (found.status, found.text) == ("not_found", None)


def test_a_column_that_is_only_like_the_one_asked_for_gives_no_row() -> None:
    assert ask("北棟の設計者は誰ですか").rows == ()


def test_an_answer_from_speaker_notes_says_so() -> None:
    found = ask("移転の費用はいくらですか")
    assert found.original == "約45億円"
    assert found.notices == ("発表者ノートにある言葉です。",)
    assert ask("How much does the relocation cost?").notices in ((), ("From the speaker notes.",))


def test_the_slide_is_quoted_before_its_notes() -> None:
    same = slide_of(
        ("body", "移転の費用は約45億円である。"),
        ("note", "移転の費用は約45億円である。"),
        title="新庁舎への移転",
    )
    briefing = Briefing("deck", "市政", "", "", "ja", "deck.pptx", "0", (same,))
    found = assistant_of((briefing,)).ask("移転の費用はいくらですか").answer
    assert (found.citations[0].start, found.notices) == (9, ())


def test_rows_of_an_answer_hold_the_label_and_the_cell() -> None:
    assert ask("港運輸の担当者は誰ですか").rows == (Row("港運輸", "佐藤 花子", 1),)


def unit_of(slide: Slide, text: str) -> Unit:
    return next(unit for unit in units_of(slide) if unit.text == text)


def test_each_cell_is_a_unit_headed_by_its_row_and_column() -> None:
    unit = unit_of(COMPANIES, "横浜市")
    assert unit.label == "港運輸 拠点"
    assert unit.headed_by == ("港運輸", "拠点")
    assert unit_of(COMPANIES, "港運輸").headed_by == ()
    assert unit_of(FACILITIES, "80人").headed_by == ("北部", "北図書館", "定員")


def test_the_sentences_of_a_long_cell_are_units_of_their_own() -> None:
    slide = slide_of([["項目", "内容"], ["目的", "備えを進める。\n命を守る。"]])
    texts = [unit.text for unit in units_of(slide)]
    assert texts == ["項目", "内容", "目的", "備えを進める。", "命を守る。"]


def test_no_unit_holds_a_tab() -> None:
    for slide in (COMPANIES, FACILITIES, BUILDINGS, LECTURE, POWER, TASKS, HOURS, SERVICES):
        for unit in units_of(slide):
            assert unit.block.text[unit.start : unit.end] == unit.text
            assert "\t" not in unit.text


def test_a_bullet_belongs_to_the_bullets_it_stands_under() -> None:
    slide = slide_of(("bullet", "役割"), ("bullet", "開発"), ("bullet", "リーダー"))
    levels = nested(slide, (0, 1, 1))
    assert "役割" in unit_of(levels, "リーダー").near
    assert "開発" not in unit_of(levels, "リーダー").near


words = st.text(st.sampled_from("港山12年円人、。 \n・A:："), max_size=8)
tables = st.lists(
    st.lists(words | st.just("^"), min_size=3, max_size=3), min_size=2, max_size=5
).map(lambda rows: [[cell.replace("^", "頭") for cell in rows[0]], *rows[1:]])


@settings(max_examples=40, deadline=None)
@given(tables, st.sampled_from(["港は誰ですか", "港の円はいくらですか", "山の一覧", "A when?"]))
def test_quotes_of_cells_are_verbatim_and_answers_hold_no_tab(
    rows: list[list[str]], question: str
) -> None:
    slide = slide_of(("heading", "港と山"), rows, ("note", "港は12円。"), title="港の表")
    briefing = Briefing("deck", "港", "", "", "ja", "deck.pptx", "0", (slide,))
    found = assistant_of((briefing,)).ask(question).answer
    for citation in found.citations:
        assert slide.text[citation.start : citation.end] == citation.quote
    assert "\t" not in (found.original or "")
    assert "\t" not in (found.text or "")


def test_a_table_of_very_many_cells_is_read_in_part() -> None:
    rows = [["番号", "値"], *([f"第{n}号", f"{n}円"] for n in range(1, 3_000))]
    units = units_of(slide_of(rows))
    assert (len(units), units[-1].text) == (5_000, "2499円")


def test_a_summary_says_a_row_as_one_line() -> None:
    weights = Weights(1, Counter())
    texts = [line.text for line in lines_of(LECTURE, weights)]
    assert texts[:2] == ["日時 2025年3月14日 13:30〜16:00", "会場 市民会館 大ホール"]
    (first, *_) = lines_of(COMPANIES, weights)
    assert first.text == "青葉製作所 山田 太郎 2024年4月1日 仙台市 1,200万円"
    assert first.quote.text == COMPANIES.text[first.quote.start : first.quote.end]


def test_the_unit_of_a_limit_ends_before_what_is_counted() -> None:
    text = "常時10人以上の労働者を使用する事業場"
    assert [(text[s.start : s.end], s.measure) for s in typed_spans(text, "number")] == [
        ("10人以上", "人以上")
    ]


def test_a_limit_that_is_asked_for_is_told_from_other_figures() -> None:
    slide = slide_of(
        ("body", "規則は1人でも雇う事業場に適用される。常時10人以上を雇う事業場は届け出る。"),
        title="規則の届出",
    )
    briefing = Briefing("deck", "規則", "", "", "ja", "deck.pdf", "0", (slide,))
    found = assistant_of((briefing,)).ask("届け出るのは何人以上を雇う事業場ですか").answer
    assert found.original == "10人以上"

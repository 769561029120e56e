"""Tables and lists of slides, read back from the text that extraction leaves."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.readers.layout import arrange
from briefqa.records import Slide
from briefqa.tables import Table, TableRow, tables_of
from briefqa.text.normalise import squeeze


def slide_from(text: str) -> Slide:
    return arrange(text.strip("\n"), briefing_id="deck", number=1)


def one_table(text: str) -> Table:
    (table,) = tables_of(slide_from(text))
    return table


def plain(row: TableRow) -> tuple[str, list[str | None]]:
    return row.label.text, [cell.text if cell is not None else None for cell in row.values]


def test_labels_with_figures_are_rows_that_can_be_quoted() -> None:
    table = one_table(
        """
観光案内所の利用者数

港町案内所：1,200人
駅前案内所：3,400人
空港案内所：約2,100人
"""
    )
    assert table.kind == "values"
    assert [plain(row) for row in table.rows] == [
        ("港町案内所", ["1,200人"]),
        ("駅前案内所", ["3,400人"]),
        ("空港案内所", ["約2,100人"]),
    ]
    assert table.slide.text[table.rows[1].start : table.rows[1].end] == "駅前案内所：3,400人"


def test_several_entries_on_one_line_are_several_rows() -> None:
    table = one_table(
        """
採択件数

2021年度 ：4件 2022年度 ：6件
2023年度 ：1件
"""
    )
    assert [plain(row) for row in table.rows] == [
        ("2021年度", ["4件"]),
        ("2022年度", ["6件"]),
        ("2023年度", ["1件"]),
    ]


def test_a_numbered_list_is_sorted_whatever_order_it_is_read_in() -> None:
    table = one_table(
        """
災害時応援協定の一覧 ※番号は締結順

3. 白浜町: 4 事業
1. 若葉市: 12 事業
4. 東野村
2. 港市: ７事業
"""
    )
    assert table.kind == "numbered"
    assert [(row.number, *plain(row)) for row in table.rows] == [
        (1, "若葉市", ["12 事業"]),
        (2, "港市", ["７事業"]),
        (3, "白浜町", ["4 事業"]),
        (4, "東野村", [None]),
    ]


def test_circled_numbers_are_numbers_of_items_not_figures() -> None:
    table = one_table("避難の手順\n\n① 情報の収集\n② 経路の確認\n③ 避難の開始")
    assert [(row.number, row.label.text) for row in table.rows] == [
        (1, "情報の収集"),
        (2, "経路の確認"),
        (3, "避難の開始"),
    ]


def test_a_lead_in_captions_the_list_it_stands_before_or_after() -> None:
    table = one_table("市の重点\n\n1. 防災\n3. 観光\n2. 教育\n\n市長の関心事項：")
    assert table.caption == "市長の関心事項"
    assert [row.label.text for row in table.rows] == ["防災", "教育", "観光"]


def test_headings_read_before_their_rows_are_groups() -> None:
    table = one_table(
        """
学校別の生徒数

東地区
東中学校：420人
東高校：510人
西地区
西中学校：380人
西高校：290人
"""
    )
    assert [(row.label.text, row.group) for row in table.rows] == [
        ("東中学校", "東地区"),
        ("東高校", "東地区"),
        ("西中学校", "西地区"),
        ("西高校", "西地区"),
    ]


def test_headings_read_in_no_order_are_no_groups() -> None:
    table = one_table(
        """
協定の一覧

1. 若葉市: 5 事業
2. 港市: 3 事業

沿岸部

3. 山里町: 2 事業
4. 峰村: 1 事業

山間部
"""
    )
    assert {row.group for row in table.rows} == {""}


PAIRS = """
姉妹校の一覧

フランス

リヨン高校 第一高校

ニース高校 第二高校

カナダ

トロント高校 第一高校

モントリオール
・ケベック高校

第三高校

オタワ高校
第二高校、
北高校

ニュージーランド

ウェリントン高校 第四高校
※ 第一高校は二校と結ぶ
"""


def test_pairs_stand_under_their_group_and_may_be_wrapped() -> None:
    table = one_table(PAIRS)
    assert table.kind == "pairs"
    assert [(*plain(row), row.group) for row in table.rows] == [
        ("リヨン高校", ["第一高校"], "フランス"),
        ("ニース高校", ["第二高校"], "フランス"),
        ("トロント高校", ["第一高校"], "カナダ"),
        ("モントリオール・ケベック高校", ["第三高校"], "カナダ"),
        ("オタワ高校", ["第二高校、北高校"], "カナダ"),
        ("ウェリントン高校", ["第四高校"], "ニュージーランド"),
    ]
    wrapped = table.rows[3]
    assert table.slide.text[wrapped.start : wrapped.end] == (
        "モントリオール\n・ケベック高校\n\n第三高校"
    )


def test_pairs_whose_columns_nothing_tells_apart_are_left_out() -> None:
    assert tables_of(slide_from("担当\n\n青木 井上\n\n上田 江口\n\n大野 加藤"))[0].kind == "names"


def test_the_head_of_two_columns_is_no_pair() -> None:
    table = one_table(
        """
担当部署

自治体 部署

青葉市 防災課

仙台市 防災課

福岡市 総務課

札幌市 防災課
"""
    )
    assert table.columns == ("部署",)
    assert [plain(row) for row in table.rows] == [
        ("青葉市", ["防災課"]),
        ("仙台市", ["防災課"]),
        ("福岡市", ["総務課"]),
        ("札幌市", ["防災課"]),
    ]


def test_lines_of_figures_under_a_head_are_a_grid() -> None:
    table = one_table(
        """
地区別の宿泊者数

地区 2021年 2022年
海岸地区 120万人 150万人
山麓地区 80万人 －
温泉地区 200万人 210万人
"""
    )
    assert table.kind == "grid"
    assert table.columns == ("2021年", "2022年")
    assert [plain(row) for row in table.rows] == [
        ("海岸地区", ["120万人", "150万人"]),
        ("山麓地区", ["80万人", None]),
        ("温泉地区", ["200万人", "210万人"]),
    ]


def test_several_figures_without_a_head_are_no_grid() -> None:
    assert tables_of(slide_from("人口\n\n海岸地区 120 150\n山麓地区 80 75")) == ()


@pytest.mark.parametrize(
    "figures",
    ["12\n(40)\n\n15\n(38)\n\n9\n(52)", "12 15 9\n(40) (38) (52)"],
    ids=["a column at a time", "a row at a time"],
)
def test_figures_below_a_head_belong_to_its_columns(figures: str) -> None:
    table = one_table(
        f"留学支援\n\n第1期 第2期 第3期\n\n{figures}\n\n期別の採択者数（括弧内は応募者数）"
    )
    assert table.columns == ("期別の採択者数", "応募者数")
    assert [plain(row) for row in table.rows] == [
        ("第1期", ["12", "(40)"]),
        ("第2期", ["15", "(38)"]),
        ("第3期", ["9", "(52)"]),
    ]


def test_figures_that_do_not_fill_the_columns_are_left_out() -> None:
    text = "留学支援\n\n第1期 第2期 第3期\n\n12\n(40)\n\n15\n\n採択者数（括弧内は応募者数）"
    assert tables_of(slide_from(text)) == ()


def test_a_grid_may_be_read_one_cell_a_line() -> None:
    table = one_table(
        """
定員の変更について次の表のとおりとする。

施設の種類

昼間の定員

夜間の定員

体育館

２５０人

１８０人

公民館

１２０人

９０人

集会所

６０人

４５人
"""
    )
    assert table.columns == ("昼間の定員", "夜間の定員")
    assert [plain(row) for row in table.rows] == [
        ("体育館", ["２５０人", "１８０人"]),
        ("公民館", ["１２０人", "９０人"]),
        ("集会所", ["６０人", "４５人"]),
    ]


def test_a_roster_ends_where_a_name_comes_again() -> None:
    tables = tables_of(
        slide_from(
            "協定を結んだ都市\n\n札幌市 仙台市 新潟市\n静岡市 広島市\n\n仙台市 広島市 札幌市"
        )
    )
    assert [[row.label.text for row in table.rows] for table in tables] == [
        ["札幌市", "仙台市", "新潟市", "静岡市", "広島市"],
        ["仙台市", "広島市", "札幌市"],
    ]


def test_commas_part_the_items_of_a_labelled_line() -> None:
    table = one_table("備蓄の体制\n\n協力企業 青葉製薬、若葉食品、港運輸など")
    assert table.caption == "協力企業"
    assert [row.label.text for row in table.rows] == ["青葉製薬", "若葉食品", "港運輸"]
    assert not table.is_whole


def test_bullets_of_one_mark_are_a_list_whatever_stands_below_them() -> None:
    tables = tables_of(
        slide_from("交流の課題\n\n課題：\n\n• 予算の確保\n✓ 国の補助\n✓ 県の補助\n• 教員の不足")
    )
    assert [[row.label.text for row in table.rows] for table in tables] == [
        ["予算の確保", "教員の不足"],
        ["国の補助", "県の補助"],
    ]
    assert tables[0].caption == "課題"


def test_the_pair_and_the_year_of_a_project_are_its_values() -> None:
    table = one_table(
        """
交流から生まれた企画

・合同写真展の開催（リヨン市-青葉市） 2023年度
・留学生の受け入れ
（トロント市ｰ港市）
"""
    )
    assert [plain(row) for row in table.rows] == [
        ("合同写真展の開催", ["リヨン市", "青葉市", "2023年度"]),
        ("留学生の受け入れ", ["トロント市", "港市", None]),
    ]


PIECES = st.sampled_from(
    ["若葉市", "港市", "第1期", "120人", "(40)", "：", ":", "、", " ", "  ", "\n", "\n\n", "・",
     "• ", "1. ", "2. ", "3．", "①", "（", "）", "フランス", "リヨン高校", "第一高校", "など",
     "2023年度", "※1 ", "8％", "▲3.2万人", "-", "課題：", "観光の現状", "。", "abc",
     "Ward 12", "\t", "\u3000"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_cells_know_where_they_stand_and_rows_do_not_mix(text: str) -> None:
    if not text.strip():
        return
    slide = arrange(text.strip(), briefing_id="deck", number=1)
    for table in tables_of(slide):
        assert len(table.rows) >= 2
        for row in table.rows:
            assert 0 <= row.start < row.end <= len(slide.text)
            for cell in (row.label, *row.values):
                if cell is not None:
                    assert squeeze(slide.text[cell.start : cell.end]) == squeeze(cell.text)
            assert len(row.values) in (0, len(table.columns))
        ordered = sorted(table.rows, key=lambda row: row.start)
        ends = [row.end for row in ordered[:-1]]
        assert all(end <= row.start for end, row in zip(ends, ordered[1:], strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "あ" * 200_000,
        " 1" * 100_000,
        "若葉：3 " * 30_000,
        f"協力企業 青葉{' ' * 60_000}港",
        "・あ\n" * 5_000,
    ],
    ids=["one word", "figures", "entries", "a gap", "bullets"],
)
def test_what_is_no_slide_is_read_in_time(text: str) -> None:
    slide = slide_from(f"題名\n\n{text}")
    begun = time.thread_time()
    tables_of(slide)
    assert time.thread_time() - begun < 5


def test_a_line_of_circled_numbers_is_read_item_by_item() -> None:
    table = one_table(
        """
研修の科目

①応急手当（全員）、 ②避難所の運営（職員）、
③無線の操作
"""
    )
    assert table.kind == "numbered"
    assert [(row.number, row.label.text) for row in table.rows] == [
        (1, "応急手当（全員）"),
        (2, "避難所の運営（職員）"),
        (3, "無線の操作"),
    ]


def test_heads_of_a_grid_know_where_they_stand() -> None:
    slide = slide_from("""
施設別の入館者数

施設 4月 5月
美術館 1,200人 1,850人
水族館 5,300人 6,100人
""")
    (table,) = tables_of(slide)
    assert [slide.text[h.start : h.end] for h in table.heads] == ["4月", "5月"]
    assert table.columns == ("4月", "5月")


def test_an_item_alone_that_names_a_pair_joins_the_others() -> None:
    table = one_table(
        """
交流の案件

・写真展の開催（リヨン市-青葉市）

2021年度

・陶芸教室の開催（ニース市-港市）
・料理教室の開催（リヨン市-港市）
"""
    )
    assert [row.label.text for row in table.rows] == [
        "写真展の開催",
        "陶芸教室の開催",
        "料理教室の開催",
    ]

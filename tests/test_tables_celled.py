"""Tables and charts whose cells the file tells, read as rows."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefqa.records import Slide
from briefqa.tables import Table, grids_of, tables_of
from tests.slides import chart, slide_of


def texts(table: Table) -> list[list[str | None]]:
    return [[r.label.text, *(c.text if c else None for c in r.values)] for r in table.rows]


def test_rows_stand_under_their_heads_and_columns_can_be_rows() -> None:
    slide = slide_of(
        ("heading", "委託先"),
        [["会社", "担当者", "契約額"], ["青葉", "山田", "12万円"], ["港", "佐藤", "―"]],
        title="業務の委託",
    )
    table, turned = tables_of(slide)
    assert (table.kind, table.caption, table.label_head) == ("grid", "委託先", "会社")
    assert table.columns == ("担当者", "契約額")
    assert texts(table) == [["青葉", "山田", "12万円"], ["港", "佐藤", None]]
    assert texts(turned) == [["担当者", "山田", "佐藤"], ["契約額", "12万円", None]]
    assert turned.columns == ("青葉", "港")
    for row in table.rows:
        assert slide.text[row.start : row.end].split("\t")[0] == row.label.text


def test_a_merged_first_column_names_the_group_of_a_row() -> None:
    slide = slide_of(
        [
            ["区分", "施設", "定員"],
            ["北部", "公民館", "120人"],
            ["^", "図書館", "80人"],
            ["南部", "体育館", "300人"],
        ]
    )
    table = tables_of(slide)[0]
    assert texts(table) == [["公民館", "120人"], ["図書館", "80人"], ["体育館", "300人"]]
    assert [row.group for row in table.rows] == ["北部", "北部", "南部"]


def test_a_column_that_counts_is_no_label() -> None:
    slide = slide_of([["No.", "会社", "担当"], ["1", "青葉", "山田"], ["2", "港", "佐藤"]])
    table = tables_of(slide)[0]
    assert texts(table) == [["青葉", "山田"], ["港", "佐藤"]]
    assert [row.number for row in table.rows] == [1, 2]


def test_a_row_of_one_cell_heads_those_below_it() -> None:
    slide = slide_of(
        [
            ["施設", "定員", "面積"],
            ["北部", "", ""],
            ["公民館", "120人", "300㎡"],
            ["南部", "", ""],
            ["体育館", "300人", "900㎡"],
        ]
    )
    table = tables_of(slide)[0]
    assert [(row.group, row.label.text) for row in table.rows] == [
        ("北部", "公民館"),
        ("南部", "体育館"),
    ]


def test_a_table_of_two_columns_without_heads_holds_labels_and_values() -> None:
    slide = slide_of([["日時", "3月14日"], ["会場", "市民会館"]], heads=0)
    (table,) = tables_of(slide)
    assert (texts(table), table.columns) == ([["日時", "3月14日"], ["会場", "市民会館"]], ("",))


def test_a_first_row_with_an_empty_corner_heads_the_columns() -> None:
    slide = slide_of([["", "家具店", "運送会社"], ["効果", "在庫減", "効率化"]], heads=0)
    (grid,) = grids_of(slide)
    assert grid.headers == ("", "家具店", "運送会社")
    assert texts(tables_of(slide)[0]) == [["家具店", "在庫減"], ["運送会社", "効率化"]]


def test_lines_of_cells_are_rows_where_a_column_is_of_figures() -> None:
    slide = slide_of([["日数", "総枠"], ["31日の場合\n30日の場合", "177.1時間\n171.4時間"]])
    (table,) = tables_of(slide)
    assert texts(table) == [["31日の場合", "177.1時間"], ["30日の場合", "171.4時間"]]
    prose = slide_of([["項目", "内容"], ["目的\nねらい", "備える。\n守る。"], ["時期", "4月"]])
    assert texts(tables_of(prose)[0]) == [["目的ねらい", "備える。守る。"], ["時期", "4月"]]


def test_figures_of_two_units_on_the_lines_of_a_cell_are_no_rows() -> None:
    slide = slide_of(
        [["回", "参加"], ["第1回\n4月25日", "19社\n36名"], ["第2回\n5月9日", "8社\n20名"]]
    )
    (table,) = tables_of(slide)
    assert texts(table) == [["第1回4月25日", "19社36名"], ["第2回5月9日", "8社20名"]]
    assert [row.names for row in table.rows] == [("第1回", "4月25日"), ("第2回", "5月9日")]


def test_a_form_holds_pairs_several_to_a_row() -> None:
    slide = slide_of(
        [["会社名", "青葉", "掲載", "可"], ["記載者", "山田", "記載日", "5月24日"]], heads=0
    )
    one = slide_of([["課題", "人手が足りない"]], heads=0).blocks[0]
    start = len(slide.text) + 1
    last = replace(
        one,
        start=start,
        end=start + one.end,
        cells=tuple(replace(c, start=start + c.start, end=start + c.end) for c in one.cells),
    )
    form = replace(slide, text=f"{slide.text}\n課題\t人手が足りない", blocks=(*slide.blocks, last))
    (table,) = tables_of(form)
    assert texts(table) == [
        ["会社名", "青葉"],
        ["掲載", "可"],
        ["記載者", "山田"],
        ["記載日", "5月24日"],
        ["課題", "人手が足りない"],
    ]
    assert form.text[table.rows[3].start : table.rows[3].end] == "記載日\t5月24日"


def test_a_chart_is_a_table_of_its_categories() -> None:
    slide = chart(
        "電力の内訳", ["発電量", "割合"], [["太陽光", "120", "32%"], ["水力", "98", "26%"]]
    )
    (table,) = tables_of(slide)
    assert (table.columns, table.caption) == (("発電量", "割合"), "電力の内訳")
    assert texts(table) == [["太陽光", "120", "32%"], ["水力", "98", "26%"]]


def test_what_the_file_tells_is_not_guessed_at() -> None:
    slide = slide_of([["1. 青葉市：12件"], ["2. 港市：7件"], ["3. 若松市：7件"]], heads=0)
    assert tables_of(slide) == ()


words = st.text("青港12年円 \n・A:：。", max_size=8)


@given(st.lists(st.lists(words | st.just("^"), min_size=3, max_size=3), min_size=2, max_size=6))
def test_cells_are_read_as_they_are_written(rows: list[list[str]]) -> None:
    rows[0] = [cell.replace("^", "頭") for cell in rows[0]]
    slide: Slide = slide_of(rows)
    for table in tables_of(slide):
        for row in table.rows:
            for cell in (row.label, *filter(None, row.values)):
                written = slide.text[cell.start : cell.end]
                assert "".join(written.split()) == "".join(cell.text.split())

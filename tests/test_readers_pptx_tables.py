import pytest
from pptx.util import Emu

from briefqa.records import Block
from tests.powerpoint import HEIGHT, WIDTH, add_slide, add_text, deck, read


def table(rows: list[list[str]], *, merges: tuple[tuple[int, int, int, int], ...] = ()):
    """Return a deck whose one slide has a table; `merges`: from row, column to row, column."""
    presentation = deck()
    slide = add_slide(presentation, "表", layout=5)
    frame = slide.shapes.add_table(
        len(rows), len(rows[0]), Emu(0), Emu(HEIGHT // 2), Emu(WIDTH), Emu(HEIGHT // 2)
    )
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            frame.table.cell(row, column).text = text
    for top, left, bottom, right in merges:
        frame.table.cell(top, left).merge(frame.table.cell(bottom, right))
    return presentation, frame.table


def cells(block: Block) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in block.cells]


def test_cells_are_told_with_the_head_of_their_column() -> None:
    presentation, _ = table([["年度", "件数"], ["2023", "12"], ["2024", "15"]])
    found = read(presentation).slides[0]
    head, first, second = found.blocks[1:]
    assert found.text == "表\n\n年度\t件数\n\n2023\t12\n\n2024\t15"
    assert (head.is_head, cells(head)) == (True, [("", "年度"), ("", "件数")])
    assert (first.is_head, cells(first)) == (False, [("年度", "2023"), ("件数", "12")])
    assert [block.table for block in (head, first, second)] == [1, 1, 1]
    assert [block.kind for block in (head, first, second)] == ["row", "row", "row"]


def test_heads_of_two_levels_are_joined() -> None:
    presentation, _ = table(
        [
            ["区分", "2023年度", "", "2024年度", ""],
            ["", "上期", "下期", "上期", "下期"],
            ["国", "1", "2", "3", "4"],
        ],
        merges=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)),
    )
    blocks = read(presentation).slides[0].blocks[1:]
    assert [block.is_head for block in blocks] == [True, True, False]
    assert cells(blocks[2]) == [
        ("区分", "国"), ("2023年度 上期", "1"), ("2023年度 下期", "2"),
        ("2024年度 上期", "3"), ("2024年度 下期", "4"),
    ]  # fmt: skip


def test_a_cell_of_several_rows_stands_in_the_first() -> None:
    presentation, _ = table(
        [["地方", "県", "数"], ["東北", "岩手", "3"], ["", "宮城", "5"]], merges=((1, 0, 2, 0),)
    )
    found = read(presentation).slides[0]
    first, second = found.blocks[2:]
    assert found.text[second.start : second.end] == "\t宮城\t5"
    assert cells(second) == [("地方", "東北"), ("県", "宮城"), ("数", "5")]
    assert (second.cells[0].start, second.cells[0].end) == (
        first.cells[0].start,
        first.cells[0].end,
    )
    assert found.text[second.cells[0].start : second.cells[0].end] == "東北"


def test_a_cell_of_several_lines_keeps_them() -> None:
    presentation, _ = table([["項目", "内容"], ["備え", "水\n食料"]])
    found = read(presentation).slides[0]
    cell = found.blocks[2].cells[1]
    assert (cell.text, found.text[cell.start : cell.end]) == ("水食料", "水\n食料")


def test_a_tab_in_a_cell_parts_no_cells() -> None:
    presentation, _ = table([["項目", "内容"], ["備え", "水\tと食料"]])
    assert read(presentation).slides[0].text.endswith("備え\t水 と食料")


def test_a_form_has_no_head() -> None:
    presentation, made = table(
        [["会社名", "防災株式会社", "", ""], ["記載者", "山田", "記載日", "6月1日"]],
        merges=((0, 1, 0, 3),),
    )
    made._tbl.tblPr.find("{*}tableStyleId").text = "{5940675A-B579-460E-94D1-54222C63F5DA}"
    blocks = read(presentation).slides[0].blocks[1:]
    assert [block.is_head for block in blocks] == [False, False]
    assert cells(blocks[1]) == [("", "記載者"), ("", "山田"), ("", "記載日"), ("", "6月1日")]


def test_a_first_row_of_figures_is_no_head() -> None:
    presentation, _ = table([["合計", "1,200", "35%"], ["内訳", "800", "20%"]])
    assert [block.is_head for block in read(presentation).slides[0].blocks[1:]] == [False, False]


def test_years_are_heads_all_the_same() -> None:
    presentation, _ = table([["", "2023年度", "2024年度"], ["件数", "12", "15"]])
    head, row = read(presentation).slides[0].blocks[1:]
    assert head.is_head
    assert cells(row) == [("", "件数"), ("2023年度", "12"), ("2024年度", "15")]


def test_a_bold_first_row_is_a_head_without_the_flag() -> None:
    presentation, made = table([["区分", "数"], ["国", "1"], ["県", "2"]])
    made.first_row = False
    for cell in made.rows[0].cells:
        cell.text_frame.paragraphs[0].runs[0].font.bold = True
    assert [block.is_head for block in read(presentation).slides[0].blocks[1:]] == [
        True, False, False,
    ]  # fmt: skip


def test_cells_stand_where_their_columns_and_rows_are() -> None:
    presentation, made = table([["年度", "件数"], ["2023", "12"]])
    made.columns[0].width, made.columns[1].width = Emu(WIDTH // 4), Emu(3 * WIDTH // 4)
    made.rows[0].height, made.rows[1].height = Emu(HEIGHT // 8), Emu(3 * HEIGHT // 8)
    boxes = read(presentation).pages[0].boxes[1:]
    found = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    for box, wanted in zip(
        found,
        [(0, 0.5, 0.25, 0.625), (0.25, 0.5, 1, 0.625), (0, 0.625, 0.25, 1), (0.25, 0.625, 1, 1)],
        strict=True,
    ):
        assert box == pytest.approx(wanted)


def test_rows_that_hold_nothing_are_left_out() -> None:
    presentation, _ = table([["年度", "件数"], ["", ""], ["2024", "15"]])
    assert [block.text for block in read(presentation).slides[0].blocks[1:]] == [
        "年度\t件数", "2024\t15",
    ]  # fmt: skip


def test_lines_that_tabs_lay_out_are_rows_of_no_table() -> None:
    presentation = deck()
    slide = add_slide(presentation, "担当", layout=5)
    add_text(slide, "広報\t岩田\n質問箱\t\t大内\n訳\t上田\n以上\tのほかに\t一つ", size=(0.5, 0.3))
    found = read(presentation).slides[0]
    assert [(block.kind, block.table, cells(block)) for block in found.blocks[1:4]] == [
        ("row", 0, [("", "広報"), ("", "岩田")]),
        ("row", 0, [("", "質問箱"), ("", "大内")]),
        ("row", 0, [("", "訳"), ("", "上田")]),
    ]
    assert (found.blocks[4].kind, found.blocks[4].cells) == ("body", ())
    assert found.text[found.blocks[2].start : found.blocks[2].end] == "質問箱\t大内"

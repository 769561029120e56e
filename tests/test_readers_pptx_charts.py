from datetime import date

import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from briefqa.readers.ooxml.numbers import show
from briefqa.records import Loss
from tests.powerpoint import HEIGHT, WIDTH, add_slide, altered, deck, read, saved

PLACE = (Emu(0), Emu(HEIGHT // 4), Emu(WIDTH), Emu(HEIGHT // 2))


def chart(data, kind=XL_CHART_TYPE.COLUMN_CLUSTERED):
    presentation = deck()
    slide = add_slide(presentation, "図", layout=5)
    return presentation, slide.shapes.add_chart(kind, *PLACE, data).chart


def seasons(number_format: str = "General") -> CategoryChartData:
    data = CategoryChartData(number_format=number_format)
    data.categories = ["春", "夏"]
    data.add_series("晴れ", (0.45, 0.6))
    data.add_series("雨", (0.25, None))
    return data


def rows(source) -> list[tuple[str, ...]]:
    blocks = read(source).slides[0].blocks
    return [
        tuple(f"{cell.header}={cell.text}" for cell in block.cells)
        for block in blocks
        if block.kind == "chart"
    ]


def test_a_chart_is_read_as_data_with_its_title() -> None:
    presentation, made = chart(seasons("0%"))
    made.has_title = True
    made.chart_title.text_frame.text = "天気の割合"
    made.value_axis.has_title = True
    made.value_axis.axis_title.text_frame.text = "割合"
    found = read(presentation).slides[0]
    assert found.text == "図\n\n天気の割合\n\n割合\n\n\t晴れ\t雨\n\n春\t45%\t25%\n\n夏\t60%\t"
    heading, axis, head, spring, summer = found.blocks[1:]
    assert (heading.kind, axis.kind, head.kind, head.is_head) == ("heading", "body", "chart", True)
    assert [(cell.header, cell.text) for cell in spring.cells] == [
        ("", "春"), ("晴れ", "45%"), ("雨", "25%"),
    ]  # fmt: skip
    assert [cell.text for cell in summer.cells] == ["夏", "60%", ""]
    assert {block.table for block in (head, spring, summer)} == {1}


def test_kinds_that_python_pptx_does_not_know_are_read() -> None:
    presentation, _ = chart(seasons())

    def deepen(parts: dict[str, bytes]) -> None:
        name = next(name for name in parts if name.startswith("ppt/charts/chart"))
        parts[name] = parts[name].replace(b"c:barChart", b"c:bar3DChart")

    assert rows(altered(saved(presentation), deepen)) == [
        ("=", "=晴れ", "=雨"), ("=春", "晴れ=0.45", "雨=0.25"), ("=夏", "晴れ=0.6", "雨="),
    ]  # fmt: skip


def test_the_axis_shows_numbers_that_have_no_format() -> None:
    presentation, made = chart(seasons())
    made.value_axis.tick_labels.number_format = "0%"
    made.value_axis.tick_labels.number_format_is_linked = False
    assert rows(presentation)[1] == ("=春", "晴れ=45%", "雨=25%")


def test_slices_that_are_labelled_with_their_share_are_read_as_shares() -> None:
    data = CategoryChartData()
    data.categories = ["国", "県", "市"]
    data.add_series("予算", (50, 30, 20))
    presentation, made = chart(data, XL_CHART_TYPE.PIE)
    labels = made.plots[0]
    labels.has_data_labels = True
    labels.data_labels.show_percentage = True
    labels.data_labels.show_value = False
    assert rows(presentation)[1:] == [
        ("=国", "予算=50%"), ("=県", "予算=30%"), ("=市", "予算=20%"),
    ]  # fmt: skip


def test_dates_are_shown_as_dates() -> None:
    data = CategoryChartData()
    data.categories = [date(2024, 4, 1), date(2025, 4, 1)]
    data.add_series("人数", (8, 13))
    presentation, _ = chart(data, XL_CHART_TYPE.LINE)
    assert [row[0] for row in rows(presentation)[1:]] == ["=2024-04-01", "=2025-04-01"]


def test_points_of_a_scatter_are_read_by_their_places() -> None:
    data = XyChartData()
    series = data.add_series("震度")
    series.add_data_point(1.5, 4)
    series.add_data_point(2.5, 6)
    presentation, _ = chart(data, XL_CHART_TYPE.XY_SCATTER)
    assert rows(presentation)[1:] == [("=1.5", "震度=4"), ("=2.5", "震度=6")]


def test_categories_of_two_levels_are_joined() -> None:
    data = CategoryChartData()
    for year in ("2023", "2024"):
        category = data.add_category(year)
        category.add_sub_category("上期")
        category.add_sub_category("下期")
    data.add_series("件数", (1, 2, 3, 4))
    presentation, _ = chart(data)
    assert [row[0] for row in rows(presentation)[1:]] == [
        "=2023 上期", "=2023 下期", "=2024 上期", "=2024 下期",
    ]  # fmt: skip


def test_a_chart_without_figures_is_named() -> None:
    presentation, _ = chart(seasons())

    def empty(parts: dict[str, bytes]) -> None:
        name = next(name for name in parts if name.startswith("ppt/charts/chart"))
        parts[name] = parts[name].replace(b"c:pt ", b"c:none ").replace(b"c:pt>", b"c:none>")

    found = read(altered(saved(presentation), empty)).slides[0]
    assert found.losses == (Loss("chart", "Chart 2"),)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.45", "0%", "45%"),
        ("0.4567", "0.0%", "45.7%"),
        ("1234567", "#,##0", "1,234,567"),
        ("-1234.5", "#,##0;[Red]-#,##0", "-1,235"),
        ("-3", '#,##0;"▲"#,##0', "▲3"),
        ("0", '0;-0;"なし"', "なし"),
        ("1234567", '#,##0,"千"', "1,235千"),
        ("12", '0"人"', "12人"),
        ("1200", "[$¥-411]#,##0", "¥1,200"),
        ("0.5", "0.00", "0.50"),
        ("0.5", "0.0#", "0.5"),
        ("2.675", "0.00", "2.68"),
        ("12345", "0.00E+00", "1.23E+4"),
        ("45658", "yyyy/m/d", "2025/1/1"),
        ("45658", 'yyyy"年"m"月"d"日"', "2025年1月1日"),
        ("45658.75", "yyyy/mm/dd hh:mm", "2025/01/01 18:00"),
        ("45658", "mmm-yy", "Jan-25"),
        ("45658", "m月d日(aaa)", "1月1日(水)"),
        ("0.30000000000000004", "General", "0.3"),
        ("1e-9", "General", "1E-9"),
        ("12", "", "12"),
        ("令和6年", "0%", "令和6年"),
        ("#N/A", "0", "#N/A"),
        ("nan", "0", "nan"),
        ("1e999999", "0.00", "1e999999"),
        ("99999999", "yyyy/m/d", "99999999"),
        ("3", "@", "3"),
        ("3", "0.0_);(0.0)", "3.0"),
        ("-3", "0.0_);(0.0)", "(3.0)"),
    ],
)
def test_numbers_are_shown_as_their_format_says(value: str, code: str, shown: str) -> None:
    assert show(value, code) == shown


def test_days_are_counted_from_1904_where_the_file_says_so() -> None:
    assert show("44196", "yyyy/m/d", from_1904=True) == "2025/1/1"

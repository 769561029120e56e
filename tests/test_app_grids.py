"""Tables and charts of a slide as grids, every character of them in its place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.app import views
from briefqa.app.grids import Grid, is_figure
from briefqa.records import Block, Cell, Slide
from tests.fakes import KANKO
from tests.pictured import KOTSU, SLIDE, TEXT


def words(grid: Grid) -> list[list[str]]:
    return [
        ["".join(segment.text for segment in cell.segments) for cell in row.cells]
        for row in grid.rows
    ]


def grids(view: views.SlideView) -> list[Grid]:
    return [part for part in view.shown if isinstance(part, Grid)]


def test_rows_of_a_table_and_of_a_chart_are_two_grids_and_the_rest_is_in_order() -> None:
    view = views.slide_view(KOTSU, SLIDE, [])
    table, chart = grids(view)
    assert words(table) == [
        ["路線", "区間", "便数"],
        ["東線", "駅前〜港", "48"],
        ["港〜空港", "12"],
    ]
    assert [row.is_head for row in table.rows] == [True, False, False]
    assert (table.is_chart, table.heads) == (False, ())
    assert [cell.rows for cell in table.rows[1].cells] == [2, 1, 1]
    for row in table.rows[:2]:
        assert [cell.is_figure for cell in row.cells] == [False, False, True]
    assert words(chart) == [["2023年", "310"], ["2024年", "295"]]
    assert (chart.is_chart, chart.heads) == (True, ("", "利用者（万人）"))
    kinds = [part.kind for part in view.shown if part.kind != "between"]
    assert kinds == ["title", "bullet", "bullet", "grid", "grid", "source"]
    assert [part.kind for part in view.notes] == ["note"]


def test_the_parts_of_a_slide_rebuild_its_text() -> None:
    view = views.slide_view(KOTSU, SLIDE, [(3, 60)])
    segments = [segment for part in (*view.shown, *view.notes) for segment in part.segments]
    assert "".join(segment.text for segment in segments) == TEXT


def test_marks_stand_within_the_cells() -> None:
    start = TEXT.index("駅前")
    (table, _) = grids(views.slide_view(KOTSU, SLIDE, [(start, start + 2)]))
    marked = [
        segment.text
        for cell in table.rows[1].cells
        for segment in cell.segments
        if segment.is_marked
    ]
    assert marked == ["駅前"]


def table_of(text: str, rows: list[list[tuple[int, int]]], spans: list[tuple[int, int]]) -> Grid:
    blocks = tuple(
        Block("row", *span, text[slice(*span)], cells=tuple(Cell(a, b, text[a:b]) for a, b in row))
        for row, span in zip(rows, spans, strict=True)
    )
    (grid,) = grids(views.slide_view(KANKO, Slide("x", 1, text, "", "", blocks), []))
    return grid


def test_a_cell_of_two_columns_and_two_rows_stands_once() -> None:
    # 計 over two columns and two rows, then one column of its own.
    grid = table_of(
        "計\tb\nd", [[(0, 1), (0, 1), (2, 3)], [(0, 1), (0, 1), (4, 5)]], [(0, 3), (4, 5)]
    )
    assert words(grid) == [["計", "b"], ["d"]]
    assert (grid.rows[0].cells[0].rows, grid.rows[0].cells[0].columns) == (2, 2)


def test_a_cell_whose_words_stand_elsewhere_repeats_them() -> None:
    grid = table_of("a\tb\nc\td", [[(0, 1), (2, 3)], [(4, 5), (0, 1), (6, 7)]], [(0, 3), (4, 7)])
    assert [cell.is_repeated for cell in grid.rows[1].cells] == [False, True, False]
    assert "".join(segment.text for segment in grid.segments) == "a\tb\nc\td"


def test_empty_cells_keep_their_columns() -> None:
    grid = table_of("a\t\tb", [[(0, 1), (2, 2), (3, 4)]], [(0, 4)])
    assert words(grid) == [["a", "", "b"]]
    assert "".join(segment.text for segment in grid.segments) == "a\t\tb"


@pytest.mark.parametrize(
    "cells", [(), (Cell(0, 1, "東"),), (Cell(2, 4, "駅前"), Cell(0, 2, "東線"))]
)
def test_rows_whose_cells_do_not_hold_their_text_in_order_stay_lines(
    cells: tuple[Cell, ...],
) -> None:
    slide = Slide("x", 1, "東線駅前", "", "", (Block("row", 0, 4, "東線駅前", cells=cells),))
    assert [part.kind for part in views.slide_view(KANKO, slide, []).shown] == ["row"]


CUTS = st.lists(st.integers(0, 24), min_size=2, max_size=8).map(sorted)


@given(st.text("aあ\t\n", min_size=24, max_size=24), st.lists(CUTS, max_size=4), st.booleans())
def test_no_arrangement_of_cells_loses_or_repeats_text(
    text: str, rows: list[list[int]], is_chart: bool
) -> None:
    blocks = tuple(
        Block(
            "chart" if is_chart else "row",
            cuts[0],
            cuts[-1],
            text[cuts[0] : cuts[-1]],
            cells=tuple(Cell(a, b, text[a:b]) for a, b in pairwise(cuts)),
        )
        for cuts in rows
    )
    view = views.slide_view(KANKO, Slide("x", 1, text, "", "", blocks), [(3, 9)])
    segments = [segment for part in view.shown for segment in part.segments]
    assert "".join(segment.text for segment in segments) == text
    marked = "".join(one.text for one in segments if one.is_marked)
    assert "".join(marked.split()) == "".join(text[3:9].split())


@pytest.mark.parametrize(
    ("text", "found"),
    [("48", True), ("△3.5%", True), ("１，２３４億円", True), ("", False), ("2025年度予算", False)],
)
def test_cells_that_hold_figures(text: str, found: bool) -> None:
    assert is_figure(text) == found

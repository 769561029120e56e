"""Quotes as they are set: their lines, the cells of a row, and what tells briefings apart."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefqa.app import outline, quotes, rows, views
from briefqa.app.quotes import Cells, quote_parts
from briefqa.app.segments import Span
from briefqa.records import Answer, Briefing, Citation, Row
from tests.fakes import KANKO
from tests.pictured import KOTSU, SLIDE, TEXT


def place(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def cite(words: str) -> Citation:
    return Citation(1, KOTSU.id, KOTSU.title, 1, SLIDE.title, words, *place(words))


def shape(span: Span) -> list[object]:
    """Return the parts of a quote: cells as (head, words), other parts as their text."""

    def text(segments: tuple[object, ...]) -> str:
        return "".join(segment.text for segment in segments)  # type: ignore[attr-defined]

    return [
        [(cell.head, text(cell.segments)) for cell in part.cells]
        if isinstance(part, Cells)
        else (part.kind, text(part.segments))
        for part in quote_parts(SLIDE, span, ())
    ]


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_the_parts_of_a_quote_rebuild_it_whatever_rows_it_cuts(start: int, end: int) -> None:
    span = (start, max(end, start + 1))
    parts = quote_parts(SLIDE, span, [place("港〜空港")])
    text = "".join(segment.text for part in parts for segment in part.segments)
    assert text == TEXT[slice(*span)]


def test_the_cells_of_a_row_stand_under_their_heads() -> None:
    assert shape(place("東線\t駅前〜港\t48")) == [
        [("路線", "東線"), ("区間", "駅前〜港"), ("便数", "48")]
    ]
    assert shape(place("駅前〜港")) == [[("区間", "駅前〜港")]]
    assert shape(place("線\t駅")) == [[("路線", "線"), ("区間", "駅")]]


def test_a_point_of_a_chart_has_its_series() -> None:
    assert shape(place("2023年\t310")) == [[("", "2023年"), ("利用者（万人）", "310")]]


def test_whole_rows_are_a_table_and_heads_are_words() -> None:
    assert shape(place("路線\t区間\t便数\n東線\t駅前〜港\t48")) == [
        ("grid", "路線\t区間\t便数\n東線\t駅前〜港\t48")
    ]
    assert shape(place("区間")) == [("row", "区間")]
    assert shape(place("港\t48\n\t港〜空港")) == [
        [("区間", "港"), ("便数", "48")],
        ("between", "\n"),
        [("区間", "港〜空港")],
    ]


def test_what_is_copied_keeps_blocks_apart() -> None:
    view = views.slide_view(KOTSU, SLIDE, [place("利用者は5年で12%減った\n通学の利用")])
    assert view.quote == "利用者は5年で12%減った\n通学の利用"


def test_a_marked_point_of_a_chart_is_named_and_a_marked_category_with_all_of_its_points() -> None:
    wanted = [views.ChartPoint("2023年", "利用者（万人）", "310")]
    assert list(views.points_of(SLIDE, [place("310")])) == wanted
    assert list(views.points_of(SLIDE, [place("2023年")])) == wanted
    assert list(views.points_of(SLIDE, [place("東線")])) == []


def answer(*made: Row, original: str = "48", is_computed: bool = False) -> Answer:
    citations = (cite("東線\t駅前〜港\t48"),)
    return Answer(
        "answered", original, 0.9, citations, original=original, rows=made, is_computed=is_computed
    )


def test_the_heads_of_rows_are_those_of_their_cells() -> None:
    by_id = {KOTSU.id: KOTSU}
    assert rows.heads_of(answer(Row("東線", "48", 1)), by_id) == rows.Heads("路線", "便数", "ja")
    assert rows.heads_of(answer(Row("駅前〜港", "", 1)), by_id) == rows.Heads("区間", "", "ja")
    both = answer(Row("東線", "48", 1), Row("東線", "駅前〜港", 1))
    assert rows.heads_of(both, by_id) is None
    assert rows.heads_of(answer(Row("西線", "48", 1)), by_id) is None
    assert rows.heads_of(answer(Row("東線", "48", 9)), by_id) is None


def test_a_row_that_only_repeats_the_answer_is_left_out() -> None:
    cited = {1: quotes.citation_view(cite("東線\t駅前〜港\t48"), KOTSU, ["48"], apart=None)}
    once, twice = Row("東線", "48", 1), Row("東線", "駅前〜港", 1)
    assert rows.rows_of(answer(once), "ja", cited) == ()
    assert rows.rows_of(answer(Row("48", "", 1)), "ja", cited) == ()
    assert len(rows.rows_of(answer(once, original="49"), "ja", cited)) == 1
    assert len(rows.rows_of(answer(once, is_computed=True), "ja", cited)) == 1
    assert len(rows.rows_of(answer(once, twice), "ja", cited)) == 2


def alike(**changes: str) -> Briefing:
    return replace(KANKO, **changes)  # type: ignore[arg-type]


def test_briefings_of_one_title_are_told_apart_by_their_dates_or_else_by_their_files() -> None:
    newer = alike(id="b", date="2025", title="観光白書 ")
    assert outline.told_apart([KANKO, KOTSU]) == {}
    other = replace(newer, title=KANKO.title)
    assert outline.told_apart([KANKO, other, KOTSU]) == {
        KANKO.id: outline.Apart(date=KANKO.date),
        "b": outline.Apart(date="2025"),
    }
    undated = alike(id="b", date="", source="b.pdf")
    assert outline.told_apart([KANKO, undated])["b"] == outline.Apart(source="b.pdf")
    same_day = alike(id="c", source="c.pdf")
    assert outline.told_apart([KANKO, same_day])[KANKO.id] == outline.Apart(source=KANKO.source)

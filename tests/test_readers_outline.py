from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import NoTextLayerError, TooManyPagesError
from briefqa.readers.bounds import SLIDE_LIMIT
from briefqa.readers.grids import GridCell, Table, grid_rows, is_cut
from briefqa.readers.outline import build_slide, build_slides, split_at_headings
from briefqa.readers.parts import Pair, Part, Section, Text, kind_of
from briefqa.readers.sheets import BLOCK_LIMIT, TEXT_LIMIT
from briefqa.records import Loss
from tests.lawful import assert_lawful_slide

PATH = Path("a.html")
WORDS = st.text(
    st.sampled_from("港あa 1\n\t\x00\u200b。※・") | st.characters(codec="utf-8"), max_size=12
)
CELLS = st.builds(GridCell, WORDS, st.booleans(), across=st.integers(0, 4), down=st.integers(0, 4))
TABLES = st.builds(Table, st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=5).map(tuple))
TEXTS = st.builds(
    Text,
    st.sampled_from(["title", "heading", "body", "bullet", "footnote", "source", "note"]),
    WORDS,
    st.integers(0, 9),
    st.booleans(),
).filter(lambda text: not text.is_apart or text.kind in ("footnote", "note"))
PARTS = st.lists(TEXTS | TABLES | st.builds(Pair, WORDS, WORDS) | st.just(Loss("pictures")))


def table(*rows: str) -> Table:
    """Return a table of rows of cells parted by bars; `*` before a cell makes it a head."""
    return Table(
        tuple(
            tuple(GridCell(cell.removeprefix("*"), cell[:1] == "*") for cell in row.split("|"))
            for row in rows
        )
    )


def heads(of: Table) -> list[bool]:
    return [row.is_head for row in grid_rows(of)]


@given(PARTS)
def test_a_slide_of_any_parts_keeps_the_laws(parts: list[Part]) -> None:
    assert_lawful_slide(build_slide(Section(tuple(parts)), 1))


@given(PARTS)
def test_no_word_of_the_parts_is_lost(parts: list[Part]) -> None:
    sections = split_at_headings(parts)
    text = "".join(build_slide(section, 1).text for section in sections)
    for part in parts:
        if isinstance(part, Text) and "港" in part.text:
            assert "港" in text


@given(TABLES)
def test_the_rows_of_a_grid_hold_each_cell_once(of: Table) -> None:
    rows = grid_rows(of)
    sources = [cell.source for row in rows for cell in row.cells]
    assert set(sources) == set(range(len(set(sources))))
    assert len(rows) == len(of.rows)


def test_the_title_comes_first_and_notes_last() -> None:
    slide = build_slide(
        Section(
            (
                Text("footnote", "注", is_apart=True),
                Text("note", "挨拶"),
                Text("body", "第3回"),
                Text("heading", "港の現状", level=2),
                Text("body", "本文"),
            )
        ),
        1,
    )
    assert slide.text == "港の現状\n\n第3回\n\n本文\n\n注\n\n挨拶"
    assert [block.kind for block in slide.blocks] == ["title", "body", "body", "footnote", "note"]


@pytest.mark.parametrize(
    ("text", "title"),
    [("ありがとう", "ありがとう"), ("港は五つある。", ""), ("https://example.org", "")],
)
def test_a_slide_without_a_heading_has_its_first_line_for_title(text: str, title: str) -> None:
    assert build_slide(Section((Text("body", text),)), 1).title == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("（出典）環境省", "source"),
        ("※速報値", "footnote"),
        ("・水", "bullet"),
        ("会場：仙台市", "row"),
        ("港は五つある。", "body"),
    ],
)
def test_a_paragraph_without_marks_of_its_document_has_the_kind_it_begins_as(
    text: str, kind: str
) -> None:
    assert kind_of(text) == kind


def test_the_first_heading_above_all_others_names_the_document() -> None:
    parts = [
        Text("heading", text, level=level)
        for text, level in (("計画", 1), ("避難", 2), ("場所", 3), ("備蓄", 2))
    ]
    slides = build_slides(split_at_headings(parts), path=PATH)
    assert [(s.title, s.section) for s in slides] == [
        ("計画", ""),
        ("避難", ""),
        ("場所", "避難"),
        ("備蓄", ""),
    ]


def test_heads_of_columns_are_told_by_marks_or_by_figures_below_them() -> None:
    assert heads(table("*港|*貨物", "横浜|100")) == [True, False]
    assert heads(table("*横浜|100", "*神戸|90")) == [False, False]
    assert heads(table("港|2023年|2024年", "横浜|100|120", "神戸|90|95")) == [True, False, False]
    assert heads(table("会場|仙台市", "主催|宮城県", "定員|百名程度")) == [False] * 3
    assert heads(table("*横浜|*100", "*神戸|*90")) == [True, False]


def test_a_cell_that_fills_its_row_has_no_head() -> None:
    rows = Table(
        (
            (GridCell("港", True), GridCell("貨物", True)),
            (GridCell("合計は別紙", across=2),),
        )
    )
    assert [(c.text, c.header) for c in grid_rows(rows)[1].cells] == [("合計は別紙", "")]


def test_what_is_over_a_limit_is_named_as_lost() -> None:
    long = build_slide(Section((Text("body", "あ" * (TEXT_LIMIT + 9)),)), 1)
    assert (len(long.text), long.losses) == (TEXT_LIMIT, (Loss("cut"),))
    many = build_slide(Section((Text("bullet", "水"),) * (BLOCK_LIMIT + 1)), 1)
    assert (len(many.blocks), many.losses) == (BLOCK_LIMIT, (Loss("cut"),))
    wide = table("|".join("あ" * 201))
    assert is_cut(wide)
    assert Loss("cut") in build_slide(Section((wide,)), 1).losses


def test_too_many_slides_are_refused() -> None:
    with pytest.raises(TooManyPagesError, match=r"1,001 slides, more than the 1,000"):
        build_slides([Section((Text("body", "あ"),))] * (SLIDE_LIMIT + 1), path=PATH)


def test_a_picture_before_the_first_heading_is_of_its_slide() -> None:
    (section,) = split_at_headings([Loss("pictures", "表紙"), Text("heading", "題", level=1)])
    assert build_slide(section, 1).losses == (Loss("pictures", "表紙"),)


def test_sections_without_a_word_are_no_briefing() -> None:
    with pytest.raises(NoTextLayerError):
        build_slides([Section((Loss("pictures"),))], path=PATH)


def test_a_slide_of_pictures_among_others_is_named() -> None:
    slides = build_slides(
        [Section((Text("body", "題"),)), Section((Loss("pictures", "図"),))], path=PATH
    )
    assert slides[1].losses == (Loss("pictures", "図"), Loss("no_text"))

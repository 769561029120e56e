"""Units, which an answer may not cross, with the words around them and the lists they are in."""

import pytest

from briefqa.answerer.lists import cells, items_of, list_range
from briefqa.answerer.units import Unit, is_figure, units_of
from briefqa.records import Slide
from tests.asking import slide_of


def unit(slide: Slide, text: str) -> Unit:
    return next(unit for unit in units_of(slide) if unit.text == text)


def test_a_block_is_cut_into_its_sentences() -> None:
    slide = slide_of(("body", "避難所を開く。 水を配る！（注意）"))
    assert [(u.text, u.start, u.end) for u in units_of(slide)] == [
        ("避難所を開く。", 0, 7),
        ("水を配る！", 8, 13),
        ("（注意）", 13, 17),
    ]
    assert all(u.block.text[u.start : u.end] == u.text for u in units_of(slide))


def test_a_slide_without_blocks_has_no_units() -> None:
    assert units_of(slide_of()) == ()


def test_a_unit_knows_the_words_around_it() -> None:
    slide = slide_of(
        ("heading", "避難"),
        ("body", "地震"),
        ("body", "津波"),
        ("body", "火山"),
        title="防災",
        section="計画",
    )
    found = unit(slide, "津波")
    assert found.terms == {"津波"}
    assert found.near == {"津波", "避難"}
    assert found.beside == {"地震"}  # a blank line stands before the block after
    assert found.heads == {"防災", "計画"}
    assert found.around == {"防災", "計画", "避難", "地震", "津波", "火山"}


def test_the_block_after_in_the_same_paragraph_is_beside() -> None:
    slide = slide_of(("body", "地震"), ("body", "津波"))
    joined = Slide("bousai", 1, "地震\n\u3000津波", "", "", slide.blocks)
    assert unit(joined, "地震").beside == {"津波"}


def test_an_arrow_belongs_to_what_it_points_from() -> None:
    slide = slide_of(("body", "地震"), ("body", "→ 津波"))
    assert unit(slide, "→ 津波").near == {"地震", "津波"}


def test_a_bare_figure_has_the_words_above_it_and_a_remark_those_it_stands_under() -> None:
    slide = slide_of(("body", "避難所"), ("body", "12%"), ("body", "（訓練）"))
    assert unit(slide, "12%").terms >= {"12%", "避難", "訓練"}
    assert unit(slide, "（訓練）").terms >= {"訓練", "12%"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("▲46％", True), ("約３,０００人", True), ("2030年度", False), ("避難所12", False)],
)
def test_a_figure_with_at_most_a_unit_is_bare(text: str, expected: bool) -> None:
    assert is_figure(text) is expected


def test_rows_of_cells_go_together_until_an_item_repeats() -> None:
    slide = slide_of(
        ("body", "協定を結んだ都市"),
        ("row", "札幌 仙台"),
        ("row", "静岡 広島"),
        ("row", "仙台 福岡"),
        ("row", "那覇 高知"),
    )
    assert list_range(unit(slide, "札幌 仙台")) == (1, 3)
    assert list_range(unit(slide, "静岡 広島")) == (1, 3)
    assert list_range(unit(slide, "仙台 福岡")) == (2, 5)
    assert items_of(unit(slide, "静岡 広島")) == ["札幌", "仙台", "静岡", "広島"]


@pytest.mark.parametrize(
    "other",
    [("row", "定員：30名 以上"), ("row", "札幌 2024"), ("row", "札幌"), ("body", "札幌 静岡")],
)
def test_what_is_no_row_of_words_ends_a_list(other: tuple[str, str]) -> None:
    slide = slide_of(("row", "仙台 高知"), other)
    assert list_range(unit(slide, "仙台 高知")) == (0, 1)
    assert list_range(unit(slide, other[1])) == (1, 2)


def test_a_long_list_keeps_the_row_it_was_found_by() -> None:
    rows = [("row", f"{chr(0x4E00 + 2 * i)}町 {chr(0x4E01 + 2 * i)}村") for i in range(20)]
    slide = slide_of(*rows)
    assert list_range(units_of(slide)[0]) == (0, 12)
    assert list_range(units_of(slide)[19]) == (8, 20)


def test_a_sentence_has_the_items_that_commas_part() -> None:
    slide = slide_of(("body", "地震、津波・噴火"))
    assert items_of(units_of(slide)[0]) == ["地震", "津波", "噴火"]
    assert cells("・札幌　仙台 ") == ["札幌", "仙台"]


def test_text_without_sentences_is_cut() -> None:
    slide = slide_of(("body", "防" * 2_300 + "。災"))
    assert [len(found.text) for found in units_of(slide)] == [1_000, 1_000, 301, 1]
    marks = slide_of(("body", "防災" + "！" * 30 + "」" * 30))
    assert len(units_of(marks)[0].text) == 11
    assert "".join(found.text for found in units_of(marks)) == marks.text

"""Titles, sections and blocks of slides."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.readers.layout import arrange
from briefqa.readers.marks import label_of, strip_mark
from briefqa.readers.text import TextReader
from briefqa.records import Block, Slide
from briefqa.text.align import offsets

SOURCE = Path(__file__).parents[1] / "corpus" / "climate-briefing-2025.txt"

slide_texts = st.text(
    st.sampled_from("港ミの避難所12１（）「」。、：:・◼※-→ \n\n\n\u3000ab") | st.characters(),
    max_size=200,
)


def slide_of(text: str) -> Slide:
    return arrange(text, briefing_id="bousai", number=1)


def read(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in slide_of(text).blocks]


def deck(*texts: str) -> tuple[Slide, ...]:
    data = "\f".join(texts).encode()
    return TextReader().read(data, path=Path("deck.txt"), pictures=None).slides


@pytest.fixture(scope="module")
def source() -> tuple[Slide, ...]:
    return TextReader().read(SOURCE.read_bytes(), path=SOURCE, pictures=None).slides


def test_each_block_has_its_kind_and_place() -> None:
    slide = slide_of(
        "避難所の概要\n\n◼ 市町村長が開設する。\n・会場：仙台市\n（1）備蓄\n※速報値\n"
        "（出典）気象庁\n地域の住民が運営に加わり、毎年訓練を行っている。"
    )
    assert slide.title == "避難所の概要"
    assert slide.blocks == (
        Block("title", 0, 6, "避難所の概要"),
        Block("bullet", 8, 20, "◼ 市町村長が開設する。"),
        Block("row", 21, 28, "・会場：仙台市"),
        Block("bullet", 29, 34, "（1）備蓄"),
        Block("footnote", 35, 39, "※速報値"),
        Block("source", 40, 47, "（出典）気象庁"),
        Block("body", 48, 72, "地域の住民が運営に加わり、毎年訓練を行っている。"),
    )


def test_a_sentence_broken_by_the_layout_is_one_block() -> None:
    assert read("備蓄の目安\n\n◼ 水と食料は三日分を目安とし、家族の人数に合わ\nせて備える。") == [
        ("title", "備蓄の目安"),
        ("bullet", "◼ 水と食料は三日分を目安とし、家族の人数に合わせて備える。"),
    ]


def test_an_open_bracket_holds_its_lines_together() -> None:
    assert ("body", "避難所（学校、公民館、体育館）") in read(
        "施設の一覧\n\n避難所（学校、\n公民館、\n体育館）"
    )


def test_letters_that_stand_one_a_line_are_one_word() -> None:
    assert ("heading", "地域の備え") in read(
        "防災の現状\n\n地\n域\nの\n備\nえ\n\n点検は九月に行う。"
    )


def test_digits_that_stand_one_a_line_are_not() -> None:
    texts = [text for _, text in read("地図\n\n1\n2\n3\n4")]
    assert texts[1:] == ["1", "2", "3", "4"]


def test_a_figure_and_the_next_label_on_a_line_are_parted() -> None:
    assert read("漁獲量の推移\n\n280万トン 養殖業")[1:] == [
        ("body", "280万トン"),
        ("body", "養殖業"),
    ]


def test_a_title_may_come_last() -> None:
    slide = slide_of("◼ 訪日客は増えた。\n\n◼ 消費額も増えた。\n\n訪日旅行の動向")
    assert slide.title == "訪日旅行の動向"
    assert slide.blocks[-1].kind == "title"


def test_a_slide_of_sentences_has_no_title() -> None:
    assert slide_of("訪日客は増えた。\n\n消費額も増えた。").title == ""


def test_a_slide_without_text_has_no_blocks() -> None:
    assert slide_of("") == Slide("bousai", 1, "", "", "", ())


def test_a_heading_that_slides_share_is_their_section() -> None:
    slides = deck(
        "漁獲量の推移\n\n◼ 漁獲量は減った。\n\n水産業の現状：沿岸",
        "担い手の推移\n\n◼ 担い手は減った。\n\n水産業の現状：沿岸",
        "まとめ\n\n◼ 養殖は増えた。",
    )
    assert [(slide.title, slide.section) for slide in slides] == [
        ("漁獲量の推移", "水産業の現状：沿岸"),
        ("担い手の推移", "水産業の現状：沿岸"),
        ("まとめ", ""),
    ]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("会場：仙台市", "会場"),
        ("・日時 : 9月1日", "日時"),
        ("対象児童 小学校の一年生から六年生まで", "対象児童"),
        ("開始 10:30", None),
        ("10：30開始", None),
        ("https://example.org", None),
        ("詳細は https://example.org", None),
        ("会場：", None),
        ("会場は、次のとおり：仙台市", None),
        ("（注：速報値）", None),
    ],
)
def test_labels_are_told_from_times_and_addresses(line: str, label: str | None) -> None:
    assert label_of(line) == label


def test_bullets_and_numbers_are_stripped() -> None:
    marked = ["◼ 備蓄", "・備蓄", "\uf06c備蓄", "① 備蓄", "（１）備蓄", "2. 備蓄", "- 備蓄"]
    assert [strip_mark(text) for text in marked] == ["備蓄"] * 7
    assert strip_mark("2.5倍") == "2.5倍"


@given(slide_texts)
def test_blocks_stand_in_order_and_hold_all_text(text: str) -> None:
    slide = slide_of(text)
    assert slide.text == text
    position = 0
    for block in slide.blocks:
        assert position <= block.start < block.end <= len(text)
        assert text[position : block.start].strip() == ""
        position = block.end
    assert text[position:].strip() == ""


@given(slide_texts)
def test_every_block_leads_back_to_its_slide(text: str) -> None:
    for block in slide_of(text).blocks:
        found = offsets(text[block.start : block.end], block.text, base=block.start)
        pairs = zip(block.text, found, strict=True)
        assert all(text[at] == c or (c.isspace() and text[at].isspace()) for c, at in pairs)


@pytest.mark.parametrize(
    "text",
    [
        "あ" * 1_000_000,
        "1" * 1_000_000,
        "あ\nい\n" * 20_000,
        "避難所は学校に置く\n" * 10_000,
        "（あ\n" * 20_000,
    ],
)
def test_a_huge_slide_is_arranged(text: str) -> None:
    held = "".join(block.text for block in slide_of(text).blocks)
    assert "".join(held.split()) == "".join(text.split())


def test_the_source_briefing_has_29_slides(source: tuple[Slide, ...]) -> None:
    assert [slide.number for slide in source] == list(range(1, 30))
    assert all(slide.blocks for slide in source)


def test_titles_of_the_source_briefing_that_come_first(source: tuple[Slide, ...]) -> None:
    titles = {slide.number: slide.title for slide in source}
    assert titles[1] == "地球温暖化の現状"
    assert titles[8] == "地域ごとのエネルギーデマンド予測：2023-2035"
    assert titles[20] == "二国間クレジット制度（JCM）の概要"
    assert titles[29] == "まとめ"


def test_titles_of_the_source_briefing_that_are_cut_or_come_last(source: tuple[Slide, ...]) -> None:
    assert source[10].title == "国連気候変動枠組条約第29回締約国会議（COP29）結果概要"
    assert source[11].title == "国連気候変動枠組条約第30回締約国会議（COP30）概要"


def test_the_section_that_slides_of_the_source_briefing_share(source: tuple[Slide, ...]) -> None:
    section = "環境省の主な脱炭素政策について：地域"
    assert [slide.number for slide in source if slide.section == section] == [16, 17]
    assert source[15].title == "地域脱炭素（地域GX）"
    assert source[16].title == "脱炭素先行地域の選定自治体（第１回～第５回）"


def test_indented_lines_of_the_source_briefing_stay_in_their_slide(
    source: tuple[Slide, ...],
) -> None:
    holders = {
        words: [slide.number for slide in source if words in slide.text]
        for words in ("外務省気候・エネルギー・環境担当副次官", "バイナリー発電")
    }
    assert holders == {"外務省気候・エネルギー・環境担当副次官": [12], "バイナリー発電": [16]}
    assert "→地熱発電、バイナリー発電" in [block.text for block in source[15].blocks]


def test_vertical_text_of_the_source_briefing_is_joined(source: tuple[Slide, ...]) -> None:
    texts = [block.text for block in source[14].blocks]
    assert "アジアなど世界の削減への貢献" in texts
    assert "日本の技術・経験の活用" in texts

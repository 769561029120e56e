"""Slides cut into passages."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefqa.corpus import read_corpus
from briefqa.passages import LIMIT, cut, split_passages
from briefqa.readers.layout import arrange
from briefqa.records import Block, BlockKind, Briefing, Passage, Slide
from tests.slides import slide_of as celled

SOURCE = Path(__file__).parents[1] / "corpus"

slide_texts = st.text(
    st.sampled_from("港ミの避難所12１（）「」。：・◼※ \n\n\n\u3000ab") | st.characters(),
    max_size=200,
)


def briefing(*slides: Slide) -> Briefing:
    return Briefing("kanko", "観光白書", "2024", "観光庁", "ja", "kanko.txt", "0", slides)


def slide_of(*blocks: tuple[BlockKind, str], section: str = "") -> Slide:
    """A slide of blocks with a blank line between them, the first its title."""
    text, made = "", []
    for kind, words in blocks:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        made.append(Block(kind, start, start + len(words), words))
    return Slide("kanko", 1, text, blocks[0][1], section, tuple(made))


def spans(slide: Slide) -> list[tuple[int, int]]:
    return [(passage.start, passage.end) for passage in split_passages(briefing(slide))]


def test_a_short_slide_is_one_passage_with_its_context() -> None:
    slide = slide_of(
        ("heading", "訪日客の数"), ("bullet", "・２０２４年は３,６８７万人"), section="観光の動向"
    )
    assert split_passages(briefing(slide)) == (
        Passage(
            id="kanko/1/1",
            briefing_id="kanko",
            slide=1,
            kind="bullet",
            start=0,
            end=21,
            text="訪日客の数\n\n・２０２４年は３,６８７万人",
            indexed_text="観光の動向\n訪日客の数\n・2024年は3,687万人",
        ),
    )


def test_a_block_that_would_pass_the_limit_begins_the_next_passage() -> None:
    half = "あ" * (LIMIT // 2)
    assert spans(slide_of(("body", half), ("body", half), ("body", "い"))) == [(0, 702), (704, 705)]


def test_a_heading_begins_a_passage_once_the_last_is_half_full() -> None:
    text = "あ" * (LIMIT // 2)
    assert spans(slide_of(("body", text), ("heading", "宿泊"), ("body", "い"))) == [(0, 357)]
    assert spans(slide_of(("body", text + "あ"), ("heading", "宿泊"), ("body", "い"))) == [
        (0, 351),
        (353, 358),
    ]


def test_a_longer_block_is_cut_after_the_last_sentence_that_fits() -> None:
    long = "あ" * 399 + "。" + "い" * 299 + "。" + "う" * 99 + "。"
    slide = slide_of(("heading", "宿泊"), ("body", long), ("body", "え"))
    assert spans(slide) == [(0, 2), (4, 704), (704, 807)]
    ids = [passage.id for passage in split_passages(briefing(slide))]
    assert ids == ["kanko/1/1", "kanko/1/2", "kanko/1/3"]
    assert [p.text[-1] for p in split_passages(briefing(slide))] == ["泊", "。", "え"]


def test_a_block_without_sentences_is_cut_where_it_is_full() -> None:
    slide = slide_of(("heading", "宿泊"), ("body", "あ" * (LIMIT + 1)), ("body", "い"))
    assert spans(slide) == [(0, 2), (4, 704), (704, 708)]


def test_a_slide_without_blocks_gives_none_and_keeps_the_numbers() -> None:
    empty = Slide("kanko", 1, "", "", "", ())
    full = Slide("kanko", 2, "港", "", "", (Block("body", 0, 1, "港"),))
    assert [p.id for p in split_passages(briefing(empty, full))] == ["kanko/2/1"]


def test_slides_with_the_same_text_are_two_passages() -> None:
    one, two = (Slide("kanko", n, "港", "", "", (Block("body", 0, 1, "港"),)) for n in (1, 2))
    first, second = split_passages(briefing(one, two))
    assert (first.id, second.id) == ("kanko/1/1", "kanko/2/1")
    assert first.indexed_text == second.indexed_text


def test_rows_are_indexed_with_the_heads_of_their_columns() -> None:
    slide = celled(
        [["地区", "人口", "面積"], ["北部", "1,200", "35"], ["南部", "980", "―"]],
        title="地区の概要",
    )
    (passage,) = split_passages(briefing(slide))
    assert passage.indexed_text == ("地区の概要\n北部 人口: 1,200 面積: 35\n南部 人口: 980")
    assert passage.text == slide.text


def test_heads_alone_are_indexed_where_they_head_nothing() -> None:
    (passage,) = split_passages(briefing(celled([["地区", "人口"]], title="地区の概要")))
    assert passage.indexed_text == "地区の概要\n地区 人口"


def test_a_merged_label_is_indexed_with_each_of_its_rows() -> None:
    slide = celled([["区分", "施設", "定員"], ["北部", "公民館", "120人"], ["^", "図書館", "80人"]])
    (passage,) = split_passages(briefing(slide))
    assert passage.indexed_text == ("北部 施設: 公民館 定員: 120人\n北部 施設: 図書館 定員: 80人")


def test_a_long_table_is_cut_between_rows_and_each_part_has_the_heads() -> None:
    rows = [["項目", "内容"], *([f"第{n}項", "港" * 160] for n in range(1, 7))]
    slide = celled(rows, title="一覧")
    passages = split_passages(briefing(slide))
    assert [passage.text.count("\t") for passage in passages] == [5, 2]
    for passage in passages:
        assert passage.indexed_text.count("内容: ") == 1
        assert all(line in slide.text.split("\n") for line in passage.text.split("\n") if line)


def test_a_row_longer_than_a_passage_is_cut_between_cells_and_sentences() -> None:
    slide = celled([["項目", "経緯", "今後"], ["防災", "港は開いた。" * 150, "続ける。" * 100]])
    passages = split_passages(briefing(slide))
    assert [len(p.text) for p in passages] == [708, 605]
    assert passages[1].indexed_text.startswith("防災 港は開いた。")
    assert "今後: 続ける。" in passages[1].indexed_text
    assert all(p.text.endswith("。") for p in passages)


def test_speaker_notes_are_passages_of_their_own() -> None:
    slide = slide_of(
        ("heading", "宿泊"), ("body", "増えた。"), ("note", "質問に備える。"), ("note", "い")
    )
    passages = split_passages(briefing(slide))
    assert [(p.kind, p.text) for p in passages] == [
        ("body", "宿泊\n\n増えた。"),
        ("note", "質問に備える。\n\nい"),
    ]
    assert passages[1].indexed_text == "宿泊\n質問に備える。\nい"


cells = st.text(st.sampled_from("港12。、 \nab●"), max_size=400)


@given(st.lists(st.lists(cells | st.just("^"), min_size=3, max_size=3), min_size=1, max_size=5))
def test_passages_of_tables_rebuild_their_slide(rows: list[list[str]]) -> None:
    rows[0] = [cell.replace("^", "頭") for cell in rows[0]]
    slide = celled(rows, ("body", "港。" * 500), ("note", "港"))
    position = 0
    for passage in split_passages(briefing(slide)):
        assert passage.text == slide.text[passage.start : passage.end]
        assert slide.text[position : passage.start].strip() == ""
        assert passage.start < passage.end
        assert len(passage.text) <= 3 * LIMIT
        position = passage.end
    assert slide.text[position:].strip() == ""


@given(st.text(st.sampled_from("港1。.、 \n\tab"), max_size=300), st.integers(5, 50))
def test_a_text_is_cut_into_parts_within_the_limit_that_hold_it_all(text: str, limit: int) -> None:
    parts = cut(text, limit)
    assert "".join("".join(text[a:b] for a, b in parts).split()) == "".join(text.split())
    assert all(0 < b - a <= limit for a, b in parts)


@given(slide_texts.map(lambda text: text * 12))
def test_passages_rebuild_their_slide(text: str) -> None:
    slide = arrange(text, briefing_id="kanko", number=1)
    position = 0
    for passage in split_passages(briefing(slide)):
        assert passage.text == text[passage.start : passage.end]
        assert text[position : passage.start].strip() == ""
        assert passage.start < passage.end
        position = passage.end
    assert text[position:].strip() == ""


def test_passages_of_the_source_briefing_hold_all_its_text() -> None:
    (source,) = read_corpus(SOURCE).briefings
    passages = split_passages(source)
    assert {p.slide for p in passages} == set(range(1, 30))
    for slide in source.slides:
        held = "".join(p.text for p in passages if p.slide == slide.number)
        assert "".join(held.split()) == "".join(slide.text.split())


def test_full_width_digits_of_the_source_briefing_are_indexed_as_numbers() -> None:
    (source,) = read_corpus(SOURCE).briefings
    passages = [p for p in split_passages(source) if p.slide == 18]
    assert any("約27０件" in p.text for p in passages)
    assert any("約270件" in p.indexed_text for p in passages)
    assert not any("０" in p.indexed_text for p in passages)

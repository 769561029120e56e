import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem

from briefqa.errors import NoTextLayerError, TruncatedFileError
from briefqa.readers.pdf import PdfReader
from briefqa.records import Block, Document, Loss, Slide
from briefqa.text.align import join_lines
from tests.decks import decks
from tests.pdf_pages import HEIGHT, WIDTH, cells, lattice, make_pdf, picture, text

FILE = Path("deck.pdf")


def read(data: bytes, *, pictures: Path | None = None, budget: float = 15.0) -> Document:
    return PdfReader(budget=budget).read(data, path=FILE, pictures=pictures)


def slide_of(*contents: str, number: int = 1) -> Slide:
    return read(make_pdf(*contents)).slides[number - 1]


def texts(slide: Slide) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in slide.blocks]


def changed(data: bytes, change: Mapping[str, object]) -> bytes:
    """Return the PDF with keys of its first page changed."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for key, value in change.items():
            document.pages[0].obj[key] = value
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def test_the_title_comes_first_though_the_stream_has_it_last() -> None:
    body = text(60, 150, "避難所を開設する。", size=16) + text(60, 190, "備蓄を確かめる。", size=16)
    slide = slide_of(body + text(60, 60, "防災計画の概要", size=32))
    assert slide.title == "防災計画の概要"
    assert texts(slide) == [
        ("title", "防災計画の概要"),
        ("body", "避難所を開設する。"),
        ("body", "備蓄を確かめる。"),
    ]
    assert slide.text == "防災計画の概要\n\n避難所を開設する。\n\n備蓄を確かめる。"


def test_a_paragraph_that_wraps_is_one_block_and_two_paragraphs_are_two() -> None:
    lines = (
        "　本市は、災害に備えて避難所を百か所に増やし、毎年の",
        "訓練を通じて住民とともに計画を見直していくものとし、",
        "結果を公表する。",
        "　費用は国と県が分けて負担し、その割合は毎年の予算で",
        "定める。",
    )
    page = "".join(text(60, 100 + 20 * i, line, size=14) for i, line in enumerate(lines))
    assert [block.text for block in slide_of(page).blocks] == [
        "本市は、災害に備えて避難所を百か所に増やし、毎年の訓練を通じて住民とともに計画を"
        "見直していくものとし、結果を公表する。",
        "費用は国と県が分けて負担し、その割合は毎年の予算で定める。",
    ]


def test_bullets_are_blocks_with_their_depth() -> None:
    page = (
        text(60, 60, "備蓄", size=30)
        + text(60, 120, "・水は三日分を市内の倉庫に置き、毎年入れ替えるととも", size=14)
        + text(74, 138, "に数を公表する", size=14)
        + text(80, 160, "・倉庫は五か所", size=14)
        + text(60, 182, "・食料は二日分", size=14)
    )
    assert [(b.kind, b.level, b.text) for b in slide_of(page).blocks] == [
        ("title", 0, "備蓄"),
        ("bullet", 0, "・水は三日分を市内の倉庫に置き、毎年入れ替えるとともに数を公表する"),
        ("bullet", 1, "・倉庫は五か所"),
        ("bullet", 0, "・食料は二日分"),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"左の段の{i}行目は右の段より先に読む。" for i in range(1, 4)]
    right = [f"右の段の{i}行目は左の段の後に読む。" for i in range(1, 4)]
    rows = [
        text(40, 120 + 40 * i, a, size=14) + text(400, 120 + 40 * i, b, size=14)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    slide = slide_of(text(40, 60, "二段の頁", size=30) + "".join(rows))
    assert [block.text for block in slide.blocks] == ["二段の頁", *left, *right]


def test_labels_are_read_with_what_stands_beside_them() -> None:
    pairs = [
        ("会場", "市民会館の大ホールと第二会議室"),
        ("日時", "六月十一日の午後一時から四時まで"),
    ]
    page = "".join(
        text(40, 120 + 60 * i, a, size=14) + text(140, 120 + 60 * i, b, size=14)
        for i, (a, b) in enumerate(pairs)
    )
    slide = slide_of(text(40, 60, "開催の案内", size=30) + page)
    assert [block.text for block in slide.blocks[1:]] == [word for pair in pairs for word in pair]


def test_the_cells_of_a_table_are_rows_with_their_heads() -> None:
    xs, ys = (60.0, 200.0, 340.0, 480.0), (100.0, 124.0, 148.0, 172.0)
    rows = (("区分", "2023年度", "2024年度"), ("建物", "120件", "98件"), ("道路", "45件", "51件"))
    page = text(60, 60, "被害の状況", size=30) + lattice(xs, ys) + cells(xs, ys, rows)
    document = read(make_pdf(page))
    slide = document.slides[0]
    assert slide.text == (
        "被害の状況\n\n区分\t2023年度\t2024年度\n\n建物\t120件\t98件\n\n道路\t45件\t51件"
    )
    assert [(b.kind, b.table, b.is_head) for b in slide.blocks[1:]] == [
        ("row", 1, True),
        ("row", 1, False),
        ("row", 1, False),
    ]
    assert [(c.text, c.header) for c in slide.blocks[2].cells] == [
        ("建物", "区分"),
        ("120件", "2023年度"),
        ("98件", "2024年度"),
    ]
    whole = [box for box in document.pages[0].boxes if not box.stops]
    assert [slide.text[box.start : box.end] for box in whole] == [c for row in rows for c in row]


def test_what_lies_over_a_table_is_no_part_of_its_cells() -> None:
    xs, ys = (60.0, 260.0, 460.0), (100.0, 150.0, 200.0, 250.0)
    rows = (("会社名", "A社"), ("記載者", "匿名"), ("人数", "百人"))
    callout = text(430, 140, "名は伏せて構わない", size=9) + text(430, 152, "と伝えること", size=9)
    slide = slide_of(lattice(xs, ys) + cells(xs, ys, rows) + callout)
    table = [[cell.text for cell in block.cells] for block in slide.blocks if block.cells]
    assert table == [list(row) for row in rows]
    assert texts(slide)[-1] == ("body", "名は伏せて構わないと伝えること")


def test_what_pages_repeat_and_count_is_furniture() -> None:
    contents = [
        text(60, 60, f"第{word}の議題", size=30)
        + text(60, 150, f"{word}番目の説明をここに書く。", size=16)
        + text(60, 395, "市役所 危機管理課", size=8)
        + text(690, 395, str(number), size=8)
        for number, word in enumerate("一二三四", start=1)
    ]
    document = read(make_pdf(*contents))
    assert [slide.text for slide in document.slides][
        1
    ] == "第二の議題\n\n二番目の説明をここに書く。"
    assert document.pages[1].furniture == ("市役所 危機管理課", "2")
    assert [page.furniture for page in read(make_pdf(*contents[:2])).pages] == [(), ()]


def test_a_repeated_title_is_no_furniture() -> None:
    contents = [
        text(60, 60, "事業の概要", size=30) + text(60, 150, f"説明の{i}枚目である。", size=14)
        for i in range(1, 6)
    ]
    assert [slide.title for slide in read(make_pdf(*contents)).slides] == ["事業の概要"] * 5


def test_a_page_without_a_title_has_none() -> None:
    title = text(60, 60, "議題", size=30) + text(60, 150, "説明をここに書く。", size=14)
    body = "".join(text(60, 60 + 22 * i, f"項目の{i}行目を読む。", size=14) for i in range(8))
    assert [slide.title for slide in read(make_pdf(title, title, body)).slides] == [
        "議題",
        "議題",
        "",
    ]


def test_a_bookmark_names_the_title_of_its_page_and_its_section() -> None:
    page = text(60, 100, "小さい題", size=14) + text(60, 60, "大きい語", size=30)
    data = make_pdf(*[page + text(60, 200 + i, "説明である。", size=14) for i in range(4)])
    with pikepdf.open(io.BytesIO(data)) as document:
        with document.open_outline() as outline:
            for part in (0, 2):
                section = OutlineItem(f"第{part + 1}部", part)
                section.children.append(OutlineItem("小さい題", part))
                outline.root.append(section)
        written = io.BytesIO()
        document.save(written)
    slides = read(written.getvalue()).slides
    assert [slide.title for slide in slides] == ["小さい題", "大きい語", "小さい題", "大きい語"]
    assert [slide.section for slide in slides] == ["第1部", "第1部", "第3部", "第3部"]


def tagged(contents: Sequence[tuple[str, str, str]]) -> bytes:
    """Return a page of tagged pieces: an element's type, its ActualText, and its operators."""
    content = "".join(
        f"/{kind} <</MCID {mark}>> BDC\n{operators}EMC\n"
        for mark, (kind, _, operators) in enumerate(contents)
    )
    with pikepdf.open(io.BytesIO(make_pdf(content))) as document:
        page = document.pages[0].obj
        root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        elements = []
        for mark, (kind, words, _) in enumerate(contents):
            element = Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=root, Pg=page, K=mark)
            if words:
                element.ActualText = pikepdf.String(words)
            elements.append(document.make_indirect(element))
        root.K = Array(elements)
        root.ParentTree = Dictionary(Nums=Array([0, Array(elements)]))
        page.StructParents = 0
        document.Root.StructTreeRoot = root
        document.Root.MarkInfo = Dictionary(Marked=True)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def test_tags_tell_the_title_and_the_paragraphs() -> None:
    data = tagged(
        [
            ("P", "", text(60, 60, "大きい前置き", size=30)),
            ("H1", "", text(60, 110, "付けられた題", size=18)),
            ("P", "", text(60, 200, "一つ目", size=14) + text(60, 220, "の段落", size=14)),
            ("P", "", text(60, 240, "二つ目の段落", size=14)),
        ]
    )
    slide = read(data).slides[0]
    assert slide.title == "付けられた題"
    assert [block.text for block in slide.blocks[1:]] == [
        "大きい前置き",
        "一つ目の段落",
        "二つ目の段落",
    ]


def test_words_drawn_as_outlines_are_read_from_their_tags() -> None:
    drawn = f"60 {HEIGHT - 70} 240 30 re f\n"
    data = tagged(
        [("P", "飾り文字の題名", drawn), ("P", "", text(60, 200, "説明である。", size=14))]
    )
    document = read(data)
    assert texts(document.slides[0]) == [("title", "飾り文字の題名"), ("body", "説明である。")]
    box = document.pages[0].boxes[0]
    assert (box.left, box.right) == pytest.approx((60 / WIDTH, 300 / WIDTH), abs=1e-3)
    assert (box.top, box.bottom) == pytest.approx((40 / HEIGHT, 70 / HEIGHT), abs=1e-3)


def test_letters_printed_twice_are_read_once() -> None:
    twice = text(60, 60, "太い見出し", size=24) + text(60.6, 60.3, "太い見出し", size=24)
    assert slide_of(twice + text(60, 120, "いいえ、ll", size=12)).text == "太い見出し\n\nいいえ、ll"


def test_what_is_off_the_page_is_not_read_and_what_is_invisible_is() -> None:
    page = (
        text(60, 60, "見える語")
        + text(WIDTH + 30, 60, "外の語")
        + "3 Tr "
        + text(60, 100, "層の語")
    )
    assert slide_of(page).text == "見える語\n\n層の語"


def test_upright_lines_are_read_from_the_right() -> None:
    columns = ("縦に書いた一行目の文で", "あり、二行目に続く。")
    page = "".join(
        text(300 - 24 * column, 100 + 14 * i, letter, size=14)
        for column, words in enumerate(columns)
        for i, letter in enumerate(words)
    )
    document = read(make_pdf(page))
    assert document.slides[0].text == "\n".join(columns)
    assert [box.is_vertical for box in document.pages[0].boxes] == [True, True]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_shown(rotate: int) -> None:
    data = make_pdf(text(72, 81, "四文字だ", size=18), rotate=rotate)
    page = read(data).pages[0]
    box = page.boxes[0]
    is_turned = rotate in (90, 270)
    assert (page.width, page.height) == ((HEIGHT, WIDTH) if is_turned else (WIDTH, HEIGHT))
    assert box.is_vertical == is_turned
    first, last = box.stops[0], box.stops[-1]
    expected = {0: (0.1, 0.2), 90: (0.1, 0.2), 180: (0.9, 0.8), 270: (0.9, 0.8)}[rotate]
    assert (first, last) == pytest.approx(expected, abs=0.01)
    assert len(box.stops) == 5


def test_the_crop_box_is_the_page() -> None:
    data = make_pdf(text(72, 81, "四文字だ", size=18) + text(500, 81, "外にある", size=18))
    cropped = changed(data, {"/CropBox": Array([36, 0, 396, HEIGHT])})
    document = read(cropped)
    assert document.slides[0].text == "四文字だ"
    assert document.pages[0].width == 360
    assert document.pages[0].boxes[0].left == pytest.approx(0.1, abs=0.001)


def test_real_spaces_stay_and_gaps_between_japanese_letters_do_not_become_some() -> None:
    loose = "".join(text(60 + 16 * i, 60, letter, size=12) for i, letter in enumerate("概要一覧"))
    assert slide_of(loose + text(60, 120, "第 1 章 総則")).text == "概要一覧\n\n第 1 章 総則"


def test_pages_without_words_say_so_and_keep_their_number() -> None:
    document = read(make_pdf(text(60, 60, "一枚目である。"), "", text(60, 60, "三枚目である。")))
    assert [(s.number, s.text, [x.kind for x in s.losses]) for s in document.slides] == [
        (1, "一枚目である。", []),
        (2, "", ["no_text"]),
        (3, "三枚目である。", []),
    ]


def test_a_file_without_any_words_has_no_text_layer() -> None:
    with pytest.raises(NoTextLayerError, match=r"deck\.pdf: its 2 pages hold no words"):
        read(make_pdf("", ""))


def test_pictures_are_drawn_until_the_time_is_spent(tmp_path: Path) -> None:
    data = make_pdf(text(60, 60, "一枚目である。"), text(60, 60, "二枚目である。"))
    document = read(data, pictures=tmp_path)
    assert [page.picture for page in document.pages] == ["0001.webp", "0002.webp"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0001.webp", "0002.webp"]
    assert all(slide.has_picture and not slide.losses for slide in document.slides)
    late = read(data, pictures=tmp_path, budget=0.0)
    assert [[loss.kind for loss in slide.losses] for slide in late.slides] == [["picture"]] * 2
    assert [page.picture for page in late.pages] == ["", ""]


def test_pages_past_the_time_are_read_without_their_layout() -> None:
    page = text(60, 60, "防災計画の概要", size=30) + text(60, 120, "・備蓄を確かめる", size=14)
    document = read(make_pdf(page, page), budget=0.0)
    assert [slide.text for slide in document.slides] == ["防災計画の概要\n\n・備蓄を確かめる"] * 2
    assert [block.kind for block in document.slides[0].blocks][1] == "bullet"
    check_laws(document)


def check_laws(document: Document) -> None:
    assert [slide.number for slide in document.slides] == [page.number for page in document.pages]
    for slide, page in zip(document.slides, document.pages, strict=True):
        covered = "".join(slide.text[block.start : block.end] for block in slide.blocks)
        assert "".join(covered.split()) == "".join(slide.text.split())
        ends = [0, *(block.end for block in slide.blocks)]
        for block, end in zip(slide.blocks, ends, strict=False):
            check_block(block, slide, after=end)
        for box in page.boxes:
            assert 0 <= box.left <= box.right <= 1
            assert 0 <= box.top <= box.bottom <= 1
            assert len(box.stops) in (0, box.end - box.start + 1)


def check_block(block: Block, slide: Slide, *, after: int) -> None:
    assert after <= block.start < block.end <= len(slide.text)
    assert block.text == join_lines(slide.text[block.start : block.end])
    assert (block.kind == "row") == bool(block.cells)
    for cell in block.cells:
        assert cell.text == join_lines(slide.text[cell.start : cell.end])


@pytest.mark.parametrize("path", decks("pdf"), ids=lambda path: path.stem)
def test_real_decks_keep_the_laws_and_begin_with_their_titles(path: Path) -> None:
    document = read(path.read_bytes())
    check_laws(document)
    titled = [slide for slide in document.slides if slide.title]
    assert all(slide.blocks[0].kind == "title" for slide in titled)
    assert all(slide.blocks[0].text == slide.title for slide in titled)


def cut(data: bytes) -> bytes:
    """Return the PDF without the end that says where its table of objects is."""
    return data[: data.rindex(b"startxref")]


def test_what_is_left_of_a_file_that_was_cut_short_says_so() -> None:
    whole = make_pdf(text(20, 20, "Shelters"), text(20, 20, "Supplies"))
    slides = read(cut(whole)).slides
    assert [slide.text for slide in slides] == ["Shelters", "Supplies"]
    assert [slide.losses for slide in slides] == [(), (Loss("cut", "end of the file"),)]
    with pytest.raises(TruncatedFileError, match=r"cut short.*Get it again"):
        read(cut(make_pdf("", "")))


def test_a_picture_is_looked_at_unless_drawing_it_could_be_dear() -> None:
    stripes = bytes(255 * (x // 4 % 2) for _ in range(200) for x in range(200) for _ in range(3))
    page = text(20, 20, "Map") + picture(0, 60, WIDTH, HEIGHT)
    cheap = make_pdf(page, images={"I": (200, 200, stripes)})
    assert read(cheap).slides[0].losses == (Loss("pictures"),)


def test_a_line_below_a_bullet_goes_on_with_it_though_there_was_room_above() -> None:
    wide = "・備蓄品の点検を毎年実施している地域は年々増えており参加者の数も多くなっている"
    wider = "・避難所を開設する訓練は市町村と自主防災組織がともに行い年に二回から三回ほど実施する。"
    slide = slide_of(
        text(50, 60, "訓練の概要", size=28)
        + text(50, 100, wide)
        + text(62, 118, "防災訓練とあわせて行う例もある。")
        + text(50, 136, wider)
        + text(50, 154, "・備蓄品の点検")
        + text(62, 172, "年に一回")
    )
    assert texts(slide)[1:] == [
        ("bullet", wide + "防災訓練とあわせて行う例もある。"),
        ("bullet", wider),
        ("bullet", "・備蓄品の点検"),
        ("body", "年に一回"),
    ]

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.util import Emu, Pt

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    NoTextLayerError,
    ReadError,
    TooLargeError,
    TooManyPagesError,
    TruncatedFileError,
)
from briefqa.readers.pptx import PptxReader
from briefqa.records import Document, Loss
from briefqa.text.align import join_lines
from tests.powerpoint import (
    HEIGHT,
    WIDTH,
    add_slide,
    add_text,
    add_xml,
    altered,
    deck,
    kinds,
    paragraph_xml,
    read,
    saved,
    shape_xml,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8ffff3f"
    "0005fe02fea72d39ea0000000049454e44ae426082"
)


def test_the_title_comes_first_wherever_it_stands_in_the_file() -> None:
    presentation = deck()
    slide = add_slide(presentation, layout=5)
    add_text(slide, "本文である", at=(0.1, 0.4))
    slide.shapes.title.text = "避難所の\v開設"
    found = read(presentation).slides[0]
    assert found.title == "避難所の開設"
    assert kinds(found.blocks) == [("title", "避難所の開設"), ("body", "本文である")]
    assert found.text == "避難所の\n開設\n\n本文である"


def test_paragraphs_have_the_bullets_and_levels_of_their_placeholder() -> None:
    presentation = deck()
    slide = add_slide(presentation, "概要", layout=1)
    frame = slide.placeholders[1].text_frame
    frame.text = "備蓄を点検する"
    deeper = frame.add_paragraph()
    deeper.text = "水と食料"
    deeper.level = 1
    plain = frame.add_paragraph()
    plain.text = "箇条書きではない文"
    plain._p.get_or_add_pPr().insert(
        0, plain._p.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buNone", {})
    )
    blocks = read(presentation).slides[0].blocks[1:]
    assert [(b.kind, b.level, b.text) for b in blocks] == [
        ("bullet", 0, "備蓄を点検する"),
        ("bullet", 1, "水と食料"),
        ("body", 0, "箇条書きではない文"),
    ]


def test_numbers_that_powerpoint_counts_are_not_invented() -> None:
    presentation = deck()
    body = '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>確認</a:t></a:r></a:p>'
    add_xml(add_slide(presentation), shape_xml(body))
    found = read(presentation).slides[0]
    assert (found.text, found.blocks[0].kind) == ("確認", "bullet")


def test_marks_tell_footnotes_and_sources() -> None:
    presentation = deck()
    slide = add_slide(presentation, "人口の推移", layout=5)
    add_text(slide, "※速報値である\n出典：総務省統計局", at=(0.1, 0.8))
    assert kinds(read(presentation).slides[0].blocks[1:]) == [
        ("footnote", "※速報値である"),
        ("source", "出典：総務省統計局"),
    ]


def test_boxes_are_read_in_rows_and_heads_with_their_columns() -> None:
    presentation = deck()
    slide = add_slide(presentation, "役割", layout=5)
    for text, at, size in (
        ("市の役割", (0.05, 0.3), (0.4, 0.06)),
        ("県の役割", (0.55, 0.3), (0.4, 0.06)),
        ("避難所を開く\n物資を配る\n情報を伝える", (0.05, 0.37), (0.4, 0.2)),
        ("応援を送る\n国へ伝える\n調整する", (0.55, 0.37), (0.4, 0.2)),
        ("以上を毎年見直す", (0.05, 0.8), (0.9, 0.06)),
    ):
        add_text(slide, text, at=at, size=size)
    assert [block.text for block in read(presentation).slides[0].blocks[1:]] == [
        "市の役割", "避難所を開く", "物資を配る", "情報を伝える",
        "県の役割", "応援を送る", "国へ伝える", "調整する", "以上を毎年見直す",
    ]  # fmt: skip


def test_labels_stay_beside_their_values() -> None:
    presentation = deck()
    slide = add_slide(presentation, "開催概要", layout=5)
    rows = [("日時", "６月１１日"), ("会場", "市民会館"), ("定員", "百人")]
    for number, (label, value) in enumerate(rows):
        add_text(slide, value, at=(0.5, 0.3 + 0.12 * number), size=(0.3, 0.08))
        add_text(slide, label, at=(0.1, 0.3 + 0.12 * number), size=(0.2, 0.08))
    assert [block.text for block in read(presentation).slides[0].blocks[1:]] == [
        word for row in rows for word in row
    ]


def test_shapes_of_a_group_stand_where_the_group_puts_them() -> None:
    presentation = deck()
    slide = add_slide(presentation, "図", layout=5)
    inner = shape_xml(paragraph_xml("中"), at=(1_828_800, 0))
    add_xml(
        slide,
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="80" name="G"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f'<p:grpSpPr><a:xfrm><a:off x="0" y="{HEIGHT // 2}"/><a:ext cx="{WIDTH}" cy="914400"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="3657600" cy="914400"/></a:xfrm></p:grpSpPr>'
        f"{inner}</p:grpSp>",
    )
    page = read(presentation).pages[0]
    box = page.boxes[-1]
    inset = 91_440 / WIDTH  # the frame's own margin
    assert (box.left, box.right) == pytest.approx((0.5 + inset, 1 - inset))
    assert box.top >= 0.5


def test_a_turned_shape_has_upright_lines_beside_each_other() -> None:
    presentation = deck()
    text = paragraph_xml("一行目") + paragraph_xml("二行目")
    add_xml(add_slide(presentation), shape_xml(text, properties='rot="5400000"'))
    page = read(presentation).pages[0]
    first, second = page.boxes
    assert first.is_vertical
    assert first.left >= second.right - 1e-9  # turned clockwise, the second is on the left
    assert first.top == second.top


def test_vertical_writing_goes_leftward() -> None:
    presentation = deck()
    shape = shape_xml(paragraph_xml("縦書き") + paragraph_xml("二行目"))
    add_xml(add_slide(presentation), shape.replace("<a:bodyPr/>", '<a:bodyPr vert="eaVert"/>'))
    first, second = read(presentation).pages[0].boxes
    assert first.is_vertical
    assert first.left >= second.right - 1e-9


def test_fields_and_footers_are_furniture() -> None:
    presentation = deck()
    slide = add_slide(presentation, "資料", layout=5)
    footer = (
        '<p:sp><p:nvSpPr><p:cNvPr id="91" name="F"/><p:cNvSpPr/><p:nvPr><p:ph type="ftr"/>'
        "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>"
        f"{paragraph_xml('防災課')}</p:txBody></p:sp>"
    )
    number = '<a:p><a:fld id="{0}" type="slidenum"><a:t>7</a:t></a:fld></a:p>'
    add_xml(slide, footer + shape_xml(number))
    document = read(presentation)
    assert document.slides[0].text == "資料"
    assert document.pages[0].furniture == ("防災課", "7")


def test_what_a_third_of_the_slides_repeat_at_one_place_is_furniture() -> None:
    presentation = deck()
    for number in range(1, 6):
        slide = add_slide(presentation, f"その{number}", layout=5)
        add_text(slide, "取扱注意", at=(0.8, 0.02), size=(0.15, 0.05))
        add_text(slide, str(number), at=(0.9, 0.92), size=(0.08, 0.05))
        add_text(slide, "共通の語", at=(0.1, 0.3 + number / 10), size=(0.3, 0.08))
    document = read(presentation)
    assert document.slides[4].text == "その5\n\n共通の語"
    assert document.pages[4].furniture == ("取扱注意", "5")


def test_titles_without_placeholders_are_found_by_their_looks() -> None:
    presentation = deck()
    for topic in ("地震", "津波", "洪水", "噴火"):
        slide = add_slide(presentation)
        add_text(slide, f"{topic}への備えを進める。", at=(0.1, 0.4), size=(0.8, 0.3))
        add_text(slide, f"{topic}の対策", at=(0.05, 0.04), size=(0.8, 0.12), points=32)
    assert [slide.title for slide in read(presentation).slides] == [
        "地震の対策", "津波の対策", "洪水の対策", "噴火の対策",
    ]  # fmt: skip


def test_a_slide_of_plain_sentences_has_no_title() -> None:
    presentation = deck()
    add_text(add_slide(presentation), "避難所は市が開く。\n県は応援を送る。", at=(0.1, 0.1))
    assert read(presentation).slides[0].title == ""


def test_hidden_slides_and_notes_are_kept_and_told() -> None:
    presentation = deck()
    add_slide(presentation, "表の話", layout=5)
    slide = add_slide(presentation, "裏の話", layout=5)
    slide._element.set("show", "0")
    slide.notes_slide.notes_text_frame.text = "ここで間を置く\n質問を待つ"
    first, second = read(presentation).slides
    assert (first.is_hidden, second.is_hidden) == (False, True)
    assert kinds(second.blocks) == [
        ("title", "裏の話"), ("note", "ここで間を置く"), ("note", "質問を待つ"),
    ]  # fmt: skip


def test_one_of_two_alternatives_is_read() -> None:
    presentation = deck()
    slide = add_slide(presentation, "式", layout=5)
    runs = "<m:r><m:t>E=mc</m:t></m:r><m:r><m:t>2</m:t></m:r>"
    math = f"<a:p><a14:m><m:oMath>{runs}</m:oMath></a14:m></a:p>"
    add_xml(
        slide,
        f'<mc:AlternateContent><mc:Choice Requires="a14">{shape_xml(math)}</mc:Choice>'
        f"<mc:Fallback>{shape_xml(paragraph_xml('代わりの絵'))}</mc:Fallback></mc:AlternateContent>",
    )
    unknown = "<p:unheardOf/>"
    add_xml(
        slide,
        f'<mc:AlternateContent><mc:Choice Requires="a14">{unknown}</mc:Choice><mc:Fallback>'
        f"{shape_xml(paragraph_xml('古い形'), at=(914400, 4000000))}</mc:Fallback>"
        "</mc:AlternateContent>",
    )
    assert read(presentation).slides[0].text == "式\n\nE=mc2\n\n古い形"


def test_what_cannot_be_read_is_named() -> None:
    presentation = deck()
    slide = add_slide(presentation, "いろいろ", layout=5)
    add_xml(slide, '<p:contentPart r:id="rId9"/>')
    add_xml(
        slide,
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="70" name="表計算"/><p:cNvGraphicFramePr/>'
        "<p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri='x'>"
        '<p:oleObj progId="Excel.Sheet.12"/></a:graphicData></a:graphic></p:graphicFrame>',
    )
    add_xml(
        slide,
        '<p:pic><p:nvPicPr><p:cNvPr id="71" name="説明.mp4"/><p:cNvPicPr/><p:nvPr>'
        '<a:videoFile r:link="rId8"/></p:nvPr></p:nvPicPr><p:blipFill/><p:spPr/></p:pic>',
    )
    add_text(slide, "欄外の覚え書き", at=(1.2, 0.5))
    assert read(presentation).slides[0].losses == (
        Loss("shape", "contentPart"),
        Loss("embedded", "Excel.Sheet.12"),
        Loss("media", "説明.mp4"),
        Loss("shape", "欄外の覚え書き"),
    )


def test_a_slide_of_pictures_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(PNG)
    presentation = deck()
    slide = add_slide(presentation, "位置図", layout=5)
    slide.shapes.add_picture(
        str(tmp_path / "p.png"), 0, Emu(HEIGHT // 4), Emu(WIDTH), Emu(HEIGHT // 2)
    )
    add_slide(presentation)
    first, second = read(presentation).slides
    assert first.losses == (Loss("pictures"),)
    assert second.losses == (Loss("no_text"),)


def test_hidden_shapes_are_not_shown() -> None:
    presentation = deck()
    slide = add_slide(presentation, "題", layout=5)
    add_xml(
        slide,
        shape_xml(paragraph_xml("見えない")).replace('name="Shape 90"', 'name="S" hidden="1"'),
    )
    assert read(presentation).slides[0].text == "題"


def test_arrows_of_wingdings_are_arrows() -> None:
    presentation = deck()
    run = '<a:r><a:rPr><a:sym typeface="Wingdings"/></a:rPr><a:t>à</a:t></a:r>'
    body = f"<a:p><a:r><a:t>旧</a:t></a:r>{run}<a:r><a:t>新</a:t></a:r></a:p>"
    add_xml(add_slide(presentation), shape_xml(body))
    assert read(presentation).slides[0].text == "旧→新"


def test_sections_are_the_decks_own() -> None:
    presentation = deck()
    for title in ("表紙", "地震", "津波"):
        add_slide(presentation, title, layout=5)
    ids = [entry.get("id") for entry in presentation.slides._sldIdLst]
    namespace = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    sections = "".join(
        f'<p14:section name="{name}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{key}"/>' for key in keys)
        + "</p14:sldIdLst></p14:section>"
        for name, keys in (("既定のセクション", ids[:1]), ("災害ごと", ids[1:]))
    )
    listed = f"<p14:sectionLst {namespace}>{sections}</p14:sectionLst>"
    extension = f'<p:extLst><p:ext uri="{{521415D9}}">{listed}</p:ext></p:extLst>'

    def insert(parts: dict[str, bytes]) -> None:
        name = "ppt/presentation.xml"
        end = b"</p:presentation>"
        parts[name] = parts[name].replace(end, extension.encode() + end)

    found = read(altered(saved(presentation), insert)).slides
    assert [slide.section for slide in found] == ["", "災害ごと", "災害ごと"]


def test_section_headers_name_the_slides_after_them() -> None:
    presentation = deck()
    add_slide(presentation, "表紙", layout=5)
    header = add_slide(presentation, "第1章", layout=2)
    header.placeholders[1].text_frame.text = "地震"
    add_slide(presentation, "揺れ", layout=5)
    assert [slide.section for slide in read(presentation).slides] == [
        "",
        "第1章 地震",
        "第1章 地震",
    ]


def test_metadata_is_told_unless_it_says_nothing() -> None:
    presentation = deck()
    add_slide(presentation, "表紙", layout=5)
    core = presentation.core_properties
    core.title, core.author = "防災白書の概要", "内閣府"
    core.modified = datetime(2025, 6, 11, 9, 0)
    document = read(presentation)
    assert (document.title, document.date, document.publisher) == (
        "防災白書の概要", "2025-06-11", "内閣府",
    )  # fmt: skip
    core.title, core.author = "PowerPoint プレゼンテーション", "user"
    document = read(presentation)
    assert (document.title, document.publisher) == ("", "")


def test_pages_have_the_size_of_the_slides_in_points() -> None:
    presentation = deck()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    add_slide(presentation, "題", layout=5)
    page = read(presentation).pages[0]
    assert (page.number, page.width, page.height) == (1, 960.0, 540.0)


def test_a_deck_without_slides_is_empty() -> None:
    with pytest.raises(EmptyFileError, match="the deck has no slides"):
        read(deck())


def test_a_deck_without_text_is_empty() -> None:
    presentation = deck()
    add_slide(presentation)
    with pytest.raises(EmptyFileError, match="no text"):
        read(presentation)


def test_a_deck_of_pictures_alone_has_no_text_layer(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(PNG)
    presentation = deck()
    add_slide(presentation).shapes.add_picture(str(tmp_path / "p.png"), 0, 0)
    with pytest.raises(NoTextLayerError):
        read(presentation)


def test_too_many_slides_are_refused() -> None:
    presentation = deck()
    add_slide(presentation, "題", layout=5)

    def repeat(parts: dict[str, bytes]) -> None:
        name = "ppt/presentation.xml"
        start, end = parts[name].index(b"<p:sldId "), parts[name].index(b"</p:sldIdLst>")
        entry = parts[name][start:end]
        parts[name] = parts[name][:start] + entry * 1001 + parts[name][end:]

    with pytest.raises(TooManyPagesError, match="1,001 slides"):
        read(altered(saved(presentation), repeat))


def test_one_broken_slide_is_one_slide() -> None:
    presentation = deck()
    for title in ("一枚目", "二枚目", "三枚目"):
        add_slide(presentation, title, layout=5)

    def break_second(parts: dict[str, bytes]) -> None:
        parts["ppt/slides/slide2.xml"] = b"<p:sld"
        slide = parts["ppt/slides/slide3.xml"]
        parts["ppt/slides/slide3.xml"] = slide[: slide.index("三枚目".encode()) + 9]

    found = read(altered(saved(presentation), break_second)).slides
    assert [slide.title for slide in found] == ["一枚目", "", "三枚目"]
    assert found[1].losses == (Loss("page"),)
    assert found[2].losses == (Loss("page"),)


def test_a_slide_that_is_missing_is_one_slide() -> None:
    presentation = deck()
    for title in ("一枚目", "二枚目"):
        add_slide(presentation, title, layout=5)

    def remove(parts: dict[str, bytes]) -> None:
        del parts["ppt/slides/slide1.xml"]

    found = read(altered(saved(presentation), remove)).slides
    assert [(slide.number, slide.title) for slide in found] == [(1, ""), (2, "二枚目")]
    assert found[0].losses == (Loss("page"),)


def test_a_slide_longer_than_is_read_is_cut() -> None:
    presentation = deck()
    add_xml(add_slide(presentation), shape_xml(paragraph_xml("避" * 1_000_000)))
    found = read(presentation).slides[0]
    assert found.losses == (Loss("cut"),)
    assert 90_000 < len(found.text) <= 100_000


def test_a_slide_of_too_many_shapes_is_refused() -> None:
    presentation = deck()
    add_slide(presentation)
    shapes = shape_xml(paragraph_xml("雨")) * 35_000

    def fill(parts: dict[str, bytes]) -> None:
        name = "ppt/slides/slide1.xml"
        parts[name] = parts[name].replace(b"</p:spTree>", shapes.encode() + b"</p:spTree>")

    with pytest.raises(TooLargeError, match="hold more than is read"):
        read(altered(saved(presentation), fill))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE p [<!ENTITY a "lol"><!ENTITY x "&a;&a;&a;">]>',
    ],
)
def test_document_types_are_refused(declaration: str) -> None:
    presentation = deck()
    add_slide(presentation, "題", layout=5)

    def declare(parts: dict[str, bytes]) -> None:
        name = "ppt/slides/slide1.xml"
        head, _, rest = parts[name].partition(b"?>")
        parts[name] = head + b"?>" + declaration.encode() + rest.replace("題".encode(), b"&x;")

    with pytest.raises(DamagedFileError, match="document type"):
        read(altered(saved(presentation), declare))


def test_a_file_that_ends_early_is_truncated() -> None:
    presentation = deck()
    add_slide(presentation, "題", layout=5)
    with pytest.raises(TruncatedFileError):
        read(saved(presentation)[:20_000])


def test_strict_open_xml_is_read_too() -> None:
    presentation = deck()
    slide = add_slide(presentation, "厳密", layout=1)
    slide.placeholders[1].text_frame.text = "本文"
    transitional = b"http://schemas.openxmlformats.org/"

    def change(parts: dict[str, bytes]) -> None:
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")) and not name.startswith("docProps"):
                for word in (b"drawingml/2006/", b"presentationml/2006/", b"officeDocument/2006/"):
                    strict = b"http://purl.oclc.org/ooxml/" + word.replace(b"2006/", b"")
                    part = part.replace(transitional + word, strict)
                parts[name] = part

    found = read(altered(saved(presentation), change)).slides[0]
    assert kinds(found.blocks) == [("title", "厳密"), ("bullet", "本文")]


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.tuples(TEXT, st.floats(-0.3, 1), st.floats(-0.3, 1)), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_every_character_is_in_one_block(slides: list[list[tuple[str, float, float]]]) -> None:
    presentation = deck()
    for texts in slides:
        slide = add_slide(presentation)
        for text, left, top in texts:
            add_text(slide, text, at=(left, top))
    try:
        document = read(presentation)
    except ReadError:
        return
    check_laws(document)


def check_laws(document: Document) -> None:
    """Check what holds of every document, whatever was read."""
    assert [slide.number for slide in document.slides] == list(range(1, len(document.slides) + 1))
    assert [page.number for page in document.pages] == [slide.number for slide in document.slides]
    for slide, page in zip(document.slides, document.pages, strict=True):
        ends = [0, *(block.end for block in slide.blocks)]
        for before, block in zip(ends, slide.blocks, strict=False):
            assert not slide.text[before : block.start].strip()
            assert block.text == join_lines(slide.text[block.start : block.end])
            for cell in block.cells:
                assert cell.text == join_lines(slide.text[cell.start : cell.end])
        assert not slide.text[ends[-1] :].strip()
        titles = [block for block in slide.blocks if block.kind == "title"]
        assert [block.text for block in titles] == ([slide.title] if slide.title else [])
        assert titles in ([], list(slide.blocks[:1]))
        for box in page.boxes:
            assert 0 <= box.left < box.right <= 1
            assert 0 <= box.top < box.bottom <= 1
            assert 0 <= box.start < box.end <= len(slide.text)


def test_the_reader_makes_no_pictures(tmp_path: Path) -> None:
    presentation = deck()
    add_slide(presentation, "題", layout=5)
    PptxReader().read(saved(presentation), path=tmp_path / "a.pptx", pictures=tmp_path)
    assert list(tmp_path.iterdir()) == []

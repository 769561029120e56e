import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from briefqa.errors import DamagedFileError, NoTextLayerError
from briefqa.readers.docx import DocxReader
from briefqa.records import Cell, Document, Loss, Slide
from tests.decks import decks
from tests.lawful import assert_lawful

PATH = Path("plan.docx")
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
BODY = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def read(data: bytes) -> Document:
    document = DocxReader().read(data, path=PATH, pictures=None)
    assert_lawful(document)
    return document


def with_body(xml: str) -> Document:
    """Read a document whose body is `xml`, in the namespace `w`."""
    document = docx.Document()
    body = document.element.body
    root = parse_xml(f'<w:body {nsdecls("w", "r", "wp", "a")} xmlns:mc="{MC}">{xml}</w:body>')
    for child in list(root):
        body.insert(len(body) - 1, child)
    return read(saved(document))


def kinds(slide: Slide) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in slide.blocks]


def test_a_section_under_a_heading_is_a_slide() -> None:
    document = docx.Document()
    document.add_paragraph("文書番号 1")
    document.add_heading("防災計画", 0)
    document.add_paragraph("令和7年6月")
    document.add_heading("避難所", 1)
    document.add_heading("開設", 2)
    document.add_paragraph("3時間以内に開設する。")
    document.add_heading("細目", 4)
    document.add_heading("備蓄", 2)
    document.add_paragraph("水と食料。")
    slides = read(saved(document)).slides
    assert [(s.title, s.section) for s in slides] == [
        ("文書番号 1", ""),
        ("防災計画", ""),
        ("避難所", ""),
        ("開設", "避難所"),
        ("備蓄", "避難所"),
    ]
    assert slides[3].text == "開設\n\n3時間以内に開設する。\n\n細目"
    assert kinds(slides[3])[2] == ("heading", "細目")


def test_titles_one_after_the_other_are_one() -> None:
    document = docx.Document()
    document.add_paragraph("コアデータ", style="Title")
    document.add_paragraph("住所", style="Title")
    (slide,) = read(saved(document)).slides
    assert (slide.title, slide.text) == ("コアデータ住所", "コアデータ\n住所")


def test_short_bold_lines_head_sections_where_there_are_no_headings() -> None:
    document = docx.Document()
    for head, text in (("目的", "港を守る。"), ("対象", "全ての港である。")):
        document.add_paragraph().add_run(head).bold = True
        document.add_paragraph(text)
    assert [s.title for s in read(saved(document)).slides] == ["目的", "対象"]


def test_numbered_lines_head_sections_where_nothing_else_does() -> None:
    document = docx.Document()
    for line in ("第１章　総則", "港を守る。", "第２章　体制", "市長が指揮する。"):
        document.add_paragraph(line)
    assert [s.title for s in read(saved(document)).slides] == ["第１章　総則", "第２章　体制"]


def test_a_numbered_list_heads_nothing() -> None:
    document = docx.Document()
    for line in ("備蓄は次による。", "１　水", "２　食料", "３　毛布", "以上である。"):
        document.add_paragraph(line)
    assert len(read(saved(document)).slides) == 1


def test_list_items_are_bullets_with_their_level() -> None:
    xml = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in ((0, "水"), (1, "1人3リットル"))
    )
    (slide,) = with_body(f"<w:p><w:r><w:t>備蓄の目安は次による。</w:t></w:r></w:p>{xml}").slides
    assert [(b.kind, b.level) for b in slide.blocks] == [("body", 0), ("bullet", 0), ("bullet", 1)]


def test_merged_cells_point_at_the_first_and_have_the_heads_of_their_columns() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    rows = [("港", "貨物", ""), ("", "2023", "2024"), ("横浜", "100", "120"), ("", "対象外", "")]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(3, 1).merge(table.cell(3, 2))
    for r in (0, 1):
        table.rows[r]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    (slide,) = read(saved(document)).slides
    head, years, first, second = slide.blocks
    assert [b.is_head for b in slide.blocks] == [True, True, False, False]
    assert slide.text == "港\t貨物\n\n2023\t2024\n\n横浜\t100\t120\n\n対象外"
    assert first.cells == (
        Cell(17, 19, "横浜", "港"),
        Cell(20, 23, "100", "貨物 2023"),
        Cell(24, 27, "120", "貨物 2024"),
    )
    assert [(c.text, c.header, c.start) for c in second.cells] == [
        ("横浜", "港", 17),
        ("対象外", "貨物 2023", 29),
        ("対象外", "貨物 2024", 29),
    ]
    assert (head.table, years.table, second.table) == (1, 1, 1)


def test_a_table_of_one_cell_is_a_frame() -> None:
    document = docx.Document()
    document.add_paragraph("題の行")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "概要"
    cell.add_paragraph("※暫定版")
    (slide,) = read(saved(document)).slides
    assert kinds(slide) == [("title", "題の行"), ("body", "概要"), ("footnote", "※暫定版")]


def test_what_was_deleted_or_hidden_is_left_out_and_what_was_inserted_stays() -> None:
    (slide,) = with_body(
        "<w:p><w:r><w:t>港は</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>三つ</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>五つ</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>（秘）</w:t></w:r>"
        "<w:r><w:t>ある。</w:t></w:r></w:p>"
    ).slides
    assert slide.text == "港は五つある。"


def test_ruby_is_read_as_its_base_alone() -> None:
    (slide,) = with_body(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>ひなん</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>避難</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:t>所</w:t></w:r></w:p>"
    ).slides
    assert slide.text == "避難所"


def test_a_table_of_contents_is_left_out() -> None:
    (slide,) = with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>避難所 3</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>備蓄 5</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        "<w:p><w:r><w:t>本文は</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第3章</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>にある。</w:t></w:r></w:p>'
    ).slides
    assert slide.text == "本文は第3章にある。"


def test_a_text_box_in_two_forms_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>枠の中</w:t></w:r></w:p></w:txbxContent>"
    (slide,) = with_body(
        "<w:p><w:r><w:t>本文である。</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx xmlns:wps="{WPS}">{box}</wps:txbx>'
        "</w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{box}'
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ).slides
    assert slide.text == "本文である。\n\n枠の中"


def test_pictures_and_objects_are_named_as_lost() -> None:
    pic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    office = "urn:schemas-microsoft-com:office:office"
    (slide,) = with_body(
        "<w:p><w:r><w:t>地図を示す。</w:t></w:r><w:r><w:drawing>"
        f'<wp:inline><wp:docPr id="1" name="図 1" descr="港の地図"/><pic:pic xmlns:pic="{pic}"/>'
        "</wp:inline></w:drawing></w:r>"
        f'<w:r><w:object><o:OLEObject xmlns:o="{office}" ProgID="Excel.Sheet.12"/></w:object>'
        "</w:r></w:p>"
    ).slides
    assert slide.losses == (Loss("pictures", "港の地図"), Loss("embedded", "Excel.Sheet.12"))


CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>
<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>貨物</c:v></c:pt>
</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>横浜</c:v></c:pt>
<c:pt idx="1"><c:v>神戸</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>
<c:formatCode>General</c:formatCode><c:pt idx="0"><c:v>100</c:v></c:pt><c:pt idx="1"><c:v>90</c:v>
</c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_chart(relation: str) -> Slide:
    document = docx.Document()
    run = document.add_paragraph("貨物を示す。").add_run()
    drawing = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "r")}><wp:inline><wp:docPr id="1" name="グラフ 1"/>'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{relation}"/></wp:inline></w:drawing>'
    )
    run._r.append(drawing)
    data = saved(document)
    with zipfile.ZipFile(BytesIO(data)) as package:
        rels = package.read("word/_rels/document.xml.rels").decode()
    chart = f'<Relationship Id="rIdC" Target="charts/chart1.xml" Type="{RELATIONS}/chart"/>'
    changed = rels.replace("</Relationships>", chart + "</Relationships>").encode()
    parts = {"word___rels/document_xml.rels": changed, "word__charts__chart1_xml": CHART.encode()}
    (slide,) = read(rewritten(data, **parts)).slides
    return slide


def test_a_chart_is_read_as_data() -> None:
    slide = with_chart("rIdC")
    assert kinds(slide) == [
        ("body", "貨物を示す。"),
        ("chart", "貨物"),
        ("chart", "横浜\t100"),
        ("chart", "神戸\t90"),
    ]
    assert [(c.header, c.text) for c in slide.blocks[2].cells] == [("", "横浜"), ("貨物", "100")]
    assert (slide.blocks[1].is_head, slide.blocks[3].table) == (True, 1)


def test_a_chart_whose_part_is_missing_is_named_as_lost() -> None:
    assert with_chart("rIdX").losses == (Loss("chart", "グラフ 1"),)


def rewritten(data: bytes, **parts: bytes | None) -> bytes:
    """Return the package with parts put in place of others; None takes one out."""
    replaced = {name.replace("__", "/").replace("_xml", ".xml"): p for name, p in parts.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = replaced.pop(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in replaced.items():
            new.writestr(name, part or b"")
    return out.getvalue()


def test_a_footnote_stands_at_the_end_of_its_slide() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("港は五つある。")
    paragraph.runs[0]._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    document.add_paragraph("以上である。")
    notes = (
        f'<w:footnotes xmlns:w="{BODY}"><w:footnote w:id="2"><w:p><w:r><w:t>令和6年現在</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    data = saved(document)
    with zipfile.ZipFile(BytesIO(data)) as package:
        rels = package.read("word/_rels/document.xml.rels").decode()
    target = (
        '<Relationship Id="rIdN" Target="footnotes.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    changed = rels.replace("</Relationships>", target).encode()
    data = rewritten(
        data, **{"word__footnotes_xml": notes.encode(), "word___rels/document_xml.rels": changed}
    )
    (slide,) = read(data).slides
    assert kinds(slide) == [
        ("body", "港は五つある。"),
        ("body", "以上である。"),
        ("footnote", "令和6年現在"),
    ]


def test_the_properties_tell_title_date_and_company() -> None:
    document = docx.Document()
    document.add_paragraph("本文である。")
    document.core_properties.title = "防災計画"
    document.core_properties.author = "山田"
    found = read(saved(document))
    assert (found.title, found.publisher) == ("防災計画", "山田")
    assert found.date == "2013-12-23"  # of python-docx's own template


def test_a_missing_picture_or_style_breaks_nothing() -> None:
    document = docx.Document()
    document.add_heading("題", 1)
    document.add_paragraph("本文")
    data = rewritten(saved(document), word__styles_xml=None)
    assert [s.text for s in read(data).slides] == ["題\n\n本文"]


@pytest.mark.parametrize("main", [b"<w:document>", None, b"<a/>"])
def test_a_document_without_its_text_is_damaged(main: bytes | None) -> None:
    with pytest.raises(DamagedFileError, match=r"plan\.docx: (?:its text|it holds no text)"):
        read(rewritten(saved(docx.Document()), word__document_xml=main))


def test_a_document_without_words_is_told() -> None:
    with pytest.raises(NoTextLayerError, match="it holds no text"):
        read(saved(docx.Document()))


@pytest.mark.skipif(not decks("docx"), reason="the folder of decks is missing")
def test_real_documents_are_read_whole() -> None:
    found = {
        path.name: DocxReader().read(path.read_bytes(), path=path, pictures=None)
        for path in decks("docx")
    }
    for document in found.values():
        assert_lawful(document)
    catalog = found["gov_gif_service_catalog.docx"]
    assert len(catalog.slides) == 28
    kind = catalog.slides[14]
    assert (kind.title, kind.section) == ("サービス種別", "個人向けサービスカタログのデータモデル")
    assert [(c.header, c.text) for c in kind.blocks[5].cells] == [
        ("種類", "申請系"),
        ("内容", "支援サービス"),
    ]

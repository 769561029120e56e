"""Files that are made to harm whoever reads them, and small honest ones to spoil.

Each maker returns bytes. Sizes are those at which naive readers were seen to fail (RELIABILITY.md):
a few kilobytes that unpack to gigabytes, draw for hours, or name themselves.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

import pikepdf

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


# Packages


def package(parts: Mapping[str, str | bytes], *, level: int = 6) -> bytes:
    """Return a ZIP of the parts, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """Return a relationships part; each target is (kind, target)."""
    each = "".join(
        f'<Relationship Id="rId{i}" Type="{R}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{REL}">{each}</Relationships>'


def types(overrides: Mapping[str, str]) -> str:
    """Return [Content_Types].xml."""
    each = "".join(
        f'<Override PartName="/{name}" ContentType="{MAIN}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def paragraph(text: str, *, level: int = 0) -> str:
    return f'<a:p><a:pPr lvl="{level}"/><a:r><a:t>{text}</a:t></a:r></a:p>'


def shape(number: int, body: str, *, placeholder: str = "") -> str:
    """Return a shape of PresentationML with the paragraphs `body`."""
    kind = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
    top = 300_000 + number * 700_000
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="s{number}"/><p:cNvSpPr/>{kind}'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="500000" y="{top}"/>'
        '<a:ext cx="8000000" cy="600000"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>"
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of PresentationML."""
    columns = "".join('<a:gridCol w="2000000"/>' for _ in rows[0])
    lines = "".join(
        '<a:tr h="300000">'
        + "".join(
            f"<a:tc><a:txBody><a:bodyPr/>{paragraph(cell)}</a:txBody><a:tcPr/></a:tc>"
            for cell in row
        )
        + "</a:tr>"
        for row in rows
    )
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="t"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
        '<p:xfrm><a:off x="500000" y="3500000"/><a:ext cx="6000000" cy="900000"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{A.replace("/main", "/table")}"><a:tbl>'
        f'<a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def slide_xml(shapes: str) -> str:
    """Return a slide part."""
    return (
        f'{HEAD}<p:sld xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"><p:cSld><p:spTree>'
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree></p:cSld></p:sld>"
    )


def pptx_parts(slides: Sequence[str | bytes]) -> dict[str, str | bytes]:
    """Return the parts of a deck whose slides are these parts."""
    names = [f"ppt/slides/slide{i}.xml" for i in range(1, len(slides) + 1)]
    ids = "".join(f'<p:sldId id="{255 + i}" r:id="rId{i}"/>' for i in range(1, len(slides) + 1))
    overrides = {"ppt/presentation.xml": "presentationml.presentation.main"}
    overrides |= dict.fromkeys(names, "presentationml.slide")
    return {
        "[Content_Types].xml": types(overrides),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'{HEAD}<p:presentation xmlns:r="{R}" xmlns:p="{P}"><p:sldIdLst>{ids}</p:sldIdLst>'
            '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": relations(
            *(("slide", name.removeprefix("ppt/")) for name in names)
        ),
        **dict(zip(names, slides, strict=True)),
    }


TITLE = shape(0, paragraph("防災計画"), placeholder="title")
HONEST_SLIDE = slide_xml(
    TITLE
    + shape(1, paragraph("避難所は12か所ある。") + paragraph("備蓄は3日分", level=1))
    + table([["項目", "金額"], ["堤防", "2億円"], ["訓練", "300万円"]])
)


def honest_pptx() -> bytes:
    """Return a deck of three slides with bullets and a table, and a chart on the last."""
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="91" name="c"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="500000" y="2500000"/>'
        '<a:ext cx="6000000" cy="3000000"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="rId1"/></a:graphicData>'
        "</a:graphic></p:graphicFrame>"
    )
    parts = pptx_parts([HONEST_SLIDE, HONEST_SLIDE, slide_xml(TITLE + frame)])
    parts["ppt/slides/_rels/slide3.xml.rels"] = relations(("chart", "../charts/chart1.xml"))
    points = "".join(f'<c:pt idx="{i}"><c:v>{i + 3}</c:v></c:pt>' for i in range(3))
    names = "".join(f'<c:pt idx="{i}"><c:v>令和{i + 5}年</c:v></c:pt>' for i in range(3))
    parts["ppt/charts/chart1.xml"] = (
        f'{HEAD}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:plotArea><c:barChart>'
        "<c:ser><c:idx val='0'/><c:order val='0'/>"
        f"<c:cat><c:strRef><c:strCache><c:ptCount val='3'/>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:ptCount val='3'/>{points}</c:numCache></c:numRef>"
        "</c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    return package(parts)


def pptx(slide: str | bytes) -> bytes:
    """Return a deck of one slide part."""
    return package(pptx_parts([slide]), level=1)


def docx(body: str, *, prolog: str = "") -> bytes:
    """Return a Word document of this body."""
    return package(
        {
            "[Content_Types].xml": types({"word/document.xml": "wordprocessingml.document.main"}),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": (
                f'{HEAD}{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
            ),
        },
        level=1,
    )


def word_paragraph(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def honest_docx() -> bytes:
    """Return a document of two headed sections and a table."""
    cells = "".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in ("堤防", "2億円"))
    return docx(
        word_paragraph("防災計画", "Heading1")
        + word_paragraph("避難所は12か所ある。")
        + word_paragraph("予算", "Heading1")
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    )


# Bombs in packages


def pptx_text_bomb() -> bytes:
    """Return a slide whose one text unpacks to 330 MB."""
    return pptx(slide_xml(shape(0, paragraph("あ" * 110_000_000))))


def pptx_many_texts() -> bytes:
    """Return a slide of a million short paragraphs, 90 MB of XML."""
    return pptx(slide_xml(shape(0, paragraph("予算") * 1_300_000)))


def pptx_shapes_bomb() -> bytes:
    """Return a slide of 300,000 shapes."""
    return pptx(slide_xml(shape(1, paragraph("予算")) * 300_000))


def pptx_entries_bomb() -> bytes:
    """Return a deck with 50,000 entries more than it needs."""
    parts = pptx_parts([HONEST_SLIDE])
    return package(parts | {f"ppt/media/{i}.xml": b"" for i in range(50_000)}, level=0)


def pptx_with_lying_sizes() -> bytes:
    """Return a deck whose slide says that it unpacks to 100 bytes, and unpacks to 330 MB."""
    data = bytearray(pptx_text_bomb())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = archive.getinfo("ppt/slides/slide1.xml").file_size.to_bytes(4, "little")
    while (place := data.find(true)) >= 0:
        data[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def pptx_same_bytes_many_times() -> bytes:
    """Return a deck whose directory lists 4,000 entries that all unpack the same 1 MB."""
    data = package(pptx_parts([HONEST_SLIDE]) | {"ppt/media/0000.xml": bytes(1_000_000)})
    start = int.from_bytes(data[-6:-2], "little")  # of the directory, by the end record
    first = data.rindex(b"PK\x01\x02")
    entries = data[start:first] + b"".join(
        data[first:-22].replace(b"media/0000", b"media/%04d" % number) for number in range(4_000)
    )
    count = int.from_bytes(data[-14:-12], "little") + 3_999
    end = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2
    end += len(entries).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    return data[:start] + entries + end


def entity_bomb(*, external: str = "") -> str:
    """Return a document type whose entity `&e9;` is a billion words, or a file's or page's text."""
    if external:
        return f'<!DOCTYPE x [<!ENTITY e9 SYSTEM "{external}">]>'
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "lol">{levels}]>'


def pptx_with_entities(*, external: str = "", encoding: str = "utf-8") -> bytes:
    """Return a deck whose slide says `&e9;`."""
    text = slide_xml(shape(0, paragraph("&e9;"))).removeprefix(HEAD)
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return pptx((head + entity_bomb(external=external) + text).encode(encoding))


def pptx_deep(depth: int) -> bytes:
    """Return a slide of groups inside groups."""
    group = '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="2" name=""/></p:nvGrpSpPr><p:grpSpPr/>'
    inner = shape(0, paragraph("予算"))
    return pptx(slide_xml(group * depth + inner + "</p:grpSp>" * depth))


def docx_deep(depth: int) -> bytes:
    """Return a document of tables inside tables."""
    return docx(
        "<w:tbl><w:tr><w:tc>" * depth + word_paragraph("予算") + "</w:tc></w:tr></w:tbl>" * depth
    )


# PDF


def pdf(objects: Iterable[bytes], *, root: int = 1) -> bytes:
    """Return a PDF of the objects, numbered from 1, with its table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        root,
        start,
    )
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (more, len(data), data)


# A Japanese font that is not in the file, in the encoding of Shift JIS.
JAPANESE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/90ms-RKSJ-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[-123 -257 1001 910]"
    b"/ItalicAngle 0/Ascent 709/Descent -241/CapHeight 709/StemV 69>>>>]>>"
)
LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def line(text: str, *, x: float = 50, y: float = 400, size: float = 20) -> bytes:
    """Return the operators that show one line."""
    code = text.encode("cp932").hex().encode()
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n" % (size, x, y, code)


def pdf_of(
    content: bytes,
    *,
    resources: bytes = b"",
    box: str = "0 0 720 540",
    more: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF of one page; `more` are objects 6 and on, for `resources` to name."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>%s>>>>" % (box.encode(), resources),
            stream(content),
            JAPANESE,
            *more,
        ]
    )


TEXT_LINES = line("防災計画", y=480, size=32) + line("避難所は12か所ある。", y=400)


def honest_pdf(pages: int = 3) -> bytes:
    """Return a PDF of slides of a title, a line and a ruled table."""
    rules = b"".join(b"50 %d m 450 %d l S\n" % (y, y) for y in (340, 300, 260, 220)) + b"".join(
        b"%d 220 m %d 340 l S\n" % (x, x) for x in (50, 250, 450)
    )
    cells = b"".join(
        line(text, x=x, y=y, size=16)
        for text, x, y in (
            ("項目", 60, 312),
            ("金額", 260, 312),
            ("堤防", 60, 272),
            ("2億円", 260, 272),
            ("訓練", 60, 232),
            ("300万円", 260, 232),
        )
    )
    content = TEXT_LINES + rules + cells
    return many_pages(pages, [content] * pages)


def many_pages(count: int, contents: Sequence[bytes]) -> bytes:
    """Return a PDF of `count` pages; the first ones show `contents`, the others nothing."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + i) for i in range(count))
    pages = [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]%s/Resources<</Font<</F1 3 0 R>>>>>>"
        % (b"/Contents %d 0 R" % (first + count + i) if i < len(contents) else b"")
        for i in range(count)
    ]
    packed = [stream(zlib.compress(each), b"/Filter/FlateDecode") for each in contents]
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            JAPANESE,
            *pages,
            *packed,
        ]
    )


def pdf_nested_forms(levels: int = 40) -> bytes:
    """Return a page whose form shows another twice, and so on: 2 ** levels lines."""
    forms = [
        stream(
            b"/X0 Do /X0 Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 720 540]/Resources<</XObject<</X0 %d 0 R>>>>"
            % (7 + i),
        )
        for i in range(levels)
    ]
    last = stream(
        TEXT_LINES, b"/Type/XObject/Subtype/Form/BBox[0 0 720 540]/Resources<</Font<</F1 5 0 R>>>>"
    )
    return pdf_of(TEXT_LINES + b"/X0 Do", resources=b"/XObject<</X0 6 0 R>>", more=[*forms, last])


def deflated(piece: bytes, times: int) -> bytes:
    """Return a piece many times over, deflated, without the time that takes and the checksum."""
    packer = zlib.compressobj(9)
    first = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (times - 1) + packer.flush()


def pdf_deflated_twice(size: int = 4_000_000_000) -> bytes:
    """Return a page whose content unpacks twice, to `size` bytes."""
    piece = b"0 0 m 1 1 l S\n" * 100_000
    twice = zlib.compress(deflated(piece, size // len(piece)), 9)
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R>>",
            stream(twice, b"/Filter[/FlateDecode/FlateDecode]"),
        ]
    )


def pdf_same_page_many_times(count: int = 100_000) -> bytes:
    """Return a PDF that lists one page `count` times."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(TEXT_LINES),
            JAPANESE,
        ]
    )


def pdf_large_page(side: int = 200_000) -> bytes:
    """Return a page `side` points wide and high, with its text in the lower left corner."""
    return pdf_of(TEXT_LINES, box=f"0 0 {side} {side}")


def pdf_large_picture(side: int = 30_000) -> bytes:
    """Return a page with a picture of `side` squared pixels, 24 bits each, in a few kilobytes."""
    picture = stream(
        deflated(bytes(side * 3), side),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter/FlateDecode" % (side, side),
    )
    return pdf_of(
        TEXT_LINES + b"q 300 0 0 300 0 0 cm /X0 Do Q",
        resources=b"/XObject<</X0 6 0 R>>",
        more=[picture],
    )


def pdf_tiny_tiles() -> bytes:
    """Return a page filled with a pattern of steps of a thousandth of a point."""
    tile = stream(
        b"0 0 0.0005 0.0005 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 0.001 0.001]"
        b"/XStep 0.001/YStep 0.001/Resources<<>>",
    )
    return pdf_of(
        TEXT_LINES + b"/Pattern cs /T scn 0 0 720 540 re f",
        resources=b"/Pattern<</T 6 0 R>>",
        more=[tile],
    )


def pdf_many_paths(count: int = 2_000_000) -> bytes:
    """Return a page of `count` curves."""
    content = TEXT_LINES + b"0 0 m 700 1 9 500 600 400 c S\n" * count
    return many_pages(1, [content])


def pdf_many_characters(count: int = 3_000_000) -> bytes:
    """Return a page that shows `count` characters, most of them over each other."""
    return many_pages(1, [TEXT_LINES + line("予算" * 500, y=10) * (count // 1_000)])


def pdf_many_rules(count: int = 50_000) -> bytes:
    """Return a page of a grid of `count` lines each way, as a table's might be."""
    across = b"".join(b"0 %.3f m 720 %.3f l S\n" % (y, y) for y in steps(540, count))
    down = b"".join(b"%.3f 0 m %.3f 540 l S\n" % (x, x) for x in steps(720, count))
    return many_pages(1, [TEXT_LINES + across + down])


def steps(size: float, count: int) -> Iterable[float]:
    return (size * i / count for i in range(count))


def pdf_page_loop() -> bytes:
    """Return a PDF whose tree of pages contains itself."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 900/Parent 2 0 R>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(TEXT_LINES),
            JAPANESE,
        ]
    )


def pdf_deep_arrays(depth: int = 1_000_000) -> bytes:
    """Return a PDF with an array inside an array, and so on, in its catalogue and on its page."""
    nested = b"[" * depth + b"]" * depth
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/Deep %s>>" % nested,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(TEXT_LINES + nested),
            JAPANESE,
        ]
    )


def pdf_outline_loop() -> bytes:
    """Return a PDF whose outline's entries follow each other in a circle."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(TEXT_LINES),
            JAPANESE,
            b"<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>",
            b"<</Title(a)/Parent 6 0 R/Next 8 0 R/First 8 0 R/Dest[3 0 R/Fit]>>",
            b"<</Title(b)/Parent 6 0 R/Next 7 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
        ]
    )


def pdf_asking_for_a_password() -> bytes:
    """Return a PDF that is encrypted with a user's password."""
    pdf_bytes = honest_pdf(1)
    secret = (
        b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
        b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>"
        % (b"ab" * 32, b"cd" * 32)
    )
    return pdf_bytes.replace(b"/Root 1 0 R", b"/Root 1 0 R" + secret)


# Texts

HONEST_MARKDOWN = """# 防災計画

避難所は12か所ある。

- 備蓄は3日分
  - 水は9リットル

---

## 予算

| 項目 | 金額 |
|---|---|
| 堤防 | 2億円 |
"""
HONEST_TEXT = "防災計画の概要\n・避難所は12か所\n---\n予算\n堤防　2億円\n"
HONEST_HTML = """<!DOCTYPE html><html lang="ja"><head><title>防災計画</title></head><body>
<section><h1>防災計画</h1><p>避難所は12か所ある。</p><ul><li>備蓄は3日分<ul><li>水</li></ul></li></ul></section>
<section><h2>予算</h2><table><tr><th>項目</th><th>金額</th></tr><tr><td>堤防</td><td>2億円</td></tr></table>
</section></body></html>"""


def html_deep(depth: int = 200_000) -> bytes:
    return f"<!DOCTYPE html><html><body>{'<div>' * depth}予算{'</div>' * depth}".encode()


def html_many_tags(count: int = 3_000_000) -> bytes:
    return b"<!DOCTYPE html><html><body>" + b"<p>a<b>b" * count


def html_wide_spans() -> bytes:
    """Return a table whose cells claim to be a million rows high and wide."""
    cell = '<td rowspan="1000000" colspan="1000000">予算</td>'
    return f"<!DOCTYPE html><html><body><table>{f'<tr>{cell * 50}</tr>' * 50}</table>".encode()


def markdown_deep(mark: str, depth: int = 200_000) -> bytes:
    return f"# 予算\n\n{mark * depth}予算\n".encode()


def rich_pdf() -> bytes:
    """Return a page with a form, a picture, an annotation, shading, an outline and properties."""
    text_form = stream(
        line("別紙", y=200),
        b"/Type/XObject/Subtype/Form/BBox[0 0 720 540]/Resources<</Font<</F1 5 0 R>>>>",
    )
    picture = stream(
        zlib.compress(bytes(range(48))),
        b"/Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter/FlateDecode",
    )
    shading = (
        b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 720 0]/Function"
        b"<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[0 0 1]/N 1>>>>"
    )
    look = stream(line("注"), b"/Type/XObject/Subtype/Form/BBox[0 0 99 30]")
    content = TEXT_LINES + (
        b"/X0 Do q 100 0 0 100 500 300 cm /X1 Do Q q 0 0 720 60 re W n /S0 sh Q "
        b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\xff\xff\x00 EI\n"
    )
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/Outlines 10 0 R/MarkInfo<</Marked true>>/Lang(ja-JP)>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1/Rotate 90/CropBox[10 10 710 530]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R/Annots[9 0 R]"
            b"/Resources<</Font<</F1 5 0 R>>/XObject<</X0 6 0 R/X1 7 0 R>>/Shading<</S0 8 0 R>>>>"
            b">>",
            stream(zlib.compress(content), b"/Filter/FlateDecode"),
            JAPANESE,
            text_form,
            picture,
            shading,
            b"<</Type/Annot/Subtype/FreeText/Rect[100 100 200 130]/Contents(x)/AP<</N 12 0 R>>>>",
            b"<</Type/Outlines/First 11 0 R/Last 11 0 R/Count 1>>",
            b"<</Title<FEFF4E8800007B97>/Parent 10 0 R/Dest[3 0 R/Fit]>>",
            look,
        ]
    )


def packed_pdf() -> bytes:
    """Return the honest PDF with its objects inside streams, as PDF 1.5 allows."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(honest_pdf())) as document:
        document.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return buffer.getvalue()


HONEST: dict[str, bytes] = {
    "deck.txt": HONEST_TEXT.encode(),
    "cp932.txt": HONEST_TEXT.encode("cp932"),
    "utf16.txt": HONEST_TEXT.encode("utf-16"),
    "deck.md": HONEST_MARKDOWN.encode(),
    "deck.html": HONEST_HTML.encode(),
    "deck.pptx": honest_pptx(),
    "deck.docx": honest_docx(),
    "deck.pdf": honest_pdf(),
    "rich.pdf": rich_pdf(),
    "packed.pdf": packed_pdf(),
}
"""One small file of each kind, by name."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name

from briefqa.readers.pdf.characters import read_glyphs
from briefqa.readers.pdf.fallback import FallbackGlyphs, corruption, is_corrupt, mend
from tests.pdf_pages import make_pdf, text

WORDS = "この表は例である"
# As Google Slides writes it: one range of all kana, from the font's glyph 0x46D1 on, which goes
# over a high byte. PDFium takes no such range, and gives the number of the glyph for the letter.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <46D1> <4727> <3041> endbfrange
2 beginbfchar <0001> <8868> <0002> <4F8B> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
GLYPHS = {"表": 1, "例": 2}


def slides_export(words: str, *, rotate: int = 0) -> bytes:
    """Return a page as Google Slides exports it, its text in a form object."""
    codes = [GLYPHS.get(word, ord(word) - 0x3041 + 0x46D1) for word in words]
    octets = "".join(f"{code:04x}" for code in codes)
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf("/X Do", rotate=rotate))) as document:
        page = document.pages[0]
        font = page.obj.Resources.Font.F
        font.Encoding, font.ToUnicode = Name("/Identity-H"), document.make_stream(TO_UNICODE)
        form = document.make_stream(f"BT /F 20 Tf 100 300 Td <{octets}> Tj ET".encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, page.mediabox
        form.Resources = Dictionary(Font=page.obj.Resources.Font)
        page.obj.Resources = Dictionary(XObject=Dictionary(X=form))
        document.save(written)
    return written.getvalue()


def test_kana_that_pdfium_misreads_are_read_another_way() -> None:
    data = slides_export(WORDS)
    misread = "".join(glyph.text for glyph in read_glyphs(pdfium.PdfDocument(data)[0]))
    glyphs = FallbackGlyphs(data).glyphs(1)

    assert is_corrupt(misread)
    assert "".join(glyph.text for glyph in glyphs) == WORDS
    assert not is_corrupt(WORDS)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_both_ways_place_characters_alike(rotate: int) -> None:
    data = slides_export(WORDS, rotate=rotate)
    one = read_glyphs(pdfium.PdfDocument(data)[0])
    other = FallbackGlyphs(data).glyphs(1)

    assert [glyph.angle for glyph in other] == [glyph.angle for glyph in one]
    assert [glyph.size for glyph in other] == pytest.approx([glyph.size for glyph in one])
    for name in ("x", "y"):
        expected = [getattr(glyph, name) for glyph in one]
        assert [getattr(glyph, name) for glyph in other] == pytest.approx(
            expected, abs=8
        )  # of 20 points


def test_a_file_that_is_too_broken_gives_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    glyphs = FallbackGlyphs(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj")

    assert glyphs.glyphs(1) == []
    assert glyphs.glyphs(2) == []
    assert capfd.readouterr() == ("", "")


def test_a_page_that_is_not_there_gives_nothing() -> None:
    assert FallbackGlyphs(make_pdf(text(10, 20, "一"))).glyphs(2) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("䛣䛾表䛿例䛷䛒䜛", True),
        ("防災計画の概要は次のとおりである。" * 10 + "䛾", False),  # one, of a name
        ("\ufffd\ufffd\ufffd計画", True),
        ("\ue123\ue124\ue125計画", True),
        ("\uf06c第一の項目\n\uf06c第二の項目\n\uf06c第三の項目", False),  # bullets
        ("", False),
    ],
)
def test_corrupt_pages_are_told_by_their_characters(page: str, expected: bool) -> None:
    assert is_corrupt(page) is expected


def test_corruption_is_the_share_of_wrong_characters() -> None:
    assert corruption("䛾 は\n\ufffd に") == 0.5


def test_radicals_become_the_ideographs_that_they_look_like() -> None:
    assert (
        mend("⼊⾨⼿引き ⻑野・江⼾ ⻘⾊⿊⽩ ⺠間⻄側") == "入門手引き 長野・江戸 青色黒白 民間西側"
    )
    assert mend("ﬁｶﾞ①㈱髙⺀") == "ﬁｶﾞ①㈱髙⺀"


@given(st.text())
def test_mending_keeps_the_length_and_mends_once(words: str) -> None:
    assert len(mend(words)) == len(words)
    assert mend(mend(words)) == mend(words)

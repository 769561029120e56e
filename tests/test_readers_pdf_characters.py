"""The characters of PDF pages as pdfium has them, and what is made of that."""

from contextlib import closing

import pypdfium2

from briefqa.readers.pdf.characters import read_glyphs
from briefqa.readers.pdf.glyphs import Glyph
from tests import hostile

# "!" is a ligature, and stands for three letters.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <21> <006600660069> endbfchar
1 beginbfrange <61> <7a> <0061> endbfrange endcmap end end"""
FONT = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 33/LastChar 122/Widths[%s]"
    b"/ToUnicode 6 0 R>>" % (b"600 " * 90)
)


def glyphs_of(content: bytes) -> list[Glyph]:
    data = hostile.pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 540]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            hostile.stream(content),
            FONT,
            hostile.stream(TO_UNICODE),
        ]
    )
    with closing(pypdfium2.PdfDocument(data)) as document:
        return read_glyphs(document[0])


def test_the_letters_of_a_ligature_stand_side_by_side() -> None:
    glyphs = glyphs_of(b"BT /F1 30 Tf 50 400 Td (o!ce) Tj ET")
    assert "".join(glyph.text for glyph in glyphs) == "office"
    assert [round(glyph.left) for glyph in glyphs] == [50, 68, 74, 80, 86, 104]
    assert [round(glyph.right) for glyph in glyphs] == [68, 74, 80, 86, 104, 122]


def test_down_the_page_they_stand_one_below_the_other() -> None:
    glyphs = glyphs_of(b"BT /F1 30 Tf 0 -1 1 0 50 400 Tm (o!ce) Tj ET")
    assert "".join(glyph.text for glyph in glyphs) == "office"
    assert [round(glyph.top) for glyph in glyphs] == [140, 158, 164, 170, 176, 194]


def test_a_letter_printed_twice_in_one_place_is_one() -> None:
    glyphs = glyphs_of(b"BT /F1 30 Tf 50 400 Td (of) Tj ET BT /F1 30 Tf 50 400 Td (of) Tj ET")
    assert "".join(glyph.text for glyph in glyphs) == "of"

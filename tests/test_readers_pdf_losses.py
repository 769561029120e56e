import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Name
from PIL import Image

from briefqa.readers.pdf.characters import read_glyphs
from briefqa.readers.pdf.drawings import read_drawings
from briefqa.readers.pdf.losses import look_at, losses_of
from briefqa.records import Loss
from tests.decks import DECKS
from tests.pdf_pages import HEIGHT, line, make_pdf, picture, text


def losses(data: bytes, *, is_looked_at: bool = True, number: int = 1) -> tuple[Loss, ...]:
    page = pdfium.PdfDocument(data)[number - 1]
    look = look_at if is_looked_at else None
    return losses_of(page, read_glyphs(page), drawings=read_drawings(page), look=look)


def bitmap(image: Image.Image) -> tuple[int, int, bytes]:
    rgb = image.convert("RGB")
    return rgb.width, rgb.height, rgb.tobytes()


def screenshot() -> tuple[int, int, bytes]:
    """Return a picture of a page full of words."""
    lines = "".join(
        text(20, 20 + 18 * i, "避難所の開設と運営の手順を定める" * 3) for i in range(20)
    )
    page = pdfium.PdfDocument(make_pdf(lines))[0]
    return bitmap(page.render(scale=1.5).to_pil())


def photo() -> tuple[int, int, bytes]:
    """Return a soft picture, as of a sky."""
    return bitmap(Image.radial_gradient("L").resize((300, 200)))


LINES = "".join(
    text(40, 60 + 30 * i, "避難所は小学校に置き、町会が運営する。", size=16) for i in range(8)
)


def test_a_page_of_text_loses_nothing() -> None:
    assert losses(make_pdf(LINES)) == ()


def test_a_page_of_nothing_has_no_text() -> None:
    assert losses(make_pdf("")) == (Loss("no_text"),)
    assert losses(make_pdf(line(10, 10, 700, 10))) == (Loss("no_text"),)


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_picture_of_words_under_a_title_is_a_loss(is_looked_at: bool) -> None:
    shown = picture(60, 80, 660, 390)
    data = make_pdf(text(40, 40, "運営の手順", size=28) + shown, images={"I": screenshot()})

    assert losses(data, is_looked_at=is_looked_at) == (Loss("pictures"),)


def test_a_scan_is_a_loss_without_being_looked_at() -> None:
    data = make_pdf(picture(0, 0, 720, 405), images={"I": screenshot()})

    assert losses(data, is_looked_at=False) == (Loss("pictures"),)


def test_a_photo_beside_text_or_under_it_is_none() -> None:
    images = {"I": photo()}

    assert losses(make_pdf(picture(400, 60, 700, 380) + LINES, images=images)) == ()
    assert losses(make_pdf(picture(0, 0, 720, 405) + LINES, images=images)) == ()
    title = text(60, 200, "防災計画の概要", size=40)
    assert losses(make_pdf(picture(0, 0, 720, 405) + title, images=images)) == ()


def test_a_ground_under_words_is_none_without_being_looked_at() -> None:
    title = text(60, 100, "防災計画の概要", size=40)
    data = make_pdf(picture(0, 200, 720, 405) + title, images={"I": photo()})

    assert losses(data, is_looked_at=False) == ()


def test_a_small_screenshot_beside_a_full_text_is_none() -> None:
    data = make_pdf(picture(480, 60, 700, 190) + LINES, images={"I": screenshot()})

    assert losses(data) == ()


def outlined(count: int) -> str:
    """Return shapes in lines, curved and with holes, as letters that were made outlines have."""
    found = []
    for i in range(count):
        x, y = 40 + 16 * (i % 38), HEIGHT - 100 - 24 * (i // 38)
        found.append(
            f"{x} {y} m {x + 4} {y + 18} {x + 8} {y + 18} {x + 12} {y} c {x + 9} {y} l "
            f"{x + 7} {y + 9} {x + 5} {y + 9} {x + 3} {y} c h "
            f"{x + 5} {y + 10} 3 3 re f*\n"
        )
    return "".join(found)


def test_words_drawn_as_outlines_are_a_loss_and_a_logo_is_none() -> None:
    title = text(40, 40, "見出しだけが文字", size=24)

    assert losses(make_pdf(title + outlined(300))) == (Loss("pictures"),)
    assert losses(make_pdf(LINES + outlined(20))) == ()


def test_characters_without_letters_are_named_with_their_font() -> None:
    words = "".join(f"{code:04x}" for code in range(20, 60))
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(f"BT /F 16 Tf 40 300 Td <{words}> Tj ET"))) as document:
        font = document.pages[0].obj.Resources.Font.F
        font.Encoding, font.BaseFont = Name("/Identity-H"), Name("/ABCDEF+Gaiji")
        font.DescendantFonts[0].BaseFont = Name("/ABCDEF+Gaiji")
        font.DescendantFonts[0].CIDSystemInfo.Ordering = pikepdf.String("Identity")
        document.save(written)

    assert losses(written.getvalue()) == (Loss("unreadable", "Gaiji"),)


@pytest.mark.skipif(not DECKS.is_dir(), reason="the real decks are not part of the repository")
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("gov_meti_sbom_auto_20250303", (7, 8, 10, 11, 12, 14, 15, 16)),
        ("uni_hachinohe_opendata", (5, 6)),
        ("uni_keio_ssh", ()),
        ("oc_cybozu_ospo", ()),
    ],
)
def test_on_real_decks_the_pages_of_screenshots_alone_are_told(
    name: str, pages: tuple[int, ...]
) -> None:
    document = pdfium.PdfDocument(DECKS / "pdf" / f"{name}.pdf")
    found = tuple(
        number
        for number, page in enumerate(document, start=1)
        if losses_of(page, read_glyphs(page), drawings=read_drawings(page), look=look_at)
    )

    assert found == pages

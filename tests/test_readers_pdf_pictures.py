from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from briefqa.readers.pdf.pictures import save_picture
from tests.pdf_pages import box, make_pdf, text


def drawn(data: bytes, path: Path) -> Image.Image:
    assert save_picture(pdfium.PdfDocument(data)[0], path)
    with Image.open(path) as image:
        assert image.format == "WEBP"
        return image.convert("RGB")


@pytest.mark.parametrize(
    ("size", "rotate", "expected"),
    [
        ((720, 405), 0, (1280, 720)),
        ((720, 405), 90, (720, 1280)),
        ((72, 36), 0, (1280, 640)),
        ((14_400, 7_200), 0, (1280, 640)),
        ((14_400, 3), 0, (1280, 1)),
        ((333.3, 777.7), 0, (549, 1280)),
    ],
)
def test_the_longer_edge_has_1280_pixels(
    size: tuple[float, float], rotate: int, expected: tuple[int, int], tmp_path: Path
) -> None:
    assert drawn(make_pdf("", size=size, rotate=rotate), tmp_path / "0001.webp").size == expected


def test_a_page_is_drawn_as_it_is_shown(tmp_path: Path) -> None:
    page = make_pdf(box(0, 0, 360, 405, colour="1 0 0"))

    upright, turned = (
        drawn(data, tmp_path / "0001.webp")
        for data in (page, make_pdf(box(0, 0, 360, 405, colour="1 0 0"), rotate=90))
    )

    assert upright.getpixel((320, 360))[0] > 200 > upright.getpixel((320, 360))[1]
    assert min(upright.getpixel((960, 360))) > 250
    assert turned.getpixel((360, 320))[1] < 60
    assert min(turned.getpixel((360, 960))) > 250


def test_a_page_of_200_000_points_is_not_drawn(tmp_path: Path) -> None:
    page = pdfium.PdfDocument(make_pdf(text(10, 20, "広い"), size=(200_000, 200_000)))[0]

    assert save_picture(page, tmp_path / "0001.webp") is False
    assert list(tmp_path.iterdir()) == []


def test_a_slide_of_text_takes_little_room(tmp_path: Path) -> None:
    lines = "".join(
        text(40, 40 + 24 * i, "防災計画の概要は次のとおりである", size=18) for i in range(14)
    )
    path = tmp_path / "0001.webp"

    drawn(make_pdf(lines), path)

    assert 10_000 < path.stat().st_size < 120_000

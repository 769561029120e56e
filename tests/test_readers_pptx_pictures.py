import pytest

from briefqa.readers.pptx import with_printed
from briefqa.readers.pptx.places import Glyph, fold, placed
from briefqa.records import Block, Box, Document, Loss, Page, Slide


def row(text: str, left: float, top: float, *, step: float = 0.02) -> list[Glyph]:
    """Return the letters of a printed line, `step` wide and 0.04 high."""
    return [
        Glyph(c, left + i * step, top, left + (i + 1) * step, top + 0.04)
        for i, c in enumerate(text)
        if not c.isspace()
    ]


def slide_of(text: str, *boxes: Box) -> tuple[Slide, Page]:
    blocks = (Block("body", 0, len(text), text),)
    return Slide("", 1, text, "", "", blocks), Page(1, 720, 540, boxes)


def test_a_line_gets_the_box_that_its_letters_were_printed_in() -> None:
    slide, page = slide_of("避難 所", Box(0, 4, 0.1, 0.1, 0.5, 0.3))
    (box,) = placed(slide, page, row("避難 所", 0.12, 0.15)).boxes
    assert (box.start, box.end) == (0, 4)
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((0.12, 0.15, 0.2, 0.19))
    assert box.stops == pytest.approx((0.12, 0.14, 0.16, 0.18, 0.2))


def test_a_paragraph_that_was_broken_gets_a_box_a_line() -> None:
    slide, page = slide_of("市が避難所を開く", Box(0, 8, 0.1, 0.1, 0.3, 0.3))
    glyphs = row("市が避難", 0.1, 0.1) + row("所を開く", 0.1, 0.16)
    found = placed(slide, page, glyphs).boxes
    assert [(box.start, box.end) for box in found] == [(0, 4), (4, 8)]
    assert [box.top for box in found] == pytest.approx([0.1, 0.16])


def test_of_two_equal_texts_each_gets_the_nearer() -> None:
    slide, page = slide_of("OK\n\nOK", Box(0, 2, 0.6, 0.6, 0.8, 0.7), Box(4, 6, 0.1, 0.1, 0.3, 0.2))
    first, second = placed(slide, page, row("OK", 0.15, 0.12) + row("OK", 0.65, 0.62)).boxes
    assert (first.left, second.left) == pytest.approx((0.65, 0.15))


def test_a_short_text_far_away_is_another() -> None:
    kept = Box(0, 2, 0.1, 0.1, 0.3, 0.2)
    slide, page = slide_of("OK", kept)
    assert placed(slide, page, row("OK", 0.8, 0.8)).boxes == (kept,)


def test_vertical_lines_are_told() -> None:
    slide, page = slide_of("縦書き", Box(0, 3, 0.1, 0.1, 0.2, 0.5))
    glyphs = [Glyph(c, 0.1, 0.1 + i * 0.1, 0.15, 0.2 + i * 0.1) for i, c in enumerate("縦書き")]
    (box,) = placed(slide, page, glyphs).boxes
    assert box.is_vertical
    assert box.stops == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_letters_are_compared_in_one_form() -> None:
    assert fold("⼊⾨ (Ａ-1)") == fold("入門（A‐１）") == "入門(A1)"


def deck_and_print() -> tuple[Document, Document]:
    slide, page = slide_of("避難", Box(0, 2, 0.1, 0.1, 0.5, 0.3))
    box = Box(0, 2, 0.2, 0.15, 0.24, 0.19, (0.2, 0.22, 0.24))
    printed = Page(1, 720, 540, (box,), picture="0001.webp")
    return Document((slide,), (page,)), Document((slide,), (printed,))


def test_a_deck_takes_the_pictures_of_its_print() -> None:
    document, printed = deck_and_print()
    found = with_printed(document, printed)
    assert found.slides[0].has_picture
    assert found.slides[0].losses == ()
    assert found.pages[0].picture == "0001.webp"
    assert found.pages[0].boxes == printed.pages[0].boxes


def test_a_print_of_other_pages_is_no_picture_of_the_slides() -> None:
    document, printed = deck_and_print()
    twice = Document(printed.slides * 2, printed.pages * 2)
    for other in (None, twice):
        found = with_printed(document, other)
        assert found.slides[0].losses == (Loss("picture"),)
        assert not found.slides[0].has_picture
        assert found.pages == document.pages

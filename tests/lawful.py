"""What holds of every slide that any reader makes."""

from briefqa.records import Document, Slide
from briefqa.text.align import join_lines


def assert_lawful(document: Document) -> None:
    """Slides are numbered from 1 and each keeps the laws of `assert_lawful_slide`."""
    numbers = [slide.number for slide in document.slides]
    assert numbers == list(range(1, len(numbers) + 1))
    for slide in document.slides:
        assert_lawful_slide(slide)


def assert_lawful_slide(slide: Slide) -> None:
    """Blocks are in order, do not overlap, hold all that is not white, and read as written."""
    position = 0
    for block in slide.blocks:
        assert not slide.text[position : block.start].strip()
        assert position <= block.start < block.end
        assert block.text == join_lines(slide.text[block.start : block.end])
        for cell in block.cells:
            assert cell.text == join_lines(slide.text[cell.start : cell.end])
        position = block.end
    assert not slide.text[position:].strip()
    titles = [block.text for block in slide.blocks if block.kind == "title"]
    assert titles == ([slide.title] if slide.title else [])

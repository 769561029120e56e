"""The lines of the slides that name a briefing: its cover, and the back of it."""

from dataclasses import dataclass

from briefqa.records import Document, Slide

_COVER_LENGTH = 900  # characters; a slide with more is no cover, whatever stands on it
_THIN = 2  # blocks; a first slide of so few stands before the cover: a number, a logo's words
_LINE_LIMIT = 60  # characters; a longer line is a sentence
_SPOKEN_OF = ("note", "footnote", "source", "chart")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cover. `slide` counts the covers' slides from 0; `is_row`: of a table;
    `is_joined`: it is all the lines of a block, which follow it one by one."""

    text: str
    slide: int
    is_title: bool = False
    is_row: bool = False
    is_joined: bool = False


def cover_lines(document: Document) -> list[Line]:
    """Return the lines of the first slide shown, and of the second where the first is thin.

    None where the briefing begins without a cover.
    """
    shown = [slide for slide in document.slides[:4] if not slide.is_hidden and slide.blocks]
    covers = shown[:1]
    if covers and len(covers[0].blocks) <= _THIN:
        covers = shown[:2]
    return [line for i, slide in enumerate(covers) for line in _lines(slide, i)]


def back_lines(document: Document) -> list[Line]:
    """Return the lines of the last slide, where it is no other than the first."""
    shown = [slide for slide in document.slides if not slide.is_hidden and slide.blocks]
    return _lines(shown[-1], 0) if len(shown) > 1 else []


def _lines(slide: Slide, number: int) -> list[Line]:
    if len(slide.text) > _COVER_LENGTH:
        return []
    found: list[Line] = []
    for block in slide.blocks:
        if block.kind in _SPOKEN_OF:
            continue
        is_row = bool(block.table)
        texts = slide.text[block.start : block.end].split("\n")
        if len(texts) > 1 and len(block.text) <= _LINE_LIMIT // 2:
            texts = [block.text, *texts]  # a date may be cut over two lines
        for text in texts:
            stripped = " ".join(text.split())
            is_joined = len(texts) > 1 and text is block.text
            if 0 < len(stripped) <= _LINE_LIMIT:
                found.append(Line(stripped, number, block.kind == "title", is_row, is_joined))
    return found

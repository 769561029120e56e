"""Tell what a paragraph is: bullet and how deep, footnote, source, or the heading of others."""

import re
from collections.abc import Sequence

from briefqa.readers.marks import BULLET, FOOTNOTE, NUMBERED, SENTENCE_END, SOURCE, URL
from briefqa.readers.pdf.lines import LETTERED
from briefqa.readers.pdf.paragraphs import Frame, Paragraph
from briefqa.records import BlockKind

_HEADING_LIMIT = 40  # characters
_LARGER = 1.1  # times what it heads
_INDENT = 0.8  # ems by which a deeper bullet is set in
_SAME_COLUMN = (-1.0, 8.0)  # ems from the first bullets of a box to those of the next
_FRAMED = re.compile("^(?:【.+】|＜.+＞|《.+》|〔.+〕)$")


def kind_of(paragraph: Paragraph) -> BlockKind:
    """Return what a paragraph tells of itself: body where it tells nothing."""
    read, tag = paragraph.read, paragraph.tag
    if SOURCE.match(read):
        return "source"
    if FOOTNOTE.match(read):
        return "footnote"
    if BULLET.match(read):
        return "bullet"
    if (tag is not None and tag.is_heading) or _FRAMED.match(read):
        return "heading"
    is_item = any(mark.match(read) for mark in (NUMBERED, LETTERED))
    return "bullet" if is_item or (tag is not None and tag.name == "LI") else "body"


def is_heading(frame: Frame, at: int, following: Paragraph | None) -> bool:
    """Say whether the paragraph at this place of its box heads `following`, the next one read.

    It is larger or bolder, and no item of a list of its like; of a box of several it heads the
    rest, and is not the last.
    """
    paragraph = frame.paragraphs[at]
    is_last = at == len(frame.paragraphs) - 1
    if following is None or (at > 0 and _is_like(frame.paragraphs[at - 1], paragraph)):
        return False
    if (is_last and at > 0) or not _could_head(paragraph.read):
        return False
    if paragraph.size >= _LARGER * following.size:
        return True
    if following.size >= _LARGER * paragraph.size:
        return False
    if paragraph.is_bold and not following.is_bold:
        return True
    return bool(BULLET.match(following.read)) and not following.is_bold


def _could_head(read: str) -> bool:
    if not 2 <= len(read) <= _HEADING_LIMIT or URL.search(read):
        return False
    return not SENTENCE_END.search(read) and not read.endswith(("、", ",", "，"))


def _is_like(one: Paragraph, other: Paragraph) -> bool:
    return abs(one.size - other.size) < 0.05 * one.size and one.is_bold == other.is_bold


def levels_of(frames: Sequence[Frame]) -> dict[int, int]:
    """Return the depth of each bullet, by its paragraph's `id`: by how far it is set in.

    A box below goes on with the depths of the one above where its bullets stand below those.
    """
    found: dict[int, int] = {}
    starts: list[float] = []
    for frame in frames:
        items = [p for p in frame.paragraphs if _is_item(p)]
        if items and starts:
            indent = (items[0].lines[0].start - starts[0]) / items[0].size
            if not _SAME_COLUMN[0] <= indent <= _SAME_COLUMN[1]:
                starts = []
        for paragraph in items:
            line = paragraph.lines[0]
            while starts and line.start < starts[-1] - _INDENT * line.size:
                starts.pop()
            if not starts or line.start > starts[-1] + _INDENT * line.size:
                starts.append(line.start)
            found[id(paragraph)] = len(starts) - 1
    return found


def _is_item(paragraph: Paragraph) -> bool:
    text = paragraph.lines[0].text
    if paragraph.tag is not None and paragraph.tag.name == "LI":
        return True
    return any(mark.match(text) for mark in (BULLET, NUMBERED, LETTERED))

"""Arrange the text of one slide into its title and blocks of a kind."""

import re
from dataclasses import dataclass

from briefqa.readers.lines import Span, join_spans
from briefqa.readers.marks import (
    BULLET,
    FOOTNOTE,
    NUMBERED,
    SENTENCE_END,
    SOURCE,
    TITLE_ENDING,
    URL,
    label_of,
)
from briefqa.records import Block, BlockKind, Slide
from briefqa.text.align import join_lines

_TITLE_LIMIT = 60  # characters; the longest titles of real decks run over two lines of 30
_HEADING_LIMIT = 40
_CELL = re.compile(r"\s{1,}")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々]")
_QUOTED = re.compile("^[「『“].*[」』”]$")
_NUMBER_HEAVY = re.compile(r"^[\d０-９.,％%▲△()（）~～\s億兆万千トン円ドル年度月日-]+$")


def arrange(text: str, *, briefing_id: str, number: int) -> Slide:
    """Return the slide: blocks in reading order, each character that is not white is in one."""
    spans = join_spans(text)
    drafts = [_Draft(span, join_lines(text[span.start : span.end])) for span in spans]
    title_at = _find_title(text, drafts)
    title = drafts[title_at].read if title_at is not None else ""
    blocks = tuple(
        Block(_kind(drafts, i, title_at), draft.span.start, draft.span.end, draft.read)
        for i, draft in enumerate(drafts)
    )
    return Slide(briefing_id, number, text, title, "", blocks)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A span with its lines joined, not yet of a kind."""

    span: Span
    read: str


def is_marked(read: str) -> bool:
    """Say whether a block begins with a bullet, a number, or the mark of a note or source."""
    return any(mark.match(read) for mark in (BULLET, NUMBERED, FOOTNOTE, SOURCE))


def _could_head(read: str, *, limit: int) -> bool:
    """Say whether a block's words could be a heading: short, no sentence, no bare number."""
    if not 2 <= len(read) <= limit or _NUMBER_HEAVY.match(read) or URL.search(read):
        return False
    if SENTENCE_END.search(read) and not read.endswith(("？", "?")):
        return False
    return (
        not is_marked(read)
        and not read.startswith(("（", "("))
        and not read.endswith(("、", "…", "."))
    )


def _find_title(text: str, drafts: list[_Draft]) -> int | None:
    """Return which draft is the title: the likeliest of those that could be one, or None."""
    best: tuple[float, int] | None = None
    for i, draft in enumerate(drafts):
        read = NUMBERED.sub("", draft.read, count=1) if i == 0 else draft.read
        if not _could_head(read, limit=_TITLE_LIMIT) or _QUOTED.match(read):
            continue
        score = _title_score(text, drafts, i)
        if best is None or score > best[0]:
            best = (score, i)
    return best[1] if best is not None and best[0] >= 1.0 else None


def _title_score(text: str, drafts: list[_Draft], i: int) -> float:
    read, span = drafts[i].read, drafts[i].span
    lines = [line.strip() for line in text[span.start : span.end].split("\n") if line.strip()]
    score = 2.0 if i == 0 else 1.0 if i == len(drafts) - 1 else 0.0
    if TITLE_ENDING.search(read):
        score += 1.0
    if len(lines) >= 3 and max(map(len, lines)) <= 6:
        score -= 2.0  # a label in a narrow box at the side, not the slide's head
    elif len(read) >= 12 and score < 2.0:
        score += 0.5
    if i > 0 and _is_row(read):
        score -= 1.0
    return score - (0.5 if len(read) < 4 else 0.0)


def _kind(drafts: list[_Draft], i: int, title_at: int | None) -> BlockKind:
    read = drafts[i].read
    if i == title_at:
        return "title"
    if SOURCE.match(read):
        return "source"
    if FOOTNOTE.match(read):
        return "footnote"
    if _is_row(read):
        return "row"
    if BULLET.match(read) or NUMBERED.match(read):
        return "bullet"
    if _could_head(read, limit=_HEADING_LIMIT) and i + 1 < len(drafts):
        following = drafts[i + 1].read
        if is_marked(following) or _is_row(following) or len(following) > 1.5 * len(read):
            return "heading"
    return "body"


def _is_row(read: str) -> bool:
    """Say whether a block is a row: a label with its value, or short cells side by side."""
    if label_of(read) is not None:
        return len(read) <= 160 and not SENTENCE_END.search(read)
    cells = _CELL.split(BULLET.sub("", read))
    if len(cells) < 2 or SENTENCE_END.search(read) or "、" in read:
        return False
    japanese = sum(1 for cell in cells if _JAPANESE.search(cell) or _NUMBER_HEAVY.match(cell))
    return japanese == len(cells) and all(len(cell) <= 16 for cell in cells)

"""Make blocks of what stands on a slide: of which kind each is, and where its lines stand."""

import re
from dataclasses import replace

from briefqa.readers.marks import BULLET, FOOTNOTE, NUMBERED, SENTENCE_END, SOURCE, label_of
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.grid import Draft, DraftCell, chart_drafts, tabbed_rows, table_drafts
from briefqa.readers.pptx.order import extent, line_counts, line_height, reading_order
from briefqa.readers.pptx.pieces import (
    ChartPiece,
    Drawing,
    Paragraph,
    Piece,
    TablePiece,
    TextPiece,
)
from briefqa.readers.pptx.titles import Title
from briefqa.records import BlockKind

_HEADING_LIMIT = 40  # characters
_ROW_LIMIT = 160
_LARGER = 1.15  # how much larger a heading's letters are than those of what it heads
_NUMBERS = re.compile(r"^[\d０-９.,，．％%▲△()（）~～/\s-]*$")


def slide_drafts(drawing: Drawing, title: Title | None) -> list[Draft]:
    """Return a slide's blocks in reading order, its title first and its notes last."""
    pieces = reading_order(drawing.pieces)
    found = [] if title is None else [_title_draft(title)]
    tables = 0
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if isinstance(piece, TextPiece):
            skipped = title.count if title is not None and piece is title.piece else 0
            found += _text_drafts(piece, following)[skipped:]
        elif isinstance(piece, TablePiece):
            tables += 1
            found += table_drafts(piece, table=tables)
        elif isinstance(piece, ChartPiece):
            tables += 1
            found += chart_drafts(piece, table=tables)
    return found + [
        Draft("note", paragraph.text, level=paragraph.level) for paragraph in drawing.notes
    ]


def _title_draft(title: Title) -> Draft:
    rects = _line_rects(title.piece)[: title.count]
    return Draft(
        "title",
        title.text,
        tuple(rect for lines in rects for rect in lines),
        is_vertical=title.piece.flow != "down",
    )


def _text_drafts(piece: TextPiece, following: Piece | None) -> list[Draft]:
    rects = _line_rects(piece)
    found: list[Draft] = []
    tabbed = tabbed_rows(piece.paragraphs)
    for at, paragraph in enumerate(piece.paragraphs):
        if at in tabbed:
            cells = tuple(DraftCell(text, rect=rects[at][0]) for text in tabbed[at])
            found.append(Draft("row", level=paragraph.level, cells=cells))
            continue
        below = piece.paragraphs[at + 1] if at + 1 < len(piece.paragraphs) else None
        if below is None and len(piece.paragraphs) == 1:
            below = _headed(piece, following)
        kind = _kind(paragraph, below)
        found.append(
            Draft(
                kind,
                paragraph.text,
                tuple(rects[at]),
                paragraph.level,
                is_vertical=piece.flow != "down",
            )
        )
    return found


def _headed(piece: TextPiece, following: Piece | None) -> Paragraph | None:
    """Return the first paragraph of the frame right below, which a frame may head, or None."""
    if not isinstance(following, TextPiece):
        return None
    above, below = extent(piece), extent(following)
    is_below = (
        below.top >= above.middle[1] and below.left < above.right and below.right > above.left
    )
    if not is_below or below.top - above.bottom > 4 * line_height(piece.paragraphs[0]):
        return None
    return following.paragraphs[0]


def _kind(paragraph: Paragraph, below: Paragraph | None) -> BlockKind:
    text = paragraph.text
    if SOURCE.match(text):
        return "source"
    if FOOTNOTE.match(text):
        return "footnote"
    if paragraph.is_bullet or BULLET.match(text):
        return "bullet"
    if label_of(text) is not None and len(text) <= _ROW_LIMIT and not SENTENCE_END.search(text):
        return "row"
    if below is not None and _heads(paragraph, below):
        return "heading"
    return "bullet" if NUMBERED.match(text) else "body"


def _heads(paragraph: Paragraph, below: Paragraph) -> bool:
    text = paragraph.text
    if not 2 <= len(text) <= _HEADING_LIMIT or SENTENCE_END.search(text) or _NUMBERS.match(text):
        return False
    if below.level < paragraph.level:
        return False
    is_larger = paragraph.size >= _LARGER * below.size
    is_bolder = paragraph.is_bold and not below.is_bold and paragraph.size >= below.size
    return is_larger or is_bolder or below.is_bullet


def _line_rects(piece: TextPiece) -> list[list[Rect]]:
    """Return, for each paragraph, where each of its lines stands."""
    if piece.places:
        places = [place or piece.rect for place in piece.places]
        return [
            [place] * (paragraph.text.count("\n") + 1)
            for place, paragraph in zip(places, piece.paragraphs, strict=True)
        ]
    is_down = piece.flow == "down"
    inner = piece.inner
    length, room = (inner.width, inner.height) if is_down else (inner.height, inner.width)
    sizes = [
        [count * line_height(paragraph) for count in line_counts(paragraph, length)]
        for paragraph in piece.paragraphs
    ]
    total = sum(map(sum, sizes))
    scale = min(1.0, room / total) if total > 0 else 1.0
    spare = max(0.0, room - total * scale)
    at = {"top": 0.0, "middle": spare / 2, "bottom": spare}[piece.anchor]
    found: list[list[Rect]] = []
    for paragraph_sizes in sizes:
        lines: list[Rect] = []
        for size in paragraph_sizes:
            lines.append(_slice(piece, at, at + size * scale))
            at += size * scale
        found.append(lines)
    return found


def _slice(piece: TextPiece, start: float, end: float) -> Rect:
    """Return the part of a frame's inside between two distances from its first line's side."""
    inner = piece.inner
    if piece.flow == "down":
        return replace(inner, top=inner.top + start, bottom=inner.top + end)
    if piece.flow == "leftward":
        return replace(inner, left=inner.right - end, right=inner.right - start)
    return replace(inner, left=inner.left + start, right=inner.left + end)

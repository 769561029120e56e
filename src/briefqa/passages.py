"""Cut a briefing into passages: what is found, scored and quoted. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.records import Block, Briefing, Cell, Passage, Slide
from briefqa.text.align import offsets
from briefqa.text.normalise import normalise

# Characters of a passage. Most slides are one passage: question words spread over title and blocks,
# so cutting a slide loses more than it gains (measured on the dev sets, docs/architecture.md).
LIMIT = 700
# Where a block that is longer than a passage is cut, best first: after a sentence, at a line's end,
# after a clause, at a space.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (r"[。！？!?][」』）)]*\s*|\.\s+", r"[\n\t]\s*", r"[、，,；;：:]\s*", r"\s+")
)


def split_passages(briefing: Briefing) -> tuple[Passage, ...]:
    """Return the passages of a briefing in order; those of a slide together hold all its text.

    A passage is a run of whole blocks. It ends before a heading once it is half full, before the
    block that would take it past the limit, and where speaker notes begin: these are passages of
    their own. A single longer block is cut, between cells or after sentences.
    """
    found: list[Passage] = []
    for slide in briefing.slides:
        for part, group in enumerate(_groups(slide), start=1):
            start, end = group[0].start, group[-1].end
            found.append(
                Passage(
                    id=f"{briefing.id}/{slide.number}/{part}",
                    briefing_id=briefing.id,
                    slide=slide.number,
                    kind=max(group, key=lambda piece: len(piece.read)).block.kind,
                    start=start,
                    end=end,
                    text=slide.text[start:end],
                    indexed_text=_indexed_text(slide, group),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block or, of one that is longer than a passage, a part: `slide.text[start:end]`.

    `read`: its words as they are indexed.
    """

    block: Block
    start: int
    end: int
    read: str


def _groups(slide: Slide) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    length = 0
    for block in slide.blocks:
        for piece in _pieces(slide, block):
            is_full = length + len(piece.read) > LIMIT or (block.is_heading and length > LIMIT // 2)
            is_other = group and (block.kind == "note") != (group[0].block.kind == "note")
            if group and (is_full or is_other):
                yield group
                group, length = [], 0
            group.append(piece)
            length += len(piece.read)
    if group:
        yield group


def _pieces(slide: Slide, block: Block) -> list[_Piece]:
    whole = _Piece(block, block.start, block.end, row_text(block))
    if len(whole.read) <= LIMIT:
        return [whole]
    parts = _cells_apart(slide, block) if block.cells else []
    parts = parts or _sentences_apart(slide, block.start, block.end, block.text)
    ends = [*(start for start, _ in parts[1:]), block.end]
    starts = [block.start, *ends[:-1]]
    return [
        _Piece(block, start, start + len(slide.text[start:end].rstrip()), read)
        for start, end, (_, read) in zip(starts, ends, parts, strict=True)
    ]


def _sentences_apart(slide: Slide, start: int, end: int, read: str) -> list[tuple[int, str]]:
    """Return the parts of `slide.text[start:end]`, read as `read`, and where each begins."""
    places = offsets(slide.text[start:end], read, base=start)
    return [(places[a], read[a:b]) for a, b in cut(read, LIMIT)]


def cut(text: str, limit: int) -> list[tuple[int, int]]:
    """Return the bounds of the parts of `text`, each of at most `limit` characters.

    It is cut after the last sentence that fits, else where a line, a clause or a word ends, else
    anywhere; white space at the ends of a part is left out.

    >>> cut("雨が降る。風が吹く。", 7)
    [(0, 5), (5, 10)]
    """
    found: list[tuple[int, int]] = []
    at = len(text) - len(text.lstrip())
    while len(text.rstrip()) - at > limit:
        end = _last_cut(text, at, at + limit)
        found.append((at, at + len(text[at:end].rstrip())))
        at = end + len(text[end:]) - len(text[end:].lstrip())
    found.append((at, len(text.rstrip())))
    return [(start, end) for start, end in found if start < end]


def _last_cut(text: str, start: int, limit: int) -> int:
    """Return where the best cut in the second half of `text[start:limit]` is, else `limit`."""
    for pattern in _CUTS:
        ends = [m.end() for m in pattern.finditer(text, start, limit) if m.end() > start]
        if ends and ends[-1] - start > (limit - start) // 2:
            return ends[-1]
    return limit


def _cells_apart(slide: Slide, block: Block) -> list[tuple[int, str]]:
    """Return the parts of a long row, of whole cells as far as these fit, and where each begins.

    Each part has the row's label before it.
    """
    label = block.cells[0].text
    parts: list[tuple[int, str]] = []
    last = block.start
    for at, cell in enumerate(block.cells):
        if not last <= cell.start < cell.end <= block.end:
            continue
        last = cell.end
        for start, words in _of_cell(slide, cell, is_label=at == 0):
            if parts and len(parts[-1][1]) + 1 + len(words) <= LIMIT:
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {words}")
            else:
                is_short = at > 0 and len(label) <= LIMIT // 4
                parts.append((start, f"{label} {words}" if is_short else words))
    return parts


def _of_cell(slide: Slide, cell: Cell, *, is_label: bool) -> list[tuple[int, str]]:
    words = cell_text(cell, is_label=is_label)
    if len(words) <= LIMIT:
        return [(cell.start, words)]
    return _sentences_apart(slide, cell.start, cell.end, cell.text)


def row_text(block: Block) -> str:
    """Return a block's words as they are indexed: those of a row with the heads of its columns.

    A merged cell that stands in a row above is said again. Other blocks are as read.
    """
    if not block.cells or block.is_head:
        return block.text.replace("\t", " ")
    words = [cell_text(cell, is_label=at == 0) for at, cell in enumerate(block.cells)]
    return " ".join(filter(None, words)) or block.text


def cell_text(cell: Cell, *, is_label: bool) -> str:
    """Return a cell with its head, the label of a row alone: `人口: 1,200`."""
    text = cell.text.strip()
    return f"{cell.header}: {text}" if text and cell.header and not is_label else text


def _indexed_text(slide: Slide, group: Sequence[_Piece]) -> str:
    # Not the briefing's title: in each passage, its words would tell none of them from another.
    heads = [slide.section, slide.title]
    with_heads = {
        piece.block.table
        for piece in group
        if not piece.block.is_head and any(cell.header for cell in piece.block.cells)
    }
    # Heads are said with each row's cells: not once more.
    said = [p.read for p in group if not (p.block.is_head and p.block.table in with_heads)]
    return normalise("\n".join(dict.fromkeys([head for head in heads if head] + said)))

"""Cut a briefing into passages: what is found, scored and quoted. Pure."""

import re
from collections import Counter
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

_TELLS = re.compile(r"\w")


def split_passages(briefing: Briefing) -> tuple[Passage, ...]:
    """Return the passages of a briefing in order; those of a slide together hold all its text.

    A passage is a run of whole blocks. It ends before a heading once it is half full, before the
    block that would take it past the limit, and where speaker notes begin: these are passages of
    their own. A single longer block is cut, between cells or after sentences.
    """
    found: list[Passage] = []
    for slide in briefing.slides:
        wide = _wide_tables(slide)
        for part, group in enumerate(_groups(slide, wide), start=1):
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
                    indexed_text=_indexed_text(slide, group, wide),
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

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its block."""
        return (self.start, self.end) == (self.block.start, self.block.end)


def _groups(slide: Slide, wide: frozenset[int]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    length = 0
    for block in slide.blocks:
        for piece in _pieces(slide, block):
            size = _size(piece, wide)
            is_full = length + size > LIMIT or (block.is_heading and length > LIMIT // 2)
            is_other = group and (block.kind == "note") != (group[0].block.kind == "note")
            if group and (is_full or is_other):
                yield group
                group, length = [], 0
            group.append(piece)
            length += size
    if group:
        yield group


def _size(piece: _Piece, wide: frozenset[int]) -> int:
    """Return how much of a passage a piece fills; heads go with the rows below them."""
    if piece.block.is_head:
        return 0
    is_plain = piece.block.table in wide and piece.is_whole
    return len(piece.block.text) if is_plain else len(piece.read)


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


def _sentences_apart(
    slide: Slide, start: int, end: int, read: str, *, limit: int = LIMIT
) -> list[tuple[int, str]]:
    """Return the parts of `slide.text[start:end]`, read as `read`, and where each begins."""
    places = offsets(slide.text[start:end], read, base=start)
    return [(places[a], read[a:b]) for a, b in cut(read, limit)]


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
        room = LIMIT - 1 - (len(label) if len(label) <= LIMIT // 4 else 0)
        for start, words in _of_cell(slide, cell, room, is_label=at == 0):
            if parts and len(parts[-1][1]) + 1 + len(words) <= LIMIT:
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {words}")
            else:
                is_short = at > 0 and len(label) <= LIMIT // 4
                parts.append((start, f"{label} {words}" if is_short else words))
    return parts


def _of_cell(slide: Slide, cell: Cell, room: int, *, is_label: bool) -> list[tuple[int, str]]:
    words = cell_text(cell, is_label=is_label)
    if len(words) <= room:
        return [(cell.start, words)]
    return _sentences_apart(slide, cell.start, cell.end, cell.text, limit=room)


def row_text(block: Block) -> str:
    """Return a block's words as they are indexed: those of a row with the heads of its columns.

    A merged cell that stands in a row above is said again; a cell without letters or digits, such
    as a ticked one, is not said. Other blocks are as read.
    """
    if not block.cells or block.is_head:
        return block.text.replace("\t", " ")
    return _words(block, with_heads=True) or block.text


def _words(block: Block, *, with_heads: bool) -> str:
    words = [
        cell_text(cell, is_label=at == 0 or not with_heads) for at, cell in enumerate(block.cells)
    ]
    return " ".join(filter(_TELLS.search, words))


def cell_text(cell: Cell, *, is_label: bool) -> str:
    """Return a cell with its head, the label of a row alone: `人口: 1,200`."""
    text = cell.text.strip()
    if not cell.header or is_label or not _TELLS.search(text):
        return text
    return f"{cell.header}: {text}"


def _indexed_text(slide: Slide, group: Sequence[_Piece], wide: frozenset[int]) -> str:
    # Not the briefing's title: in each passage, its words would tell none of them from another.
    heads = [slide.section, slide.title]
    tables = {p.block.table for p in group if not p.block.is_head and _is_headed(p.block)}
    begun: set[int] = set()
    said: list[str] = []
    for piece in group:
        table = piece.block.table
        if piece.block.is_head and table in tables:
            continue  # said with the cells: not once more
        is_next = table in wide and table in begun and piece.is_whole
        said.append(_words(piece.block, with_heads=False) if is_next else piece.read)
        begun.add(table)
    return normalise("\n".join(dict.fromkeys([head for head in heads if head] + said)))


def _is_headed(block: Block) -> bool:
    return any(cell.header for cell in block.cells)


def _wide_tables(slide: Slide) -> frozenset[int]:
    """Return the tables that with their heads said in each row would fill more than a passage.

    There heads are said once a passage: again and again, they would be all that it is about.
    """
    sizes: Counter[int] = Counter()
    for block in slide.blocks:
        if block.table and _is_headed(block):
            sizes[block.table] += len(row_text(block))
    return frozenset(table for table, size in sizes.items() if size > LIMIT)

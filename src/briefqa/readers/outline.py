"""Build slides from the parts of a document that has no slides: headings, paragraphs, tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from briefqa.errors import NoTextLayerError, TooManyPagesError
from briefqa.readers.grids import Table, grid_rows, is_cut
from briefqa.readers.marks import BULLET, FOOTNOTE, SENTENCE_END, SOURCE, URL, label_of
from briefqa.records import Block, BlockKind, Cell, Loss, Slide
from briefqa.text.align import join_lines
from briefqa.text.normalise import squeeze

SLIDE_LIMIT = 1_000  # of one briefing; RELIABILITY.md, "Starting limits"
TEXT_LIMIT = 400_000  # characters of one slide, some 200 pages of print; the rest is named as lost
BLOCK_LIMIT = 20_000  # of one slide
SPLIT_LEVEL = 3  # headings down to this level begin a slide, deeper ones stand on it
_TITLE_LIMIT = 60  # characters of a line that heads a slide without being marked as a heading
_ROW_LIMIT = 160
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_AT_END: tuple[BlockKind, ...] = ("footnote", "note")


@dataclass(frozen=True, slots=True)
class Text:
    """A block of running text. `level`: a bullet's depth from 0, a heading's from 1, a title's 0.

    `is_apart`: it stands at the slide's end whatever is before it: a note on the page's foot.
    """

    kind: BlockKind
    text: str
    level: int = 0
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what is said of it, side by side."""

    label: str
    value: str


Part = Text | Pair | Table | Loss


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of one slide to be. `level`: of the heading that it begins with, 0 for none."""

    parts: tuple[Part, ...]
    level: int = 0
    is_hidden: bool = False


def clean(text: str) -> str:
    """Return `text` without control characters, its line breaks as `\\n`, tabs as spaces.

    Tabs part the cells of a row, and must mean nothing else.
    """
    text = _CONTROL.sub("", _LINE_BREAK.sub("\n", text)).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").rstrip()


def kind_of(text: str) -> BlockKind:
    """Return the kind of a paragraph that its document does not mark, by how it begins."""
    read = join_lines(text)
    if SOURCE.match(read):
        return "source"
    if FOOTNOTE.match(read):
        return "footnote"
    if BULLET.match(read):
        return "bullet"
    is_short = len(read) <= _ROW_LIMIT and not SENTENCE_END.search(read)
    return "row" if is_short and label_of(read) is not None else "body"


def paragraphs_of(text: str) -> list[Text]:
    """Return a paragraph as blocks: an empty line parts it, and a line that begins with a mark.

    >>> [part.text for part in paragraphs_of("速報値である。\\n※単位は円\\n（出典）環境省")]
    ['速報値である。', '※単位は円', '（出典）環境省']
    """
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        is_marked = any(mark.match(line) for mark in (BULLET, FOOTNOTE, SOURCE))
        if groups[-1] and (is_marked or not line.strip()):
            groups.append([])
        if line.strip():
            groups[-1].append(line)
    found = ["\n".join(group) for group in groups if group]
    return [Text(kind_of(paragraph), paragraph) for paragraph in found]


def split_at_headings(parts: Iterable[Part]) -> list[Section]:
    """Begin a section at each heading down to SPLIT_LEVEL, and at a title.

    Titles one after the other are one; what stands before the first heading is a section.
    """
    sections: list[list[Part]] = [[]]
    for part in parts:
        last = sections[-1][-1] if sections[-1] else None
        if isinstance(part, Text) and _begins(part):
            if part.kind == "title" and isinstance(last, Text) and last.kind == "title":
                sections[-1][-1] = replace(last, text=f"{last.text}\n{part.text}")
                continue
            sections.append([])
        sections[-1].append(part)
    if len(sections) > 1 and all(isinstance(part, Loss) for part in sections[0]):
        lost = sections.pop(0)  # before the first heading: it is of the slide that begins there
        sections[0] += lost
    return [Section(tuple(section), level=_level_of(section)) for section in sections]


def _begins(part: Text) -> bool:
    return part.kind == "title" or (part.kind == "heading" and part.level <= SPLIT_LEVEL)


def _level_of(parts: Sequence[Part]) -> int:
    first = parts[0] if parts else None
    return first.level if isinstance(first, Text) and first.kind == "heading" else 0


def build_slides(sections: Sequence[Section], *, path: Path) -> tuple[Slide, ...]:
    """Return a slide for each section, `section` being the title of the heading above its own.

    Raises TooManyPagesError over SLIDE_LIMIT, NoTextLayerError where no section holds a word.
    """
    if len(sections) > SLIDE_LIMIT:
        raise TooManyPagesError(
            path,
            f"{len(sections):,} slides, more than the {SLIDE_LIMIT:,} that are read",
            hint="Split the file.",
        )
    slides = [build_slide(section, number) for number, section in enumerate(sections, start=1)]
    if not any(slide.blocks for slide in slides):
        raise NoTextLayerError(
            path, "it holds no text", hint="Write what its pictures show as a text."
        )
    return tuple(
        replace(slide, section=above)
        for slide, above in zip(slides, _above(sections, slides), strict=True)
    )


def _above(sections: Sequence[Section], slides: Sequence[Slide]) -> list[str]:
    """Return for each slide the nearest title before it of a heading above its own.

    A first heading that alone is of the highest level names the document, not a section of it,
    unless a title does.
    """
    has_title = any(isinstance(p, Text) and p.kind == "title" for s in sections for p in s.parts)
    levels = [section.level for section in sections if section.level]
    top = min(levels, default=0)
    is_name = len(levels) > 1 and levels[0] == top and levels.count(top) == 1 and not has_title
    open_headings: list[tuple[int, str]] = []
    found: list[str] = []
    for section, slide in zip(sections, slides, strict=True):
        while section.level and open_headings and open_headings[-1][0] >= section.level:
            open_headings.pop()
        found.append(open_headings[-1][1] if section.level and open_headings else "")
        if section.level and not (is_name and section.level == top):
            open_headings.append((section.level, slide.title))
    return found


def build_slide(section: Section, number: int) -> Slide:
    """Return the slide of one section: its title first, notes on the foot and speaker notes last.

    The title is what the document marks as such, else its first heading, else a short first line.
    """
    parts = list(section.parts)
    title_at = _title_at(parts)
    if title_at is not None:
        title = parts.pop(title_at)
        parts.insert(0, replace(title, kind="title") if isinstance(title, Text) else title)
    sheet = _Sheet()
    for part in sorted(parts, key=_place):
        sheet.add(part)
    title_text = next((b.text for b in sheet.blocks if b.kind == "title"), "")
    losses = sheet.losses if sheet.blocks else [*sheet.losses, Loss("no_text")]
    return Slide(
        briefing_id="",
        number=number,
        text=sheet.text,
        title=title_text,
        section="",
        blocks=tuple(sheet.blocks),
        losses=tuple(dict.fromkeys(losses)),
        is_hidden=section.is_hidden,
    )


def _place(part: Part) -> int:
    if isinstance(part, Text) and (part.is_apart or part.kind == "note"):
        return 1 + _AT_END.index(part.kind)
    return 0


def _title_at(parts: Sequence[Part]) -> int | None:
    for kind in ("title", "heading"):
        for i, part in enumerate(parts):
            if isinstance(part, Text) and part.kind == kind and squeeze(part.text):
                return i
    texts = [i for i, part in enumerate(parts) if not isinstance(part, Loss)]
    first = parts[texts[0]] if texts else None
    if isinstance(first, Text) and first.kind == "body" and _could_be_title(first.text):
        return texts[0]
    return None


def _could_be_title(text: str) -> bool:
    read = join_lines(clean(text))
    is_short = 2 <= len(read) <= _TITLE_LIMIT and len(text.strip().split("\n")) <= 2
    return is_short and not SENTENCE_END.search(read) and not URL.search(read)


class _Sheet:
    """A slide's text as it grows, with its blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._tables = 0
        self.blocks: list[Block] = []
        self.losses: list[Loss] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, part: Part) -> None:
        if isinstance(part, Loss):
            self.losses.append(part)
        elif isinstance(part, Text):
            self._add_text(part)
        elif isinstance(part, Pair):
            self._add_cells([(clean(part.label), ""), (clean(part.value), "")])
        else:
            self._add_table(part)

    def _add_text(self, part: Text) -> None:
        text = clean(part.text).strip()
        room = TEXT_LIMIT - self._length
        if len(text) > room:
            self.losses.append(Loss("cut"))
            text = text[:room].strip()
        start = self._begin(text)
        if start is None:
            return
        kind: BlockKind = part.kind
        if kind == "title" and any(block.kind == "title" for block in self.blocks):
            kind = "heading"
        level = part.level if kind == "bullet" else 0
        end = start + len(text)
        self.blocks.append(Block(kind, start, end, join_lines(text), level=level))

    def _begin(self, text: str) -> int | None:
        """Write `text` after an empty line and return where it starts; None if it is blank."""
        stripped = text.strip()
        if not stripped or not squeeze(stripped):
            return None
        if self._length + len(stripped) > TEXT_LIMIT or len(self.blocks) >= BLOCK_LIMIT:
            self.losses.append(Loss("cut"))
            return None
        if self._pieces:
            self._write("\n\n")
        start = self._length
        self._write(stripped)
        return start

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _add_table(self, table: Table) -> None:
        rows = grid_rows(table)
        if is_cut(table):
            self.losses.append(Loss("cut"))
        if not any(cell.text.strip() for row in rows for cell in row.cells):
            return
        self._tables += 1
        placed: dict[int, tuple[int, int]] = {}
        for row in rows:
            cells = [(clean(cell.text), cell.header) for cell in row.cells]
            self._add_cells(
                cells,
                sources=[cell.source for cell in row.cells],
                placed=placed,
                table=self._tables,
                is_head=row.is_head,
            )

    def _add_cells(
        self,
        cells: Sequence[tuple[str, str]],
        *,
        sources: Sequence[int] = (),
        placed: dict[int, tuple[int, int]] | None = None,
        table: int = 0,
        is_head: bool = False,
    ) -> None:
        """Write a row. `sources`: which cell of the table each is; one that is `placed` above, or
        before it in the row, is not written again."""
        placed = {} if placed is None else placed
        keys = sources or range(len(cells))
        new = [key for key, _ in groupby(keys) if key not in placed]
        texts = dict(zip(keys, (text for text, _ in cells), strict=True))
        line = "\t".join(texts[key] for key in new)
        start = self._begin(line)
        if start is None:
            return
        end = start + len(line.strip())
        offset = start - (len(line) - len(line.lstrip()))
        for key in new:
            placed[key] = (max(offset, start), max(min(offset + len(texts[key]), end), start))
            offset += len(texts[key]) + 1
        written = self._pieces[-1]
        made = tuple(
            Cell(*placed[key], join_lines(text), join_lines(header))
            for key, (text, header) in zip(keys, cells, strict=True)
            if key in placed
        )
        self.blocks.append(
            Block("row", start, end, join_lines(written), cells=made, table=table, is_head=is_head)
        )

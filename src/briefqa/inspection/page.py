"""Set what was understood of a file as one HTML page that needs nothing but itself."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from jinja2 import Environment, StrictUndefined, Template

from briefqa.inspection.inspected import Inspected, InspectedSlide, Item, Table
from briefqa.inspection.words import FORMATS, LOSSES, ORIGINS, counted, numbers_in_words
from briefqa.marking import Rectangle, picture_size, rectangles
from briefqa.records import Block, BlockKind, Page


@dataclass(frozen=True, slots=True)
class Shown:
    """A block, or a row of a table; `mark` is its number on its slide, and that of its boxes."""

    mark: int
    block: Block
    boxes: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A block by itself, or the rows of one table with the heads that no row holds.

    `word`: what it is called.
    """

    kind: str
    word: str
    rows: tuple[Shown, ...]
    heads: tuple[str, ...] = ()
    is_table: bool = False

    @property
    def columns(self) -> int:
        """How many cells its widest row has."""
        return max(len(row.block.cells) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide with its picture as a data URI or "", of `width` x `height` pixels (0 if unknown)."""

    inspected: InspectedSlide
    groups: tuple[Group, ...]
    picture: str
    width: int
    height: int


def page_of(inspected: Inspected) -> str:
    """Return the whole page: facts, then each slide's picture and boxes beside its blocks."""
    sheets = [_sheet(slide) for slide in inspected.slides]
    seen = {group.kind for sheet in sheets for group in sheet.groups}
    marks = max((row.mark for sheet in sheets for row in _rows(sheet)), default=0)
    return _template().render(
        inspected=inspected,
        briefing=inspected.briefing,
        sheets=sheets,
        marks=range(1, marks + 1),
        formats=FORMATS,
        kinds=[kind for kind in get_args(BlockKind) if kind in seen],
        losses=LOSSES,
        origins=ORIGINS,
        counted=counted,
        numbers_in_words=numbers_in_words,
    )


def _rows(sheet: Sheet) -> Iterator[Shown]:
    for group in sheet.groups:
        yield from group.rows


def _sheet(slide: InspectedSlide) -> Sheet:
    width, height = picture_size(slide.page) if slide.page is not None else (0, 0)
    picture = ""
    if slide.picture is not None:
        data = base64.b64encode(slide.picture.read_bytes()).decode("ascii")
        picture = f"data:image/webp;base64,{data}"
    groups = tuple(_groups(slide.items, slide.page, (width, height)))
    return Sheet(slide, groups, picture, width, height)


def _groups(items: Sequence[Item], page: Page | None, size: tuple[int, int]) -> Iterator[Group]:
    mark = 0
    for item in items:
        blocks = item.blocks if isinstance(item, Table) else (item,)
        rows = []
        for block in blocks:
            mark += 1
            rows.append(Shown(mark, block, _boxes(block, page, size)))
        kind = blocks[0].kind
        if isinstance(item, Table):
            yield Group(kind, item.word, tuple(rows), item.heads, is_table=True)
        else:
            yield Group(kind, kind, tuple(rows))


def _boxes(block: Block, page: Page | None, size: tuple[int, int]) -> tuple[Rectangle, ...]:
    """Return what the block covers on the page, in pixels of its picture."""
    if page is None:
        return ()
    places = rectangles(page, [(block.start, block.end)])
    return tuple(one.scaled(size) for one in places)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("briefqa.inspection").joinpath("page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)

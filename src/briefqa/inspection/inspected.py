"""What is shown of a file: its briefing, the looks of its slides, and what each is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.errors import InputError
from briefqa.records import Block, BlockKind, Briefing, LossKind, Page, Slide


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table or chart: cells as read, the row they stand in first.

    `heads`: those of the columns where no row holds them, else (). `head_rows`: how many of the
    rows hold heads.
    """

    blocks: tuple[Block, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    head_rows: int

    @property
    def kind(self) -> BlockKind:
        """The kind of its blocks: `row` or `chart`."""
        return self.blocks[0].kind

    @property
    def word(self) -> str:
        """What it is called: `table` or `chart`."""
        return "chart" if self.kind == "chart" else "table"


Item = Block | Table


@dataclass(frozen=True, slots=True)
class InspectedSlide:
    """A slide with its looks, where the format has any, and its picture's file or None."""

    slide: Slide
    items: tuple[Item, ...]
    page: Page | None
    picture: Path | None

    @property
    def furniture(self) -> tuple[str, ...]:
        """Words that the page repeats or counts, which were left out of the slide."""
        return self.page.furniture if self.page is not None else ()


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as it was understood; `slides` are those asked for, in order."""

    briefing: Briefing
    slides: tuple[InspectedSlide, ...]

    @property
    def losses(self) -> tuple[tuple[LossKind, tuple[int, ...]], ...]:
        """What was lost of the whole file: each kind, with the numbers of the slides."""
        found: dict[LossKind, list[int]] = {}
        for slide in self.briefing.slides:
            for kind in dict.fromkeys(loss.kind for loss in slide.losses):
                found.setdefault(kind, []).append(slide.number)
        return tuple((kind, tuple(numbers)) for kind, numbers in found.items())

    def count(self, kind: str) -> int:
        """Return how many tables (`row`) or charts (`chart`) the slides asked for have."""
        items = [item for one in self.slides for item in one.items if isinstance(item, Table)]
        return sum(item.kind == kind for item in items)


def inspect(
    briefing: Briefing,
    pages: Sequence[Page],
    *,
    pictures: Path | None = None,
    numbers: Iterable[int] = (),
) -> Inspected:
    """Return what is to be shown of a briefing, of the slides `numbers` alone where there are any.

    `pages`: the looks of its slides, or none. `pictures`: the folder of their pictures. Raises
    InputError where there is no slide of such a number.
    """
    wanted = sorted(set(numbers))
    count = len(briefing.slides)
    unknown = [number for number in wanted if not 1 <= number <= count]
    if unknown:
        raise InputError(
            f"{briefing.source} has no slide {unknown[0]}.", hint=f"It has slides 1 to {count}."
        )
    by_number = {page.number: page for page in pages}
    shown = [briefing.slides[number - 1] for number in wanted] or briefing.slides
    return Inspected(
        briefing,
        tuple(_inspect_slide(slide, by_number.get(slide.number), pictures) for slide in shown),
    )


def _inspect_slide(slide: Slide, page: Page | None, pictures: Path | None) -> InspectedSlide:
    picture = None
    if pictures is not None and page is not None and page.picture:
        picture = pictures / page.picture
    return InspectedSlide(slide, items_of(slide.blocks), page, picture)


def items_of(blocks: Iterable[Block]) -> tuple[Item, ...]:
    """Return blocks in order, the rows of each table and chart that stand together as one."""
    items: list[Item] = []
    run: list[Block] = []
    for block in blocks:
        is_row = block.kind in ("row", "chart") and bool(block.cells)
        if run and not (is_row and (block.kind, block.table) == (run[0].kind, run[0].table)):
            items.append(_table(run))
            run = []
        if is_row:
            run.append(block)
        else:
            items.append(block)
    return (*items, *([_table(run)] if run else []))


def _table(blocks: Sequence[Block]) -> Table:
    head_rows = sum(block.is_head for block in blocks)
    heads = () if head_rows else tuple(cell.header for cell in blocks[0].cells)
    rows = tuple(tuple(cell.text for cell in block.cells) for block in blocks)
    return Table(tuple(blocks), heads if any(heads) else (), rows, head_rows)

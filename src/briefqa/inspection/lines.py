"""Set what was understood of a file as lines of a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefqa.inspection.inspected import Inspected, InspectedSlide, Item, Table
from briefqa.inspection.widths import pad, shares, width_of, wrap
from briefqa.inspection.words import (
    FORMATS,
    LOSSES,
    ORIGINS,
    counted,
    numbers_in_words,
)
from briefqa.records import Block

LABEL_WIDTH = 11
LEAST_TEXT = 24  # columns beside the labels, however narrow the terminal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the output; headings are bold where the terminal can."""

    text: str
    is_bold: bool = False


def lines_of(inspected: Inspected, *, width: int) -> Iterator[Line]:
    """Yield the file's facts and then its slides, set in `width` columns."""
    yield Line(inspected.briefing.source, is_bold=True)
    for label, text in _facts(inspected):
        yield from _set(label, [text], width)
    for slide in inspected.slides:
        yield Line("")
        yield from _slide_lines(slide, width)


def _facts(inspected: Inspected) -> Iterator[tuple[str, str]]:
    briefing = inspected.briefing
    yield "format", FORMATS[briefing.format]
    yield "title", briefing.title
    yield "date", _found(briefing.date, ORIGINS[briefing.date_from])
    yield "publisher", _found(briefing.publisher, ORIGINS[briefing.publisher_from])
    yield "slides", _counts(inspected)
    for position, (kind, numbers) in enumerate(inspected.losses):
        where = "slide" if len(numbers) == 1 else "slides"
        text = f"{where} {numbers_in_words(numbers)}: {LOSSES[kind]}"
        yield "" if position else "not read", text


def _found(text: str, origin: str) -> str:
    if not text:
        return "none found"
    return f"{text} ({origin})" if origin else text


def _counts(inspected: Inspected) -> str:
    slides = inspected.briefing.slides
    hidden = sum(slide.is_hidden for slide in slides)
    noted = sum(any(block.kind == "note" for block in slide.blocks) for slide in slides)
    tables, charts = inspected.count("row"), inspected.count("chart")
    more = (
        (hidden, f"{hidden} hidden"),
        (noted, f"{noted} with speaker notes"),
        (tables, counted(tables, "table")),
        (charts, counted(charts, "chart")),
    )
    return ", ".join([str(len(slides)), *(words for count, words in more if count)])


def _slide_lines(inspected: InspectedSlide, width: int) -> Iterator[Line]:
    slide = inspected.slide
    hidden = " (hidden)" if slide.is_hidden else ""
    yield Line(f"Slide {slide.number}{hidden}  {slide.title or '(untitled)'}", is_bold=True)
    if slide.section:
        yield from _set("section", [slide.section], width)
    for item in inspected.items:
        yield from _item_lines(item, width)
    if inspected.furniture:
        yield from _set("left out", ["  ·  ".join(inspected.furniture)], width)
    for position, loss in enumerate(slide.losses):
        text = f"{LOSSES[loss.kind]}: {loss.detail}" if loss.detail else LOSSES[loss.kind]
        yield from _set("" if position else "not read", [text], width)


def _item_lines(item: Item, width: int) -> Iterator[Line]:
    if isinstance(item, Table):
        return _set(item.word, table_lines(item, _room(width)), width, is_wrapped=False)
    return _set(item.kind, [_block_text(item)], width, indent=2 * item.level)


def _block_text(block: Block) -> str:
    return " | ".join(block.text.split("\t")) if block.kind == "row" else block.text


def _room(width: int) -> int:
    return max(LEAST_TEXT, width - LABEL_WIDTH - 2)


def _set(
    label: str, texts: Iterable[str], width: int, *, indent: int = 0, is_wrapped: bool = True
) -> Iterator[Line]:
    """Yield texts beside their label, wrapped under themselves."""
    room = max(LEAST_TEXT, _room(width) - indent)
    for text in texts:
        for line in wrap(text, room) if is_wrapped else [text]:
            yield Line(f"  {pad(label, LABEL_WIDTH)}{' ' * indent}{line}".rstrip())
            label = ""


def table_lines(table: Table, room: int) -> list[str]:
    """Return a table, its cells under their heads, in lines of at most `room` columns if it can."""
    head_rows = 1 if table.heads else table.head_rows
    rows = [*([table.heads] if table.heads else []), *table.rows]
    count = max(map(len, rows))
    cells = [[*(_one_line(text) for text in row), *[""] * (count - len(row))] for row in rows]
    natural = [max(1, *(width_of(row[column]) for row in cells)) for column in range(count)]
    widths = shares(natural, room - 3 * (count - 1))
    lines: list[str] = []
    for number, row in enumerate(cells):
        lines += _row_lines(row, widths)
        if number + 1 == head_rows:
            lines.append("─┼─".join("─" * width for width in widths))
    return lines


def _row_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
    height = max(map(len, wrapped))
    return [
        " │ ".join(
            pad(lines[n] if n < len(lines) else "", width)
            for lines, width in zip(wrapped, widths, strict=True)
        ).rstrip()
        for n in range(height)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())

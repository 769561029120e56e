"""Units, which an answer may not cross: a bullet, a cell, a sentence, and the words it is among."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefqa.answerer.cells import headed_cells
from briefqa.readers.marks import label_of
from briefqa.records import Block, BlockKind, Moment, Slide
from briefqa.tables import grids_of
from briefqa.text.normalise import fold
from briefqa.text.quantities import values_in
from briefqa.text.terms import terms

# No sentence has a thousand characters. Text without sentences, such as a long rule of dashes, is
# cut, for what is looked for in a unit can take time in the square of its length.
_SENTENCE = re.compile(r".{1,1000}?(?:[。！？!?]{1,9}[」』）)]{0,9}|$)|.{1,1000}", re.DOTALL)
_CELLS_READ = 5_000  # of one slide; no slide that is shown has as many
_FIGURE = re.compile(r"^[約▲△+\-]?[\d,.\s]+[^\s、。]{0,8}$")
_REMARK = re.compile(r"^[（(][^（()）]{1,30}[）)]$")
_ARROW = re.compile("^[→⇒➔➡⇔]")
# 2018/8/31, 8/31/2018, 2018-Aug-31, 31 Aug. 2018: a question may write the same day otherwise.
_DAY_IN_FIGURES = re.compile(r"\d[/.-](?:\d|[A-Z][a-z]{2})|(?:[a-z]{3}\.?|st|nd|rd|th),? \d{4}")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of one block that reads on its own.

    `text` is as read; `start`, `end` bound it inside `block.text`, the block at `position`
    (0-based) of `slide`. `terms` are its own, and for a bare figure or a cell those of its label;
    `near` those of its block, of the heading and the bullets it stands under and of what an arrow
    points from; `beside` those of the block before it, and of the one after it in the same
    paragraph, none for a cell; `heads` those of the slide's title and section; `around` those of
    the whole slide. `label`: that
    of a `label: value` row, of a cell its row's label and its column's head, or None. `is_cell`: it
    is a cell of a table or chart, or a sentence of one; `headed_by`: its row's label and its
    column's head, none for a label. `is_field`: it stands in a form, a table of labels and their
    values.
    """

    slide: Slide
    block: Block
    position: int
    start: int
    end: int
    text: str
    terms: frozenset[str]
    near: frozenset[str]
    heads: frozenset[str]
    around: frozenset[str]
    beside: frozenset[str]
    label: str | None
    is_cell: bool = False
    headed_by: tuple[str, ...] = ()
    is_field: bool = False

    @property
    def kind(self) -> BlockKind:
        """The kind of the block it stands in."""
        return self.block.kind


@lru_cache(maxsize=16_384)
def term_set(text: str) -> frozenset[str]:
    """Return the terms of a short text, each once."""
    return _terms(text)


def _terms(text: str) -> frozenset[str]:
    """Return the terms of a text, each once; of a day in figures, those of 2018年8月31日 too."""
    found = frozenset(terms(text))
    if _DAY_IN_FIGURES.search(text) is None:
        return found
    moments = (one.value for one in values_in(text) if isinstance(one.value, Moment))
    days = (moment.date for moment in moments if moment.date.count("-") == 2)
    return found.union(*(_terms_of_day(*map(int, day.split("-"))) for day in days if day[0] != "-"))


def _terms_of_day(year: int, month: int, day: int) -> tuple[str, ...]:
    return (f"{year}年", str(year), f"{month}月", f"{day}日", _MONTHS[month - 1])


@lru_cache(maxsize=2_048)
def units_of(slide: Slide) -> tuple[Unit, ...]:
    """Return the units of a slide in order."""
    own = [_terms(block.text) for block in slide.blocks]
    heads = _terms(f"{slide.title}\n{slide.section}")
    # The names of a chart's series stand in none of its blocks.
    headers = {header for grid in grids_of(slide) for header in grid.headers}
    around = heads.union(*own, *map(term_set, headers))
    found: list[Unit] = []
    cells_left = _CELLS_READ
    for i, block in enumerate(slide.blocks):
        near = _near(slide, own, i)
        if block.cells:
            cells_left -= len(block.cells)
            if cells_left < 0:
                continue
            found += _cells(slide, i, near | own[i], heads, around)
            continue
        figure = _figure_label(slide, own, i)
        beside = _beside(slide, own, i)
        for start, end in _sentences(block.text):
            text = block.text[start:end]
            mine = own[i] if end - start == len(block.text) else _terms(text)
            mine |= figure
            found.append(
                Unit(
                    slide=slide,
                    block=block,
                    position=i,
                    start=start,
                    end=end,
                    text=text,
                    terms=mine,
                    near=near | own[i],
                    heads=heads,
                    around=around,
                    beside=beside,
                    label=label_of(text),
                )
            )
    return tuple(found)


def _cells(
    slide: Slide, i: int, near: frozenset[str], heads: frozenset[str], around: frozenset[str]
) -> Iterator[Unit]:
    """Yield the cells of a block, a long one sentence by sentence."""
    block = slide.blocks[i]
    near = near.union(*(term_set(cell.text) for cell in block.cells if cell.start < block.start))
    form = next((g.rows[0] for g in grids_of(slide) if g.is_form and block in g.rows), None)
    if form is not None:  # which first says what it is about
        near |= _terms(form.text)
    for cell in headed_cells(slide, block):
        label = " ".join(cell.heads)
        labelled = term_set(label)
        for start, end in _sentences(block.text[cell.start : cell.end]):
            text = block.text[cell.start + start : cell.start + end]
            yield Unit(
                slide=slide,
                block=block,
                position=i,
                start=cell.start + start,
                end=cell.start + end,
                text=text,
                terms=_terms(text) | labelled,
                near=near | labelled,
                heads=heads,
                around=around,
                beside=frozenset(),
                label=label or None,
                is_cell=True,
                headed_by=() if cell.is_label else cell.heads,
                is_field=cell.is_field,
            )


@lru_cache(maxsize=2_048)
def terms_of(slide: Slide) -> tuple[str, ...]:
    """Return all terms of a slide, each once, in code point order."""
    units = units_of(slide)
    return tuple(sorted(units[0].around)) if units else ()


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the bounds of the sentences of `text`, white space at their ends left out."""
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped[0])
            found.append((start, start + len(stripped)))
    return found


def _near(slide: Slide, own: list[frozenset[str]], i: int) -> frozenset[str]:
    """Return the terms of what a block belongs to.

    That is the heading above, the bullets that it stands under, and what an arrow points from.
    """
    near = frozenset[str]().union(*(own[j] for j in _parents(slide, i)))
    heading = next((j for j in range(i - 1, -1, -1) if slide.blocks[j].is_heading), None)
    if heading is not None:
        near |= own[heading]
    if _ARROW.match(slide.blocks[i].text):
        near = near.union(*own[max(0, i - 2) : i])
    return near


def _parents(slide: Slide, i: int) -> Iterator[int]:
    """Yield the positions of the bullets that a bullet stands under, the nearest first."""
    level = slide.blocks[i].level
    for j in range(i - 1, -1, -1):
        above = slide.blocks[j]
        if level == 0 or above.is_heading:
            return
        if above.kind == "bullet" and above.level < level:
            level = above.level
            yield j


def _beside(slide: Slide, own: list[frozenset[str]], i: int) -> frozenset[str]:
    """Return the terms of the block before, and of the one after in the same paragraph."""
    found = own[i - 1] if i else frozenset[str]()
    if i + 1 < len(slide.blocks):
        between = slide.text[slide.blocks[i].end : slide.blocks[i + 1].start]
        if between.count("\n") < 2:
            found |= own[i + 1]
    return found


def _figure_label(slide: Slide, own: list[frozenset[str]], i: int) -> frozenset[str]:
    """Return the terms that say what a bare figure is: the words above it, a remark below it.

    A remark in brackets that stands alone belongs to what it stands under.
    """
    if i and _REMARK.match(slide.blocks[i].text):
        return own[i - 1]
    if not is_figure(slide.blocks[i].text):
        return frozenset()
    above = next((j for j in range(i - 1, -1, -1) if not is_figure(slide.blocks[j].text)), None)
    label = own[above] if above is not None else frozenset[str]()
    if i + 1 < len(slide.blocks) and slide.blocks[i + 1].text.startswith(("（", "(")):
        label |= own[i + 1]
    return label


def is_figure(text: str) -> bool:
    """Say whether a block is a figure with at most a unit: it needs a label from beside it.

    >>> is_figure("▲46％"), is_figure("10.8億トン"), is_figure("2030年度目標")
    (True, True, False)
    """
    folded = fold(text).text
    return len(folded) <= 16 and _FIGURE.match(folded) is not None and "年" not in folded

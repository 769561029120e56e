"""The parts of a document that has no slides: headings, paragraphs, bullets, tables."""

import re
from dataclasses import dataclass

from briefqa.readers.grids import Table
from briefqa.readers.lines import read_together
from briefqa.readers.marks import BULLET, FOOTNOTE, SENTENCE_END, SOURCE, label_of
from briefqa.records import BlockKind, Loss
from briefqa.text.align import join_lines

_ROW_LIMIT = 160  # characters; as in `briefqa.readers.layout`


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


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data. `rows`: the category, then a value for each of `series`, "" for none."""

    title: str
    axes: tuple[str, ...]
    series: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Text | Pair | Table | Chart | Loss


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of one slide to be. `level`: of the heading that it begins with, 0 for none."""

    parts: tuple[Part, ...]
    level: int = 0
    is_hidden: bool = False


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
    """Return a paragraph whose lines are broken by hand as blocks: one for what reads as one.

    >>> [part.text for part in paragraphs_of("速報値である。\\n※単位は円\\n（出典）環境省")]
    ['速報値である。', '※単位は円', '（出典）環境省']
    """
    parts = re.split(r"\n(?:[^\S\n]*\n)+", text) if "\n" in text else [text]
    found = [part[span.start : span.end] for part in parts for span in read_together(part)]
    return [Text(kind_of(paragraph), paragraph) for paragraph in found]


def bullets_of(text: str, level: int) -> list[Text]:
    """Return an item of a list as blocks: the bullet, and below it lines that read on their own."""
    first, *rest = paragraphs_of(text)
    return [Text("bullet", first.text, level=level), *rest]

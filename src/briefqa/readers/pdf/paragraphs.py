"""Tell paragraphs from lines: a text box's lines follow one another in the stream."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from briefqa.readers.lines import is_word_cut
from briefqa.readers.marks import (
    BULLET,
    FOOTNOTE,
    NUMBERED,
    OPENING,
    SENTENCE_END,
    SOURCE,
    is_balanced,
    label_of,
)
from briefqa.readers.pdf.lines import LETTERED, Line
from briefqa.readers.pdf.tags import Tag
from briefqa.text.align import join_lines

# In ems, that is in sizes of the font, unless said otherwise.
_PITCH = (0.4, 2.3)  # from the middle of a line to that of the next in one text box
_PITCH_RATIO = 1.3  # a wider step than the box's usual one parts paragraphs
_SIZE_RATIO = 1.18  # sizes of one paragraph's lines
_SLACK = 0.35  # how far short of the edge a full line may end
_INDENT = 0.6  # a first line's indent
_NEARLY = 0.85  # of a box's width that a line fills which may go on
_WIDE = 16.0  # a narrower line may be a whole item, however full its box is
_NOT_FIRST = re.compile("[、。，．,.）)」』】！？!?：:ー～々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
_FIGURES = re.compile(r"^[\d０-９\s.,．，…~～/%％()（）△▲+-]{1,12}$")
# A paragraph of a law or rule, after its first: ２ 前項の規定は
_CLAUSE = re.compile(r"^[0-9０-９]{1,2}[ \u3000]+\S")
_NARROW = re.compile("[!-~\u00a1-\u024f]")


@dataclass(frozen=True)
class Paragraph:
    """Lines that read on as one block. `tag`: what the file says of it, None for nothing."""

    lines: tuple[Line, ...]
    tag: Tag | None = None

    @cached_property
    def text(self) -> str:
        """Its lines, one a line."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def read(self) -> str:
        """Its lines joined."""
        return join_lines(self.text)

    @cached_property
    def size(self) -> float:
        """The size of its longest line's letters, in points."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @cached_property
    def is_bold(self) -> bool:
        """Whether most of its letters are bold."""
        bold = sum(len(line.text) for line in self.lines if line.is_bold)
        return 2 * bold > sum(len(line.text) for line in self.lines)

    @cached_property
    def left(self) -> float:
        """Its edge on the page as shown, as the three below: in points from the top left."""
        return min(line.left for line in self.lines)

    @cached_property
    def right(self) -> float:
        """See `left`."""
        return max(line.right for line in self.lines)

    @cached_property
    def top(self) -> float:
        """See `left`."""
        return min(line.top for line in self.lines)

    @cached_property
    def bottom(self) -> float:
        """See `left`."""
        return max(line.bottom for line in self.lines)


@dataclass(frozen=True)
class Frame:
    """A text box: paragraphs that follow one another in the stream and on the page."""

    paragraphs: tuple[Paragraph, ...]


def build_frames(lines: Iterable[Line], *, tags: dict[int, Tag]) -> list[Frame]:
    """Return the text boxes of a page in the order of its stream."""
    frames: list[Frame] = []
    for tag, group in _groups(lines, tags):
        if tag is not None:
            paragraphs = [Paragraph(tuple(part), tag) for part in _parts_of_tagged(group)]
            last = frames[-1].paragraphs[-1].tag if frames else None
            if last is not None and last.shape == tag.shape and _is_near(frames[-1], paragraphs[0]):
                frames[-1] = Frame((*frames[-1].paragraphs, *paragraphs))
            else:
                frames.append(Frame(tuple(paragraphs)))
        else:
            frames += [_frame(run) for run in _boxes(group)]
    return frames


def _frame(lines: Sequence[Line]) -> Frame:
    return Frame(tuple(Paragraph(tuple(paragraph)) for paragraph in _split(lines)))


def _groups(lines: Iterable[Line], tags: dict[int, Tag]) -> list[tuple[Tag | None, list[Line]]]:
    """Gather the lines of each tagged paragraph, and runs of lines without a tag."""
    found: list[tuple[Tag | None, list[Line]]] = []
    places: dict[int, int] = {}
    for line in lines:
        tag = tags.get(line.mark)
        if tag is not None and tag.paragraph in places:
            found[places[tag.paragraph]][1].append(line)
        elif tag is None and found and found[-1][0] is None:
            found[-1][1].append(line)
        else:
            if tag is not None:
                places[tag.paragraph] = len(found)
            found.append((tag, [line]))
    return found


def _parts_of_tagged(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part a tagged paragraph where a bullet begins within it: not all files tag each item."""
    part: list[Line] = []
    for line in lines:
        if part and BULLET.match(line.text):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _is_near(frame: Frame, paragraph: Paragraph) -> bool:
    return _is_next(frame.paragraphs[-1].lines[-1], paragraph.lines[0], reach=4.0)


def _boxes(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part lines into text boxes: where the next line is not below the one before it."""
    box: list[Line] = []
    for line in lines:
        if box and not _is_next(box[-1], line, reach=_PITCH[1]):
            yield box
            box = []
        box.append(line)
    if box:
        yield box


def _is_next(line: Line, following: Line, *, reach: float) -> bool:
    if line.angle != following.angle:
        return False
    size = max(line.size, following.size)
    pitch = following.depth - line.depth
    if not _PITCH[0] * size <= pitch <= reach * size:
        return False
    slack = 2 * size
    return following.start < line.end + slack and line.start < following.end + slack


def _split(box: Sequence[Line]) -> Iterator[list[Line]]:
    """Part a box's lines into paragraphs."""
    shape = _Box(box)
    paragraph: list[Line] = []
    for line in box:
        if paragraph and shape.begins(paragraph, line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


class _Box:
    """What the lines of a box tell together: its edges and the usual step between lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.start = min(line.start for line in lines)
        self.end = max(_edge(line) for line in lines)
        steps = [
            (b.depth - a.depth) / max(a.size, b.size)
            for a, b in pairwise(lines)
            if _is_of_size(a, b)
        ]
        self.step = min(steps, default=_PITCH[1])
        self.full = sum(1 for line in lines if line.end >= self.end - 1.5 * line.size)
        middles = [(line.start + line.end) / 2 for line in lines]
        starts = [line.start for line in lines]
        size = max(line.size for line in lines)
        self.is_centred = len(lines) > 1 and max(middles) - min(middles) < 0.5 * size < max(
            starts
        ) - min(starts)

        # Two centred lines in a diagram's box are one label oftener than two.
        self.is_label = self.is_centred and len(lines) == 2 and lines[0].size == lines[1].size

    def begins(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Say whether a line begins a paragraph after those of `paragraph`."""
        last = paragraph[-1]
        if is_marked(line.text) or (_CLAUSE.match(line.text) and SENTENCE_END.search(last.text)):
            return True
        if not _is_of_size(last, line):
            return True
        if (line.depth - last.depth) / max(last.size, line.size) > _PITCH_RATIO * self.step:
            return True
        if not self._is_full(last, line):
            return not (_reads_on(paragraph, line) or self._hangs(paragraph, line))
        return self._begins_after_full(paragraph, line)

    def _is_full(self, last: Line, line: Line) -> bool:
        """Say whether the next line's first word would not have fitted onto the last line."""
        room = self.end - last.end
        if self.is_centred:
            room = (self.end - self.start) - (last.end - last.start)
        return room < _first_word(line) + _SLACK * line.size

    def _hangs(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Say whether a line goes on below a bullet, as far as its indent tells.

        Fonts that stand in for those of the author leave lines shorter than they would fit.
        """
        first, last = paragraph[0], paragraph[-1]
        is_indented = line.start > first.start + _INDENT * line.size and is_marked(first.text)
        is_wide = last.end - last.start >= max(_WIDE * last.size, _NEARLY * (self.end - self.start))
        return is_indented and is_wide and not SENTENCE_END.search(last.text)

    def _begins_after_full(self, paragraph: Sequence[Line], line: Line) -> bool:
        last, size = paragraph[-1], line.size
        if line.is_bold != last.is_bold and not _reads_on(paragraph, line):
            return True
        if SENTENCE_END.search(last.text) and line.start > last.start + _INDENT * size:
            return not is_marked(paragraph[0].text)
        if _FIGURES.match(last.text) and _FIGURES.match(line.text):
            return True
        if self.is_label and not line.text.startswith(("（", "(", "－", "-")):
            return False
        is_narrow = last.end - last.start < _WIDE * size
        if is_narrow and (self.is_centred or self.full < 2):
            return not _reads_on(paragraph, line)
        if label_of(line.text) is not None and not _reads_on(paragraph, line):
            return True
        if self.is_centred:
            return False
        rest = min((part.start for part in paragraph[1:]), default=line.start)
        if line.start < rest - _INDENT * size:
            return True
        if line.start < paragraph[0].start - _INDENT * size and is_marked(paragraph[0].text):
            return True
        if len(paragraph) > 1 and abs(line.start - last.start) > 1.5 * size:
            return True
        return self.full < 2 and bool(SENTENCE_END.search(last.text))


def _is_of_size(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _SIZE_RATIO * min(one.size, other.size)


def is_marked(text: str) -> bool:
    """Say whether a line begins an item, a note or a source."""
    return any(mark.match(text) for mark in (BULLET, NUMBERED, LETTERED, FOOTNOTE, SOURCE))


def _reads_on(paragraph: Sequence[Line], line: Line) -> bool:
    """Say whether language tells that a line goes on with what is before it."""
    before = paragraph[-1].text
    if SENTENCE_END.search(before):
        return False
    if not is_balanced("".join(part.text for part in paragraph)):
        return True
    return is_word_cut(before, line.text, gap=False)


def _first_word(line: Line) -> float:
    """Return the width in points of what cannot be parted at the line's beginning."""
    text, end = line.text, 1
    while end < len(text) and _is_held(text[end - 1], text[end]):
        end += 1
    return line.reach(end)


def _edge(line: Line) -> float:
    """Return where a line ends, without a comma or stop that may hang over the box's edge."""
    return line.end - line.size if line.text[-1] in "、。，．" else line.end


def _is_held(character: str, following: str) -> bool:
    if _NOT_FIRST.match(following) or character in OPENING:
        return True
    return bool(_NARROW.match(character) and _NARROW.match(following))

"""Find the title of each page by what the whole document shows: its place, its size, its names."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.readers.marks import BULLET, FOOTNOTE, SENTENCE_END, SOURCE, URL
from briefqa.readers.pdf.paragraphs import Frame, Paragraph
from briefqa.readers.pdf.sketch import Sketch, middle_size
from briefqa.text.normalise import squeeze

_LIMIT = 90  # characters
_TOP = 0.38  # of the page's height; a title that is not a cover's ends above it
_LARGER = 1.15  # times the page's body
_SHARE = 0.2  # of the pages; a style that so many share is the document's style of titles
_PLACE = 10.0  # points; titles of one style begin, end or are centred within this, and their tops
_FEW = 4  # paragraphs; so few may all be as large as the title
_COVER = 300  # characters of a cover, whose title may be no larger than its authors
_LEAST = 0.014  # of the page's height: the size of a title that only its own page tells
_STEP = 1.1  # from one step of sizes to the next; outlines tell their size but roughly
_FIGURES = re.compile(r"^[\d０-９.,．，％%▲△()（）/／:：\s年月日-]+$")


@dataclass(frozen=True, slots=True)
class Style:
    """How titles of a document look: which step of sizes, and how far down the page."""

    size: int
    row: int


def find_titles(
    sketches: Sequence[Sketch], furniture: Sequence[set[int]]
) -> list[tuple[Paragraph, ...]]:
    """Return for each page the paragraphs that are its title, none where it has none."""
    candidates = [
        [
            (frame, paragraph)
            for frame in sketch.frames
            for paragraph in frame.paragraphs
            if id(paragraph) not in left_out and _could_be_title(paragraph)
        ]
        for sketch, left_out in zip(sketches, furniture, strict=True)
    ]
    styles = _styles(sketches, candidates, furniture)
    found: list[tuple[Paragraph, ...]] = []
    for sketch, of_page, left_out in zip(sketches, candidates, furniture, strict=True):
        title = (
            _named(sketch, of_page)
            or _tagged(of_page)
            or _styled(sketch, of_page, styles)
            or _largest(sketch, of_page, left_out)
            or _centred(sketch, of_page)
        )
        found.append(title)
    return found


Candidate = tuple[Frame, Paragraph]


def _could_be_title(paragraph: Paragraph) -> bool:
    read = paragraph.read
    if not 1 <= len(read) <= _LIMIT or _FIGURES.match(read) or URL.match(read):
        return False
    if any(mark.match(read) for mark in (BULLET, FOOTNOTE, SOURCE)):
        return paragraph.tag is not None and paragraph.tag.is_heading
    return paragraph.lines[0].angle == 0


def _named(sketch: Sketch, candidates: Iterable[Candidate]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that say what a bookmark of the page says, one or two together."""
    of_page = list(candidates)
    for bookmark in sketch.bookmarks:
        name = squeeze(bookmark.name)
        if not name:
            continue
        for frame, paragraph in of_page:
            text = squeeze(paragraph.text)
            if text == name:
                return (paragraph,)
            if text and name.startswith(text):
                together = _run_of(frame, paragraph, name)
                if together:
                    return together
    return ()


def _run_of(frame: Frame, paragraph: Paragraph, name: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the frame, from this one on, that together say `name`."""
    at = next(i for i, p in enumerate(frame.paragraphs) if p is paragraph)
    text = ""
    for end, following in enumerate(frame.paragraphs[at:], start=at + 1):
        text += squeeze(following.text)
        if text == name:
            return frame.paragraphs[at:end]
        if not name.startswith(text):
            break
    return ()


def _tagged(candidates: Iterable[Candidate]) -> tuple[Paragraph, ...]:
    """Return the topmost paragraph that the file tags as a heading, and those it goes on in."""
    tagged = [(f, p) for f, p in candidates if p.tag is not None and p.tag.is_heading]
    if not tagged:
        return ()
    largest = max(p.size for _, p in tagged)
    frame, first = min(
        (pair for pair in tagged if pair[1].size >= 0.9 * largest), key=lambda pair: pair[1].top
    )
    return _with_rest(frame, first)


def _with_rest(frame: Frame, first: Paragraph) -> tuple[Paragraph, ...]:
    """Return a title with what follows it in its own box and looks the same."""
    at = next(i for i, p in enumerate(frame.paragraphs) if p is first)
    end = at + 1
    while end < len(frame.paragraphs) and _looks_alike(first, frame.paragraphs[end]):
        end += 1
    title = frame.paragraphs[at:end]
    return title if sum(len(p.read) for p in title) <= _LIMIT and len(title) <= 3 else (first,)


def _looks_alike(one: Paragraph, other: Paragraph) -> bool:
    same_tag = (one.tag.name if one.tag else "") == (other.tag.name if other.tag else "")
    return (
        same_tag
        and abs(one.size - other.size) < 0.06 * one.size
        and one.is_bold == other.is_bold
        and not BULLET.match(other.read)
    )


def _styles(
    sketches: Sequence[Sketch],
    candidates: Sequence[Sequence[Candidate]],
    furniture: Sequence[set[int]],
) -> dict[Style, float]:
    """Return the styles of titles that the pages share, with the share of the pages that do."""
    counts: Counter[Style] = Counter()
    for sketch, of_page, left_out in zip(sketches, candidates, furniture, strict=True):
        first = _heads(sketch, of_page, left_out)
        counts.update({style for _, p in first for style in _styles_of(p)})
    fewest = max(2.0, _SHARE * len(sketches))
    return {style: n / len(sketches) for style, n in counts.items() if n >= fewest}


def _heads(sketch: Sketch, of_page: Sequence[Candidate], furniture: set[int]) -> list[Candidate]:
    """Return the candidates that stand at the page's head and are larger than the rest of it."""
    size = max(_size_of_rest(sketch, furniture), sketch.body_size / _LARGER)
    at_head = [pair for pair in of_page if pair[1].top < _TOP * sketch.height]
    return [pair for pair in at_head if pair[1].size >= _LARGER * size]


def _size_of_rest(sketch: Sketch, furniture: set[int]) -> float:
    """Return the middle size of the page's letters but for its largest text's; 0 without others."""
    rest = [p for p in sketch.paragraphs if id(p) not in furniture]
    if not rest:
        return 0.0
    largest = max(p.size for p in rest)
    smaller = [pair for pair in sketch.sizes if pair[0] < 0.97 * largest]
    if not smaller:
        return 0.0 if len(rest) <= _FEW else largest
    return middle_size(smaller)


def _styles_of(paragraph: Paragraph) -> list[Style]:
    """Return the styles that a paragraph is near enough to: two steps of size, two places."""
    size = int(math.log(max(paragraph.size, 1.0)) / math.log(_STEP))
    row = int(paragraph.lines[0].depth // _PLACE)
    return [Style(s, r) for s in (size, size + 1) for r in (row, row + 1)]


def _styled(
    sketch: Sketch, of_page: Sequence[Candidate], styles: dict[Style, float]
) -> tuple[Paragraph, ...]:
    """Return the paragraph in the document's commonest style of titles that the page has."""
    best: tuple[float, float, int] | None = None
    for i, (_, paragraph) in enumerate(of_page):
        if paragraph.top > _TOP * sketch.height:
            continue
        share = max((styles.get(style, 0.0) for style in _styles_of(paragraph)), default=0.0)
        if share and (best is None or (share, paragraph.size) > best[:2]):
            best = (share, paragraph.size, i)
    if best is None:
        return ()
    frame, first = of_page[best[2]]
    if sketch.number == 1 and first.size < 0.8 * max(p.size for _, p in of_page):
        return ()
    return _with_rest(frame, first)


def _largest(
    sketch: Sketch, of_page: Sequence[Candidate], furniture: set[int]
) -> tuple[Paragraph, ...]:
    """Return the largest text, if it is large and heads the page; anywhere on a cover."""
    if not of_page:
        return ()
    frame, first = max(of_page, key=lambda pair: (round(pair[1].size, 1), -pair[1].top))
    rest = [p for p in sketch.paragraphs if p is not first and id(p) not in furniture]
    size = _size_of_rest(sketch, furniture)
    if first.size < 0.9 * sketch.sizes[-1][0] or SENTENCE_END.search(first.read):
        return ()
    is_brief = sum(count for _, count in sketch.sizes) <= _COVER
    is_cover = sketch.number == 1 and (is_brief or first.size >= _LARGER * size)
    if is_cover or (len(rest) < _FEW and first.size >= 1.4 * size > 0):
        return _with_rest(frame, first)
    if first.size < _LARGER * size or first.top > _TOP * sketch.height:
        return ()
    above = sum(1 for p in rest if p.top < first.top - first.size)
    if above > 1 or first.size < _LEAST * sketch.height:
        return ()
    return _with_rest(frame, first)


def _centred(sketch: Sketch, of_page: Sequence[Candidate]) -> tuple[Paragraph, ...]:
    """Return what stands centred and by itself above the first page of a document, as memos have.

    No larger than the rest, it must be short of both margins that other lines reach.
    """
    first = min((p for p in sketch.paragraphs), key=lambda p: p.top, default=None)
    if sketch.number != 1 or first is None or all(p is not first for _, p in of_page):
        return ()
    left = min(p.left for p in sketch.paragraphs)
    right = max(p.right for p in sketch.paragraphs)
    margins = (first.left - left, right - first.right)
    if min(margins) < first.size or abs(margins[0] - margins[1]) > 2 * first.size:
        return ()
    return () if SENTENCE_END.search(first.read) or len(first.lines) > 2 else (first,)

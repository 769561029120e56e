"""Shape slides for the templates; pure, and never altering a character of a slide."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from briefqa.records import Briefing, Slide

Span = tuple[int, int]

SHORT_LENGTH = 6
_LAYOUT = re.compile(r"[^\S\n]*\n\s*|[\ue000-\uf8ff]")
_SPAN = Markup('<span class="{}">{}</span>')
_MARK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that is marked throughout or not at all."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a slide: one block, or what stands between two.

    `kind` is the block's, "between" for white space and "body" for text that no block holds.
    `is_apart` where an empty line stands before it; `is_short` where it is a loose number or label,
    of which slides that were drawn as pictures leave many.
    """

    kind: str
    segments: tuple[Segment, ...]
    is_apart: bool
    is_short: bool


@dataclass(frozen=True, slots=True)
class SlideView:
    """A slide with its place in the briefing; the stretches' text in order is the slide's text."""

    briefing: Briefing
    slide: Slide
    stretches: tuple[Stretch, ...]
    marks: tuple[Span, ...]


def slide_view(briefing: Briefing, slide: Slide, marks: Iterable[Span]) -> SlideView:
    """Return the view of a slide with the characters of `marks` marked."""
    whole = (0, len(slide.text))
    inside = tuple((start, end) for start, end in sorted(marks) if 0 <= start < end <= whole[1])
    return SlideView(briefing, slide, stretches_of(slide, whole, inside), inside)


def stretches_of(slide: Slide, span: Span, marks: Sequence[Span]) -> tuple[Stretch, ...]:
    """Cut `span` of the slide at its blocks; where blocks overlap, the first has the characters."""
    position, last = span
    stretches: list[Stretch] = []
    inside = [block for block in slide.blocks if block.start < last and position < block.end]
    for block in sorted(inside, key=lambda block: block.start):
        start = min(max(block.start, position), last)
        end = min(max(block.end, position), last)
        stretches.append(_stretch("", slide.text, (position, start), marks))
        stretches.append(_stretch(block.kind, slide.text, (start, end), marks))
        position = end
    stretches.append(_stretch("", slide.text, (position, last), marks))
    return tuple(stretch for stretch in stretches if stretch.segments)


def _stretch(kind: str, text: str, span: Span, marks: Sequence[Span]) -> Stretch:
    start, end = span
    moved = [(a - start, b - start) for a, b in marks if a < end and start < b]
    unclaimed = "body" if text[start:end].strip() else "between"
    return Stretch(
        kind=kind or unclaimed,
        segments=split_at_marks(text[start:end], moved),
        is_apart=_is_after_empty_line(text, start),
        is_short=kind in {"body", "row"} and end - start <= SHORT_LENGTH,
    )


def _is_after_empty_line(text: str, position: int) -> bool:
    """Tell whether nothing but white space with an empty line in it stands before `position`."""
    start = position
    while start and text[start - 1].isspace():
        start -= 1
    return text.count("\n", start, position) > 1


def split_at_marks(text: str, marks: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut `text` where marks begin and end; marks may overlap and reach beyond it.

    >>> split_at_marks("abc", [(1, 3)])
    (Segment(text='a', is_marked=False), Segment(text='bc', is_marked=True))
    """
    spans = [(max(start, 0), min(end, len(text))) for start, end in marks]
    spans = [(start, end) for start, end in spans if start < end]
    cuts = sorted({0, len(text), *(offset for span in spans for offset in span)})
    return tuple(
        Segment(text[start:end], any(a <= start and end <= b for a, b in spans))
        for start, end in pairwise(cuts)
    )


def find_words(quote: str, words: str) -> tuple[Span, ...]:
    """Return where `words` first stand in `quote`, compared without width, case and white space.

    >>> find_words("客数：３,６８７ 万人", "3,687万人")
    ((3, 11),)
    """
    folded = [
        (character, offset) for offset, written in enumerate(quote) for character in _fold(written)
    ]
    wanted = _fold(words)
    found = "".join(character for character, _ in folded).find(wanted) if wanted else -1
    if found < 0:
        return ()
    return ((folded[found][1], folded[found + len(wanted) - 1][1] + 1),)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def parse_marks(marks: Iterable[str]) -> list[Span]:
    """Return the offsets of `?mark=start-end`; what is not of that form is left out.

    >>> parse_marks(["6-23", "x"])
    [(6, 23)]
    """
    found = [_MARK.fullmatch(mark) for mark in marks]
    return [(int(pair[1]), int(pair[2])) for pair in found if pair]


def verbatim(text: str) -> Markup:
    """Escape `text`, changing no character, and wrap what layout alone put there, for CSS to set.

    A line break within a block shows as nothing next to a Japanese character (`fold`) and as a
    space elsewhere (`wrap`); a private-use character, which no font has, as a bullet (`symbol`).

    >>> verbatim("避難\\n所 <b>")
    Markup('避難<span class="fold">\\n</span>所 &lt;b&gt;')
    """
    pieces: list[Markup] = []
    position = 0
    for found in _LAYOUT.finditer(text):
        pieces.append(escape(text[position : found.start()]))
        pieces.append(_SPAN.format(_layout_name(text, found.span()), found.group()))
        position = found.end()
    return Markup("").join([*pieces, escape(text[position:])])


def _layout_name(text: str, span: Span) -> str:
    start, end = span
    if not text[start:end].isspace():
        return "symbol"
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    is_wide = any(unicodedata.east_asian_width(character) in "WF" for character in beside)
    return "fold" if is_wide or len(beside) < 2 else "wrap"

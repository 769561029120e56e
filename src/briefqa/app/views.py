"""Shape answers and slides for the templates; pure, and never altering a character of a slide."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

from briefqa.records import Briefing, Citation, Nearest, Reply, Slide

Span = tuple[int, int]
Confidence = Literal["high", "fair", "low"]
Size = Literal["value", "phrase", "passage"]

HIGH_CONFIDENCE = 0.8
FAIR_CONFIDENCE = 0.5
VALUE_WIDTH = 11  # in full-width characters: one line at the largest size
PHRASE_WIDTH = 40
SHORT_LENGTH = 6
NEAREST_SHOWN = 3
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
class CitationView:
    """A citation; its stretches are the quote in order, the words of the answer marked."""

    citation: Citation
    language: str
    stretches: tuple[Stretch, ...]

    @property
    def mark(self) -> str:
        """The quote's offsets as `?mark=` takes them."""
        return f"{self.citation.start}-{self.citation.end}"


@dataclass(frozen=True, slots=True)
class NearestView:
    """A slide near the question."""

    nearest: Nearest
    briefing_title: str
    language: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, ready to be set."""

    reply: Reply
    citations: tuple[CitationView, ...]
    nearest: tuple[NearestView, ...]
    searched: int
    confidence: Confidence
    size: Size


@dataclass(frozen=True, slots=True)
class SlideView:
    """A slide with its place in the briefing; the stretches' text in order is the slide's text."""

    briefing: Briefing
    slide: Slide
    stretches: tuple[Stretch, ...]
    marks: tuple[Span, ...]


def turn(reply: Reply, briefings: Sequence[Briefing]) -> Turn:
    """Return the view of a reply over `briefings`, which hold every slide it cites."""
    by_id = {briefing.id: briefing for briefing in briefings}
    words = reply.answer.text or ""
    return Turn(
        reply=reply,
        citations=tuple(
            _citation_view(citation, by_id[citation.briefing], words)
            for citation in reply.answer.citations
        ),
        nearest=tuple(
            NearestView(near, by_id[near.briefing].title, by_id[near.briefing].language)
            for near in reply.answer.nearest[:NEAREST_SHOWN]
        ),
        searched=sum(len(briefing.slides) for briefing in briefings),
        confidence=confidence_in_words(reply.answer.confidence),
        size=size_of(words),
    )


def _citation_view(citation: Citation, briefing: Briefing, words: str) -> CitationView:
    found = find_words(citation.quote, words)
    marks = [(citation.start + start, citation.start + end) for start, end in found]
    slide = briefing.slides[citation.slide - 1]
    stretches = _stretches(slide, (citation.start, citation.end), marks)
    return CitationView(citation, briefing.language, stretches)


def slide_view(briefing: Briefing, slide: Slide, marks: Iterable[Span]) -> SlideView:
    """Return the view of a slide with the characters of `marks` marked."""
    whole = (0, len(slide.text))
    inside = tuple((start, end) for start, end in sorted(marks) if 0 <= start < end <= whole[1])
    return SlideView(briefing, slide, _stretches(slide, whole, inside), inside)


def _stretches(slide: Slide, span: Span, marks: Sequence[Span]) -> tuple[Stretch, ...]:
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


def confidence_in_words(confidence: float) -> Confidence:
    """Return the step that the interface names."""
    if confidence >= HIGH_CONFIDENCE:
        return "high"
    return "fair" if confidence >= FAIR_CONFIDENCE else "low"


def size_of(words: str) -> Size:
    """Return how large an answer of this length is set."""
    width = sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else 0.55 for character in words
    )
    if width <= VALUE_WIDTH and "\n" not in words:
        return "value"
    return "phrase" if width <= PHRASE_WIDTH else "passage"


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

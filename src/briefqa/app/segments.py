"""Cut text where marks begin and end; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that is marked throughout or not at all."""

    text: str
    is_marked: bool


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


def marked_within(text: str, span: Span, marks: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut `text[start:end]` at the marks, which are offsets into the whole of `text`."""
    start, end = span
    moved = [(a - start, b - start) for a, b in marks if a < end and start < b]
    return split_at_marks(text[start:end], moved)

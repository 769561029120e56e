"""What the makers of silver questions hand to each other."""

from dataclasses import dataclass

from training.reading_examples import AnswerSpan, TextBlock


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a source's text under its title; `group` names the document it is of."""

    title: str
    text: str
    group: str
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over a page's text, and where the text answers it.

    `answers` are [start, end) into the text, the longest first and the others inside it. `english`
    is the same question in English; where it holds `{}`, the words of `keywords` (Japanese) are to
    be said in English there. "" where there is no English for it.
    """

    kind: str
    question: str
    answers: tuple[tuple[int, int], ...]
    english: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question over a slide, before its language is chosen. See `Asked` and `ReadingExample`."""

    kind: str
    question: str
    blocks: tuple[TextBlock, ...]
    answers: tuple[AnswerSpan, ...]
    group: str
    english: str = ""
    keywords: str = ""

"""Example questions made from the briefings' own words, each tried before it is shown."""

import re
from collections.abc import Callable, Iterator, Sequence

from briefqa.glossary import GlossaryEntry
from briefqa.readers.marks import label_of
from briefqa.records import Block, Briefing, Language, Reply, Slide

LIMIT = 4
_CONFIDENCE = 0.6
_TRIES = 40  # questions asked before giving up on more examples


def example_questions(
    briefings: Sequence[Briefing],
    glossary: Sequence[GlossaryEntry],
    language: Language,
    *,
    ask: Callable[[str], Reply],
) -> tuple[str, ...]:
    """Return up to four questions that `ask` answers with confidence.

    Each is about another subject and answered on other slides.
    """
    chosen: dict[str, str] = {}
    slides: set[tuple[str, int]] = set()
    tries = zip(range(_TRIES), _proposals(briefings, glossary, language), strict=False)
    for _, (subject, question) in tries:
        if subject in chosen:
            continue
        answer = ask(question).answer
        places = {(citation.briefing, citation.slide) for citation in answer.citations}
        if answer.confidence >= _CONFIDENCE and places and not places & slides:
            chosen[subject] = question
            slides |= places
        if len(chosen) == LIMIT:
            break
    return tuple(chosen.values())


def _proposals(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield subjects with a question, one of each kind in turn, so that not all are alike."""
    kinds = [
        _about_rows(briefings, glossary, language),
        _about_names(_titled_first(glossary, briefings), language),
    ]
    while kinds:
        for kind in list(kinds):
            question = next(kind, None)
            if question is None:
                kinds.remove(kind)
            else:
                yield question


def _titled_first(
    glossary: Sequence[GlossaryEntry], briefings: Sequence[Briefing]
) -> list[GlossaryEntry]:
    """Return the entries, first those that a slide's title names: they are what a deck is about."""
    titles = " ".join(slide.title for briefing in briefings for slide in briefing.slides)
    return sorted(glossary, key=lambda entry: -titles.count(entry.term))


def _about_names(
    glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    for entry in glossary:
        if not entry.term.isascii() or entry.expansion.isascii():
            continue
        if language == "ja":
            yield entry.term, f"{entry.term}とは何ですか？"
        else:
            yield entry.term, f"What is {entry.term}?"


_LABEL = re.compile("[一-鿿]{2,5}")  # what slides call a thing in one word
_ENGLISH_LABELS = {
    "日時": "When is {} held?",
    "日程": "When is {}?",
    "期間": "What is the period of {}?",
    "場所": "Where is {} held?",
    "会場": "Where is {} held?",
    "開催地": "Where is {} held?",
    "議長": "Who chairs {}?",
    "主催": "Who organises {}?",
    "講師": "Who is the speaker of {}?",
}


def _about_rows(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Ask for the value of a labelled row on a slide whose title names a subject."""
    for briefing in briefings:
        for slide in briefing.slides:
            subject = _subject(slide, glossary)
            if not subject or (language == "en" and not subject.isascii()):
                continue
            for block in slide.blocks:
                label = _label(block)
                if label is None or not _LABEL.fullmatch(label):
                    continue
                if language == "ja":
                    yield subject, f"{subject}の{label}は？"
                elif label in _ENGLISH_LABELS:
                    yield subject, _ENGLISH_LABELS[label].format(subject)


def _label(block: Block) -> str | None:
    """Return the label of a row that holds it and one value, or of a labelled line."""
    if block.cells:
        return block.cells[0].text if len(block.cells) == 2 and not block.is_head else None
    return label_of(block.text)


def _subject(slide: Slide, glossary: Sequence[GlossaryEntry]) -> str:
    """Return the abbreviation in a slide's title, or a short title itself."""
    for entry in glossary:
        if entry.term in slide.title and entry.term.isascii():
            return entry.term
    return slide.title if 2 <= len(slide.title) <= 16 else ""

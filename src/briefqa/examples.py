"""Example questions made from the briefings' own words, each tried before it is shown."""

from collections.abc import Callable, Iterator, Sequence

from briefqa.glossary import GlossaryEntry
from briefqa.readers.marks import label_of, strip_mark
from briefqa.records import Briefing, Language, Reply, Slide

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
    """Return up to four questions that `ask` answers with confidence, on different slides."""
    chosen: list[str] = []
    slides: set[tuple[str, int]] = set()
    for _, question in zip(range(_TRIES), _proposals(briefings, glossary, language), strict=False):
        answer = ask(question).answer
        places = {(citation.briefing, citation.slide) for citation in answer.citations}
        if answer.confidence >= _CONFIDENCE and places and not places & slides:
            chosen.append(question)
            slides |= places
        if len(chosen) == LIMIT:
            break
    return tuple(chosen)


def _proposals(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[str]:
    """Yield questions, one of each kind in turn so that the examples are not all alike."""
    kinds = [
        _about_rows(briefings, glossary, language),
        _about_names(glossary, language),
    ]
    while kinds:
        for kind in list(kinds):
            question = next(kind, None)
            if question is None:
                kinds.remove(kind)
            else:
                yield question


def _about_names(glossary: Sequence[GlossaryEntry], language: Language) -> Iterator[str]:
    for entry in glossary:
        if not entry.term.isascii() or entry.expansion.isascii():
            continue
        if language == "ja":
            yield f"{entry.term}とは何ですか？"
        else:
            yield f"What is {entry.term}?"


_ENGLISH_LABELS = {
    "日時": "When is {}?",
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
) -> Iterator[str]:
    """Ask for the value of a labelled row on a slide whose title names a subject."""
    for briefing in briefings:
        for slide in briefing.slides:
            subject = _subject(slide, glossary)
            if not subject or (language == "en" and not subject.isascii()):
                continue
            for block in slide.blocks:
                label = label_of(block.text)
                if label is None or strip_mark(label) != label or not 2 <= len(label) <= 8:
                    continue
                if language == "ja":
                    yield f"{subject}の{label}は？"
                elif label in _ENGLISH_LABELS:
                    yield _ENGLISH_LABELS[label].format(subject)


def _subject(slide: Slide, glossary: Sequence[GlossaryEntry]) -> str:
    """Return the abbreviation in a slide's title, or a short title itself."""
    for entry in glossary:
        if entry.term in slide.title and entry.term.isascii():
            return entry.term
    return slide.title if 2 <= len(slide.title) <= 16 else ""

"""Example questions made from the briefings' own words, each tried before it is shown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from briefqa.glossary import GlossaryEntry
from briefqa.readers.marks import label_of
from briefqa.records import Block, Briefing, Language, Reply, Slide

LIMIT = 4
_CONFIDENCE = 0.6
_TRIES = 40  # questions asked before giving up on more examples
LEADING_LIMIT = 3
_LEADING_TRIES = 8  # a question takes some 20 ms
_ROWS_TRIED = 5  # so that names have their turn
_ROW_CONFIDENCE = 0.4  # enough where the answer is a row of the slide that the question is made of
_ROW_LABEL_LIMIT = 20  # characters


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


def follow_up_questions(
    reply: Reply,
    slides: Sequence[Slide],
    glossary: Sequence[GlossaryEntry],
    *,
    ask: Callable[[str], Reply],
) -> tuple[str, ...]:
    """Return up to three questions that lead on from a reply, each answered with confidence.

    `slides`: those that the reply cites. They ask for other rows beside the one that was asked for,
    and for names that stand on these slides; no two rest on the same words, nor on the reply's.
    """
    asked = reply.interpreted_as or reply.question
    there = {(slide.briefing_id, slide.number) for slide in slides}
    chosen: list[str] = []
    seen = [_places(reply)]
    tries = islice(_leading_on(asked, slides, glossary, reply.language), _LEADING_TRIES)
    for question, least in tries:
        led = ask(question)
        places = _places(led)
        is_sure = led.answer.status == "answered" and led.answer.confidence >= least
        is_near = any(place[:2] in there for place in places)
        if is_sure and places not in seen and (is_near or least >= _CONFIDENCE):
            chosen.append(question)
            seen.append(places)
        if len(chosen) == LEADING_LIMIT:
            break
    return tuple(chosen)


def _places(reply: Reply) -> frozenset[tuple[str, int, int]]:
    return frozenset((one.briefing, one.slide, one.start) for one in reply.answer.citations)


def _leading_on(
    asked: str, slides: Sequence[Slide], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, float]]:
    """Yield questions, the likeliest first, none twice, and how sure an answer has to be."""
    there = [entry for entry in glossary if any(entry.term in slide.text for slide in slides)]
    unnamed = [entry for entry in there if entry.term not in asked]
    rows = [
        _about_other_rows(asked, slides, language),
        (question for _, question in _about_rows(slides, glossary, language)),
    ]
    names = (question for _, question in _about_names(unnamed, language))
    likely = [(question, _ROW_CONFIDENCE) for question in islice(chain(*rows), _ROWS_TRIED)]
    given = {asked}
    # Names come last: what they stand for is worth less than the next row.
    for question, least in chain(likely, ((question, _CONFIDENCE) for question in names)):
        if question not in given:
            given.add(question)
            yield question, least


def _about_other_rows(asked: str, slides: Sequence[Slide], language: Language) -> Iterator[str]:
    """Ask the same of the other rows of a table, or of other labelled lines of a slide."""
    for slide in slides:
        rows = [(block.table, label) for block in slide.blocks if (label := _row_label(block))]
        named = [(table, label) for table, label in rows if _as_a_word(label).search(asked)]
        if not named:
            continue
        table, asked_for = max(named, key=lambda row: len(row[1]))
        for other, label in rows:
            if other == table and label != asked_for and (language == "ja" or label.isascii()):
                yield label.join(_as_a_word(asked_for).split(asked))


def _as_a_word(label: str) -> re.Pattern[str]:
    """Return what finds a label that is no part of a longer word: 議長, but not in 議長国."""
    letters = "[A-Za-z0-9ァ-ヿ一-鿿々]"
    return re.compile(f"(?<!{letters}){re.escape(label)}(?!{letters})")


def _row_label(block: Block) -> str:
    """Return what a row or a labelled line is about, in a few words, or nothing."""
    label = block.cells[0].text if block.cells and not block.is_head else label_of(block.text)
    label = " ".join((label or "").split())
    return label if 2 <= len(label) <= _ROW_LABEL_LIMIT and not label.isdigit() else ""


def _proposals(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield subjects with a question, one of each kind in turn, so that not all are alike."""
    kinds = [
        _about_rows(chain.from_iterable(one.slides for one in briefings), glossary, language),
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
    slides: Iterable[Slide], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Ask for the value of a labelled row on a slide whose title names a subject."""
    for slide in slides:
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

"""Questions made from the words of slides, in no way certain to be answered; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from briefqa.glossary import GlossaryEntry
from briefqa.readers.marks import label_of
from briefqa.records import Block, Language, Slide
from briefqa.tables import tables_of

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
_SUBJECT_LIMIT = 16  # characters of a title that names its slide's subject
_CELL_LIMIT = 16  # characters of a row's label or a column's head that names it
_ROWS_ASKED = 2  # of one table
# Titles that name a part of any deck, and what titles end in that is no name.
_GENERIC = re.compile(
    "(?:まとめ|おわりに|はじめに|目次|概要|参考(?:資料)?|付録|要点|背景|結論|contents|summary|agenda|overview)[0-9０-９]*",
    re.IGNORECASE,
)
_CLAUSE = re.compile("[^はがを](?:は|が(?!ん)|を)[^はがを]")  # 備蓄は足りるか: no name either
_ENDING = re.compile("(?:について|とは[？?]?|の概要|の要点)$")
_LATIN = re.compile("[A-Za-z]")


def about_names(glossary: Iterable[GlossaryEntry], language: Language) -> Iterator[tuple[str, str]]:
    """Yield abbreviations with a question for what they are."""
    for entry in glossary:
        if not entry.term.isascii() or entry.expansion.isascii():
            continue
        if language == "ja":
            yield entry.term, f"{entry.term}とは何ですか？"
        else:
            yield entry.term, f"What is {entry.term}?"


def about_rows(
    slides: Iterable[Slide], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield subjects with a question for the value of a labelled row of theirs.

    The title of a slide names its subject.
    """
    for slide in slides:
        subject = subject_of(slide, glossary)
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


def about_cells(slide: Slide, language: Language) -> Iterator[tuple[str, str]]:
    """Yield rows of a slide's tables with a question for what stands under a column's head."""
    for table in tables_of(slide):
        column = next((head for head in table.columns if _is_name(head, language)), None)
        rows = [row.label.text for row in table.rows if _is_name(row.label.text, language)]
        for label in rows[:_ROWS_ASKED] if column is not None else ():
            if language == "ja":
                yield label, f"{label}の{column}は？"
            else:
                yield label, f"What is the {column} of {label}?"


def about_subject(
    slide: Slide, glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield the subject of a slide with a question for its summary."""
    subject = subject_of(slide, glossary)
    if subject and language == "ja":
        yield subject, f"{subject}の要点は？"
    elif subject.isascii() and subject:
        yield subject, f"Summarise {subject}"


def subject_of(slide: Slide, glossary: Iterable[GlossaryEntry]) -> str:
    """Return the abbreviation in a slide's title, or a short title itself, else ""."""
    for entry in glossary:
        if entry.term in slide.title and entry.term.isascii():
            return entry.term
    title = _ENDING.sub("", slide.title)
    is_name = 2 <= len(title) <= _SUBJECT_LIMIT and not _GENERIC.fullmatch(title)
    return title if is_name and not _CLAUSE.search(title) else ""


def _label(block: Block) -> str | None:
    """Return the label of a row that holds it and one value, or of a labelled line."""
    if block.cells:
        return block.cells[0].text if len(block.cells) == 2 and not block.is_head else None
    return label_of(block.text)


def _is_name(text: str, language: Language) -> bool:
    """Say whether words are short, and of the language of the question that is to hold them."""
    is_said = _LATIN.search(text) is not None and text.isascii() if language == "en" else True
    return is_said and 2 <= len(text) <= _CELL_LIMIT and not text[:1].isdigit()

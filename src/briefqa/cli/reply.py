"""Print a reply for people, in the language of its question."""

import unicodedata
from collections.abc import Sequence

from briefqa.cli.output import note, one_line, write, write_bold
from briefqa.cli.words import WORDS, Words
from briefqa.records import (
    Alternative,
    Answer,
    Citation,
    Moment,
    Nearest,
    Period,
    Quantity,
    Reply,
    Row,
    Value,
)
from briefqa.refusal import Refusal, refusal_of


def write_reply(reply: Reply) -> None:
    """Print the answer and what it rests on, or that there is none; notices go to stderr."""
    words, answer = WORDS[reply.language], reply.answer
    refusal = refusal_of(reply)
    if refusal is not None:
        _write_not_found(answer, refusal, words)
    elif answer.text is not None:
        _write_answer(answer, answer.text, words)
    for notice in answer.notices:
        note(notice)


def _write_answer(answer: Answer, text: str, words: Words) -> None:
    points = text.splitlines()
    if answer.type == "summary" and len(points) == len(answer.citations):
        _write_points(points, answer, words)
        return
    write_bold(text)
    is_list = bool(answer.rows) and not answer.is_computed  # whose rows are the words as written
    if answer.original is not None and answer.original != text and not is_list:
        write(words.original.format(text=answer.original))
    if answer.value is not None:
        write(words.value.format(value=value_in_words(answer.value, words)))
    if answer.as_of:
        write(words.as_of.format(date=answer.as_of))
    _write_rows(answer, words)
    if answer.alternatives:
        write()
        write(words.others)
        for other in answer.alternatives:
            write(f"  {_other(other, words)}")
    for citation in answer.citations:
        _write_citation(citation, words)
    write()
    write(words.confidence.format(confidence=answer.confidence))


def _write_points(points: Sequence[str], answer: Answer, words: Words) -> None:
    """Print the lines of a summary, which are its quotes, each once, and where they stand."""
    for point, citation in zip(points, answer.citations, strict=True):
        write_bold(f"{point} [{citation.marker}]")
    write()
    for citation in answer.citations:
        write(_place(citation, words))
    write()
    write(words.confidence.format(confidence=answer.confidence))


def _write_rows(answer: Answer, words: Words) -> None:
    if answer.rows:
        write()
        for line in aligned(answer.rows):
            write(f"  {line}")
    if answer.coverage:
        write(one_line(answer.coverage))
    if answer.is_computed:
        write(words.computed)


def _other(other: Alternative, words: Words) -> str:
    date = words.other_as_of.format(date=other.as_of) if other.as_of else ""
    markers = "".join(f"[{marker}]" for marker in other.markers)
    return words.other.format(text=one_line(other.text), date=date, markers=markers)


def _write_citation(citation: Citation, words: Words) -> None:
    write()
    write(_place(citation, words))
    for line in citation.quote.splitlines():
        write(f"    {line}")


def _place(citation: Citation, words: Words) -> str:
    title = one_line(citation.slide_title)
    place = {"briefing": citation.briefing_title, "slide": citation.slide, "title": title}
    return words.citation.format(marker=citation.marker, **place)


def _write_not_found(answer: Answer, refusal: Refusal, words: Words) -> None:
    """Say that nothing was found, never that something is not so."""
    write(refusal.reason)
    if refusal.searched:
        write(refusal.searched)
    if answer.nearest:
        write(words.nearest)
    for nearest in answer.nearest:
        write(f"  {_near(nearest, words)}")


def _near(nearest: Nearest, words: Words) -> str:
    title = one_line(nearest.slide_title)
    return words.near.format(
        briefing=nearest.briefing, slide=nearest.slide, title=title, score=nearest.score
    )


def value_in_words(value: Value, words: Words) -> str:
    """Return a normalised value as people read it.

    >>> value_in_words(Quantity(3e11, "USD", "at least"), WORDS["en"])
    '300,000,000,000 USD (at least)'
    >>> value_in_words(Period("2025", "", is_fiscal=True), WORDS["ja"])
    '2025～（年度）'
    """
    if isinstance(value, Quantity):
        number = int(value.value) if float(value.value).is_integer() else value.value
        said = f"{number:,} {value.unit}".rstrip()
    elif isinstance(value, Moment):
        said = value.date
    else:
        said = words.to.format(start=value.start, end=value.end).strip()
    qualifier = "" if isinstance(value, Period) else value.qualifier
    is_fiscal = not isinstance(value, Quantity) and value.is_fiscal
    notes = [words.qualifiers[qualifier]] if qualifier else []
    notes += [words.fiscal] if is_fiscal else []
    return words.noted.format(value=said, notes=", ".join(notes)) if notes else said


def aligned(rows: Sequence[Row]) -> list[str]:
    """Return a line a row: label, value and marker in columns; full-width letters count two.

    What is rendered in English is followed by the words as written.

    >>> aligned([Row("北区", "54か所", 1), Row("West", "7か所", 2)])
    ['北区  54か所  [1]', 'West   7か所  [2]']
    >>> aligned([Row("ケニア", "7か所", 1, "Kenya", "7 places")])
    ['Kenya  7 places  [1]  ケニア  7か所']
    """
    labels = [one_line(row.label_english or row.label) for row in rows]
    values = [one_line(row.value_english or row.value) for row in rows]
    label_width = max(map(_width, labels))
    value_width = max(map(_width, values))
    lines = []
    for label, value, row in zip(labels, values, rows, strict=True):
        padded = label + " " * (label_width - _width(label))
        moved = " " * (value_width - _width(value)) + value
        cells = [padded, *([moved] if value_width else []), f"[{row.marker}]", *_written(row)]
        lines.append("  ".join(cells))
    return lines


def _written(row: Row) -> list[str]:
    """Return the words as written of a row's cells that are rendered otherwise."""
    pairs = ((row.label, row.label_english), (row.value, row.value_english))
    return [one_line(words) for words, english in pairs if english and english != words]


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )

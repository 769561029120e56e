"""What of a reply is carried away, whatever it is written as; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from briefqa.locales import show_date
from briefqa.records import Briefing, Citation, Language, Reply, Row
from briefqa.refusal import refusal_of


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around an answer, in one language; `{names}` are filled in."""

    heading: str
    as_written: str
    as_of: str
    read_as: str
    others: str
    computed: str
    nearest: str
    slide: str
    columns: tuple[str, ...]
    separator: str


PHRASES: Mapping[Language, Phrases] = {
    "ja": Phrases(
        heading="質問と答え",
        as_written="原文：{text}",
        as_of="{date}時点",
        read_as="読み取った質問：{text}",
        others="ほかのスライドの値：{texts}",
        computed="計算による答え（下の行を数え、足し、または比べたもの）",
        nearest="近い内容のスライド",
        slide="スライド{number}",
        columns=("質問", "答え", "原文", "時点", "引用番号", "引用", "出所", "資料ID", "スライド"),
        separator="、",
    ),
    "en": Phrases(
        heading="Questions and answers",
        as_written="As written: {text}",
        as_of="As of {date}",
        read_as="Read as: {text}",
        others="Other slides say: {texts}",
        computed="Computed: counted, added up or compared from the rows below",
        nearest="The nearest slides",
        slide="slide {number}",
        columns=(
            *("Question", "Answer", "As written", "As of"),
            *("Citation", "Quote", "Source", "Briefing id", "Slide"),
        ),
        separator=", ",
    ),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words, and the line that says where they stand."""

    marker: int
    text: str
    source: str
    briefing: str
    slide: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its answer. `answer` is None where nothing was found.

    `remarks`: lines that belong to the answer (as written, as of, what other slides say), or, where
    there is none, why. `rows`: label, value and marker of each row. `nearest`: source lines of the
    slides near the question, where nothing was found.
    """

    question: str
    language: Language
    answer: str | None
    original: str
    as_of: str
    remarks: tuple[str, ...]
    rows: tuple[tuple[str, str, int], ...]
    quotes: tuple[Quote, ...]
    nearest: tuple[str, ...]


def entry_of(reply: Reply, briefings: Mapping[str, Briefing]) -> Entry:
    """Return what is carried away of `reply`; `briefings`, by id, give the sources' dates."""
    answer, phrases = reply.answer, PHRASES[reply.language]
    refusal = refusal_of(reply)
    found = answer.text if refusal is None else None
    original = answer.original if answer.original not in (None, answer.text) else ""
    remarks = _remarks(reply) if found is not None else _reasons(reply)
    nearest = [
        f"{briefings[near.briefing].title}{phrases.separator}"
        f"{phrases.slide.format(number=near.slide)}"
        for near in answer.nearest
        if found is None and near.briefing in briefings
    ]
    return Entry(
        question=reply.question,
        language=reply.language,
        answer=found,
        original=original or "",
        as_of=answer.as_of,
        remarks=remarks,
        rows=tuple(_row(row) for row in answer.rows),
        quotes=tuple(_quote(one, briefings, reply.language) for one in answer.citations),
        nearest=tuple(nearest),
    )


def source_line(citation: Citation, briefing: Briefing | None, language: Language) -> str:
    """Return the line that stands under a quote: title, slide, and the briefing's date if known.

    >>> citation = Citation(1, "d", "防災計画", 3, "", "", 0, 0)
    >>> briefing = Briefing("d", "防災計画", "2025-06", "", "ja", "d.txt", "", ())
    >>> source_line(citation, briefing, "ja"), source_line(citation, None, "en")
    ('防災計画、スライド3、2025年6月', '防災計画, slide 3')
    """
    phrases = PHRASES[language]
    parts = [citation.briefing_title, phrases.slide.format(number=citation.slide)]
    if briefing is not None and briefing.date:
        parts.append(show_date(language, briefing.date))
    return phrases.separator.join(parts)


def _quote(citation: Citation, briefings: Mapping[str, Briefing], language: Language) -> Quote:
    source = source_line(citation, briefings.get(citation.briefing), language)
    return Quote(citation.marker, citation.quote, source, citation.briefing, citation.slide)


def _row(row: Row) -> tuple[str, str, int]:
    return (_both(row.label, row.label_english), _both(row.value, row.value_english), row.marker)


def _both(written: str, english: str) -> str:
    return f"{english} ({written})" if english and english != written else written


def _remarks(reply: Reply) -> tuple[str, ...]:
    answer, phrases = reply.answer, PHRASES[reply.language]
    found = []
    if reply.interpreted_as:
        found.append(phrases.read_as.format(text=reply.interpreted_as))
    if answer.original not in (None, answer.text) and not answer.rows:
        found.append(phrases.as_written.format(text=answer.original))
    if answer.as_of:
        found.append(phrases.as_of.format(date=show_date(reply.language, answer.as_of)))
    if answer.alternatives:
        texts = phrases.separator.join(
            other.text + "".join(f" [{marker}]" for marker in other.markers)
            for other in answer.alternatives
        )
        found.append(phrases.others.format(texts=texts))
    if answer.is_computed:
        found.append(phrases.computed)
    return (*found, *((answer.coverage,) if answer.coverage else ()), *answer.notices)


def _reasons(reply: Reply) -> tuple[str, ...]:
    refusal = refusal_of(reply)
    said = [refusal.reason, refusal.searched] if refusal is not None else []
    return tuple(line for line in said if line)

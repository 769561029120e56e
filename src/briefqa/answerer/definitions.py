"""What says what a thing is: the predicate of "X is ...", the name behind an abbreviation."""

import re
from collections.abc import Iterator

from briefqa.answerer.match import Matcher
from briefqa.answerer.reading import Reading, said
from briefqa.answerer.spans import Span, value_of
from briefqa.answerer.units import Unit, term_set
from briefqa.glossary import slide_pairs
from briefqa.readers.marks import strip_mark
from briefqa.text.normalise import squeeze
from briefqa.text.tagger import tag

_SUBJECT = re.compile(r"(?P<subject>.{1,40}?)(?:とは、?|は、?|[：:＝=])\s*(?=\w)")
_COPULA = re.compile("(?:である|です|だ|をいう|を言う|を指す|を意味する|のこと)+$")
_CLOSING_REMARK = re.compile(r"[（(][^（()）]{2,40}[）)][。]?$")
_TELLS = 0.3  # fit of what is told about the thing asked for, where a definition is
_NAMED = 0.9  # fit of an abbreviation's name as its definition


def explanations(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield what says what the thing asked about is, with fits as those of `forms`.

    What an abbreviation stands for says what it is, where nothing says it better.
    """
    yield from _defined(reading.matcher, unit)
    yield from ((span, min(fit, _NAMED)) for span, fit in spelled_out(reading, unit))


def spelled_out(reading: Reading, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield names whose abbreviation the question holds, and abbreviations whose name it holds.

    Of several names, the one in the question's language comes first.
    """
    for short, name, _ in slide_pairs(unit.slide):
        for asked, wanted in ((short, name), (name, short)):
            if squeeze(asked) in reading.words and wanted in unit.text:
                start = unit.text.index(wanted)
                near = 0.3 if asked in unit.text else 0.0
                own = 0.8 if name.isascii() == (reading.query.language == "en") else 0.0
                yield Span(start, start + len(wanted)), 1.5 * (0.7 + near + own)


def _defined(matcher: Matcher, unit: Unit) -> Iterator[tuple[Span, float]]:
    """Yield the predicate of "X is ..." where X is what the question speaks of."""
    text = unit.text
    body = strip_mark(text)
    found = _SUBJECT.match(body)
    if found is not None:
        share = _subject_share(matcher, found["subject"])
        if share > 0.6:
            start = len(text) - len(body) + found.end()
            end = max(len(text.rstrip("。．. 　")), start + 1)
            yield Span(start, end), 0.9 + 2 * share if _says_what(text[start:end]) else _TELLS
    heading, is_question, _ = _heading_before(unit).partition("とは")
    if is_question and _subject_share(matcher, heading) > 0.6:
        yield value_of(text), 3.2


def _says_what(predicate: str) -> bool:
    """Say whether a predicate says what its subject is, ending in a noun, and not what it did."""
    words = tag(_COPULA.sub("", _CLOSING_REMARK.sub("", predicate).rstrip("）)」』")))
    return bool(words) and words[-1].pos.startswith(("名詞", "接尾辞-名詞的", "補助記号"))


def _subject_share(matcher: Matcher, subject: str) -> float:
    """Return how far a subject and the question's concepts are the same, at most 1."""
    held = term_set(subject)
    total = sum(matched.concept.importance for matched in matcher.concepts)
    if not total or not held:
        return 0.0
    found = sum(m.concept.importance * m.value(held) for m in matcher.concepts)
    return found / total - 0.4 * sum(1 for term in held if not said(matcher, term))


def _heading_before(unit: Unit) -> str:
    """Return the heading just above a unit's block, "" where there is none."""
    if unit.position == 0:
        return ""
    previous = unit.slide.blocks[unit.position - 1]
    return previous.text if previous.is_heading else ""

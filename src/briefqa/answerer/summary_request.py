"""Read whether a question asks for a summary, and of what: a slide, a topic, the whole briefing.

The shape of the whole sentence decides: what it names, then the words that ask to sum up, and
nothing else. "What is X?", "Xの目的は" and "How many X?" ask for less: the answerer finds that.
"""

import re
from dataclasses import dataclass

from briefqa.answerer import summary_english as english
from briefqa.answerer import summary_japanese as japanese
from briefqa.answerer.summary_shapes import Shape, SummaryKind
from briefqa.query.question import language_of
from briefqa.records import Language
from briefqa.text.normalise import Folded, fold

_LIMIT = 200  # characters; the shapes take up to 10 ms for so many, and time in their cube
_EDGES = " 　「」『』“”\"'‘’、,。."
_KANJI_DIGITS = "〇一二三四五六七八九"
_LAST = ("最後", "末尾", "最終", "last", "final")
_FIRST = ("最初", "冒頭", "先頭")


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """What is to be summed up.

    `number`: of a slide, its 1-based number, or counted from the last (-1); of the current slide,
    how many slides further on (0 for itself); of a topic, the slide that it is confined to, or 0.
    `topic`: its words as the question has them, white space as one space; of a slide, those that
    say which briefing's it is. `language`: the question's; its topic may be Latin letters alone.
    """

    kind: SummaryKind
    number: int = 0
    topic: str = ""
    language: Language = "ja"


def read_summary_request(question: str) -> SummaryRequest | None:
    """Return what a question wants summed up, or None where it asks for something else. Pure.

    >>> read_summary_request("スライド3の要点は？")
    SummaryRequest(kind='slide', number=3, topic='', language='ja')
    >>> read_summary_request("避難所について資料は何と言っていますか")
    SummaryRequest(kind='topic', number=0, topic='避難所', language='ja')
    >>> read_summary_request("What does the briefing say about Shelters?")
    SummaryRequest(kind='topic', number=0, topic='Shelters', language='en')
    >>> read_summary_request("避難所とは何ですか") is read_summary_request("避難所の目的は") is None
    True
    """
    words = " ".join(question.split())
    if len(words) > _LIMIT:
        return None
    folded = fold(words)
    language = language_of(words)
    for shape in japanese.SHAPES if language == "ja" else english.SHAPES:
        match = shape.pattern.fullmatch(folded.text)
        if match is None:
            continue
        request = _request(words, folded, shape, match, language)
        # A topic that is none: another shape may part the sentence better.
        if shape.kind != "topic" or _is_topic(request, shape):
            return request
    return None


def _request(
    question: str, folded: Folded, shape: Shape, match: re.Match[str], language: Language
) -> SummaryRequest:
    groups = match.groupdict()
    named = groups.get("after") or groups.get("before") or groups.get("edge")
    number = _number(named) if named else 0
    if shape.kind == "current":
        number = 1 if groups["next"] else -1 if groups["previous"] else 0
    topic = ""
    group = next((name for name in ("topic", "of") if groups.get(name)), None)
    if group is not None:
        start, end = folded.origin(*match.span(group))
        topic = english.name_alone(question[start:end].strip(_EDGES)).strip(_EDGES)
    return SummaryRequest(shape.kind, number, topic, language)


def _is_topic(request: SummaryRequest, shape: Shape) -> bool:
    if not re.search(r"\w", request.topic):
        return False
    is_topic = japanese.is_topic if request.language == "ja" else english.is_topic
    return is_topic(request.topic, asks_values=shape.asks_values)


def _number(named: str) -> int:
    """Return the number of a slide, or -1 for the last.

    >>> [_number(named) for named in ("19", "3rd", "third", "十二", "二十", "最後", "冒頭")]
    [19, 3, 3, 12, 20, -1, 1]
    """
    digits = re.match("[0-9]+", named)
    if digits is not None:
        return int(digits[0])
    if named in english.ORDINALS:
        return english.ORDINALS.index(named) + 1
    if named in _LAST or named in _FIRST:
        return -1 if named in _LAST else 1
    tens, ten, units = named.rpartition("十")
    return (10 * _kanji(tens, empty=1) if ten else 0) + _kanji(units, empty=0)


def _kanji(digits: str, *, empty: int) -> int:
    """Return the number that kanji digits (not 十) write."""
    written = "".join(str(_KANJI_DIGITS.find(digit)) for digit in digits.replace("十", ""))
    return int(written) if written else empty

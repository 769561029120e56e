"""Spans: stretches of a unit's text, and how runs of its words make them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefqa.readers.marks import BULLET, FOOTNOTE, NUMBERED, label_of
from briefqa.text.tagger import Token, tag

# What follows a note's mark and is no word of the note: ※1 and （注2） have a number.
_NOTE_NUMBER = re.compile(r"(?:\d{1,2}(?=[）):：.．\s]))?[）):：.．]?\s*")
# Not before a figure that would then run on from another: 1※2,300 is not 1,300.
# A mark that points to a note, with its number; where a counter follows, the number is a figure and
# stays. A mark after a digit stays where a digit follows: without it two figures would be one.
_NOTE_MARK = re.compile(
    r"(?<!\d)[※＊*]\d{1,2}(?!\d|[.,．，]\d|[日年月回人件国円時分秒個か所カヶ箇社校台%％℃万億兆千百])"
    r"|(?<!\d)[※＊*](?=\d)|[※＊*](?!\d)"
)
_QUOTED = re.compile("「([^「」]+)」|『([^『』]+)』")
_DANGLING = frozenset(["・", "（", "(", " ", "、", "，", ",", "の", "と", "や", "及び", "および"])


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a unit's text as read, `start` inclusive, `end` exclusive.

    `measure`: a figure's unit of measure in normalised form, "" where there is none.
    """

    start: int
    end: int
    measure: str = ""


def value_of(text: str) -> Span:
    """Return the part of a unit that says something: no bullet, no label, no closing full stop.

    >>> span = value_of("・会場：仙台市民ホール。")
    >>> "・会場：仙台市民ホール。"[span.start : span.end]
    '仙台市民ホール'
    """
    start = words_start(text)
    label = label_of(text)
    if label is not None:
        start = max(text.find(label, start), text.find(label)) + len(label)
        start += len(text[start:]) - len(text[start:].lstrip("：: 　"))
    end = len(text.rstrip("。．. 　"))
    return Span(start, end) if end > start else Span(0, len(text))


def words_start(text: str) -> int:
    """Return where a unit's words begin: after its bullet, its number or its note's mark, if any.

    >>> [words_start(text) for text in ("・避難所", "(2) 避難所", "※1 避難所", "※")]
    [1, 4, 3, 0]
    """
    note = FOOTNOTE.match(text)
    match = _NOTE_NUMBER.match(text, note.end()) if note is not None else None
    match = match or BULLET.match(text) or NUMBERED.match(text)
    return match.end() if match is not None and match.end() < len(text) else 0


def plain(text: str) -> str:
    """Return words without the marks that only point to footnotes.

    >>> plain("避難所※１の数は12")
    '避難所の数は12'
    """
    return _NOTE_MARK.sub("", text).strip()


def unquoted(text: str) -> str:
    """Return a text without the quotation marks that enclose the whole of it.

    >>> unquoted("『港の朝』"), unquoted("「朝」と「夜」")
    ('港の朝', '「朝」と「夜」')
    """
    quoted = _QUOTED.fullmatch(text)
    return quoted[1] or quoted[2] if quoted is not None else text


def runs(
    text: str, *, starts: Callable[[Token], bool], goes_on: Callable[[Token], bool]
) -> Iterator[Span]:
    """Yield the runs of words of which the first `starts` one and each other `goes_on` with it.

    White space ends a run, but after a comma. Words that only bind are cut off its end.
    """
    tokens = tag(text)
    i = 0
    while i < len(tokens):
        if not starts(tokens[i]):
            i += 1
            continue
        first = i
        while i + 1 < len(tokens) and _touch(tokens[i], tokens[i + 1]) and goes_on(tokens[i + 1]):
            i += 1
        while i > first and tokens[i].surface in _DANGLING:
            i -= 1
        yield Span(tokens[first].start, tokens[i].end)
        i += 1


def _touch(token: Token, following: Token) -> bool:
    return following.start == token.end or token.surface in "、，,"

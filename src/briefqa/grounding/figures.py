"""Which numbers and dates of a text stand in quotes, as written or by their value."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.grounding.spelling import Passage
from briefqa.records import Moment, Period, Quantity, Value
from briefqa.text.numerals import number_of
from briefqa.text.quantities import same_value
from briefqa.text.tagger import tag

Placed = tuple[int, str]
"""A word and where about in the text it stands."""

_DIGITS = re.compile(r"(?<![A-Za-z0-9.])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)*")
_WORDS = {
    "zero": 0, "one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4,
    "fourth": 4, "five": 5, "fifth": 5, "six": 6, "sixth": 6, "seven": 7, "seventh": 7,
    "eight": 8, "eighth": 8, "nine": 9, "ninth": 9, "ten": 10, "tenth": 10, "eleven": 11,
    "eleventh": 11, "twelve": 12, "twelfth": 12, "dozen": 12, "thirteen": 13, "thirteenth": 13,
    "fourteen": 14, "fourteenth": 14, "fifteen": 15, "fifteenth": 15, "sixteen": 16,
    "sixteenth": 16, "seventeen": 17, "seventeenth": 17, "eighteen": 18, "eighteenth": 18,
    "nineteen": 19, "nineteenth": 19, "twenty": 20, "twentieth": 20, "thirty": 30,
    "thirtieth": 30, "forty": 40, "fortieth": 40, "fifty": 50, "fiftieth": 50, "sixty": 60,
    "sixtieth": 60, "seventy": 70, "seventieth": 70, "eighty": 80, "eightieth": 80, "ninety": 90,
    "ninetieth": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_NUMBER_WORD = "(?:" + "|".join(sorted({*_WORDS, *_SCALES}, key=len, reverse=True)) + ")s?"
_SPELLED = re.compile(
    rf"(?<![A-Za-z]){_NUMBER_WORD}(?:(?:[ -]|\sand\s){_NUMBER_WORD})*(?![A-Za-z])", re.IGNORECASE
)
# "one" that counts nothing.
_PRONOUN = re.compile(
    r"(?:\b(?:no|any|every|each|this|that|which|another)\s+)one\b|\bone\s+(?:another|of)\b", re.I
)
_NO_NUMBER = frozenset("何数幾")


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers and dates of a text: those of `values_in`, and bare numbers beside them."""

    passage: Passage
    numbers: frozenset[float]

    @classmethod
    def of(cls, passage: Passage) -> "Figures":
        """Read the figures of a text."""
        numbers = {number for _, _, number in _bare(passage.rest)}
        numbers |= {f.value.value for f in passage.values if isinstance(f.value, Quantity)}
        return cls(passage, frozenset(numbers))


def ungrounded_figures(text: Figures, quotes: Sequence[Figures]) -> Iterator[Placed]:
    """Yield the numbers and dates of `text` that stand in none of the quotes."""
    for found in text.passage.values:
        words = text.passage.text[found.start : found.end]
        if not any(_holds(quote, found.value, words) for quote in quotes):
            yield found.start, words
    for at, words, number in _bare(text.passage.rest):
        if not any(number in q.numbers or q.passage.holds_number(words) for q in quotes):
            yield at, words


def _holds(quote: Figures, value: Value, words: str) -> bool:
    stated = [found.value for found in quote.passage.values]
    if any(states(other, value) for other in stated) or quote.passage.holds_number(words):
        return True
    if isinstance(value, Period):  # both ends of it said apart: 4月1日に始まり…6月30日に終わる
        ends = [Moment(end, is_fiscal=value.is_fiscal) for end in (value.start, value.end) if end]
        return all(any(states(other, end) for other in stated) for end in ends)
    is_bare = isinstance(value, Quantity) and not value.unit
    return is_bare and isinstance(value, Quantity) and value.value in quote.numbers


def states(stated: Value, value: Value) -> bool:
    """Say whether who states one value has stated the other: a day states its month and year."""
    if isinstance(stated, Quantity) and isinstance(value, Quantity):
        if same_value(stated, value):
            return True
        return stated.value == value.value and _is_one_in_english(stated.unit, value.unit)
    if isinstance(value, Moment):
        return value.is_fiscal == _is_fiscal(stated) and any(
            _is_part(value.date, date) for date in _dates(stated)
        )
    return same_value(stated, value)


def _is_one_in_english(unit: str, other: str) -> bool:
    """Say whether two units may be one in two languages: 校 and schools, never 円 and USD."""
    return any(
        not japanese.isascii() and re.fullmatch(r"[a-z][a-z '-]+", english) is not None
        for japanese, english in ((unit, other), (other, unit))
    )


def _is_fiscal(value: Value) -> bool:
    return not isinstance(value, Quantity) and value.is_fiscal


def _dates(value: Value) -> tuple[str, ...]:
    if isinstance(value, Moment):
        return (value.date,)
    return (value.start, value.end) if isinstance(value, Period) else ()


def _is_part(date: str, of: str) -> bool:
    """Say whether an ISO date, whole or without its year, is what another begins with or holds."""
    if date.startswith("--") and not of.startswith("--"):
        of = of[4:] and "-" + of[4:]
    return bool(of) and (of == date or of.startswith(date + "-"))


def _bare(rest: str) -> Iterator[tuple[int, str, float]]:
    """Yield (place, words, number) of the numbers in a text whose values have been blanked."""
    for match in _DIGITS.finditer(rest):
        words = match.group()
        plain = words.replace(",", "")
        if plain.count(".") < 2:
            yield match.start(), words, float(plain)
        else:  # a version or a chapter, 2.1.3: only as written
            yield match.start(), words, float("nan")
    pronouns = {match.end() for match in _PRONOUN.finditer(rest)} | {
        match.start() for match in _PRONOUN.finditer(rest)
    }
    for match in _SPELLED.finditer(rest):
        if match.start() not in pronouns and match.end() not in pronouns:
            yield match.start(), match.group(), _number(match.group())
    yield from _kanji(rest)


def _number(words: str) -> float:
    """Return the number that English words say.

    >>> _number("three hundred and twenty-five"), _number("third"), _number("two million")
    (325.0, 3.0, 2000000.0)
    """
    total = section = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _WORDS or word.removesuffix("s") in _WORDS:
            section += _WORDS.get(word, _WORDS.get(word.removesuffix("s"), 0))
        elif word.removesuffix("s") == "hundred":
            section = max(section, 1) * 100
        elif word != "and":
            total += max(section, 1) * _SCALES[word.removesuffix("s")]
            section = 0
    return float(total + section)


def _kanji(rest: str) -> Iterator[tuple[int, str, float]]:
    if not re.search("[〇一二三四五六七八九十百千万億兆]", rest):
        return
    run = ""
    start = 0
    # UniDic has 一人, 二つ as words of their own.
    for match in re.finditer("[一二三四五六七八九](?=[人つ])", rest):
        yield match.start(), match.group(), float(number_of(match.group()))
    for token in [*tag(rest), None]:
        if token is not None and "数詞" in token.pos and not _NO_NUMBER & set(token.surface):
            if token.surface.isascii():
                continue
            start = start if run else token.start
            run += token.surface
        elif run:
            if re.fullmatch("[〇一二三四五六七八九十百千万億兆]+", run):
                yield start, run, float(number_of(run))
            run = ""

"""Numbers and ordinals that questions say in words or digits, from one to thirty in words."""

import re

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_MORE_UNITS = "sixteen seventeen eighteen nineteen"
_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_KANJI_DIGITS = "一二三四五六七八九"


def _cardinals() -> list[str]:
    below_twenty = [*_UNITS.split(), *_MORE_UNITS.split()]
    return [*below_twenty, "twenty", *(f"twenty-{one}" for one in below_twenty[:9]), "thirty"]


def _ordinals() -> list[str]:
    small = _FIRST.split()
    teens = [f"{one}th" for one in _cardinals()[12:19]]
    return [*small, *teens, "twentieth", *(f"twenty-{one}" for one in small[:9]), "thirtieth"]


def _in_kanji(number: int) -> str:
    tens, units = divmod(number, 10)
    said = ("", "十", "二十", "三十")[tens]
    return said + (_KANJI_DIGITS[units - 1] if units else "")


def _either(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMBERS = {
    word: number
    for words in (_cardinals(), _ordinals(), [_in_kanji(n) for n in range(1, 31)])
    for number, word in enumerate(words, start=1)
}
# Patterns, to be put in a group each.
ORDINAL = rf"\d{{1,3}}(?:st|nd|rd|th)|{_either(_ordinals())}"
CARDINAL = rf"\d{{1,3}}(?![\d,.])|{_either(_cardinals())}"
JAPANESE = r"\d{1,3}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
NUMERALS = (*_cardinals(), *_ordinals())


def number_of(said: str) -> int:
    """Return the number that a cardinal or ordinal in words, kanji or digits says.

    >>> [number_of(said) for said in ("twenty-first", "21st", "十五", "seven", "三十")]
    [21, 21, 15, 7, 30]
    """
    plain = said.replace(" ", "-")
    return _NUMBERS.get(plain) or int(re.sub("st$|nd$|rd$|th$", "", plain))

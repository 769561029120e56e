"""Numbers as Japanese and English write them: 1億2,300万, 百二十, 二〇二五, 1.5 million.

All patterns are for text that `briefqa.text.normalise.fold` has folded.
"""

import re
from decimal import Decimal

# No figure in a briefing is longer; a longer run of digits, or 007, is a code, or hostile.
_PLAIN = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}|[1-9][0-9]{0,17}|0)"
DIGITS = rf"{_PLAIN}(?![0-9])(?:\.[0-9]{{1,12}}(?![0-9]))?"
# What begins a word of its own after a figure, and is no multiplier: 24 千葉, 2025 万博.
MULTIPLIER = (
    r"(?:[百千]?[百千]?万(?![博一能全国葉端])|[百千]{0,2}[億京]|[百千]{0,2}兆(?![候し])"
    r"|[百千]?千(?![葉代歳島鳥客])|百(?![貨合科獣姓]))"
)
# 1億2,300万, 4万5千, 3,000億; white space is where a line was cut.
NUMERAL = rf"{DIGITS}(?:\s?{MULTIPLIER}(?:{DIGITS}(?:{MULTIPLIER})?)*)?"
KANJI = "[〇一二三四五六七八九十百千]{1,12}(?:[万億兆][〇一二三四五六七八九十百千]{0,12}){0,4}"

_UNITS = dict(zip("〇一二三四五六七八九", range(10), strict=True))
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
# 1.500万: no decimal ends in a nought before a multiplier, so the point parts thousands.
_POINTED = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2})[.]([0-9]{2}0)(?=[百千]{0,2}[万億兆])")
_PART = re.compile(rf"{DIGITS}|[〇一二三四五六七八九]+|[十百千万億兆京]")


def number_of(numeral: str) -> Decimal:
    """Return the number that `numeral` (as `NUMERAL` or `KANJI` match it) writes.

    >>> [int(number_of(n)) for n in ("1億2,300万", "30百万", "百二十", "二〇二五", "1.3兆")]
    [123000000, 30000000, 120, 2025, 1300000000000]
    >>> int(number_of("1.500万")), int(number_of("1.525万"))
    (15000000, 15250)
    """
    total = section = Decimal(0)
    current: Decimal | None = None
    for part in _PART.findall(_POINTED.sub(r"\1\2", numeral)):
        if part in _SMALL:
            section += (1 if current is None else current) * _SMALL[part]
            current = None
        elif part in _LARGE:
            section += current or 0
            total += (section or 1) * _LARGE[part]
            section, current = Decimal(0), None
        else:
            current = _plain(part)
    return total + section + (current or 0)


def _plain(part: str) -> Decimal:
    if part[0] in _UNITS:
        return Decimal("".join(str(_UNITS[digit]) for digit in part))
    return Decimal(part.replace(",", ""))

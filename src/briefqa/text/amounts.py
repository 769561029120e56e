"""Figures with their units and qualifiers, in Japanese and English.

Works on text that `briefqa.text.normalise.fold` has folded. Not taken for figures: what has its
place (第6条, 3回目), a name (COP29 as much as PM2.5), a note's mark, a clock time, a list's number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from briefqa.records import Qualifier, Quantity
from briefqa.text.numerals import KANJI, NUMERAL, number_of
from briefqa.text.units import COUNTER, MONEY_BEFORE, unit_end, unit_name

_PREFIXES: dict[Qualifier, str] = {
    "about": r"約|およそ|おおよそ|凡そ|ほぼ|おおむね|概ね|(?:about|approximately|approx\.?|around|roughly|nearly|almost)\s",
    "at least": r"少なくとも|最低でも|最低|最少|(?:at least|no less than|not less than|no fewer than|a minimum of)\s",
    "at most": r"最大で?|最長|最多|多くとも|多くても|せいぜい|(?:at most|up to|no more than|not more than|a maximum of)\s",
    "more than": r"(?:more than|over|above|exceeding|in excess of)\s",
    "less than": r"(?:less than|fewer than|under|below)\s",
}
_PLAIN_PREFIX = r"延べ|のべ|合計|総計|総額|計|年間|年率|年平均|月額|月間|毎年|(?:a total of|some)\s"
_SUFFIXES: dict[Qualifier, str] = {
    "about": r"程度|前後|頃|ごろ|ほど|くらい|ぐらい|近く|台(?![一-鿿])",
    "at least": r"以上|\+|\sor (?:more|above|over)(?![a-z])|\sand (?:above|over)(?![a-z])",
    "at most": r"以下|以内|\sor (?:less|fewer|below)(?![a-z])",
    "more than": r"を?(?:超え(?:る|た|て)?|上回(?:る|った|り))|超(?![一-鿿])|余り|余(?![一-鿿])|強(?![一-鿿])",
    "less than": r"未満|を下回(?:る|った|り)|に満たない|弱(?![一-鿿])",
}
_BEFORE = "|".join(f"(?P<b{i}>{words})" for i, words in enumerate(_PREFIXES.values()))
_ONE_PREFIX = re.compile(rf"(?:{_BEFORE}|{_PLAIN_PREFIX})\s?")
_AFTER = re.compile("|".join(f"(?P<a{i}>{words})" for i, words in enumerate(_SUFFIXES.values())))
_ANY_PREFIX = "|".join(
    re.sub(r"\?P<\w+>", "?:", words) for words in (*_PREFIXES.values(), _PLAIN_PREFIX)
)
_DIGITS = re.compile(
    rf"(?P<before>(?:(?:(?<![a-z])|(?<=[^a-z]))(?:{_ANY_PREFIX})\s?){{0,3}})"
    rf"(?P<sign>[▲△±+-]?)(?P<money>{MONEY_BEFORE})?(?<!['.,])(?P<number>{NUMERAL})(?![0-9])"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion|bn|mn)(?![a-z])|[kmbt](?![a-z0-9]))?"
)
_KANJI = re.compile(
    rf"(?P<before>(?:(?:{_ANY_PREFIX})\s?){{0,3}})(?<![第数何幾〇一二三四五六七八九十百千万])"
    rf"(?P<number>{KANJI})(?P<unit>割|{COUNTER}|円|ドル|米ドル|ユーロ)"
)
_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9,
    "bn": 10**9, "b": 10**9, "trillion": 10**12, "t": 10**12,
}  # fmt: skip
# What makes the figure after it a place, a name or a mark.
_LABEL = re.compile(
    r"(?:第|図表?|表|注|問|別紙|別添|様式|資料|参考|ステップ|フェーズ|レベル|スライド|内線|[※*#№_'’]"
    r"|(?<![a-z])(?:no|vol|fig|figure|table|step|phase|p|pp|page|chapter|section|article|annex|slide|ver|version|v|level|part|item|case|option|question|q)\.?)"
    r"\s?(?:[0-9]{1,3}[.-])?$"
)
_NO_FIGURE_AFTER = re.compile(
    r"\s?(?:条(?!件)|章|項(?!目)|号|節(?!約)|ページ目|丁目|番地|番目|[a-z0-9]*[a-z])|[.:][0-9]|-[a-z]"
)
_ORDINAL = re.compile(r"目(?![標的指])")
_CLOCK = re.compile(r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])")
_CODE = re.compile(
    r"(?:https?://|www\.)[!-~]{1,2000}|[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,255}"
    r"|(?<![0-9])(?:\+[0-9]{1,3}[ -]|\(?0)[0-9]{1,4}[)( -]{1,2}[0-9]{1,4}[) -][0-9]{3,4}(?![0-9])|〒\s?[0-9]{3}-?[0-9]{4}"
    r"|(?<![0-9.])[0-9]{1,5}(?:\.[0-9]{1,5}){2,8}(?![0-9])"
)
_LIST_NUMBER = re.compile(
    r"(?:^|(?<=\n))\s{0,8}[0-9]{1,3}(?:\.(?![0-9])|\)|、)|[(\[][0-9]{1,2}[)\]]"
)
_FRACTION = re.compile(r"([0-9]{1,4})分の([0-9]{1,4})(?![0-9])")
_EVERY = re.compile(r"に(?:一|1|ひと)(?:度|回)")
_TAIL = re.compile(
    r"(?P<half>半)(?![一-鿿])|(?P<number>[0-9]{1,3})\s?(?P<unit>か月|[かカヵヶケ箇]月|分|秒)間?"
)
_OF_NOUN = re.compile(r"の([一-鿿々ァ-ヺー]{1,8})(?=[がのをにはでともやへ、。,.)\]」』:;!?\s]|$)")
_RATES = ("年", "時間", "か月", "分", "時")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure found at [start, end) of folded text."""

    start: int
    end: int
    value: Quantity


def codes_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield what looks like figures in folded text and is not: addresses, phone numbers, clocks."""
    for pattern in (_CODE, _CLOCK, _LIST_NUMBER):
        for match in pattern.finditer(text):
            yield match.span()


def amounts_in(text: str, written: str) -> Iterator[Amount]:
    """Yield the figures of folded `text`, in order of their start.

    `written`: as `text`, its letters in their own case.
    """
    found = [*_fractions(text), *_in_digits(text, written), *_in_kanji(text, written)]
    yield from sorted(found, key=lambda amount: (amount.start, -amount.end))


def _fractions(text: str) -> Iterator[Amount]:
    for match in _FRACTION.finditer(text):
        if below := int(match[1]):
            yield Amount(*match.span(), Quantity(int(match[2]) / below))


def _in_digits(text: str, written: str) -> Iterator[Amount]:
    for match in _DIGITS.finditer(text):
        if _is_figure(text, match):
            amount = _amount(text, written, match)
            if amount is not None:
                yield amount


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Say whether digits are a figure, by what stands before them."""
    start = match.start("sign") if match["sign"] not in "-+" else match.start("number")
    if match["before"] or match["money"]:
        return True
    before = text[max(0, start - 12) : start]
    if _LABEL.search(before):
        return False
    return re.search(r"[a-z0-9][.,]?$|[a-z]-$|[0-9]/$", before) is None or before.endswith("co2")


def _amount(text: str, written: str, match: re.Match[str]) -> Amount | None:
    number, end = number_of(match["number"]), match.end("number")
    unit_start = end
    if scale := match["scale"]:
        if len(scale.strip()) > 1 or match["money"]:
            number *= _SCALES[scale.strip()]
            unit_start = end = match.end()
    start, is_minus = _sign(text, match)
    if match["money"]:
        unit = unit_name(match["money"], match["money"].strip())
    else:
        end = unit_end(text, unit_start)
        if end == unit_start and _NO_FIGURE_AFTER.match(text, end):
            return None
        unit = _unit(text, written, unit_start, end)
    number, end, unit = _finish(text, number, end, unit)
    if _ORDINAL.match(text, end):
        return None
    value = Quantity(float(-number if is_minus else number), unit, _before(match["before"]))
    return _qualified(text, Amount(start, end, value))


def _unit(text: str, written: str, start: int, end: int) -> str:
    return unit_name(written[start:end].strip(), text[start:end].strip()) if start < end else ""


def _sign(text: str, match: re.Match[str]) -> tuple[int, bool]:
    """Return where the figure starts with its sign, if it is one, and whether it is a minus."""
    start, sign = match.start(), match["sign"]
    if sign == "-" and re.search(r"[0-9a-z)][^\s0-9]{0,4}$", text[max(0, start - 6) : start]):
        return match.start("number"), False  # 10-20, 5年-10年: the second of two
    return start, sign in ("-", "▲", "△") and sign != ""


def _finish(text: str, number: Decimal, end: int, unit: str) -> tuple[Decimal, int, str]:
    """Work in what follows a unit and belongs to the number: 3割5分, 1時間30分, 二年に一度."""
    if unit == "割":
        tail = re.compile(r"([0-9])分").match(text, end)
        number, unit = number * 10 + (int(tail[1]) if tail else 0), "%"
        return number, tail.end() if tail else end, unit
    if unit in _RATES:
        tail = _TAIL.match(text, end)
        if tail and (share := _share(unit, tail)):
            number, end = number + share, tail.end()
        if every := _EVERY.match(text, end):
            end = every.end()
    return number, end, unit


def _share(unit: str, tail: re.Match[str]) -> Decimal | None:
    """Return how much of `unit` the figure after it is: half, or months of a year."""
    if tail["half"]:
        return Decimal("0.5")
    parts = {("年", "月"): 12, ("時間", "分"): 60, ("時", "分"): 60, ("分", "秒"): 60}
    parts_of_unit = parts.get((unit, tail["unit"][-1]))
    return Decimal(tail["number"]) / parts_of_unit if parts_of_unit else None


def _before(words: str) -> Qualifier:
    found: list[Qualifier] = []
    for match in _ONE_PREFIX.finditer(words):
        found += [q for i, q in enumerate(_PREFIXES) if match[f"b{i}"]]
    return _strictest(found)


def _strictest(found: list[Qualifier]) -> Qualifier:
    """Return what is said beyond about, the last of it: 約30人以上 is at least 30."""
    return next(
        (q for q in reversed(found) if q not in ("", "about")), "about" if "about" in found else ""
    )


def _qualified(text: str, amount: Amount) -> Amount:
    """Take in the qualifier after a figure, and the noun of 30以上の国."""
    match = _AFTER.match(text, amount.end)
    if match is None:
        return amount
    after = next(q for i, q in enumerate(_SUFFIXES) if match[f"a{i}"])
    value = replace(amount.value, qualifier=_strictest([amount.value.qualifier, after]))
    end = match.end()
    if not value.unit:
        if noun := _OF_NOUN.match(text, end):
            value, end = replace(value, unit=unit_name(noun[1], noun[1])), noun.end()
        elif match[0] == "+" and (unit := unit_end(text, end)) > end:
            value, end = (
                replace(value, unit=unit_name(text[end:unit].strip(), text[end:unit].strip())),
                unit,
            )
    return Amount(amount.start, end, value)


# A lone 一 is as often part of a word or an idiom (一人ひとり, 一つの) as it is a figure.
_LONE = re.compile(r"[かカヵヶケ箇]|年|週|時間|円|割|社|件|校|億|兆")
_WORDS_OF_ONE = re.compile(r"[一千百十万]$")


def _in_kanji(text: str, written: str) -> Iterator[Amount]:
    for match in _KANJI.finditer(text):
        numeral, end = match["number"], match.end()
        if not _is_counted(text, match) or _ORDINAL.match(text, end):
            continue
        unit = unit_name(match["unit"], match["unit"])
        number, end, unit = _finish(text, number_of(numeral), end, unit)
        value = Quantity(float(number), unit, _before(match["before"]))
        yield _qualified(text, Amount(match.start(), end, value))


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Say whether a numeral in kanji counts something and is no part of a word."""
    start, end = match.start("number"), match.end()
    before = text[start - 1 : start] if not match["before"] else ""
    if match["number"] == "一":
        if not _LONE.match(match["unit"]) or "一" <= before <= "鿿":
            return False
    if match["unit"] in (
        "度",
        "代",
        "位",
        "点",
        "時",
        "日",
        "分",
        "区",
        "町",
        "村",
        "市",
        "者",
        "番",
        "港",
        "通",
        "機",
    ):
        return False
    following = text[end : end + 1]
    is_compound = "一" <= following <= "鿿" or "ァ" <= following <= "ヺ"
    return not is_compound or match["unit"][-1] in "国" or _AFTER.match(text, end) is not None

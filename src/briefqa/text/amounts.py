"""Figures with their units and qualifiers, in Japanese and English.

Works on text that `briefqa.text.normalise.fold` has folded. No figure is: a place (第6条, 3回目),
part of a name (PM2.5), a note's mark, a clock time, a list's number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefqa.records import Qualifier, Quantity
from briefqa.text.numerals import KANJI, NUMERAL, number_of
from briefqa.text.qualifiers import after, before, strictest
from briefqa.text.units import COUNTER, MONEY_BEFORE, english_end, makes_figure, unit_end, unit_name

_NUMBER = re.compile(
    rf"(?<![0-9])(?P<number>{NUMERAL})(?![0-9])"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion|bn|mn)(?![a-z])|[kmbt](?![a-z0-9]))?"
)
_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9,
    "bn": 10**9, "b": 10**9, "trillion": 10**12, "t": 10**12,
}  # fmt: skip
_SIGN_AND_MONEY = re.compile(
    rf"(?P<sign>[▲△]\s?|マイナス\s?|(?<![a-z])minus\s|プラス|[±+-])?(?P<money>{MONEY_BEFORE})?\Z"
)
_BEFORE_LIMIT = 16  # characters; no label or sign of money is longer
# What makes the figure after it a place, a name or a mark.
_LABEL = re.compile(
    r"(?:第|(?<![意地])図表?|(?<![発代公])表|(?<![受発外])注|(?<![訪質])問|別紙|別添|様式|ステップ|フェーズ|レベル|スライド|[例案]|条の"
    r"|内線|[※*#№_'’]|(?<![a-z])(?:no|vol|figs?|figure|table|step|phase|pp?|page|chapter|section"
    r"|article|annex|slide|ver|version|v|level|part|item|case|option|question|q)\.?)"
    r"\s?(?:[0-9]{1,3}[.-])?\Z"
)
_PART_OF_NAME = re.compile(r"(?:[0-9][.,]|[a-z][.,']?|[a-z]-|[0-9]/)\Z")
_RANGE = re.compile(r"[0-9a-z)][^\s0-9]{0,4}\Z")
_NO_FIGURE_AFTER = re.compile(
    r"\s?(?:条(?!件)|章|項(?!目)|号|節(?!約)|ページ目|丁目|番|世紀|月|[回人件年日度]目(?![標的指])|年[度次生]|次(?!元))|[a-z]|[.,:/][0-9]|-[a-z]|\x1f⁄"
)
_ORDINAL = re.compile(r"目(?![標的指])")
_FRACTION = re.compile(r"(?<![0-9.,])([0-9]{1,4})分の([0-9]{1,4})(?![0-9.,])")
_EVERY = re.compile(r"に(?:一|1|ひと)(?:度|回)|ごと(?:に)?|毎(?![一-鿿])に?|おき")
_HALF = re.compile(r"半(?![ば一-鿿])")
_SHARE = re.compile(r"([0-9]{1,2})分(?!の)")
_SMALLER = re.compile(r"\s?(?P<number>[0-9]{1,3})\s?(?P<unit>[かカヵヶケ箇]月|分|秒)間?")
# How many of the smaller unit are one of the larger: 1年6か月 is 1.5 年.
_PARTS = {("年", "月"): 12, ("時間", "分"): 60, ("時", "分"): 60, ("分", "秒"): 60}
_YEAR = re.compile("(?:19|20)[0-9]{2}|2100")
_GENERATIONS = frozenset("GKMT")  # 5G, 4K
_LARGER = frozenset(["年", "か月", "時間", "時", "分", "週間", "日"])
_MINUS = frozenset(["-", "▲", "△", "マイナス", "minus"])
_OF_NOUN = re.compile(r"の([一-鿿々ァ-ヺー]{1,8})(?=[がのをにはでともやへ、。,.)\]」』:;!?\s]|$)")

_KANJI_FIGURE = re.compile(
    rf"(?<![第数何幾〇一二三四五六七八九十百千万億兆両])(?P<number>{KANJI})(?P<unit>(?!国){COUNTER}|円|米?ドル|ユーロ)"
)
# A lone 一 is as often part of a word or an idiom (一人ひとり, 一つの) as it is a figure.
_COUNTED_ONE = re.compile("[かカヵヶケ箇]|年|週|時間|円|割|社|件|校")
# With these a numeral in kanji is as often a name or an idiom as it is a figure: 四日市, 二度と.
_UNSURE = frozenset("度代位点時日分区町村市者番港通機国組頭名駅室席")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure found at [start, end) of folded text."""

    start: int
    end: int
    value: Quantity


def amounts_in(text: str, written: str) -> Iterator[Amount]:
    """Yield the figures of folded `text`, the surest first; they may overlap.

    `written`: as `text`, its letters in their own case.
    """
    for match in _FRACTION.finditer(text):
        if below := int(match[1]):
            start, qualifier = before(text, match.start())
            end, bound = after(text, match.end())
            qualifier = strictest((qualifier, bound))
            yield Amount(start, end, Quantity(int(match[2]) / below, "", qualifier))
    for match in _NUMBER.finditer(text):
        if amount := _in_digits(text, written, match):
            yield amount
    for match in _KANJI_FIGURE.finditer(text):
        if _is_counted(text, match) and (amount := _finished(text, _in_kanji(text, match))):
            yield amount


def kanji_amount(text: str) -> Quantity | None:
    """Return the figure that folded `text` is as a whole, its numeral in kanji: 二度, 一人.

    What may be part of a word where it stands in a text is sure to be a figure where it is all.
    """
    match = _KANJI_FIGURE.search(text, 0, _BEFORE_LIMIT * 3)
    amount = _finished(text, _in_kanji(text, match)) if match else None
    is_all = amount is not None and (amount.start, amount.end) == (0, len(text))
    return amount.value if amount and is_all else None


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a number and belongs to it, from `start` on."""

    start: int
    is_minus: bool
    money: str
    qualifier: Qualifier


def _in_digits(text: str, written: str, match: re.Match[str]) -> Amount | None:
    """Return the figure whose number `match` is, None where it is no figure."""
    lead = _lead(text, match.start())
    if lead is None:
        return None
    number, at = number_of(match["number"]), match.end("number")
    if (scale := (match["scale"] or "").strip()) and (len(scale) > 1 or lead.money):
        number, at = number * _SCALES[scale], match.end()
    end = at if lead.money else unit_end(text, at)
    if end == at and not lead.money and _NO_FIGURE_AFTER.match(text, at):
        return None
    if written[at:end] in _GENERATIONS or _is_year(text, match, lead):
        return None
    unit = unit_name(lead.money or written[at:end])
    value = Quantity(float(-number if lead.is_minus else number), unit, lead.qualifier)
    return _finished(text, Amount(lead.start, end, value))


def _lead(text: str, start: int) -> _Lead | None:
    """Read what stands before a number at `start`, None where that makes it no figure."""
    match = _SIGN_AND_MONEY.search(text, max(0, start - _BEFORE_LIMIT), start)
    sign, money = (match["sign"] or "", match["money"] or "") if match else ("", "")
    head = start - len(money) - len(sign)
    if sign == "-" and _RANGE.search(text, max(0, head - 6), head):
        sign, head = "", start - len(money)  # 10-20, 5年-10年: the second of two
    first, qualifier = before(text, head)
    if not money and first == start:
        near = text[max(0, start - _BEFORE_LIMIT) : start]
        if _LABEL.search(near) or _PART_OF_NAME.search(near):
            return None
    return _Lead(first, sign.strip() in _MINUS, money, qualifier)


def _is_year(text: str, match: re.Match[str], lead: _Lead) -> bool:
    """Say whether a number would be a year but for what stands around it: 2000 of ABC-2000.

    約2000 and over 2000 households are figures, around 2000 is a year.
    """
    if lead.money or match["scale"] or not _YEAR.fullmatch(match["number"]):
        return False
    words, end = text[lead.start : match.start()], match.end()
    if not words.isascii() or "+" in words or text.startswith("年", end):
        return False
    is_counted = words.strip(" -") and english_end(text, end) > end
    return not (is_counted or makes_figure(text, end))


def _in_kanji(text: str, match: re.Match[str]) -> Amount:
    start, qualifier = before(text, match.start())
    value = Quantity(float(number_of(match["number"])), unit_name(match["unit"]), qualifier)
    return Amount(start, match.end(), value)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Say whether a numeral in kanji counts something and is no part of a word."""
    unit, end = match["unit"], match.end()
    previous = text[match.start() - 1 : match.start()]
    if unit in _UNSURE:
        return False
    if match["number"] in ("一", "千", "百", "十", "万") and (
        _is_letter(previous) or not _COUNTED_ONE.match(unit)
    ):
        return False
    return not _is_letter(text[end : end + 1]) or unit[-1] == "国" or after(text, end)[0] > end


def _is_letter(character: str) -> bool:
    return "一" <= character <= "鿿" or "ァ" <= character <= "ヺ"


def _finished(text: str, amount: Amount) -> Amount | None:
    """Take in what follows a unit and belongs to the figure; None where that makes it a place."""
    amount = _with_smaller(text, amount)
    if _ORDINAL.match(text, amount.end):
        return None
    end, qualifier = after(text, amount.end)
    qualifier = strictest((amount.value.qualifier, qualifier))
    unit, noun_end = amount.value.unit, end
    if not unit and text[end - 1] == "+":
        noun_end = unit_end(text, end)
        unit = unit_name(text[end:noun_end])
    elif not unit and end > amount.end and (noun := _OF_NOUN.match(text, end)):
        noun_end, unit = noun.end(), unit_name(noun[1])
    return Amount(amount.start, noun_end, Quantity(amount.value.value, unit, qualifier))


def _with_smaller(text: str, amount: Amount) -> Amount:
    """Work in the smaller unit that follows: 3割5分, 1時間30分, 2年半, 二年に一度."""
    value, end = amount.value, amount.end
    if value.unit == "割":
        share = _SHARE.match(text, end)
        percent = value.value * 10 + (int(share[1]) if share else 0)
        return Amount(
            amount.start, share.end() if share else end, replace(value, value=percent, unit="%")
        )
    if value.unit not in _LARGER:
        return amount
    if half := _HALF.match(text, end):
        value, end = replace(value, value=value.value + 0.5), half.end()
    elif (smaller := _SMALLER.match(text, end)) and (
        parts := _PARTS.get((value.unit, smaller["unit"][-1]))
    ):
        value, end = (
            replace(value, value=value.value + int(smaller["number"]) / parts),
            smaller.end(),
        )
    every = _EVERY.match(text, end)
    return Amount(amount.start, every.end() if every else end, value)

"""English for figures: counts, shares, money and measures, with their qualifiers and rates."""

import re
from collections.abc import Mapping
from decimal import Decimal

from briefqa.records import Quantity
from briefqa.rendering.cldr import currency_symbol
from briefqa.rendering.data import tables
from briefqa.text.quantities import read_value
from briefqa.text.tagger import readings

_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_DECIMALS = 3  # of a figure in millions and above; with more it is written out
_TOTAL = re.compile(r"延べ|のべ|合計|総計|総額|計(?!画)")
_MOST = re.compile(r"最大|最長|最多")
_ABOUT = re.compile(r"約|およそ|おおよそ|概ね|おおむね")
_RATED = re.compile(
    r"(?P<before>[^0-9]{0,8}?)"
    r"(?P<rate>年平均|年間|毎年|年率|月間|月額|毎月|週間|毎週|毎日|[1一](?:年|[かカヵヶ]月|日|週|人))"
    r"間?(?:当たり|あたり|につき|に)?(?:平均)?\s?(?P<rest>(?:約|およそ|少なくとも|最大で?)?[0-9].*)"
)
_TIME = frozenset({"日", "時間", "分", "秒", "年", "か月", "週間"})
_AGES = frozenset({"歳", "才"})
_DURATION = r"[0-9]{1,6}(?:年|[かカヵヶケ]月|週間|日|時間|分|秒)間?"
_DURATIONS = re.compile(rf"(?:{_DURATION}){{2,4}}")
_HALF = re.compile(r"(?P<whole>[0-9]{1,6})(?P<unit>年|時間|[かカヵヶケ]月)半")
_FRACTION = re.compile(r"(?P<below>[0-9]{1,4})分の(?P<above>[0-9]{1,4})")
_RANGE = re.compile(r"(?P<first>約?[0-9][0-9,.]*)\s?[~〜]\s?(?P<second>[0-9].*)")
_KATAKANA = re.compile("[ァ-ヺー]+")


def render_figure(text: str, *, names: Mapping[str, str]) -> str | None:
    """Return English for NFKC text that is one figure as a whole; None for any other.

    `names`: English for units that no table has.

    >>> [render_figure(t, names={}) for t in ("12か国", "約80件", "4.5兆ドル以上", "年間600万人")]
    ['12 countries', 'about 80 cases', 'at least US$4.5 trillion', '6 million people a year']
    """
    if (special := _special(text, names)) is not None:
        return special
    for word, around in tables("phrases")["changes"].items():
        if text.endswith(word) and (figure := render_figure(text.removesuffix(word), names=names)):
            return str(around).format(figure)
    rate, plain = "", text
    if rated := _RATED.fullmatch(text):
        plain = rated["before"] + rated["rest"]
        rate = tables("counters")["rates"][
            re.sub("[カヵヶ](?=月)", "か", rated["rate"]).replace("一", "1")
        ]
    value = read_value(plain)
    if not isinstance(value, Quantity):
        return None
    measured = quantity_words(plain, value, names=names)
    return f"{measured} {rate}".rstrip() if measured is not None else None


def _special(text: str, names: Mapping[str, str]) -> str | None:
    """Read what a single number does not tell: 7時間30分, 1年半, 3分の1, 10~20件."""
    if _DURATIONS.fullmatch(text):
        parts = [render_figure(part, names=names) for part in re.findall(_DURATION, text)]
        return " ".join(part for part in parts if part) if all(parts) else None
    if half := _HALF.fullmatch(text):
        unit = re.sub("[カヵヶケ]", "か", half["unit"])
        return f"{half['whole']}½ {tables('counters')['counters'][unit][1]}"
    if fraction := _FRACTION.search(text):
        value = read_value(text)
        if not isinstance(value, Quantity) or value.unit:
            return None
        return f"{value.qualifier} {fraction['above']}/{fraction['below']}".lstrip()
    if ranged := _RANGE.fullmatch(text):
        return _range(ranged["first"], ranged["second"], names)
    return None


def _range(first: str, second: str, names: Mapping[str, str]) -> str | None:
    """Return a figure of two numbers: 10–20 cases; both must be below the first scale."""
    last = read_value(second)
    if not isinstance(last, Quantity) or last.qualifier not in ("", "about", "at most"):
        return None
    low = _DIGITS.search(first)
    written = _DIGITS.match(second)
    words = quantity_words(second, last, names=names)
    if low is None or written is None or words is None or not _is_plain(written[0], last):
        return None
    about = "about " if _ABOUT.match(first) else ""
    return about + words.replace(
        _grouped(written[0]), f"{_grouped(low[0])}\N{EN DASH}{_grouped(written[0])}", 1
    )


def quantity_words(text: str, value: Quantity, *, names: Mapping[str, str]) -> str | None:
    """Return a figure with unit and qualifier; its digits and remarks are those of `text`."""
    unit, _, per = value.unit.partition("/")
    number = _number(text, value)
    if number is None:
        return None
    sign = "-" if value.value < 0 else ""
    is_one = number == "1"
    figure = _with_unit(sign, number, unit, is_one=is_one, names=names)
    rate = _rate(per) if per else ""
    if figure is None or rate is None:
        return None
    before = text[: m.start()] if (m := _DIGITS.search(text)) else text
    words = [_qualifier(text, before, value), "a total of" if _TOTAL.search(before) else "", figure]
    return " ".join(word for word in words if word) + rate


def _qualifier(text: str, before: str, value: Quantity) -> str:
    words = str(value.qualifier)
    if words == "at most" and _MOST.search(before):
        words = "up to"
    elif words == "at most" and text.endswith("以内") and value.unit in _TIME:
        words = "within"
    elif value.unit in _AGES:
        words = {"less than": "under", "more than": "over"}.get(words, words)
    about = "about" if words not in ("", "about") and _ABOUT.search(before) else ""
    return f"{words} {about}".strip()


def _rate(per: str) -> str | None:
    words = tables("counters")["rates"].get(per)
    if words is not None:
        return f" {words}"
    return f"/{per}" if per.isascii() else None


def _number(text: str, value: Quantity) -> str | None:
    """Return the figure's number: its digits as written, or scaled to millions and above."""
    digits = _DIGITS.findall(text)
    if len(digits) == 1 and _is_plain(digits[0], value):
        return _grouped(digits[0])
    return _scaled(Decimal(repr(abs(value.value))))


def _is_plain(digits: str, value: Quantity) -> bool:
    """Say whether the digits alone are the figure: no 万 or 割 has been worked in."""
    return Decimal(digits.replace(",", "")) == Decimal(repr(abs(value.value)))


def _grouped(digits: str) -> str:
    """Return digits with commas by thousands from 10000 up; whatever else as written.

    >>> [_grouped(digits) for digits in ("42.0", "1200", "25000", "3,000")]
    ['42.0', '1200', '25,000', '3,000']
    """
    whole, point, decimals = digits.partition(".")
    if "," in whole or len(whole) < 5:
        return digits
    return f"{int(whole):,}{point}{decimals}"


def _scaled(number: Decimal) -> str | None:
    """Return a number in words for its scale, or None for one that decimals do not end.

    >>> [_scaled(Decimal(n)) for n in ("2080000000", "4e11", "300000", "12345678901")]
    ['2.08 billion', '400 billion', '300,000', '12,345,678,901']
    """
    for scale, word in _SCALES:
        share = number / scale
        if 1 <= share < 10**6 and -_exponent(share) <= _DECIMALS:
            return f"{share.normalize():,f} {word}"
    return f"{number.normalize():,f}" if -_exponent(number) <= 2 * _DECIMALS else None


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _with_unit(
    sign: str, number: str, unit: str, *, is_one: bool, names: Mapping[str, str]
) -> str | None:
    """Return number and unit in the order English has: US$3, 46%, 5 kW, 3 cities."""
    if not unit:
        return sign + number
    symbol = tables("counters")["symbols"].get(unit)
    if symbol is not None:
        return sign + number + str(symbol)
    money = currency_symbol(unit) if unit.isascii() and unit.isupper() else None
    if money is not None:
        return sign + money + number
    noun = unit if unit.isascii() else _noun(unit, is_one=is_one, names=names)
    return None if noun is None else f"{sign}{number} {noun}".rstrip()


def _noun(unit: str, *, is_one: bool, names: Mapping[str, str]) -> str | None:
    """Return English for a counted thing: from tables, names, each side of ・, a loan word."""
    counters = tables("counters")["counters"]
    if unit in counters:
        return str(counters[unit][0 if is_one else 1])
    if unit in names:
        return names[unit] if is_one else plural(names[unit])
    if "・" in unit:
        parts = [_noun(part, is_one=is_one, names=names) for part in unit.split("・")]
        return " and ".join(part for part in parts if part) if all(parts) else None
    if _KATAKANA.fullmatch(unit):
        words = readings(unit)
        if len(words) == 1 and words[0].english:
            return words[0].english if is_one else plural(words[0].english)
    return None


def plural(noun: str) -> str:
    """Return the plural of an English noun.

    >>> [plural(noun) for noun in ("project", "facility", "bus", "goods")]
    ['projects', 'facilities', 'buses', 'goods']
    """
    if noun.endswith("s") and not noun.endswith(("ss", "us")):
        return noun
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return noun + ("es" if re.search("(?:s|x|z|ch|sh)$", noun) else "s")

"""Figures and dates in a unit, with their qualifiers and units of measure."""

import re
from collections.abc import Iterator, Sequence

from briefqa.answerer.spans import Span
from briefqa.records import Moment, Period, Value
from briefqa.text.normalise import Folded, fold
from briefqa.text.quantities import values_in
from briefqa.text.tagger import Token, tag

_QUALIFIER = (
    r"(?:約|およそ|少なくとも|最大|最低|延べ|のべ|計|年間|年率|月額|[▲△±+]|(?<!\d)-)*(?=[\d$€¥£u])"
)
_NUMBER = re.compile(
    rf"{_QUALIFIER}(?:us\$|[$€¥£])?(?<![\d.a-z第※*#])(?<!\d[,-])\d+(?:,\d{{3}})*(?:\.\d+)?"
    r"\s?[千百万億兆]*(?:(?<=[千百万億兆])\d+(?:,\d{3})*[千百万億]*)*"  # 1億2,300万, 4万5千
    r"(?:(?:(?<=\d)[~〜–—-]|(?<=\d\s)[~〜–—-]\s)(?=\d)"  # 20~150, 3 – 6
    r"\d+(?:,\d{3})*(?:\.\d+)?(?![\d-])[千百万億兆]*)?"
)
_SIGN_UNIT = re.compile(
    r"\s?(?:°c|%|ppm|ppb|[kmgt]?wh?|[kmgt]?bps|[kmgt]b|[kmc]?m[23]?|t-?co2e?q?|kg|t|ha|usd|billion"
    r"|million)(?![a-z])"
)
_VERSION = re.compile(
    r"(?<![a-z])v(?:er(?:sion)?)?\.?\s?\d+(?:\.\d+)*(?:p\d+)?|(?<![^\W_]|\.)\d+\.\d+(?:\.\d+|p\d+)(?![\w.])"
)
_KANJI_NUMBER = re.compile("^[〇一二三四五六七八九十百千両]+$")
# Counted by these, a figure is the place of something in a document.
_PLACES_IN_TEXT = ("章", "条", "項", "号", "節", "ページ目")
# What follows a counter and belongs to the figure: 30人以上, 3割増.
_AFTER = frozenset([
    "以上", "以下", "以内", "未満", "超", "前後", "程度", "弱", "間", "目", "台", "増", "減",
    "増加", "減少", "ごと", "毎", "位", "くらい", "ぐらい", "強", "余り",
])  # fmt: skip
_MEASURE_LIMIT = 10  # characters; no longer unit of measure was met

_YEAR = (
    r"(?:(?:(?:明治|大正|昭和|平成|令和)\s?(?:元|\d{1,2})|(?:1[5-9]|20|21)\d\d)"
    r"\s?年(?:度|頃|ごろ)?)"
)
_WEEKDAY = r"(?:\s?\([月火水木金土日祝・]{1,3}\))?"
_DAY = rf"\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日{_WEEKDAY})?"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ONE_DATE = (
    rf"(?:{_YEAR}(?:\s?{_DAY}|\s?[春夏秋冬]|[上下]半期)?"
    rf"|{_DAY}"
    rf"|(?:昨年|今年|来年|前年)(?:{_DAY}|度)?"
    r"|(?<!\d)(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)"
    r"|(?<![\d/.])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/])"
    r"|(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/%])"
    r"|(?<![\d/.])\d{1,2}/\d{1,2}(?=\s?\([月火水木金土日祝]|\s?(?:mon|tue|wed|thu|fri|sat|sun))"
    rf"{_WEEKDAY}(?:\s?{_CLOCK})?"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s)(?:{_MONTHS})[a-z]*\s\d{{1,2}}"
    rf"(?:\s{_CLOCK})?\s(?:19|20)\d\d(?:\s[+-]\d{{4}})?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{_MONTHS})[a-z]*\.?\s"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d"
    r"|(?<![\d.,])(?:19|20)\d\d(?![\d.,年]))"
)
_ABOUT = re.compile("頃|ごろ|[上中下]旬")
# A time of the day, or hours and minutes of work: 9:00, 43:24.
_HOURS = re.compile(r"(?<![\d:.])\d{1,3}:[0-5]\d(?![\d:])(?:\s?[~〜-]\s?\d{1,3}:[0-5]\d)?")
# Figures that are one: years and months, hours and minutes, minutes and seconds.
_PARTS = (
    (("年", "年間"), "か月"),
    (("時間",), "分"),
    (("分",), "秒"),
)
_DATE = re.compile(
    rf"{_ONE_DATE}(?:\s?(?:[~〜-]|から)\s?"
    rf"(?:{_ONE_DATE}|\d{{1,2}}日{_WEEKDAY}|\d\d(?:\d\d)?年度?)(?:まで)?)?"
    rf"|(?<![a-z])(?:{_MONTHS})[a-z]* (?:or|to|and) (?:{_MONTHS})[a-z]*"
    r"(?:,? (?:19|20)\d\d)?(?![a-z])"
)


def numbers(text: str) -> Iterator[Span]:
    """Yield the figures of `text` with their qualifiers and units; dates and ordinals are none.

    >>> [("約30万人の利用者"[s.start : s.end], s.measure) for s in numbers("約30万人の利用者")]
    [('約30万人', '人')]
    """
    folded = fold(text)
    versions = [match.span() for match in _VERSION.finditer(folded.text)]
    for version in versions:
        yield Span(*folded.origin(*version), "version")
    hours = [match.span() for match in _HOURS.finditer(folded.text)]
    dated = [match.span() for match in _DATE.finditer(folded.text)]
    for time in hours:
        if not any(a < time[1] and time[0] < b for a, b in dated):
            yield Span(*folded.origin(*time), "時間")
    yield from _joined(text, list(_digit_numbers(folded, [*versions, *hours, *dated])))
    yield from _kanji_numbers(text)


def _joined(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield figures in order, those that say one thing as one: 39時間53分, 5人に1人."""
    at = 0
    while at < len(spans):
        span = spans[at]
        if at + 1 < len(spans) and _are_one(text, span, spans[at + 1]):
            following = spans[at + 1]
            yield Span(span.start, following.end, span.measure)
            at += 2
        else:
            yield span
            at += 1


def _are_one(text: str, span: Span, following: Span) -> bool:
    between = text[span.end : following.start].strip()
    if span.measure in ("人", "社", "世帯"):
        return between == "に" and following.measure == span.measure
    return not between and any(
        span.measure in firsts and following.measure.startswith(second) for firsts, second in _PARTS
    )


def _digit_numbers(folded: Folded, taken: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Yield the figures in digits that do not overlap what is `taken`; spans of years do."""
    plain = folded.text
    tokens: list[Token] | None = None
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        is_taken = any(a <= start < b or a < end <= b for a, b in taken)
        if is_taken and not plain.startswith(("年間", "年以", "年ごと"), end):
            continue
        sign = _SIGN_UNIT.match(plain, end)
        if sign is not None:
            yield Span(*folded.origin(start, sign.end()), sign.group().strip())
            continue
        tokens = tokens if tokens is not None else tag(plain)
        measure_end = _measure_end(tokens, end)
        measure = plain[end:measure_end].strip()
        if not measure.startswith(_PLACES_IN_TEXT):
            yield Span(*folded.origin(start, measure_end), measure)


def _measure_end(tokens: Sequence[Token], start: int) -> int:
    """Return where the unit of measure ends that begins at or just after `start`."""
    first = next((i for i, token in enumerate(tokens) if token.start >= start), len(tokens))
    if first == len(tokens) or tokens[first].start > start + 1 or not _is_unit(tokens[first]):
        return start
    is_counter = "助数詞" in tokens[first].pos
    end = tokens[first].end
    at = first + 1
    while at < len(tokens) and tokens[at].start == end and end - start <= _MEASURE_LIMIT:
        following = tokens[at + 1].pos if at + 1 < len(tokens) else ""
        is_bare = at == first + 1  # 30以上の市町村; of 10人以上の労働者 the unit is 人
        if is_bare and _binds_noun(tokens, at) and following.startswith(("名詞-普通", "接尾辞")):
            return _noun_end(tokens, at + 1)
        if tokens[at].surface in _AFTER or (not is_counter and _names_unit(tokens[at])):
            at += 1
        elif tokens[at].surface == "・" and following.startswith("名詞"):
            at += 2
        else:
            break
        end = tokens[at - 1].end
    return end


def _noun_end(tokens: Sequence[Token], at: int) -> int:
    """Return where the run of nouns ends that begins with token `at`."""
    while at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end:
        if not tokens[at + 1].pos.startswith(("名詞-普通", "接尾辞-名詞的")):
            break
        at += 1
    return tokens[at].end


def _is_unit(token: Token) -> bool:
    is_noun = token.pos.startswith(("名詞", "接尾辞-名詞的"))
    return is_noun and not token.pos.startswith("名詞-数詞")


def _names_unit(token: Token) -> bool:
    return token.pos.startswith(("名詞-普通", "接尾辞-名詞的"))


def _binds_noun(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the の at `at` binds a noun to a limit: 30以上の市町村."""
    return tokens[at].surface == "の" and tokens[at - 1].surface in _AFTER


def _kanji_numbers(text: str) -> Iterator[Span]:
    tokens = tag(text)
    for i, token in enumerate(tokens[:-1]):
        following = tokens[i + 1]
        if _KANJI_NUMBER.match(token.surface) is None or "数詞" not in token.pos:
            continue
        if "助数詞" in following.pos and following.start == token.end:
            yield Span(token.start, following.end, following.surface)


def dates(text: str) -> Iterator[Span]:
    """Yield the dates and periods of `text`, in order.

    >>> ["4月1日（月）～5月10日開催"[s.start : s.end] for s in dates("4月1日（月）～5月10日開催")]
    ['4月1日（月）～5月10日']
    >>> [text[s.start : s.end] for text in ["5-6月頃", "31/Aug/2018"] for s in dates(text)]
    ['5-6月頃', '31/Aug/2018']
    """
    folded = fold(text)
    found: list[Span] = []
    for match in _DATE.finditer(folded.text):
        start, end = match.span()
        if match.group().isdigit() and not _stands_alone(folded.text, end):
            continue
        found.append(Span(*folded.origin(start, end)))
    yield from _widened(text, found)


def _widened(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """Yield the dates found, and those in another notation instead of what stands in these."""
    wider = [
        span
        for one in values_in(text)
        for span in (Span(one.start, _about_end(text, one.end)),)
        if _is_whole_date(one.value)
        and all(one.start <= s.start and s.end <= span.end for s in found if _overlap(s, span))
        and not any(s.start == span.start and span.end <= s.end for s in found)
    ]
    kept = [span for span in found if not any(_overlap(span, one) for one in wider)]
    yield from sorted([*kept, *wider], key=lambda span: span.start)


def _about_end(text: str, end: int) -> int:
    """Return where a word ends that follows a date and makes it less exact: 頃."""
    about = _ABOUT.match(text, end)
    return about.end() if about is not None else end


def _is_whole_date(value: Value) -> bool:
    """Say whether a value is a day or a month, or goes from one to another."""
    if isinstance(value, Period):
        return "-" in value.start and "-" in value.end
    return isinstance(value, Moment) and "-" in value.date


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _stands_alone(text: str, end: int) -> bool:
    """Say whether no unit follows a bare four-digit figure, which would make it no year."""
    return not text[end : end + 1].strip() or not text[end].isalpha()

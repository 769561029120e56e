"""Stretches of a unit that could be an answer, by what a question asks for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefqa.answerer.ask import AskKind
from briefqa.readers.marks import BULLET, FOOTNOTE, NUMBERED, label_of
from briefqa.text.normalise import fold
from briefqa.text.tagger import Token, tag

_QUALIFIER = r"(?:約|およそ|少なくとも|最大|最低|延べ|計|年間|年率|月額|[▲△±+-](?=\d))*"
_NUMBER = re.compile(
    rf"{_QUALIFIER}(?:us\$|[$€¥£])?(?<![\d.a-z第※*#])\d+(?:,\d{{3}})*(?:\.\d+)?\s?(?:百万|千万|[千百万億兆])*"
)
_SIGN_UNIT = re.compile(
    r"\s?(?:°c|%|ppm|ppb|[kmgt]?wh?|[kmgt]?bps|[kmgt]b|[kmc]?m[23]?|t-?co2e?q?|kg|t|ha|usd|billion|million)(?![a-z])"
)
_VERSION = re.compile(r"(?<![a-z])v(?:er(?:sion)?)?\.?\s?\d+(?:\.\d+)*")
_KANJI_NUMBER = re.compile("^[〇一二三四五六七八九十百千両]+$")
_AFTER = frozenset(
    [
        "以上",
        "以下",
        "以内",
        "未満",
        "超",
        "前後",
        "程度",
        "弱",
        "強",
        "間",
        "目",
        "台",
        "増",
        "減",
        "増加",
        "減少",
        "ごと",
        "毎",
    ]
)
_YEAR = r"(?:(?:(?:明治|大正|昭和|平成|令和)\s?(?:元|\d{1,2})|(?:1[5-9]|20|21)\d\d)\s?年度?)"
_WEEKDAY = r"(?:\s?\([月火水木金土日祝・]{1,3}\))?"
_DAY = rf"\d{{1,2}}月(?:\s?\d{{1,2}}日{_WEEKDAY})?"
_ONE_DATE = (
    rf"(?:{_YEAR}(?:\s?{_DAY}|\s?[春夏秋冬]|[上下]半期)?|{_DAY}|(?:昨年|今年|来年|前年)(?:{_DAY}|度)?"
    r"|(?<!\d)(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d|(?<![\d.,])(?:19|20)\d\d(?![\d.,年]))"
)
_DATE = re.compile(
    rf"{_ONE_DATE}(?:\s?(?:[~〜-]|から)\s?(?:{_ONE_DATE}|\d{{1,2}}日{_WEEKDAY}|\d\d(?:\d\d)?年度?)(?:まで)?)?"
)
_TIME_OF_DAY = re.compile(r"^\s?\d{1,2}(?:時|:\d\d)")
_ORGANISATION_END = re.compile(
    r"(?:省|庁|局|会|社|行|機関|大学|学校|研究所|研究科|学科|学部|委員会|団体|機構|協会|財団|法人|センター|連合|連盟|共同体|組合|株\)|チーム|グループ"
    r"|本部|事務局|署|署長|党|政府|自治体|国連|foundation|inc|ltd|project)$"
)
_ROLE_END = re.compile(
    "(?:大臣|総長|長官|大統領|首相|総理|知事|市長|社長|会長|議長|署長|所長|局長|部長|課長|教授|総裁|大使|次官|代表)$"
)
_COMPANY = re.compile("[（(]株[）)]|[（(]有[）)]|㈱|株式会社|合同会社|有限会社|Inc|Corp")
_PLACE_END = frozenset(
    [
        "市",
        "区",
        "町",
        "村",
        "県",
        "府",
        "都",
        "道",
        "州",
        "省",
        "国",
        "島",
        "郡",
        "駅",
        "港",
        "地域",
        "地方",
        "諸国",
        "共和国",
        "連邦",
        "特別市",
        "特別州",
        "海",
        "川",
        "山",
        "大陸",
    ]
)
_DANGLING = frozenset(["・", "（", "(", " ", "、", "，", ",", "の", "と", "や", "及び", "および"])
_LISTING = frozenset(
    ["、", "，", ",", "・", "の", "と", "や", "及び", "および", "（", "）", "(", ")"]
)
_COUNTERPART = re.compile(r"\s*(?:[-ー－ｰ‐―–~〜⇔→:：/／]|\s)\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a unit's text (as read), `start` inclusive, `end` exclusive, and its unit of
    measure in normalised form, "" where it has none."""

    start: int
    end: int
    measure: str = ""


@lru_cache(maxsize=8_192)
def spans(text: str, kind: AskKind) -> tuple[Span, ...]:
    """Return the stretches of `text` that have the form this kind of question asks for, in order.

    Kinds without a form of their own ("list", "definition", "reason", "text") have none.
    """
    finder = _FINDERS.get(kind)
    return tuple(finder(text)) if finder is not None else ()


def value_of(text: str) -> Span:
    """Return the part of a unit that says something: no bullet, no label, no closing full stop.

    >>> span = value_of("・会場：仙台市民ホール。")
    >>> "・会場：仙台市民ホール。"[span.start : span.end]
    '仙台市民ホール'
    """
    start = 0
    for mark in (BULLET, FOOTNOTE, NUMBERED):
        match = mark.match(text, start) if mark is not FOOTNOTE else mark.match(text)
        if match is not None and match.end() < len(text):
            start = max(start, match.end())
    label = label_of(text)
    if label is not None:
        start = max(text.find(label, start), text.find(label)) + len(label)
        start += len(text[start:]) - len(text[start:].lstrip("：: 　"))
    end = len(text.rstrip("。．. 　"))
    return Span(start, end) if end > start else Span(0, len(text))


def numbers(text: str) -> Iterator[Span]:
    """Yield the figures of `text` with their qualifiers and units; dates and ordinals are none.

    >>> [("約30万人の利用者"[s.start : s.end], s.measure) for s in numbers("約30万人の利用者")]
    [('約30万人', '人')]
    """
    folded = fold(text)
    plain = folded.text
    taken: list[tuple[int, int]] = [(m.start(), m.end()) for m in _DATE.finditer(plain)]
    tokens: list[Token] | None = None
    for match in _VERSION.finditer(plain):
        yield _span(folded.origin(match.start(), match.end()), "version")
        taken.append((match.start(), match.end()))
    for match in _NUMBER.finditer(plain):
        start, end = match.start(), match.end()
        if any(a <= start < b or a < end <= b for a, b in taken):
            if not _is_span_of_years(plain, end):
                continue
        sign = _SIGN_UNIT.match(plain, end)
        if sign is not None:
            yield _span(folded.origin(start, sign.end()), sign.group().strip())
            continue
        tokens = tokens if tokens is not None else tag(plain)
        measure_end = _measure_end(tokens, end)
        measure = plain[end:measure_end].strip()
        if measure.startswith(("章", "条", "項", "号", "節", "ページ目")):
            continue
        yield _span(folded.origin(start, measure_end), measure)
    yield from _kanji_numbers(text)


def _is_span_of_years(plain: str, end: int) -> bool:
    return plain.startswith(("年間", "年以", "年ごと"), end)


def _measure_end(tokens: list[Token], start: int) -> int:
    """Return where the unit of measure ends that begins at or just after `start`."""
    end = start
    for index, token in enumerate(tokens):
        if token.start < end or token.end <= start:
            continue
        if token.start > end + (1 if end == start else 0):
            break
        if end == start:
            if not token.pos.startswith(("名詞", "接尾辞-名詞的")) or token.pos.startswith(
                "名詞-数詞"
            ):
                break
            end = token.end
            is_counter = "助数詞" in token.pos
        elif (
            token.surface == "の"
            and tokens[index - 1].surface in _AFTER
            and index + 1 < len(tokens)
            and tokens[index + 1].pos.startswith(("名詞-普通", "接尾辞"))
        ):
            end = tokens[index + 1].end
            break
        elif token.surface in _AFTER or (
            not is_counter and token.pos.startswith(("名詞-普通", "接尾辞-名詞的"))
        ):
            end = token.end
        elif (
            token.surface == "・"
            and index + 1 < len(tokens)
            and tokens[index + 1].pos.startswith("名詞")
        ):
            end = tokens[index + 1].end
        else:
            break
        if end - start > 10:
            break
    return end


def _kanji_numbers(text: str) -> Iterator[Span]:
    tokens = tag(text)
    for i, token in enumerate(tokens[:-1]):
        following = tokens[i + 1]
        if _KANJI_NUMBER.match(token.surface) is None or "数詞" not in token.pos:
            continue
        if "助数詞" in following.pos and following.start == token.end:
            yield Span(token.start, following.end, following.surface)


def dates(text: str) -> Iterator[Span]:
    """Yield the dates and periods of `text`.

    >>> ["2024年4月1日（月）～5月10日"[s.start : s.end] for s in dates("2024年4月1日（月）～5月10日")]
    ['2024年4月1日（月）～5月10日']
    """
    folded = fold(text)
    for match in _DATE.finditer(folded.text):
        start, end = match.start(), match.end()
        if folded.text[start:end].isdigit() and not _stands_alone(folded.text, start, end):
            continue
        yield _span(folded.origin(start, end), "")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a bare four-digit figure has no unit that makes it something else than a year."""
    return not text[end : end + 1].strip() or not text[end].isalpha()


def places(text: str) -> Iterator[Span]:
    """Yield the place names of `text`, with what follows them in brackets left out."""
    yield from _runs(text, starts=_is_place, goes_on=_is_place_part)


def is_country(text: str) -> bool:
    """Say whether `text` names a country.

    >>> is_country("ノルウェー王国"), is_country("札幌市")
    (True, False)
    """
    return any("地名-国" in token.pos for token in tag(text)[:1])


def persons(text: str) -> Iterator[Span]:
    """Yield the names of persons in `text`: a row's value whole, else runs of name words."""
    label = label_of(text)
    if label is not None:
        yield value_of(text)
        return
    yield from _runs(
        text, starts=_is_person, goes_on=lambda t: _is_person(t) or t.surface in "・＝ "
    )
    for span in _runs(text, starts=_is_noun, goes_on=_is_noun):
        if _ROLE_END.search(text[span.start : span.end]) and span.end - span.start >= 5:
            yield span
    yield from organisations(text)


def organisations(text: str) -> Iterator[Span]:
    """Yield the names of organisations in `text`: runs of nouns that end as such names do."""
    for span in _runs(
        text, starts=_is_noun, goes_on=lambda t: _is_noun(t) or t.surface in "・（）()"
    ):
        name = text[span.start : span.end]
        bare = fold(name.rstrip("（）()・")).text
        is_one = _ORGANISATION_END.search(bare) or _COMPANY.search(name)
        if is_one or re.fullmatch("[A-Z]{3,8}", name):
            yield span


def enumerations(text: str) -> Iterator[Span]:
    """Yield the stretches of `text` that name several things side by side.

    >>> text = "地震、津波、火山噴火の三つの災害に備える"
    >>> [text[s.start : s.end] for s in enumerations(text)]
    ['地震、津波、火山噴火の三つの災害']
    """
    for span in _runs(text, starts=_is_noun_or_number, goes_on=_goes_on_listing):
        found = text[span.start : span.end]
        if len(re.findall("[、，,]|・|や", found)) >= 1 and len(found) >= 4:
            yield span


def _is_noun_or_number(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接頭辞", "接尾辞-名詞的", "形状詞"))


def _goes_on_listing(token: Token) -> bool:
    return _is_noun_or_number(token) or token.surface in _LISTING


def counterparts(text: str, is_asked: Callable[[str], bool]) -> Iterator[Span]:
    """Yield the other cells of a pair or row of which one is what the question names.

    >>> [s for s in counterparts("仙台市－リガ市", lambda cell: "仙台" in cell)]
    [Span(start=4, end=7, measure='')]
    """
    inner = re.search(r"[（(]([^（()）]*[-ー－ｰ‐―–][^（()）]*)[）)]$", text)
    start, end = inner.span(1) if inner is not None else (value_start(text), len(text))
    cells: list[Span] = []
    position = start
    for separator in [*_COUNTERPART.finditer(text, start, end), None]:
        stop = separator.start() if separator is not None else end
        if _is_inside_word(text, separator):
            continue
        if text[position:stop].strip():
            cells.append(Span(position, stop))
        position = separator.end() if separator is not None else end
    asked = [cell for cell in cells if is_asked(text[cell.start : cell.end])]
    if 2 <= len(cells) <= 6 and asked:
        others = (cell for cell in cells if cell not in asked)
        yield from (cell for cell in others if _is_cell(text[cell.start : cell.end]))


def _is_cell(text: str) -> bool:
    return (
        len(text) <= 24
        and re.search("[、。]", text) is None
        and len(re.findall(r"[^\W\d_]", text)) > 1
    )


def value_start(text: str) -> int:
    """Return where a unit's words begin after its bullet or number."""
    match = BULLET.match(text) or NUMBERED.match(text)
    return match.end() if match is not None else 0


def _is_inside_word(text: str, separator: re.Match[str] | None) -> bool:
    """Say whether a long-vowel mark stands inside a katakana word, where it separates nothing."""
    if separator is None or separator.group().strip() not in ("ー", "ｰ"):
        return False
    return "ァ" <= text[: separator.start()][-1:] <= "ヺ"


def _runs(
    text: str, *, starts: Callable[[Token], bool], goes_on: Callable[[Token], bool]
) -> Iterator[Span]:
    tokens = tag(text)
    i = 0
    while i < len(tokens):
        if not starts(tokens[i]):
            i += 1
            continue
        first = i
        while (
            i + 1 < len(tokens)
            and (tokens[i + 1].start == tokens[i].end or tokens[i].surface in "、，,")
            and goes_on(tokens[i + 1])
        ):
            i += 1
        while i > first and tokens[i].surface in _DANGLING:
            i -= 1
        yield Span(tokens[first].start, tokens[i].end)
        i += 1


def _is_place(token: Token) -> bool:
    return "地名" in token.pos or (not token.lemma and _is_katakana(token.surface))


def _is_place_part(token: Token) -> bool:
    return (
        _is_place(token)
        or token.surface in _PLACE_END
        or token.surface in ("・", "共和", "合衆", "王国")
    )


def _is_person(token: Token) -> bool:
    return "人名" in token.pos or (not token.lemma and _is_katakana(token.surface))


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接頭辞", "接尾辞-名詞的")) and "数詞" not in token.pos


def _is_katakana(text: str) -> bool:
    return len(text) >= 2 and re.fullmatch("[ァ-ヺー・]+", text) is not None


def _span(bounds: tuple[int, int], measure: str) -> Span:
    return Span(bounds[0], bounds[1], measure)


_FINDERS: dict[AskKind, Callable[[str], Iterator[Span]]] = {
    "number": numbers,
    "date": dates,
    "place": places,
    "person": persons,
    "organisation": organisations,
}

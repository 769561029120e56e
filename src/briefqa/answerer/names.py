"""Names in a unit: of places, of persons and their offices, of organisations."""

import re
from collections.abc import Iterator

from briefqa.answerer.spans import Span, runs, value_of
from briefqa.readers.marks import label_of
from briefqa.text.normalise import fold
from briefqa.text.tagger import Token, tag

_ORGANISATION_END = re.compile(
    r"(?:省|庁|局|会|社|行|機関|大学|学校|研究所|研究科|学科|学部|委員会|団体|機構|協会|財団|法人"
    r"|センター|連合|連盟|共同体|組合|株\)|チーム|グループ|本部|事務局|署|署長|党|政府|自治体|国連"
    r"|foundation|inc|ltd|project)$"
)
_COMPANY = re.compile("[（(]株[）)]|[（(]有[）)]|㈱|株式会社|合同会社|有限会社|Inc|Corp")
_ABBREVIATION = re.compile("[A-Z]{3,8}")
_ROLE_END = re.compile(
    "(?:大臣|総長|長官|大統領|首相|総理|知事|市長|社長|会長|議長|署長|所長|局長|部長|課長|教授|総裁"
    "|大使|次官|代表)$"
)
_ROLE_LEAST = 5  # characters; less is an office without what it is an office of
_PLACE_END = frozenset([
    "市", "区", "町", "村", "県", "府", "都", "道", "州", "省", "国", "島", "郡", "駅", "港", "海",
    "川", "山", "大陸", "地域", "地方", "諸国", "共和国", "連邦",
])  # fmt: skip
_PLACE_INSIDE = frozenset(["・", "共和", "合衆", "王国", "首長", "人民", "特別", "民主", "連合"])
_COUNTRY_END = ("国", "連邦", "王国", "共和国")
_BRACKETS = frozenset(["・", "（", "）", "(", ")", "（株）", "(株)", "㈱", "（有）", "(有)"])
_KATAKANA = re.compile("[ァ-ヺー・]{2,}")


def places(text: str) -> Iterator[Span]:
    """Yield the place names of `text`, with what follows them in brackets left out."""
    yield from runs(text, starts=_is_place, goes_on=_is_place_part)


def is_country(text: str) -> bool:
    """Say whether `text` names a country.

    >>> is_country("ノルウェー王国"), is_country("札幌市")
    (True, False)
    """
    first = tag(text)[:1]
    if any("地名-国" in token.pos for token in first):
        return True
    return text.endswith(_COUNTRY_END) and any("地名" in token.pos for token in first)


def persons(text: str) -> Iterator[Span]:
    """Yield who is named in `text`: a row's value, else names and offices, else organisations."""
    if label_of(text) is not None:
        yield value_of(text)
        return
    named = list(
        runs(text, starts=_is_person, goes_on=lambda t: _is_person(t) or t.surface in "・＝ ")
    )
    named += [
        span
        for span in runs(text, starts=_is_noun, goes_on=_is_noun)
        if span.end - span.start >= _ROLE_LEAST and _ROLE_END.search(text[span.start : span.end])
    ]
    yield from named or organisations(text)


def organisations(text: str) -> Iterator[Span]:
    """Yield the names of organisations in `text`: runs of nouns that end as such names do."""
    for span in runs(
        text, starts=_is_noun, goes_on=lambda t: _is_noun(t) or t.surface in _BRACKETS
    ):
        name = text[span.start : span.end]
        bare = fold(name.rstrip("（）()・")).text
        is_one = _ORGANISATION_END.search(bare) or _COMPANY.search(name)
        if is_one or _ABBREVIATION.fullmatch(name):
            yield span


def _is_place(token: Token) -> bool:
    return "地名" in token.pos or _is_unknown_katakana(token)


def _is_place_part(token: Token) -> bool:
    return _is_place(token) or token.surface in _PLACE_END or token.surface in _PLACE_INSIDE


def _is_person(token: Token) -> bool:
    return "人名" in token.pos or _is_unknown_katakana(token)


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接頭辞", "接尾辞-名詞的")) and "数詞" not in token.pos


def _is_unknown_katakana(token: Token) -> bool:
    """Say whether UniDic lacks a katakana word: most such words are names from abroad."""
    return not token.lemma and _KATAKANA.fullmatch(token.surface) is not None

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
# Who acts, where no one is named: 利用者, 従業員, 所轄署長.
_ACTOR_END = re.compile(
    "(?:者|員|長|官|職|師|士|民|生徒|学生|本人|保護者|家族|住民|担当|チーム|側)$"
)
_ACTOR_LEAST = 2  # characters
# Labels of rows whose value is a person.
_PERSON_LABEL = re.compile(
    r"[者長官師員人氏]$|代表|大臣|知事|首相|大統領|教授|担当|講師|氏名|名前|リーダー|司会|議員"
    r"|\b(?:name|speaker|author|chair\w*|president|minister|director|contact|presenter|leader)s?$"
)
_DONE = frozenset(["担当"])
# Measures of spans that name nobody, and of those that may abbreviate anything; for `Span.measure`.
ACTOR, BODY, ABBREVIATION = "actor", "body", "abbreviation"
# Ends of English words that are hardly ever a person's name.
_NO_NAME = re.compile(
    r"(?:tion|sion|ment|ity|icy|ies|ship|ness|ware|work|ogy|ics|gram|tem|ject|tee|eer|ing|ive|ance|ced"
    r"|ors|ers|ects|ents)\b"
    r"|\b(?:Inc|Corp|Corporation|Company|Group|Board|Team|Council|Institute|Committee|Source|Open|Day"
    r"|Japan|General|Project|License|Level|Class|Basic|High|Medium|Bridge|Federal|National|Global|The"
    r"|Software|System|Data|Model|Method|Known|Public|Working|Main|New|All|Each|First|Second|Next)\b"
)
_LATIN_NAME = re.compile(
    r"(?<![A-Za-z])[A-Z][a-z]+(?: [A-Z]\.)?(?: (?:[A-Z][a-z]+|[A-Z]{3,}(?![A-Za-z]))){1,2}"
    r"(?![A-Za-z])"
)
_CAPITALISED = r"[A-Z][A-Za-z0-9&.'-]*"
_LATIN_BODY = re.compile(
    rf"(?<![A-Za-z])(?:{_CAPITALISED} (?:(?:of|for|and|the) )?){{1,6}}"
    r"(?:Corporation|Corp\b\.?|Inc\b\.?|Ltd\b\.?|Co\.|University|Institute|Foundation|Committee|Council"
    r"|Authority|Agency|Bank|Association|Organi[sz]ation|Cent(?:er|re)|Company|Laborator(?:y|ies)"
    r"|Commission|Bureau|Federation|Consortium)(?![A-Za-z])"
    rf"|(?<![A-Za-z])(?:University|Ministry|Department|Bank|Institute|Bureau) of"
    rf"(?: (?:the |and )?{_CAPITALISED}){{1,5}}"
)
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
    """Yield who is named in `text`: a row's value, names and offices, else who acts, or bodies.

    The measure of the last two says so (ACTOR, BODY).

    >>> [text[s.start : s.end] for text in ["講師は佐藤 花子、Ann Lee"] for s in persons(text)]
    ['佐藤 花子', 'Ann Lee']
    """
    label = label_of(text)
    if label is not None and _PERSON_LABEL.search(fold(label).text):
        yield value_of(text)
        return
    named = list(_full_names(text))
    named += [Span(*m.span()) for m in _LATIN_NAME.finditer(text) if not _NO_NAME.search(m[0])]
    nouns = list(runs(text, starts=_is_noun, goes_on=_is_noun))
    named += [
        span
        for span in nouns
        if span.end - span.start >= _ROLE_LEAST and _ROLE_END.search(text[span.start : span.end])
    ]
    if named:
        yield from named
        return
    actors = [
        Span(span.start, span.end, ACTOR)
        for span in nouns
        if span.end - span.start >= _ACTOR_LEAST and _is_actor(text, span)
    ]
    bodies = (one for one in organisations(text) if one.measure != ABBREVIATION)
    yield from actors or (Span(one.start, one.end, BODY) for one in bodies)


def _is_actor(text: str, span: Span) -> bool:
    """Say whether a noun names who acts: 担当 after を, or before する, is what someone does."""
    name = text[span.start : span.end]
    return _ACTOR_END.search(name) is not None and name not in _DONE


def is_person(text: str) -> bool:
    """Say whether words hold a person's name: one that UniDic has, one from abroad, or Latin.

    >>> is_person("佐藤花子課長"), is_person("防災課長"), is_person("カナダ")
    (True, False, False)
    """
    is_named = any("人名" in t.pos or _is_unknown_katakana(t) for t in tag(text))
    return is_named or any(not _NO_NAME.search(m[0]) for m in _LATIN_NAME.finditer(text))


def _full_names(text: str) -> Iterator[Span]:
    """Yield runs of words of names; a space may stand between a surname and a given name."""
    found = list(
        runs(text, starts=_is_person, goes_on=lambda t: _is_person(t) or t.surface in "・＝")
    )
    at = 0
    while at < len(found):
        span = found[at]
        if at + 1 < len(found) and _are_one_name(text, span, found[at + 1]):
            span = Span(span.start, found[at + 1].end)
            at += 1
        yield span
        at += 1


def _are_one_name(text: str, span: Span, following: Span) -> bool:
    if text[span.end : following.start] not in (" ", "　"):
        return False
    last, first = (
        tag(text[span.start : span.end])[-1],
        tag(text[following.start : following.end])[0],
    )
    is_abroad = not last.lemma and not first.lemma
    return is_abroad or ("人名-姓" in last.pos and "人名" in first.pos)


def organisations(text: str) -> Iterator[Span]:
    """Yield the names of organisations in `text`: runs of nouns that end as such names do."""
    latin = [Span(*match.span()) for match in _LATIN_BODY.finditer(text)]
    yield from latin
    for span in runs(
        text, starts=_is_noun, goes_on=lambda t: _is_noun(t) or t.surface in _BRACKETS
    ):
        if any(one.start < span.end and span.start < one.end for one in latin):
            continue
        name = text[span.start : span.end]
        bare = fold(name.rstrip("（）()・")).text
        is_one = _ORGANISATION_END.search(bare) or _COMPANY.search(name)
        if is_one:
            yield span
        elif _ABBREVIATION.fullmatch(name):
            yield Span(span.start, span.end, ABBREVIATION)


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

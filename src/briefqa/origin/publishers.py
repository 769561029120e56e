"""Who publishes a briefing: the organisation that its cover names, else its metadata."""

import re
import unicodedata

from briefqa.origin.cover import Line, back_lines, cover_lines
from briefqa.records import Document, Moment, Origin
from briefqa.text.quantities import values_in

# Endings of names of organisations, from those that stand for the whole to those of a part of it.
_WHOLE = re.compile(
    r"(?:省|庁|内閣府|内閣官房|会議所|委員会|審議会|協議会|協会|協同組合|組合|連合会|連合|連盟|学会"
    r"|機構|財団|法人|大学校?|大学院|高等専門学校|研究所|研究機構|研究院|コンソーシアム|フォーラム"
    r"|銀行|金庫|公社|公団|公庫|病院|図書館|博物館|美術館|学園|高等学校|事務局|推進本部|対策本部|新聞社|放送協会|電力|ワーキング(?:・|\s)?グループ)$"
)
_COMPANY = re.compile(
    r"(?:(?:株式|有限|合同|合資|相互)会社|[（(][株有][）)]|㈱|㈲|社団法人|財団法人)"
)
_MUNICIPAL = re.compile(
    r"^(?!.*(?:(?<!京)都市|地区|市区|市町|区町|町村|各)$)[一-鿿ヶケぁ-んァ-ヴー]{1,7}(?:[県市区町村]|県庁|[市区町村]役[所場])$"
    r"|^(?:東京都|北海道|大阪府|京都府)庁?$"
)
_PART = re.compile(
    r"(?:[一-鿿ァ-ヴーA-Za-z・]{2,}(?:本部|局|部|課|室|支社|支店|支部|グループ|センター|学部|学科|研究科|専攻|研究室|事務所|出張所|支所))$"
)
# Words that end as parts of organisations do and are none.
_NO_PART = re.compile(
    r"(?:教室|会議室|[温浴個病居客和洋]室|[内外全一上下細幹東西南北中頭腹]部|薬局|結局|郵便局)$"
)
_ENGLISH = re.compile(
    r"(?<![\w-])(?:Ministry|Agency|Department|Bureau|Commission|Council|Committee|Secretariat|Institute"
    r"|University|College|School|Corporation|Corp|Inc|Ltd|LLC|LLP|GmbH|PLC|Company|Association"
    r"|Foundation|Federation|Society|Bank|Authority|Cent(?:er|re)|Organi[sz]ation|Government"
    r"|Prefecture|Municipality|Laborator(?:y|ies)|Consortium|Work(?:ing)?\s?[Gg]roup|workgroup"
    r"|Holdings|Office)(?![\w-])\.?"
)
# Words that stand for a part of an organisation as often as for a whole one, or for neither.
_SMALL = re.compile(r"\b(?:School|Office|Department|Cent(?:er|re)|Society|Committee|Government)\b")
_ENGLISH_LIMIT = 9  # words
_NOT_ENGLISH = re.compile(
    r"(?:\b(?:and|or|of|the|for|with|in|at|by|to)|[,:&])$|^\W*(?:Chair|Professor|Speaker|Q&A)\b|(?<![A-Z])[.!?]\s",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十]+\s*[回次期]|会合$|[年度]会議$|^[（(]?(?:第|資料|議題|別紙|参考)"
)
_PARTS = re.compile(
    r"[\s　、，,/／|｜:：;；・]+|(?<![株有])[（(）)](?![株有])|[<>＜＞【】［］\[\]]"
)
_EMPTY_BRACKETS = re.compile(r"[(（\[［〔【]\s*[)）\]］〕】]")
_SENTENCE = re.compile(
    r"[。！？!?]|(?:です|ます|する|した|れる|いる|ください|こと|もの|[はがをにでとも])$"
)
_RIGHTS = re.compile(
    r"^\W*(?:©|\(c\)|copyright)[\s©]*(?:\(c\)\s*)?(?:[12]\d{3}(?:\s*[-–,]\s*[12]\d{3})*)?[\s,]*|[\s,]*[12]\d{3}\W*$"
    r"|[.,]?\s*all rights reserved\W*$",
    re.IGNORECASE,
)
_HAS_RIGHTS = re.compile(r"©|\(c\)\s|copyright|all rights reserved", re.IGNORECASE)
# What programs write in place of a name.
_NO_NAME = re.compile(
    r"[\W\d_]*|[a-z0-9._@-]+|(?:microsoft|windows|office|pc|user|owner|admin(?:istrator)?|unknown"
    r"|anonymous|guest|default|python-(?:docx|pptx)|ユーザー?|管理者|所有者|作成者|\s|\W)+",
    re.IGNORECASE,
)


def publisher_of(document: Document) -> tuple[str, Origin]:
    """Return the publisher and where it was found: the cover, the last slide, or the metadata.

    On a slide the whole organisation goes before a part of it (省 before 課), what stands beside a
    date before what does not, and what comes first before what follows. Speakers are no publishers.
    """
    found = _best(cover_lines(document)) or _best(back_lines(document), is_back=True)
    if found:
        return found, "slide"
    said = " ".join(document.publisher.split())
    if said and not _NO_NAME.fullmatch(said):
        return said, "metadata"
    return "", ""


def organisation_in(text: str) -> tuple[str, int]:
    """Return the organisation that a line names, and how much of one it is: 3 the whole, 1 a part.

    ("", 0) where it names none, or speaks of one in a sentence.

    >>> organisation_in("2025年6月 環境省"), organisation_in("総務部企画課")
    (('環境省', 3), ('総務部企画課', 1))
    >>> organisation_in("渡辺 花子")
    ('', 0)
    """
    line = _without_dates(text)
    if _OCCASION.search(line) or _SENTENCE.search(line):
        return "", 0
    if _HAS_RIGHTS.search(line):
        line = _RIGHTS.sub("", _RIGHTS.sub("", line)).strip()
    english = _english(line)
    if english:
        return english, 2 if _SMALL.search(line) else 3
    parts = [part for part in _PARTS.split(line) if part]
    ranks = [_rank(part) for part in parts]
    best = max(ranks, default=0)
    if best == 0:
        return "", 0
    first = ranks.index(best)
    last = first
    while last + 1 < len(ranks) and ranks[last + 1] in (1, best) and best > 1:
        last += 1  # 環境省 地球環境局: the parts of it that follow
    named = line[line.index(parts[first]) :]
    end = named.index(parts[last]) + len(parts[last]) if parts[last] in named else len(named)
    return named[:end], best


def _best(lines: list[Line], *, is_back: bool = False) -> str:
    """Return the likeliest publisher; `is_back`: of the last slide, where it must have a date or
    the mark of its rights beside it."""
    found: list[tuple[tuple[int, int, int, int], str]] = []
    dated = [i for i, line in enumerate(lines) if _has_date(line.text)]
    for i, line in enumerate(lines):
        name, rank = organisation_in(line.text)
        if line.is_row or line.is_joined or (line.is_title and name != line.text):
            continue  # a title that is nothing but a name may be one that stands in large letters
        is_near = any(abs(i - at) <= 2 and lines[at].slide == line.slide for at in dated)
        if rank and (is_near or not is_back or _HAS_RIGHTS.search(line.text)):
            found.append(((rank, int(not line.is_title), int(is_near), -i), name))
    return max(found)[1] if found else ""


def _has_date(text: str) -> bool:
    return any(isinstance(found.value, Moment) for found in values_in(text))


def _without_dates(text: str) -> str:
    for found in reversed(values_in(text)):
        if not isinstance(found.value, Moment) or _HAS_RIGHTS.search(text):
            continue
        is_in_name = len(found.value.date) == 4 and text[found.end : found.end + 1].strip()
        if not is_in_name:  # 2025年日本国際博覧会協会
            text = f"{text[: found.start]} {text[found.end :]}"
    return _EMPTY_BRACKETS.sub(" ", text).strip()


def _rank(part: str) -> int:
    """Return how much of an organisation a word names, 0 for none."""
    plain = unicodedata.normalize("NFKC", part)
    if _COMPANY.search(part) and len(plain) > 4:
        return 3
    if len(plain) >= 2 and _WHOLE.search(plain) and not _PART.fullmatch(plain):
        return 3 if len(plain) > 2 else 0
    if _MUNICIPAL.match(plain):
        return 2
    if _PART.search(plain) and not _NO_PART.search(plain):
        return 3 if re.search(r"[省庁]|大学|会社|[都道府県市]庁?(?=[^立民])", plain[:-1]) else 1
    return 0


def _english(line: str) -> str:
    """Return a line of English that is the name of an organisation, "" if it is none.

    The word that says so ends the name, two words or a place after it at most, or begins it.
    """
    line = line.split(" / ")[0].strip()
    match = _ENGLISH.search(line)
    if match is None or not line.isascii() or _NOT_ENGLISH.search(line):
        return ""
    words, rest = line.split(), line[match.end() :].split()
    if not 2 <= len(words) <= _ENGLISH_LIMIT or not words[0][:1].isupper():
        return ""
    is_first = len(line[: match.start()].split()) <= 1 and rest[:1] in (["of"], ["for"])
    return line if is_first or len(rest) <= 2 else ""

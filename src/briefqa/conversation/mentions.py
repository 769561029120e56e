"""What a question names, of which kind, and how alike two names are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefqa.records import Slide
from briefqa.text.normalise import squeeze

Kind = Literal[
    "time",
    "number",
    "figure",
    "country",
    "place",
    "person",
    "body",
    "code",
    "name",
    "attribute",
    "noun",
]
# How a name stands in its question: before の or after "of"; as what the question is about; as what
# is asked for; with a case particle or a preposition; in any other way.
Role = Literal["owner", "topic", "argument", "asked", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question, `question[start:end] == text`.

    `is_part`: it is a part of a compound noun, such as 避難所 of 避難所数.
    """

    text: str
    start: int
    end: int
    kind: Kind
    role: Role = "other"
    is_part: bool = False


_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_KANJI_DIGITS = "一二三四五六七八九十"
_ERA = "(?:明治|大正|昭和|平成|令和)"
_MONTHS = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latest"
# The counters of what is told apart by number; others, such as 件, count and name nothing.
_SERIES = (
    "回目?|期生?|次|章|条|節|項|号機?|号線|号棟|位|部会?|弾|世代|四半期|週目?|日目|年目|番目?|番線|番街"
    "|丁目|つ目|階|年生|等級|級|代|時限|区|組|班|工区|地区|類|種|分科会|作業部会|グループ"
)
NUMBERED = re.compile(
    rf"(?P<time>{_ERA}\s?(?:\d+|元)年度?(?:\d+月(?:\d+日)?)?|\d{{4}}年\d+月(?:\d+日)?|\d+月\d+日"
    r"|\d+年度|\d{4}年代?|\d+月|(?:fy\s?|fiscal (?:year )?)\d{2,4}(?!\d)"
    rf"|{_MONTHS} (?:\d{{1,2}}, )?\d{{4}}"
    r"|(?<![\w.,-])(?:19|20)\d\d(?![\w%.,-]|\s?(?:ppm|件|人|円)))"
    rf"|(?P<number>第\s?[\d{_KANJI_DIGITS}]+(?:{_SERIES}|[一-鿿])?|\d+(?:{_SERIES})(?![一-鿿])"
    r"|[ァ-ヺー]{2,}\s?\d+(?![\d年月日人件円]|\.\d)"
    r"|(?:phase|round|step|level|tier|stage|version|article|chapter|group|category|grade|class|zone"
    r"|route|line|unit|area|section|annex|volume|part|type|no\.) ?\d+\b"
    rf"|\b(?:\d+(?:st|nd|rd|th)|{_ORDINALS})\b)"
    r"|(?P<code>(?<![a-z])[a-z]{1,6}-?\d+(?![\d.]))",
    re.IGNORECASE,
)
# Amounts and ranges, which tables are ordered by: 5年未満, 20〜29歳, 2年6か月, 100 to 299 people.
_AMOUNT = (
    r"\d[\d,.]*\s?(?:[万億兆]?(?:か月|ヶ月|カ月|時間|円|ドル|トン|[A-Za-z%％℃°]{1,4}|[一-鿿々]))"
)
_FIGURE = re.compile(
    rf"約?(?:{_AMOUNT})+(?:\s?(?:～|〜|~|-|－|–|から)\s?(?:{_AMOUNT})+)?(?:未満|以上|以下|以内|超|超え)?"
    rf"|\d[\d,.]*\s?(?:～|〜|~|-|－|–)\s?(?:{_AMOUNT})+(?:未満|以上|以下)?"
)
_DIGITS = re.compile(rf"\d+|元(?=年)|(?<=第)[{_KANJI_DIGITS}]+")
_CODE = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*(?:[-/&][A-Z][A-Za-z0-9]*)*")
_PLACE_ENDS = ("市", "県", "州", "町", "村", "区", "都", "府", "島", "郡", "国", "地域", "地区")
_BODY_ENDS = (
    "省", "庁", "局", "部", "課", "室", "社", "大学", "銀行", "機構", "協会", "会社", "法人",
    "組合", "学部", "研究所", "センター", "委員会", "財団", "病院", "学校", "支店", "工場", "連盟",
)  # fmt: skip


def half_width(text: str) -> str:
    """Return `text` with full-width ASCII as half-width, of the same length."""
    return text.translate(_HALF_WIDTH)


def shape(text: str) -> str:
    """Return `text` with every number as 0: what two numbers of one series share.

    >>> shape("第12回"), shape("第二回"), shape("２０３０年度")
    ('第0回', '第0回', '0年度')
    """
    return re.sub(rf"\b(?:{_ORDINALS})\b", "0th", _DIGITS.sub("0", squeeze(text)))


def numbered(text: str) -> list[Mention]:
    """Return the years, dates and numbers of a series in `text`, and codes such as B12."""
    found: list[Mention] = []
    for match in NUMBERED.finditer(half_width(text)):
        kind: Kind = "time" if match["time"] else "number" if match["number"] else "code"
        found.append(Mention(text[match.start() : match.end()], match.start(), match.end(), kind))
    return found


def figures(text: str) -> list[Mention]:
    """Return the amounts and ranges in Japanese text, such as 5年未満."""
    found = _FIGURE.finditer(half_width(text))
    return [Mention(text[m.start() : m.end()], m.start(), m.end(), "figure") for m in found]


def codes(text: str) -> list[Mention]:
    """Return the abbreviations in `text`, such as EWS or GIS-X."""
    return [
        Mention(text[match.start() : match.end()], match.start(), match.end(), "code")
        for match in _CODE.finditer(half_width(text))
    ]


def kind_by_end(text: str) -> Kind:
    """Return what the end of a Japanese name says of it, `noun` where nothing.

    >>> kind_by_end("みどり市"), kind_by_end("防災安全課"), kind_by_end("毛布")
    ('place', 'body', 'noun')
    """
    if len(text) > 1 and text.endswith(_PLACE_ENDS):
        return "place"
    return "body" if len(text) > 2 and text.endswith(_BODY_ENDS) else "noun"


@lru_cache(maxsize=256)
def _cells(text: str) -> frozenset[str]:
    """Return what may be the cells of tables and the items of lists in a slide's text."""
    found: set[str] = set()
    for line in re.split(r"[\n\t:：、，,|｜]|\s{2,}", text):
        for piece in (line, *re.split(r"[()（）]", line)):
            bare = re.sub(r"^[\s\d.．)）・●◼•✓➢▶\-–]+(?=\D)", "", piece.strip()).strip()
            found.update((piece.strip(), bare))
            if not bare.isascii():
                found.update(bare.split())
    return frozenset(squeeze(cell) for cell in found if 1 < len(cell) <= 40)


def beside(slides: Iterable[Slide]) -> tuple[frozenset[str], ...]:
    """Return, for each slide, its cells but for its title, as `squeeze` writes them."""
    return tuple(_cells(slide.text) - {squeeze(slide.title)} for slide in slides)


_NEVER = -9.0
_SAME: dict[Kind, float] = {
    "country": 5, "place": 4, "person": 5, "body": 4, "code": 4, "name": 3, "attribute": 4,
    "figure": 0, "noun": 1,
}  # fmt: skip
_ROLES: dict[Role, float] = {
    "owner": 1, "topic": 0.6, "argument": 0.6, "asked": -0.2, "other": 0,
}  # fmt: skip


def likeness(new: Mention, old: Mention, *, tables: Sequence[frozenset[str]] = ()) -> float:
    """Return how well `new` takes the place of `old`; above 0 it can, higher is better."""
    here, there = squeeze(new.text), squeeze(old.text)
    together = any(here in cells and there in cells for cells in tables)
    score = _by_kind(new, old)
    if score == _NEVER or (old.is_part and not _may_part(new, old)):
        return _NEVER
    role = 0 if "attribute" in (new.kind, old.kind) else _ROLES[old.role]
    return score + together * (3 + 0.02 * len(there)) + role + _alike(here, there)


def _may_part(new: Mention, old: Mention) -> bool:
    """Say whether `new` may stand in a compound for `old`: 札幌支店 gives 仙台支店."""
    kinds = {new.kind, old.kind}
    return len(kinds) == 1 or kinds <= {"country", "place", "name", "person"}


def _by_kind(new: Mention, old: Mention) -> float:
    if "figure" in (new.kind, old.kind):
        return 5 if new.kind == old.kind and _unit(new.text) == _unit(old.text) else _NEVER
    if "time" in (new.kind, old.kind) or "number" in (new.kind, old.kind):
        return _by_number(new, old)
    if new.kind == old.kind:
        return _SAME[new.kind] - (1 if new.kind == "noun" and old.role == "other" else 0)
    kinds = {new.kind, old.kind}
    if kinds <= {"country", "place"}:
        return 2.5
    if "attribute" in kinds:
        return 0.4 if kinds == {"attribute", "noun"} else _NEVER
    if "name" in kinds:
        return -0.5 if "noun" in kinds else 2
    if "country" in kinds:
        return -1
    return -0.6 if "noun" in kinds and kinds & {"place", "person"} else 0.5


def _by_number(new: Mention, old: Mention) -> float:
    if new.kind != old.kind:
        return _NEVER
    if shape(new.text) == shape(old.text):
        return 6
    if new.kind == "time":
        return 4 if _is_year(new.text) and _is_year(old.text) else _NEVER
    same = re.sub("[第目番 ]", "", shape(new.text)) == re.sub("[第目番 ]", "", shape(old.text))
    return 5 if same or "0th" in (shape(new.text), shape(old.text)) else _NEVER


def _unit(figure: str) -> str:
    """Return the unit that a figure ends in."""
    return re.sub(r"[\d,.約~〜～\s-]|未満|以上|以下|以内|超え?", " ", squeeze(figure)).split()[-1]


def _is_year(text: str) -> bool:
    return bool(re.search(r"年度?$|^(?:fy|fiscal)|^\d{4}$", squeeze(text)))


def _alike(new: str, old: str) -> float:
    """Return how alike two names look, in [0, 3]: a shared end or beginning, the same script."""
    end = 0
    while end < min(len(new), len(old)) and new[-1 - end] == old[-1 - end]:
        end += 1
    script = _script(new) == _script(old)
    return min(end, 4) * 0.6 + (0.5 if script else 0) + (0.3 if new[:1] == old[:1] else 0)


_SCRIPTS = (
    ("katakana", "[ァ-ヺー・]+"),
    ("hiragana", "[ぁ-ゖー]+"),
    ("kanji", "[一-鿿々]+"),
    ("ascii", r"[\x20-\x7e]+"),
)


def _script(text: str) -> str:
    for name, pattern in _SCRIPTS:
        if re.fullmatch(pattern, text):
            return name
    return "mixed"


def replaced(question: str, old: Mention, new: Mention) -> str:
    """Return `question` with `new` in the place of `old`.

    >>> old = Mention("2030年度", 0, 6, "time")
    >>> replaced("2030年度の目標は", old, Mention("2040", 0, 4, "time"))
    '2040年度の目標は'
    """
    text = new.text
    if new.kind == "time" and re.fullmatch(r"\d{2,4}", half_width(text)):
        years = re.findall(r"\d+", half_width(old.text))
        if len(years) == 1:
            text = half_width(old.text).replace(years[0], text)
    return question[: old.start] + text + question[old.end :]


def best(
    new: Mention, olds: Iterable[Mention], *, tables: Sequence[frozenset[str]] = ()
) -> tuple[float, Mention] | None:
    """Return the name that `new` replaces best, with its likeness; of equals the last."""
    olds = [*olds]
    olds = [old for old in olds if old.text != new.text] or olds
    scored = [(likeness(new, old, tables=tables), old) for old in olds]
    scored = [(score, old) for score, old in scored if score > 0]
    return max(scored, key=lambda pair: (pair[0], pair[1].start)) if scored else None

"""What a question asks for, read from its words in either language."""

import re
from dataclasses import dataclass
from typing import Literal

from briefqa.records import Language
from briefqa.text.normalise import normalise
from briefqa.text.tagger import Token, tag

AskKind = Literal[
    "number", "date", "place", "person", "organisation", "list", "definition", "name", "reason", "text"
]

_WHAT = re.compile("何|なん")
# Counters by which a question names a unit that slides write as a sign.
_SIGNS = {"度": ("°c", "度"), "パーセント": ("%",), "割": ("割", "%"), "%": ("%", "割")}
_MONEY = ("円", "ドル", "ユーロ", "元", "ポンド", "ウォン", "フラン", "usd", "eur", "$", "€")
_SHARE = ("%", "割", "分の")
_DATE_UNITS = frozenset("年 年度 月 日 曜日 時 月日 年月 年月日 世紀 時間帯".split())

# Japanese wordings, most telling first; the first that fits decides.
_JAPANESE: tuple[tuple[AskKind, str], ...] = (
    ("name", r"何の略|略称|正式名称|略語|正式(?:な)?名|フルネーム|の略は|何と訳|英語名|日本語名"),
    ("reason", r"なぜ|何故|理由|どうして|原因|なんで|目的は|狙い"),
    ("date", r"いつ|何時から|何日|何年(?!間|に一度|ごと|おき|以上|以内)|何月|何曜日|日時|日程|期日|開催日|時期は|年月日"),
    ("person", r"誰|だれ|どなた|氏名|人物"),
    ("place", r"どこ|何処|開催地|場所|所在地|会場|どの(?:国|都市|市|県|州|地域|町|村|場所)"),
    ("definition", r"とは(?:何|なん|どう|どんな|どの|$|[?？。])|とは$|意味|定義|どういうもの|どのようなもの"),
    ("organisation", r"(?:どの|どちらの|何という)(?:機関|組織|会社|企業|団体|省|庁|大学|銀行)|所属|主催者|実施主体"),
)
_ENGLISH: tuple[tuple[AskKind, str], ...] = (
    ("name", r"stands? for|abbreviat|acronym|full (?:name|form)|spelled out"),
    ("number", r"\bhow (?:many|much|often|long|far|large|big|high|hot|old|tall)\b|\bnumber of\b|\bcount\b"
               r"|\bpercent|\bshare of\b|\bproportion\b|\bratio\b|\brate\b|\bhow \w+ (?:is|was|are) the\b"),
    ("reason", r"\bwhy\b|\breason|\bwhat (?:causes?|for)\b|\bpurpose\b"),
    ("date", r"\bwhen\b|\b(?:what|which) (?:year|date|month|day|fiscal year)\b|\b(?:effective|start|end) date\b|\bdates? of\b"
             r"|\bsince what\b"),
    ("person", r"\bwho(?:se|m)?\b|\bname of the (?:person|president|chair|minister|author)\b"),
    ("place", r"\bwhere\b|\b(?:what|which) (?:\w+ ){0,2}?(?:country|city|place|location|venue|town|prefecture|state|region)\b"
              r"|\bvenue\b|\blocation of\b"),
    ("organisation", r"\b(?:what|which) (?:\w+ )?(?:organi[sz]ations?|compan(?:y|ies)|agency|agencies|institutions?|ministry|bodies|body|university|bank)\b"),
    ("definition", r"^what (?:is|are) (?:an? |the )?(?:[\w-]+ ){0,3}?[\w-]+\??$|\bwhat does .* mean\b|\bdefin(?:e|ition)\b|\bmeaning of\b"),
)  # fmt: skip
_JAPANESE_LIST = re.compile(
    r"(?:国|都市|機関|企業|団体|もの|例|分野|項目|種類|名前|業務|取組|事項|メンバー)(?:の一覧|を?(?:すべて|全て|教えて|挙げ|列挙))"
    r"|一覧|列挙|すべて|全て|どのような(?:もの|項目|分野|場合)|どこどこ|どの国々"
)
_ENGLISH_LIST = re.compile(
    r"\blist\b|\bname (?:all|the)\b|\b(?:what|which) (?:\w+ ){0,3}?\w*(?:ies|[^sui]s)\b(?! (?:the|does|is|was|has)\b)"
)
# Heads of Japanese noun questions ("…の件数は？") whose answer is a figure.
_MEASURE = re.compile(
    r"(?:数|量|額|率|割合|比率|比|濃度|人口|面積|距離|規模|目標|温度|気温|価格|料金|費用|予算|件数|回数|倍率|順位|年齢"
    r"|金額|過料|罰金|上限|下限|単価|時間|期間|バージョン|ページ|平均|合計|総数|シェア|差|頻度|%|パーセント)"
    r"(?:は|って|を教えて.*|はいくつ.*|はどれ.*|はどの.*|$)[?？。]?"
)
_ENGLISH_MEASURE = re.compile(
    r"\b(?:target|level|concentration|temperature|population|price|cost|budget|amount|average|total|size|rate|figure|fine"
    r"|value|volume|capacity|increase|decrease|reduction|emissions|percentage|limit|version|period|hours|days|years)\b"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What would answer the question.

    `units`: the units asked for as slides write them, normalised, in the order asked; each is a tuple
    of equal ones. `is_sure` is False where the kind was read from a noun alone ("the target").
    `wants_all`: every item of a kind is asked for.
    """

    kind: AskKind
    units: tuple[tuple[str, ...], ...] = ()
    is_sure: bool = True
    wants_all: bool = False


def read_ask(question: str, *, language: Language) -> Ask:
    """Return what `question` asks for.

    >>> read_ask("避難所は何か所ありますか", language="ja")
    Ask(kind='number', units=(('か所',),), is_sure=True, wants_all=False)
    >>> read_ask("Where is the venue?", language="en").kind
    'place'
    """
    text = normalise(question).strip()
    return _read_japanese(text) if language == "ja" else _read_english(text)


def _read_japanese(text: str) -> Ask:
    wants_all = _JAPANESE_LIST.search(text) is not None
    if re.search("いくら|何円|何ドル|金額|予算額", text):
        return Ask("number", units=(_MONEY,))
    for kind, pattern in _JAPANESE[:2]:
        if re.search(pattern, text):
            return Ask(kind)
    every = re.search("何(年|[かカヵヶケ箇]月|日|週間?|時間)(?:に一[度回]|間|ごと|おき|以上|以内|まで|前|後)", text)
    if every is not None:
        unit = re.sub("[カヵヶケ箇]", "か", every[1])
        return Ask("number", units=((unit, f"{unit}間"),))
    units = _asked_units(text)
    if units and not any(unit[0] in _DATE_UNITS for unit in units):
        return Ask("number", units=units)
    for kind, pattern in _JAPANESE[2:]:
        if re.search(pattern, text):
            return Ask(kind, wants_all=wants_all)
    if re.search("割合|比率|パーセント|何%|率は", text):
        return Ask("number", units=(_SHARE,))
    if wants_all:
        return Ask("list", wants_all=True)
    if re.search("いくつ|どれくらい|どのくらい|どれだけ|どの程度|いくら", text):
        return Ask("number")
    if _MEASURE.search(text):
        return Ask("number", units=_counted(text), is_sure=False)
    return Ask("text")


def _asked_units(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the units after each 何, and the noun after いくつの."""
    plain = re.sub("(?<=何)[カヵヶケ箇]", "か", text)
    tokens = tag(plain)
    found: list[tuple[str, ...]] = []
    for i, token in enumerate(tokens):
        if token.surface.startswith("何") or token.surface == "なん":
            unit = token.surface.removeprefix("何") + _nouns(tokens[i + 1 :])
            if unit and unit not in ("番目",):
                found.append(_SIGNS.get(unit, (unit,)))
        elif plain.startswith("いくつの", token.start):
            found.append((_nouns([t for t in tokens if t.start >= token.start + 4]),))
    return tuple(unit for unit in found if unit[0])


def _nouns(tokens: list[Token]) -> str:
    """Return the run of nouns that `tokens` begin with."""
    run: list[str] = []
    for token in tokens:
        joined = not run or token.start == tokens[len(run) - 1].end
        is_noun = token.pos.startswith(("名詞", "接尾辞-名詞的")) and token.surface != "何"
        if not joined or not is_noun or len(run) == 3:
            break
        run.append(token.surface)
    return "".join(run)


def _counted(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the noun before 数, as in 利用者数は: what is counted may be the figure's unit."""
    match = re.search(r"([^\Wぁ-んa-z0-9]{1,4})数(?:は|を|って|$|[?？])", text)
    if match is None:
        return ()
    noun = match[1]
    return ((noun, noun[-2:], noun[-1:]),)


def _read_english(text: str) -> Ask:
    wants_all = _ENGLISH_LIST.search(text) is not None
    if re.search(r"\bhow much (?:money|funding|support)|\b(?:cost|price|budget|fine|fee)\b|\bin (?:yen|dollars|usd)\b", text):
        return Ask("number", units=(_MONEY,))
    if re.search(r"\bpercent|\bshare\b|\bproportion\b", text):
        return Ask("number", units=(_SHARE,))
    for kind, pattern in _ENGLISH:
        if re.search(pattern, text):
            if kind == "number":
                return Ask("number")
            return Ask(kind, wants_all=wants_all and kind not in ("definition", "reason"))
    if wants_all:
        return Ask("list", wants_all=True)
    if _ENGLISH_MEASURE.search(text):
        return Ask("number", is_sure=False)
    return Ask("text")

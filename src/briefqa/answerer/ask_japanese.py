"""What a Japanese question asks for: its question word, else the noun that it ends in."""

import re
from collections.abc import Sequence

from briefqa.answerer.ask import MONEY, Ask, AskKind
from briefqa.answerer.ask_nouns import by_ending
from briefqa.text.normalise import normalise
from briefqa.text.tagger import Token, tag

# Counters by which a question names a unit that slides write as a sign.
_SIGNS = {"度": ("°c", "度"), "パーセント": ("%",), "割": ("割", "%"), "%": ("%", "割")}
_DATE_UNITS = frozenset(
    ["年", "年度", "月", "日", "曜日", "時", "月日", "年月", "年月日", "世紀", "日頃", "年頃"]
)
_PERIOD = re.compile(
    "何(年|か月|日|週間?|時間)(?:に一[度回]|に1[度回]|間|ごと|おき|以上|以内|まで|前|後"
    "|延長|短縮|延期|遅|早|続|かか|掛か|要し|必要|休)"
)
_POLITE = re.compile(
    r"(?:について|に関して|を|は|って)?(?:恐れ入りますが|具体的に|すべて|全て)*"
    r"(?:お?教え(?:て|下さい|願)|ご?教示|知りたい|挙げ|列挙|お?示し|述べ|説明|お?聞か|お?伺い|"
    r"答え|列記|記載)[^、。]*$"
)
_TAIL = re.compile(
    r"(?:は|って|とは|が|を)?(?:何|なん)?(?:です|でしょう|だ|なの|になり|となり|にな)?"
    r"(?:ります|っています|っている|る)?(?:か|の)*[?？。!\s]*$"
)
_UNIT_IN_BRACKETS = re.compile(r"[(（](?P<unit>[^()（）]{1,6})[)）]は?$")
_UNIT = re.compile(
    r"^(?:[千百万億兆]*(?:トン|円|ドル|人|件|社|時間|か国|t|kg|[kmgt]?wh?|ha)|%|°c)$"
)

_CLOSED = re.compile("(?:ます|です|でした|ました|ません|る|た|ない|でしょう|なの)(?:か|の)$")
_ASKED = re.compile(
    "何|なに|なん|誰|だれ|どこ|どれ|どの|どう|どん|どち|どなた|いつ|いくつ|いくら|なぜ"
)
_OPEN = _ASKED

_WORDS: tuple[tuple[AskKind, str], ...] = (
    ("name", r"何の略|略称|正式名称|略語|正式(?:な)?名|フルネーム|の略は|何と訳|英語名|日本語名"),
    ("reason", r"なぜ|何故|どうして|なんで|何のため"),
)
_QUESTION_WORDS: tuple[tuple[AskKind, str], ...] = (
    ("date", r"いつ|何時から"),
    ("person", r"誰|だれ|どなた"),
    (
        "organisation",
        r"(?:どの|どちらの|何という|どこの)(?:機関|組織|会社|企業|団体|省|庁|大学|銀行|部署|メーカー)",
    ),
    (
        "place",
        r"どの(?:国(?![際立民家土])|都市|市(?![場民])|県|州|地域|町|村|場所|自治体)"
        r"|何という(?:都市|国|町|場所)",
    ),
    (
        "definition",
        r"とは(?:何|なん|どう|どんな|どの|$|[?？。])|どういうもの|どういう意味|って何|何のこと|どんなもの",
    ),
)
_ALL = re.compile(r"一覧|列挙|すべて|全て|どのような(?:項目|分野)|どこどこ|何々|各国名")
# Several things asked for, said where the question ends: 三つの地域はどこ, 4つの柱を挙げて.
_SEVERAL = re.compile(
    r"(?:[2-9]|[二三四五六七八九])(?:つ|か国|者|点|項目|分野|地域|種類|本)の?"
    r"[^、。はがをにで]{0,14}(?:とは|は|って|を|$)"
    r"(?:、|何|なん|どこ|どれ|だれ|誰|どんな|どの|それぞれ|教|挙|示|お|具体|$)"
)
# An alternative: 本人か、本人以外か.
_CHOICE = re.compile(
    r"(?P<one>[^\s、。はがをにで]{1,20}?)(?:です)?か、?(?:それとも、?)?"
    r"(?P<other>[^\s、。はがをにで]{1,20}?)(?:です|なの|でしょう)?か$"
)
# What is done to a thing by a body alone: 指針を定めているのはどこ. A city may 協定を結ぶ too.
_DOES = re.compile(
    "を(?:整備|運営|管理|提供|発行|作成|開発|公表|公開|策定|主催|所管|監修|編集|製造|販売|担当|定め|決め|作)"
    "[^、。はが]{0,8}(?:る|た)のはどこ"
)
_METHOD = re.compile(
    "どのように|どうやって|どんなふうに|どのような(?:方法|手段|形)|(?:やり|決め|進め)方は?$"
)
_NAMED = re.compile("何(?P<kind>[^\\W\\d]{1,8})(?:と(?:呼|い|言|称)|という)")


def read_japanese(question: str) -> Ask:
    """Return what a Japanese `question` asks for.

    >>> read_japanese("避難所は何か所ありますか") == Ask("number", units=(("か所",),))
    True
    >>> read_japanese("総会 2024年 開催都市").kind, read_japanese("発電量（億kWh）は").kind
    ('place', 'number')
    """
    text = re.sub("(?<=何)[カヵヶケ箇]", "か", normalise(question)).strip(" 。?!")
    for kind, pattern in _WORDS:
        if re.search(pattern, text):
            return Ask(kind)
    choice = _choice(text)
    if choice is not None:
        return choice
    if _METHOD.search(text) or "何番目" in text or _NAMED.search(text):
        return Ask("text")
    if re.search("いくら(?!か)|何円|何ドル", text):
        return Ask("number", units=(MONEY,))
    sign = re.search("何(%|°c|ppm|[kmgt]wh?)", text)
    if sign is not None:
        return Ask("number", units=(_SIGNS.get(sign[1], (sign[1],)),))
    period = _PERIOD.search(text)
    if period is not None:
        return Ask("number", units=((period[1].removesuffix("間"), f"{period[1]}間"),))
    return _by_counter(text) or _by_question_word(text) or _by_noun(text)


def focus_japanese(question: str) -> str:
    """Return the noun whose value a question asks for, "" where its words do not say one.

    >>> focus_japanese("青葉市の防災課長は誰ですか"), focus_japanese("訓練の参加者数を教えて")
    ('防災課長', '参加者数')
    """
    text = normalise(question).strip(" 。?!")
    asked = _ASKED.search(text)
    if asked is not None and asked.start():
        return _last_noun(
            re.sub("(?:とは|って|[はがをにでへの])[、,]?$", "", text[: asked.start()])
        )
    return _last_noun(_TAIL.sub("", _POLITE.sub("", text)))


def _choice(text: str) -> Ask | None:
    """Read a question that names what it is to be answered with, one or the other."""
    found = _CHOICE.search(text)
    if found is None or _OPEN.search(text):
        return None
    return Ask("choice", options=(found["one"], found["other"]))


def _by_counter(text: str) -> Ask | None:
    """Read 何件, 何人, いくつの…; 何年 and 何月 ask for a date."""
    units = _asked_units(text)
    if not units:
        return None
    if any(unit[0] in _DATE_UNITS for unit in units):
        return Ask("date")
    if any("番目" in unit[0] for unit in units):
        return None
    return Ask("number", units=units)


def _by_question_word(text: str) -> Ask | None:
    wants_all = _ALL.search(text) is not None
    for kind, pattern in _QUESTION_WORDS:
        if re.search(pattern, text):
            if kind == "definition" and _SEVERAL.search(text):
                return Ask("list", wants_all=True)
            return Ask(kind, wants_all=wants_all)
    if re.search("どこ|どちら", text):
        subject = by_ending(_noun_before(text, "どこ|どちら"))
        if subject is not None and subject.kind in ("organisation", "list"):
            return Ask(subject.kind, wants_all=wants_all or subject.wants_all)
        if (subject is not None and subject.kind == "person") or _DOES.search(text):
            return Ask("organisation", wants_all=wants_all)
        return Ask("place", wants_all=wants_all or _SEVERAL.search(text) is not None)
    if re.search("いくつ|どれくらい|どのくらい|どれだけ|どれほど|どの程度", text):
        return Ask("number")
    which = re.search(r"どの(?P<noun>[^\Wぁ-ん]{1,8})|どんな(?P<other>[^\Wぁ-ん]{1,8})", text)
    if which is not None:
        found = by_ending(which["noun"] or which["other"])
        return found if found is not None and found.kind != "number" else Ask("text")
    return None


def _by_noun(text: str) -> Ask:
    """Read a question without question word from the noun that it ends in."""
    brackets = _UNIT_IN_BRACKETS.search(text)
    if brackets is not None and _UNIT.match(brackets["unit"]):
        return Ask("number", units=((brackets["unit"],),))
    is_what = re.search("何|なに", text) is not None
    body = _TAIL.sub("", _POLITE.sub("", text))
    if is_what and not body.endswith(("何", "なに")):
        body = re.split("は(?:、|何|なに)|って", body)[0]
    wants_all = _ALL.search(text) is not None or _SEVERAL.search(text) is not None
    found = by_ending(_last_noun(body))
    if found is not None:
        return Ask(found.kind, found.units, is_sure=False, wants_all=wants_all or found.wants_all)
    if wants_all:
        return Ask("list", wants_all=True)
    return Ask("yes_no" if _is_closed(text) else "text")


def _is_closed(text: str) -> bool:
    """Say whether a question asks for yes or no: it ends as one does, and has no question word."""
    return _CLOSED.search(text) is not None and _OPEN.search(text) is None


def _noun_before(text: str, pattern: str) -> str:
    return _last_noun(re.sub("[はがのにをで]+$", "", re.split(pattern, text)[0]))


def _last_noun(text: str) -> str:
    """Return the run of nouns that `text` ends in."""
    run: list[str] = []
    end = len(text.rstrip())
    for token in reversed(tag(text)):
        if token.end != end or not _is_noun(token):
            break
        run.insert(0, token.surface)
        end = token.start
    return "".join(run)


def _asked_units(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the units after each 何, and the noun after いくつの."""
    tokens = tag(text)
    found: list[tuple[str, ...]] = []
    for i, token in enumerate(tokens):
        if token.surface.startswith("何") or token.surface == "なん":
            unit = token.surface.removeprefix("何").removeprefix("なん") + _nouns(tokens[i + 1 :])
            if unit:
                found.append(_SIGNS.get(unit, (unit,)))
        elif text.startswith("いくつの", token.start):
            found.append((_nouns([t for t in tokens if t.start >= token.start + 4]),))
    return tuple(unit for unit in found if unit[0])


def _nouns(tokens: Sequence[Token]) -> str:
    """Return the run of nouns that `tokens` begin with, as far as the first counter."""
    run: list[str] = []
    for at, token in enumerate(tokens[:3]):
        joined = at == 0 or token.start == tokens[at - 1].end
        if not joined or not _is_noun(token) or token.surface == "何":
            break
        run.append(token.surface)
        if "助数詞" in token.pos and not token.pos.startswith("名詞-数詞"):
            break
    return "".join(run)


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接尾辞-名詞的", "接頭辞"))

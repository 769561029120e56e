"""Read a Japanese question: is it a follow-up, and what does it say?"""

import re
from collections.abc import Sequence

from briefqa.conversation import japanese_words as words
from briefqa.conversation.followups import (
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    Unsaid,
    WordAlone,
)
from briefqa.conversation.mentions import figures, half_width, numbered
from briefqa.text.tagger import Token, tag

# Nouns that say nothing without what they belong to.
_PLAIN_NOUNS = frozenset(
    ["数字", "略", "こと", "もの", "事", "物", "時点", "間", "形", "位置づけ", "的"]
)


def read_japanese(question: str) -> FollowUp | None:
    """Return what a Japanese `question` says if it may be a follow-up, else None.

    >>> read_japanese("では港区は？")
    Named(name='港区', is_led=True, is_more=False, preposition='', word='')
    >>> read_japanese("避難所が最も多い区はどこですか") is None
    True
    """
    text = question.strip()
    lead = words.LEAD.match(half_width(text))
    core = words.END.sub("", text[lead.end() :] if lead else text)
    first, mark, second = core.partition("？")
    if mark and _word_alone(second) is not None:  # 港区は？何か所？
        core = first
    if not core or words.DECK.search(core):
        return None
    is_led = lead is not None
    return (
        _continued(core)
        or _word_alone(core)
        or _unsaid(core)
        or _referring(core)
        or _attribute(core, is_led=is_led)
        or _named(core, is_led=is_led)
    )


def without_contrast(question: str) -> str | None:
    """Return a whole question without the 逆に that it follows on with, None where it is another.

    >>> without_contrast("逆に港区の友好都市は？")
    '港区の友好都市は？'
    """
    match = re.match(
        "(?:では、?)?(?:逆に|反対に)(?:言うと|いうと)?[、,]?(?=[^、。]+の[^、。]+は)", question
    )
    return question[match.end() :] if match else None


def _continued(core: str) -> Continued | None:
    text = half_width(core)
    if words.MORE.fullmatch(text):
        return Continued("all")
    if words.DETAIL.fullmatch(text):
        return Continued("detail")
    if words.LIST.fullmatch(text):
        return Continued("list")
    as_of = words.AS_OF.fullmatch(text)
    if as_of:
        return Continued("as of", core[as_of.start("word") : as_of.end("word")])
    place = words.PLACE.fullmatch(text)
    return Continued("place", place["place"]) if place else None


def _word_alone(core: str) -> WordAlone | None:
    text = half_width(core)
    start = re.match(rf"(?:{words.PRONOUN_HEAD}(?:は|が|って|を|も)、?)?", text)
    begin = start.end() if start else 0
    word = words.WORD.match(text, begin)
    if word is None:
        open_word = re.compile("何(?:の|が|を|に|で)|どんな|どういう|どういった").match(text, begin)
        if open_word and _names_nothing(text[open_word.end() :]):
            return WordAlone("what", open_word.group(), text[open_word.end() :])
        return None
    rest = text[word.end() :]
    if re.fullmatch(rf"(?:は|が|を|に|で|から|の)?(?:こと|もの|話)?{words.COPULA}", rest):
        return WordAlone(words.asked_by(word), core[begin : word.end()])
    if _names_nothing(rest):
        return WordAlone(words.asked_by(word), core[begin : word.end()], core[word.end() :])
    return None


_CLAUSE = re.compile(
    r"(?:(?:一緒|共同|最初|最後|新た|同時|正式|初め)(?:に|で|て))*"
    r"(?P<clause>[^はがをのに、]*(?:[一-鿿ァ-ヺー]{2,}(?P<of>を)?"
    r"(?:し(?:た|て(?:いる|いた))|する|(?P<done>され(?:た|る|て(?:いる|いた))))))"
    r"(?P<head>の|国|人|者|方|団体|会社|企業|都市|自治体|年|時期|日|場所|理由|目的|期間)(?:は|って)(?P<tail>.*)"
)


def _unsaid(core: str) -> Unsaid | None:
    """Read 一緒に提案した国はどこ: a clause without what was proposed."""
    match = _CLAUSE.fullmatch(core)
    if match is None or not _names_nothing(match["clause"].replace("を", "")):
        return None
    if match["tail"] and not words.WORD.match(half_width(match["tail"])):
        return None
    return Unsaid(core, "の" if match["of"] else "が" if match["done"] else "を")


def _names_nothing(predicate: str) -> bool:
    """Say whether a predicate is a verb alone, such as 始まりましたか or 廃止されたのですか."""
    tokens = tag(predicate)
    if not any(token.pos.startswith(("動詞", "形容詞", "助動詞")) for token in tokens):
        return False
    for at, token in enumerate(tokens):
        following = tokens[at + 1].lemma if at + 1 < len(tokens) else ""
        verbal = "サ変可能" in token.pos and following in ("為る", "出来る")
        # 必要なのですか; どんな効果がありますか
        is_adjective = "形状詞" in token.pos and following in ("だ", "為る", "")
        is_plain = words.is_attribute(token.surface) or token.surface in _PLAIN_NOUNS
        if _is_noun(token) and not (verbal or is_adjective or is_plain):
            return False
    return True


def _referring(core: str) -> FollowUp | None:
    text = half_width(core)
    owned = re.fullmatch(
        r"(?:その|それの|同)(?P<name>[^のはがをにで\s]+?(?:の(?:一つ|一部|[ひ１1]とつ|例|一例))?)(?P<tail>(?:は|って|が|も|を).*)?",
        text,
    )
    match = words.PRONOUN.match(text)
    if match is None:
        inner = re.match(rf"(?:{words.WORD.pattern})(?:が|を|に|で)?", text)
        match = words.PRONOUN.match(text, inner.end()) if inner else None
    if match is not None and not re.match(r"(?:その|この)(?:目標|方針)", text):
        kind = "place" if match["place"] else "person" if match["person"] else "thing"
        owner = core[match.end() :].startswith("の")
        return Referring(core, match.start(), match.end(), kind, owner)  # type: ignore[arg-type]
    apart = "(?:その)?(?:他|後|中|うち|ため|ほか|時(?![期間])|とき)"
    if owned and not re.match(apart, owned["name"]) and _is_name(tag(owned["name"])):
        name = core[owned.start("name") : owned.end("name")]
        return Attribute(name, owned["tail"] or "", is_owned=True)
    return None


def _attribute(core: str, *, is_led: bool) -> Attribute | None:
    """Read 議長は？, 人口は何人ですか, 担当者を教えて: an attribute without its owner."""
    text = half_width(core)
    found = re.fullmatch(
        rf"(?P<name>(?:主な|おもな|具体的な|最終的な|最新の|現在の|全体の)?(?:[^のはがをにで、\s]+?の)?"
        rf"[^のはがをにで、\s]+)(?P<tail>(?:は|って|が|も)?(?:{words.WORD.pattern})?{words.COPULA}"
        r"|は(?:どう|いかが).*|(?:を|も|は)(?:お?教えて|知りたい).*)",
        text,
    )
    if found is None or not words.is_attribute(found["name"]) or numbered(found["name"]):
        return None
    if figures(found["name"]):
        return None
    if re.fullmatch("[前昨翌次]年度?|[前次今]回|[今先来]月", found["name"]):
        return None
    if found["tail"] == "" and not is_led and not core.endswith(("?", "？")):
        return None if len(found["name"]) > 4 else Attribute(found["name"])
    name = core[: found.end("name")]
    owner, _, owned = re.sub(
        "^(?:主な|おもな|具体的な|最終的な|最新の|現在の|全体の)", "", name
    ).rpartition("の")
    # 予算の総額 belongs to what was asked about, 今日の天気 to nothing.
    if owner and (not words.is_attribute(owner) or "副詞可能" in tag(owner)[0].pos):
        return None
    return Attribute(name, core[found.end("name") :]) if _is_name(tag(owned)) else None


def _named(core: str, *, is_led: bool) -> Named | None:
    among = re.match(r"(?:そのうち|この中で|その中で|うち|そのなかで)(?:で|の)?(?:は)?[、,]?", core)
    if among and len(core) > among.end():
        core, is_led = core[among.end() :], True
    text = half_width(core)
    asked = re.fullmatch(
        rf"(?P<name>.+?)(?:では|だと|なら|は|って|も)(?:約|およそ)?(?P<word>{words.WORD.pattern})"
        rf"(?:ぐらい|くらい|ほど)?{words.COPULA}",
        text,
    )
    if asked and _is_name(tag(asked["name"])) and not asked["name"].endswith("と"):
        word = core[asked.start("word") : asked.end("word")]
        return Named(core[: asked.end("name")], is_led, is_more=among is not None, word=word)
    return _amid_light_words(core, is_led=is_led, is_more=among is not None)


def _amid_light_words(core: str, *, is_led: bool, is_more: bool) -> Named | None:
    """Read a name with nothing around it but words that say to go on: 「港区の場合だとどう？」."""
    tokens = tag(core)
    first, last = 0, len(tokens)
    while first < last and _leads(tokens, first):
        first += 1
    while last > first and _trails(tokens, last - 1):
        last -= 1
    if first == last or not _is_name(tokens[first:last]):
        return None
    if words.question_words(core[: tokens[first].start]):
        return None
    lead, tail = core[: tokens[first].start], core[tokens[last - 1].end :]
    goes_on = is_led or bool(re.search(r"\w", lead)) or bool(words.GOES_ON.search(tail))
    if re.match("と(?!い)|という|が", tail) or words.question_words(tail):
        return None
    if not goes_on and (words.TELLS.search(tail) or tail.startswith("を")):
        return None
    name = core[tokens[first].start : tokens[last - 1].end]
    goes_on = goes_on or tail.startswith(("は", "に"))
    return Named(name, goes_on, is_more=is_more or bool(words.ADDS.search(tail)))


def _leads(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.pos.startswith(("接続詞", "感動詞", "副詞", "補助記号", "助動詞", "助詞")):
        return True
    if token.lemma in words.LIGHT_VERBS:
        return token.pos.startswith(("動詞", "形容詞"))
    following = tokens[at + 1].pos if at + 1 < len(tokens) else ""
    # 次、逆に and 今度は, but 次世代 is a name.
    return token.surface in words.LIGHT_LEADS and following.startswith(
        ("助詞", "補助記号", "助動詞")
    )


def _trails(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.pos.startswith(("助詞", "助動詞", "補助記号-句点", "補助記号-読点", "感動詞")):
        return True
    if token.pos.startswith(("動詞", "形容詞")) and token.lemma in words.LIGHT_VERBS:
        return True
    if token.lemma in ("居る", "有る") and at and tokens[at - 1].surface in ("て", "で"):
        return True  # なっています, but not います: there are
    if token.surface in words.LIGHT_ADVERBS:
        return True
    return at > 0 and token.surface in words.LIGHT_NOUNS and tokens[at - 1].surface == "の"


def _is_name(tokens: Sequence[Token]) -> bool:
    """Say whether the tokens are one name: nouns and what binds them, no predicate, no pronoun."""
    if not tokens or not any(_is_noun(token) or not token.lemma for token in tokens):
        return False
    for at, token in enumerate(tokens):
        last = at == len(tokens) - 1
        if token.pos.startswith(("代名詞", "助動詞", "感動詞", "副詞", "補助記号-句点", "連体詞")):
            return False
        if token.pos.startswith("助詞") and (last or token.surface not in ("の", "と", "や", "・")):
            return False
        if token.pos.startswith(("動詞", "形容詞")) and last and len(tokens) > 2:
            return False
    if tokens[0].pos.startswith(("形容詞", "動詞")):
        return False
    return tokens[0].surface not in ("何", "なん", "他", "ほか", "その他", "とは")


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞", "記号"))

"""Take an earlier Japanese question apart, and put it together anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefqa.conversation.followups import Asked
from briefqa.conversation.japanese import is_attribute, question_words
from briefqa.conversation.mentions import (
    Kind,
    Mention,
    Role,
    codes,
    half_width,
    kind_by_end,
    numbered,
)
from briefqa.text.tagger import Token, tag

_END = re.compile(r"[?？。．.!！\s]+$")
_POLITE = re.compile(
    r"(?:について|に関して|を|は|って)(?:すべて|全て|具体的に|詳しく)*(?:お?教え|ご?教示|知りたい|挙げ|列挙|お?示し"
    r"|述べ|説明|お?聞か|お?伺い|答え)[^、。]*$"
)
# 開催地 is asked for of 開催, 案件数 of 案件: what remains when the asked-for noun goes.
_ASKED_END = re.compile(
    r"(?:場所|年月日|日時|日程|期間|時期|件数|人数|個数|台数|数|量|額|率|地|日|年度|年|月|先|元|者|国|都市)名?$"
)
_FORMS: dict[Asked, tuple[str, str]] = {
    # as an adverb before a verb; after は and before ですか
    "when": ("いつ", "いつ"),
    "where": ("どこで", "どこ"),
    "who": ("誰が", "誰"),
    "why": ("なぜ", "なぜ"),
    "how": ("どのように", "どのようなもの"),
    "how much": ("どのくらい", "どのくらい"),
    "how many": ("いくつ", "いくつ"),
    "what": ("何が", "何"),
    "which": ("どれが", "どれ"),
}
_PEOPLE = re.compile(
    r"(?:者|長|代表|大臣|首相|大統領|知事|担当|講師|リーダー|メンバー|主催|責任者)$"
)
_PLACES = re.compile(r"(?:場所|会場|地|首都|住所|所在地)$")
_TIMES = re.compile(r"(?:時期|日付|日程|日時|期限|締切|締め切り|期間|[開終設始]\S年|日)$")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question taken apart.

    `topic`: all before the は that its question word follows, from the first character on.
    `owner`: the topic without the noun asked for, "" where nothing remains. `asked`: that noun, ""
    where the topic itself is asked about. `predicate`: what follows, where it holds a verb that
    says something. `body`: the question without its end.
    """

    body: str
    topic: str
    owner: str
    asked: str
    predicate: str


@lru_cache(maxsize=512)
def take_apart(question: str) -> Earlier:
    """Take a Japanese question apart.

    >>> take_apart("総合訓練の開催地はどこですか")
    Earlier(body='総合訓練の開催地はどこですか', topic='総合訓練の開催地', owner='総合訓練', asked='開催地', predicate='')
    >>> take_apart("総合訓練はどこで開催されますか").predicate
    'どこで開催されますか'
    """
    body = _END.sub("", question.strip())
    polite = _POLITE.search(body)
    topic, rest = (body[: polite.start()], "") if polite else _at_topic(body)
    predicate = rest if _says_something(rest) else ""
    owner, asked = ("", "") if predicate else _head(topic)
    return Earlier(body, topic, owner or topic, asked, predicate)


def _at_topic(body: str) -> tuple[str, str]:
    """Part `body` at the は that its question word follows, else at its last は."""
    words = question_words(body)
    limit = words[-1].start() if words else len(body)
    tokens = [
        token
        for token in tag(body)
        if token.surface in ("は", "って") and token.pos.startswith("助詞") and token.start < limit
    ]
    if not tokens:
        return (body[:limit].rstrip("の") if limit else "", body[limit:])
    at = tokens[-1]
    topic = re.sub(r"(?:に|で|と|から|まで|として)$", "", body[: at.start])
    return topic, body[at.end :].lstrip("、, ")


def _says_something(rest: str) -> bool:
    verbs = [token for token in tag(rest) if token.pos.startswith(("動詞", "形容詞"))]
    return any(
        token.lemma not in ("有る", "居る", "成る", "為る", "ある", "なる") for token in verbs
    ) or bool(re.search(r"(?:する|され|しま|した|でき)", rest))


def _head(topic: str) -> tuple[str, str]:
    """Return (owner, noun asked for) of a topic; the noun is "" where it is not an attribute."""
    run = _last_run(topic)
    if not run:
        return topic, ""
    before = topic[: len(topic) - len(run)]
    if before.endswith("の") and len(before) > 1:
        return before[:-1], run
    end = _ASKED_END.search(run)
    if before and is_attribute(run):
        return before.rstrip("、 "), run
    if end and end.start() > 1 and not before:
        return run[: end.start()], run[end.start() :]
    return topic, ""


def _last_run(text: str) -> str:
    end = len(text)
    for token in reversed(tag(text)):
        if token.end != end or not _is_noun(token):
            break
        end = token.start
    return text[end:]


def ask_anew(earlier: Earlier, asked: Asked, word: str, *, predicate: str = "") -> str:
    """Return the earlier question with another question word.

    >>> ask_anew(take_apart("総合訓練の開催地はどこですか"), "when", "いつ")
    '総合訓練の開催はいつですか'
    >>> ask_anew(take_apart("総合訓練はどこで開催されますか"), "who", "誰")
    '総合訓練は誰が開催されますか'
    """
    if predicate:
        topic = earlier.topic if _PEOPLE.search(earlier.asked) else _subject(earlier)
        return f"{topic}は{word}{predicate}"
    adverb, plain = _FORMS[asked]
    if asked in ("how much", "how many", "which"):
        adverb = plain = word.rstrip("がをにで")
    if asked == "where" or (asked == "who" and word[-1:] in "をにと"):
        adverb = word if word[-1:] in "にからをと" and len(word) > 2 else adverb
    if asked == "when" and word.endswith(("から", "まで")):
        adverb = plain = word
    words = question_words(earlier.body)
    if earlier.predicate and words:
        last = words[-1]
        return f"{earlier.body[: last.start()]}{adverb}{_after(earlier.body, last.end())}"
    is_event = asked in ("when", "where", "who") or (
        asked in ("how much", "how many") and attribute_word(earlier.asked)
    )
    topic = _event(earlier) if is_event else earlier.topic or earlier.body
    return f"{topic}は{plain}ですか"


def _after(body: str, start: int) -> str:
    """Return what follows a question word, without the noun and the particle that went with it."""
    rest = body[start:]
    tokens = tag(rest)
    end = 0
    for at, token in enumerate(tokens):
        verb_next = at + 1 < len(tokens) and tokens[at + 1].lemma in ("為る", "出来る")
        if not _is_noun(token) or token.start != end or verb_next:
            break
        end = token.end
    particle = re.match(r"(?:が|を|に|で|から|と|の)?", rest[end:])
    return rest[end + (particle.end() if particle else 0) :]


def _event(earlier: Earlier) -> str:
    """Return the topic with the asked-for noun cut down to what it is a place or date of."""
    if not earlier.asked:
        return earlier.topic or earlier.body
    stem = _ASKED_END.sub("", earlier.asked)
    if len(stem) < 2 or stem == earlier.asked:
        return earlier.owner if is_attribute(earlier.asked) else earlier.topic
    return f"{earlier.owner}の{stem}"


def _subject(earlier: Earlier) -> str:
    return earlier.owner or earlier.topic or earlier.body


def ask_attribute(earlier: Earlier, name: str, tail: str) -> str:
    """Return a question for another attribute of the earlier topic.

    >>> ask_attribute(take_apart("総合訓練の会場はどこですか"), "参加者", "は")
    '総合訓練の参加者は誰ですか'
    """
    owner = _subject(earlier)
    if kind_of(owner) in ("time", "number") and not _ASKED_END.search(name):
        owner = earlier.topic  # not the year's, but the figure's: 内訳, 推移
    # 廃止するのはいつ: the clause itself owns the attribute, 廃止する理由.
    joint = "" if re.search(r"[るたい]の$", owner) else "の"
    whole = f"{owner.removesuffix('の') if not joint else owner}{joint}{name}"
    if tail.strip("は") and question_words(tail):
        return whole + tail
    if re.search("教え|知りたい", tail):
        return f"{whole}を教えてください"
    return f"{whole}は{attribute_word(name) or '？'}"


def attribute_word(name: str) -> str:
    """Return how a question for this attribute ends: 誰ですか, どこですか, いつですか or nothing."""
    for pattern, word in ((_PEOPLE, "誰"), (_PLACES, "どこ"), (_TIMES, "いつ")):
        if pattern.search(name):
            return f"{word}ですか"
    return ""


def asks_by_clause(earlier: Earlier) -> bool:
    """Say whether a clause tells what is asked for, which only the answer names: 最も多い国はどこ."""
    tokens = tag(earlier.topic)
    while len(tokens) > 1 and (_is_noun(tokens[-1]) or tokens[-1].surface == "の"):
        tokens.pop()
        if tokens[-1].pos.startswith(("動詞", "形容詞", "助動詞")):
            return not earlier.predicate
    return False


def subject(question: str) -> str:
    """Return what a Japanese question is about, for a pronoun to stand for."""
    earlier = take_apart(question)
    return _subject(earlier).removesuffix("の")


def mentions(question: str, cells: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Return the names in a Japanese question, each stretch once for each way to read it.

    `cells`: names of the cited slides, any of which may stand in the question.
    """
    earlier = take_apart(question)
    found = [*numbered(question), *codes(question), *_quoted(question), *_runs(question, earlier)]
    for cell in cells:
        start = question.find(cell)
        if start >= 0:
            found.append(Mention(cell, start, start + len(cell), kind_of(cell)))
    asked = [match.span() for match in question_words(question)]
    unique: dict[tuple[int, int], Mention] = {}
    for mention in found:
        if any(start < mention.end and mention.start < end for start, end in asked):
            continue
        unique.setdefault((mention.start, mention.end), mention)
    return tuple(_placed(mention, question, earlier) for mention in unique.values())


def _placed(mention: Mention, question: str, earlier: Earlier) -> Mention:
    topic_end = len(earlier.topic) + len(question) - len(question.lstrip())
    role: Role = "other"
    following = re.sub("^(?:さん|氏|様|先生)", "", question[mention.end : mention.end + 5])
    if earlier.asked and mention.end == topic_end:
        role = "asked"
    elif following.startswith("の") and mention.end < topic_end:
        role = "owner"
    elif mention.end == topic_end or following.startswith(("は", "では", "には")):
        role = "topic"
    elif following.startswith(("を", "で", "が", "に", "から", "と", "へ")):
        role = "argument"
    return Mention(mention.text, mention.start, mention.end, mention.kind, role)


def _quoted(question: str) -> list[Mention]:
    return [
        Mention(match[1], match.start(1), match.end(1), kind_of(match[1]))
        for match in re.finditer("[「『“]([^「」『』”]+)[」』”]", question)
    ]


def _runs(question: str, earlier: Earlier) -> list[Mention]:
    """Return the runs of nouns, the places and persons in them, and what they qualify."""
    found: list[Mention] = []
    run: list[Token] = []
    for token in [*tag(question), None]:
        if token is not None and _is_noun(token) and (not run or run[-1].end == token.start):
            run.append(token)
            continue
        # 検討する and 歴史的 name nothing.
        is_verb = token is not None and run and token.start == run[-1].end
        is_verb = is_verb and token is not None and token.lemma in ("為る", "出来る", "的")
        if run and not is_verb:
            found += _of_run(question, run)
        run = [token] if token is not None and _is_noun(token) else []
    return found


def _of_run(question: str, run: Sequence[Token]) -> list[Mention]:
    if any(token.surface.startswith("何") for token in run):
        return []
    start, end = run[0].start, run[-1].end
    polite = re.search("(?:さん|氏|様|先生)$", question[start:end])
    end = start + polite.start() if polite and polite.start() > 1 else end
    text = question[start:end]
    found = [Mention(text, start, end, kind_of(text))]
    bracket = re.match("[（(][^（）()]{1,20}[）)]", question[end:])
    if bracket:  # a name may end in brackets; what replaces it replaces them too
        whole = text + bracket.group()
        found = [Mention(whole, start, start + len(whole), found[0].kind)]
    at = 0
    while at < len(run):  # the place or person that a compound begins with or holds
        stop = at
        while stop < len(run) and _is_name_token(run[stop]):
            stop += 1
        if stop > at:
            if stop < len(run) and kind_by_end("々々" + run[stop].surface) == "place":
                stop += 1
            name = question[run[at].start : run[stop - 1].end]
            found.append(Mention(name, run[at].start, run[stop - 1].end, kind_of(name)))
        at = max(stop, at + 1)
    bare = _ASKED_END.sub("", text)
    if 1 < len(bare) < len(text):
        found.append(Mention(bare, start, start + len(bare), kind_of(bare)))
    return found


@lru_cache(maxsize=4_096)
def kind_of(name: str) -> Kind:
    """Return what a Japanese name names.

    >>> [kind_of(n) for n in ("ペルー", "みどり市", "2031年度", "GIS", "参加者数", "毛布")]
    ['country', 'place', 'time', 'code', 'attribute', 'noun']
    """
    text = half_width(name)
    for mention in (*numbered(text), *codes(text)):
        if mention.end - mention.start == len(text):
            return mention.kind
    tokens = tag(name)
    if tokens and all(token.pos.startswith("名詞-固有名詞-地名-国") for token in tokens):
        return "country"
    by_end = kind_by_end(name)
    if by_end != "noun":
        return by_end
    if is_attribute(name):
        return "attribute"
    if tokens and all("地名" in token.pos for token in tokens):
        return "place"
    if tokens and all("人名" in token.pos or token.surface in "・=＝" for token in tokens):
        return "person"
    if (
        tokens
        and tokens[0].pos.endswith("人名-姓")
        and len(tokens) <= 3
        and name.endswith(("さん", "氏"))
    ):
        return "person"
    if re.fullmatch(r"[A-Z][A-Z0-9&/+.-]+", text):
        return "code"
    is_name = any("固有名詞" in token.pos or not token.lemma for token in tokens)
    return "name" if is_name and not re.fullmatch("[一-鿿]{4,}", name) else "noun"


def _is_name_token(token: Token) -> bool:
    return (
        "地名" in token.pos
        and (len(token.surface) > 1)
        or "人名" in token.pos
        and len(token.surface) > 1
    )


def _is_noun(token: Token) -> bool:
    joint = token.surface in ("・", "-", "－", "ー", "&", "＆", "/", "／")
    noun = token.pos.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞-一般", "記号"))
    return (noun or joint) and token.surface not in ("何", "なん")

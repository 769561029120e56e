"""Take an earlier Japanese question apart, and put it together anew."""

import re
from dataclasses import dataclass
from functools import lru_cache

from briefqa.conversation.followups import Asked
from briefqa.conversation.japanese_words import is_attribute, question_words
from briefqa.conversation.kinds_japanese import kind_of
from briefqa.text.tagger import Token, tag

_END = re.compile(r"[?？。．.!！\s]+$")
_POLITE = re.compile(
    r"(?:について|に関して|を|は|って)(?:すべて|全て|具体的に|詳しく)*(?:お?教え|ご?教示|知りたい|挙げ|列挙|お?示し"
    r"|述べ|説明|お?聞か|お?伺い|答え)[^、。]*$"
)
# 開催地 is asked for of 開催, 案件数 of 案件: what remains when the asked-for noun goes.
ASKED_END = re.compile(
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


# Roles that only an event has, and the clause that says so: 会議で議長を務めるのは.
_EVENT_ROLE = re.compile(
    r"(?:議長|座長|司会|主催|共催|後援|講師|登壇|発表|参加|出席|開催)(?:者|国|市|団体)?$"
)
_OF_EVENT = re.compile(
    r"^(?P<event>.+?)(?:で|の)(?:議長|座長|司会|講師)を(?:務め|つとめ|担)[^、]*(?:の|人|方|国)$"
)
# What was done to it, and who or what is asked for: 構想を提唱したの, 構想に参加する国.
_DONE_TO = re.compile(
    r"^(?P<thing>[^、はが]+?)(?:を[^をはが、]*?|が[^をにはが、]*?され(?:た|る)|に[^をにはが、]*?[一-鿿ァ-ヺ](?:し(?:た|て\S+)|する))"
    r"(?P<head>の|国|人|者|方|団体|会社|企業|都市|自治体)$"
)
# Attributes of a figure, and of all figures of a kind.
_OF_FIGURES = re.compile(r"(?:内訳|推移|出典|根拠|前年比|増減|増減率|見通し|計算方法|数字|単位)$")
_OVER_ALL = re.compile(r"^(?:合計|総数|総計|平均)$")


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

    >>> earlier = take_apart("総合訓練の開催地はどこですか")
    >>> earlier.topic, earlier.owner, earlier.asked, earlier.predicate
    ('総合訓練の開催地', '総合訓練', '開催地', '')
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
    end = ASKED_END.search(run)
    if before and is_attribute(run):
        return before.rstrip("、 "), run
    if end and end.start() > 1 and not before:
        return run[: end.start()], run[end.start() :]
    return topic, ""


def _last_run(text: str) -> str:
    end = len(text)
    for token in reversed(tag(text)):
        if token.end != end or not is_noun(token):
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
        if re.search("最も|一番|いちばん", predicate):
            topic = earlier.asked or earlier.topic
        end = "" if predicate.endswith("か") else "？"
        return f"{topic}は{word}{predicate}{end}"
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
    event = _held(earlier) if asked in ("when", "where") else ""
    if event:
        return f"{event}はいつ開催されますか" if asked == "when" else f"{event}の開催地はどこですか"
    topic = _event(earlier) if is_event else earlier.topic or earlier.body
    return f"{topic}は{plain}ですか"


def _held(earlier: Earlier) -> str:
    """Return the event that an earlier question asked the chair or the like of, or ""."""
    clause = _OF_EVENT.match(earlier.topic)
    if clause:
        return clause["event"]
    return earlier.owner if earlier.asked and _EVENT_ROLE.search(earlier.asked) else ""


def ask_as_of(earlier: Earlier, word: str) -> str:
    """Ask when the figure of an earlier question was taken.

    >>> ask_as_of(take_apart("観光客数は何人ですか"), "いつの時点")
    '観光客数はいつの時点ですか'
    """
    return f"{earlier.topic or earlier.body}は{word}ですか"


def ask_list(earlier: Earlier) -> str:
    """Ask for the list of what an earlier question was about.

    >>> ask_list(take_apart("加盟団体数はいくつですか"))
    '加盟団体の一覧を見せてください'
    """
    thing = re.sub("(?<=..)(?:の?数|の?件数)$", "", earlier.topic or earlier.body)
    return f"{thing}の一覧を見せてください"


def done_to(earlier: Earlier) -> str:
    """Return what something was done to, where only that names anything: 構想を提唱したのは誰."""
    match = (
        None if re.search("最も|一番|いちばん", earlier.topic) else _DONE_TO.match(earlier.topic)
    )
    return match["thing"] if match else ""


def asks_who_did(earlier: Earlier) -> bool:
    """Say whether an earlier question asks who did something to its subject: 提唱したのは誰."""
    return bool(done_to(earlier)) and earlier.topic.endswith("の")


def _after(body: str, start: int) -> str:
    """Return what follows a question word, without the noun and the particle that went with it."""
    rest = body[start:]
    tokens = tag(rest)
    end = 0
    for at, token in enumerate(tokens):
        verb_next = at + 1 < len(tokens) and tokens[at + 1].lemma in ("為る", "出来る")
        if not is_noun(token) or token.start != end or verb_next:
            break
        end = token.end
    particle = re.match(r"(?:が|を|に|で|から|と|の)?", rest[end:])
    return rest[end + (particle.end() if particle else 0) :]


def _event(earlier: Earlier) -> str:
    """Return the topic with the asked-for noun cut down to what it is a place or date of."""
    if not earlier.asked:
        return earlier.topic or earlier.body
    if _PEOPLE.search(earlier.asked):
        return earlier.owner
    stem = ASKED_END.sub("", earlier.asked)
    if len(stem) < 2 or stem == earlier.asked:
        return earlier.owner if is_attribute(earlier.asked) else earlier.topic
    return f"{earlier.owner}の{stem}"


def _subject(earlier: Earlier) -> str:
    if asks_by_clause(earlier):
        return done_to(earlier) or earlier.topic
    return earlier.owner or earlier.topic or earlier.body


def ask_attribute(earlier: Earlier, name: str, tail: str) -> str:
    """Return a question for another attribute of the earlier topic.

    >>> ask_attribute(take_apart("総合訓練の会場はどこですか"), "参加者", "は")
    '総合訓練の参加者は誰ですか'
    """
    owner = _subject(earlier)
    is_year = kind_of(owner) in ("time", "number") and not ASKED_END.search(name)
    if earlier.asked and (is_year or _OF_FIGURES.search(name)):
        owner = earlier.topic  # not the year's, but the figure's
    elif earlier.asked and _OVER_ALL.search(name):
        owner = earlier.asked
    # 廃止するのはいつ: the clause itself owns the attribute, 廃止する理由.
    joint = "" if re.search(r"[るたい]の$", owner) else "の"
    whole = f"{owner.removesuffix('の') if not joint else owner}{joint}{name}"
    if tail.strip("は") and question_words(tail):
        return whole + tail + ("" if tail.endswith("か") else "？")
    if re.search("教え|知りたい", tail):
        return f"{whole}を教えてください"
    return f"{whole}は{attribute_word(name) or '？'}"


def attribute_word(name: str) -> str:
    """Return how a question for this attribute ends: 誰ですか, どこですか, いつですか or ""."""
    for pattern, word in ((_PEOPLE, "誰"), (_PLACES, "どこ"), (_TIMES, "いつ")):
        if pattern.search(name):
            return f"{word}ですか"
    return ""


def asks_by_clause(earlier: Earlier) -> bool:
    """Say whether a clause tells what is asked for: 最も多い国はどこ. Only the answer names it."""
    tokens = tag(earlier.topic)
    while len(tokens) > 1 and (is_noun(tokens[-1]) or tokens[-1].surface == "の"):
        tokens.pop()
        if tokens[-1].pos.startswith(("動詞", "形容詞", "助動詞")):
            return not earlier.predicate
    return False


def subject(question: str) -> str:
    """Return what a Japanese question is about, for a pronoun to stand for."""
    earlier = take_apart(question)
    return _subject(earlier).removesuffix("の")


def is_noun(token: Token) -> bool:
    """Say whether a token is part of a noun: a noun, an affix, or what joins two."""
    joint = token.surface in ("・", "-", "－", "ー", "&", "＆", "/", "／")
    noun = token.pos.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞-一般", "記号"))
    return (noun or joint) and token.surface not in ("何", "なん")

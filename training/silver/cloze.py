"""Questions for a figure, sum, share or date, made of the clause that states it."""

import random
import re
from collections.abc import Iterator

from training.silver.draft import Asked, Page
from training.silver.sources import KYOTO
from training.silver.values import UNIT_NOUN, Value, english_frame, find_values, wh
from training.silver.words import (
    LEADS,
    content,
    is_telling,
    is_verbal_noun,
    last_phrase,
    nouns_joined,
    without_brackets,
)
from training.slides import split_sentences

SHORTEST, LONGEST = 5, 48  # characters of a question
# What follows a value that its subject is: 〜は60％である、〜は60％となり、〜が60％（図表
_IS = re.compile(
    r"^(?:[（(][^）)]{0,30}[）)])?(?:$|。|である|であっ|となっ|となり|となる|と(?:最も|なお|、)|で(?:、|あ|最)|に達|に上|にのぼ|だっ|だ。|です|でし|に過ぎ|にすぎ|、次いで|を占め|にとど|に増加|に減少|に拡大|まで(?:増|減|上|拡)|の見込み|と見込|と推|と予測|、)"
)
_VERB_ENDINGS = (  # the end of a clause, said as a polite question
    (re.compile(r"(?:しており|しておる|している|しています|しつつあり)$"), "していますか"),
    (re.compile(r"(?:されており|されている|されています)$"), "されていますか"),
    (re.compile(r"(?:されました|された|され)$"), "されましたか"),
    (re.compile(r"(?<![しれ])ました$"), "ましたか"),
    (re.compile(r"(?<=ています)$"), "か"),
    (re.compile(r"(?:しました|(?<!ま)した|(?<![対関際])し)$"), "しましたか"),
    (re.compile(r"(?:される|されます)$"), "されますか"),
    (re.compile(r"(?<=[っいえめけげせれき])た$|(?<=[んい])だ$"), r"\g<0>か"),
    (re.compile(r"(?<=[てい])いる$"), "いますか"),
    (re.compile(r"(?:[えけせてねめれげべ]る|なる)$"), r"\g<0>か"),
    (re.compile(r"(?:する|します)$"), "しますか"),
)
_PAST = (  # the same, as what は何年 and のはいつ follow
    (re.compile(r"(?:されました|された|され|されている|されており)$"), "された"),
    (re.compile(r"(?:しました|(?<!ま)した|(?<![対関際])し|している|しており|しています)$"), "した"),
    (re.compile(r"(?:られました|られた|られ)$"), "られた"),
    (re.compile(r"(?:なりました|なった|なり)$"), "なった"),
    (re.compile(r"(?:行いました|行った|行い)$"), "行った"),
    (re.compile(r"(?:まりました|まった|まり)$"), "まった"),
    (re.compile(r"(?<=[っいえめけげせれき])た$|(?<=[んい])だ$"), r"\g<0>"),
    (re.compile(r"(?<=[一-鿿][えめけげ])$"), "た"),
)
_AFTER_DATE = re.compile(r"^(?:[（(][^）)]{0,30}[）)])?(?P<bind>には|に|からは|から|より|、)")
_NAMED = re.compile(r"(?P<name>「[^」]{3,30}」|[一-鿿々ァ-ヴーA-Za-z・]{3,20})(?:[（(]約?)$")
_CLOSED = re.compile(r"^(?:[）)]|、前年|、対前)")
_VERB_PHRASE = re.compile(r"^(?P<object>.+?)(?P<particle>を|が|は)(?P<verb>[^をがはにで、]{1,10})$")


def ask_values(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for the values of a page, those that only one place of it answers."""
    found: list[tuple[int, int, list[Value]]] = []
    for start, end in split_sentences(page.text):
        values = list(find_values(page.text[start:end]))
        if end - start < 240:
            found.append((start, end, values))
    owner = page.title.split(" ")[0] if page.source == KYOTO else ""
    for start, end, values in found:
        sentence = page.text[start:end]
        for value in values:
            asked = _ask(sentence, value, owner, rng)
            if asked is None:
                continue
            question, english, keywords = asked
            if not SHORTEST <= len(question) <= LONGEST or not _is_only(
                keywords or question, value, start, page.text, found
            ):
                continue
            places = [(start + value.start, start + value.end)]
            if value.core != value.start:
                places.append((start + value.core, start + value.end))
            yield Asked(value.kind, question, tuple(places), english, keywords)


def _ask(
    sentence: str, value: Value, owner: str, rng: random.Random
) -> tuple[str, str, str] | None:
    """Return a question for the value, its English frame and what it is about; None for none."""
    head = LEADS.sub("", without_brackets(sentence[: value.start]).lstrip("　 ・■●○◆▽▼◇□▶➢"))
    tail = without_brackets(sentence[value.end :])
    if value.kind != "date" and _CLOSED.match(tail) and (named := _NAMED.search(head)):
        return _ask_named(named, value, rng)
    if head.count("（") + head.count("(") > 0:
        return None
    if value.kind == "date":
        return _ask_date(head, tail, value, owner, rng)
    return _ask_level(head, tail, value, rng) or _ask_in_place(head, tail, value, rng)


def _ask_named(
    named: "re.Match[str]", value: Value, rng: random.Random
) -> tuple[str, str, str] | None:
    """Ask for the value that stands in brackets behind a name: `観光（70.1%）の分野`."""
    name = named["name"].strip("「」")
    if not is_telling(name) or len(name) < 3 or find_first(name):
        return None
    word = wh(value, rng)
    shapes = [f"{name}は{word}ですか", f"{name}は{word}？", f"{name}は", f"「{name}」は{word}か"]
    return rng.choice(shapes), english_frame(value, rng), name


def find_first(text: str) -> bool:
    """Say whether a value stands in the text."""
    return next(find_values(text), None) is not None


def _topic(head: str) -> tuple[str, str]:
    """Return what the sentence is about (what stands before its first は、), and the rest."""
    match = re.match(r"^(?P<topic>[^、]{2,24}?)(?:について|において)?は、?", head)
    if match is None or not is_telling(match["topic"]) or match["topic"][-1] in "にでてとり":
        return "", head
    return match["topic"], head[match.end() :]


def _ask_level(
    head: str, tail: str, value: Value, rng: random.Random
) -> tuple[str, str, str] | None:
    """Ask for the value of a quantity: `<quantity>は、…VALUE`."""
    if not _IS.match(tail):
        return None
    match = re.match(r"^(?P<quantity>.+)(?P<particle>は|が|も)、?$", head)
    if match is None:
        match = re.match(
            r"^(?P<quantity>[^、]+)は、?[^、はが]{0,14}(?:で|の|比|増の|減の)?、?$", head
        )
        if match is None or re.search(r"から$|より$|比$", head):
            return None
    quantity = match["quantity"]
    name = last_phrase(quantity)
    before = quantity[: len(quantity) - len(name)] if name and quantity.endswith(name) else ""
    about = _narrow(before, name, rng)
    if len(about) < 5:
        return None
    word = wh(value, rng)
    noun = UNIT_NOUN.get(value.unit, "")
    shapes = [f"{about}は{word}ですか", f"{about}は{word}？", f"{about}は{word}か", f"{about}は"]
    shapes += [f"{about}はどのくらいですか", f"{about}は{word}でしたか"]
    if noun and noun not in about and about[-1] not in "率数額":
        shapes.append(f"{about}の{noun}は")
    if len(typed := nouns_joined(about)) > 1:
        shapes.append(" ".join(typed))
    return rng.choice(shapes), english_frame(value, rng), about


def _narrow(before: str, name: str, rng: random.Random) -> str:
    """Return the quantity's name with as much of what stands before it as it needs."""
    topic, rest = _topic(before)
    near = re.split("、", rest)[-1] if rest else ""
    if not is_telling(name):
        wider = (near + name).strip("、")
        return wider if is_telling(wider) and len(wider) > len(name) + 1 else ""
    if len(near) > 24 or near.endswith(("て", "り", "し", "が")):
        near = ""
    full = f"{near}{name}"
    if topic and topic not in full and rng.random() < 0.8:
        return f"{topic}の{full}" if len(topic) + len(full) < 34 else full
    return full


def _clause(tail: str) -> str:
    """Return what follows the value up to the end of its clause."""
    return re.split(r"[、。]", tail, maxsplit=1)[0]


def _reword(clause: str, table: tuple[tuple["re.Pattern[str]", str], ...]) -> str:
    for pattern, to in table:
        if pattern.search(clause):
            return pattern.sub(to, clause)
    if is_verbal_noun(clause):
        return clause + ("しましたか" if table is _VERB_ENDINGS else "した")
    return ""


def _ask_in_place(
    head: str, tail: str, value: Value, rng: random.Random
) -> tuple[str, str, str] | None:
    """Ask with the value's place kept: `…を何か所に設置しましたか`."""
    clause = _clause(tail)
    ended = _reword(clause, _VERB_ENDINGS)
    if not ended or not 2 <= len(clause) <= 24 or re.match(r"^[一-鿿ァ-ヴ]", clause):
        return None
    topic, rest = _topic(head)
    near = re.split("、", rest.rstrip("、"))[-1]
    if len(near) > 26 or not (near or topic) or "が、" in rest:
        return None
    if "は" in clause or "と続いて" in clause or near.startswith("["):
        return None
    if not topic and not re.search("[をが]", near + clause):
        return None
    asked = f"{near}{wh(value, rng)}{ended}"
    if topic and (rng.random() < 0.7 or not re.search("[をが]", near)):
        asked = f"{topic}は{asked}"
    return asked, english_frame(value, rng), f"{topic} {near} {clause}".strip()


def _ask_date(
    head: str, tail: str, value: Value, owner: str, rng: random.Random
) -> tuple[str, str, str] | None:
    """Ask when a thing was done: `<object>を公表したのはいつですか`."""
    bound = _AFTER_DATE.match(tail)
    if bound is None:
        return None
    clause = _clause(tail[bound.end() :])
    topic, _ = _topic(head)
    past = _reword(clause, _PAST)
    if not past or len(clause) > 34 or len(clause) < 3:
        return None
    subject = "" if re.search("[はが]", clause) else topic or owner
    if not subject and not re.search("[がを]", clause):
        return None
    since = "から" if bound["bind"].startswith("から") else ""
    asked = f"いつ{since}" if since or rng.random() < 0.6 else wh(value, rng)
    shapes = [f"{subject}{'が' if subject else ''}{past}のは{asked}ですか"]
    if rng.random() < 0.5:
        shapes = [shapes[0].removesuffix("ですか") + rng.choice(["", "か", "？"])]
    phrase = _VERB_PHRASE.match(clause)
    thing = subject
    if phrase and is_telling(phrase["object"]):
        stem = re.sub(
            r"(?:され|し|する|した|された|している|されている|しており|しました|されました)+$",
            "",
            phrase["verb"],
        )
        active = phrase["particle"] == "が" and "され" not in phrase["verb"]
        plain = re.fullmatch("[一-鿿ァ-ヴー]{2,8}", stem)
        if plain and not active and is_verbal_noun(stem) and len(phrase["object"]) <= 24:
            shapes += [
                f"{phrase['object']}の{stem}はいつ{since}ですか",
                f"{phrase['object']} {stem} 時期",
            ]
            shapes += [f"{phrase['object']}が{stem}されたのは{asked}か"]
            shapes += [f"{phrase['object']}は{asked.removesuffix('から')}{since}{stem}されましたか"]
    keywords = f"{thing} {past}".strip()
    return rng.choice(shapes), english_frame(value, rng), keywords


def _is_only(
    about: str,
    value: Value,
    start: int,
    text: str,
    found: list[tuple[int, int, list[Value]]],
) -> bool:
    """Say whether no other value of the kind stands where the question's words stand as well."""
    words = set(content(about))
    if not words:
        return False
    own = _near(text[start:], value, words)
    for other_start, other_end, values in found:
        sentence = text[other_start:other_end]
        for other in values:
            if other.kind != value.kind or other.text == value.text:
                continue
            if other.kind == "count" and other.unit != value.unit:
                continue
            if _near(sentence, other, words) >= min(own, 0.75 * len(words)):
                return False
    return True


def _near(sentence: str, value: Value, words: set[str]) -> float:
    """Return how many of the words stand in the value's sentence, twice those of its clause."""
    left = max(sentence.rfind("、", 0, value.start), 0)
    right = min(
        p if (p := sentence.find(mark, value.end)) >= 0 else len(sentence) for mark in "、。"
    )
    clause = sentence[left:right]
    whole = sentence[: split_end(sentence, value.end)]
    return sum(
        1.0 * (word in clause) + 0.5 * (word in whole and word not in clause) for word in words
    )


def split_end(text: str, place: int) -> int:
    """Return where the sentence around `place` ends in `text`."""
    found = text.find("。", place)
    return len(text) if found < 0 else found

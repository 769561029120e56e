"""Questions for who, where, what and why: agents, places, definitions, reasons, short names."""

import random
import re
from collections.abc import Iterator

from training.silver.draft import Asked, Page
from training.silver.words import LEADS, is_telling, is_verbal_noun, last_phrase, without_brackets
from training.slides import split_sentences

Span = tuple[int, int]
_ORG = re.compile(
    r"[一-鿿々ァ-ヴーA-Za-zＡ-Ｚ・]{1,20}(?:省|庁|内閣府|会議|委員会|審議会|機構|協会|大学|研究所|センター|株式会社"
    r"|会社|銀行|連合|財団|法人|本部|市|県|府|都|政府|公社|組合|幕府|朝廷)$"
)
_ACT = re.compile(
    r"^(?P<object>[^はが、。]{2,40}?を)(?P<verb>[一-鿿々]{2,4})(?P<end>した|しました|している|しており|し|する|しています)(?=[、。]|$)"
)
_AGENT = re.compile(
    r"(?P<agent>[一-鿿々ァ-ヴーA-Za-z・]{2,20})(?:により|によって|によりまして)(?P<verb>[一-鿿々]{2,4})され"
)
_TOPIC = re.compile(r"^(?P<topic>[^、。はが]{2,30}?)(?P<yomi>[（(][^）)]{2,40}[）)])?は、?")
_PERSON_VERBS = (
    "建立",
    "創建",
    "造営",
    "築城",
    "開基",
    "創始",
    "創業",
    "考案",
    "執筆",
    "作曲",
    "設計",
    "編纂",
)
_IN = re.compile(
    r"(?P<place>[一-鿿々ァ-ヴー]{2,24}?)(?P<bind>にある|に所在する|に位置する|に鎮座する|にあった|で開催され|において開催され|に設置され|に置かれ)"
)
_PLACE_END = re.compile(
    r"(?:[都道府県市区町村郡州国島]|地区|地方|館|会場|ホール|センター|山|寺|通|条)$"
)
_WHY = re.compile(
    r"(?P<why>[^、。は][^。は]{6,60}?(?:ため|ことから|ことにより|ことを目的として|ことを目的に|を目的として|を目的に|の影響で|の影響により|の増加により|の普及により|の拡大により|に伴い))(?:に)?、"
)
_SHORT = re.compile(
    r"(?:[（(]以下[、「]*「(?P<a>[^」]{2,20})」(?:という|と呼ぶ|とする|と略す)?。?[）)])"
)
_LATIN = re.compile(
    r"[（(](?P<short>[A-Z][A-Za-z0-9]{1,7})"
    r"(?P<long>[：:、,]\s?(?P<english>[A-Z][A-Za-z\- ,]{6,70}))?[）)]"
)


def ask_agents(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for who did a thing: `<agent>は、…を公表した`, `<agent>により建立され`."""
    for start, end in split_sentences(page.text):
        sentence = page.text[start:end]
        lead = LEADS.match(sentence)
        offset = lead.end() if lead else 0
        match = _TOPIC.match(sentence[offset:])
        if match and (org := _ORG.search(match["topic"])) and sentence.count("は、") < 2:
            clauses = sentence[offset + match.end() :].split("、")
            act = next(
                (a for c in clauses if (a := _ACT.match(c)) and is_verbal_noun(a["verb"])), None
            )
            at = start + offset + org.start()
            if act and page.text.count(act["object"]) == 1:
                yield _agent_question(act["object"], act["verb"], (at, at + len(org[0])), rng)
        yield from _passive(page, start, sentence, rng)


def _agent_question(thing: str, verb: str, span: Span, rng: random.Random) -> Asked:
    noun = thing.removesuffix("を")
    who = rng.choice(["どこ", "どの機関", "どの組織", "誰"])
    shapes = [
        f"{thing}{verb}したのは{who}ですか",
        f"{thing}{verb}したのは{who}",
        f"{noun}の{verb}主体は",
    ]
    shapes += [f"{who}が{thing}{verb}しましたか", f"{noun}を{verb}した組織はどこですか"]
    frame = rng.choice(["Who {}?", "Which organization {}?", "Which organisation did {}?"])
    return Asked("agent", rng.choice(shapes), (span,), frame, f"{verb} {noun}")


def _passive(page: Page, start: int, sentence: str, rng: random.Random) -> Iterator[Asked]:
    for match in _AGENT.finditer(sentence):
        verb, agent = match["verb"], match["agent"]
        topic = _TOPIC.match(sentence)
        about = topic["topic"] if topic else page.title.split(" ")[-1]
        human = verb in _PERSON_VERBS
        if not is_verbal_noun(verb) or not is_telling(agent) or agent in about or len(about) > 24:
            continue
        if not human and not _ORG.search(agent):
            continue
        who = "誰" if human else rng.choice(["どこ", "誰", "どの機関"])
        shapes = [
            f"{about}を{verb}したのは{who}ですか",
            f"{about}は{who}によって{verb}されましたか",
        ]
        shapes += [
            f"{about}を{verb}した{'人物' if human else '組織'}は",
            f"{about}は{who}が{verb}？",
        ]
        span = (start + match.start("agent"), start + match.end("agent"))
        yield Asked("agent", rng.choice(shapes), (span,), "Who {}?", f"{verb} {about}")


def ask_places(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for where a thing is or was held."""
    for start, end in split_sentences(page.text):
        sentence = page.text[start:end]
        topic = _TOPIC.match(sentence)
        match = _IN.search(sentence)
        if not topic or not match or match.start() < topic.end() or not is_telling(topic["topic"]):
            continue
        place, about = match["place"], topic["topic"]
        between = sentence[topic.end() : match.start()]
        if len(between) > 14 or re.search("[をでがに]", between) or not _PLACE_END.search(place):
            continue
        if "現在" in place or "主要" in place or len(about) > 22:
            continue
        if "開催" in match["bind"]:
            shapes = [
                f"{about}はどこで開催されましたか",
                f"{about}の開催地は",
                f"{about}の会場はどこ",
            ]
            english = "Where was {} held?"
        else:
            shapes = [f"{about}はどこにありますか", f"{about}の所在地は", f"{about}はどこ？"]
            english = rng.choice(["Where is {}?", "Where is {} located?"])
        span = (start + match.start("place"), start + match.end("place"))
        yield Asked("place", rng.choice(shapes), (span,), english, about)


def ask_definitions(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for what a thing is, and how its name is read."""
    for start, end in split_sentences(page.text):
        sentence = page.text[start:end]
        lead = LEADS.match(sentence)
        sentence = sentence[lead.end() :] if lead else sentence
        start = end - len(sentence)
        match = re.match(
            r"^(?P<name>[^、。はが「」（）()]{2,24}?)(?:[（(](?P<yomi>[^）)]{2,60})[）)])?"
            r"(?P<toha>とは、?|は、)(?P<what>[^。]{6,90}?)"
            r"(?:のことである|のことです|のことをいう|をいう|である|です|であった|を指す)。?$",
            sentence,
        )
        if match is None or not is_telling(match["name"]) or "は、" in match["what"]:
            continue
        if match["toha"].startswith("は") and (
            not match["yomi"] or re.search(r"\d|ため$|から$|順$|もの$", match["what"][-4:])
        ):
            continue
        name = match["name"]
        if name[: len(name) // 2] == name[len(name) // 2 :]:
            continue
        shapes = [
            f"{name}とは",
            f"{name}とは何ですか",
            f"{name}の定義は",
            f"{name}って何？",
            f"{name}とは何か",
        ]
        english = rng.choice(
            ["What is {}?", "What does {} mean?", "Define {}", "What is meant by {}?"]
        )
        span = (start + match.start("what"), start + match.end("what"))
        yield Asked("definition", rng.choice(shapes), (span,), english, name)
        if match["yomi"] and (yomi := re.match(r"[ぁ-ゖー・\s　]{2,}", match["yomi"])):
            at = start + match.start("yomi")
            shapes = [f"{name}の読み方は", f"{name}は何と読みますか", f"{name} 読み"]
            yield Asked("reading", rng.choice(shapes), ((at, at + len(yomi[0].rstrip())),))


def ask_reasons(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for why a thing was done or came about."""
    for start, end in split_sentences(page.text):
        sentence = page.text[start:end]
        lead = LEADS.match(sentence)
        offset = lead.end() if lead else 0
        topic = _TOPIC.match(sentence[offset:])
        offset += topic.end() if topic and topic[0].endswith("、") else 0
        match = _WHY.match(sentence, offset)
        if match is None or "この" in match["why"][:3] or "その" in match["why"][:3]:
            continue
        clauses = re.split("[、。]", without_brackets(sentence[match.end() :]))
        clause = clauses[1] if clauses[0].endswith("は") and len(clauses) > 1 else clauses[0]
        asked = _why_question(clause, topic["topic"] if topic else "", match["why"], rng)
        if asked:
            span = (start + match.start("why"), start + match.end("why"))
            keywords = f"{topic['topic'] if topic else ''} {clause}".strip()
            yield Asked("reason", asked, (span,), rng.choice(["Why {}?", "Why was {}?"]), keywords)


def _why_question(clause: str, topic: str, why: str, rng: random.Random) -> str:
    match = re.match(
        r"^(?P<thing>[^はが]{2,26})(?P<bind>を|が)(?P<verb>[一-鿿々]{2,4})(?P<end>した|する|している|された|されている|しました|しています|することとした|することとしている)$",
        clause,
    )
    if match is None or not is_verbal_noun(match["verb"]):
        return ""
    thing, verb = match["thing"], match["verb"]
    aim = why.endswith(("目的として", "目的に", "るため", "うため", "すため"))
    word = rng.choice(["目的", "理由", "狙い"] if aim else ["理由", "要因", "背景", "原因"])
    done = "され" if "され" in match["end"] else "し"
    done += "た" if match["end"].endswith("た") else "ている" if "てい" in match["end"] else "る"
    done = done.replace("しる", "する").replace("れている", "れた")
    shapes = [
        f"{thing}{match['bind']}{verb}{done}{word}は何ですか",
        f"{thing}の{verb}の{word}は",
        f"なぜ{thing}{match['bind']}{verb}{done}のですか",
        f"{thing}{match['bind']}{verb}{done}{word}は",
    ]
    if topic and match["bind"] == "を" and rng.random() < 0.4:
        return f"{topic}はなぜ{thing}を{verb}{done}のですか"
    return rng.choice(shapes)


def ask_short_names(page: Page, rng: random.Random) -> Iterator[Asked]:
    """Yield questions for what a short name stands for, and for the short name of a thing."""
    for match in (*_SHORT.finditer(page.text), *_LATIN.finditer(page.text)):
        before = page.text[max(0, match.start() - 40) : match.start()]
        full = last_phrase(before)
        groups = match.groupdict()
        short = groups.get("a") or groups.get("short") or ""
        if not is_telling(full) or len(full) <= len(short) - 2 or len(full) < 4 or "。" in full:
            continue
        at = match.start() - len(full)
        if re.match("[一-鿿ァ-ヴー]", page.text[match.end() : match.end() + 1]):
            continue  # 人工知能（AI）研究: the name goes on
        if not before.endswith(full) or re.search(r"[るたいなうく]$", before[: -len(full)]):
            continue
        spans = [(at, match.start())]
        if groups.get("english") and rng.random() < 0.35:
            yield _latin(short, match.span("english"), rng)
            continue
        if rng.random() < 0.3:
            where = match.span("a") if groups.get("a") else match.span("short")
            shapes = [f"{full}の略称は", f"{full}の略称は何ですか", f"{full}を何と略しますか"]
            yield Asked(
                "short", rng.choice(shapes), (where,), "What is the abbreviation of {}?", full
            )
            continue
        shapes = [
            f"{short}の正式名称は",
            f"{short}とは何の略ですか",
            f"{short}の正式名称は何ですか",
            f"{short}とは",
        ]
        english = (
            f"What does {short} stand for?" if short.isascii() else "What is the full name of {}?"
        )
        yield Asked("short", rng.choice(shapes), tuple(spans), english, short)


def _latin(short: str, span: Span, rng: random.Random) -> Asked:
    shapes = [f"{short}は英語で何の略ですか", f"{short}の英語の正式名称は", f"{short}の英語表記は"]
    return Asked("short", rng.choice(shapes), (span,), f"What does {short} stand for in English?")

"""Take an earlier English question apart, and put it together anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefqa.conversation.countries import is_country
from briefqa.conversation.english import is_attribute
from briefqa.conversation.followups import Asked
from briefqa.conversation.mentions import Kind, Mention, Role, codes, numbered

_AUX = r"(?:is|are|was|were|will|did|does|do|has|have|had|can|could|should|would)"
_PREPOSITIONS = r"(?:of|in|for|by|at|on|from|to|with|during|under|as of|between|among|per|about)"
_NAME = re.compile(
    r"[A-Z][\w.&’'/-]*(?:,? (?:of|the|and|de|la|for|on) (?=[A-Z])| (?=[A-Z0-9])|(?<=[a-z]) (?=[A-Z]))?"
    r"(?:(?:(?:of|the|and|de|la|for|on) )*[A-Z0-9][\w.&’'/-]*(?: (?=[A-Z0-9]|(?:of|and|the|for) [A-Z]))?)*"
)
_FIRST = re.compile(
    r"^(?:who|whom|whose|when|where|why|how|which|what|is|are|was|were|do|does|did|will|can|could|has|have"
    r"|in|on|by|at|for|since|until|list|show|tell|give|name|across|under|besides|during|during)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    rf"\s(?:{_PREPOSITIONS}|{_AUX}|that|which|who|and|or|compared|according|take|takes|took|come|held|based"
    r"|available|located|used|need|needed|there)\b|[?.,;:]|$",
    re.IGNORECASE,
)
_WORDS: dict[Asked, str] = {
    "when": "When", "where": "Where", "who": "Who", "why": "Why", "how": "How",
    "how much": "How much", "how many": "How many", "what": "What", "which": "Which",
}  # fmt: skip
# What is asked for by where, when and who; goes when another question word comes.
_CIRCUMSTANCE = re.compile(
    r"\b(?:venue|location|place|city|country|date|time|year|day|chair\w*|president|head|leader|host|minister"
    r"|organi[sz]er|director|mayor|governor|name|speaker|author|start|end|person)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier English question taken apart.

    `asked`: the noun asked for ("population" of "What is the population of Peru?"), at
    `asked_start`, "" where there is none. `owner`: what it is asked of. `frame`: how the question
    is built.
    """

    body: str
    frame: str
    verb: str
    asked: str
    asked_start: int
    owner: str
    rest: str


_OF = re.compile(
    rf"^(?P<wh>what|which|who|where|when|how much|how large|how big|how high)(?:'s| (?P<verb>{_AUX}))"
    r" (?:the |an? )?(?P<asked>[\w' -]+?) (?P<joint>of|in|for|at|on) (?P<owner>.+)$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"^(?P<wh>what|which|who|where|when)(?:'s| (?P<verb>{_AUX})) (?P<owner>.+?)(?:['’]s|(?<=s)['’]) (?P<asked>.+)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"^how (?:many|much) (?P<asked>.+?) (?P<verb>{_AUX}) (?P<rest>.+)$", re.IGNORECASE
)
_VERBAL = re.compile(
    rf"^(?P<wh>when|where|why|how|how (?:much|long|often|far)) (?P<verb>{_AUX}) (?P<rest>.+)$",
    re.IGNORECASE,
)
_NOUN_FIRST = re.compile(
    r"^(?:which|what|whose|how many|how much|who) (?P<rest>.+)$", re.IGNORECASE
)


@lru_cache(maxsize=512)
def take_apart(question: str) -> Earlier:
    """Take an English question apart.

    >>> take_apart("What is the population of Peru?").owner
    'Peru'
    """
    body = re.sub(r"[?.!\s]+$", "", question.strip())
    for frame, pattern in (("of", _OF), ("possessive", _POSSESSIVE)):
        match = pattern.match(body)
        if match:
            verb = match["verb"] or "is"
            return Earlier(
                body, frame, verb, match["asked"], match.start("asked"), match["owner"], ""
            )
    match = _COUNT.match(body)
    if match:
        rest = match["rest"]
        return Earlier(
            body, "count", match["verb"], match["asked"], match.start("asked"), _name(body), rest
        )
    match = _VERBAL.match(body)
    if match:
        return Earlier(body, "verbal", match["verb"], "", 0, _subject(match["rest"]), match["rest"])
    match = _NOUN_FIRST.match(body)
    if match:
        rest = match["rest"]
        return Earlier(body, "noun", "", "", 0, _name(body) or rest, rest)
    return _keywords(body)


def _keywords(body: str) -> Earlier:
    of = re.match(r"^(?P<asked>[\w' -]+?) (?:of|in|for|at) (?P<owner>.+)$", body)
    if of:
        return Earlier(body, "keywords", "is", of["asked"], 0, of["owner"], "")
    return Earlier(body, "keywords", "is", "", 0, _name(body) or body, "")


def _subject(rest: str) -> str:
    """Return the subject of what follows an auxiliary verb: "the drill" of "the drill held"."""
    name = re.match(rf"(?:the )?{_NAME.pattern}", rest)
    if name:
        return name.group().strip()
    words = rest.split()
    for at, word in enumerate(words):
        if at and re.search(
            r"(?:ed|en|held|take|begin|start|end|meet|come|made|set|open|close)$", word
        ):
            return " ".join(words[:at])
    return rest


def _name(body: str) -> str:
    names = _names(body)
    return names[-1].text if names else ""


def _names(question: str) -> list[Mention]:
    found: list[Mention] = []
    for match in _NAME.finditer(question):
        text, start = match.group(), match.start()
        first = _FIRST.match(text)
        if start == 0 and first:
            text, start = text[first.end() :].lstrip(), len(first.group()) + 1
            if not text or not text[0].isupper():
                continue
        text = re.sub(r"['’]s$|['’]$|[.,]$", "", text.rstrip())
        found.append(Mention(text, start, start + len(text), kind_of(text)))
    return found


def kind_of(name: str) -> Kind:
    """Return what an English name names.

    >>> [kind_of(n) for n in ("Peru", "2031", "GIS", "floor area", "Midori City", "blankets")]
    ['country', 'time', 'code', 'attribute', 'place', 'noun']
    """
    bare = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
    for mention in (*numbered(bare), *codes(bare)):
        if mention.end - mention.start == len(bare):
            return "country" if is_country(bare) else mention.kind
    if is_country(bare):
        return "country"
    if re.search(
        r"\b(?:City|Town|Prefecture|Province|Ward|District|Village|Island|State|Region|County)$",
        bare,
    ):
        return "place"
    if re.search(
        r"\b(?:Ministry|Agency|University|Bank|Department|Division|Office|Bureau|Inc|Corporation|Institute|Committee|Association|Company)\b",
        bare,
    ):
        return "body"
    if is_attribute(bare):
        return "attribute"
    return (
        "name" if re.match(r"[A-Z][\w.&'’-]*(?: (?:of |the |and )*[A-Z0-9]\S*)*$", bare) else "noun"
    )


def mentions(question: str, cells: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Return the names in an English question, with the noun phrases that fill its slots."""
    found = [*numbered(question), *codes(question), *_names(question), *_slots(question)]
    folded = question.casefold()
    for cell in cells:
        start = folded.find(cell.casefold())
        if start >= 0:
            text = question[start : start + len(cell)]
            found.append(Mention(text, start, start + len(cell), kind_of(text)))
    unique: dict[tuple[int, int], Mention] = {}
    for mention in found:
        unique.setdefault((mention.start, mention.end), mention)
    earlier = take_apart(question)
    return tuple(_placed(mention, question, earlier) for mention in unique.values())


def _slots(question: str) -> list[Mention]:
    """Return what stands after prepositions, before 's, and after How many, Which and auxiliaries."""
    found: list[Mention] = []
    starts = [match.end() for match in re.finditer(rf"\b{_PREPOSITIONS} (?:the |an? )?", question)]
    starts += [
        match.end() for match in re.finditer(rf"\b{_AUX} (?:there )?(?:the |an? )?", question)
    ]
    head = re.match(
        r"(?:how many|how much|which|what|whose) (?!is\b|are\b|was\b|were\b)", question, re.I
    )
    starts += [head.end()] if head else []
    for start in starts:
        stop = _STOP.search(question, start)
        end = stop.start() if stop else len(question)
        text = re.sub(r"['’]s\b.*$", "", question[start:end])
        if text:
            found.append(Mention(text, start, start + len(text), kind_of(text)))
    return found


def _placed(mention: Mention, question: str, earlier: Earlier) -> Mention:
    role: Role = "other"
    before, after = question[: mention.start], question[mention.end :]
    if earlier.asked and earlier.asked_start <= mention.start < earlier.asked_start + len(
        earlier.asked
    ):
        role = "topic" if earlier.frame == "count" else "asked"
    elif re.match("['’]s ", after) or re.search(rf"\b{_PREPOSITIONS} (?:the |an? )?$", before):
        role = "owner"
    elif re.search(rf"\b{_AUX} (?:the |an? )?$", before):
        role = "topic"
    return Mention(mention.text, mention.start, mention.end, mention.kind, role)


def ask_anew(earlier: Earlier, asked: Asked) -> str:
    """Return the earlier question with another question word.

    >>> ask_anew(take_apart("Where will the drill take place?"), "when")
    'When will the drill take place?'
    >>> ask_anew(take_apart("Who is the chair of the drill?"), "when")
    'When is the drill?'
    """
    word = _WORDS[asked]
    if earlier.frame == "verbal" and asked not in ("who", "how many", "which", "what"):
        return f"{word} {earlier.verb} {earlier.rest}?"
    if earlier.frame in ("of", "possessive") or (earlier.frame == "keywords" and earlier.asked):
        return f"{word} {earlier.verb} {_topic(earlier, asked)}?"
    if earlier.frame == "count" and re.match("there ", earlier.rest):
        return f"{word} {earlier.verb} the {earlier.asked} {earlier.rest[6:]}?"
    if earlier.frame == "verbal":
        asks = "Who was involved in" if asked == "who" else f"{word} in"
        return f"{asks} {earlier.owner}?"
    if earlier.frame == "count":
        return f"{word} {earlier.verb} {earlier.rest} {earlier.asked}?"
    if earlier.frame == "noun":
        return f"{word} is it that {earlier.rest}?"
    return f"{word} is {earlier.body}?"


def _topic(earlier: Earlier, asked: Asked) -> str:
    if asked in ("when", "where", "who") and _CIRCUMSTANCE.search(earlier.asked):
        return earlier.owner
    if earlier.frame == "possessive":
        return f"{earlier.owner}'s {earlier.asked}"
    return (
        earlier.body[earlier.asked_start :]
        if earlier.frame == "keywords"
        else _with_article(earlier)
    )


def _with_article(earlier: Earlier) -> str:
    article = "the " if " the " in earlier.body[: earlier.asked_start] else ""
    return article + earlier.body[earlier.asked_start :]


def ask_attribute(earlier: Earlier, name: str, wh: str) -> str:
    """Return a question for another attribute of the earlier topic.

    >>> ask_attribute(take_apart("What is the population of Peru?"), "area", "")
    'What is the area of Peru?'
    """
    start = (
        wh[:1].upper() + wh[1:]
        if wh
        else f"{_word_for(name)} {'are' if _is_plural(name) else 'is'}"
    )
    if earlier.frame == "possessive":
        return f"{start} {earlier.owner}'s {name}?"
    if earlier.frame == "of":
        tail = earlier.body[earlier.asked_start + len(earlier.asked) :]
        return f"{start} the {name}{tail}?"
    return f"{start} the {name} of {earlier.owner}?"


def _word_for(name: str) -> str:
    if re.search(
        r"\b(?:chair\w*|president|director|head|leader|mayor|governor|minister|organi[sz]er|author|speaker|founder|owner|person in charge|members?|participants?|host)$",
        name,
        re.I,
    ):
        return "Who"
    if re.search(r"\b(?:venue|location|place)$", name, re.I):
        return "Where"
    return "When" if re.search(r"\b(?:date|deadline|schedule)$", name, re.I) else "What"


def _is_plural(name: str) -> bool:
    return bool(re.search(r"[^su]s$", name))


def subject(question: str) -> str:
    """Return what an English question is about, for a pronoun to stand for."""
    earlier = take_apart(question)
    return (
        re.sub(r"\s+(?:in|for|by|as of) (?:fiscal |FY)?\d{4}$", "", earlier.owner) or earlier.body
    )


def counted(question: str) -> str:
    """Return the things that an English question counts, with whose they are, for "they"; or ""."""
    earlier = take_apart(question)
    if earlier.frame != "count":
        return ""
    return f"the {earlier.asked} of {earlier.owner}" if earlier.owner else f"the {earlier.asked}"


def asks_for_one(question: str) -> bool:
    """Say whether an English question asks which one of a kind, so that only the answer names it."""
    match = re.match(
        r"(?:which|what) (\w+) (?!are\b|were\b|do\b|have\b)\w+", question, re.IGNORECASE
    )
    aux = re.match(rf"{_AUX}$", match[1], re.IGNORECASE) if match else None
    return match is not None and aux is None and not match[1].endswith("s")

"""Take an earlier English question apart, and put it together anew."""

import re
from dataclasses import dataclass
from functools import lru_cache

from briefqa.conversation.followups import Asked
from briefqa.conversation.kinds_english import kind_of
from briefqa.conversation.mentions import Mention

AUX = r"(?:is|are|was|were|will|did|does|do|has|have|had|can|could|should|would)"
PREPOSITIONS = r"(?:of|in|for|by|at|on|from|to|with|during|under|as of|between|among|per|about)"
_NAME = re.compile(
    r"[A-Z][\w.&’'/-]*(?:,? (?:of|the|and|de|la|for|on) (?=[A-Z])| (?=[A-Z0-9]))?"
    r"(?:(?:(?:of|the|and|de|la|for|on) )*[A-Z0-9][\w.&’'/-]*"
    r"(?: (?=[A-Z0-9]|(?:of|and|the|for) [A-Z]))?)*"
)
_FIRST = re.compile(
    r"^(?:who|whom|whose|when|where|why|how|which|what|is|are|was|were|do|does|did|will|can|could|has|have"
    r"|in|on|by|at|for|since|until|list|show|tell|give|name|across|under|besides|during|during)\b",
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


_ASKED_BY = (
    (
        "Who",
        re.compile(
            r"\b(?:chair\w*|president|director|head|leader|mayor|governor|minister|organi[sz]er|author"
            r"|speaker|founder|owner|person in charge|members?|participants?|host)$",
            re.IGNORECASE,
        ),
    ),
    ("Where", re.compile(r"\b(?:venue|location|place)$", re.IGNORECASE)),
    ("When", re.compile(r"\b(?:date|deadline|schedule)$", re.IGNORECASE)),
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
    rf"^(?:what|which|who|where|when|how (?:much|large|big|high))(?:'s| (?P<verb>{AUX}))"
    r" (?:the |an? )?(?P<asked>[\w' -]+?) (?P<joint>of|in|for|at|on) (?P<owner>.+)$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"^(?:what|which|who|where|when)(?:'s| (?P<verb>{AUX})) (?P<owner>.+?)(?:['’]s|(?<=s)['’])"
    r" (?P<asked>.+)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"^how (?:many|much) (?P<asked>.+?) (?P<verb>{AUX}) (?P<rest>.+)$", re.IGNORECASE
)
_VERBAL = re.compile(
    rf"^(?P<wh>when|where|why|how|how (?:much|long|often|far)) (?P<verb>{AUX}) (?P<rest>.+)$",
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
    found = names(body)
    return found[-1].text if found else ""


def names(question: str) -> list[Mention]:
    """Return the capitalised names in a question."""
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
    return next((word for word, pattern in _ASKED_BY if pattern.search(name)), "What")


def _is_plural(name: str) -> bool:
    return bool(re.search(r"[^su]s$", name))


def subject(question: str) -> str:
    """Return what an English question is about, for a pronoun to stand for."""
    earlier = take_apart(question)
    if earlier.frame == "of" and kind_of(earlier.owner) in ("time", "number"):
        return _with_article(earlier)
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
    """Say whether a question asks which one of a kind, so that only the answer names it."""
    match = re.match(
        r"(?:which|what) (\w+) (?!are\b|were\b|do\b|have\b)\w+", question, re.IGNORECASE
    )
    aux = re.match(rf"{AUX}$", match[1], re.IGNORECASE) if match else None
    return match is not None and aux is None and not match[1].endswith("s")

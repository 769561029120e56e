"""Take an earlier English question apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

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


_AGENT = re.compile(
    rf"^who (?:(?P<aux>will|would|did|does|is|was|has|had) )?"
    rf"(?P<verb>(?!(?:{AUX}|{PREPOSITIONS}|the|an?)\b)[a-z]+)"
    r"(?: (?:over|in|at))? (?P<thing>(?:the |an? |this )?\S.*)$",
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
    match = _AGENT.match(body)
    if match and not re.match("(?:of|in|by|to) ", match["thing"]):
        verb = f"{match['aux'] or ''} {match['verb']}".strip()
        thing = re.sub(r" (?:in|on|at) [^ ]+$", "", match["thing"])
        return Earlier(body, "agent", verb, "", 0, thing, match["thing"])
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
    words = re.sub(r"(?<=\w) (?:valid|open|available|effective|due|required)$", "", rest).split()
    rest = " ".join(words)
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


def named_in(earlier: Earlier) -> str:
    """Return the owner with the article that it has in its question."""
    owner = earlier.owner
    has_article = re.search(rf"\bthe {re.escape(owner)}", earlier.body) is not None
    return f"the {owner}" if owner and has_article else owner


def with_article(earlier: Earlier) -> str:
    """Return what an earlier question asks for and of, with its article."""
    article = "the " if " the " in earlier.body[: earlier.asked_start] else ""
    return article + earlier.body[earlier.asked_start :]


def subject(question: str) -> str:
    """Return what an English question is about, for a pronoun to stand for."""
    earlier = take_apart(question)
    if earlier.frame == "of" and kind_of(earlier.owner) in ("time", "number"):
        return with_article(earlier)
    return (
        re.sub(r"\s+(?:in|for|by|as of) (?:fiscal |FY)?\d{4}$", "", named_in(earlier))
        or earlier.body
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

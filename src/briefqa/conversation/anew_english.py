"""Put an earlier English question together anew."""

import re

from briefqa.conversation.earlier_english import (
    PREPOSITIONS,
    Earlier,
    named_in,
    take_apart,
    with_article,
)
from briefqa.conversation.followups import Asked

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


# What people do at or to an event; any other verb is done to a thing.
_EVENT_VERB = re.compile(
    r"(?:chair|host|attend|organi[sz]|held|hold|moderat|participat|presid)\w*$", re.IGNORECASE
)


def ask_anew(earlier: Earlier, asked: Asked, word: str = "") -> str:
    """Return the earlier question with another question word; `word`: a time's, as written.

    >>> ask_anew(take_apart("Where will the drill take place?"), "when")
    'When will the drill take place?'
    >>> ask_anew(take_apart("Who is the chair of the drill?"), "when")
    'When is the drill?'
    """
    word = word[:1].upper() + word[1:] if asked == "when" and word else _WORDS[asked]
    if earlier.frame == "verbal" and asked not in ("who", "how many", "which", "what"):
        return f"{word} {earlier.verb} {earlier.rest}?"
    if earlier.frame == "agent" and asked in ("when", "where", "how", "why"):
        return _of_agent(earlier, word)
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


def _of_agent(earlier: Earlier, word: str) -> str:
    """Ask of the thing that someone did something to: When was the drill held?"""
    *aux, verb = earlier.verb.split()
    particle = re.search(r" (?:up|out|down|off)$", earlier.owner)
    thing = earlier.owner[: particle.start()] if particle else earlier.owner
    is_past = verb.endswith("ed") or verb in _PAST or aux in (["did"], ["was"])
    done = "held" if _EVENT_VERB.match(verb) else verb if is_past else ""
    done += particle.group() if particle and done else ""
    if aux in (["will"], ["would"]):
        return f"{word} will {thing} be {done}?" if done else f"{word} is {thing}?"
    return f"{word} {'was' if is_past else 'is'} {thing} {done}".rstrip() + "?"


_PAST = frozenset("set built made led held put cut began wrote won gave took brought".split())  # noqa: SIM905


def ask_as_of(question: str) -> str:
    """Ask when the figure of an earlier question was taken.

    >>> ask_as_of("How many shelters does Midori have?")
    'As of when is the number of shelters of Midori?'
    """
    earlier = take_apart(question)
    if earlier.frame == "count" and earlier.owner:
        has = re.match("(?P<owner>.+) have$", earlier.rest)
        owner = has["owner"] if has else named_in(earlier)
        return f"As of when is the number of {earlier.asked} of {owner}?"
    if earlier.asked and earlier.frame in ("of", "possessive", "keywords"):
        thing = _topic(earlier, "what")
        article = "the " if earlier.frame == "keywords" and not thing.startswith("the ") else ""
        return f"As of when is {article}{thing}?"
    return f"As of when: {earlier.body}?"


def ask_how_many(earlier: Earlier, question: str) -> str:
    """Return "How many applied?" with what was counted before, and among which.

    >>> ask_how_many(take_apart("How many towns were chosen in 2031?"), "How many had applied")
    'How many towns had applied in 2031?'
    """
    thing = f" {earlier.asked}" if earlier.frame == "count" else ""
    among = re.search(rf" {PREPOSITIONS} .+$", earlier.rest)
    rest = re.sub("^how many", "", question, flags=re.IGNORECASE)
    return f"How many{thing}{rest}{among.group() if among else ''}?"


def _topic(earlier: Earlier, asked: Asked) -> str:
    if asked in ("when", "where", "who") and _CIRCUMSTANCE.search(earlier.asked):
        return earlier.owner
    if earlier.frame == "possessive":
        return f"{earlier.owner}'s {earlier.asked}"
    return (
        earlier.body[earlier.asked_start :]
        if earlier.frame == "keywords"
        else with_article(earlier)
    )


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

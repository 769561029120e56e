"""Shapes of English sentences that ask for a summary, over text as `fold` leaves it."""

import re

from briefqa.answerer.summary_shapes import Shape, SummaryKind
from briefqa.text.normalise import normalise

_PLEASE = (
    r"(?:(?:please|kindly|(?:can|could|would|will) you(?: please)?|i(?:'d| would) like(?: you)? to"
    r"|i want(?: you)? to|so|ok|okay|now|then|hi|hello|help me(?: to)?),?\s+)*"
)
_THANKS = (
    r"(?:,?\s+(?:please|for me|briefly|shortly|again"
    r"|in (?:brief|short|detail|english|japanese)"
    r"|in (?:a few|\w+|no more than \w+) (?:words|sentences|points|lines|bullets|bullet points)))*"
    r"[\s.?!]*"
)
_DECK = (
    r"(?:(?:(?:the|this|these|our|your|that|all(?: the| of the)?)\s+)?"
    r"(?:(?:whole|entire|full|complete|source)\s+)?"
    r"(?:briefings?|(?:slide )?decks?|slides|presentations?|documents?|reports?|materials?"
    r"|handouts?|pdf)(?:\s+(?:as a whole|overall))?)"
)
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_SLIDE = (
    r"(?:(?:the\s+)?(?:slide|page)(?:\s+(?:no\.?|number))?[\s#]*(?P<after>\d{1,4})"
    rf"|(?:the\s+)?(?P<before>\d{{1,4}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}|last|final)"
    r"\s+(?:slide|page))"
)
_SLIDE_OF = rf"{_SLIDE}(?:\s+(?:of|in|from)\s+(?:{_DECK}|(?P<of>[^?!]{{1,80}}?)))?"
_THIS_SLIDE = (
    r"(?:(?P<here>this|that|the(?: current| same| above)?|current)|(?P<next>the next|next)"
    r"|(?P<previous>the previous|previous))\s+(?:slide|page)"
)
_QUALITY = (
    r"(?:(?:a|an|the|its|some)\s+)?(?:(?:short|brief|quick|concise|general|high-level|main|key"
    r"|most important|important|central|essential|overall|top|\d|two|three|four|five|six|seven"
    r"|eight)\s+)*"
)
_SUMMARY = (
    rf"{_QUALITY}(?:summary|overview|outline|gist|synopsis|recap|digest|essence|highlights"
    r"|takeaways?|(?:main|key|most important|central|essential)"
    r" (?:points?|ideas?|messages?|findings|facts|content))"
)
_CONTENTS = rf"(?:{_SUMMARY}|{_QUALITY}(?:contents?|points?|messages?))"
_IS = r"(?:what(?:'s|\s+is|\s+are|\s+was|\s+has\s+been))"
_GIVE = (
    r"(?:(?:(?:give|show|tell|provide|write|make|get)(?:\s+(?:me|us))?(?:\s+with)?|list|i need"
    r"|what(?:'s|\s+is|\s+are))\s+)?"
)
_SUM_UP = r"(?:summari[sz]e|sum up|recap|condense|outline|go through|walk me through)\s+"
_EXPLAIN = r"(?:explain|describe)\s+"
_SAY = (
    r"(?:says?|states?|tells?|mentions?|reports?|writes?|contains?|explains?|presents?|describes?"
    r"|discuss(?:es)?|covers?|shows?|conveys?|means?)(?:\s+(?:us|me))?"
)
_ON = "(?:about|on|regarding|concerning)"
_ALL = r"(?:(?:more|everything|something|all|a bit|a little)\s+)*"
_TOPIC = r"(?P<topic>[^?!]{1,100}?)"


def _shape(kind: SummaryKind, pattern: str, *, asks_values: bool = False) -> Shape:
    return Shape(kind, re.compile(_PLEASE + pattern + _THANKS), asks_values)


def _of(kind: SummaryKind, named: str) -> tuple[Shape, ...]:
    """Return the shapes that ask for a slide or a briefing that is `named`."""
    return tuple(
        _shape(kind, pattern)
        for pattern in (
            rf"(?:{_SUM_UP}|{_EXPLAIN}){named}",
            rf"{_GIVE}{_CONTENTS}\s+(?:of|on|from|in|for)\s+{named}",
            rf"{_IS}\s+(?:(?:written|shown|said|there)\s+)?(?:on|in)\s+{named}",
            rf"what\s+(?:do|does)\s+{named}\s+{_SAY}",
            rf"{_IS}\s+{named}(?:\s+(?:all\s+)?about)?",
            rf"tell me\s+{_ALL}about\s+{named}",
            rf"{named}(?:'s)?(?:\s+{_CONTENTS})?",
        )
    )


def _topic(pattern: str, *, asks_values: bool = False) -> Shape:
    return _shape("topic", pattern + _TOPIC, asks_values=asks_values)


SHAPES = (
    *_of("slide", _SLIDE_OF),
    *_of("current", _THIS_SLIDE),
    *_of("briefing", _DECK),
    _shape("briefing", _GIVE + _SUMMARY),
    _shape(
        "briefing", r"(?:summari[sz]e|sum up|recap)(?:\s+(?:it|this|everything|all))?(?:\s+up)?"
    ),
    _topic(
        rf"what\s+(?:do|does)\s+(?:{_SLIDE}|{_THIS_SLIDE}|{_DECK}|it|they)\s+{_SAY}\s+{_ON}\s+",
        asks_values=True,
    ),
    _topic(
        rf"{_IS}\s+(?:said|written|stated|mentioned|reported|known)\s+"
        rf"(?:(?:in|on|from)\s+(?:{_SLIDE}|{_DECK})\s+)?{_ON}\s+",
        asks_values=True,
    ),
    _topic(r"what\s+do\s+(?:we|you|they)\s+know\s+about\s+", asks_values=True),
    _topic(rf"(?:tell|inform|brief)\s+(?:me|us)\s+{_ALL}{_ON}\s+", asks_values=True),
    _topic(rf"{_GIVE}{_SUMMARY}\s+(?:of|on|about|regarding|for)\s+"),
    _topic(_SUM_UP),
    _topic(_EXPLAIN, asks_values=True),
    _topic(rf"(?:any\s+|more\s+)?information\s+{_ON}\s+", asks_values=True),
)
_ASKING = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which|whether|if)\b")
_VALUE = re.compile(
    r"^(?:the\s+)?(?:(?:total|average|exact|current|annual|full|main)\s+)*(?:number|amount|dates?"
    r"|names?|costs?|price|share|percentage|proportion|rate|year|venue|location|address|reasons?"
    r"|purpose|definition|meaning|list|budget|deadline|period|duration|size|capacity|population"
    r"|value|author|speaker)(?:\s+(?:of|for|in|at|on|why|behind)\b|$)"
)
_IN_DECK = re.compile(rf",?\s+(?:in|from|according to|across)\s+{_DECK}$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def name_alone(words: str) -> str:
    """Return a topic without its article, and without where it is to be looked for.

    >>> name_alone("the flood drill in the slides")
    'flood drill'
    """
    return _ARTICLE.sub("", _IN_DECK.sub("", words))


def is_topic(words: str, *, asks_values: bool) -> bool:
    """Say whether words name a topic: no question of their own.

    Where the sentence `asks_values`, no figure, date, reason or list either, which is looked up.

    >>> [is_topic(words, asks_values=True) for words in ("shelters", "number of shelters")]
    [True, False]
    """
    text = normalise(words)
    return not _ASKING.search(text) and not (asks_values and _VALUE.search(text))

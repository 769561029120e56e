"""What an English question asks for: its question words, else its nouns."""

import re

from briefqa.answerer.ask import MONEY, SHARE, Ask, AskKind
from briefqa.text.normalise import normalise

_PLACE_NOUNS = (
    "country|countries|nation|nations|city|cities|place|location|venue|town|towns|prefecture"
    "|prefectures|state|states|region|regions|municipality|municipalities|island"
)
_BODY_NOUNS = (
    r"organi[sz]ations?|compan(?:y|ies)|firms?|agency|agencies|institutions?|ministry|ministries"
    "|bodies|body|university|bank|manufacturers?|department"
)
_WHICH = r"\b(?:what|which|whose) (?:[\w'-]+ ){0,2}?"
_MONEY_WORDS = re.compile(
    r"\bhow much (?:money|funding|support|finance)|\b(?:cost|price|budget|fine|fee)s?\b"
    r"|\bin (?:yen|dollars|usd)\b"
)
_UNITS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("年間", "年"), r"\bhow many (?:\w+ )?years\b"),
    (("か月", "月"), r"\bhow many (?:\w+ )?months\b"),
    (("日", "日間"), r"\bhow many (?:\w+ )?days\b"),
    (("時間",), r"\bhow many (?:\w+ )?hours\b"),
    (
        ("人", "名"),
        r"\bpopulation\b|\bhow many (?:\w+ )?(?:people|persons|participants|employees|members)\b",
    ),
    (("トン", "t"), r"\bin (?:metric )?(?:tonnes|tons)\b|\bhow many (?:\w+ )?(?:tonnes|tons)\b"),
    (("°c", "度"), r"\bhow many degrees\b|\bdegrees celsius\b"),
)
_SHARE_WORDS = re.compile(r"\bpercent|\bshare\b|\bproportion\b|\bfraction\b")

_WORDS: tuple[tuple[AskKind, str], ...] = (
    ("name", r"stands? for|abbreviat|acronym|full (?:name|form)|spelled out"),
    (
        "date",
        r"^when\b|\b(?:since|until|by|and) when\b|\bwhen (?:is|are|was|were|will|did|does|do|has)\b"
        r"|\b(?:what|which) (?:\w+ )?(?:year|date|dates|month|day)\b"
        r"|\b(?:effective|start|end|opening|closing) date\b|\bdates? of\b|\bsince what\b"
        r"|\bhow (?:soon|recently)\b|\bby what year\b",
    ),
    (
        "number",
        r"\bhow (?:many|much|often|long|far|large|big|high|hot|old|tall|wide|deep)\b"
        r"|(?<!how are the )(?<!how is the )(?<!how did the )\bnumber\b"
        r"|\bcount\b|\bratio\b|\bhow \w+ (?:is|was|are) the\b|\btotal of\b",
    ),
    ("reason", r"\bwhy\b|\breasons?\b|\bwhat causes?\b|\bpurpose\b|\bbasis for\b"),
    (
        "person",
        rf"{_WHICH}(?:minister|president|person|official|professor|chair|governor|mayor|author)\b"
        r"|\bwho(?:m)?\b|\bname of the (?:person|president|chair|minister|author)\b",
    ),
    ("place", rf"\bwhere\b|{_WHICH}(?:{_PLACE_NOUNS})\b|\bvenue\b|\blocation of\b"),
    ("organisation", rf"{_WHICH}(?:{_BODY_NOUNS})\b|\bwhose (?:forecast|data|report|estimate)"),
    (
        "definition",
        r"^what (?:is|are) (?:an? |the )?(?:[\w-]+ ){0,3}?[\w-]+"
        r"(?:,? (?:according to|as described|as defined) .*)?\??$|\bwhat does .* mean\b"
        r"|\bdefin(?:e|ition)\b|\bmeaning of\b",
    ),
)
_LIST = re.compile(
    r"\blist\b|\bname (?:all|the)\b|\ball (?:the )?\w+s\b"
    r"|^(?:what|which) (?!does|is|was|has|do|did)(?:[\w-]+ ){0,2}?\w*(?:ies|[^sui]s)\b"
    r"(?! (?:the|does|is|was|has|an?|such)\b)"
    r"|^what are the (?:two|three|four|five|six|seven|main"
    r"|\w+ (?:goals|pillars|items|areas|reasons))\b"
)
_MEASURE = re.compile(
    r"\b(?:target|level|concentration|temperature|population|amount|average|total|size|rate|figure"
    r"|value|volume|capacity|increase|decrease|reduction|emissions|limit|version|hours|days|years)\b"
)
_MEASURE_LAST = re.compile(rf"{_MEASURE.pattern}[?\s]*$")


_FOCUS = re.compile(
    r"\bhow (?:many|much) (?P<counted>[a-z'-]+(?: [a-z'-]+)?)"
    r"|\b(?:what|who|which)(?: (?:is|are|was|were|will be)|'s)(?: the| an?)?(?: \w+){0,2}? ?"
    r"(?P<of>[\w'-]+) of\b"
    r"|\b(?:what|who)(?: (?:is|are|was|were|will be)|'s)(?: the| an?| [\w-]+'s)?"
    r" (?P<plain>[\w' -]+?)"
    r"(?: (?:in|at|for|by|on|to|from|that|which|who)\b|[?.]?$)"
    r"|\b(?:what|which) (?P<kind>[\w'-]+)"
    r"|^(?P<first>[\w'-]+) (?:of|for)\b|(?P<last>[\w'-]+)[?.]?$"
)


def focus_english(question: str) -> str:
    """Return the words for what a question asks of something, "" where it says none.

    >>> focus_english("Who is the mayor of Aoba?"), focus_english("How many people took part?")
    ('mayor', 'people took')
    """
    found = _FOCUS.search(normalise(question).strip())
    return next((words for words in found.groups() if words), "") if found is not None else ""


def read_english(question: str) -> Ask:
    """Return what an English `question` asks for.

    >>> read_english("Where is the venue?").kind, read_english("How many shelters are there?").kind
    ('place', 'number')
    >>> read_english("Which prefectures take part?") == Ask("place", wants_all=True)
    True
    """
    text = normalise(question).strip()
    wants_all = _LIST.search(text) is not None
    if _MONEY_WORDS.search(text):
        return Ask("number", units=(MONEY,))
    for unit, pattern in _UNITS:
        if re.search(pattern, text):
            return Ask("number", units=(unit,))
    if _SHARE_WORDS.search(text):
        return Ask("number", units=(SHARE,))
    if _MEASURE_LAST.search(text) and not re.search(r"\bwh(?!at)|\bhow\b", text):
        return Ask("number", is_sure=False)
    found = [(m.start(), kind) for kind, pattern in _WORDS if (m := re.search(pattern, text))]
    if found:
        # The word that asks comes first; what follows may hold others: "Who is told when ...".
        kind = min(found, key=lambda pair: pair[0])[1]
        several = kind not in ("number", "definition", "reason", "name", "date")
        return Ask(kind, wants_all=wants_all and several)
    if _MEASURE.search(text) and not re.search(r"\b(?:which|whose)\b", text):
        return Ask("number", is_sure=False)
    return Ask("list", wants_all=True) if wants_all else Ask("text")

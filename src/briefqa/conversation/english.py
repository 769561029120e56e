"""Read an English question: is it a follow-up, and what does it say?"""

import re

from briefqa.conversation.followups import (
    Asked,
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    WordAlone,
)
from briefqa.text.english import FUNCTION_WORDS

_FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|so|now|next|also|well|but|alright|all right|right|sure|thanks|thank you|great"
    r"|i see|by the way|then|hmm|please|got it|good)\b[\s,.!:;-]*)+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|or|plus)\b[\s,]*)?(?:and\s+)?(?:(?:(?:now|then|so|also)\s+)?(?:what|how|hows|how's)\s+about"
    r"|what\s+of|what\s+if\s+it(?:'s| is)"
    r"|(?:what|how)\s+(?:is|was|are|were|does|did|do|would|will)\s+(?:it|that|this|things|they)"
    r"(?:\s+(?:be|look|stand|change|differ|go|compare))?(?:\s+like)?\s+(?=(?:for|in|with|at|on)\b)"
    r"|(?:can|could)\s+you\s+(?:also\s+)?(?:do|check|try|show)\s+(?=[\w\s.'’-]+\s+(?:too|as well|also)\b)"
    r"|(?:the\s+)?same\s+(?:question\s+|thing\s+)?(?=for|in)"
    r"|(?:can|could)\s+you\s+(?:tell|show)\s+me\s+(?:the\s+same\s+)?(?=for)|now(?=\s+(?:for|in)))?[\s,]*",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:[\s,]+(?:then|please|instead|too|as well|though|alone|only|specifically|respectively))*[?.!\s]*$",
    re.IGNORECASE,
)
_WH = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how|which|what|is|are|was|were|do|does|did|will|can|could|has"
    r"|have|had|should|would|list|show|tell|give|name|explain|describe|compare|find)\b",
    re.IGNORECASE,
)
_AUX = r"(?:is|are|was|were|did|does|do|will|has|have|had|'s)"
_IT = r"(?:it|this|that|these|those|they|he|she|there)"
_ALONE = re.compile(
    r"(?:(?P<when>(?:since |until |till |from |by )?when(?: exactly)?|(?:in |on )?(?:what|which) (?:year|date|day|month|time))"
    r"|(?P<where>where(?: exactly)?|(?:in )?(?:what|which) (?:place|country|city))"
    r"|(?P<who>(?:by |with |for |to )?whom?|(?:what|which) person)"
    r"|(?P<why>why(?: so)?|what for|for what reason|how come)"
    r"|(?P<how_much>how much)|(?P<how_many>how many)|(?P<how>how|in what way)|(?P<which>which(?: ones?)?))"
    rf"(?:\s?{_AUX}\s+{_IT}(?:\s+(?:be|so|happen|happened|happening|the case|exactly))?"
    r"|\s+(?:are|is|was|were)\s+there|\s+not)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:(?:are there )?(?:any|some) (?:others?|more)|(?:what|who|where|which) else(?: is there| are there)?"
    r"|(?:the )?(?:others|other ones|rest)|anything else|anyone else|what are the others|more"
    r"|(?:and )?(?:all|all of them)|(?:list|show|give|name)(?: me)? (?:all(?: of them)?|them all|the rest|the others|more))",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"(?:(?:can you |could you |please )*(?:tell me more|more details?|details|in (?:more )?detail|elaborate"
    r"|explain(?: more| further| in more detail)?|go on|give (?:me )?more details?|be more specific"
    r"|more about (?:it|this|that))(?: (?:about|on) (?:it|this|that|them))?)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:and )?(?:the )?(?P<place>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first|last|next"
    r"|\d+(?:st|nd|rd|th))(?: (?:one|place|item))?",
    re.IGNORECASE,
)
_DECK = re.compile(
    r"\b(?:this|these|that|the)\s+(?:slides?|decks?|documents?|briefings?|presentations?|pages?|reports?|texts?|materials?)\b",
    re.IGNORECASE,
)
_AUX_START = re.compile(rf"(?:{_AUX})\b")
_PREPOSITIONS = "in|for|of|by|at|on|from|to|with|during|under|among"
# Words that people put around a name to ask the same of it: "How does that look for Peru?".
_LIGHT = FUNCTION_WORDS | frozenset(
    """ok okay so now then next well but right alright sure thanks thank great good fine hmm please
    same question thing things case look like know want would could can i'd i'm let's
    let do check try too again just only compare figure figures answer value situation
    story hear see one go going move moving back similarly likewise finally lastly need
    interested curious wonder wondering respect regard regards regarding compared comparison change
    differ different stand that's what's how's hows it's yes no plus once here""".split()  # noqa: SIM905 - words read best as words
)
_LIGHT_ENDS = frozenset(
    """then please too as well instead also though again alone only exactly like look now similarly
    be specifically respectively thanks the""".split()  # noqa: SIM905 - as above
)
_GO_ON = frozenset(
    """and also then now next but too instead again same similarly likewise finally plus ok okay so
    thanks thank right well compare compared""".split()  # noqa: SIM905 - as above
)
# "How is it for", "what about", "what is the figure for".
_SAME_OF = re.compile(
    r"\b(?:what|how)(?:'s)? (?:about|of|if|with|for|in)\b|\b(?:it|that|this|things|they|it's|that's)\b"
    r"|\b(?:same|(?:the|a) (?:figures?|answer|value|case|situation|story)) (?:is |are |be )?(?:for|in|of|with)\b"
)
# Nouns that name an attribute of something.
_ATTRIBUTE = re.compile(
    r"\b(?:population|area|size|budget|cost|price|fee|venue|location|place|date|time|year|duration|chair"
    r"|chairperson|chairman|president|director|head|leader|mayor|governor|minister|organi[sz]er|host|sponsor"
    r"|author|speaker|purpose|aim|goal|target|objective|reason|cause|background|result|outcome|effect"
    r"|impact|share|rate|ratio|percentage|number|count|total|amount|average|capacity|length|height|width"
    r"|weight|depth|distance|temperature|speed|members?|participants?|source|definition|meaning|name"
    r"|full name|abbreviation|acronym|status|progress|schedule|deadline|period|address|phone number|capital"
    r"|currency|language|owner|operator|founder|role|function|scope|content|contents|overview|summary"
    r"|features?|challenges?|issues?|benefits?|risks?|conditions?|criteria|method|steps?|procedure|examples?"
    r"|type|types|category|categories|person in charge|contact|title|position|affiliation|output|value"
    r"|revenue|sales|profit|headcount|attendance)$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<class>(?:this|that|these|those|the same) (?:programme|program|project|event|meeting|conference"
    r"|system|scheme|plan|city|country|town|organi[sz]ation|company|agreement|law|policy|initiative"
    r"|facility|committee|group|survey|service|product|drill|body|agency|institution|strategy|fund))\b"
    r"|(?P<person>he|she|him|this person|that person|the person)\b|(?P<place>there)\b"
    r"|(?P<owner>its|their|his|her)\b|(?P<thing>it|they|them|this|that|these|those)\b)",
    re.IGNORECASE,
)


def read_english(question: str) -> FollowUp | None:
    """Return what an English `question` says if it may be a follow-up, else None.

    >>> read_english("And what about Peru?")
    Named(name='Peru', is_led=True, is_more=False, preposition='', word='')
    >>> read_english("Who is the mayor of Midori?") is None
    True
    """
    text = re.sub(r"\s+", " ", question.strip())
    filler = _FILLER.match(text)
    text = text[filler.end() :] if filler else text
    lead = _LEAD.match(text)
    led_to = lead.end() if lead else 0
    core = _END.sub("", text[led_to:])
    if not core or _DECK.search(core):
        return None
    is_led = led_to > 0 or filler is not None
    whole = _END.sub("", re.sub(r"^and\s+,?\s*", "", text, flags=re.IGNORECASE))
    return (
        _continued(core, is_led=is_led)
        or _word_alone(whole)
        or _owned(core)
        or _referring(whole)
        or _named(core, is_led=is_led, marked=text.rstrip().endswith("?"))
    )


def is_attribute(name: str) -> bool:
    """Say whether an English noun phrase names an attribute, not a thing.

    >>> is_attribute("floor area"), is_attribute("blankets")
    (True, False)
    """
    return _ATTRIBUTE.search(name) is not None


def _continued(core: str, *, is_led: bool) -> Continued | None:
    if _MORE.fullmatch(core) and (is_led or core.lower() != "more"):
        return Continued("all")
    if _DETAIL.fullmatch(core):
        return Continued("detail")
    place = _PLACE.fullmatch(core)
    return Continued("place", place["place"].lower()) if place else None


def _word_alone(core: str) -> WordAlone | None:
    match = _ALONE.fullmatch(core)
    if match is None:
        return None
    name = next(name for name, value in match.groupdict().items() if value)
    asked: Asked = name.replace("_", " ")  # type: ignore[assignment]  # the groups bear its names
    return WordAlone(asked, match[name])


def _owned(core: str) -> Attribute | None:
    """Read "its area", "the venue", "their number of members": an attribute without its owner."""
    match = re.fullmatch(
        r"(?:(?:what|who|where|when)(?:'s| is| are| was| were) )?(?P<article>its|their|his|her|the)"
        r" (?P<name>[\w'-]+(?: [\w'-]+){0,3})",
        core,
        re.IGNORECASE,
    )
    if match is None:
        return None
    owned = match["article"].lower() != "the"
    if not owned and not is_attribute(match["name"]):
        return None
    if re.search(r"\b(?:of|in|for|by|at)\b", match["name"]) and not owned:
        return None
    if re.search(r"[A-Z]|\d", match["name"]) and not owned:
        return None
    wh = core[: match.start("article")].strip()
    if _WH.search(match["name"]):
        return None
    return Attribute(match["name"], wh)


def _referring(core: str) -> Referring | None:
    if not _WH.match(core):
        return None
    for match in _PRONOUN.finditer(core):
        kind = match.lastgroup or "thing"
        if not _refers(core, match, kind):
            continue
        if kind == "class":
            kind = "place" if re.search(r"city|country|town", match.group(), re.I) else "thing"
        is_owner = match["owner"] is not None
        if is_owner and match.group().lower() in ("his", "her"):
            kind = "person"
        kind = "thing" if kind == "owner" else kind
        return Referring(core, match.start(), match.end(), kind, is_owner)  # type: ignore[arg-type]
    return None


def _refers(core: str, match: re.Match[str], kind: str) -> bool:
    """Say whether a pronoun refers to what came before the question, not within it or to nothing."""
    before, after = core[: match.start()].rstrip(), core[match.end() :]
    if _antecedent(before):
        if kind == "owner" or after.strip():
            return False
        last = re.search(r"\b(?:in|of|to|for|about|with|on)$", before)
        is_named = any(word[0].isupper() for word in before.split()[1:])
        return len(before.split()) <= (7 if last and not is_named else 4)
    word = match.group().lower()
    if kind == "place":
        return not after.strip() and not re.search(rf"\b{_AUX}$", before, re.IGNORECASE)
    if word in ("that", "this", "these", "those") and kind == "thing":
        return bool(
            re.match(r"\s*$|\s+(?:is|was|are|were|will|has|have|mean|work|happen|cost)", after)
        ) and bool(
            re.search(rf"\b{_AUX}$|^(?:what|who|which|where|when|how|why)$", before, re.IGNORECASE)
        )
    if word == "it":
        dummy = r"\s+(?:\w+ly )?(?:\w+) (?:for|to|that|if|when)\b|\s+(?:that|about|like)\b|\s+mean to\b|\s+take to\b"
        return not re.match(dummy, after)
    return True


def _antecedent(before: str) -> bool:
    """Say whether the words before a pronoun name something that it may stand for."""
    words = re.findall(r"[\w'-]+", before)
    content = [word for word in words if word.lower() not in FUNCTION_WORDS]
    if any(word[0].isupper() or word[0].isdigit() for word in words[1:]):
        return True
    counted = re.match(r"(?:how many|which|what|whose|how much)\b", before, re.IGNORECASE)
    return len(content) > (2 if counted else 1)


def _named(text: str, *, is_led: bool, marked: bool) -> Named | None:
    """Read a name with nothing around it but words that say to go on: "And what about Peru?"."""
    words = list(re.finditer(r"[^\s,.!?;:]+", text))
    first, last = 0, len(words)
    while first < last and _plain(words[first]) in _LIGHT:
        first += 1
    while last > first and _plain(words[last - 1]) in _LIGHT_ENDS:
        last -= 1
    if first == last or last - first > 8:
        return None
    lead = " ".join(_plain(word) for word in words[:first])
    ends = {_plain(word) for word in words[last:]} | {_plain(word) for word in words[:first]}
    name = text[words[first].start() : words[last - 1].end()]
    if _WH.search(name) or re.search(r"[.?!;:]\s", name) or not _may_lead(lead):
        return None
    goes_on = is_led or bool(ends & _GO_ON) or bool(_SAME_OF.search(lead))
    preposition = next((word for word in reversed(lead.split()) if word != "the"), "")
    is_bare = re.fullmatch(rf"(?:just |only )?(?:{_PREPOSITIONS})?(?: the)?", lead) is not None
    if not (goes_on or (is_bare and (marked or (lead and lead != "the")))):
        return None
    preposition = preposition if re.fullmatch(_PREPOSITIONS, preposition) else ""
    is_more = bool(preposition) and not goes_on
    return Named(
        re.sub(r"['’]s$", "", name), goes_on or is_more, is_more=is_more, preposition=preposition
    )


def _plain(word: re.Match[str]) -> str:
    return word.group().lower().replace("’", "'")


def _may_lead(lead: str) -> bool:
    """Say whether the words before a name ask nothing of their own, as "who is" would."""
    asks = re.search(r"\b(?:what|how|who|when|where|why|which|whom|whose)(?:'s)?\b", lead)
    if asks is None:
        return _AUX_START.match(lead) is None or _SAME_OF.search(lead) is not None
    return _SAME_OF.search(lead) is not None

"""The words by which English questions ask, follow on and refer back."""

import re

from briefqa.text.english import FUNCTION_WORDS

FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|so|now|next|also|well|but|alright|all right|right|sure|thanks|thank you"
    r"|great"
    r"|i see|by the way|then|hmm|please|got it|good)\b[\s,.!:;-]*)+",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:(?:and|or|plus)\b[\s,]*)?(?:and\s+)?(?:(?:(?:now|then|so|also)\s+)?(?:what|how|hows|how's)\s+about"
    r"|what\s+of|what\s+if\s+it(?:'s| is)"
    r"|(?:what|how)\s+(?:is|was|are|were|does|did|do|would|will)\s+(?:it|that|this|things|they)"
    r"(?:\s+(?:be|look|stand|change|differ|go|compare))?(?:\s+like)?\s+"
    r"(?=(?:for|with|at|on)\b|in (?-i:[A-Z\d]))"
    r"|(?:can|could)\s+you\s+(?:also\s+)?(?:do|check|try|show)\s+(?=[\w\s.'’-]+\s+(?:too|as well"
    r"|also)\b)"
    r"|(?:the\s+)?same\s+(?:question\s+|thing\s+)?(?=for|in)"
    r"|(?:can|could)\s+you\s+(?:tell|show)\s+me\s+(?:the\s+same\s+)?(?=for)|now(?=\s+(?:for|in)))?[\s,]*",
    re.IGNORECASE,
)
END = re.compile(
    r"(?:[\s,]+(?:then|please|instead|too|as well|though|alone|only|specifically"
    r"|respectively))*[?.!\s]*$",
    re.IGNORECASE,
)
WH = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how|which|what|is|are|was|were|do|does|did|will|can|could|has"
    r"|have|had|should|would|list|show|tell|give|name|explain|describe|compare|find)\b",
    re.IGNORECASE,
)
AUX = r"(?:is|are|was|were|did|does|do|will|has|have|had|'s)"
IT = r"(?:it|this|that|these|those|they|he|she|there)"
ALONE = re.compile(
    r"(?:(?P<when>(?:since |until |till |from |by )?when(?: exactly)?|(?:in |on )?(?:what"
    r"|which) (?:year|date|day|month|time))"
    r"|(?P<where>where(?: exactly)?|(?:in )?(?:what|which) (?:place|country|city))"
    r"|(?P<who>(?:by |with |for |to )?whom?|(?:what|which) person)"
    r"|(?P<why>why(?: so)?|what for|for what reason|how come)"
    r"|(?P<how_much>how much)|(?P<how_many>how many)|(?P<how>how|in what way)"
    r"|(?P<which>which(?: ones?)?))"
    rf"(?:\s?{AUX}\s+{IT}(?:\s+(?:be|so|happen|happened|happening|the case|exactly))?"
    r"|\s+(?:are|is|was|were)\s+there|\s+not)?",
    re.IGNORECASE,
)
MORE = re.compile(
    r"(?:(?:are there )?(?:any|some) (?:others?|more)|(?:what|who|where|which) else(?: is there"
    r"| are there)?"
    r"|(?:the )?(?:others|other ones|rest)|anything else|anyone else|what are the others|more"
    r"|(?:and )?(?:all|all of them)|(?:list|show|give|name)(?: me)? (?:all(?: of them)?|them all"
    r"|the rest|the others|more))",
    re.IGNORECASE,
)
DETAIL = re.compile(
    r"(?:(?:can you |could you |please )*(?:tell me more|more details?|details|in (?:more )?detail"
    r"|elaborate"
    r"|explain(?: more| further| in more detail)?|go on|give (?:me )?more details?|be more specific"
    r"|more about (?:it|this|that))(?: (?:about|on) (?:it|this|that|them))?)",
    re.IGNORECASE,
)
LIST = re.compile(
    r"(?:(?:can|could) you )?(?:please )?(?:list|show|give|name)(?: me)? (?:the|that|its) list"
    r"(?: of them)?"
    r"|(?:the|its) list",
    re.IGNORECASE,
)
AS_OF = re.compile(
    r"as of (?:when|(?:what|which) (?:date|year|month|day))(?: is (?:that|this|it)(?: figure)?)?",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:and )?(?:the )?(?P<place>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first"
    r"|last|next"
    r"|\d+(?:st|nd|rd|th))(?: (?:one|place|item))?",
    re.IGNORECASE,
)
DECK = re.compile(
    r"\b(?:this|these|that|the)\s+(?:slides?|decks?|documents?|briefings?|presentations?|pages?|reports?|texts?|materials?)\b",
    re.IGNORECASE,
)
AUX_START = re.compile(rf"(?:{AUX})\b")
PREPOSITIONS = "in|for|of|by|at|on|from|to|with|during|under|among"
# Words that people put around a name to ask the same of it: "How does that look for Peru?".
LIGHT = FUNCTION_WORDS | frozenset(
    """ok okay so now then next well but right alright sure thanks thank great good fine hmm please
    same question thing things case look like know want would could can i'd i'm let's
    let do check try too again just only compare figure figures answer value situation
    story hear see one go going move moving back similarly likewise finally lastly need
    interested curious wonder wondering respect regard regards regarding compared comparison change
    differ different stand that's what's how's hows it's yes no plus once here""".split()  # noqa: SIM905 - words read best as words
)
LIGHT_ENDS = frozenset(
    """then please too as well instead also though again alone only exactly like look now similarly
    be specifically respectively thanks the""".split()  # noqa: SIM905 - as above
)
GO_ON = frozenset(
    """and also then now next but too instead again same similarly likewise finally plus ok okay so
    thanks thank right well compare compared""".split()  # noqa: SIM905 - as above
)
# "How is it for", "what about", "what is the figure for".
SAME_OF = re.compile(
    r"\b(?:what|how)(?:'s)? (?:about|of|if|with|for|in)\b|\b(?:it|that|this|things|they|it's"
    r"|that's)\b"
    r"|\b(?:same|(?:the|a) (?:figures?|answer|value|case|situation|story)) (?:is |are |be )?(?:for"
    r"|in|of|with)\b"
)
# Nouns that name an attribute of something.
ATTRIBUTE = re.compile(
    r"\b(?:population|area|size|budget|cost|price|fee|venue|location|place|date|time|year|duration|chair"
    r"|chairperson|chairman|president|director|head|leader|mayor|governor|minister|organi[sz]er|host|sponsor"
    r"|author|speaker|purpose|aim|goal|target|objective|reason|cause|background|result|outcome|effect"
    r"|impact|share|rate|ratio|percentage|number|count|total|amount|average|capacity|length|height|width"
    r"|weight|depth|distance|temperature|speed|members?|participants?|source|definition|meaning|name"
    r"|full name|abbreviation|acronym|status|progress|schedule|deadline|period|address"
    r"|phone number|capital"
    r"|currency|language|owner|operator|founder|role|function|scope|content|contents|overview|summary"
    r"|features?|challenges?|issues?|benefits?|risks?|conditions?|criteria|method|steps?|procedure|examples?"
    r"|type|types|category|categories|person in charge|contact|title|position|affiliation|output"
    r"|value"
    r"|revenue|sales|profit|headcount|attendance)$",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?:(?P<class>(?:this|that|these|those|the same) (?:programme|program|project|event|meeting"
    r"|conference"
    r"|system|scheme|plan|city|country|town|organi[sz]ation|company|agreement|law|policy|initiative"
    r"|facility|committee|group|survey|service|product|drill|body|agency|institution|strategy|fund))\b"
    r"|(?P<person>he|she|him|this person|that person|the person)\b|(?P<place>there)\b"
    r"|(?P<owner>its|their|his|her)\b|(?P<thing>it|they|them|this|that|these|those)\b)",
    re.IGNORECASE,
)


def is_attribute(name: str) -> bool:
    """Say whether an English noun phrase names an attribute, not a thing.

    >>> is_attribute("floor area"), is_attribute("blankets")
    (True, False)
    """
    return ATTRIBUTE.search(name) is not None

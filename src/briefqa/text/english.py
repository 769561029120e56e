"""English words: those that carry no topic, their singulars, and a light stemmer.

Questions inflect what dictionaries and slides do not.
"""

import re

WORD = re.compile(r"[a-z]+(?:[.&'’+/-]?[a-z0-9]+)*")

# Words that bind, refer or ask, and so have no meaning of their own to translate or to search for.
FUNCTION_WORDS = frozenset(
    """a about according all also am an and any are as at be been being between both but by can
    could did do does done each explain for from give had has have he her his how i if in into
    is it its list many me more most much my of on or other our out please she should show so
    some such tell than that the their them then there these they this those to up us very was
    we were what when where which while who whom whose why will with would you your""".split()  # noqa: SIM905 - words read best as words
)

# And words that say nothing about the topic, though they have a meaning.
STOP_WORDS = FUNCTION_WORDS | frozenset(
    """across actually among became become briefing called came come comes deck describe doing
    during gave get given go goes going got happen happened having him it's itself just kind
    known let made make makes making mean means meant mention mentioned name off one over per
    said saw say says see seen slide slides sort stand stands take taken takes there's through
    took type under use used using went what's who's within""".split()  # noqa: SIM905 - words read best as words
)

# Words whose singular the rules below would not find, or that only look inflected.
SINGULARS = {
    "always": "always", "calories": "calorie", "canoes": "canoe", "cookies": "cookie",
    "gases": "gas", "goes": "go", "headquarters": "headquarters", "lens": "lens",
    "lenses": "lens", "movies": "movie", "news": "news", "perhaps": "perhaps", "series": "series",
    "species": "species",
}  # fmt: skip

# What is left of verbs in -ee; other words in -eed (speed, proceed) are whole.
_EE_VERBS = re.compile(r"(?:agr|decr|^fr|fer|ant)eed$")
_NOT_INFLECTED = frozenset({"during", "evening", "morning", "hundred"})
# Plurals of words in -us (buses, viruses, statuses), told from those in -use (uses, excuses).
_OF_US = re.compile(r"(?:(?<!^a)b|[io]r|[oir]c|[nptsli])uses$")


def singulars(word: str) -> tuple[str, ...]:
    """Return the words that lower-case `word` may be a plural of, likeliest first; () if none.

    >>> singulars("countries"), singulars("houses"), singulars("buses"), singulars("heroes")
    (('country',), ('house', 'hous'), ('bus', 'buse'), ('hero',))
    >>> singulars("news"), singulars("analysis"), singulars("bus")
    ((), (), ())
    """
    if word in SINGULARS:
        return (SINGULARS[word],) if SINGULARS[word] != word else ()
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return ()
    if word.endswith("ies") and len(word) > 4 and not word.endswith(("eies", "aies")):
        return (word[:-3] + "y",)
    if word.endswith(("sses", "shes", "ches", "xes", "tzes", "zzes")):
        return (word[:-2],)
    if word.endswith("oes") and len(word) > 4 and not word.endswith("shoes"):
        return (word[:-2],)
    if _OF_US.search(word):
        return word[:-2], word[:-1]
    if word.endswith(("ses", "zes")):
        return word[:-1], word[:-2]
    return (word[:-1],)


def stem(word: str) -> str:
    """Return the lower-case `word` without plural, -ing, -ed; never shorter than three letters.

    After the S stemmer (Harman 1991, "How effective is suffixing?"), with -ing and -ed added.

    >>> [stem(w) for w in ["countries", "emissions", "classes", "planned", "signing", "1990s"]]
    ['country', 'emission', 'class', 'plan', 'sign', '1990s']
    >>> [stem(w) for w in ["speed", "agreed", "agreeing", "exceeded", "buses", "causes", "sizes"]]
    ['speed', 'agree', 'agree', 'exceed', 'bus', 'cause', 'size']
    >>> [stem(w) for w in ["news", "species", "series", "during"]]
    ['news', 'species', 'series', 'during']
    """
    if len(word) < 4 or not word.isascii() or any(c.isdigit() for c in word):
        return word
    word = word.removesuffix("'s").removesuffix("’s")
    if word in _NOT_INFLECTED:
        return word
    if found := singulars(word):
        return found[0]
    if word.endswith("eed"):
        return word[:-1] if _EE_VERBS.search(word) else word
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiouylsz":
                return base[:-1]
            return base
    return word

"""English words: a light stemmer, since questions inflect what dictionaries and slides do not."""

import re

WORD = re.compile(r"[a-z]+(?:[.&'’+/-]?[a-z0-9]+)*")

# Words that ask, bind or fill, and so say nothing about the topic.
STOP_WORDS = frozenset(
    """a about according actually all also am an and any are as at be been being between both but by
    can could did do does doing done each for from had has have having he her him his how i if in
    into is it its itself just me more most much many my of off on one or other our out over per
    please she should so some such tell than that the their them then there these they this those
    through to under up us very was we were what when where which while who whom whose why will with
    would you your give show list name explain describe say says said mean means meant let get got
    there's it's what's who's sort stand stands called known use used using come came comes go goes
    going went make made makes making take took takes taken gave given see saw seen kind type slide
    slides deck briefing mention mentioned happen happened across become became within during
    among""".split()  # noqa: SIM905 - words read best as words
)


def stem(word: str) -> str:
    """Return the lower-case `word` without plural, -ing, -ed; never shorter than three letters.

    After the S stemmer (Harman 1991, "How effective is suffixing?"), with -ing and -ed added.

    >>> [stem(w) for w in ["countries", "emissions", "classes", "planned", "signing", "1990s"]]
    ['country', 'emission', 'class', 'plan', 'sign', '1990s']
    """
    if len(word) < 4 or not word.isascii() or any(c.isdigit() for c in word):
        return word
    word = word.removesuffix("'s").removesuffix("’s")
    if word.endswith("ies") and len(word) > 4 and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                return base[:-1]
            return base
    return word

"""Read an English question: is it a follow-up, and what does it say?"""

import re

from briefqa.conversation import english_words as words
from briefqa.conversation.followups import (
    Asked,
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    Unsaid,
    WordAlone,
)
from briefqa.text.english import FUNCTION_WORDS

# Around "that" and "this" as the subject.
_SUBJECT_BEFORE = re.compile(
    rf"\b{words.AUX}$|^who \w+$|^(?:what|who|which|where|when|how|why)$", re.IGNORECASE
)
_SUBJECT_AFTER = re.compile(
    r"\s*$|\s+(?:is|was|are|were|will|has|have|mean|work|happen|cost|held|set|made|done|so|true|in|for|by|to)\b"
    r"|\s+\w+(?:ed|ing|ant|ent|ary|ive|ble|ful|ous)\b"
)
# After the "it" that stands for nothing: "is it easy to", "is it that", "does it take to".
_DUMMY = re.compile(
    r"\s+(?!(?:after|before|in|on|at|by|under)\b)"
    r"(?:(?:\w+ly )?\w+ (?:for|to|that|if|when)|that|about|like)\b"
)


def read_english(question: str) -> FollowUp | None:
    """Return what an English `question` says if it may be a follow-up, else None.

    >>> read_english("And what about Peru?")
    Named(name='Peru', is_led=True, is_more=False, preposition='', word='')
    >>> read_english("Who is the mayor of Midori?") is None
    True
    """
    text = re.sub(r"\s+", " ", question.strip())
    filler = words.FILLER.match(text)
    text = text[filler.end() :] if filler else text
    lead = words.LEAD.match(text)
    led_to = lead.end() if lead else 0
    core = words.END.sub("", text[led_to:])
    if not core or words.DECK.search(core):
        return None
    is_led = led_to > 0 or filler is not None
    whole = words.END.sub("", re.sub(r"^and\s+,?\s*", "", text, flags=re.IGNORECASE))
    return (
        _continued(core, is_led=is_led)
        or _word_alone(whole)
        or _unsaid(whole)
        or _owned(core)
        or _referring(whole)
        or _named(core, is_led=is_led, marked=text.rstrip().endswith("?"))
    )


def _continued(core: str, *, is_led: bool) -> Continued | None:
    if words.MORE.fullmatch(core) and (is_led or core.lower() != "more"):
        return Continued("all")
    if words.DETAIL.fullmatch(core):
        return Continued("detail")
    if words.LIST.fullmatch(core):
        return Continued("list")
    if words.AS_OF.fullmatch(core):
        return Continued("as of")
    place = words.PLACE.fullmatch(core)
    return Continued("place", place["place"].lower()) if place else None


def _word_alone(core: str) -> WordAlone | None:
    match = words.ALONE.fullmatch(core)
    if match is None:
        return None
    name = next(name for name, value in match.groupdict().items() if value)
    asked: Asked = name.replace("_", " ")  # type: ignore[assignment]  # the groups bear its names
    return WordAlone(asked, match[name])


def _unsaid(core: str) -> Unsaid | None:
    """Read "How many had applied?", which counts what the earlier question counted."""
    match = re.fullmatch(
        r"how many (?:(?:of them|ones) )?(?:(?:had|have|were|are|was|will be) (?:not )?)?\w+ed",
        core,
        re.IGNORECASE,
    )
    return Unsaid(core) if match else None


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
    if not owned and not words.is_attribute(match["name"]):
        return None
    if re.search(r"\b(?:of|in|for|by|at)\b", match["name"]) and not owned:
        return None
    if re.search(r"[A-Z]|\d", match["name"]) and not owned:
        return None
    wh = core[: match.start("article")].strip()
    if words.WH.search(match["name"]):
        return None
    return Attribute(match["name"], wh, is_owned=owned)


def _referring(core: str) -> Referring | None:
    if not words.WH.match(core):
        return None
    for match in words.PRONOUN.finditer(core):
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
    """Say whether a pronoun refers to what came before the question, not to a word of it."""
    before, after = core[: match.start()].rstrip(), core[match.end() :]
    if _antecedent(before, allowed=1 if kind == "owner" else 2):
        if kind == "owner" or after.strip():
            return False
        last = re.search(r"\b(?:in|of|to|for|about|with|on)$", before)
        is_named = any(word[0].isupper() for word in before.split()[1:])
        return len(before.split()) <= (7 if last and not is_named else 4)
    word = match.group().lower()
    if kind == "place":
        return not after.strip() and not re.search(rf"\b{words.AUX}$", before, re.IGNORECASE)
    if word in ("that", "this", "these", "those") and kind == "thing":
        return (
            _SUBJECT_AFTER.match(after) is not None and _SUBJECT_BEFORE.search(before) is not None
        )
    if word == "it":
        return not _DUMMY.match(after)
    return True


def _antecedent(before: str, *, allowed: int) -> bool:
    """Say whether the words before a pronoun name something that it may stand for.

    `allowed`: how many words the thing that is counted or chosen among may take.
    """
    said = re.findall(r"[\w'-]+", before)
    content = [word for word in said if word.lower() not in FUNCTION_WORDS]
    if any(word[0].isupper() or word[0].isdigit() for word in said[1:]):
        return True
    counted = re.match(r"(?:how many|which|what|whose|how much)\b", before, re.IGNORECASE)
    return len(content) > (allowed if counted else 1)


def _named(text: str, *, is_led: bool, marked: bool) -> Named | None:
    """Read a name with nothing around it but found that say to go on: "And what about Peru?"."""
    found = list(re.finditer(r"[^\s,.!?;:]+", text))
    first, last = 0, len(found)
    while first < last and _plain(found[first]) in words.LIGHT:
        first += 1
    while last > first and _plain(found[last - 1]) in words.LIGHT_ENDS:
        last -= 1
    if first == last or last - first > 8:
        return None
    lead = " ".join(_plain(word) for word in found[:first])
    ends = {_plain(word) for word in found[last:]} | {_plain(word) for word in found[:first]}
    name = text[found[first].start() : found[last - 1].end()]
    if words.WH.search(name) or re.search(r"[.?!;:]\s", name) or not _may_lead(lead):
        return None
    goes_on = is_led or bool(ends & words.GO_ON) or bool(words.SAME_OF.search(lead))
    preposition = next((word for word in reversed(lead.split()) if word != "the"), "")
    is_bare = re.fullmatch(rf"(?:just |only )?(?:{words.PREPOSITIONS})?(?: the)?", lead) is not None
    if not (goes_on or (is_bare and (marked or (lead and lead != "the")))):
        return None
    preposition = preposition if re.fullmatch(words.PREPOSITIONS, preposition) else ""
    is_more = bool(preposition) and not goes_on
    return Named(
        re.sub(r"['’]s$", "", name), goes_on or is_more, is_more=is_more, preposition=preposition
    )


def _plain(word: re.Match[str]) -> str:
    return word.group().lower().replace("’", "'")


def _may_lead(lead: str) -> bool:
    """Say whether the words before a name ask nothing of their own, as "who is" would."""
    if re.search(r"\b(?:who|when|where|why|which|whom|whose)\b", lead):
        return False
    asks = re.search(r"\b(?:what|how)(?:'s)?\b", lead)
    if asks is None:
        return words.AUX_START.match(lead) is None or words.SAME_OF.search(lead) is not None
    return words.SAME_OF.search(lead) is not None

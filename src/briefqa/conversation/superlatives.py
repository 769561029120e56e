"""Ask for another place in an order: the least for the most, the second for the first."""

import re

from briefqa.conversation import earlier_english
from briefqa.conversation.earlier_japanese import Earlier, take_apart
from briefqa.conversation.japanese_words import asked_by, is_attribute, question_words
from briefqa.conversation.kinds_english import kind_of

_MOST = "最も|もっとも|一番|いちばん"
_DEGREE = r"[^\s、はがのをに]*?(?:い|きい|ない)"
_LEAST = re.compile(
    rf"(?:(?:では|じゃあ?|逆に|反対に)[、,]?)*(?P<most>{_MOST})(?P<degree>{_DEGREE})"
    r"(?P<head>の|もの|国|都市|市|区|町|村|県|地域|ところ|年度?|月)?は?(?:どこ|誰|何|どれ|いつ)?(?:です|でしょう)?(?:か)?[?？。]*"
)
_DEGREES = (
    "most|least|fewest|largest|smallest|biggest|highest|lowest|longest|shortest|oldest|newest|latest|earliest"
    "|best|worst|fastest|slowest|cheapest|heaviest|lightest|tallest"
)
_ENGLISH = re.compile(
    r"(?:and|so|ok|okay|now|then|but|what about|how about|,|\s)*"
    r"(?:which (?:one )?(?:is|are|has|had|have|was) )?"
    rf"(?:the )?(?P<degree>{_DEGREES})[?.\s]*",
    re.IGNORECASE,
)


def with_superlative(question: str, earlier: str) -> str | None:
    """Return the earlier question with the other superlative that a follow-up names, or None.

    >>> with_superlative("最も少ないのは？", "避難所が最も多い区はどこですか")
    '避難所が最も少ない区はどこですか'
    >>> with_superlative("And the fewest?", "Which ward has the most shelters?")
    'Which ward has the fewest shelters?'
    """
    match = _LEAST.fullmatch(question.strip())
    if match:
        whole = re.sub(
            rf"({_MOST})(.*?){_DEGREE}(?=[^いなく])",
            rf"\g<1>\g<2>{match['degree']}",
            earlier,
            count=1,
        )
        if whole != earlier:
            return whole
        measured = _measured(take_apart(earlier))
        lead = question.strip()[match.start("most") - match.start() :]
        return f"{measured}が{lead}" if measured else None
    match = _ENGLISH.fullmatch(question.strip())
    if match:
        whole = re.sub(rf"\b(?:{_DEGREES})\b", match["degree"].lower(), earlier, count=1)
        return whole if whole != earlier else _over_all(earlier, match["degree"].lower())
    return None


def _measured(earlier: Earlier) -> str:
    """Return the noun that an earlier question asks the measure of: 観光客数, or "" where none."""
    counted = re.search(r"([^はがでにを、\s]+)が(?=何|いくつ)", earlier.body)
    if counted or earlier.predicate:
        return counted[1] if counted else ""
    words = question_words(earlier.body)
    counts = bool(words) and asked_by(words[-1]) in ("how many", "how much")
    return earlier.asked if counts or is_attribute(earlier.asked) else ""


_COUNTED = re.compile(
    rf"^(?:(?:what|how) (?:is|was|are|were) )?(?:the )?(?:total )?number of (?P<thing>.+?)"
    rf"(?: {earlier_english.PREPOSITIONS} (?P<who>.+))?$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\b(?:population|area|size|budget|cost|price|fee|share|rate|ratio|percentage|total|amount"
    r"|capacity|length|height|width|weight|depth|distance|output|revenue|sales|profit)$",
    re.IGNORECASE,
)
_FOR_COUNTS = {
    "largest": "most", "biggest": "most", "highest": "most", "most": "most", "smallest": "fewest",
    "lowest": "fewest", "fewest": "fewest", "least": "fewest",
}  # fmt: skip


def _over_all(earlier: str, degree: str) -> str | None:
    """Ask for the superlative over what an earlier English question counts or measures."""
    taken = earlier_english.take_apart(earlier)
    counted = _COUNTED.match(taken.body)
    thing = counted["thing"] if counted else taken.asked if taken.frame == "count" else ""
    who = (counted["who"] if counted else taken.owner) or ""
    kind = _kind_word(who)
    if thing and degree in _FOR_COUNTS:
        return f"Which{kind} has the {_FOR_COUNTS[degree]} {thing}?"
    if taken.frame in ("of", "possessive", "keywords") and _MEASURES.search(taken.asked):
        return f"Which{_kind_word(taken.owner)} has the {degree} {taken.asked}?"
    return None


def _kind_word(name: str) -> str:
    kind = kind_of(name)
    if re.search(r"\bcountry$", name) or kind == "country":
        return " country"
    return f" {name.split()[-1].lower()}" if kind == "place" else ""


def is_superlative(question: str) -> bool:
    """Say whether a question asks for the most or the least of some."""
    return re.search(rf"{_MOST}|\b(?:{_DEGREES})\b", question, re.IGNORECASE) is not None


_MEASURED_JAPANESE = re.compile(
    rf"(?:^|(?<=[、はでに]))(?P<before>[^がはで、]+)が(?:{_MOST})|(?:{_MOST})(?P<after>[^がは、]+)が"
)
_MEASURED_ENGLISH = re.compile(
    rf"^(?:which|what|who)\b.*?\b(?:has|have|had) the (?:{_DEGREES}) (?P<thing>.+?)[?.\s]*$",
    re.IGNORECASE,
)


def measured_of(name: str, question: str) -> str | None:
    """Ask for the measure of one name, where a question asked which has the most of it.

    >>> measured_of("港区", "避難所数が最も多い区はどこですか")
    '港区の避難所数は？'
    >>> measured_of("Minato Ward", "Which ward has the most shelters?")
    'How many shelters does Minato Ward have?'
    """
    found = _MEASURED_JAPANESE.search(question)
    if found:
        noun = re.sub("^.*(?:別の|うち|中で?|なかで?)", "", found["before"] or found["after"])
        return f"{name}の{noun}は？" if noun else None
    match = _MEASURED_ENGLISH.match(question)
    if match is None:
        return None
    thing = match["thing"]
    if re.match(r"number of\b", thing) or _MEASURES.search(thing):
        return f"What is the {thing} of {name}?"
    return f"How many {thing} does {name} have?"


def with_place(place: str, earlier: str) -> str | None:
    """Return an earlier question for the first as one for another place, or None where it is none.

    >>> with_place("2番目", "避難所が最も多い区はどこですか")
    '避難所が2番目に多い区はどこですか'
    >>> with_place("second", "Which ward has the most shelters?")
    'Which ward has the second most shelters?'
    """
    whole = re.sub(_MOST, f"{place}に", earlier, count=1)
    if whole == earlier:
        whole = re.sub(rf"\b(the )({_DEGREES})\b", rf"\g<1>{place} \g<2>", earlier, count=1)
    return whole if whole != earlier else None

"""Ask for another place in an order: the least for the most, the second for the first."""

import re

from briefqa.conversation.earlier_japanese import take_apart
from briefqa.conversation.japanese_words import is_attribute

_MOST = "最も|もっとも|一番|いちばん"
_DEGREE = r"[^\s、はがのをに]*?(?:い|きい|ない)"
_LEAST = re.compile(
    rf"(?:(?:では|じゃあ?|逆に|反対に)[、,]?)*(?:{_MOST})(?P<degree>{_DEGREE})(?:の|もの)?は?"
    r"(?:どこ|誰|何|どれ)?(?:です|でしょう)?(?:か)?[?？。]*"
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
        asked = take_apart(earlier).asked
        return f"{asked}が{question.strip()}" if is_attribute(asked) else None
    match = _ENGLISH.fullmatch(question.strip())
    if match:
        whole = re.sub(rf"\b(?:{_DEGREES})\b", match["degree"].lower(), earlier, count=1)
        return whole if whole != earlier else None
    return None


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

"""The words before and after a figure that say how exact it is: 約, 以上, を超える, at least.

All text is folded, as by `briefqa.text.normalise.fold`.
"""

import re
from collections.abc import Iterable, Mapping

from briefqa.records import Qualifier

# Words that bind to a figure and say nothing about how exact it is: 年間3,000億ドル.
_PLAIN = (
    "延べ", "のべ", "合計", "総計", "累計", "総額", "計", "年間", "年率", "年平均", "月額", "月間",
    "a total of",
)  # fmt: skip
_BEFORE: Mapping[str, Qualifier] = {
    **dict.fromkeys(_PLAIN, ""),
    **dict.fromkeys(("約", "およそ", "おおよそ", "凡そ", "ほぼ", "おおむね", "概ね"), "about"),
    **dict.fromkeys(("about", "approximately", "approx.", "around", "roughly", "nearly"), "about"),
    **dict.fromkeys(("almost", "circa"), "about"),
    **dict.fromkeys(("少なくとも", "最低でも", "最低"), "at least"),
    **dict.fromkeys(("at least", "no less than", "not less than", "no fewer than"), "at least"),
    **dict.fromkeys(("a minimum of", "minimum"), "at least"),
    **dict.fromkeys(("最大", "最大で", "最長", "多くとも", "多くても", "せいぜい"), "at most"),
    **dict.fromkeys(("at most", "up to", "no more than", "not more than"), "at most"),
    **dict.fromkeys(("a maximum of", "maximum"), "at most"),
    **dict.fromkeys(("more than", "over", "above", "exceeding", "in excess of"), "more than"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "less than"),
}
_WORDS = tuple(sorted(_BEFORE, key=len, reverse=True))
_CHAIN_LIMIT = 3
# Letters before 約, 計, 年間 that make another word of it: 条約, 設計, 5年間.
_OTHER_WORD = {
    "約": "予契条規節制集要公誓協解確盟売成特婚倹旧新密",
    "計": "設会統合総累家時推集小余",
    "年間": "か0123456789〇一二三四五六七八九十百千数ヵヶカケ",
    "月間": "か0123456789〇一二三四五六七八九十百千数ヵヶカケ",
}
# 震度6強, 5弱 is a grade; 3割強 and 100強 are figures.
_NO_GRADE = "(?<![^0-9][0-9])(?<!^[0-9])"
_AFTER: Mapping[Qualifier, str] = {
    "about": r"程度|前後|頃|ごろ|ほど(?!ど)|くらい|ぐらい|近く|位(?![一-鿿置])"
    r"|(?:台|規模)(?![一-鿿ァ-ヺ])",
    "at least": r"以上|\+(?![0-9])|\s(?:or|and)\s(?:more|above|over)(?![a-z])",
    "at most": r"以下|以内|\sor\s(?:less|fewer|below)(?![a-z])",
    "more than": r"を?(?:超え(?:る|た|て)?|上回(?:る|った|り))|[超余](?![一-鿿ァ-ヺ])り?"
    rf"|{_NO_GRADE}強(?![一-鿿ァ-ヺ])",
    "less than": rf"未満|を下回(?:る|った|り)|に満たない|{_NO_GRADE}弱(?![一-鿿ァ-ヺ])",
}
_SUFFIX = re.compile("|".join(f"(?P<q{i}>{words})" for i, words in enumerate(_AFTER.values())))


def before(text: str, end: int) -> tuple[int, Qualifier]:
    """Return where the words begin that qualify the figure at `end`, and what they say.

    >>> before("人口は約30万人", 4), before("予約30件", 2)
    ((3, 'about'), (2, ''))
    """
    found: list[Qualifier] = []
    start = end
    for _ in range(_CHAIN_LIMIT):
        at = start - 1 if text[start - 1 : start].isspace() else start
        word = _word_before(text, at)
        if not word or (word.isascii() and at == start):
            break
        found.append(_BEFORE[word])
        start = at - len(word)
    return start, strictest(reversed(found))


def _word_before(text: str, end: int) -> str:
    if not text.endswith(_WORDS, max(0, end - 16), end):
        return ""
    word = next(word for word in _WORDS if text.endswith(word, max(0, end - 16), end))
    letter = text[end - len(word) - 1 : end - len(word)]
    if letter and (letter in _OTHER_WORD.get(word, "") or (word.isascii() and letter.isalpha())):
        return ""
    return word


def after(text: str, start: int) -> tuple[int, Qualifier]:
    """Return where the qualifier that follows a figure ends, and what it says.

    >>> after("30人以上", 3), after("30人が参加", 3)
    ((5, 'at least'), (3, ''))
    """
    match = _SUFFIX.match(text, start)
    if match is None:
        return start, ""
    return match.end(), next(q for i, q in enumerate(_AFTER) if match[f"q{i}"])


def strictest(found: Iterable[Qualifier]) -> Qualifier:
    """Return the last qualifier that is a bound, else whether there is an about.

    >>> strictest(["about", "at least"])  # 約30人以上
    'at least'
    """
    result: Qualifier = ""
    for qualifier in found:
        if qualifier not in ("", "about") or not result:
            result = qualifier
    return result

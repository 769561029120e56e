"""Turn radicals, which fonts give for the ideographs that look like them, into the ideographs."""

import re
import unicodedata

# Unicode's EquivalentUnifiedIdeograph.txt, version 16, those that stand as characters of words.
_SUPPLEMENT = (
    "⺌小⺎兀⺒巳⺓幺⺜日⺝月⺟母⺠民⺧牛⺩王⺬示⺮竹⺶羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻊足⻋车"
    "⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐"
    "⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# Radicals whose shape in Japanese fonts is that of another ideograph than NFKC gives (戶, 靑, 黃,
# 黑): Adobe-Japan1 has one glyph for both.
_JAPANESE = "⼾戸⾭青⿈黄⿊黒"
_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")


def _ideographs() -> dict[int, str]:
    """Return the ideograph for each radical, by its code."""
    found = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    for pairs in (_SUPPLEMENT, _JAPANESE):
        found |= {
            ord(radical): ideograph
            for radical, ideograph in zip(pairs[::2], pairs[1::2], strict=True)
        }
    return found


_IDEOGRAPHS = _ideographs()


def mend(text: str) -> str:
    """Return `text` with ideographs in place of radicals; its length stays the same.

    >>> mend("⼊⾨ ⼾⻑")
    '入門 戸長'
    """
    return text.translate(_IDEOGRAPHS) if _RADICAL.search(text) else text

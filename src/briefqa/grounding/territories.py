"""Countries and territories by CLDR's English and Japanese names, and others in common use."""

import re
from functools import cache

from babel import Locale

from briefqa.text.normalise import normalise

# In common use beside CLDR's names.
_ALIASES = {
    "米国": "US", "アメリカ": "US", "usa": "US", "u.s.": "US", "u.s.a.": "US",
    "united states of america": "US", "英国": "GB", "britain": "GB", "great britain": "GB",
    "豪州": "AU", "大韓民国": "KR", "republic of korea": "KR", "中華人民共和国": "CN",
    "日本国": "JP", "ビルマ": "MM", "burma": "MM", "viet nam": "VN", "czech republic": "CZ",
    "チェコ共和国": "CZ", "ロシア連邦": "RU", "russian federation": "RU",
    "turkey": "TR", "türkiye": "TR", "ivory coast": "CI",
    "cabo verde": "CV", "east timor": "TL", "東ティモール": "TL", "swaziland": "SZ",
    "欧州": "150", "香港": "HK", "hong kong": "HK", "マカオ": "MO", "macao": "MO", "macau": "MO",
    "国連": "UN", "eu": "EU", "uk": "GB", "u.k.": "GB", "uae": "AE", "アラブ首長国連邦": "AE",
}  # fmt: skip
_NOT_PLACES = frozenset({"001", "ZZ", "XA", "XB"})
_US = re.compile("(?<![A-Za-z0-9])US(?![A-Za-z0-9])")  # in lower case it is a pronoun
_KATAKANA = re.compile("[ァ-ヺー・]+")
# 中国地方, 中国山地 lie in Japan.
_ELSEWHERE = {"中国": "(?!地方|山地|自動車道|新聞|電力)"}


def territories_in(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, code) of each territory named in a text, the longest name first.

    >>> territories_in("Papua New Guinea and ギニア")
    [(0, 16, 'PG'), (21, 24, 'GN')]
    """
    pattern, codes = _names()
    folded = text.lower()
    if len(folded) != len(text):
        return []
    found = [(*match.span(), codes[match.group()]) for match in pattern.finditer(folded)]
    return found + [(*match.span(), "US") for match in _US.finditer(text)]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = dict(_ALIASES)
    for locale in ("en", "ja"):
        for code, name in Locale(locale).territories.items():
            if code not in _NOT_PLACES:
                for short in (name, *re.split(r"\s?[(（)）]", name)[:1]):
                    codes.setdefault(normalise(short).replace("’", "'"), code)
    longest_first = sorted((name for name in codes if len(name) > 1), key=len, reverse=True)
    latin = [name for name in longest_first if name[0].isascii()]
    katakana = [name for name in longest_first if _KATAKANA.fullmatch(name)]
    others = [name for name in longest_first if name not in {*latin, *katakana}]
    pattern = (
        rf"(?<![a-z0-9])(?:{_any_of(latin)})(?![a-z0-9])"
        rf"|(?<![ァ-ヺー])(?:{_any_of(katakana)})(?![ァ-ヺー])|{_any_of(others)}"
    )
    return re.compile(pattern), codes


def _any_of(names: list[str]) -> str:
    return "|".join(re.escape(name) + _ELSEWHERE.get(name, "") for name in names)

"""Countries and regions by name, in Japanese and English, and which countries a region holds."""

import re
from functools import cache, lru_cache

from babel import Locale

from briefqa.text.normalise import normalise

# The United Nations' M49 subregions, as in CLDR's territoryContainment.
_SUBREGIONS = {
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "014": "BI DJ ER ET KE KM MG MU MW MZ RE RW SC SO SS TZ UG YT ZM ZW",
    "015": "DZ EG EH LY MA SD TN",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "018": "BW LS NA SZ ZA",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "013": "BZ CR GT HN MX NI PA SV",
    "005": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "021": "BM CA GL PM US",
    "030": "CN HK JP KP KR MN MO TW",
    "034": "AF BD BT IN IR LK MV NP PK",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "143": "KG KZ TJ TM UZ",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "155": "AT BE CH DE FR LI LU MC NL",
    "053": "AU NZ NF",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW",
    "061": "AS CK NU PF PN TK TO TV WF WS",
}
_REGIONS = {
    "002": ("011", "014", "015", "017", "018"),
    "142": ("030", "034", "035", "143", "145"),
    "150": ("039", "151", "154", "155"),
    "009": ("053", "054", "057", "061"),
    "419": ("005", "013", "029"),
}
# Names by which Japanese decks call what CLDR names otherwise.
_ALSO = {
    "豪州": "AU", "米国": "US", "英国": "GB", "独国": "DE", "仏国": "FR", "韓国": "KR",
    "アラブ首長国連邦": "AE", "uae": "AE", "usa": "US", "u.s.": "US", "uk": "GB", "viet nam": "VN",
    "lao pdr": "LA", "欧州": "150", "大洋州": "009", "中南米": "419", "東欧": "151", "西欧": "155",
    "北欧": "154", "南欧": "039", "北米": "021", "南米": "005", "中米": "013", "豪": "",
}  # fmt: skip
_OFFICIAL = re.compile("(?:民主|人民|連邦|社会主義|イスラム)*(?:共和国|王国|連邦|首長国)$")
_KATAKANA = re.compile("[ァ-ヺー]")


@cache
def _names() -> dict[str, str]:
    """Return the codes of countries (two letters) and regions (three digits) by plain name."""
    found: dict[str, str] = {}
    for language in ("en", "ja"):
        for code, name in Locale(language).territories.items():
            known = (len(code) == 2 and code.isalpha()) or code in _REGIONS or code in _SUBREGIONS
            if known and code not in ("EU", "UN", "EZ", "ZZ", "QO"):
                found[_plain(name)] = code
    return found | {_plain(name): code for name, code in _ALSO.items() if code}


def _plain(name: str) -> str:
    return re.sub("[・ ]", "", normalise(name)) if not name.isascii() else normalise(name)


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=lambda name: -len(name))
    return re.compile("|".join(map(re.escape, names)))


@lru_cache(maxsize=4_096)
def code_of(name: str) -> str | None:
    """Return the code of a country or region by its name alone, or None.

    >>> code_of("タイ"), code_of("ノルウェー王国"), code_of("Southeast Asia"), code_of("青葉市")
    ('TH', 'NO', '035', None)
    """
    plain = _plain(name.strip())
    return _names().get(plain) or _names().get(_OFFICIAL.sub("", plain))


@lru_cache(maxsize=256)
def codes_in(text: str) -> frozenset[str]:
    """Return the codes of the countries and regions that a text names, each by its longest name.

    >>> sorted(codes_in("南スーダンとチリ")), sorted(codes_in("Guinea-Bissau and Thailand"))
    (['CL', 'SS'], ['GW', 'TH'])
    >>> sorted(codes_in("タイトルとインドア")), sorted(codes_in("thailander"))
    ([], [])
    """
    plain = re.sub("[・]", "", normalise(text))
    found: set[str] = set()
    at = 0
    while (match := _pattern().search(plain, at)) is not None:
        is_whole = _stands_alone(plain, match)
        if is_whole:
            found.add(_names()[match.group()])
        at = match.end() if is_whole else match.start() + 1
    return frozenset(found)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Say whether a name is no part of a longer word of its script."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if match.group().isascii():
        return not (before.isascii() and before.isalpha()) and not (
            after.isascii() and after.isalpha()
        )
    if _KATAKANA.match(match.group()[-1]) and _KATAKANA.match(after):
        return False
    return not (_KATAKANA.match(match.group()[0]) and before and _KATAKANA.match(before))


@cache
def names_of(code: str) -> tuple[str, ...]:
    """Return the plain names of a country or region, in both languages."""
    return tuple(name for name, other in _names().items() if other == code)


def members(code: str) -> frozenset[str]:
    """Return the countries of a region; none for a country.

    >>> "TH" in members("035"), "KE" in members("002"), members("TH")
    (True, True, frozenset())
    """
    parts = _REGIONS.get(code, (code,))
    return frozenset(c for part in parts for c in _SUBREGIONS.get(part, "").split())

"""Units of measure: where one ends after a figure, what it is called, what it can be compared with.

A unit is kept as written, NFKC-normalised, with its case (`MW`, `ppm`, `°C`, `t-CO2`, `件`), but:
money is its ISO 4217 code, か国 stands for カ国, ヵ国, ヶ国, 箇国 (か所, か月 likewise), and `%` for パーセント
and percent. Patterns are for folded text, which is in lower case.
"""

import re
import unicodedata
from decimal import Decimal

from briefqa.text.english import FUNCTION_WORDS, singulars

_CODES = {
    "円": "JPY", "yen": "JPY", "jpy": "JPY", "¥": "JPY",
    "ドル": "USD", "米ドル": "USD", "米国ドル": "USD", "usd": "USD", "us$": "USD", "$": "USD",
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "us dollar": "USD",
    "u.s. dollars": "USD",
    "豪ドル": "AUD", "a$": "AUD", "aud": "AUD", "加ドル": "CAD", "カナダドル": "CAD", "c$": "CAD",
    "cad": "CAD", "香港ドル": "HKD", "hk$": "HKD", "台湾ドル": "TWD", "nt$": "TWD",
    "シンガポールドル": "SGD", "s$": "SGD", "sgd": "SGD", "ニュージーランドドル": "NZD", "nz$": "NZD",
    "ユーロ": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR",
    "ポンド": "GBP", "英ポンド": "GBP", "gbp": "GBP", "£": "GBP", "pounds": "GBP",
    "元": "CNY", "人民元": "CNY", "中国元": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY",
    "ウォン": "KRW", "krw": "KRW", "won": "KRW", "₩": "KRW", "バーツ": "THB", "thb": "THB",
    "baht": "THB", "ドン": "VND", "vnd": "VND", "dong": "VND", "ルピア": "IDR", "idr": "IDR",
    "rupiah": "IDR", "インドルピー": "INR", "inr": "INR", "₹": "INR", "フィリピンペソ": "PHP",
    "php": "PHP", "リンギット": "MYR", "myr": "MYR", "スイスフラン": "CHF", "chf": "CHF",
    "ルーブル": "RUB", "rub": "RUB", "レアル": "BRL", "brl": "BRL",
}  # fmt: skip
_NAMES = {
    "パーセント": "%", "percent": "%", "per cent": "%", "pct": "%", "パーセントポイント": "%ポイント",
    "percentage points": "%ポイント", "percentage point": "%ポイント", "%pt": "%ポイント",
    "days": "日", "day": "日", "日間": "日", "hours": "時間", "hour": "時間", "minutes": "分",
    "minute": "分", "分間": "分", "weeks": "週間", "week": "週間", "週": "週間", "months": "か月",
    "month": "か月", "か月間": "か月", "years": "年", "year": "年", "年間": "年", "か年": "年",
    "か年間": "年", "秒間": "秒", "seconds": "秒", "second": "秒", "度c": "°C",
}  # fmt: skip


def _any_of(words: frozenset[str] | dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# Before the figure: US$300, ¥500, EUR 20.
MONEY_BEFORE = (
    "(?:"
    + _any_of({w: c for w, c in _CODES.items() if w[-1] in "$€£¥₩₹"})
    + (r"|(?<![a-z])(?:usd|eur|gbp|jpy|cny|krw|aud|cad|inr)\s?)")
)
_MONEY_AFTER = (
    "(?:"
    + _any_of({w: c for w, c in _CODES.items() if (not w.isascii() and len(w) > 1) or w == "円"})
    + r"|元(?![一-鿿])|(?:"
    + _any_of({w: c for w, c in _CODES.items() if w[0].isascii() and w[-1].isalpha()})
    + r")(?![a-z]))"
)
_MEASURED = (
    r"(?:t-?co2(?:-?eq?)?|kg-?co2(?:-?eq?)?|g-?co2(?:-?eq?)?|[kmgt]t-?co2(?:-?eq?)?|[kmgtp]?wh|[kmgt]?wp?|[kmg]?va"
    r"|[kmgtp]?bps|[kmgtp]b|[kmgtpe]j|k?cal|[kmg]?hz|k?v|h?pa|db|[mμ]?sv|k?bq|[kcmnμ]?m[23]?"
    r"|[mμkn]?g|[kmgt]t|t|[mk]?l|ha|°c|°f|°|ppm|ppb|dpi|rpm|fps|px|usd)(?![a-z])"
)
_TIMES = r"(?:年|か?月|日|時間?|分|秒|人|回|件|戸|世帯|台|[kmg]?wh?|[kmg]?j|m[23]?|km|h|s|t|kg|l|ha|year|month|day|person)"
_SIGN = (
    r"(?:%(?:ポイント|pt)?|パーセント(?:ポイント)?|(?:percent|per cent|pct)(?:age points?)?(?![a-z])"
    rf"|percentage points?|度c|{_MEASURED})"
)
_MONTHS = "[かカヵヶケ箇]"
_COUNTERS = (
    rf"{_MONTHS}(?:国語|国|所|月間|月|年間|年|村|寺)|年間|週間|日間|分間|秒間|時間|時|年|日|分|秒|週(?!間)"
    r"|割|倍|人|名|社|件|回|本|個|台|枚|冊|校|店舗|店|棟|戸|世帯|匹|頭|羽|隻|機|通|点|度|歳|才|代|票|席|室|坪"
    r"|か所|位|種類|種|項目|箇条|者|組|団体|つ|カ国|県|都道府県|市区町村|市町村|市|町|村|区|港|駅|路線"
)
COUNTER = rf"(?:{_COUNTERS}|トン(?:-?co2(?:換算)?)?)"
KNOWN = rf"(?:{_MONEY_AFTER}|{_SIGN}|{COUNTER})(?:/\s?{_TIMES}(?![a-z]))?"
_KNOWN = re.compile(KNOWN)
_SAFE = re.compile(rf"\s?(?:{_MONEY_AFTER}|{_SIGN}|トン|人|件|社|か国|(?:people|persons)(?![a-z]))")
# Nouns that count themselves: 54 事業, 10プロジェクト. A verb's ending after them shows they are none.
_NOUN = re.compile(
    r"(?:[一-鿿々]{1,8}(?:・[一-鿿々]{1,6})?(?![一-鿿々ァ-ヺー])(?=[がのをにはでともやへ以、。,.)\]」』:;!?/\s・~-]|$)"
    r"|[ァ-ヺー]{2,12}(?![ァ-ヺー]))"
)
_NO_UNIT = re.compile(
    r"(?:月|条(?!件)|章|項(?!目)|号|節(?!約)|ページ目|丁目|番地?|増|減|削減|向上|改善|達成|拡大|縮小|以|超|前後|程度|弱|強"
    r"|余|未満|頃|目|等|年|第|約|計|内|外|中|上|下|前|後|半|分の|[一二三四五六七八九十百千万億兆]|元|現在|時点|版)"
)
_ENGLISH = re.compile(r"\s?([a-z]+(?:-[a-z]+)?)(?:\s([a-z]+(?:-[a-z]+)?))?")
_PEOPLE = frozenset("people persons men women children staff".split())  # noqa: SIM905 - words read best as words


def unit_end(text: str, start: int) -> int:
    """Return where the unit ends that stands at, or one space after, `start`; `start` if none."""
    at = start + 1 if text[start : start + 1].isspace() else start
    if match := _KNOWN.match(text, at):
        return match.end()
    if _NO_UNIT.match(text, at):
        return start
    if match := _NOUN.match(text, at):
        return match.end()
    return _english_end(text, start)


def _english_end(text: str, start: int) -> int:
    """Return where a counted English noun ends: `countries`, or `partner countries`."""
    match = _ENGLISH.match(text, start)
    if match is None or match[1] in FUNCTION_WORDS or not text[start : start + 1].isspace():
        return start
    for group in (1, 2):
        word = match[group]
        if word is None or word in FUNCTION_WORDS:
            return start
        if word in _PEOPLE or singulars(word):
            return match.end(group)
    return start


def is_measured(text: str, start: int) -> bool:
    """Say whether a unit stands at `start` that makes a bare 2024 before it a figure, not a year."""
    return _SAFE.match(text, start) is not None


def unit_name(written: str, folded: str) -> str:
    """Return the name of a unit from its words as written and as folded.

    >>> [unit_name(w, w.lower()) for w in ("ドル", "ヶ国", "MW", "partner countries", "percent")]
    ['USD', 'か国', 'MW', 'countries', '%']
    """
    folded = " ".join(folded.split())
    name, slash, per = folded.partition("/")
    name = re.sub(f"^{_MONTHS}(?=[国所月年村])", "か", name.strip())
    if name in _CODES:
        return _CODES[name] + slash + per
    if name in _NAMES:
        return _NAMES[name] + slash + per
    if re.fullmatch(r"[a-z -]+ [a-z-]+", name):
        return name.split()[-1]
    if name != folded or name.startswith("か"):
        return name + slash + per if name.startswith("か") else _as_written(written, folded)
    return _as_written(written, folded)


def _as_written(written: str, folded: str) -> str:
    """Return `folded` with the case of `written`."""
    plain = " ".join(unicodedata.normalize("NFKC", written).split())
    if len(plain) != len(folded):
        return folded
    return "".join(c if c.lower() == f else f for c, f in zip(plain, folded, strict=True))


# Units of one kind, each with how many of the kind's first it is.
_KINDS: tuple[dict[str, str], ...] = (
    {"か国": "1", "国": "1", "countries": "1", "country": "1", "nations": "1", "ヵ国": "1"},
    {"人": "1", "名": "1", "people": "1", "persons": "1", "person": "1"},
    {"社": "1", "企業": "1", "companies": "1", "firms": "1"},
    {"回": "1", "times": "1"},
    {"事業": "1", "projects": "1", "プロジェクト": "1"},
    {"都市": "1", "cities": "1"},
    {"か所": "1", "箇所": "1", "places": "1", "sites": "1"},
    {"°C": "1", "度": "1", "degrees": "1", "°": "1"},
    {"か月": "1", "年": "12"},
    {"分": "1", "秒": str(Decimal(1) / 60), "時間": "60", "日": "1440", "週間": "10080"},
    {"t": "1", "トン": "1", "tons": "1", "tonnes": "1", "kg": "0.001", "g": "0.000001", "kt": "1000",
     "Mt": "1000000", "Gt": "1000000000"},
    {"t-CO2": "1", "tCO2": "1", "トン-CO2": "1", "トンCO2": "1", "t-CO2e": "1", "tCO2e": "1",
     "kg-CO2": "0.001", "kgCO2": "0.001", "Mt-CO2": "1000000", "MtCO2": "1000000",
     "トン-CO2換算": "1", "トンCO2換算": "1"},
    {"Wh": "1", "kWh": "1000", "MWh": "1000000", "GWh": "1000000000", "TWh": "1000000000000"},
    {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000", "TW": "1000000000000"},
    {"m": "1", "メートル": "1", "km": "1000", "キロメートル": "1000", "cm": "0.01", "mm": "0.001"},
    {"m2": "1", "平方メートル": "1", "ha": "10000", "ヘクタール": "10000", "km2": "1000000",
     "平方キロメートル": "1000000"},
)  # fmt: skip
_KIND_OF = {
    unit: (str(number), Decimal(factor))
    for number, kind in enumerate(_KINDS)
    for unit, factor in kind.items()
}


def kind_of(unit: str) -> tuple[str, Decimal]:
    """Return the kind of a unit (an opaque name) and how many of the kind's base unit it is.

    >>> kind_of("MW")[0] == kind_of("kW")[0], kind_of("kWh")[0] == kind_of("kW")[0]
    (True, False)
    """
    return _KIND_OF.get(unit, ("unit " + unit, Decimal(1)))

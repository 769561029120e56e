"""Units of measure: where one ends after a figure, and what it is called.

A unit is kept as written, NFKC-normalised, with its case (`MW`, `ppm`, `°C`, `t-CO2`, `件`), but:
money is its ISO 4217 code; か国 stands for カ国, ヵ国, ヶ国, 箇国 (か所, か月 likewise), `%` for
パーセント and percent; spans of time are 年, か月, 週間, 日, 時間, 分, 秒 in both languages. An
English noun is in lower case, without the words before it (`countries` for member countries).

Patterns are for folded text, which is in lower case.
"""

import re
from collections.abc import Iterable

from briefqa.text.english import FUNCTION_WORDS, singulars
from briefqa.text.tagger import tag

_CODES = {
    "円": "JPY", "yen": "JPY", "jpy": "JPY", "¥": "JPY", "ドル": "USD", "米ドル": "USD",
    "米国ドル": "USD", "usd": "USD", "us$": "USD", "$": "USD", "dollars": "USD", "dollar": "USD",
    "us dollars": "USD", "us dollar": "USD", "u.s. dollars": "USD", "豪ドル": "AUD", "a$": "AUD",
    "aud": "AUD", "加ドル": "CAD", "カナダドル": "CAD", "c$": "CAD", "cad": "CAD",
    "香港ドル": "HKD", "hk$": "HKD", "台湾ドル": "TWD", "nt$": "TWD", "シンガポールドル": "SGD",
    "s$": "SGD", "sgd": "SGD", "ニュージーランドドル": "NZD", "nz$": "NZD", "ユーロ": "EUR",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "ポンド": "GBP", "英ポンド": "GBP",
    "gbp": "GBP", "£": "GBP", "pounds": "GBP", "元": "CNY", "人民元": "CNY", "中国元": "CNY",
    "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "ウォン": "KRW", "krw": "KRW", "won": "KRW",
    "₩": "KRW", "バーツ": "THB", "thb": "THB", "baht": "THB", "ドン": "VND", "vnd": "VND",
    "dong": "VND", "ルピア": "IDR", "idr": "IDR", "rupiah": "IDR", "インドルピー": "INR",
    "inr": "INR", "₹": "INR", "フィリピンペソ": "PHP", "php": "PHP", "リンギット": "MYR",
    "myr": "MYR", "スイスフラン": "CHF", "chf": "CHF", "ルーブル": "RUB", "rub": "RUB",
    "レアル": "BRL", "brl": "BRL",
}  # fmt: skip
_NAMES = {
    "パーセント": "%", "percent": "%", "per cent": "%", "pct": "%",
    "パーセントポイント": "%ポイント", "percentage points": "%ポイント",
    "percentage point": "%ポイント", "%pt": "%ポイント", "度c": "°C", "日間": "日", "days": "日",
    "day": "日", "-day": "日", "hours": "時間", "hour": "時間", "hrs": "時間", "hr": "時間",
    "-hour": "時間", "minutes": "分", "minute": "分", "mins": "分", "min": "分", "-minute": "分",
    "分間": "分", "weeks": "週間", "week": "週間", "週": "週間", "-week": "週間",
    "months": "か月", "month": "か月", "-month": "か月", "か月間": "か月", "years": "年",
    "year": "年", "yrs": "年", "yr": "年", "-year": "年", "年間": "年", "か年": "年",
    "か年間": "年", "秒間": "秒", "seconds": "秒", "second": "秒", "secs": "秒", "sec": "秒",
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_KA = "[かカヵヶケ箇]"
_KANJI = "一-鿿々"
# What says how exact a figure is and stands in no name of a unit.
_BOUND = "(?:以[上下内]|未満|超|程度|規模(?![一-鿿])|前後|余|[強弱](?![一-鿿]))"
_ENDS = f"(?:(?![{_KANJI}])|(?={_BOUND}))"
# Before the figure: US$300, ¥500, EUR 20.
MONEY_BEFORE = (
    f"(?:(?:{_any_of(word for word in _CODES if word[-1] in '$€£¥₩₹')}"
    r"|(?<![a-z])(?:usd|eur|gbp|jpy|cny|krw|aud|cad|inr))\s?)"
)
MONEY_AFTER = (
    # Each without the letters that would make another word of it: 円形, 元町, 元気.
    f"(?:円(?![形卓周滑盤筒柱錐])|元{_ENDS}"
    f"|(?:{_any_of(w for w in _CODES if len(w) > 1 and not w.isascii())})"
    rf"|(?:{_any_of(w for w in _CODES if w.isascii() and w[0].isalpha() and w[-1].isalpha())})"
    r"(?![a-z]))"
)
_MEASURED = (
    r"(?:[kmg]?t-?co2(?:-?eq?)?|k?g-?co2(?:-?eq?)?|[kmgtp]?wh|[kmgt]?wp?|[kmg]?va|[kmgtp]?bps"
    r"|[kmgtp]b|[kmgtpe]j|k?cal|[kmg]?hz|k?v|h?pa|db|[mμ]?sv|k?bq|[kcmnμ]?m[23]?|[mμkn]?g|[kmg]?t"
    r"|[mk]?l|ha|平方(?:キロ)?メートル|平方キロ|立方メートル|°c|°f|°|ppm|ppb|dpi|rpm|fps|px)(?![a-z])"
)
SIGN = (
    r"(?:%(?:ポイント|pt)?|パーセント(?:ポイント)?|(?:percent|per cent|pct)(?![a-z])"
    r"|percentage points?(?![a-z])|(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|secs?|times)(?![a-z])"
    rf"|-(?:year|month|week|day|hour|minute)(?![a-z])|度c|{_MEASURED})"
)
# Each with the letters that would make another word of it: 人口, 社会, 台風, 日本.
_COUNTERS = {
    "年": "度金齢末始次生代", "日": "本程系米立産銀", "時": "点期代",
    "分": "の野類析担割科布子解離配散岐譲別", "秒": "", "週": "",
    "人": "口事材類権物工体格文財的", "名": "称前古", "社": "会", "件": "名費数",
    "回": "答復収避路転線目", "本": "部店州格文質庁論年日市町県校社", "個": "別", "台": "風湾帳",
    "枚": "", "冊": "子", "校": "長", "店": "長", "棟": "", "戸": "籍建", "匹": "", "頭": "",
    "羽": "", "隻": "", "機": "関構器能械会", "点": "検", "度": "合数量", "歳": "入出", "才": "",
    "代": "表替理", "票": "", "席": "", "室": "", "坪": "", "位": "置", "者": "", "組": "織合み",
    "階": "級段層", "倍": "率", "県": "", "市": "場民街", "町": "", "村": "", "区": "分域間切",
    "港": "", "駅": "", "国": "際内民家土会連", "通": "信常知路", "割": "合り引当",
}  # fmt: skip
COUNTER = (
    rf"(?:{_KA}(?:国語|国・地域|国|所|月間|月|年間|年|村|寺)|年間|週間|日間|分間|秒間|時間|店舗|世帯|種類|項目|箇条|団体|都道府県"
    r"|市区町村|市町村|路線|通り|つ(?![いなか])|トン(?:-?co2(?:換算)?)?|"
    + "|".join(word + (f"(?![{no}])" if no else "") for word, no in _COUNTERS.items())
    + ")"
)
_TIMES = (
    r"(?:年|か?月|日|時間?|分|秒|人|回|件|戸|世帯|台|[kmg]?wh?|[kmg]?j|m[23]?|km|h|s|t|kg|l|ha|year|month|day"
    r"|person)(?![a-z])"
)
_KNOWN = re.compile(rf"(?:{MONEY_AFTER}|{SIGN}|{COUNTER})(?:/\s?{_TIMES})?")
_MAKES_FIGURE = re.compile(
    rf"\s?(?:{MONEY_AFTER}|%|パーセント|percent|{_MEASURED}|トン|(?:[人件社名個枚戸棟台回]|{_KA}[国所]){_ENDS}"
    rf"|(?:people|persons)(?![a-z]))|(?!年){COUNTER}{_ENDS}"
)
# Nouns that count themselves: 54 施設, 10コース. Before a verb's ending they are none: 3整備し.
_NOUN = re.compile(
    rf"(?:(?:(?!{_BOUND})[{_KANJI}]){{1,8}}(?:・(?:(?!{_BOUND})[{_KANJI}]){{1,6}})?"
    rf"(?:(?![{_KANJI}ァ-ヺー])(?=[がのをにはでともやへ、。,.()\[\]「」『』:;!?/\s・~0-9-]|$)"
    rf"|(?={_BOUND}))|[ァ-ヺー]{{2,12}}(?![ァ-ヺー]))"
)
_NO_NOUN = re.compile(
    r"(?:[月号年第約計内外中上下前後半超弱強余頃目等元版増減以次]|条(?!件)|章|項(?!目)|節(?!約)|丁目|番地?|世紀|[回人件年日度]目|人口|削減|向上"
    r"|改善|達成|拡大|縮小|程度|未満|分の|現在|時点|[一二三四五六七八九十百千万億兆])"
)
_ENGLISH = re.compile(r"\s([a-z]+(?:-[a-z]+)?)(?:\s([a-z]+(?:-[a-z]+)?))?")
_PEOPLE = frozenset(["people", "persons", "men", "women", "children", "staff"])


def unit_end(text: str, start: int) -> int:
    """Return where the unit ends that stands at, or one space after, `start`; `start` if none."""
    at = start + 1 if text[start : start + 1].isspace() else start
    if match := _KNOWN.match(text, at):
        return match.end()
    match = None if _NO_NOUN.match(text, at) else _NOUN.match(text, at)
    if match and (at == start or (text[start] != "\n" and _is_common(match[0]))):
        return match.end()
    return english_end(text, start)


def _is_common(noun: str) -> bool:
    """Say whether a noun that stands apart from the figure can count: 54 事業, not 54 東京都."""
    return all("固有名詞" not in token.pos for token in tag(noun))


def english_end(text: str, start: int) -> int:
    """Return where a counted English noun ends: `countries`, `member countries`."""
    match = _ENGLISH.match(text, start)
    for group in (1, 2) if match else ():
        word = match[group] if match else None
        if word is None or word in FUNCTION_WORDS:
            return start
        if word in _PEOPLE or singulars(word):
            return match.end(group) if match else start
    return start


def makes_figure(text: str, start: int) -> bool:
    """Say whether what stands at `start` makes a bare 2024 before it a figure and no year."""
    return _MAKES_FIGURE.match(text, start) is not None


def unit_name(written: str) -> str:
    """Return the name of a unit, normalised but for its case.

    >>> [unit_name(u) for u in ("ドル", "ヶ国", "MW", "member countries", "percent", "円/kWh")]
    ['USD', 'か国', 'MW', 'countries', '%', 'JPY/kWh']
    """
    name, slash, per = " ".join(written.split()).partition("/")
    name = re.sub(rf"^{_KA}(?=[国所月年村])", "か", name)
    folded = name.lower()
    if re.fullmatch("[a-z]+(?:[ -][a-z]+)*", folded) and _is_noun(folded):
        folded = folded if folded in _NAMES or folded in _CODES else folded.split()[-1]
        name = folded
    name = _CODES.get(folded) or _NAMES.get(folded) or name
    return name + slash + per.strip()


def _is_noun(folded: str) -> bool:
    """Say whether words count things and are no measure: countries, not Mbps."""
    is_measure = re.fullmatch(_MEASURED, folded) is not None
    return not is_measure and (" " in folded or bool(singulars(folded)))

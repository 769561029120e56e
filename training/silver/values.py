"""Values that questions ask for: figures with their units, sums, shares, dates; and their words."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGIT = r"[0-9０-９]"
_PLAIN = rf"{_DIGIT}+(?:[,，]{_DIGIT}{{3}})*(?:[.．]{_DIGIT}+)?"
NUMBER = rf"{_PLAIN}(?:[千百]?[兆億万](?:{_PLAIN})?[千百]?)*"
COUNTERS = (
    "か国|カ国|ヶ国|か所|カ所|ヵ所|ヶ所|箇所|市町村|自治体|地方公共団体|団体|世帯|回線|契約|機関|施設"
    "|種類|項目|事業者|事業|企業|地域|学校|時間|分間|秒|日間|週間|か月間|か月|カ月|ヶ月|年間|倍|歳|校|局|件"
    "|人|名|社|台|棟|戸|回|通|個|本|冊|点|基|隻|トン|キロメートル|センチメートル|メートル|km|ha|ヘクタール"
    "|MW|kW|GWh|kWh|GHz|MHz|Mbps|Gbps|kbps|平方メートル|字"
)
_WAREKI = r"(?:令和|平成|昭和|大正|明治)(?:元|[0-9０-９]{1,2})年(?:度)?"
_WEST = r"(?:19|20|１９|２０)[0-9０-９]{2}年(?:度)?|(?<![0-9０-９])1[0-8][0-9]{2}年"
_OLD = rf"[一-鿿]{{2}}(?:元|[0-9０-９]{{1,2}})年[（(](?:{_WEST})[）)]"
_MONTH = r"(?:1[0-2]|[1-9]|１[０-２]|[１-９])月(?:[0-9０-９]{1,2}日)?"
_PATTERNS = (
    (
        "date",
        rf"(?:{_OLD}|(?:{_WEST}|{_WAREKI})(?:[（(](?:{_WAREKI}|{_WEST})[）)])?)(?:{_MONTH})?(?:末|頃)?",
    ),
    ("money", rf"{NUMBER}(?:米?ドル|ユーロ|円|元|ポンド)(?![筆形卓盤])"),
    ("percent", rf"{NUMBER}(?:％|%|パーセント|割(?!合|引|り)|ポイント)"),
    ("count", rf"{NUMBER}(?:{COUNTERS})(?![年目度々0-9０-９内]|当た|あた|ひと|一人)"),
)
_BOUND = re.compile(r"以上|以下|未満|以内|超(?!え|過)|程度|前後|余り|弱(?!い)|強(?!い|化|く)")
_VALUE = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))
_ABOUT = re.compile(r"(?:約|およそ|計|延べ|全国|毎分|年間)$")
_SCALE = re.compile(rf"^(?:{_DIGIT}|[,，.．兆億万千百])+")
UNIT_NOUN = {
    "件": "件数", "人": "人数", "名": "人数", "社": "社数", "台": "台数", "世帯": "世帯数",
    "校": "校数", "回": "回数", "か国": "国数", "カ国": "国数", "団体": "団体数", "円": "金額",
    "％": "割合", "%": "割合", "か所": "箇所数", "箇所": "箇所数", "施設": "施設数", "局": "局数",
    "回線": "回線数", "契約": "契約数", "事業者": "事業者数", "歳": "年齢", "時間": "時間",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value at [start, end) of its text; `kind` is a key of `_PATTERNS`.

    `unit` is what follows the number ("" for dates); `core` is where the value starts without its
    約 or 延べ (equal to `start` where it has none).
    """

    kind: str
    start: int
    end: int
    core: int
    unit: str
    text: str


def find_values(text: str) -> Iterator[Value]:
    """Yield the values of a text from left to right."""
    for match in _VALUE.finditer(text):
        if _glued(text, match.start()):
            continue
        about = _ABOUT.search(text, max(0, match.start() - 3), match.start())
        start = about.start() if about and about[0] in ("約", "およそ") else match.start()
        kind = match.lastgroup or ""
        unit = "" if kind == "date" else _SCALE.sub("", match[0])
        bound = _BOUND.match(text, match.end()) if unit else None
        end = bound.end() if bound else match.end()
        yield Value(kind, start, end, match.start(), unit, text[start:end])


def _glued(text: str, start: int) -> bool:
    """Say whether the value begins inside a longer word, number or range."""
    return start > 0 and bool(
        re.match(r"[A-Za-z0-9０-９.．,，\-－–―~〜～?/第十百千万億兆数]", text[start - 1])
    )


def wh(value: Value, rng: random.Random) -> str:
    """Return the Japanese question words that ask for the value in its place.

    >>> wh(next(find_values("計30か国")), random.Random(0))
    '何か国'
    """
    if value.kind == "date":
        return rng.choice(_date_words(value.text))
    if value.kind == "money":
        plain = ["いくら", "何円" if value.unit == "円" else f"何{value.unit}"]
        return rng.choice([*plain, f"何億{value.unit}"] if "億" in value.text else plain)
    if value.kind == "percent" and value.unit in ("％", "%", "パーセント"):
        return rng.choice(["何％", "何パーセント", "どのくらいの割合", "何%"])
    if value.unit in ("時間", "年間", "か月", "カ月", "日間", "週間") and rng.random() < 0.4:
        return "どのくらい"
    scale = re.search("[兆億万]", value.text)
    return f"何{scale[0]}{value.unit}" if scale and rng.random() < 0.3 else f"何{value.unit}"


def _date_words(text: str) -> list[str]:
    if re.search("日(?:末|頃)?$", text):
        return ["いつ", "いつ", "何年何月何日"]
    if re.search("月(?:末|頃)?$", text):
        return ["いつ", "いつ", "何年何月"]
    if "年度" in text:
        return ["いつ", "何年度", "何年度"]
    return ["いつ", "いつ", "何年"]


def english_frame(value: Value, rng: random.Random) -> str:
    """Return an English question with `{}` where what it is about goes."""
    frames = {
        "date": ["When was {}?", "When {}?", "In what year {}?", "What is the date of {}?"],
        "money": ["How much is {}?", "How much {}?", "What is the amount of {}?"],
        "percent": ["What percentage {}?", "What percent is {}?", "What share {}?"],
        "count": ["How many {}?", "How many {}?", "What is the number of {}?"],
    }
    if value.unit in ("時間", "年間", "か月", "カ月", "日間", "週間", "か月間", "分間"):
        return rng.choice(["How long {}?", "How long is {}?"])
    if value.unit == "歳":
        return "How old is {}?"
    if _MEASURES.fullmatch(value.unit):
        return rng.choice(["How much {}?", "What is the figure for {}?"])
    if value.kind == "date" and not value.text.rstrip("末頃").endswith(("年", "年度")):
        return rng.choice(frames["date"][:2])
    return rng.choice(frames[value.kind])


_MEASURES = re.compile(
    "トン|km|キロメートル|メートル|センチメートル|ha|ヘクタール|MW|kW|GWh"
    "|kWh|GHz|MHz|Mbps|Gbps|kbps|平方メートル|倍|ポイント|割"
)

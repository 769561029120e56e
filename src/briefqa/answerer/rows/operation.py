"""What a question wants done with the rows of a table, read from its words in either language."""

import re
from dataclasses import dataclass
from typing import Literal

from briefqa.answerer.ask import Ask
from briefqa.records import Language
from briefqa.text.normalise import normalise

OperationKind = Literal[
    "nth", "position", "rank", "sum", "difference", "average", "threshold", "count", "list", "item"
]
Comparison = Literal["", ">=", ">", "<=", "<"]

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one first 一 1",
            "two second 二 2",
            "three third 三 3",
            "four fourth 四 4",
            "five fifth 五 5",
            "six sixth 六 6",
            "seven seventh 七 7",
            "eight eighth 八 8",
            "nine ninth 九 9",
            "ten tenth 十 10",
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_COUNTS = r"one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}"

_ALL_RANKS = 30  # ranks that "in order" asks for

_MORE = "(?:多|大き|高|長|広|重|早)(?:い|く|かっ|な)"
_FEWER = "(?:少な|小さ|低|短|狭|軽)(?:い|く|かっ|な)"
_RANK_JA = re.compile(
    rf"(?P<rank>\d{{1,2}}|[一二三四五六七八九十])番目に(?:[^。、]{{0,8}}?)(?:(?P<more_a>{_MORE})|(?P<less_a>{_FEWER}))"
    rf"|(?:上位|トップ|ベスト)(?P<top>\d{{1,2}}|[一二三四五六七八九十])|(?P<low>下位|ワースト)(?P<bottom>\d{{1,2}}|[一二三四五六七八九十])"
    rf"|(?:最も|もっとも|一番|いちばん)[^。、]{{0,14}}?(?:(?P<more_b>{_MORE})|(?P<less_b>{_FEWER}))"
    r"|(?P<more_c>最多|最大(?=[のなは])|最高(?=[のは]))|(?P<less_c>最少|最小(?=[のなは])|最低(?=[のは]))"
    rf"|(?:どちら|どっち)(?:の方|のほう)?(?:が|の)(?:[^。、]{{0,8}}?[がは])?(?:(?P<more_d>{_MORE})|(?P<less_d>{_FEWER}))"
    rf"|(?P<more_e>{_MORE})順|(?P<less_e>{_FEWER})順"
)
_MORE_EN = "most|highest|largest|greatest|biggest|longest"
_FEWER_EN = "fewest|least|lowest|smallest|shortest"
_RANK_EN = re.compile(
    rf"\b(?:(?P<rank>{_ORDINALS}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?[- ])?"
    rf"(?:(?P<count>{_COUNTS}) )?"
    rf"(?<!at )(?:(?P<more_a>{_MORE_EN})|(?P<less_a>{_FEWER_EN}))\b(?! (?:recent|important|of the))"
    rf"|\btop (?P<top>{_COUNTS})\b|\b(?P<low>bottom) (?P<bottom>{_COUNTS})\b"
    r"|\bwhich\b.*\b(?:has|have|had|got|is|was)\b.*?\b(?:(?P<more_d>more|larger|higher|bigger)"
    r"|(?P<less_d>fewer|less|smaller|lower))\b.*(?:,|:|\bor\b)"
)
_NTH_JA = re.compile(
    r"(?P<n>\d{1,3})番目|(?P<first>最初に|最初の|1番目|一番目|初めて|初めに)|(?P<last>最後に|最後の|直近に)"
)
_NTH_EN = re.compile(
    rf"\b(?:the |number |no\. ?)(?P<n>\d{{1,3}}(?=st|nd|rd|th)|{_ORDINALS})(?:st|nd|rd|th)?\b"
    r"(?!-)|\b(?P<first>first) to\b|\b(?P<last>last|latest|most recent) (?:to|country|one|item)\b"
    r"|\bwas the (?P<end>last)\b"
)
_POSITION_JA = re.compile("何番目")
_POSITION_EN = re.compile(r"\b(?:in )?what (?:order|position|place|number)\b (?:did|was|in|is)\b")
_ROUND_NEXT = re.compile(r"[ -]?(?:round|phase|session|meeting|edition|stage|part|quarter)\b")
_SUM_JA = re.compile("合計|総計|合わせて|合わせると|合わせた|全部で|足すと|足した|トータル")
_SUM_EN = re.compile(
    r"\bin total\b|\btotal(?:s|ling)?\b|\baltogether\b|\bcombined\b|\bsum\b|\bin all\b|\btogether\b"
)
_DIFFERENCE_JA = re.compile(
    r"(?:の|との)差(?:は|を|$|[?？])|差は|よりも?(?:何|どれ(?:だけ|くらい|ほど)|いくつ)"
)
_DIFFERENCE_EN = re.compile(r"\bdifference\b|\bhow (?:many|much) (?:more|fewer|less)\b")
_AVERAGE_JA = re.compile("平均(?:は|を|値|で|$|[?？]|何|する)|平均的には")
_AVERAGE_EN = re.compile(r"\baverage\b|\bmean number\b|\bon average\b")
_THRESHOLD_JA = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d\s、。]{0,5}?)"
    r"(?:(?P<ge>以上)|(?P<le>以下)|(?P<lt>未満|より少な|に満たな)|(?P<gt>超|を超え|を上回|より多))"
)
_THRESHOLD_EN = re.compile(
    r"\b(?:(?P<ge>at least|no fewer than|no less than|minimum of)"
    r"|(?P<gt>more than|over|above|exceeding|greater than)"
    r"|(?P<lt>fewer than|less than|under|below)|(?P<le>at most|no more than|up to)) "
    r"(?P<n>\d[\d,]*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?P<m>\d[\d,]*(?:\.\d+)?)(?: [a-z]+)? or (?:(?P<ge_b>more)|(?P<le_b>fewer|less))\b"
)
_COUNT_JA = re.compile(r"何[^\Wぁ-ん時年月日]|何か[国所]|いくつ|何つ|(?:数|件数)(?:は|を|$|[?？])")
_COUNT_EN = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b")
_LIST_JA = re.compile(
    "一覧|すべて|全て|全部(?!で)|挙げ|列挙|リスト|どこどこ|メンバー|内訳|(?:参加|加盟|構成|対象|協定)(?:国|都市|市|団体|校)"
)
_LIST_EN = re.compile(
    r"\blist\b|\bname (?:all|the|every)\b|\b(?:all|every) (?:of )?(?:the )?\w+|\bwhat are\b"
    r"|\b(?:which|what) (?:[\w-]+ ){0,3}?\w*(?:ies|[^sui]s)\b(?! (?:the|does|is|was|has)\b)"
)
_WHICH_JA = re.compile(
    r"(?:どの|どんな|どこの)[^\Wぁ-ん]{1,8}|どこと|どこ(?:です|か|$|[?？])|誰|何と(?:何|連携|提携|協力)"
)


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do with rows.

    `nth`: for `nth` the 1-based number of the item, -1 for the last; for `rank` the first rank that
    is asked for. `top`: how many ranks. `is_most`: whether more is better. `comparison`, `limit`:
    what values are held against (`threshold`). `counts`: the rows that are left are to be counted,
    not named. `words`: the stretches of the normalised question that ask for it.
    """

    kind: OperationKind
    nth: int = 0
    top: int = 1
    is_most: bool = True
    comparison: Comparison = ""
    limit: float = 0.0
    counts: bool = False
    words: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers, as terms."""
        return frozenset(str(n) for n in (self.nth, self.top, f"{self.limit:g}"))


def read_operation(text: str, ask: Ask, language: Language) -> Operation | None:
    """Return what a question wants done with rows, or None where it does not ask for any.

    >>> read_operation("最も定員が多い施設は", Ask("place"), "ja").kind
    'rank'
    >>> read_operation("the 14th city to sign", Ask("place"), "en").nth
    14
    """
    plain = normalise(text)
    counts = bool(_in(language, _COUNT_JA, _COUNT_EN).search(plain))
    if re.search(_in(language, _POSITION_JA, _POSITION_EN), plain):
        return Operation("position")
    for read in (_threshold, _rank, _nth, _worked):
        found = read(plain, language, counts)
        if found is not None:
            return found
    if counts:
        return Operation("count", counts=True)
    pattern = _in(language, _LIST_JA, _LIST_EN)
    if ask.wants_all or ask.kind == "list" or pattern.search(plain):
        return Operation("list")
    if language == "ja" and _WHICH_JA.search(plain):
        return Operation("list")
    return Operation("item") if ask.kind in ("number", "text", "place") else None


def _threshold(plain: str, language: Language, counts: bool) -> Operation | None:
    found = _in(language, _THRESHOLD_JA, _THRESHOLD_EN).search(plain)
    if found is None:
        return None
    groups = {name.removesuffix("_b"): text for name, text in found.groupdict().items() if text}
    signs: dict[str, Comparison] = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    sign = next(signs[name] for name in signs if name in groups)
    said = groups.get("n") or groups["m"]
    limit = float(_NUMBER_WORDS.get(said, 0) or said.replace(",", ""))
    return Operation(
        "threshold", comparison=sign, limit=limit, counts=counts, words=(found.group(),)
    )


def _rank(plain: str, language: Language, counts: bool) -> Operation | None:
    found = _in(language, _RANK_JA, _RANK_EN).search(plain)
    if found is None:
        return None
    groups = {name: text for name, text in found.groupdict().items() if text}
    sums = _in(language, _SUM_JA, _SUM_EN).search(plain) is not None or (
        language == "en" and counts
    )
    top = _number(groups.get("top") or groups.get("bottom") or groups.get("count") or "1")
    is_most = not any(name.startswith(("less", "low", "bottom")) for name in groups)
    if any(name.endswith("_e") for name in groups):
        several = re.search(r"順に(\d{1,2}|[一二三四五六七八九十])", plain)
        top = _number(several[1]) if several is not None else _ALL_RANKS
    is_sum = sums and 1 < top < _ALL_RANKS
    return Operation(
        "sum" if is_sum else "rank",
        nth=_number(groups.get("rank", "1")),
        top=top,
        is_most=is_most,
        words=(found.group(),),
    )


def _nth(plain: str, language: Language, counts: bool) -> Operation | None:
    found = _in(language, _NTH_JA, _NTH_EN).search(plain)
    if found is None or _ROUND_NEXT.match(plain, found.end()):
        return None
    groups = {name: text for name, text in found.groupdict().items() if text}
    if "first" in groups:
        nth = 1
    elif "last" in groups or "end" in groups:
        nth = -1
    else:
        nth = _number(groups["n"])
    return Operation("nth", nth=nth, words=(found.group(),))


def _worked(plain: str, language: Language, counts: bool) -> Operation | None:
    """Read differences, averages and sums."""
    kinds: tuple[tuple[OperationKind, re.Pattern[str]], ...] = (
        ("difference", _in(language, _DIFFERENCE_JA, _DIFFERENCE_EN)),
        ("average", _in(language, _AVERAGE_JA, _AVERAGE_EN)),
        ("sum", _in(language, _SUM_JA, _SUM_EN)),
    )
    for kind, pattern in kinds:
        found = pattern.search(plain)
        if found is not None:
            return Operation(kind, counts=counts, words=(found.group(),))
    return None


def _number(said: str) -> int:
    return _NUMBER_WORDS.get(said) or int(said)


def _in(language: Language, japanese: re.Pattern[str], english: re.Pattern[str]) -> re.Pattern[str]:
    return japanese if language == "ja" else english

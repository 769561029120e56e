"""What a question wants done with the rows of a table, read from its words in either language."""

import re
from dataclasses import dataclass
from typing import Literal

from briefqa.answerer.ask import Ask
from briefqa.answerer.rows.numerals import CARDINAL, JAPANESE, ORDINAL, number_of
from briefqa.records import Language
from briefqa.text.normalise import normalise

OperationKind = Literal[
    "nth", "position", "rank", "sum", "difference", "average", "threshold", "count", "list", "item"
]
Comparison = Literal["", ">=", ">", "<=", "<"]

_LOOKED_UP = ("number", "text", "place", "date", "person", "organisation", "choice")
_ALL_RANKS = 30  # ranks that "in order" asks for

_MORE = "(?:多|大き|高|長|広|重|早)(?:い|く|かっ|な)"
_FEWER = "(?:少な|小さ|低|短|狭|軽)(?:い|く|かっ|な)"
_RANK_JA = re.compile(
    rf"(?:第?(?P<rank>{JAPANESE})(?:番目|位)(?:[にの]|で(?!す|した|は|しょう))?(?:[^。、]{{0,8}}?)"
    rf"(?:(?P<more_a>{_MORE})|(?P<less_a>{_FEWER}))|第?(?P<place>{JAPANESE})位)"
    rf"|(?:上位|トップ|ベスト)(?P<top>{JAPANESE})|(?P<low>下位|ワースト)(?P<bottom>{JAPANESE})"
    rf"|(?P<next>の次に|に次いで|に次ぐ|の次は)[^。、]{{0,8}}?(?:(?P<more_f>{_MORE})|(?P<less_f>{_FEWER}))"
    rf"|(?:最も|もっとも|一番|いちばん)[^。、]{{0,14}}?(?:(?P<more_b>{_MORE})|(?P<less_b>{_FEWER}))"
    r"|(?P<more_c>最多|最大(?=[のなは])|最高(?=[のは]))|(?P<less_c>最少|最小(?=[のなは])|最低(?=[のは]))"
    rf"|(?:どちら|どっち)(?:の方|のほう)?(?:が|の)(?:[^。、]{{0,8}}?[がは])?(?:(?P<more_d>{_MORE})|(?P<less_d>{_FEWER}))"
    rf"|(?P<more_e>{_MORE})順|(?P<less_e>{_FEWER})順"
)
_MORE_EN = "most|highest|largest|greatest|biggest|longest"
_FEWER_EN = "fewest|least|lowest|smallest|shortest"
_RANK_EN = re.compile(
    rf"\b(?:(?P<rank>{ORDINAL})[- ])?(?:(?P<count>{CARDINAL}) )?"
    rf"(?<!at )(?:(?P<more_a>{_MORE_EN})|(?P<less_a>{_FEWER_EN}))\b(?! (?:recent|important|of the))"
    rf"|\btop (?P<top>{CARDINAL})\b|\b(?P<low>bottom) (?P<bottom>{CARDINAL})\b"
    rf"|\b(?:rank(?:s|ed)?|comes?|came) (?:in )?(?P<place>{ORDINAL})\b"
    rf"|\bin (?P<place_b>{ORDINAL}) place\b"
    r"|\bwhich\b.*\b(?:has|have|had|got|is|was)\b.*?\b(?:(?P<more_d>more|larger|higher|bigger)"
    r"|(?P<less_d>fewer|less|smaller|lower))\b.*(?:,|:|\bor\b)"
)
_AFTER_EN = re.compile(r"\b(?:after|behind|second only to|next to|following)\b")
_NTH_JA = re.compile(
    rf"(?P<n>{JAPANESE})番目|(?P<first>最初(?:に|の|は)|初めて|初めに)"
    r"|(?P<last>最後(?:に|の|は)|直近に)|(?P<next>(?<=.)の次[はにの])"
)
_NTH_EN = re.compile(
    rf"\b(?:the |number |no\. ?)(?P<n>{ORDINAL}|\d{{1,3}}(?=[a-z]))\b"
    r"(?!-)|\b(?P<first>first) (?:\w+ )?to\b"
    r"|\b(?P<last>last|latest|most recent) (?:(?:\w+ )?to\b|country\b|one\b|item\b)"
    r"|\bwas the (?P<end>last)\b|\b(?P<next>(?:right|immediately|just|next|directly) after)\b"
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
# A number of rows that are all meant: 5回分の合計, over the five rounds.
_SPAN_JA = re.compile(
    rf"(?<![第\d年])(?P<n>{JAPANESE})(?:[^\W\d]{{1,4}}?(?:分|間|すべて|全部|全体)"
    r"|(?!年|月|日)[^\W\d]{1,3}の(?=[^、。]{0,14}(?:合計|総計|平均)))"
)
_SPAN_EN = re.compile(
    rf"\b(?:all|over|across|in|for|of) (?:the |all )*(?P<n>{CARDINAL}) (?:[a-z]+ )?[a-z]+s\b"
)
_THROUGHOUT_JA = re.compile(
    "全(?:期間|年|回|期|年度|体)|通算|累計|すべての(?:年|回|期)|年間の|通して"
)
_THROUGHOUT_EN = re.compile(
    r"\b(?:all|every|each of) (?:the |of the )?(?:\w+ )?"
    r"(?:years?|rounds?|months?|phases?|period|sessions?)\b"
    r"|\boverall\b|\bthroughout\b|\bthe whole period\b"
)
# What rows do not say: who or what is not among them.
_NEGATED_JA = re.compile(
    r"(?<!少)(?<!す)(?:ていない|でない|しない|ない(?=[^か]{0,6}(?:国|市|町|村|県|都市|地区|所|もの|の[はを]))"
    r"|なかった|ません(?!か)|以外|を除[きくい])"
)
_NEGATED_EN = re.compile(
    r"\bnot\b|n't\b|\bnever\b|\bexcept\b|\bexclud|\bother than\b|\bwithout\b|\bapart from\b"
    r"|\bbesides\b|\bneither\b|\bno longer\b"
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
_PAIR_JA = re.compile(
    r"(?:相手(?:先|方)?|連携先|提携先|協力先|姉妹校|姉妹都市)(?:[はをに]|の|って|$|[?？])"
)
_PAIR_EN = re.compile(
    r"\bcounterparts?\b"
    r"|\b(?:paired|twinned|partnered|partnering|teamed|linked|matched) (?:up )?with\b"
    r"|\b(?:partners?|works?|working|cooperat\w+|collaborat\w+) (?:of|with)\b|'s? partners?\b"
)
_WHICH_JA = re.compile(
    r"(?:どの|どんな|どこの)[^\Wぁ-ん]{1,8}|どれ(?:です|か|が|$|[?？])|どこと|どこ(?:です|か|$|[?？])|誰|何と(?:何|連携|提携|協力)"
)


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do with rows.

    `nth`: for `nth` the 1-based number of the item, -1 for the last; for `rank` the first rank that
    is asked for. `top`: how many ranks. `is_most`: whether more is better. `comparison`, `limit`:
    what values are held against (`threshold`). `counts`: the rows that are left are to be counted,
    not named. `after`: the next in rank or number after a row that is named. `span`: how many rows
    or columns the question says there are, 0 for none. `throughout`: all columns are meant.
    `pairs`: what stands beside a name in a table of pairs is asked for.
    `words`: the stretches of the normalised question that ask for it.
    """

    kind: OperationKind
    nth: int = 0
    top: int = 1
    is_most: bool = True
    comparison: Comparison = ""
    limit: float = 0.0
    counts: bool = False
    after: bool = False
    span: int = 0
    throughout: bool = False
    pairs: bool = False
    words: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers, as terms."""
        return frozenset(str(n) for n in (self.nth, self.top, self.span, f"{self.limit:g}"))


def read_operation(text: str, ask: Ask, language: Language) -> Operation | None:
    """Return what a question wants done with rows, or None where it does not ask for any.

    >>> read_operation("最も定員が多い施設は", Ask("place"), "ja").kind
    'rank'
    >>> read_operation("the 14th city to sign", Ask("place"), "en").nth
    14
    """
    plain = normalise(text)
    told = plain
    for option in sorted(
        ask.options, key=len, reverse=True
    ):  # 本人以外 as an answer negates nothing
        told = told.replace(normalise(option), "")
    if _in(language, _NEGATED_JA, _NEGATED_EN).search(told):
        return None
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
    if _in(language, _PAIR_JA, _PAIR_EN).search(plain):
        return Operation("list", pairs=True)
    if ask.wants_all or ask.kind == "list" or pattern.search(plain):
        return Operation("list")
    if language == "ja" and _WHICH_JA.search(plain):
        return Operation("list")
    return Operation("item") if ask.kind in _LOOKED_UP else None


def _threshold(plain: str, language: Language, counts: bool) -> Operation | None:
    found = _in(language, _THRESHOLD_JA, _THRESHOLD_EN).search(plain)
    if found is None:
        return None
    groups = {name.removesuffix("_b"): text for name, text in found.groupdict().items() if text}
    signs: dict[str, Comparison] = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    sign = next(signs[name] for name in signs if name in groups)
    said = groups.get("n") or groups["m"]
    limit = float(number_of(said) if said.isalpha() else said.replace(",", ""))
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
    top = number_of(groups.get("top") or groups.get("bottom") or groups.get("count") or "1")
    rank = groups.get("rank") or groups.get("place") or groups.get("place_b") or "1"
    after = "next" in groups or (language == "en" and _AFTER_EN.search(plain) is not None)
    is_most = not any(name.startswith(("less", "low", "bottom")) for name in groups)
    if any(name.endswith("_e") for name in groups):
        several = re.search(r"順に(\d{1,2}|[一二三四五六七八九十])", plain)
        top = number_of(several[1]) if several is not None else _ALL_RANKS
    is_sum = sums and 1 < top < _ALL_RANKS
    return Operation(
        "sum" if is_sum else "rank",
        nth=number_of(rank),
        top=top,
        is_most=is_most,
        after=after,
        words=(found.group(),),
    )


def _nth(plain: str, language: Language, counts: bool) -> Operation | None:
    found = _in(language, _NTH_JA, _NTH_EN).search(plain)
    if found is None or _ROUND_NEXT.match(plain, found.end()):
        return None
    groups = {name: text for name, text in found.groupdict().items() if text}
    if "next" in groups:
        return Operation("nth", after=True, words=(found.group(),))
    if "first" in groups:
        nth = 1
    elif "last" in groups or "end" in groups:
        nth = -1
    else:
        nth = number_of(groups["n"])
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
            span = _in(language, _SPAN_JA, _SPAN_EN).search(plain)
            return Operation(
                kind,
                counts=counts,
                span=number_of(span["n"]) if span is not None else 0,
                throughout=bool(_in(language, _THROUGHOUT_JA, _THROUGHOUT_EN).search(plain)),
                words=(found.group(), *((span.group(),) if span is not None else ())),
            )
    return None


def _in(language: Language, japanese: re.Pattern[str], english: re.Pattern[str]) -> re.Pattern[str]:
    return japanese if language == "ja" else english

"""The words around an answer, in the language of its question."""

from dataclasses import dataclass

from briefqa.records import Language, Qualifier


@dataclass(frozen=True, slots=True)
class Words:
    """Every label of an answer that is printed for people; `{names}` are filled in."""

    citation: str
    original: str
    value: str
    as_of: str
    to: str
    noted: str
    fiscal: str
    qualifiers: dict[Qualifier, str]
    computed: str
    others: str
    other: str
    other_as_of: str
    nearest: str
    near: str
    confidence: str
    terms: str
    expansions: str
    hits: str
    ranks: str
    spans: str
    span: str
    decision: str
    times: str
    nothing: str


_EN = Words(
    citation="[{marker}] {briefing}, slide {slide}: {title}",
    original="as written: {text}",
    value="value: {value}",
    as_of="as of: {date}",
    to="{start} to {end}",
    noted="{value} ({notes})",
    fiscal="fiscal year",
    qualifiers={
        "about": "about",
        "at least": "at least",
        "at most": "at most",
        "more than": "more than",
        "less than": "less than",
    },
    computed="computed: counted, added up or compared from the rows above",
    others="Other slides say:",
    other="{text}{date} {markers}",
    other_as_of=" (as of {date})",
    nearest="Nearest slides:",
    near="{briefing}, slide {slide}: {title} ({score:.2f})",
    confidence="confidence {confidence:.2f}",
    terms="Terms: ",
    expansions="Wordings added: ",
    hits="Passages found: ",
    ranks="rank by terms {lexical}, by vectors {dense}",
    spans="Candidates: ",
    span="{briefing}, slide {slide}: {text}",
    decision="chance of an answer {probability:.2f}, threshold {threshold:.2f}",
    times="Milliseconds: ",
    nothing="none",
)
_JA = Words(
    citation="[{marker}] {briefing} スライド{slide}：{title}",
    original="原文：{text}",
    value="値：{value}",
    as_of="時点：{date}",
    to="{start}～{end}",
    noted="{value}（{notes}）",
    fiscal="年度",
    qualifiers={
        "about": "約",
        "at least": "以上",
        "at most": "以下",
        "more than": "超",
        "less than": "未満",
    },
    computed="計算による答え：上の行を数え、足し、または比べて求めました",
    others="ほかのスライドの値：",
    other="{text}{date} {markers}",
    other_as_of="（{date}時点）",
    nearest="近い内容のスライド：",
    near="{briefing} スライド{slide}：{title}（{score:.2f}）",
    confidence="確からしさ {confidence:.2f}",
    terms="探した語：",
    expansions="加えた言い換え：",
    hits="見つかった箇所：",
    ranks="語の順位 {lexical}、ベクトルの順位 {dense}",
    spans="答えの候補：",
    span="{briefing} スライド{slide}：{text}",
    decision="答えがある見込み {probability:.2f}、しきい値 {threshold:.2f}",
    times="ミリ秒：",
    nothing="なし",
)
WORDS: dict[Language, Words] = {"ja": _JA, "en": _EN}

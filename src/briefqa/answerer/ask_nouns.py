"""What a Japanese noun names, where a question asks for its value: 人口 a number, 会場 a place."""

import re
from dataclasses import dataclass

from briefqa.answerer.ask import MONEY, SHARE, Ask, AskKind


@dataclass(frozen=True, slots=True)
class _Noun:
    """What nouns that end in `ending` name; `units` as in `Ask`, by `_counted` where None."""

    kind: AskKind
    ending: str
    units: tuple[tuple[str, ...], ...] | None = ()


# The first that fits decides.
_NOUNS = (
    _Noun(
        "list",
        "一覧|リスト|(?<![特条事比慣])例|項目|種類|内訳|構成員|メンバー|(?:参加|参画|加盟|構成|提案|対象|締約|署名)国",
    ),
    _Noun("reason", "理由|原因|要因|根拠|目的|狙い|背景|意義"),
    _Noun("definition", "意味|定義"),
    _Noun(
        "number",
        "価格|料金|費用|予算|金額|額|過料|罰金|単価|賃金|経費|投資額|コスト",
        units=(MONEY,),
    ),
    _Noun("number", "率|割合|比率|シェア|パーセント|%|構成比", units=(SHARE,)),
    _Noun("number", "数(?:の合計)?", units=None),
    _Noun("number", "人口", units=(("人",),)),
    _Noun(
        "number",
        "量|濃度|面積|距離|規模|温度|気温|倍率|順位|年齢|上限|下限|労働時間|平均|合計|総数|差"
        "|頻度|容量|出力|幅|値|目標|バージョン|水準|総額|長さ|高さ|重さ",
    ),
    _Noun(
        "date",
        "年月日|日付|日時|日程|期日|期間|時期|期限|締切|曜日|会期|[^毎今昨]年|年度|(?:^|[^休祝平初])日"
        "|[^毎]月",
    ),
    _Noun(
        "organisation",
        "(?:会社|社|企業|機関|団体|組織|省庁|省|庁|法人|大学|主体|主催|所属|所属先|部署|提供元|出典"
        "|事業者)名?",
    ),
    _Noun(
        "person",
        "(?:者|議長|会長|社長|座長|委員長|長官|大臣|首相|大統領|総理|代表|担当|氏名|人物|氏|講師"
        "|リーダー|署名者)名?",
    ),
    _Noun(
        "place",
        "(?:国|都市|市|町|村|県|州|開催地|所在地|場所|会場|地域|自治体|拠点|先進国|地)名?",
    ),
)


def by_ending(noun: str) -> Ask | None:
    """Return what a noun names, or None for a noun that tells nothing."""
    for known in _NOUNS:
        if re.search(rf"(?:{known.ending})$", noun):
            units = _counted(noun) if known.units is None else known.units
            return Ask(known.kind, units, is_sure=False, wants_all=known.kind == "list")
    return None


def _counted(noun: str) -> tuple[tuple[str, ...], ...]:
    """Return what 数 counts, as in 利用者数: that may be the figure's unit."""
    found = re.search(r"([^\Wぁ-んa-z0-9]{1,4})数(?:の合計)?$", noun)
    if found is None:
        return ()
    counted = found[1]
    return (tuple(dict.fromkeys((counted, counted[-2:], counted[-1:]))),)

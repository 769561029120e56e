"""Read a Japanese question: is it a follow-up, and what does it say?"""

import re
from collections.abc import Sequence

from briefqa.conversation.followups import (
    Asked,
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    WordAlone,
)
from briefqa.conversation.mentions import half_width, numbered
from briefqa.text.tagger import Token, tag

_LEAD = re.compile(
    r"^(?:(?:それでは|それじゃあ?|じゃあ|んじゃあ?|では(?!な[いく])|じゃ(?=[、,\s一-鿿ァ-ヺ0-9A-Za-z])"
    r"|ちなみに|今度は|次に(?=[一-鿿ァ-ヺ0-9A-Za-z])|ところで|そしたら|そうすると|とすると|一方|逆に|同じく|同様に|続けて|続いて"
    r"|(?:次に|あと|また|それと|それから|えっと|えーと|ええと|えー|あの|なら|そして|で|さらに|なるほど"
    r"|わかりました|ありがとう(?:ございます)?|了解です?|すみません(?:が)?|OK|so|and|then)[、,。,，\s]+)"
    r"[、,，。\s]*)+",
    re.IGNORECASE,
)
_END = re.compile(r"[?？。．!！…\s]+$")

_COPULA = (
    r"(?:(?:に|と)?(?:なり(?:ます|ました)|なる|なった|なっています))?(?:です|でした|だった|だ|でしょう"
    r"|なの(?:です|でしょう)?|なん(?:です|でしょう)?|に?あたり?ます|あります|ありました|います|いました"
    r"|ある|いる)?(?:か|の|かな)*"
)
_COUNTER = r"(?:[々〆一-鿿ヵヶァ-ヺーか]{1,4}?|%|％|度|[a-zA-Z]{1,4})"
_WORD = re.compile(
    r"(?P<when>いつ(?:から|まで)?(?:ごろ|頃)?|何(?:年度?|月|日|時|曜日)(?:何[月日])*(?:から|まで|頃|ごろ)?)"
    r"|(?P<where>どこ(?:で|に|から|へ|の)?|どちら(?:で|に)|どの(?:国|都市|市|県|町|地域|場所)(?:で|に|が)?)"
    r"|(?P<who>(?:誰|だれ|どなた)(?:が|に|を|と|の|から)?)"
    r"|(?P<why>なぜ|何故|どうして|なんで|何で(?!す|し)|何のため(?:に)?)"
    r"|(?P<how>どうやって|どのように(?:して)?|どんな(?:方法|ふう|風)(?:で|に)?)"
    r"|(?P<much>いくら|どのくらい|どれくらい|どれだけ|どれほど|どの程度)"
    rf"|(?P<many>いくつ|何{_COUNTER})(?=で|だ|あ|い|に|な|か$|の?$|ぐ|く)"
    r"|(?P<which>どの[一-鿿]{1,4}(?:に|で|が|を|と|から|へ)|(?:どれ|どの\S{1,4}?)(?=で|$))"
    r"|(?P<what>何(?:が|を)?|なに(?:が|を)?)(?=で|だ|$)"
)
_PRONOUN_HEAD = r"(?:それ|これ|そちら|こちら|そこ|ここ)"
_PRONOUN = re.compile(
    rf"(?P<place>(?:同|その|この)(?:国|市|県|都市|町|村|州|地域|省)(?=[のはでにがを]|$)"
    r"|(?:そこ|ここ)(?=[のはでにがを、]|$|って))"
    r"|(?P<person>(?:彼女?|同氏|同大臣|その(?:人|方|人物)|この(?:人|方|人物))(?=[のはがをに]|$))"
    r"|(?P<thing>(?:それ|これ|そちら|こちら)(?=[のはがをに]|って|$)(?!は(?:何|なん)のこと))"
    r"|(?P<same>(?:同|その|この|当該|本)(?P<class>制度|事業|会議|会合|計画|施設|プロジェクト|プログラム"
    r"|イベント|大会|取組|取り組み|組織|団体|機関|会社|企業|協定|条約|法律|法|政策|施策|システム|技術|調査"
    r"|研究|サービス|製品|訓練|活動|委員会|枠組み|仕組み|工事|路線|目標|方針|戦略|イニシアティブ|決議)"
    r"(?=[のはでにがを]|$|って))"
)
# The deck itself, which no earlier question names.
_DECK = re.compile(
    r"(?:この|その|本|当)(?:資料|スライド|文書|ブリーフィング|ページ|頁|プレゼン|報告書|章|図|表)"
)
_MORE = re.compile(
    r"(?:(?:その)?(?:他|ほか)|それ以外|これ以外|以外|残り|ほかの(?:もの|例|国)|他の(?:もの|例|国)|あと)"
    r"(?:に|の|には|は|にも|で|も|のもの|の例)*"
    r"(?:は|も)?(?:(?:何|なに|どこ|誰|どれ|どんなもの|いくつ)(?:が|か|を)?)?"
    rf"(?:{_COPULA}|ありませんか|ないですか|ないの|教えて.*|挙げて.*|知りたい.*)"
    r"|もっと(?:ある|あります|ない|教えて.*|挙げて.*|見せて.*)?(?:か|の)?|続き(?:は|を.*)?"
    r"|(?:全部|すべて|全て|全件)(?:は|を|で|教えて|挙げて|見せて|列挙|お願い|ください|下さい|して|知りたい)*"
)
_DETAIL = re.compile(
    r"(?:もっと|もう少し|もうちょっと|さらに|より)?(?:詳しく|くわしく|詳細(?:は|を|に)?|具体的に(?:は)?)"
    r"(?:は)?(?:教えて|説明|お願い|知りたい|話して|言うと|述べて)?.{0,8}"
)
_PLACE = re.compile(
    r"(?:上から)?(?P<place>\d+(?:番目|位|つ目)|[二三四五六七八九十]+(?:番目|位|つ目)|最後|最初|次)"
    rf"(?:は|って)?(?:何|なに|どこ|誰|どれ)?{_COPULA}"
)
# Words that people put around a name to ask the same of it: 「その場合だとどうなりますか」.
_LIGHT_VERBS = frozenset(
    "為る 成る 言う 教える 願う 知る 見る 聞く 呉れる 下さる 頂く 欲しい 違う 変わる 比べる 続く 良い 分かる 致す"
    " 見せる 答える 調べる 宜しい 同じ 頼む 伺う 行く 考える つく 関する 限る 絞る 限定".split()
)
_LIGHT_NOUNS = frozenset(
    "場合 方 ほう ケース 時 際 分 件 数字 数値 値 データ 話 様子 とき バージョン".split()
)
_LIGHT_ADVERBS = frozenset(
    "どう いかが 如何 同じ 同様 だけ のみ お 御 さん 一緒 ついて 関し 関する".split()
)
_LIGHT_LEADS = frozenset(
    "今度 次 続き 一方 逆 反対 他 ほか 同じ 同様 先程 それ あと 後 因み 最後 今 参考 ついで さっき 因みに 比較".split()
)
_ADDS = re.compile(r"だけ|のみ|に限[るれっ]|に限定|に絞[るっ]")
_GOES_ON = re.compile(
    r"も|だと|なら|たら|でした|では|だけ|のみ|って|どう|いかが|如何|同じ|同様|として|場合|ほう|方|ケース|に限"
    r"|数字|数値|データ|ですと|については|に関しては|^で"
)
_TELLS = re.compile(r"教え|願|知り|知る|見せ|聞[きか]|伺|答え|調べ|頼")
# What an entity of any kind may be asked for.
_ATTRIBUTE = re.compile(
    r"(?:数|率|量|額|費用?|料|任期|天気|経緯|歴史|由来|評価|議題|司会|事務局|後援|協賛|来場者|人口|面積|距離|規模|価格|料金|予算|単価|割合|比率|シェア|目的|狙い|ねらい|理由"
    r"|原因|要因|背景|意義|効果|課題|特徴|概要|内容|対象|対象者|定義|意味|出典|根拠|期間|期限|締切|締め切り"
    r"|時期|日付|日程|日時|日|時刻|場所|会場|開催地|所在地|住所|連絡先|電話番号|議長|会長|社長|座長|委員長"
    r"|長官|[会議社座員官市町村区校院所部課局室団隊館園組]長|代表|代表者|大臣|首相|大統領|知事|市長|町長|村長|責任者|担当|担当者|担当課|講師|著者|作成者"
    r"|発表者|主催|主催者|共催|主体|所管|名称|名前|正式名称|略称|種類|内訳|例|事例|目標|実績|結果|順位|進捗"
    r"|状況|現状|方法|手順|仕組み|条件|財源|成果|首都|通貨|公用語|言語|高さ|長さ|重さ|広さ|深さ|幅|速度|容量"
    r"|定員|出力|温度|気温|濃度|頻度|水準|年齢|上限|下限|平均|合計|総数|総額|参加国|参加者|構成員|メンバー"
    r"|英語名|所属|所属先|役職|肩書|提供元|開始年|設立年|設立者|設立|年|年度|締約国|加盟国|URL|影響|役割"
    r"|メリット|デメリット|利点|欠点|リスク|予定|見通し|推移|前年比|増減|増減率|売上高|売上|利益|稼働率)$"
)


def read_japanese(question: str) -> FollowUp | None:
    """Return what a Japanese `question` says if it may be a follow-up, else None.

    >>> read_japanese("では港区は？")
    Named(name='港区', is_led=True, is_more=False, preposition='', word='')
    >>> read_japanese("避難所が最も多い区はどこですか") is None
    True
    """
    text = question.strip()
    lead = _LEAD.match(half_width(text))
    core = _END.sub("", text[lead.end() :] if lead else text)
    if not core or _DECK.search(core):
        return None
    is_led = lead is not None
    return (
        _continued(core)
        or _word_alone(core)
        or _referring(core)
        or _attribute(core, is_led=is_led)
        or _named(core, is_led=is_led)
    )


def asked_by(match: re.Match[str]) -> Asked:
    """Return what the question word of a `_WORD` match asks for."""
    name = match.lastgroup or "what"
    if name == "much":
        return "how much"
    if name == "many":
        return "how many"
    return name  # type: ignore[return-value]  # the groups are named by `Asked`


def question_words(text: str) -> list[re.Match[str]]:
    """Return the question words of `text`, in order."""
    return list(_WORD.finditer(half_width(text)))


def is_attribute(name: str) -> bool:
    """Say whether a Japanese noun names an attribute of something, not a thing.

    >>> is_attribute("参加者数"), is_attribute("毛布")
    (True, False)
    """
    return _ATTRIBUTE.search(half_width(name)) is not None


def _continued(core: str) -> Continued | None:
    text = half_width(core)
    if _MORE.fullmatch(text):
        return Continued("all")
    if _DETAIL.fullmatch(text):
        return Continued("detail")
    place = _PLACE.fullmatch(text)
    return Continued("place", place["place"]) if place else None


def _word_alone(core: str) -> WordAlone | None:
    text = half_width(core)
    start = re.match(rf"(?:{_PRONOUN_HEAD}(?:は|が|って|を|も)、?)?", text)
    begin = start.end() if start else 0
    word = _WORD.match(text, begin)
    if word is None:
        return None
    rest = text[word.end() :]
    if re.fullmatch(rf"(?:は|が|を|に|で|から|の)?(?:こと|もの|話)?{_COPULA}", rest):
        return WordAlone(asked_by(word), core[begin : word.end()])
    if _names_nothing(rest):
        return WordAlone(asked_by(word), core[begin : word.end()], core[word.end() :])
    return None


def _names_nothing(predicate: str) -> bool:
    """Say whether a predicate is a verb alone, such as 始まりましたか or 廃止されたのですか."""
    tokens = tag(predicate)
    if not any(token.pos.startswith(("動詞", "形容詞")) for token in tokens):
        return False
    for at, token in enumerate(tokens):
        following = tokens[at + 1].lemma if at + 1 < len(tokens) else ""
        verbal = "サ変可能" in token.pos and following in ("為る", "出来る")
        if _is_noun(token) and not verbal:
            return False
    return True


def _referring(core: str) -> FollowUp | None:
    text = half_width(core)
    owned = re.fullmatch(
        r"(?:その|それの|同)(?P<name>[^のはがをにで\s]+?)(?P<tail>(?:は|って|が|も|を).*)?", text
    )
    match = _PRONOUN.match(text)
    if match is None:
        inner = re.match(rf"(?:{_WORD.pattern})(?:が|を|に|で)?", text)
        match = _PRONOUN.match(text, inner.end()) if inner else None
    if match is not None and not re.match(r"(?:その|この)(?:目標|方針)", text):
        kind = "place" if match["place"] else "person" if match["person"] else "thing"
        owner = core[match.end() :].startswith("の")
        return Referring(core, match.start(), match.end(), kind, owner)  # type: ignore[arg-type]
    if owned and not re.match("(?:その)?(?:他|後|中|うち|ため|ほか|時|とき)", owned["name"]):
        if _is_name(tag(owned["name"])):
            return Attribute(core[owned.start("name") : owned.end("name")], owned["tail"] or "")
    return None


def _attribute(core: str, *, is_led: bool) -> Attribute | None:
    """Read 議長は？, 人口は何人ですか, 担当者を教えて: an attribute without its owner."""
    text = half_width(core)
    found = re.fullmatch(
        rf"(?P<name>[^のはがをにで、\s]+)(?P<tail>(?:は|って|が|も)?(?:{_WORD.pattern})?{_COPULA}"
        r"|は(?:どう|いかが).*|(?:を|も|は)(?:お?教えて|知りたい).*)",
        text,
    )
    if found is None or not is_attribute(found["name"]) or numbered(found["name"]):
        return None
    if re.fullmatch("[前昨翌次]年度?|[前次今]回|[今先来]月", found["name"]):
        return None
    if found["tail"] == "" and not is_led and not core.endswith(("?", "？")):
        return None if len(found["name"]) > 4 else Attribute(found["name"])
    name = core[: found.end("name")]
    return Attribute(name, core[found.end("name") :]) if _is_name(tag(name)) else None


def _named(core: str, *, is_led: bool) -> Named | None:
    among = re.match(r"(?:そのうち|この中で|その中で|うち|そのなかで)(?:で|の)?(?:は)?[、,]?", core)
    if among and len(core) > among.end():
        core, is_led = core[among.end() :], True
    text = half_width(core)
    asked = re.fullmatch(
        rf"(?P<name>.+?)(?:では|だと|なら|は|って|も)(?:約|およそ)?(?P<word>{_WORD.pattern})"
        rf"(?:ぐらい|くらい|ほど)?{_COPULA}",
        text,
    )
    if asked and _is_name(tag(asked["name"])) and not asked["name"].endswith("と"):
        word = core[asked.start("word") : asked.end("word")]
        return Named(core[: asked.end("name")], is_led, is_more=among is not None, word=word)
    return _amid_light_words(core, is_led=is_led, is_more=among is not None)


def _amid_light_words(core: str, *, is_led: bool, is_more: bool) -> Named | None:
    """Read a name with nothing around it but words that say to go on: 「港区の場合だとどう？」."""
    tokens = tag(core)
    first, last = 0, len(tokens)
    while first < last and _leads(tokens, first):
        first += 1
    while last > first and _trails(tokens, last - 1):
        last -= 1
    if first == last or not _is_name(tokens[first:last]):
        return None
    lead, tail = core[: tokens[first].start], core[tokens[last - 1].end :]
    goes_on = is_led or bool(re.search(r"\w", lead)) or bool(_GOES_ON.search(tail))
    if re.match("と(?!い)|という|が", tail) or question_words(tail):
        return None
    if not goes_on and (_TELLS.search(tail) or tail.startswith("を")):
        return None
    name = core[tokens[first].start : tokens[last - 1].end]
    goes_on = goes_on or tail.startswith(("は", "に"))
    return Named(name, goes_on, is_more=is_more or bool(_ADDS.search(tail)))


def _leads(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.pos.startswith(("接続詞", "感動詞", "副詞", "補助記号", "助動詞", "助詞")):
        return True
    if token.lemma in _LIGHT_VERBS:
        return token.pos.startswith(("動詞", "形容詞"))
    following = tokens[at + 1].pos if at + 1 < len(tokens) else ""
    # 次、逆に and 今度は, but 次世代 is a name.
    return token.surface in _LIGHT_LEADS and following.startswith(("助詞", "補助記号", "助動詞"))


def _trails(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.pos.startswith(("助詞", "助動詞", "補助記号-句点", "補助記号-読点", "感動詞")):
        return True
    if token.pos.startswith(("動詞", "形容詞")) and token.lemma in _LIGHT_VERBS:
        return True
    if token.lemma in ("居る", "有る") and at and tokens[at - 1].surface in ("て", "で"):
        return True  # なっています, but not います: there are
    if token.surface in _LIGHT_ADVERBS:
        return True
    return at > 0 and token.surface in _LIGHT_NOUNS and tokens[at - 1].surface == "の"


def _is_name(tokens: Sequence[Token]) -> bool:
    """Say whether the tokens are one name: nouns and what binds them, no predicate, no pronoun."""
    if not tokens or not any(_is_noun(token) or not token.lemma for token in tokens):
        return False
    for at, token in enumerate(tokens):
        last = at == len(tokens) - 1
        if token.pos.startswith(("代名詞", "助動詞", "感動詞", "副詞", "補助記号-句点", "連体詞")):
            return False
        if token.pos.startswith("助詞") and (last or token.surface not in ("の", "と", "や", "・")):
            return False
        if token.pos.startswith(("動詞", "形容詞")) and last and len(tokens) > 2:
            return False
    if tokens[0].pos.startswith(("形容詞", "動詞")):
        return False
    return tokens[0].surface not in ("何", "なん", "他", "ほか", "その他", "とは")


def _is_noun(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接尾辞-名詞的", "接頭辞", "形状詞", "記号"))

"""Shapes of Japanese sentences that ask for a summary, over text as `fold` leaves it."""

import re

from briefqa.answerer.ask_japanese import read_japanese
from briefqa.answerer.summary_shapes import Shape, SummaryKind
from briefqa.text.normalise import normalise
from briefqa.text.tagger import tag

_OPENING = r"(?:(?:では|じゃあ|それでは|すみませんが?|恐れ入りますが|まず|次に|ちなみに)[、,\s]*)*"
_MANNER = (
    r"(?:(?:もう少し|もっと|改めて|(?:簡単|簡潔|手短|具体的|端的|大まか|全体的)に|ざっくりと?|一言で"
    r"|(?:わかり|分かり)やすく|詳しく|くわしく|箇条書き[でに]|日本語で|英語で"
    r"|[0-9一二三四五六七八]{1,2}(?:点|行|つ|項目|文)(?:程度|以内|くらい|ほど)?[でに])[、\s]*)*"
)
_SUM_UP = "(?:要約|まとめ|纏め|概説|整理|サマライズ)"
_EXPLAIN = "(?:ご?説明|ご?紹介|解説)"
_TELL = "(?:お?教え|ご?教示|お?知らせ|お?聞かせ|知り|聞き|お?示し|見せ|挙げ|伺い|うかがい|お願い)"
# What follows the verb of a request; 教えたのは誰 and 説明したのはいつ are no requests.
_WISH = (
    r"(?:(?!たの|たこ|どこ|いつ|だれ|なん|なに)(?:[ぁ-ん]|下さ|頂|願|致|欲|可能|出来))*[。?!\s]*"
)
_ADJECTIVE = r"(?:(?:主|主要|おも|大まか|簡単|簡潔|重要|大事|大切)な|短い|全体の|最も|一番|\s)*"
_GIST = (
    rf"{_ADJECTIVE}(?:要点|要約|概要|概略|まとめ|ポイント|サマリー?|あらまし|骨子|主旨|趣旨|要旨"
    r"|大意|ハイライト)"
)
_CONTENT = (
    rf"(?:{_GIST}|{_ADJECTIVE}"
    r"(?:内容|中身|論点|点|こと|(?:キー)?メッセージ|(?:言い|伝え)たい(?:こと|点)))"
)
_ASKED = rf"(?:[をはが、\s]|って|とは)*{_MANNER}(?:{_SUM_UP}|{_EXPLAIN}|{_TELL}){_WISH}"
_IS_WHAT = (
    r"(?:とは|は|って)?[、\s]*(?:何|なに|なん|どんなもの|どのようなもの)?"
    r"(?:でしょう|です|だ|なの)?[かの]?[。?!\s]*"
)
_TAIL = rf"(?:{_ASKED}|{_IS_WHAT})"
_SAYS = (
    r"[、\s]*(?:具体的に)?(?:何|なに|なん|どう|どのように"
    r"|(?:どんな|どのような|どういう)(?:こと|内容|もの)?)(?:が|を|と|について|に関して)?[、\s]*"
    r"(?:書|述べ|記|説明|載|言|語|示|触れ|紹介|まとめ|話|扱|取り上げ|伝え|主張|報告|分か|わか|含ま"
    r"|あり|ある)[ぁ-ん一-鿿]{0,14}[。?!\s]*"
)
_PAGE = "(?:スライド|ページ|頁|シート|slide|page)"
_SLIDE = (
    rf"(?:{_PAGE}\s*(?:no\.?|番号|[#の])?\s*(?P<after>\d{{1,4}})"
    rf"(?:\s*(?:枚目|番目?|ページ目?|頁目?|の{_PAGE}))?"
    r"|(?:第\s*)?(?P<before>\d{1,4}|[一二三四五六七八九十]{1,3})\s*"
    rf"(?:(?:枚目|(?:ページ|頁)目?)(?:の?{_PAGE})?|番目?の{_PAGE}|{_PAGE}目?)"
    rf"|(?P<edge>最初|冒頭|先頭|最後|末尾|最終)の?{_PAGE})"
)
_THIS_SLIDE = (
    r"(?:(?P<here>この|その|本|今の|いまの|現在の|今見ている|表示中の|表示している|上の|上記の"
    r"|さっきの|先ほどの|先程の|当該|該当の?|同じ|引用された)|(?P<next>次の|つぎの)"
    rf"|(?P<previous>(?:一つ|1つ)?前の))\s*{_PAGE}"
)
_DECK = (
    r"(?:(?:(?:この|本|当|その|今回の|当該)\s*)?(?:(?:発表|プレゼン|ブリーフィング)?資料"
    r"|ブリーフィング|プレゼン(?:テーション)?|デッキ|文書|ドキュメント|報告書|レポート|発表|パワポ"
    r"|スライド(?:資料|デッキ|集|全体|全部|すべて|全て)|全スライド)"
    r"(?:全体|全部|すべて|全て|全編)?)"
)
_AT = r"(?:の中|中)?(?:では|には|における|において|から|[でにはのをが、]|\s)*"
_ABOUT = "(?:について|に関して|に関し|に関する|についての|に関しての)"
_JOIN = r"(?:[はの、]|\s)*"
_TOPIC = r"(?P<topic>[^。?!]{1,80}?)"
_WITHIN = rf"(?:(?:{_DECK}|{_SLIDE}){_AT})?"
_OF = r"(?:(?P<of>.{1,60}?)の)??"


def _shape(kind: SummaryKind, pattern: str, *, asks_values: bool = False) -> Shape:
    return Shape(kind, re.compile(_OPENING + pattern), asks_values)


def _topic(pattern: str, *, asks_values: bool = False) -> Shape:
    return _shape("topic", _WITHIN + _TOPIC + pattern, asks_values=asks_values)


SHAPES = (
    _shape("slide", rf"{_OF}{_SLIDE}{_AT}(?:{_ABOUT}{_AT})?{_CONTENT}?{_TAIL}"),
    _shape("slide", rf"{_OF}{_SLIDE}{_AT}{_SAYS}"),
    _shape("current", rf"{_THIS_SLIDE}{_AT}(?:{_ABOUT}{_AT})?{_CONTENT}?{_TAIL}"),
    _shape("current", rf"{_THIS_SLIDE}{_AT}{_SAYS}"),
    _shape("briefing", rf"(?:{_DECK}|全体){_AT}(?:{_ABOUT}{_AT})?{_CONTENT}?{_TAIL}"),
    _shape("briefing", rf"{_DECK}{_AT}{_SAYS}"),
    _shape("briefing", rf"{_GIST}{_TAIL}"),
    _shape("briefing", rf"{_MANNER}{_SUM_UP}{_WISH}"),
    _topic(rf"{_ABOUT}{_JOIN}(?:{_DECK}{_AT})?{_SAYS}"),
    _topic(rf"{_ABOUT}{_JOIN}{_CONTENT}?{_AT}{_MANNER}{_SUM_UP}{_WISH}"),
    _topic(rf"{_ABOUT}{_JOIN}{_GIST}{_TAIL}"),
    _topic(rf"{_ABOUT}{_JOIN}(?:{_CONTENT}|記載|記述|情報)?{_ASKED}", asks_values=True),
    _topic(rf"{_ABOUT}(?:の(?:記載|記述|情報))?[。?!\s]*", asks_values=True),
    _topic(rf"[の\s]{_GIST}{_TAIL}"),
    _topic(rf"(?:の内容)?を[、\s]*{_MANNER}{_SUM_UP}{_WISH}"),
    _topic(rf"(?:の内容)?を[、\s]*{_MANNER}{_EXPLAIN}{_WISH}", asks_values=True),
)
_ASKING = re.compile(
    "(?<!幾)何|なぜ|どう|どこ|どの|どれ|どちら|どんな|いつ|誰|だれ|いくら|いくつ|とは"
)
_THINGS = frozenset(["place", "organisation", "person"])  # may be topics; figures may not


def is_topic(words: str, *, asks_values: bool) -> bool:
    """Say whether words name a topic: no question of their own and no sentence.

    Where the sentence `asks_values`, no figure, date, reason or list either, which is looked up.

    >>> [is_topic(words, asks_values=True) for words in ("青葉市", "訓練の会場", "避難所数")]
    [True, False, False]
    """
    text = normalise(words)
    if _ASKING.search(text) or any(t.surface == "は" and "助詞" in t.pos for t in tag(text)):
        return False
    kind = read_japanese(words).kind
    if not asks_values:
        return kind != "list"
    # 青葉市 and 防災課 are topics themselves; 訓練の会場 is a place to look up.
    return kind == "text" or (kind in _THINGS and "の" not in text)

"""Noun phrases and clauses of Japanese sentences, cut with the tagger's words."""

import random
import re
from functools import lru_cache

from briefqa.text.tagger import Token, tag

LEADS = re.compile(
    r"^(?:また|なお|さらに|更に|一方|他方|このうち|うち|このため|そのため|特に|具体的には|例えば|たとえば"
    r"|しかし|しかしながら|ただし|その後|そして|加えて|これに対し|その結果|その際|同時に|次に|まず|続いて"
    r"|これにより|ここで|以上のように|そこで|ちなみに|次いで|同様に|もっとも|したがって|他に|その他)、?"
)
_BRACKETED = re.compile(r"[（(〔][^（）()〔〕]*[）)〕]")
_TAIL_OF_NAME = ("名詞", "接頭辞", "接尾辞", "記号", "補助記号-括弧開", "補助記号-括弧閉", "形状詞")
_VAGUE = re.compile(
    "割合|数|件数|金額|額|合計|総額|人数|率|比率|それ|これ|もの|こと|値|内訳"
    "|場合|結果|場所|前年度|前年|全体|平均|うち|順|ため|者|人|年|同年|同期"
    "|うえ|上|時|他|ほか|対前年比|対前年度比|同|前|的|化|性|方|私|我々|あなた"
    "|彼|彼女|ここ|そこ|そう|よう|中|後|際|当時|それぞれ|いずれ"
)


# Words that point at another sentence: what holds them cannot be asked by itself.
_POINTING = re.compile(
    r"この|その(?!他)|これ|それ(?!ぞれ)|こうした|そうした|次のとおり|前述|上記|下記|前者|後者|両者|^同|同(?:社|調査|法|市|年)"
    r"|^当該|^本(?:書|稿|節|項|章|法|条|件)|^以下|^ただし"
)
_NOTE_NUMBER = re.compile(r"(?<=[一-鿿々ァ-ヴー」])\s?[0-9]{1,2}\s?(?=[のはがを、\s]|$)")


def without_note_numbers(text: str) -> str:
    """Return the text without the numbers of notes that stick to its words (委員会7が).

    >>> without_note_numbers("電気通信委員会7が平成13年度")
    '電気通信委員会が平成13年度'
    """
    return _NOTE_NUMBER.sub("", text)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    return tuple(tag(text))


def without_brackets(text: str) -> str:
    """Return the text without what stands in round brackets, nested ones too."""
    while (less := _BRACKETED.sub("", text)) != text:
        text = less
    return text


def last_phrase(text: str) -> str:
    """Return the noun phrase at the end of the text: nouns, の and ・, with their brackets.

    >>> last_phrase("総務省は、世帯のインターネット利用率")
    '世帯のインターネット利用率'
    """
    start = len(text)
    for token in reversed(tokens(text)):
        binds = token.surface in ("の", "・", "「", "」", "『", "』", "ー", "/", "／")
        if not binds and not token.pos.startswith(_TAIL_OF_NAME):
            break
        if token.end != start and text[token.end : start].strip():
            break
        start = token.start
    return _tidy(text[start:])


def _tidy(phrase: str) -> str:
    phrase = re.sub(r"^[のー・」』）)、/／\s]+", "", phrase)
    if phrase.count("「") != phrase.count("」") or phrase.count("『") != phrase.count("』"):
        return ""
    return (
        phrase.strip("・「」")
        if phrase.startswith("「") and phrase.count("「") == 1 and (phrase.endswith("」"))
        else phrase
    )


def is_telling(phrase: str) -> bool:
    """Say whether the phrase names something: longer than a bare 割合, 数 or これ."""
    return (
        len(phrase) >= 2
        and not _VAGUE.fullmatch(phrase)
        and not _POINTING.search(phrase)
        and not re.fullmatch(r"[\d０-９年月日度末]+", phrase)
    )


def is_verbal_noun(text: str) -> bool:
    """Say whether the text ends in a noun that する makes a verb (実施, 公表)."""
    found = tokens(text)
    return bool(found) and "サ変可能" in found[-1].pos


def content(text: str) -> list[str]:
    """Return the words of the text that carry meaning: nouns, verbs, adjectives, numbers."""
    return [
        token.surface
        for token in tokens(text)
        if token.pos.startswith(("名詞", "動詞", "形容詞", "形状詞"))
        and token.surface
        not in ("する", "し", "さ", "れ", "いる", "ある", "なる", "こと", "もの", "い")
    ]


def nouns_joined(text: str) -> list[str]:
    """Return the runs of nouns of the text, as one types them into a search box.

    >>> nouns_joined("港町市の図書館の利用者数")
    ['港町市', '図書館', '利用者数']
    """
    runs: list[str] = []
    end = -1
    for token in tokens(text):
        if token.pos.startswith(("名詞", "接尾辞", "接頭辞")):
            if token.start == end:
                runs[-1] += token.surface
            else:
                runs.append(token.surface)
            end = token.end
    telling = (run for run in runs if not _VAGUE.fullmatch(run))
    return [run for run in telling if len(run) > 1 or run.isascii()]


class Synonyms:
    """Says a question in other words, by pairs of synonyms."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        """Keep the pairs of words of two to eight letters, in the order given."""
        self._other: dict[str, list[str]] = {}
        for one, other in pairs:
            if all(2 <= len(word) <= 8 and not word.isascii() for word in (one, other)):
                self._other.setdefault(one, []).append(other)

    def vary(self, text: str, rng: random.Random) -> str:
        """Return the text with one of its words said otherwise, where one can be."""
        found = tokens(text)
        nouns = {
            place
            for token in found
            if token.pos.startswith(("名詞", "接頭辞", "接尾辞"))
            for place in (-token.start, token.end)
        }
        known = [  # a word by itself: a compound's part cannot be said otherwise
            token
            for token in found
            if token.start not in nouns
            and -token.end not in nouns
            and "普通名詞" in token.pos
            and token.surface in self._other
            and len(token.surface) > 1
        ]
        if not known:
            return text
        token = rng.choice(known)
        return text[: token.start] + rng.choice(self._other[token.surface]) + text[token.end :]

"""English for names: places by CLDR or romanised, people, companies, words from abroad.

Kanji and kana are read as UniDic reads them, which for a person's given name is the likeliest
reading and not always the right one. A common noun in kanji is no name: nothing is rendered then.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from briefqa.rendering.cldr import country_name, place_name
from briefqa.rendering.data import tables
from briefqa.text.hepburn import hepburn
from briefqa.text.tagger import Reading, readings

_LONGEST = 60  # characters of a name
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_KATAKANA_NAME = re.compile(r"[ァ-ヺー]+(?:[・=＝\s][ァ-ヺー]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9&.+#/_-]*")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+(?:[・\s][ぁ-ゖァ-ヺー]+)*")
_SEPARATOR = re.compile(r"[・=＝\s]+")
_SPACE = re.compile(r"\s")
_PLURAL = ("ズ", "ス")


@lru_cache(maxsize=2_048)
def name_words(text: str) -> str | None:
    """Return English for NFKC text that is one name as a whole; None for any other.

    >>> [name_words(n) for n in ("仙台市", "山田 太郎", "金沢大学", "中長期計画")]
    ['Sendai City', 'Yamada Taro', 'Kanazawa University', None]
    """
    if not text or len(text) > _LONGEST:
        return None
    return (
        _organisation(text)
        or place_words(text)
        or _company(text)
        or _titled(text)
        or _person(text)
        or _from_abroad(text)
        or _mixed(text)
    )


def kana_words(text: str) -> str | None:
    """Return Latin letters for text that is kana alone, such as a reading given in brackets."""
    if not _KANA.fullmatch(text):
        return None
    parts = [hepburn(part).capitalize() for part in re.split(r"[・\s]+", text)]
    return " ".join(parts) if all(parts) else None


def _organisation(text: str) -> str | None:
    return tables("organisations")["organisations"].get(text)


@lru_cache(maxsize=2_048)
def place_words(text: str) -> str | None:
    """Return English for a place, its parts from the smallest to the largest.

    >>> [place_words(p) for p in ("カナダ・オンタリオ州", "東京都港区", "ドイツ連邦共和国", "計画")]
    ['Ontario State, Canada', 'Minato Ward, Tokyo', 'Germany', None]
    """
    if known := place_name(text):
        return known
    if not text or len(text) > _LONGEST or _SPACE.search(text):
        return None
    for end in range(len(text) - 1, 1, -1):
        country = country_name(text[:end])
        if country is not None and (rest := _within(text[end:].lstrip("・"))):
            return f"{rest}, {country}"
    return _within(text)


def _within(text: str) -> str | None:
    """Return English for a place inside a country: 仙台市, 神奈川県横浜市, 金沢駅."""
    words = readings(text)
    found: list[str] = []
    start = 0
    while start < len(words):
        segment = _segment(words, start)
        if segment is None:
            return None
        name, start = segment
        found.append(name)
    return ", ".join(reversed(found)) if found else None


def _segment(words: Sequence[Reading], start: int) -> tuple[str, int] | None:
    """Return English for the place that begins at a word, and where the next one begins."""
    places = tables("places")
    for end in range(min(len(words), start + 4), start, -1):
        base = _base(words[start:end])
        if base is None:
            continue
        for after in range(min(len(words), end + 2), end, -1):
            suffix = "".join(word.surface for word in words[end:after])
            around = places["divisions"].get(suffix)
            if around is None and after == len(words):
                around = places["features"].get(suffix) or _office(words[start:end], suffix)
            if around is not None:
                return _around(str(around), base), after
        if all("地名" in word.pos for word in words[start:end]):
            return base, end
    return None


def _office(place: Sequence[Reading], suffix: str) -> str | None:
    """Return what stands around the place of an office: 横浜市長, not 山田市長."""
    is_person = any("人名" in word.pos for word in place)
    return None if is_person else tables("places")["offices"].get(suffix)


def _around(pattern: str, base: str) -> str:
    """Put a name into a pattern, unless it ends with the same word: New York City."""
    return base if base.endswith(pattern.removeprefix("{}")) else pattern.format(base)


def _base(words: Sequence[Reading]) -> str | None:
    """Return the name of a place without what it is: 仙台, ホーチミン, 新大阪."""
    text = "".join(word.surface for word in words)
    if known := place_name(text):
        return known
    if len(words) == 1 and _KATAKANA.fullmatch(text):
        return _loan(words[0]) if words[0].english and _is_proper(words[0]) else _plain(text)
    if _KATAKANA.fullmatch(text):
        return _plain(text)
    if not words or not any(_is_proper(word) for word in words):
        return None
    if not all(_is_proper(word) or word.pos.startswith("接頭辞") for word in words):
        return None
    return hepburn("".join(word.kana for word in words)).capitalize() or None


def _is_proper(word: Reading) -> bool:
    return "固有名詞" in word.pos


def _plain(katakana: str) -> str | None:
    return None if katakana.startswith("ー") else hepburn(katakana).capitalize() or None


def _loan(word: Reading) -> str:
    """Return the English of a loan word, its Japanese plural kept: ソリューションズ solutions."""
    is_plural = word.surface.endswith(_PLURAL) and not word.kana.endswith("ッス")
    is_marked = is_plural and not word.english.endswith(("s", "z", "x", "ce", "se", "th"))
    return word.english + ("s" if is_marked else "")


def _company(text: str) -> str | None:
    for form, english in tables("organisations")["forms"].items():
        if text.startswith(form) or text.endswith(form):
            name = text.removeprefix(form) if text.startswith(form) else text.removesuffix(form)
            words = name.strip() if _LATIN.fullmatch(name.strip()) else name_words(name.strip())
            return f"{_capitals(words)} {english}" if words else None
    return None


def _capitals(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split(" "))


def _titled(text: str) -> str | None:
    """Return English for a person with their title: 山田知事, 山田 太郎 氏."""
    for title, english in tables("places")["titles"].items():
        if text.endswith(title):
            name = text.removesuffix(title).strip(" ・")
            person = (
                _person(name) or _from_abroad(name) or (name if _LATIN.fullmatch(name) else None)
            )
            if person:
                return f"{english} {_capitals(person)}".strip()
    return None


def _person(text: str) -> str | None:
    """Return a Japanese person's name in the order written: family name, given name."""
    words = [word for word in readings(text) if word.surface.strip()]
    if not words or not all("人名" in word.pos and word.kana for word in words):
        return None
    if _KATAKANA.search(text) or len(words) > 3:
        return None
    return " ".join(hepburn(word.kana).capitalize() for word in words)


def _from_abroad(text: str) -> str | None:
    """Return English for katakana: UniDic's words, or a name letter by letter.

    >>> [_from_abroad(k) for k in ("エレベーター", "グローバル・ネットワーク", "ダン・ペローニ")]
    ['elevator', 'global network', 'Dan Peroni']
    """
    if not _KATAKANA_NAME.fullmatch(text):
        return None
    words = [word for word in readings(text) if not _SEPARATOR.fullmatch(word.surface)]
    if all(word.english for word in words):
        return _in_one_case(words)
    if not _SEPARATOR.search(text) and all(word.english or _is_proper(word) for word in words):
        return _in_one_case(words)
    parts = [_part(part) for part in _SEPARATOR.split(text)]
    return " ".join(part for part in parts if part) or None


def _part(katakana: str) -> str | None:
    words = readings(katakana)
    if len(words) == 1 and words[0].english and _is_proper(words[0]):
        return words[0].english
    return _plain(katakana)


def _mixed(text: str) -> str | None:
    """Return English for words that each have some: 渋谷スクエア, Tokyoタワー, ステップ3.

    One of them must be a name, or a word in Latin letters or digits.
    """
    words = readings(text)
    if _SPACE.search(text) and not re.search("[A-Za-z]", text):
        return None
    if not any(_is_proper(word) or not word.english for word in words):
        return None
    return _in_one_case(words)


def _in_one_case(words: Sequence[Reading]) -> str | None:
    """Join the English of words, with capitals where one of them is a name."""
    found = [_word(word) for word in words]
    if not all(found):
        return None
    joined = " ".join(word for word in found if word)
    return _capitals(joined) if any(_is_proper(word) for word in words) else joined


def _word(word: Reading) -> str | None:
    if _LATIN.fullmatch(word.surface):
        return word.surface
    if _is_proper(word) and (known := place_name(word.surface)):
        return known
    if word.english:
        return _loan(word)
    if _is_proper(word) and word.kana:
        return hepburn(word.kana).capitalize() or None
    if not word.kana and _KATAKANA.fullmatch(word.surface):
        return _plain(word.surface)
    return None

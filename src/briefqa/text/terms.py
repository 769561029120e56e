"""Terms: what BM25 counts. One list for words, one for character bigrams."""

import re
from functools import lru_cache

from briefqa.text.english import STOP_WORDS, WORD, stem
from briefqa.text.normalise import normalise
from briefqa.text.tagger import Word, analysed, word_of
from briefqa.text.wareki import era_years

# A number with its thousands commas, decimals and multipliers, and the unit that makes it one
# thing: a date's part, an ordinal, degrees, percent. Other units are words and terms of their own.
NUMBER = re.compile(
    r"(?P<ordinal>第)?(?<![\d.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*)"
    r"(?P<multiplier>[千百万億兆]*)"
    r"(?P<unit>°c|%|年度|年|月|日|回|条|期|次|号|章|節|項|位|版|時)?"
)
# It begins where letters and digits begin: tried inside a run, a megabyte of one letter takes hours
_ALPHANUMERIC = re.compile(
    r"(?<![a-z0-9])(?:[a-z]+[0-9][a-z0-9]*(?:[.-][a-z0-9]+)*|[0-9]+[a-z]+[a-z0-9]*)"
)
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿豈-﫿々]")
_COUNTER_KA = re.compile("(?<=[0-9何数])[カヵヶケ箇ヵ](?=[国所月年村条])")
_NOTE = re.compile(
    r"※\d{1,2}(?=[a-z\s])"
)  # points to a note: its number is no part of the next word
_RUN = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*|[^\W\x00-\x7f_]+")

_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "接尾辞-名詞的", "接頭辞", "副詞", "記号-文字")
_EMPTY_LEMMAS = frozenset(
    "為る 有る 居る 成る 言う 事 物 為 様 等 御 よう 其れ 因る 於く 出来る 無い 良い".split()  # noqa: SIM905
)
_KANJI_DIGITS = {kanji: str(digit) for digit, kanji in enumerate("〇一二三四五六七八九十")}
_EMPTY_POS = ("名詞-助動詞語幹", "名詞-数詞")


def terms(text: str) -> list[str]:
    """Return the terms of any text, in no meaningful order, with repetitions.

    Lemmas of content words; UniDic's English word beside a loan word; numbers whole, no commas;
    era years as Western ones too; English words stemmed; bigrams of words UniDic does not know.

    >>> sorted(set(terms("令和６年度のセンターは３,０００人")))
    ['2024', '2024年', '2024年度', '3000', '6年', '6年度', 'center', 'センター', '人', '令和']
    >>> terms("第6条 18.5℃ COVID19")
    ['covid19', '第6条', '6条', '18.5°c', '18.5']
    """
    return [term for group in term_groups(text) for term in group]


def term_groups(text: str) -> list[tuple[str, ...]]:
    """Return the terms of any text, those of one word together, the most telling first.

    >>> term_groups("第2回の会場")
    [('第2回', '2回'), ('会場',)]
    """
    plain = _NOTE.sub(" ", _COUNTER_KA.sub("か", normalise(text)))
    found: list[tuple[str, ...]] = []
    rest = _ALPHANUMERIC.sub(lambda match: _take(found, _alphanumeric(match.group())), plain)
    for year, unit in era_years(plain):
        found.append(tuple(dict.fromkeys((f"{year}{unit}", f"{year}年", str(year)))))
    rest = NUMBER.sub(lambda match: _take(found, number_terms(match)), rest)
    rest = WORD.sub(lambda match: _take(found, _english(match.group())), rest)
    if _JAPANESE.search(rest):
        found += [group for line in analysed(rest) if (group := _line_terms(line))]
    return found


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of the Japanese runs of any text, and its Latin words whole.

    >>> bigrams("防災DX の 要")
    ['防災', 'dx', 'の', '要']
    """
    found: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def number_terms(match: re.Match[str]) -> tuple[str, ...]:
    """Return the terms of a match of `NUMBER`: with its unit, and alone where that says enough."""
    core = match["digits"].replace(",", "") + match["multiplier"]
    unit = match["unit"] or ""
    if not unit:
        return (f"第{core}", core) if match["ordinal"] else (core,)
    whole = (f"第{core}{unit}", core + unit) if match["ordinal"] else (core + unit,)
    if unit == "年度":
        whole = (*whole, f"{core}年")
    tells = unit in ("°c", "%") or len(core) >= 3
    return (*whole, core) if tells else whole


def _take(found: list[tuple[str, ...]], group: tuple[str, ...]) -> str:
    if group:
        found.append(group)
    return " "


def _alphanumeric(word: str) -> tuple[str, ...]:
    parts = re.split("[.-]", word)
    return (word, *parts) if len(parts) > 1 else (word,)


def _english(word: str) -> tuple[str, ...]:
    parts = [part for part in re.split("[.&'’+/-]", word) if part not in STOP_WORDS]
    stems = tuple(stem(part) for part in parts if len(part) > 1)
    return stems if len(stems) < 2 else (word, *stems)


@lru_cache(maxsize=200_000)
def _line_terms(line: str) -> tuple[str, ...]:
    return _word_terms(word_of(line))


def _word_terms(word: Word) -> tuple[str, ...]:
    if word.surface in _KANJI_DIGITS and word.pos.startswith("名詞-数詞"):
        return (_KANJI_DIGITS[word.surface],)
    if not word.pos.startswith(_CONTENT) or word.pos.startswith(_EMPTY_POS):
        return ()
    if word.lemma:
        if word.lemma in _EMPTY_LEMMAS:
            return ()
        english = tuple(stem(part) for part in word.english.split() if part not in STOP_WORDS)
        return (word.lemma, *english)
    surface = word.surface.strip("・")
    if not surface or not _JAPANESE.search(surface):
        return ()
    parts = tuple(part for part in surface.split("・") if part)
    pairs = tuple(part[i : i + 2] for part in parts for i in range(len(part) - 1))
    return (*parts, *pairs) if len(parts[0]) > 2 or len(parts) > 1 else parts

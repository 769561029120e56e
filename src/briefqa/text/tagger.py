"""MeCab with UniDic behind one function that is safe on any input.

What MeCab does with bare input was measured: a run of a million letters of one class is a
segmentation fault, 100,000 digits take 22 s, text after a NUL is lost, a lone surrogate raises. So
input is cut before it gets there: at most 10,000 characters a call, runs of one class at most 500.
"""

import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache

import unidic_lite
from fugashi import GenericTagger

_CALL_LIMIT = 10_000
_RUN_LIMIT = 500
_RUN = re.compile(
    r"[ぁ-ゖゝゞー]{1,500}|[ァ-ヺー・]{1,500}|[一-鿿々〆]{1,500}|[0-9]{1,500}|[A-Za-z]{1,500}"
    r"|\s{1,500}|[^ぁ-ゖァ-ヺー一-鿿0-9A-Za-z\s]{1,500}|.",
    re.DOTALL,
)
_UNSAFE = re.compile("[\x00\ud800-\udfff]")
_NEWLINE = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]")
_LOCK = threading.Lock()  # a MeCab tagger holds the lattice it works on


@dataclass(frozen=True, slots=True)
class Token:
    """A word as MeCab cut it.

    `start`, `end`: offsets in the tagged text. `pos` is UniDic's part of speech, its levels joined
    by "-" (`名詞-普通名詞-一般`); `lemma` its dictionary form, "" for a word UniDic does not know;
    `english` the English word that UniDic gives for a loan word, lower case, or "".
    """

    surface: str
    start: int
    end: int
    pos: str
    lemma: str
    english: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a token is without its place; `Token` says what the fields mean."""

    surface: str
    pos: str
    lemma: str
    english: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A word and how it is read: `kana` in katakana, "" for a word UniDic does not know.

    `english` keeps its case, unlike `Token.english`.
    """

    surface: str
    pos: str
    kana: str
    english: str


# UniDic's fields: 7 is the lemma, 20 the reading in kana.
_FORMAT = r"--node-format='%m\t%F-[0,1,2,3]\t%f[7]\t%f[20]\n' --unk-format='%m\t%F-[0,1,2,3]\t\t\n'"


@cache
def _tagger() -> GenericTagger:
    """Return the one tagger: each more would map UniDic anew, 150 MB as memory is counted."""
    folder = unidic_lite.DICDIR
    return GenericTagger(f'-r "{folder}/mecabrc" -d "{folder}" -O "" {_FORMAT}')


@lru_cache(maxsize=200_000)
def word_of(line: str) -> Word:
    """Return the word that a line of `analysed` stands for."""
    surface, pos, lemma = line.split("\t")
    # After the hyphen: the English of a loan word, or a remark (差す-他動詞), which is dropped.
    japanese, _, english = lemma.partition("-")
    if not english.isascii():
        english = ""
    return Word(surface, pos, japanese.lower(), english.lower())


def _calls(text: str) -> list[str]:
    """Cut `text` into pieces that MeCab takes without harm; joined they give `text`."""
    if len(text) <= _RUN_LIMIT:
        return [text] if text else []
    pieces: list[str] = []
    current: list[str] = []
    length = 0
    previous_end_was_full = False
    for match in _RUN.finditer(text):
        run = match.group()
        if length + len(run) > _CALL_LIMIT or previous_end_was_full:
            pieces.append("".join(current))
            current, length = [], 0
        current.append(run)
        length += len(run)
        previous_end_was_full = len(run) == _RUN_LIMIT
    pieces.append("".join(current))
    return pieces


def words(text: str) -> list[Word]:
    """Return the words of `text` in order, without white space but U+3000; safe on any string.

    >>> [(w.surface, w.lemma, w.english) for w in words("センターを開いた")][0::2]
    [('センター', 'センター', 'center'), ('開い', '開く', '')]
    """
    return [word_of(line) for line in analysed(text)]


def analysed(text: str) -> list[str]:
    """Return MeCab's line for each word of `text`; `word_of` reads one. Safe on any string.

    A line is the same for the same word: what is made of words is best kept by their lines.
    """
    return [line.rpartition("\t")[0] for line in _lines(text)]


def readings(text: str) -> list[Reading]:
    """Return the words of `text` in order with how they are read; safe on any string.

    >>> [(r.surface, r.kana, r.english) for r in readings("仙台のホテル")][0::2]
    [('仙台', 'センダイ', ''), ('ホテル', 'ホテル', 'hotel')]
    """
    found: list[Reading] = []
    for line in _lines(text):
        surface, pos, lemma, kana = line.split("\t")
        _, _, english = lemma.partition("-")
        found.append(Reading(surface, pos, kana, english if english.isascii() else ""))
    return found


def _lines(text: str) -> list[str]:
    """Return MeCab's lines: the word, its part of speech, its lemma and how it is read."""
    # Line ends would end MeCab's sentence (and its output's lines): a space is as good a boundary.
    safe = _NEWLINE.sub(" ", _UNSAFE.sub(" ", text))
    found: list[str] = []
    seen: dict[str, list[str]] = {}  # a megabyte of one character is one call's work, repeated
    for call in _calls(safe):
        if call not in seen:
            with _LOCK:
                said = _tagger().parse(call)
            seen[call] = [line for line in said.split("\n") if "\t" in line]
        found += seen[call]
    return found


def tag(text: str) -> list[Token]:
    """Return the tokens of `text` with their offsets; `text[t.start:t.end] == t.surface` for each.

    >>> [t.surface for t in tag("第3回は秋に開く")]
    ['第', '3', '回', 'は', '秋', 'に', '開く']
    """
    tokens: list[Token] = []
    position = 0
    for word in words(text):
        start = text.index(word.surface, position)
        position = start + len(word.surface)
        tokens.append(Token(word.surface, start, position, word.pos, word.lemma, word.english))
    return tokens

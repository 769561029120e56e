"""Blocks of a slide, or a question, as the rows of numbers that the reading model takes."""

import json
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from briefqa.readers.marks import label_of
from briefqa.records import BlockKind
from briefqa.text.tagger import Token, tag

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

CHARACTERS = 6  # of a word that are looked at: its first and last three
KINDS: tuple[BlockKind, ...] = ("heading", "body", "bullet", "row", "footnote", "source")
_TRAINED_AS: Mapping[BlockKind, BlockKind] = {"title": "heading", "chart": "row", "note": "body"}
SCRIPTS = tuple(re.compile(p) for p in ("[ァ-ヺー]", "[一-鿿々〆]", "[ぁ-ゖ]", "[A-Za-z]", "[0-9]"))
FLAGS = (
    "first",
    "last",
    "label",
    "number",
    *KINDS,
    *("katakana", "kanji", "kana", "latin", "digit"),
)
TOKEN_LIMIT = 600  # of a passage; no more than a page of prose
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_PART = re.compile(r"[\d.,]")
UNKNOWN, PADDING = 1, 0  # ids of every table


@dataclass(frozen=True, slots=True)
class Tables:
    """The numbers of words, characters and parts of speech; 0 is padding, 1 what is not listed."""

    words: "WordTable"
    characters: Mapping[str, int]
    parts: Mapping[str, int]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the tables from the model's `vocabulary.json`."""
        lists = json.loads(path.read_text("utf-8"))
        return cls.of(lists)

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Self:
        """Number what is listed under "words", "characters" and "parts"."""
        words = WordTable.of(lists["words"])
        return cls(words, number(lists["characters"]), number(lists["parts"]))


@dataclass(frozen=True, slots=True)
class WordTable:
    """Ids of words by their hashes, ascending: a tenth of the memory of a dict of strings."""

    hashes: NDArray[np.int64]
    ids: Ints

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Number words from 2 on; of two with one hash the first, which is commoner, stays."""
        hashes, first = np.unique(
            np.fromiter((key_of(word) for word in words), np.int64, len(words)), return_index=True
        )
        return cls(hashes, (first + 2).astype(np.int32))

    def find(self, hashes: NDArray[np.int64]) -> Ints:
        """Return the ids of words by `key_of` of each, UNKNOWN where one is not listed."""
        if not len(self.hashes):
            return np.full(len(hashes), UNKNOWN, dtype=np.int32)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.ids[at], np.int32(UNKNOWN))


def number(listed: Sequence[str]) -> dict[str, int]:
    """Return the id of each entry of a list, from 2 on."""
    return {entry: i for i, entry in enumerate(listed, start=2)}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text, row i for word i.

    `word`, `part`: ids, shape (n,); `characters`: ids, shape (n, CHARACTERS), 0 where a word is
    shorter; `flags`: 0 or 1, shape (n, len(FLAGS)); `lemma`, `surface`: hashes by which words of
    question and passage are told to be the same; `block`: which block a word stands in (0-based);
    `start`, `end`: offsets into that block's text, end exclusive.
    """

    word: Ints
    part: Ints
    characters: Ints
    flags: NDArray[np.bool_]
    lemma: NDArray[np.int64]
    surface: NDArray[np.int64]
    block: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.word)


def read_words(blocks: Sequence[tuple[BlockKind, str]], tables: Tables) -> Words:
    """Return the words of blocks in order, at most TOKEN_LIMIT."""
    found: list[tuple[Kind, list[bool], int, int, int]] = []
    for number_of_block, (kind, text) in enumerate(blocks):
        tokens = split(text)
        label = len(label_of(text) or "")
        for i, (surface, token) in enumerate(tokens):
            place = [i == 0, i == len(tokens) - 1, token.start < label]
            kinds = [_TRAINED_AS.get(kind, kind) == one for one in KINDS]
            described = describe(surface, token.lemma, token.pos)
            flags = [*place, described.is_number, *kinds, *described.scripts]
            found.append((described, flags, number_of_block, token.start, token.end))
        if len(found) > TOKEN_LIMIT:
            break
    del found[TOKEN_LIMIT:]
    return _pack(found, tables)


def split(text: str) -> list[tuple[str, Token]]:
    """Return the tokens of a text, each after its surface in half width and lower case.

    The parts of a number are one token: `1,234.5`.
    """
    plain = text.translate(_HALF_WIDTH)
    merged: list[tuple[str, Token]] = []
    numbers = {match.start(): match.end() for match in _NUMBER.finditer(plain)}
    end = 0
    for token in tag(plain):  # the texts that the model learned from are in half width
        if token.start < end:
            continue
        surface = plain[token.start : token.end]
        stop = numbers.get(token.start, 0)
        if stop > token.end and _PART.match(surface):
            surface, end = plain[token.start : stop], stop
            token = Token(surface, token.start, stop, "名詞-数詞", "", "")
        merged.append((surface.lower(), token))
    return merged


def key_of(text: str) -> int:
    """Return the hash by which equal words are known."""
    return zlib.crc32(text.encode())


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word is wherever it stands."""

    word: str
    key: int
    part: str
    characters: str
    is_number: bool
    scripts: tuple[bool, ...]
    lemma: int
    surface: int


@lru_cache(maxsize=10_000)
def describe(surface: str, lemma: str, pos: str) -> Kind:
    """Return what a word is wherever it stands; `surface` as `split` gives it."""
    is_number = surface[:1].isdigit()
    plain = unicodedata.normalize("NFKC", lemma).lower() or surface
    ends = surface if len(surface) <= CHARACTERS else surface[:3] + surface[-3:]
    word = _shape(surface) if is_number else surface if "固有名詞" in pos else plain
    return Kind(
        word=word,
        key=key_of(word),
        part=pos,
        characters=ends,
        is_number=is_number,
        scripts=tuple(pattern.search(surface) is not None for pattern in SCRIPTS),
        lemma=key_of(plain),
        surface=key_of(surface),
    )


def _shape(digits: str) -> str:
    """Return what stands for a number: how long it is, and whether it could be a year.

    >>> _shape("2025"), _shape("12"), _shape("1,200"), _shape("4.5")
    ('#year', '#2', '#,', '#.')
    """
    if "." in digits:
        return "#."
    if "," in digits:
        return "#,"
    if len(digits) == 4 and digits[:2] in ("17", "18", "19", "20"):
        return "#year"
    return f"#{min(len(digits), 6)}"


def _pack(found: Sequence[tuple[Kind, list[bool], int, int, int]], tables: Tables) -> Words:
    n = len(found)
    characters = np.zeros((n, CHARACTERS), dtype=np.int32)
    for i, (word, *_) in enumerate(found):
        ids = [tables.characters.get(character, UNKNOWN) for character in word.characters]
        characters[i, : len(ids)] = ids
    flags = np.array([flags for _, flags, *_ in found], dtype=np.bool_).reshape(n, len(FLAGS))
    return Words(
        word=tables.words.find(np.array([w.key for w, *_ in found], dtype=np.int64)),
        part=np.array([tables.parts.get(w.part, UNKNOWN) for w, *_ in found], dtype=np.int32),
        characters=characters,
        flags=flags,
        lemma=np.array([w.lemma for w, *_ in found], dtype=np.int64),
        surface=np.array([w.surface for w, *_ in found], dtype=np.int64),
        block=np.array([block for *_, block, _, _ in found], dtype=np.int32),
        start=np.array([start for *_, start, _ in found], dtype=np.int32),
        end=np.array([end for *_, end in found], dtype=np.int32),
    )

"""Pair English keywords with Japanese passages, by glossing the words of Japanese questions.

A bag of words does not see grammar, so a word-by-word gloss of a question teaches it nearly what a
translation would. Words are glossed through the shipped lexicon, read backwards.
"""

import random
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import unidic_lite
from fugashi import Tagger

from training.pairs import Pair

LONGEST = 4  # UniDic words that one gloss may stand for
FEWEST = 2  # English words of a gloss worth learning from
LEAST = 150  # thousandths of the English word's meaning that the Japanese one must be
EMPTY = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白", "接尾辞"})  # UniDic's pos1
Choices = tuple[list[str], list[int]]


@dataclass(frozen=True, slots=True)
class Glosser:
    """Says Japanese text in English words, at random among those known, likelier ones oftener."""

    tagger: Tagger
    english: dict[str, Choices]

    @classmethod
    def open(cls, lexicon: Path) -> "Glosser":
        """Read a lexicon file backwards."""
        choices: dict[str, Choices] = defaultdict(lambda: ([], []))
        connection = sqlite3.connect(f"{lexicon.absolute().as_uri()}?mode=ro", uri=True)
        query = (
            "SELECT japanese, english, weight FROM translation WHERE weight >= ?"
            " ORDER BY japanese, english"
        )
        for japanese, english, weight in connection.execute(query, (LEAST,)):
            choices[japanese][0].append(english)
            choices[japanese][1].append(weight * weight)
        connection.close()
        return cls(Tagger(f'-d "{unidic_lite.DICDIR}"'), dict(choices))

    def gloss(self, text: str, rng: random.Random) -> str:
        """Return the English words of the longest known stretches, in the order of the text.

        Numbers and Latin letters stay; other words without a known gloss are left out.
        """
        words = self.tagger(text)
        said: list[str] = []
        start = 0
        while start < len(words):
            end, english = self._longest(words[start : start + LONGEST], rng)
            said += english
            start += end
        return " ".join(said)

    def _longest(self, words: Sequence[Any], rng: random.Random) -> tuple[int, list[str]]:
        """Return how many words the longest known stretch at their head has, and its gloss."""
        if words[0].surface.isascii():
            return 1, [words[0].surface]
        if words[0].feature.pos1 in EMPTY:
            return 1, []
        for count in range(len(words), 0, -1):
            head = "".join(word.surface for word in words[: count - 1])
            last = words[count - 1]
            for form in (last.surface, last.feature.orthBase or last.surface):
                if found := self.english.get(head + form):
                    return count, rng.choices(*found)
        return 1, []


def glossed(pairs: Sequence[Pair], glosser: Glosser, *, seed: str) -> list[Pair]:
    """Return the pairs with an English gloss for their left text, where there is one."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not security
    said = [(glosser.gloss(left, rng), right) for left, right in pairs]
    return [(gloss, right) for gloss, right in said if len(gloss.split()) >= FEWEST]

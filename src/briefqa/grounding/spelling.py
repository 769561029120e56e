"""A text in the forms in which its words are looked for."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefqa.lexicon import Lexicon
from briefqa.text.normalise import normalise, strip_invisible
from briefqa.text.quantities import Found, values_in
from briefqa.text.tagger import tag

Translate = Callable[[str], Sequence[str]]
"""Gives Japanese renderings of an English word, likely ones alone."""

_LIKELY = 0.25  # of a dictionary's weight; less is a rare sense
_NUMERIC = "0-9千百十万億兆〇一二三四五六七八九"
_ASCII_DIGITS = frozenset("0123456789０１２３４５６７８９")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"(?<=[0-9])\s+(?=[0-9])", "|", normalise(text)))


def translations(lexicon: Lexicon) -> Translate:
    """Return what gives a lexicon's likely renderings of a word."""

    def translate(word: str) -> tuple[str, ...]:
        return tuple(t.japanese for t in lexicon.translate(word) if t.weight >= _LIKELY)

    return translate


@dataclass(frozen=True)
class Passage:
    """A text and what is read from it; equal texts are equal."""

    text: str
    values: tuple[Found, ...]

    @classmethod
    def of(cls, text: str) -> "Passage":
        """Read a text: its values, and its words as they are asked for."""
        return cls(text, values_in(text))

    @cached_property
    def rest(self) -> str:
        """The text in NFKC with its values, and digits that are marks (①, m³), blanked."""
        characters = list(self.text)
        for found in self.values:
            characters[found.start : found.end] = " " * (found.end - found.start)
        for at, character in enumerate(characters):
            if character.isdigit() and character not in _ASCII_DIGITS:
                characters[at] = " "
        return unicodedata.normalize("NFKC", strip_invisible("".join(characters)))

    @cached_property
    def squeezed(self) -> str:
        """The text normalised, in lower case, without white space, since lines cut words.

        Between figures a mark stays: 1 and 2024 in the line below are not 12024.
        """
        return _squeezed(self.text)

    @cached_property
    def lowered(self) -> str:
        """The text normalised, in lower case, any white space as one space."""
        return " ".join(normalise(self.text).split())

    @cached_property
    def _edges(self) -> tuple[frozenset[int], frozenset[int]]:
        tokens = tag(self.squeezed)
        return frozenset(t.start for t in tokens), frozenset(t.end for t in tokens)

    def holds_all_of(self, other: "Passage") -> bool:
        """Say whether another text stands here as it is, and cuts no number or word at its ends."""
        return self._stands(other.squeezed, self.squeezed) and self.holds_name(other.squeezed)

    def holds_number(self, words: str) -> bool:
        """Say whether a number stands here as it is written, not as part of a longer one."""
        return self._stands(_squeezed(words), self.squeezed)

    def holds_name(self, name: str) -> bool:
        """Say whether a Japanese name stands here from the start of a word to the end of one.

        京都 does not stand in 東京都.
        """
        squeezed = _squeezed(name)
        starts, ends = self._edges
        at = self.squeezed.find(squeezed) if squeezed else -1
        while at >= 0:
            if at in starts and at + len(squeezed) in ends:
                return True
            at = self.squeezed.find(squeezed, at + 1)
        return False

    def holds_word(self, word: str) -> bool:
        """Say whether a word of Latin letters and digits stands here, in any case."""
        pattern = rf"(?<![a-z0-9]){re.escape(normalise(word))}(?![a-z0-9])"
        return re.search(pattern, self.lowered) is not None

    @staticmethod
    def _stands(words: str, text: str) -> bool:
        if not words:
            return False
        before = (
            rf"(?<![{_NUMERIC}])(?<![{_NUMERIC}][.,])" if re.match(f"[{_NUMERIC}]", words) else ""
        )
        after = rf"(?![{_NUMERIC}]|[.,][0-9])" if re.search(f"[{_NUMERIC}]$", words) else ""
        before += "(?<![a-z])" if words[0].isascii() and words[0].isalpha() else ""
        after += "(?![a-z])" if words[-1].isascii() and words[-1].isalpha() else ""
        after += "(?!度)" if words.endswith("年") else ""
        return re.search(before + re.escape(words) + after, text) is not None

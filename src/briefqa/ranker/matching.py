"""Where a question's words and character pairs stand in several texts at once; NumPy throughout.

The texts are joined into one and looked at as an array of code points: one pass over 20 passages of
400 characters takes a fraction of a millisecond, and no passage is cut into words at query time.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

BIN = 24  # characters; a window is two neighbouring bins
LONGEST = 2_000  # characters of a text that are looked at
_SENTENCE_ENDS = np.frombuffer("。！？!?\n".encode("utf-32-le"), dtype=np.uint32)
_KANJI = re.compile("[㐀-鿿]")
_SHIFT = 21  # bits of a code point
_TABLE = 0x10000  # code points beyond the basic plane share the last place

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Texts:
    """Several texts end to end, each followed by a line end.

    `of_text`, `sentence` and `bin` give for each character of `joined` the number of its text,
    sentence and bin, all counted over all texts. `first_sentence` and `first_bin` have the number
    of each text's first one. `lengths` count the line end.
    """

    joined: str
    codes: NDArray[np.uint32]
    starts: Ints
    lengths: Ints
    of_text: Ints
    sentence: Ints
    first_sentence: Ints
    bin: Ints
    first_bin: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Join `texts`, at least one; each is cut at `LONGEST` characters."""
        cut = [text[:LONGEST] for text in texts]
        joined = "\n".join(cut) + "\n"
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(text) + 1 for text in cut), np.int64, len(cut))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        of_text = np.repeat(np.arange(len(cut)), lengths)
        ends = np.isin(codes, _SENTENCE_ENDS)
        sentence: Ints = np.cumsum(ends) - ends
        bins = (lengths + BIN - 1) // BIN
        first_bin = np.concatenate(([0], np.cumsum(bins)[:-1])).astype(np.int64)
        place = np.arange(len(codes)) - starts[of_text]
        return cls(
            joined=joined,
            codes=codes,
            starts=starts,
            lengths=lengths,
            of_text=of_text,
            sentence=sentence.astype(np.int64),
            first_sentence=sentence[starts].astype(np.int64),
            bin=first_bin[of_text] + place // BIN,
            first_bin=first_bin,
        )

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.starts)

    def sentence_text(self, number: int) -> str:
        """Return a sentence by its number, without the mark that ends it."""
        left = int(np.searchsorted(self.sentence, number, side="left"))
        right = int(np.searchsorted(self.sentence, number, side="right"))
        return self.joined[left : right - 1]


@dataclass(frozen=True, slots=True)
class Found:
    """Where items stand: item `item[i]` at character `place[i]` of the joined texts.

    `weights` has one number for each item.
    """

    place: Ints
    item: Ints
    weights: Floats

    def cover(self, groups: Ints, count: int) -> NDArray[np.bool_]:
        """Return which items stand in which group of characters, shape (count, items)."""
        held = np.zeros((count, len(self.weights)), dtype=np.bool_)
        held[groups[self.place], self.item] = True
        return held


def find_pairs(texts: Texts, question: str, weights: Mapping[str, float]) -> Found:
    """Find the character pairs of a normalised question that have a weight, in question order.

    A pair that the question has twice counts where it stands first.
    """
    places: dict[str, int] = {}
    for i in range(len(question) - 1):
        if question[i : i + 2] in weights:
            places.setdefault(question[i : i + 2], len(places))
    pairs = list(places)
    if not pairs:
        none = np.zeros(0, dtype=np.int64)
        return Found(none, none, np.zeros(0, dtype=np.float32))
    points = np.array([[ord(pair[0]), ord(pair[1])] for pair in pairs], dtype=np.int64)
    first, second = np.zeros((2, _TABLE), dtype=np.bool_)
    first[np.minimum(points[:, 0], _TABLE - 1)] = True
    second[np.minimum(points[:, 1], _TABLE - 1)] = True
    folded = np.minimum(texts.codes, _TABLE - 1)
    likely = np.flatnonzero(first[folded[:-1]] & second[folded[1:]])
    keys = (points[:, 0] << _SHIFT) | points[:, 1]
    order = np.argsort(keys)
    here = (texts.codes[likely].astype(np.int64) << _SHIFT) | texts.codes[likely + 1]
    at = np.minimum(np.searchsorted(keys[order], here), len(keys) - 1)
    is_one = keys[order][at] == here
    return Found(
        likely[is_one].astype(np.int64),
        order[at[is_one]].astype(np.int64),
        np.array([weights[pair] for pair in pairs], dtype=np.float32),
    )


def find_characters(texts: Texts, question: str) -> Found:
    """Find the kanji of a normalised question one by one: 継承 and 引き継ぐ share 継."""
    characters = sorted(set(_KANJI.findall(question)))
    points = np.array([ord(character) for character in characters], dtype=np.uint32)
    if not len(points):
        return find_words(texts, ())
    at = np.minimum(np.searchsorted(points, texts.codes), len(points) - 1)
    place = np.flatnonzero(points[at] == texts.codes)
    return Found(place, at[place], np.ones(len(points), dtype=np.float32))


def find_words(
    texts: Texts, words: Sequence[tuple[tuple[str, ...], float]], *, before: str = ""
) -> Found:
    """Find words, each in any of its spellings and with a weight.

    Only those count that one of the characters of `before` follows, if there are any.
    """
    follows = f"(?=[{before}])" if before else ""
    places: list[int] = []
    items: list[int] = []
    for number, (spellings, _) in enumerate(words):
        for spelling in spellings:
            pattern = re.escape(spelling) + follows
            found = [match.start() for match in re.finditer(pattern, texts.joined)]
            places += found
            items += [number] * len(found)
    return Found(
        np.array(places, dtype=np.int64),
        np.array(items, dtype=np.int64),
        np.array([weight for _, weight in words], dtype=np.float32),
    )


def longest_runs(texts: Texts, pairs: Found) -> tuple[Floats, Floats]:
    """Return, for each text, its longest stretch in the question's own order, and all of them.

    The first is in character pairs; the second sums the squares of the lengths of the stretches.
    """
    longest = np.zeros(texts.count, dtype=np.float32)
    squares = np.zeros(texts.count, dtype=np.float32)
    if not len(pairs.place):
        return longest, squares
    goes_on = (np.diff(pairs.place) == 1) & (np.diff(pairs.item) == 1)
    begins = np.concatenate(([0], np.flatnonzero(~goes_on) + 1))
    lengths = np.diff(np.concatenate((begins, [len(pairs.place)]))).astype(np.float32)
    text = texts.of_text[pairs.place[begins]]
    np.maximum.at(longest, text, lengths)
    np.add.at(squares, text, lengths**2)
    return longest, squares
